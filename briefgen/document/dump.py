"""Write a document as text, one line a node: the notation of the golden tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.document.nodes import Cell, FigureRef, Heading, LineBreak, List, Paragraph, Strong, Table
from briefgen.document.walk import numbered, words_of
from briefgen.model.numerals import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Block, Document, Inline, Inlines


def dump(document: Document) -> str:
    """Dump a document: figures as `{f1 text}`, ledger cells as `[text]`, stress as `**text**`, filled cells as `▇`."""
    meta = document.meta
    lines = [f"document {meta.kind} {meta.unit_name} {meta.period} as of {meta.as_of}", f"title {meta.title}"]
    if meta.masthead:
        head = meta.masthead
        lines.append(f"masthead {head.name} {head.issue} {head.issuer} {day(head.date)}")
    if meta.letterhead:
        lines.append(f"letterhead {meta.letterhead.mark} {meta.letterhead.number}")
    for block, number in numbered(document.blocks):
        lines.extend(_block(block, number))
    lines.extend(f"colophon {line}" for line in (meta.colophon.lines if meta.colophon else ()))
    if meta.colophon and meta.colophon.imprint:
        lines.append(f"colophon {' '.join(meta.colophon.imprint)}")
    return "\n".join(lines) + "\n"


def _block(block: Block, number: str) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"h{block.level} {number}{line(block.inlines)}"
    elif isinstance(block, Paragraph):
        yield f"p {line(block.inlines)}"
    elif isinstance(block, List):
        yield from (f"- {line(item)}" for item in block.items)
    elif isinstance(block, Table):
        yield from _table(block, number)
    else:
        yield " ".join((type(block).__name__.lower(), *words_of(block)))


def _table(block: Table, number: str) -> Iterator[str]:
    yield f"table {number} {block.caption} {block.unit_line}".rstrip()
    yield "  head " + " | ".join("/".join(filter(None, (c.group, c.title))) for c in block.columns)
    for row in block.rows:
        filled = ("▇" if at in row.shaded else "" for at in range(len(row.cells)))
        cells = (mark + line(cell) for mark, cell in zip(filled, row.cells, strict=True))
        yield ("  total " if row.total else "  row ") + " | ".join(cells)
    yield from (f"  note {note}" for note in block.notes)


def line(inlines: Inlines) -> str:
    """Dump inlines on one line."""
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:
    if isinstance(inline, FigureRef):
        return f"{{{inline.id} {inline.text}}}"
    if isinstance(inline, Cell):
        return f"[{inline.text}]"
    if isinstance(inline, Strong):
        return f"**{line(inline.children)}**"
    return "⏎" if isinstance(inline, LineBreak) else inline.text
