"""Describe a document as metadata and blocks; no block knows a font."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from briefgen.model.figure import Figure
    from briefgen.model.source import Source


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block was written: template file (layer-relative) and line."""

    template: str
    line: int

    def __str__(self) -> str:
        """Print as `kinds/monthly/body.md.j2:12`."""
        return f"{self.template}:{self.line}"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A figure on paper: its id within the document (`f12`), and the text it shows (number and unit word)."""

    id: str
    figure: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A ledger value as read, with the cell it was read from."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced end of line."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Stressed inlines."""

    children: tuple[Inline, ...]


Inline = Text | FigureRef | Cell | LineBreak | Strong
Inlines = tuple[Inline, ...]


class Align(StrEnum):
    """How a table column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; the theme numbers it (GB/T 9704-2012 7.3.3)."""

    level: int
    inlines: Inlines
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    inlines: Inlines
    place: Place


@dataclass(frozen=True, slots=True)
class List:
    """Paragraphs that belong together, one an item."""

    items: tuple[Inlines, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: title, relative width, alignment, and the title of the group that it stands under, if any."""

    title: str
    width: float
    align: Align = Align.CENTER
    group: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: one inline sequence a column; total rows are set apart."""

    cells: tuple[Inlines, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption without its number, unit line, columns, rows, notes without numbers or final stops."""

    caption: str
    unit_line: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]
    place: Place

    @property
    def grouped(self) -> bool:
        """Tell whether the head has two rows."""
        return any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing organ (署名) and the document's date (成文日期), unsealed (GB/T 9704-2012 7.3.5.2)."""

    issuer: str
    date: date
    place: Place


Block = Heading | Paragraph | List | Table | Signature


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a 简报: red name, issue number within its series (a unit's own), issuing office, date."""

    name: str
    issue_no: int
    issuer: str
    date: date
    series: str = ""

    @property
    def issue(self) -> str:
        """Word the issue: 第12期, a unit's （寿阳县）第12期."""
        return f"（{self.series}）第{self.issue_no}期" if self.series else f"第{self.issue_no}期"


@dataclass(frozen=True, slots=True)
class Colophon:
    """The foot of a 简报: 报, 送, 发 and the number of copies; empty parts are left out."""

    report_to: str = ""
    send_to: str = ""
    distribute_to: str = ""
    copies: int | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Word the recipients, one line an address."""
        parts = (("报", self.report_to), ("送", self.send_to), ("发", self.distribute_to))
        return tuple(f"{word}：{to}" for word, to in parts if to)


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document is: kind, title, unit, period, dates, head and foot; `date` is the 成文日期."""

    kind: str
    kind_title: str
    title: str
    unit_code: str
    unit_name: str
    period: str
    as_of: date
    date: date
    masthead: Masthead | None = None
    colophon: Colophon | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document: metadata, blocks in order, its figures by id in order of appearance."""

    meta: Meta
    blocks: tuple[Block, ...]
    figures: dict[str, Figure]
