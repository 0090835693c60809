"""Compare a submission with the one that it stands in for, and check that its rows are its own; tell who reported."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from briefgen.model.findings import Findings
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.model.submission import REGISTER, Difference, Standing, Standings, State
from briefgen.model.table import CellType, Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model.period import Period
    from briefgen.model.submission import Submission
    from briefgen.model.table import Column, Record, TableSchema, Value
    from briefgen.model.unit import Unit, UnitSet

_DAYS = (CellType.DATE, CellType.MONTH)
_MONTHS = 12


def compare(old: Sequence[Record], new: Sequence[Record], published: Sequence[str] = ()) -> tuple[Difference, ...]:
    """Find the rows of one table that came, changed and went; rows are one by their key, else if all of them is equal.

    `published` are months, `2022-11`; see Difference.touches.
    """
    left: dict[object, list[Record]] = defaultdict(list)
    for record in old:
        left[_identity(record)].append(record)
    found, came = [], []
    for record in new:
        if not (same := left[_identity(record)]):
            came.append(Difference(None, record, (), _touched(record, _days(record), published)))
            continue
        before = same.pop(0)
        if columns := tuple(column.name for column in record.origin.schema.columns
                            if _shown(before[column.name]) != _shown(record[column.name])):
            found.append(Difference(before, record, columns, _moved(before, record, columns, published)))
    gone = [Difference(record, None, (), _touched(record, _days(record), published))
            for records in left.values() for record in records]
    return (*came, *found, *gone)


def _identity(record: Record) -> object:
    """Give what makes a row the same row; where its table has no key, or the row none, all that stands in it."""
    key = record.origin.schema.key
    if key and record[key] is not None:
        return record[key]
    return tuple(map(_shown, record.values))


def _shown(value: Value) -> tuple[str, Value]:
    """Tell apart what is equal and not the same: a month without its day from the month's first."""
    return type(value).__name__, value


def _moved(old: Record, new: Record, columns: Sequence[str], published: Sequence[str]) -> tuple[str, ...]:
    """Name the months that a change touches: from the changed days on, and for another column from the row's first."""
    schema, days = new.origin.schema, list[date]()
    for name in columns:
        column = schema.column(name)
        dated = column is not None and column.type in _DAYS
        both = [value for value in (old[name], new[name]) if isinstance(value, date)]
        days += both if dated else [*_days(old), *_days(new)]
    return _touched(new, days, published)


def _days(record: Record) -> list[date]:
    return [value for value in record.values if isinstance(value, date)]


def _touched(record: Record, days: Sequence[date], published: Sequence[str]) -> tuple[str, ...]:
    """Name the published months from the earliest day on; a table without days counts in every month."""
    if not days:
        return () if any(column.type in _DAYS for column in record.origin.schema.columns) else tuple(published)
    first = f"{min(days):%Y-%m}"
    return tuple(month for month in published if month >= first)


def foreign_rows(records: Sequence[Record], unit: Unit, units: UnitSet) -> list[Problem]:
    """Find rows that name another unit than the one whose submission it is."""
    found = Findings()
    for record in records:
        name = record.origin.schema.unit
        if name and record[name] not in (None, "", unit.code):
            other = units.find(str(record[name]))
            params = {"column": name, "value": other.name if other else record[name], "unit": unit.name}
            if other:  # a name that is nobody's is told already
                found.add("received.unit", partial(Problem, "received.unit", record.source(name), params))
    return found.problems()


def other_months(records: Sequence[Record], period: str) -> list[Problem]:
    """Find rows of another month than that of a submission which holds one month's only."""
    found = Findings()
    for record in records:
        column = _month_column(record.origin.schema)
        value = record[column.name] if column else None
        if column and isinstance(value, date) and f"{value:%Y-%m}" != period:
            params = {"column": column.name, "value": value.isoformat(), "period": period}
            place = record.source(column.name)
            found.add("received.month", partial(Problem, "received.month", place, params))
    return found.problems()


def _month_column(schema: TableSchema) -> Column | None:
    """Find the column that places a row in its month: the month, else the day that each row must have."""
    days = [column for column in schema.columns if column.type is CellType.DATE and column.need is Need.CELL]
    return next((column for column in schema.columns if column.type is CellType.MONTH), days[0] if days else None)


def standings(register: Sequence[Submission], units: UnitSet, tables: Sequence[str], period: Period,
              due: int) -> Standings:
    """Tell for each unit of the period's end and each table whether it has reported, by the day of its first.

    `due` is the day of the following month by which it had to.
    """
    year, month = (period.year, period.last + 1) if period.last < _MONTHS else (period.year + 1, 1)
    limit, there = date(year, month, due), units.existing(period.as_of)
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for line in register:
        if line.period == period.id:
            days[line.unit, line.table].append(line.day)
    found = [_standing(unit, table, days[unit.code, table], limit) for unit in there for table in tables]
    return Standings(period.id, limit, tuple(tables), there, tuple(found))


def unreported(found: Standings) -> Iterator[Problem]:
    """Find tables that some units have not sent in for a month: its totals would lack them."""
    for table in found.tables:
        units = [each.unit.name for each in found.standings if each.table == table and each.state is State.MISSING]
        if units:
            params = {"count": len(units), "table": table, "period": found.period, "units": "、".join(units)}
            yield Problem("period.unreported", Source(REGISTER), params)


def _standing(unit: Unit, table: str, days: Sequence[date], due: date) -> Standing:
    if not days:
        return Standing(unit, table, State.MISSING)
    late = max(0, (days[0] - due).days)
    return Standing(unit, table, State.LATE if late else State.REPORTED, days[0], late, len(days))
