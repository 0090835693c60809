"""Hold what a sheet's reader does not tell: errors, formulas without a value, hidden rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefgen.read.grid import letters
from briefgen.read.reasons import CellsMany

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.read.grid import Cell

_NAMED = 20  # ranges that a message lists


@dataclass(slots=True)
class Facts:
    """What was found on one sheet, by (row, column) from 0; collected while its part is streamed."""

    sheet: str
    limit: int
    unseen: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    _texts: dict[str, str] = field(default_factory=dict)
    last_row: int = -1
    last_column: int = -1

    def reach(self, row: int, column: int) -> None:
        """Take note of a cell that holds something; raises CellsMany when the rectangle from A1 is too large."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        if (self.last_row + 1) * (self.last_column + 1) > self.limit:
            cell = f"{letters(self.last_column)}{self.last_row + 1}"
            raise CellsMany(sheet=self.sheet, cell=cell, limit=self.limit)

    def note(self, row: int, column: int, text: str) -> None:
        """Take note of what the reader will give as empty; equal texts share their place."""
        self.unseen[row, column] = self._texts.setdefault(text, text)

    def hidden(self) -> str:
        """List the hidden rows and columns that hold data: `5-9、12、D-F`, nothing if there are none."""
        rows = (f"{first + 1}-{last + 1}" if last > first else f"{first + 1}"
                for first, last in _ranges(self.hidden_rows))
        columns = (f"{letters(first)}-{letters(last)}" if last > first else letters(first)
                   for first, last in _ranges(self.hidden_columns & self.columns))
        named = [*rows, *columns]
        return "、".join(named[:_NAMED]) + ("…" if len(named) > _NAMED else "")

    def write_into(self, rows: list[list[Cell]]) -> None:
        """Write errors and formulas into the cells that the reader gave as empty."""
        for (row, column), text in self.unseen.items():
            rows.extend([] for _ in range(row + 1 - len(rows)))
            cells = rows[row]
            cells.extend(None for _ in range(column + 1 - len(cells)))
            if cells[column] in (None, "") or text.startswith(("#", "Err:")):
                cells[column] = text


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Join numbers that follow each other: first and last of each run."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
