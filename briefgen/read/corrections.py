"""Apply the table 更正记录 to the rows of the others: each row there changes one cell, and only from what it says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.correction import CORRECTIONS, NEW, OLD, Correction
from briefgen.model.findings import Findings
from briefgen.model.problem import RULES, Problem, Severity
from briefgen.model.table import CellType, Need
from briefgen.read.cells import DASH, NO_UNIT, Fault, read_cells
from briefgen.read.targets import TARGETS
from briefgen.read.units import UNITS, value_of
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefgen.model.source import Source
    from briefgen.model.table import Column, Record, TableSchema, Value
    from briefgen.model.unit import UnitSet

_TABLE, _KEY, _FIELD, _NUMBER, _DAY = "表", "编号", "字段", "序号", "更正日期"
_OWN_YEARS = (UNITS, TARGETS)  # 有效起 and 版本 tell there what holds from when
_FEW = 5000  # keys; to compare with more takes seconds for each that is wrong
_HINTS = 20  # of the nearest word; each takes a tenth of a second among thousands of keys
Tables = dict[str, tuple["Record", ...]]


@dataclass(slots=True)
class Corrected:
    """The tables with the corrections applied, the months from which some hold, and what is to be told."""

    tables: Tables
    turns: tuple[date, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def correct(tables: Tables, schemas: Mapping[str, TableSchema], units: UnitSet | None) -> Corrected:
    """Apply the corrections in their order; one that does not fit changes nothing and is told."""
    wanted = tables.get(CORRECTIONS, ())
    if not wanted:
        return Corrected(tables)
    done, told = Corrected(dict(tables)), Findings()
    for problem in _disorder(wanted):
        told.add(problem.code, partial(_itself, problem))
    reading = _Reading(tables, schemas, units, told)
    for record in wanted:
        reading.take(record)
    for name, held in reading.held.items():
        rows = list(tables[name])
        for at, corrections in held.items():
            rows[at] = rows[at].corrected(tuple(corrections))
        done.tables[name] = tuple(rows)
    made = [each for held in reading.held.values() for some in held.values() for each in some]
    done.problems = told.problems()
    done.turns = tuple(sorted({each.since for each in made if each.since is not None}))
    return done


def _itself(problem: Problem) -> Problem:
    return problem


def _disorder(wanted: Iterable[Record]) -> Iterator[Problem]:
    """Find numbers that do not run 1, 2, 3 and days that go back: rows were taken out, put between or reordered."""
    above: Record | None = None
    for number, record in enumerate(wanted, 1):
        found = value_of(record, _NUMBER, int)
        if found is not None and found != number:
            yield Problem("correction.number", record.source(_NUMBER), {"value": found, "wanted": number})
        day, before = value_of(record, _DAY, date), value_of(above, _DAY, date) if above else None
        if above and day and before and day < before:
            params = {"value": day.isoformat(), "before": before.isoformat()}
            yield Problem("correction.day", record.source(_DAY), params, (above.source(_DAY),))
        above = record


class _Reading:
    """Reads corrections against the rows that they are of; `held` are those that fit, by table and place of the row."""

    def __init__(self, tables: Tables, schemas: Mapping[str, TableSchema], units: UnitSet | None,
                 told: Findings) -> None:
        self.held: dict[str, dict[int, list[Correction]]] = defaultdict(lambda: defaultdict(list))
        self._tables, self._schemas, self._units, self._told = tables, schemas, units, told
        self._places: dict[str, dict[str, int]] = {}
        self._hints = 0
        self._now: dict[tuple[str, int, str], Value] = {}

    def take(self, record: Record) -> None:
        """Read one correction and keep it, or tell why it cannot be applied."""
        name, key, title = (value_of(record, column, str) or "" for column in (_TABLE, _KEY, _FIELD))
        if not (name and key and title):
            return  # told as an empty cell
        schema = self._schemas.get(name)
        if schema is None or name not in self._tables:
            self._unknown(record, _TABLE, name, self._tables)
        elif not schema.key:
            self._tell("correction.keyless", record.source(_TABLE), {"table": name})
        elif key not in (places := self._keys(name)):
            self._unknown(record, _KEY, key, places if len(places) <= _FEW else ())
        elif (column := schema.column(title)) is None:
            self._unknown(record, _FIELD, title, schema.index)
        elif column.name == schema.key or column.personal or name in _OWN_YEARS or _idle(column, schema):
            params = {"column": title, "table": name}
            self._tell("correction.closed", record.source(_FIELD), params)
        else:
            self._apply(record, self._tables[name][places[key]], column, places[key])

    def _keys(self, name: str) -> Mapping[str, int]:
        if name not in self._places:
            self._places[name] = {row.key: at for at, row in enumerate(self._tables[name])}
        return self._places[name]

    def _unknown(self, record: Record, column: str, value: str, known: Iterable[str]) -> None:
        self._hints += 1
        params = {"column": column, "value": value, "nearest": nearest(value, known if self._hints <= _HINTS else ())}
        self._tell("correction.unknown", record.source(column), params)

    def _tell(self, code: str, place: Source, params: Mapping[str, object], related: tuple[Source, ...] = ()) -> None:
        self._told.add(code, partial(Problem, code, place, params, related))

    def _apply(self, record: Record, row: Record, column: Column, at: int) -> None:
        """Keep a correction whose 原值 stands there."""
        name = row.origin.schema.name
        (before, good), (after, fit) = self._value(record, OLD, column), self._value(record, NEW, column)
        stands = self._now.get((name, at, column.name), row[column.name])
        place = row.source(column.name)
        if not (good and fit):
            return
        if not _same(before, stands):
            params = {"column": column.name, "key": row.key, "value": _worded(stands), "place": place,
                      "old": value_of(record, OLD, str) or "—"}
            self._tell("correction.differs", record.source(OLD), params, (place,))
            return
        correction = _correction(record, column, before, after)
        self._now[name, at, column.name] = after
        self.held[name][at].append(correction)
        params = {"column": column.name, "key": row.key, "old": correction.old or "—", "new": correction.new or "—",
                  "number": correction.number, "who": correction.by, "reason": correction.reason,
                  "place": correction.source}
        self._tell("correction.applied", place, params, (correction.source,))

    def _value(self, record: Record, title: str, column: Column) -> tuple[Value, bool]:
        """Read a value as the corrected column is read, money with its own unit, and tell what is wrong with it."""
        text = value_of(record, title, str)
        value = read_cells([text], column, "", self._units)[0]
        place = record.source(title)
        if isinstance(value, Fault) and value.code == NO_UNIT:
            self._tell("correction.unit", place, {"column": title, "value": value.shown})
            return None, False
        if isinstance(value, Fault) and value.code != DASH and RULES[value.code].severity is not Severity.INFO:
            params = {"column": title, "value": value.shown, "nearest": value.nearest, "read": value.became}
            self._tell(value.code, place, params)
            if RULES[value.code].severity is Severity.ERROR:
                return None, False
        value = value.read if isinstance(value, Fault) else value
        if value is None and title == NEW and column.need is Need.CELL:
            self._tell("cell.empty", place, {"column": title})
            return None, False
        return value, True


def _same(one: Value, other: Value) -> bool:
    """Compare exactly; a month alone is not its first day, and nothing is nothing however it is written."""
    nothing = (None, "")
    return (one in nothing and other in nothing) or (type(one) is type(other) and one == other)


def _idle(column: Column, schema: TableSchema) -> bool:
    """Tell whether a column names a unit beside the one that counts: correcting it would move nothing."""
    return column.type is CellType.UNIT and schema.unit not in {"", column.name}


def _worded(value: Value) -> str:
    if isinstance(value, Amount):
        return f"{value.value:f}{value.unit}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value in (None, "") else value.isoformat() if isinstance(value, date) else str(value)


def _correction(record: Record, column: Column, before: Value, after: Value) -> Correction:
    def text(name: str) -> str:
        return value_of(record, name, str) or ""

    return Correction(
        number=value_of(record, _NUMBER, int) or 0, field=column.name, before=before, after=after, old=text(OLD),
        new=text(NEW), reason=text("原因"), by=text("更正人"), day=value_of(record, _DAY, date),
        since=value_of(record, "生效月份", date), source=record.source())
