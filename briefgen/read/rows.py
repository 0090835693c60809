"""Turn the cells below a header into records and totals, column by column."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount, is_money
from briefgen.model.findings import Findings
from briefgen.model.ledger import Total
from briefgen.model.problem import Problem
from briefgen.model.table import CellType, Need, Origin, Record
from briefgen.read.cells import ALIAS, DASH, EMPTY, NO_UNIT, ROUGH, Fault, clipped, read_cells
from briefgen.read.grid import letters, plain
from briefgen.read.header import find_header
from briefgen.read.lines import sort_lines
from briefgen.read.percent import SHARES, SMALL, settle
from briefgen.read.succession import Lines, settle_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.table import Column, TableSchema, Value
    from briefgen.model.unit import UnitSet
    from briefgen.read.grid import Cell, Grid
    from briefgen.read.header import Header

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
    origin = Origin(schema, grid.file, grid.sheet, at, grid.key is not None)
    sorted_ = sort_lines(grid, header, schema)
    rows = sorted_.records
    if grid.hidden:
        problems.append(Problem("sheet.hidden", grid.source(), {"places": grid.hidden}))
    columns, faults = [], sorted_.told.problems()
    for column in schema.columns:
        values, bad = _column(grid, header, column, rows, units)
        columns.append(values)
        faults += bad
    faults += settle_units(Lines(grid, header.columns, rows), schema, columns, units) if units else []
    faults += _beyond(grid, header, rows)
    lines = zip(rows, zip(*columns, strict=True), strict=True)
    records = tuple(Record(origin, row + 1, values) for row, values in lines)
    totals, bad = _totals(grid, header, schema, sorted_.totals)
    faults.sort(key=lambda fault: fault.source.row or 0)
    return Extract(origin, records, tuple(totals), (*problems, *faults, *bad))


def _beyond(grid: Grid, header: Header, rows: Sequence[int]) -> list[Problem]:
    """Find rows that hold more than the heading names: an unquoted comma has pushed their cells aside."""
    if grid.sheet is not None:
        return []
    width = len(grid.rows[header.end - 1])
    found = Findings()
    for row in rows:
        extra = next((at for at, cell in enumerate(grid.rows[row][width:], width) if str(cell or "").strip()), None)
        if extra is not None:
            place = grid.source(row, extra, clipped(grid.cell(row, extra)))
            found.add("row.long", partial(Problem, "row.long", place, {"width": width}))
    return found.problems()


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
    merged, told = _merged(grid, column, at, rows)
    cells = grid.column(at, rows)
    if merged:
        cells = [merged.get(row, cell) for row, cell in zip(rows, cells, strict=True)]
    found = read_cells(cells, column, unit, units, formulas=grid.sheet is not None)
    for row, value in zip(rows, found, strict=True):
        if column.need is Need.CELL and (value is None or (isinstance(value, Fault) and value.code == DASH)):
            if row not in merged:
                told.add(EMPTY, partial(_problem, grid, column, (row, at), Fault(EMPTY, "")))
        elif isinstance(value, Fault):
            told.add(value.code, partial(_problem, grid, column, (row, at), value))
    values = [value.read if isinstance(value, Fault) else value for value in found]
    if column.type is CellType.PERCENT:
        settled = settle(cells, values)
        values = settled.values
        if settled.shares:
            heading = grid.source(header.end - 1, at)
            told.add(SHARES, partial(Problem, SHARES, heading, {"column": column.name}))
        for index in settled.small:
            told.add(SMALL, partial(_problem, grid, column, (rows[index], at), Fault(SMALL, clipped(cells[index]))))
    return values, _folded(grid, header, column, told.problems())


def _merged(grid: Grid, column: Column, at: int, rows: Sequence[int]) -> tuple[dict[int, Cell], Findings]:
    """Give the rows under a merged cell its content; one amount or number over several rows is nobody's."""
    filled: dict[int, Cell] = {}
    told = Findings()
    adds_up = column.type in {CellType.MONEY, CellType.NUMBER, CellType.INTEGER, CellType.PERCENT}
    reached = -1
    for (first, left), (last, right) in sorted(grid.merged):
        if not left <= at <= right or first <= reached or first == last:  # what overlaps is no merge
            continue
        reached = last
        under = rows[bisect_left(rows, first):bisect_right(rows, last)]
        cell = grid.cell(first, left) if len(under) > 1 else None
        if cell in (None, ""):
            continue
        filled |= dict.fromkeys(under, None if adds_up else cell)
        params = {"column": column.name, "value": clipped(cell), "first": first + 1, "last": last + 1}
        place, code = grid.source(first, left, clipped(cell)), "cell.merged" if adds_up else "cell.filled"
        told.add(code, partial(Problem, code, place, params))
    return filled, told


def _folded(grid: Grid, header: Header, column: Column, problems: list[Problem]) -> list[Problem]:
    """Tell once, at the heading, that a money column leaves cells without a unit; once each word in another writing."""
    rows = Counter(problem.params["value"] for problem in problems if problem.code == ALIAS)
    first = {problem.params["value"]: problem for problem in reversed(problems) if problem.code == ALIAS}
    problems = [problem for problem in problems if problem.code != ALIAS]
    problems += [replace(problem, params={**problem.params, "rows": rows[value]}) for value, problem in first.items()]
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
    totals, told = [], Findings()
    placed = [(column, header.columns[column.name]) for column in schema.columns if column.name in header.columns]
    for row, since in rows:
        for column, at in placed:
            place, cell = (row, at), grid.cell(row, at)
            value = None if cell in (None, "") else _total(cell, column, header, formulas=grid.sheet is not None)
            if isinstance(value, Fault):
                told.add(value.code, partial(_problem, grid, column, place, value))
            elif value is not None:
                totals.append(Total(schema.name, column.name, value, grid.source(*place), since + 1))
    return totals, told.problems()


def _total(cell: Cell, column: Column, header: Header, *, formulas: bool) -> Fraction | Fault | None:
    if column.type is CellType.MONEY:
        return _sum(read_cells([cell], column, header.units.get(column.name, ""), formulas=formulas)[0])
    rates = column.type in {CellType.NUMBER, CellType.PERCENT}  # they do not add up
    count = None if rates else _COUNT.fullmatch(plain(cell).strip())
    return Fraction(int(count[1])) if count else None


def _sum(value: Value | Fault) -> Fraction | Fault | None:
    if isinstance(value, Fault):
        if value.code in {DASH, NO_UNIT}:
            return None
        value = value if value.read is None or value.code == ROUGH else value.read
    if isinstance(value, Amount):
        return Fraction(value.value)
    return value if isinstance(value, Fault) else None
