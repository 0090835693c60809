"""Turn a theme into the style sheet of its pages; lengths come out in the theme's own units, mm and pt."""

from __future__ import annotations

import math
import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from briefgen.write.measure import MM_A_PT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.document.theme import FaceFile, Rule, Style, Theme

_INDENT = 2  # characters, GB/T 9704-2012 7.3.3


def font_addresses(faces: Mapping[str, FaceFile]) -> dict[str, Path]:
    """Give each font file its address in the style sheet."""
    return {f"font:{family}": file for file, family in _families(faces).items()}


def stylesheet(theme: Theme, faces: Mapping[str, FaceFile]) -> str:
    """Write the style sheet of a theme with its fonts."""
    names = _families(faces)
    fonts = "".join(f'@font-face {{ font-family: "{family}"; src: url("font:{family}"); font-weight: normal }}\n'
                    for family in names.values())
    template = Template(files("briefgen.write.pdf").joinpath("page.css").read_text(encoding="utf-8"))
    return fonts + template.substitute(_lengths(theme), **_styles(theme, faces, names))


def pitch(theme: Theme) -> float:
    """Give the distance of the grid's lines in mm, cut so that the last line of a page never spills."""
    return math.floor(theme.page.text_height / theme.grid.lines * 10000) / 10000


def character(theme: Theme) -> float:
    """Give the advance of a full-width character of the body in em."""
    return 1 + theme.grid.css_spacing_em


def characters(theme: Theme, style: Style) -> float:
    """Count the full-width characters of a style, without the body's tracking, that a line holds."""
    return theme.page.text_width / MM_A_PT / style.size


def _families(faces: Mapping[str, FaceFile]) -> dict[Path, str]:
    """Name each file by its own name, made unique: only these fonts are in the engine's sight."""
    used = dict.fromkeys(file for face in faces.values() for file in (face.file, face.fallback) if file)
    names: dict[Path, str] = {}
    for file in used:
        name = re.sub(r"[^\w-]", "", file.stem)
        names[file] = f"{name}-{len(names)}" if name in names.values() else name
    return names


def _lengths(theme: Theme) -> dict[str, object]:
    page, number, table = theme.page, theme.page_number, theme.table
    return {
        "width": page.width, "height": page.height, "text_width": page.text_width,
        "top": page.top, "right": page.right, "bottom": page.bottom, "left": page.left,
        "pitch": pitch(theme), "spacing": theme.grid.css_spacing_em, "character": character(theme),
        "indent": _INDENT * character(theme),
        "number_drop": number.distance - number.style.size / 2 * MM_A_PT, "number_inset": number.inset,
        **_head("masthead", theme.masthead.drop, theme.masthead.rule, _half_leading(theme, theme.masthead.line)),
        **_head("letterhead", theme.letterhead.drop, theme.letterhead.rule,
                _half_leading(theme, theme.letterhead.number)),
        "two_lines": 2 * pitch(theme),
        "table_rule": table.rule, "table_padding": table.padding,
        "table_side": table.padding - table.rule / 2 * MM_A_PT, "shade": table.shade,
        "row_height": table.row_height, "below": table.below,
        "outer": theme.colophon.outer, "inner": theme.colophon.inner,
    }


def _head(name: str, drop: float, rule: Rule, blank: float) -> dict[str, object]:
    """Give the lengths of a head whose rule stands below `blank` mm of its last line."""
    return {f"{name}_drop": drop, f"{name}_rule": rule.thickness, f"{name}_color": rule.color,
            f"{name}_distance": rule.distance - blank}


def _half_leading(theme: Theme, style: Style) -> float:
    """Give the blank above and below a line's characters, in mm."""
    line = style.line * MM_A_PT or pitch(theme)
    return (line - style.size * MM_A_PT) / 2


def _styles(theme: Theme, faces: Mapping[str, FaceFile], names: Mapping[Path, str]) -> dict[str, str]:
    """Write each style of the theme as declarations."""
    table, head = theme.table, theme.masthead
    styles = {
        "body": theme.body, "title": theme.title, "masthead": head.name, "issue": head.issue, "issuer": head.line,
        "letter_mark": theme.letterhead.mark, "letter_number": theme.letterhead.number,
        **{f"heading{level}": style for level, style in enumerate(theme.headings, 1)},
        "caption": table.caption, "unit": table.unit, "head": table.head, "cell": table.body, "note": table.note,
        "number": theme.page_number.style, "colophon": theme.colophon.style,
    }
    declared = {name: _declare(style, theme, faces, names) for name, style in styles.items()}
    alone = {"strong": theme.strong, "mark": theme.mark, "label": theme.label, "head": table.head.face}
    return declared | {f"face_{name}": _family(faces[face], names) for name, face in alone.items()}


def _declare(style: Style, theme: Theme, faces: Mapping[str, FaceFile], names: Mapping[Path, str]) -> str:
    line = f"{style.line}pt" if style.line else f"{pitch(theme)}mm"
    return (f"{_family(faces[style.face], names)}; font-size: {style.size}pt; line-height: {line}; "
            f"color: {style.color}")


def _family(face: FaceFile, names: Mapping[Path, str]) -> str:
    return "font-family: " + ", ".join(f'"{names[file]}"' for file in (face.file, face.fallback) if file)
