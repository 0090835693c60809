"""Make runs of inlines; each figure becomes a content control inside a hidden bookmark, to be found again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.document.nodes import FigureRef, LineBreak, Strong
from briefgen.write.word.styles import STRONG
from briefgen.write.word.xml import element, run

if TYPE_CHECKING:
    from briefgen.document.nodes import Inline, Inlines

_LIMIT = 64  # Word shows and keeps no longer alias or tag
_FIRST_CONTROL = 100000
_NUMBER = re.compile("[−-]?[0-9][0-9.,%]*")
_BREAK = "<w:r><w:br/></w:r>"


class Runs:
    """Turn inlines into runs, and count the figures so that every control and bookmark is its own."""

    def __init__(self) -> None:
        """Start with no figure printed."""
        self._printed = 0

    def of(self, inlines: Inlines, style: str = "") -> str:
        """Make the runs of an inline sequence."""
        return "".join(self._inline(inline, style) for inline in inlines)

    def _inline(self, inline: Inline, style: str) -> str:
        if isinstance(inline, Strong):
            return self.of(inline.children, STRONG)
        if isinstance(inline, LineBreak):
            return _BREAK
        if isinstance(inline, FigureRef):
            return self._figure(inline, style)
        return run(inline.text, style)

    def _figure(self, ref: FigureRef, style: str) -> str:
        """Wrap a figure: the bookmark spans number and unit word, the control holds the number alone.

        LibreOffice drops the tag and keeps the alias, and doubles the text of a control that mixes digits with Chinese
        when it saves; .odt keeps the bookmark alone.
        """
        self._printed += 1
        mark = self._printed
        start, end = controlled(ref.text)
        control = element(
            "sdt",
            element("sdtPr", element("alias", val=_alias(ref)), element("tag", val=f"bg:{ref.id}"),
                    element("id", val=_FIRST_CONTROL + mark), '<w15:appearance w15:val="hidden"/>', element("text")),
            element("sdtContent", run(ref.text[start:end], style)))
        around = [run(text, style) if text else "" for text in (ref.text[:start], ref.text[end:])]
        return (element("bookmarkStart", id=mark, name=f"_bg_{ref.id}_{mark}") + around[0] + control + around[1]
                + element("bookmarkEnd", id=mark))


def controlled(text: str) -> tuple[int, int]:
    """Give where the number of a figure's text begins and ends: what its control holds; all of it without one."""
    number = _NUMBER.search(text)
    return number.span() if number else (0, len(text))


def _alias(ref: FigureRef) -> str:
    tail = f"〔{ref.id}〕"
    return ref.figure.name[:_LIMIT - len(tail)] + tail
