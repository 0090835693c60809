"""Describe the tables of an office, and hold their rows with the address of every cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model.amount import Amount
from briefgen.model.day import NotYet
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.model.correction import Correction

Value = str | int | Decimal | Amount | date | bool | None


def blank(value: Value) -> bool:
    """Tell whether a cell holds nothing yet; 未开工 in place of a day is no day."""
    return value in (None, "") or isinstance(value, NotYet)


class CellType(StrEnum):
    """What a column's cells hold; `money` is kept in 万元, `month` as its first day, `percent` as 92 for 92 %."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    YES_NO = "yesno"
    UNIT = "unit"


class Need(StrEnum):
    """How much of a column must be there: nothing, the column, or a value in each of its cells."""

    OPTIONAL = "optional"
    COLUMN = "column"
    CELL = "cell"


class Word(NamedTuple):
    """A word that a column may hold, and other ways to write it."""

    text: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name on paper, what it holds, how much of it must be there, other names for it.

    `words` lists what its cells may say; without any they may say everything.
    """

    name: str
    type: CellType = CellType.TEXT
    need: Need = Need.OPTIONAL
    aliases: tuple[str, ...] = ()
    personal: bool = False
    refers: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its columns, the one that identifies a row, the one that names the unit, the one that dates the row."""

    name: str
    columns: tuple[Column, ...]
    key: str = ""
    unit: str = ""
    day: str = ""
    index: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by name."""
        object.__setattr__(self, "index", {column.name: at for at, column in enumerate(self.columns)})

    def column(self, name: str) -> Column | None:
        """Find a column by its name."""
        return self.columns[self.index[name]] if name in self.index else None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table's rows were read: file, sheet, and the letters of each column found.

    `keyed` rows are named by their key: a database does not number them.
    """

    schema: TableSchema
    file: str
    sheet: str | None
    letters: Mapping[str, str]
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One row: typed values in the schema's order, with the row number (from 1) in its file.

    `corrections` have been applied to the values, in their order. Months before a correction's effective month see one
    of the `earlier` versions, each of which stands `until` a month.
    """

    origin: Origin
    row: int
    values: tuple[Value, ...]
    corrections: tuple[Correction, ...] = ()
    earlier: tuple[Record, ...] = ()
    until: date | None = None

    def __getitem__(self, name: str) -> Value:
        """Give the value of a column; raises KeyError for a column the table does not have."""
        return self.values[self.origin.schema.index[name]]

    @property
    def key(self) -> str:
        """Give the text that identifies the row within its table."""
        schema = self.origin.schema
        return str(self[schema.key]) if schema.key else str(self.row)

    def source(self, name: str = "") -> Source:
        """Name the cell of a column, or the whole row."""
        key = self.key if self.origin.keyed else ""
        return Source(self.origin.file, self.origin.sheet, self.row, self.origin.letters.get(name), key=key)

    def at(self, day: date) -> Record:
        """Give the version that figures of an as-of day see, each time the same object."""
        return next((version for version in self.earlier if version.until is not None and day < version.until), self)

    @property
    def as_read(self) -> tuple[Value, ...]:
        """Give the values as they stand in the file, before any correction."""
        if not self.corrections:
            return self.values
        values = list(self.values)
        for correction in reversed(self.corrections):
            values[self.origin.schema.index[correction.field]] = correction.before
        return tuple(values)

    def corrected(self, corrections: tuple[Correction, ...]) -> Record:
        """Apply corrections to the row as it was read, with a version for the months before each effective month."""
        turns = sorted({each.since for each in corrections if each.since is not None})
        held = [tuple(each for each in corrections if each.since is None or each.since < turn) for turn in turns]
        earlier = tuple(replace(self._with(some), until=turn) for turn, some in zip(turns, held, strict=True))
        return replace(self._with(corrections), earlier=earlier)

    def _with(self, corrections: tuple[Correction, ...]) -> Record:
        values = list(self.values)
        for correction in corrections:
            values[self.origin.schema.index[correction.field]] = correction.after
        return replace(self, values=tuple(values), corrections=corrections)
