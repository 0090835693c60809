"""Settle by the day of each row which unit a name stood for, and tell names used beyond their time."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model.day import MonthOnly
from briefgen.model.problem import Problem
from briefgen.model.table import CellType
from briefgen.read.grid import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.model.source import Source
    from briefgen.model.table import TableSchema, Value
    from briefgen.model.unit import Unit, UnitSet
    from briefgen.read.grid import Grid

_NAMED = 4  # cells named beside the first, of a finding that stands for many rows
_INVALID, _FORMER = "unit.invalid", "unit.former"
_Span = tuple[date, date]


class Lines(NamedTuple):
    """Where a table's rows stand in its sheet: the columns by name, and the rows, both from 0."""

    grid: Grid
    at: Mapping[str, int]
    rows: Sequence[int]

    def source(self, index: int, column: str) -> Source:
        """Name the cell of a column in one of the rows."""
        return self.grid.source(self.rows[index], self.at[column])

    def text(self, index: int, column: str) -> str:
        """Give what stands in the cell, without the blanks around it."""
        return plain(self.grid.cell(self.rows[index], self.at[column])).strip()


def settle_units(lines: Lines, schema: TableSchema, columns: Sequence[list[Value]], units: UnitSet) -> list[Problem]:
    """Put each shared name's unit into the columns as its code; a row whose day cannot tell is left without."""
    if schema.day in lines.at:
        days = columns[schema.index[schema.day]]
        known = {(type(value), value): _span(value) for value in days}
        spans = [known[type(value), value] for value in days]
    else:
        spans = [None] * len(lines.rows)
    shared, problems = units.shared(), list[Problem]()
    for column, values in zip(schema.columns, columns, strict=True):
        if column.type is not CellType.UNIT or column.name not in lines.at:
            continue
        for index, value in enumerate(values) if shared else ():
            if isinstance(value, str) and (bearing := shared.get(value)):
                unit = _bearer(bearing, spans[index])
                values[index] = unit.code if unit else None
                if unit is None:
                    params = {"column": column.name, "value": value, "units": "、".join(each.name for each in bearing)}
                    problems.append(Problem("unit.undecided", lines.source(index, column.name), params))
        if schema.unit in {"", column.name}:  # a code beside the name would say the same again
            problems += _misdated(lines, column.name, list(zip(values, spans, strict=True)), units)
    return problems


def _span(value: Value) -> _Span | None:
    """Give the days that a row may be of: one, those of its month, or of its year."""
    if isinstance(value, MonthOnly):
        return value, date(value.year, value.month, monthrange(value.year, value.month)[1])
    if isinstance(value, date):
        return value, value
    if isinstance(value, int) and date.min.year < value <= date.max.year:
        return date(value, 1, 1), date(value, 12, 31)
    return None


def _bearer(bearing: Sequence[Unit], span: _Span | None) -> Unit | None:
    """Give the one unit that bore the name then; of those that exist side by side, told already, the first."""
    if any(one.meets(two) for one, two in combinations(bearing, 2)):
        return bearing[0]
    found = [unit for unit in bearing if span and any(map(unit.valid, span))]
    return found[0] if len(found) == 1 else None


def _misdated(lines: Lines, column: str, read: Sequence[tuple[Value, _Span | None]], units: UnitSet) -> list[Problem]:
    """Find rows of a time at which their unit was not there, and former names used after the renaming, by unit."""
    known = {unit.code: unit for unit in units.units if unit.valid_from or unit.valid_to}
    odd: dict[tuple[Value, _Span | None], str] = {}  # ledgers repeat units and days: each pair is judged once
    found: dict[tuple[str, str], list[tuple[int, date]]] = defaultdict(list)
    for index, (code, span) in enumerate(read):
        mark = (code, span)
        if mark not in odd:
            odd[mark] = _oddity(known.get(str(code)), span)
        if odd[mark] and span:
            unit = known[str(code)]
            if odd[mark] == _INVALID or lines.text(index, column) in unit.former:
                found[odd[mark], unit.code].append((index, span[0]))
    return [Problem(code, lines.source(hits[0][0], column), _told(lines, column, known[unit], hits),
                    tuple(lines.source(index, column) for index, _ in hits[1:_NAMED + 1]))
            for (code, unit), hits in found.items()]


def _oddity(unit: Unit | None, span: _Span | None) -> str:
    """Name what may be odd about a unit at a time: it was not there, or its former name would be late."""
    if unit is None or span is None:
        return ""
    if not any(map(unit.served, span)):
        return _INVALID
    return _FORMER if unit.former and unit.valid_from and span[0] >= unit.valid_from else ""


def _told(lines: Lines, column: str, unit: Unit, hits: Sequence[tuple[int, date]]) -> dict[str, object]:
    """Word a unit's rows as one finding, by the first of them."""
    index, day = hits[0]
    return {"column": column, "value": lines.text(index, column) or unit.name, "name": unit.name, "day": day,
            "rows": len(hits), "validity": f"{unit.valid_from or '…'}–{unit.valid_to or '…'}"}
