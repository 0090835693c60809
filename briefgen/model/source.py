"""Name the place in the user's files that a value came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an input file: office-relative path with `/`, sheet, row from 1, column letters, raw text."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    raw: str | None = None

    def __str__(self) -> str:
        """Print the place as `台账.xlsx 签约项目!H17`; a text file has no sheet: `单位.csv H17`."""
        cell = f"{self.column or ''}{self.row or ''}"
        if self.sheet is None:
            return f"{self.file} {cell}".rstrip()
        return f"{self.file} {self.sheet}!{cell}" if cell else f"{self.file} {self.sheet}"
