"""Let lines end at the right edge of the 版心: WeasyPrint 70 stretches only spaces, and Chinese has none.

This replaces the engine's one function for it while a document is laid out. The slack of a line goes between its
characters, but never into a number, a Latin word or a number's unit.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIGHT = re.compile("[0-9A-Za-z]")
_WIDEST = 0.5  # em: a line that would be torn wider than this stays ragged
_STEP = 1000  # the PDF stores spacing in whole 1/1000 em and cuts the rest off


@contextlib.contextmanager
def justified() -> Iterator[None]:
    """Justify Chinese lines while the block runs."""
    original = inline.justify_line
    inline.justify_line = _justify_line
    try:
        yield
    finally:
        inline.justify_line = original


def _justify_line(context: Any, line: Any, extra: float) -> None:
    texts = list(_texts(line))
    gaps = sum(map(_gaps, texts)) - 1
    if gaps < 1:
        return
    last = texts[-1].style
    gap = (extra + _spacing(last)) / gaps  # the engine counts a spacing behind the last character, too
    if gap <= _WIDEST * last["font_size"]:
        _spread(line, gap, 0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _texts(child)


def _gaps(box: Any) -> int:
    return 1 if _TIGHT.search(box.text) else len(box.text)


def _spacing(style: Any) -> float:
    spacing = style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)


def _spread(box: Any, gap: float, shift: float) -> float:
    """Move a box by the shift so far, widen it, and give the shift of what follows; in px."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        gaps = _gaps(box)
        if gaps == len(box.text):
            _stretch(box, gap)
        box.width += gap * gaps
        return shift + gap * gaps
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += shift
        inside = shift
        for child in box.children:
            if child.is_in_normal_flow():
                inside = _spread(child, gap, inside)
        box.width += inside - shift
        return inside
    box.translate(shift, 0)
    return shift


def _stretch(box: Any, gap: float) -> None:
    """Give a text its own spacing; the engine shapes it anew from its style when it draws."""
    size = box.style["font_size"]
    steps = round((_spacing(box.style) + gap) / size * _STEP)
    box.style = box.style.copy()
    box.style["letter_spacing"] = (steps + (0.2 if steps > 0 else -0.2)) / _STEP * size
