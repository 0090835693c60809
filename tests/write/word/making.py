"""Make small documents by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.document.nodes import (
    Colophon,
    Document,
    FigureRef,
    Heading,
    Masthead,
    Meta,
    Paragraph,
    Place,
    Signature,
    Table,
    TableColumn,
    TableRow,
    Text,
)
from briefgen.document.theme import Theme
from briefgen.document.trace import to_json, trace_document
from briefgen.document.walk import inlines_of, leaves
from briefgen.model.figure import Figure, Key
from briefgen.resources import builtin
from briefgen.tomlfile import load
from briefgen.write.word import write_docx
from tests.write.structure import Parts

if TYPE_CHECKING:
    from briefgen.document.nodes import Block, Inline, Letterhead

PLACE = Place("body.md.j2", 1)
THEME = load((builtin() / "themes" / "gbt9704" / "theme.toml").read_text(encoding="utf-8"), "theme.toml", Theme)
MASTHEAD = Masthead("晋中市招商引资工作简报", 12, "晋中市招商引资服务中心", date(2023, 1, 10))
COLOPHON = Colophon("市委、市政府有关领导", "市委办公室，市政府办公室", "各县（区、市）人民政府", 60)
SIGNATURE = Signature("晋中市招商引资服务中心", date(2023, 1, 10), PLACE)
META = Meta("monthly", "月度工作简报", "全市招商引资工作简报", "140700", "晋中市", "2022-12", date(2022, 12, 31),
            date(2023, 1, 10))


def figure(name: str, value: str, measure: str = "亿元", identity: str = "f1") -> FigureRef:
    """Make a figure on paper."""
    made = Figure(Key(name, "140700", "2022-12"), name, "晋中市", measure, Fraction(value), "定义")
    return FigureRef(identity, made, made.text)


def say(*parts: str | Inline) -> Paragraph:
    """Make a paragraph of texts and inlines."""
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts), PLACE)


def heading(level: int, text: str) -> Heading:
    """Make a heading."""
    return Heading(level, (Text(text),), PLACE)


def table(columns: tuple[TableColumn, ...], *rows: tuple[str, ...], notes: tuple[str, ...] = (),
          total: bool = False) -> Table:
    """Make a table of texts; the last row is the total if asked."""
    made = tuple(TableRow(tuple((Text(cell),) for cell in row), total and row is rows[-1]) for row in rows)
    return Table("各县完成情况", "单位：亿元", columns, made, notes, PLACE)


def document(*blocks: Block, masthead: Masthead | None = None, colophon: Colophon | None = None,
             title: str = META.title, mark: str = "", letterhead: Letterhead | None = None) -> Document:
    """Make a document; its figures are those that its blocks show."""
    refs = [leaf for block in blocks for inlines in inlines_of(block) for leaf in leaves(inlines)
            if isinstance(leaf, FigureRef)]
    meta = replace(META, masthead=masthead, colophon=colophon, title=title, mark=mark, letterhead=letterhead)
    return Document(meta, blocks, {ref.id: ref.figure for ref in refs})


def write(made: Document, theme: Theme = THEME) -> bytes:
    """Write a document with its trace."""
    trace = trace_document(made, {})
    return write_docx(made, theme, to_json(trace), to_json(trace, with_rows=False))


def parts(*blocks: Block, theme: Theme = THEME) -> Parts:
    """Write blocks and open the file."""
    return Parts(write(document(*blocks), theme))
