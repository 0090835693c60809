"""Write a document as HTML for the page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from briefgen.document.nodes import Addressee, Attachment, Enclosures, Heading, List, Paragraph, Signature, Table
from briefgen.document.walk import numbered, words_of
from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.write.pdf.closing import colophon, enclosures, signature
from briefgen.write.pdf.head import attachment, head
from briefgen.write.pdf.inlines import flow, held
from briefgen.write.pdf.table import table_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Block, Document
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
    yield from head(document.meta, theme)
    depth, closing = 1, ""
    for block, number in numbered(document.blocks):
        if isinstance(block, Attachment):
            depth = 1
        elif isinstance(block, Heading):
            depth = min(block.level, depth) + 1  # a heading tag may not skip a level (ISO 14289-1, 7.4.2)
        if block is document.blocks[-1] and isinstance(block, Signature):
            closing = signature(block, theme)
        else:
            yield from _block(block, number, depth, theme)
    foot = document.meta.colophon
    yield f'<div class="end">{closing}{colophon(foot) if foot else ""}</div>'


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
        yield signature(block, theme)
    else:
        yield _words(block, theme)


def _words(block: Addressee | Enclosures | Attachment, theme: Theme) -> str:
    """Write a block that is made of words alone."""
    if isinstance(block, Enclosures):
        return enclosures(block, theme)
    if isinstance(block, Attachment):
        return attachment(block, theme)
    return f'<p class="addressee"><span class="t">{"".join(map(held, words_of(block)))}</span></p>'
