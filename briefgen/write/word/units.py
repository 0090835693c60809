"""Turn the theme's mm and pt into Word's units, and derive the page in twips."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.document.theme import Style, Theme

_TWIPS_A_MM = 1440 / 25.4
_TWIPS_A_PT = 20
EMU_A_TWIP = 635


def mm(length: float) -> int:
    """Turn mm into whole twips (1/1440 inch)."""
    return round(length * _TWIPS_A_MM)


def pt(length: float) -> int:
    """Turn pt into whole twips."""
    return round(length * _TWIPS_A_PT)


def half_points(size: float) -> int:
    """Turn a type size in pt into half-points."""
    return round(size * 2)


def eighths(thickness: float) -> int:
    """Turn a rule's thickness in pt into eighths of a point."""
    return round(thickness * 8)


def border_space(distance: float) -> int:
    """Turn a distance in pt into a border's space: whole points, 31 at most."""
    return min(31, max(0, round(distance)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page in twips; the text block is rounded down and the left margin takes what is left over."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int
    pitch: int
    tracking: int
    character: int

    @property
    def text_width(self) -> int:
        """Give the width of the 版心: 8844 for A4 with 28 and 26 mm."""
        return self.width - self.left - self.right

    def line(self, style: Style) -> int:
        """Give a style's line: its own, or the grid's."""
        return pt(style.line) or self.pitch


def sheet(theme: Theme) -> Sheet:
    """Derive the page from the theme.

    The footer's one line is as high as its type, so the dash stands in its middle, `distance` below the 版心 (7.5).
    """
    page, grid, number = theme.page, theme.grid, theme.page_number
    width, right = mm(page.width), mm(page.right)
    return Sheet(
        width=width, height=mm(page.height), top=mm(page.top), bottom=mm(page.bottom), right=right,
        left=width - right - math.floor(page.text_width * _TWIPS_A_MM),
        footer=math.ceil((page.bottom - number.distance) * _TWIPS_A_MM) - pt(number.style.size) // 2,
        pitch=grid.pitch_twips, tracking=grid.word_spacing, character=pt(theme.body.size) + grid.word_spacing)
