"""Place the signing organ and the date of an unsealed document (GB/T 9704-2012 7.3.5.2)."""

from __future__ import annotations

_BLANK = 2  # characters


def indents(issuer: str, date: str, characters: int, advance: float) -> tuple[float, float]:
    """Give the left indents of organ and date in em; `advance` is a full-width character's, `characters` fill a line.

    The organ ends 2 characters before the right edge and the date begins 2 characters right of it; a date that
    would end further right takes the 2 blank characters itself and moves the organ left.
    """
    room, step = (characters - _BLANK) * advance, _BLANK * advance
    left = min(room - _width(issuer, advance), room - _width(date, advance) - step)
    return max(left, 0), max(left, 0) + step


def _width(text: str, advance: float) -> float:
    tracking = advance - 1
    return sum((0.5 if char.isascii() else 1) + tracking for char in text)
