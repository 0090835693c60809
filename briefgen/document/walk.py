"""Walk over a document in reading order, and number its headings and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.document.nodes import (
    Addressee,
    Attachment,
    Cell,
    Enclosures,
    FigureRef,
    Heading,
    LineBreak,
    List,
    Paragraph,
    Signature,
    Strong,
    Table,
    Text,
)
from briefgen.model.numerals import day, numeral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefgen.document.nodes import Block, Document, Inline, Inlines


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Yield the inline sequences of a block in reading order."""
    if isinstance(block, Heading | Paragraph):
        yield block.inlines
    elif isinstance(block, List):
        yield from block.items
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cells


def leaves(inlines: Iterable[Inline]) -> Iterator[Text | FigureRef | Cell | LineBreak]:
    """Yield the inlines that hold text, stressed ones opened."""
    for inline in inlines:
        if isinstance(inline, Strong):
            yield from leaves(inline.children)
        else:
            yield inline


def plain(inlines: Iterable[Inline]) -> str:
    """Give the text of inlines as it stands on paper."""
    return "".join("\n" if isinstance(leaf, LineBreak) else leaf.text for leaf in leaves(inlines))


def text(document: Document) -> str:
    """Give all characters that a document prints but its page numbers, a line each block, cell or note."""
    meta = document.meta
    lines = [meta.title, meta.mark]
    if meta.masthead:
        lines += [meta.masthead.name, meta.masthead.issuer, meta.masthead.issue, day(meta.masthead.date)]
    if meta.letterhead:
        lines += [meta.letterhead.mark, meta.letterhead.number]
    for block, number in numbered(document.blocks):
        lines += [number, *(plain(inlines) for inlines in inlines_of(block))]
        if isinstance(block, Table):
            heads = (part for column in block.columns for part in (column.group, column.title))
            lines += [block.caption, block.unit_line, *heads, *note_lines(block.notes)]
        else:
            lines += words_of(block)
    foot = meta.colophon
    return "\n".join([*lines, *(foot.lines if foot else ()), *((foot.imprint if foot else None) or ())])


def words_of(block: Block) -> tuple[str, ...]:
    """Give the plain words of a block that is made of words alone, a line each."""
    if isinstance(block, Signature):
        return (block.issuer, day(block.date))
    if isinstance(block, Addressee):
        return (f"{block.text}：",)
    if isinstance(block, Enclosures):
        return enclosure_lines(block.names)
    return (block.label, block.title) if isinstance(block, Attachment) else ()


def enclosure_lines(names: Sequence[str]) -> tuple[str, ...]:
    """Word the 附件说明: one name as `附件：…`, several as `附件：1.…`, `2.…` (GB/T 9704-2012 7.3.4)."""
    if len(names) == 1:
        return (f"附件：{names[0]}",)
    return tuple(f"{'附件：' if number == 1 else ''}{number}.{name}" for number, name in enumerate(names, 1))


def heading_number(level: int, number: int) -> str:
    """Write a heading's number: 一、 （一） 1. （1） (GB/T 9704-2012 7.3.3)."""
    forms = (f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}.", f"（{number}）")
    return forms[level - 1]


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each block with its number: headings 一、 （一） 1. （1）, tables 表1; others have none.

    An attachment numbers its own headings and tables.
    """
    counts, tables = [0, 0, 0, 0], 0
    for block in blocks:
        if isinstance(block, Attachment):
            counts, tables = [0, 0, 0, 0], 0
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level:] = [0] * (4 - block.level)
            yield block, heading_number(block.level, counts[block.level - 1])
        elif isinstance(block, Table):
            tables += 1
            yield block, f"表{tables}"
        else:
            yield block, ""


def note_lines(notes: Sequence[str]) -> list[str]:
    """Word the notes below a table: one as `注：…。`, several as `注：1.…；`, `2.…。`."""
    if len(notes) == 1:
        return [f"注：{notes[0]}。"]
    last = len(notes)
    return [f"{'注：' if number == 1 else ''}{number}.{note}{'。' if number == last else '；'}"
            for number, note in enumerate(notes, 1)]
