"""Write the end of a document: the names of attachments, the signature without a seal, the foot of the last page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefgen.document.walk import enclosure_lines
from briefgen.model.numerals import day
from briefgen.write.measure import cells, hung_lines, label_width, signature_reach
from briefgen.write.pdf.css import character
from briefgen.write.pdf.inlines import held

if TYPE_CHECKING:
    from briefgen.document.nodes import Colophon, Enclosures, Signature
    from briefgen.document.theme import Theme


def enclosures(block: Enclosures, theme: Theme) -> str:
    """Write the 附件说明; a name's further lines begin below its first character (GB/T 9704-2012 7.3.4)."""
    lines = (f'<p style="padding-left:{_em(edge, theme)};text-indent:{_em(start - edge, theme)}">'
             f'<span class="t">{held(text)}</span></p>'
             for text, start, edge in hung_lines(enclosure_lines(block.names)))
    return f'<div class="enclosures">{"".join(lines)}</div>'


def signature(block: Signature, theme: Theme) -> str:
    """Write 署名 and 成文日期 (7.3.5.2)."""
    texts = (block.issuer, day(block.date))
    lines = (f'<p style="padding-left:{_em(max(theme.grid.characters - reach, 0), theme)}">{escape(text)}</p>'
             for text, reach in zip(texts, signature_reach(*map(cells, texts)), strict=True))
    return f'<div class="signature">{"".join(lines)}</div>'


def colophon(block: Colophon) -> str:
    """Write the foot twice: unseen in the flow, where it keeps its room free, and seen at the foot of that page."""
    parts = ["".join(map(_recipient, block.lines))] if block.lines else []
    if block.imprint:
        printer, printed = map(escape, block.imprint)
        parts.append(f'<p class="ends"><span>{printer}</span><span>{printed}</span></p>')
    if block.copies is not None:
        parts.append(f'<p class="copies">（共印{block.copies}份）</p>')
    inside = '<div class="inner"></div>'.join(parts)
    inside = f'<div class="outer"></div>{inside}<div class="outer"></div>'
    return f'<div class="colophon room">{inside}</div><div class="colophon foot">{inside}</div>'


def _recipient(line: str) -> str:
    """Write an address; its further lines hang behind the label, which one blank character stands before (7.4.2)."""
    hang = label_width(line)
    return f'<p style="padding-left:{1 + hang}em;text-indent:-{hang}em">{held(line)}</p>'


def _em(characters: float, theme: Theme) -> str:
    return f"{characters * character(theme):.4f}em"
