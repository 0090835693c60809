"""Write inlines as HTML: every text escaped once, and no number parted from its unit at a line's end."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from briefgen.document.nodes import FigureRef, LineBreak, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Inline, Inlines

# A counter of one character holds on to its number; 亿元 and 百分点 may follow on the next line, since a line that
# lacks four or more characters looks torn.
_UNIT = "(?:批次|人次|[元亩吨人个家户项件条次场批位名期号届倍年月日时分天周]|%|％|‰)?"
_WHOLE = re.compile(r"[^\w\s]{21,}|百分点|万亿元|亿元|万元"
                    r"|[第表图]?[-−+±]?[0-9A-Za-z](?:[0-9A-Za-z.,:/+_~～%—-]*[0-9A-Za-z%])?" + _UNIT)
_LONGEST = 20  # characters; an address may be longer than a line, and then has to break
_AHEAD = re.compile(_UNIT)


def flow(inlines: Inlines) -> str:
    """Write inlines for a paragraph, each number held together with its unit."""
    return "".join(_html(inline, unit) for inline, unit in _glued(inlines))


def held(text: str) -> str:
    """Escape a text, its numbers and Latin words wrapped so that no line ends inside them."""
    return "".join(f'<span class="{name}">{escape(piece)}</span>' if name else escape(piece)
                   for piece, name in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text into what a line must not end in (class n), what is too long for that (class w), and the rest."""
    end = 0
    for found in _WHOLE.finditer(text):
        yield text[end:found.start()], ""
        yield found[0], "n" if len(found[0]) <= _LONGEST else "w"
        end = found.end()
    yield text[end:], ""


def _html(inline: Inline, unit: str) -> str:
    if isinstance(inline, LineBreak):
        return "<br>"
    if isinstance(inline, Strong):
        return f"<b>{flow(inline.children)}</b>"
    if isinstance(inline, FigureRef):
        return _figure(inline, unit)
    return held(inline.text)


def _figure(inline: FigureRef, unit: str) -> str:
    """Mark a figure; its pieces stand side by side, since the engine finds no line's end between nested ones."""
    mark = f'data-figure="{escape(inline.id)}"'
    if unit:
        return f'<span class="n"><span {mark}>{escape(inline.text)}</span>{unit}</span>'
    return "".join(f'<span {mark}{f" class={name}" if name else ""}>{escape(piece)}</span>'
                   for piece, name in _pieces(inline.text) if piece)


def _glued(inlines: Inlines) -> Iterator[tuple[Inline, str]]:
    """Pair each figure with the unit word that the text behind it begins with, cut off there."""
    cut = 0
    for inline, behind in zip(inlines, (*inlines[1:], LineBreak()), strict=True):
        unit = _unit(behind) if isinstance(inline, FigureRef) and inline.text[-1:].isdigit() else ""
        yield (Text(inline.text[cut:]) if isinstance(inline, Text) else inline), unit
        cut = len(unit)


def _unit(behind: Inline) -> str:
    found = _AHEAD.match(behind.text) if isinstance(behind, Text) else None
    return found[0] if found else ""
