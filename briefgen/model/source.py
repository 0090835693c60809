"""Name the place in the user's files that a value came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an input file: office-relative path with `/`, sheet, row from 1, column letters, raw text.

    The `key` names a row of a database, whose number says little.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    raw: str | None = None
    key: str = ""

    def __str__(self) -> str:
        """Print the place as `台账.xlsx 签约项目!H17`; a text file has no sheet: `单位.csv H17`.

        A row of a database has its key: `签约项目台账（数据库） H17 QY20220001`.
        """
        cell = f"{self.column or ''}{self.row or ''} {self.key}".rstrip()
        if self.sheet is None:
            return f"{self.file} {cell}".rstrip()
        return f"{self.file} {self.sheet}!{cell}" if cell else f"{self.file} {self.sheet}"
