"""Turn the cells below a header into records and totals, column by column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount, is_money
from briefgen.model.ledger import Total
from briefgen.model.problem import Problem
from briefgen.model.table import CellType, Need, Origin, Record
from briefgen.read.cells import DASH, NO_UNIT, ROUGH, Fault, clipped, reader
from briefgen.read.grid import letters, plain, squeezed
from briefgen.read.header import find_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.table import Column, TableSchema, Value
    from briefgen.model.unit import UnitSet
    from briefgen.read.grid import Grid
    from briefgen.read.header import Header

_TOTAL = re.compile(r"(?:合计|总计|共计|小计)[::]?")
_PART = "小计"
_COUNT = re.compile(r"([0-9]+)(?:个|项|户|家|人|条|笔)?")


@dataclass(frozen=True, slots=True)
class Extract:
    """What one sheet gave: its records, its totals and where they were read; problems beside them."""

    origin: Origin | None
    records: tuple[Record, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...]


def read_table(grid: Grid, schema: TableSchema, units: UnitSet | None) -> Extract:
    """Read a sheet as a table; without a header it gives no origin, only the problem."""
    header, problems = find_header(grid, schema)
    if header is None:
        return Extract(None, (), (), tuple(problems))
    at = {name: letters(column) for name, column in header.columns.items()}
    origin = Origin(schema, grid.file, grid.sheet, at)
    rows, total_rows = _sorted(grid, header)
    columns, faults = [], list[Problem]()
    for column in schema.columns:
        values, bad = _column(grid, header, column, rows, units)
        columns.append(values)
        faults += bad
    faults += _beyond(grid, header, rows)
    lines = zip(rows, zip(*columns, strict=True), strict=True)
    records = tuple(Record(origin, row + 1, values) for row, values in lines)
    totals, bad = _totals(grid, header, schema, total_rows)
    faults.sort(key=lambda fault: fault.source.row or 0)
    return Extract(origin, records, tuple(totals), (*problems, *faults, *bad))


def _sorted(grid: Grid, header: Header) -> tuple[list[int], list[tuple[int, int]]]:
    """Sort the rows below the header into records and totals (row, first row that it adds up); blank rows go."""
    rows, totals, since = [], [], header.end
    for number_, cells in enumerate(grid.rows[header.end:], header.end):
        label = next((cell for cell in cells if cell is not None and (not isinstance(cell, str) or cell.strip())), None)
        if label is None:
            continue
        if isinstance(label, str) and "计" in label and (word := _TOTAL.fullmatch(squeezed(label))):
            totals.append((number_, since if word[0].startswith(_PART) else header.end))
            since = number_ + 1
        else:
            rows.append(number_)
    return rows, totals


def _beyond(grid: Grid, header: Header, rows: Sequence[int]) -> list[Problem]:
    """Find rows that hold more than the heading names: an unquoted comma has pushed their cells aside."""
    if grid.sheet is not None:
        return []
    width = len(grid.rows[header.end - 1])
    found = []
    for row in rows:
        extra = next((at for at, cell in enumerate(grid.rows[row][width:], width) if str(cell or "").strip()), None)
        if extra is not None:
            found.append(Problem("row.long", grid.source(row, extra, clipped(grid.cell(row, extra))), {"width": width}))
    return found


def _column(grid: Grid, header: Header, column: Column, rows: Sequence[int],
            units: UnitSet | None) -> tuple[list[Value], list[Problem]]:
    """Read one column of the given rows; a column that is not there holds nothing."""
    at = header.columns.get(column.name)
    if at is None:
        return [None] * len(rows), []
    unit = header.units.get(column.name, "")
    if unit and not is_money(unit):
        heading = grid.source(header.end - 1, at)
        return [None] * len(rows), [Problem("column.money", heading, {"column": column.name, "value": unit})]
    read = reader(column.type, unit, units)
    values: list[Value] = []
    problems = []
    for row in rows:
        value = read(grid.cell(row, at))
        if column.need is Need.CELL and (value is None or (isinstance(value, Fault) and value.code == DASH)):
            problems.append(Problem("cell.empty", grid.source(row, at), {"column": column.name}))
            value = None
        elif isinstance(value, Fault):
            problems.append(_problem(grid, column, (row, at), value))
            value = value.read
        values.append(value)
    return values, _folded(grid, header, column, problems)


def _folded(grid: Grid, header: Header, column: Column, problems: list[Problem]) -> list[Problem]:
    """Tell once, at the heading, that a money column leaves cells without a unit."""
    told = [problem for problem in problems if problem.code != NO_UNIT]
    if len(told) == len(problems):
        return problems
    return [Problem(NO_UNIT, grid.source(header.end - 1, header.columns[column.name]), {"column": column.name}), *told]


def _problem(grid: Grid, column: Column, at: tuple[int, int], fault: Fault) -> Problem:
    row, letter = at
    params = {"column": column.name, "value": fault.shown, "nearest": fault.nearest, "read": fault.became}
    return Problem(fault.code, grid.source(row, letter, clipped(grid.cell(row, letter))), params)


def _totals(grid: Grid, header: Header, schema: TableSchema,
            rows: Sequence[tuple[int, int]]) -> tuple[list[Total], list[Problem]]:
    """Read the totals: sums below money and whole numbers, counts below words; the rest there is let be."""
    totals, problems = [], []
    for row, since in rows:
        for column in schema.columns:
            value = _total(grid, header, column, row)
            place = (row, header.columns.get(column.name, 0))
            if isinstance(value, Fault):
                problems.append(_problem(grid, column, place, value))
            elif value is not None:
                totals.append(Total(schema.name, column.name, value, grid.source(*place), since + 1))
    return totals, problems


def _total(grid: Grid, header: Header, column: Column, row: int) -> Fraction | Fault | None:
    at = header.columns.get(column.name)
    cell = None if at is None else grid.cell(row, at)
    if column.type is CellType.MONEY:
        return _sum(reader(column.type, header.units.get(column.name, ""))(cell))
    count = None if column.type is CellType.NUMBER else _COUNT.fullmatch(plain(cell).strip())  # rates do not add up
    return Fraction(int(count[1])) if count else None


def _sum(value: Value | Fault) -> Fraction | Fault | None:
    if isinstance(value, Fault):
        if value.code in {DASH, NO_UNIT}:
            return None
        value = value if value.read is None or value.code == ROUGH else value.read
    if isinstance(value, Amount):
        return Fraction(value.value)
    return value if isinstance(value, Fault) else None
