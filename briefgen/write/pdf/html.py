"""Write a document as HTML for the page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from briefgen.document.nodes import Heading, List, Paragraph, Signature, Table
from briefgen.document.walk import numbered
from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.numerals import day
from briefgen.write.measure import break_title, cells, signature_reach
from briefgen.write.pdf.css import character, characters, masthead_size
from briefgen.write.pdf.inlines import flow, held
from briefgen.write.pdf.table import table_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Block, Colophon, Document, Masthead, Meta
    from briefgen.document.theme import Theme

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Unprintable(BriefgenError):
    """A character that no file can hold."""

    message = N_("the document holds the character {code}, which cannot be written")


def page(document: Document, theme: Theme, css: str) -> str:
    """Write the whole HTML of a document with its style sheet; raises Unprintable."""
    meta = document.meta
    author = f'<meta name="author" content="{escape(meta.masthead.issuer)}">' if meta.masthead else ""
    html = (f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(meta.title)}</title>{author}'
            f'<meta name="generator" content="briefgen"><meta name="dcterms.created" content="{meta.as_of}">'
            f"<style>{css}</style></head><body>{''.join(_body(document, theme))}</body></html>")
    if bad := _UNPRINTABLE.search(html):
        raise Unprintable(code=f"U+{ord(bad[0]):04X}")
    return html


def _body(document: Document, theme: Theme) -> Iterator[str]:
    meta, depth = document.meta, 1
    if meta.masthead:
        yield _masthead(meta.masthead, theme)
    yield _title(meta, theme)
    closing = ""
    for block, number in numbered(document.blocks):
        if isinstance(block, Heading):
            depth = min(block.level, depth) + 1  # a heading tag may not skip a level (ISO 14289-1, 7.4.2)
        if block is document.blocks[-1] and isinstance(block, Signature):
            closing = _signature(block, theme)
        else:
            yield from _block(block, number, depth, theme)
    yield f'<div class="end">{closing}{_colophon(meta.colophon) if meta.colophon else ""}</div>'


def _block(block: Block, number: str, depth: int, theme: Theme) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f'<h{depth} class="level{block.level}"><span class="t">{number}{flow(block.inlines)}</span></h{depth}>'
    elif isinstance(block, Paragraph):
        yield f'<p><span class="t">{flow(block.inlines)}</span></p>'
    elif isinstance(block, List):
        yield from (f'<p><span class="t">{flow(item)}</span></p>' for item in block.items)
    elif isinstance(block, Table):
        yield from table_html(block, number, theme)
    elif isinstance(block, Signature):
        yield _signature(block, theme)


def _masthead(head: Masthead, theme: Theme) -> str:
    size = masthead_size(theme, head.name)
    return (f'<div class="masthead"><p class="name" style="font-size:{size}pt">{escape(head.name)}</p>'
            f'<p class="issue">{escape(head.issue)}</p>'
            f'<p class="line"><span>{escape(head.issuer)}</span><span>{day(head.date)}</span></p>'
            '<div class="rule"></div></div>')


def _title(meta: Meta, theme: Theme) -> str:
    lines = break_title(meta.title, characters(theme, theme.title))
    mark = f'<p class="mark">{escape(meta.mark)}</p>' if meta.mark else ""
    return f'<div class="titles"><h1>{"<br>".join(map(escape, lines))}</h1>{mark}</div>'


def _signature(block: Signature, theme: Theme) -> str:
    texts = (block.issuer, day(block.date))
    indents = (max(theme.grid.characters - reach, 0) * character(theme)
               for reach in signature_reach(*map(cells, texts)))
    lines = (f'<p style="padding-left:{indent:.4f}em">{escape(text)}</p>'
             for text, indent in zip(texts, indents, strict=True))
    return f'<div class="signature">{"".join(lines)}</div>'


def _colophon(colophon: Colophon) -> str:
    parts = ["".join(f"<p>{held(line)}</p>" for line in colophon.lines)] if colophon.lines else []
    if colophon.copies is not None:
        parts.append(f'<p class="copies">（共印{colophon.copies}份）</p>')
    inside = '<div class="inner"></div>'.join(parts)
    inside = f'<div class="outer"></div>{inside}<div class="outer"></div>'
    return f'<div class="colophon room">{inside}</div><div class="colophon foot">{inside}</div>'
