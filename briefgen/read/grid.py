"""Hold one sheet as read, each cell at its own address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | float | bool | date | time | timedelta | None
Merge = tuple[tuple[int, int], tuple[int, int]]

_ALPHABET = 26
_BLANKS = re.compile(r"\s+")
EXCEL_KEEPS = 10**15  # whole numbers from here on have lost their last digits
_TOP = 50  # rows: the heading, and what stands above and directly below it
_NOISE = 9  # what a formula leaves behind the ninth place, 0.3-0.1-0.2, is not money


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells, rows and columns from 0 at A1; merged ranges as (row, column) corners, both inside.

    `hidden` names the hidden rows and columns that hold data: `5-9、D`. `key` is the column whose value names a row
    where the row's number does not.
    """

    file: str
    sheet: str | None
    rows: Sequence[Sequence[Cell]]
    merged: tuple[Merge, ...] = ()
    hidden: str = ""
    key: int | None = None

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell; rows that end early are empty from there on."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def column(self, at: int, rows: Sequence[int]) -> list[Cell]:
        """Give a column's cells in the given rows."""
        every = self.rows
        return [cells[at] if at < len(cells) else None for cells in map(every.__getitem__, rows)]

    def source(self, row: int | None = None, column: int | None = None, raw: str | None = None) -> Source:
        """Name a place in the sheet."""
        key = "" if not row or self.key is None else plain(self.cell(row, self.key)).strip()
        return Source(self.file, self.sheet, None if row is None else row + 1,
                      None if column is None else letters(column), raw, key)


def top_of(grid: Grid) -> Grid:
    """Keep the rows of a sheet that a heading may stand in."""
    merged = tuple(span for span in grid.merged if span[0][0] < _TOP)
    return Grid(grid.file, grid.sheet, grid.rows[:_TOP], merged)


def letters(column: int) -> str:
    """Name a column from 0 as Excel does: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _ALPHABET)
        name = chr(ord("A") + rest) + name
    return name


def number_of(name: str) -> int:
    """Count a column's letters from 0: A is 0, AA is 26."""
    number = 0
    for letter in name:
        number = number * _ALPHABET + ord(letter) - ord("A") + 1
    return number - 1


def plain(cell: Cell) -> str:
    """Write a cell as a person would type it; numbers keep the 15 digits that Excel keeps."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < EXCEL_KEEPS
        return str(int(cell)) if whole else f"{Decimal(f'{round(cell, _NOISE):.15g}'):f}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if cell is None else str(cell)


def squeezed(cell: Cell) -> str:
    """Write a heading or a label without blanks and full-width forms: `合　计` is 合计, （万元） is (万元)."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", plain(cell)))
