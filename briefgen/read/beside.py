"""Tell what stands side by side on one sheet and cannot be read as one table: a second copy, months as columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.model.problem import Problem
from briefgen.model.table import CellType
from briefgen.read.grid import letters, number_of, plain, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from briefgen.model.table import TableSchema
    from briefgen.read.grid import Grid

_MONTH = re.compile(r"(?:(?:19|20)?[0-9]{2}[年./-])?(?:1[0-2]|0?[1-9])(?:月份?|-01)(?:[^0-9]*)")
_FEW = 3  # columns headed twice, or months, from which on it is no slip


def months_beside(grid: Grid, schema: TableSchema, named: AbstractSet[str], rows: int) -> Problem | None:
    """Find months as headings where the column of the month itself is missing: 1月 2月 3月 in one of the first rows."""
    column = next((each.name for each in schema.columns if each.type is CellType.MONTH), "")
    if not column or column in named:
        return None
    for row, cells in enumerate(grid.rows[:rows]):
        found = [at for at, cell in enumerate(cells) if plain(cell) and _MONTH.fullmatch(squeezed(cell))]
        if len({squeezed(cells[at]) for at in found}) >= _FEW and found[-1] - found[0] == len(found) - 1:
            params = {"table": schema.name, "column": column, "first": letters(found[0]), "last": letters(found[-1])}
            return Problem("header.months", grid.source(row, found[0]), params)
    return None


def once(grid: Grid, schema: TableSchema, problems: Sequence[Problem], columns: int) -> list[Problem]:
    """Say once that a whole table stands there twice, where most of its columns are headed again."""
    again = [problem for problem in problems if problem.code == "header.repeated"]
    if len(again) < max(_FEW, columns / 2):
        return list(problems)
    firsts = [number_of(str(problem.params["first"])) for problem in again]
    seconds = [number_of(str(problem.params["second"])) for problem in again]
    params = {"table": schema.name, "first": letters(min(firsts)), "second": letters(min(seconds))}
    place = grid.source((again[0].source.row or 1) - 1, min(seconds))
    return [Problem("header.twice", place, params), *(each for each in problems if each not in again)]
