"""Describe a document as metadata and blocks; no block knows a font."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from briefgen.model.numerals import day

if TYPE_CHECKING:
    from datetime import date

    from briefgen.model.fact import Fact
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
    """A ledger value as read, with the cell it was read from; a personal one leaves no trace."""

    text: str
    source: Source
    personal: bool = False


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
    """A row: one inline sequence a column; total rows are set apart, `shaded` names the columns of filled cells."""

    cells: tuple[Inlines, ...]
    total: bool = False
    shaded: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Addressee:
    """The organs that a document is sent to (主送机关), without the colon (GB/T 9704-2012 7.3.2)."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The names of what is attached (附件说明), without numbers or final stops (7.3.4)."""

    names: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Attachment:
    """The head of an attachment, on a page of its own: 附件 and its number, if there are several, and title (7.3.6)."""

    title: str
    place: Place
    number: int | None = None

    @property
    def label(self) -> str:
        """Word the label: 附件, 附件1."""
        return "附件" if self.number is None else f"附件{self.number}"


Block = Heading | Paragraph | List | Table | Signature | Addressee | Enclosures | Attachment


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
class Letterhead:
    """The head of a 公文: 发文机关标志 and 发文字号 over the red rule (GB/T 9704-2012 7.2.4, 7.2.5)."""

    mark: str
    number: str


@dataclass(frozen=True, slots=True)
class Colophon:
    """The foot: 报, 送, 发 and copies of a 简报, or 抄送, 印发机关 and 印发日期 of a 公文 (7.4); empty parts go."""

    report_to: str = ""
    send_to: str = ""
    distribute_to: str = ""
    copies: int | None = None
    copy_to: str = ""
    printer: str = ""
    printed: date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Word the recipients, one line an address."""
        parts = (("报", self.report_to), ("送", self.send_to), ("发", self.distribute_to))
        copied = (f"抄送：{self.copy_to}。",) if self.copy_to else ()
        return (*(f"{word}：{to}" for word, to in parts if to), *copied)

    @property
    def imprint(self) -> tuple[str, str] | None:
        """Word the line of 印发机关 and 印发日期, which stand left and right."""
        return (self.printer, f"{day(self.printed)}印发") if self.printed else None


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document is: kind, title, unit, period, dates, head and foot; `date` is the 成文日期.

    `serial` is the number that an issue or a notice was given.
    """

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
    letterhead: Letterhead | None = None
    serial: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document: metadata, blocks in order, its figures by id and its facts in order of appearance."""

    meta: Meta
    blocks: tuple[Block, ...]
    figures: dict[str, Figure]
    facts: tuple[Fact, ...] = ()
