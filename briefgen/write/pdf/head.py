"""Write the heads: masthead of a 简报, letterhead of a 公文, the title, and the head of an attachment."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefgen.model.numerals import day
from briefgen.write.measure import break_title, one_line_size
from briefgen.write.pdf.css import characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Attachment, Letterhead, Masthead, Meta
    from briefgen.document.theme import Style, Theme


def head(meta: Meta, theme: Theme) -> Iterator[str]:
    """Write masthead or letterhead, title and mark."""
    if meta.masthead:
        yield _masthead(meta.masthead, theme)
    if meta.letterhead:
        yield _letterhead(meta.letterhead, theme)
    mark = f'<p class="mark">{escape(meta.mark)}</p>' if meta.mark else ""
    yield f'<div class="titles">{_title(meta.title, theme)}{mark}</div>'


def attachment(block: Attachment, theme: Theme) -> str:
    """Write the head of an attachment: label on line 1 of a new page, title on line 3 (GB/T 9704-2012 7.3.6)."""
    label = f'<p class="label">{escape(block.label)}</p>'
    return f'<div class="titles attached">{label}{_title(block.title, theme)}</div>'


def _masthead(head: Masthead, theme: Theme) -> str:
    return (f'<div class="head masthead">{_name(head.name, theme.masthead.name, theme)}'
            f'<p class="issue">{escape(head.issue)}</p>'
            f'<p class="line ends"><span>{escape(head.issuer)}</span><span>{day(head.date)}</span></p>'
            '<div class="rule"></div></div>')


def _letterhead(head: Letterhead, theme: Theme) -> str:
    return (f'<div class="head letterhead">{_name(head.mark, theme.letterhead.mark, theme)}'
            f'<p class="number">{escape(head.number)}</p><div class="rule"></div></div>')


def _name(text: str, look: Style, theme: Theme) -> str:
    """Write the red name, shrunk to one line."""
    size = one_line_size(text, look.size, theme.page.text_width)
    return f'<p class="name" style="font-size:{size}pt">{escape(text)}</p>'


def _title(title: str, theme: Theme) -> str:
    lines = break_title(title, characters(theme, theme.title))
    return f"<h1>{'<br>'.join(map(escape, lines))}</h1>"
