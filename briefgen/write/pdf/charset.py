"""Let a CID-keyed OpenType font number its glyphs as the page does.

WeasyPrint writes glyph indices on the page, but a PDF reader looks glyphs up by the CIDs of the font's own charset
(ISO 32000-1, 9.7.4.2). Noto's differ from its indices: a reader would print a blank or another character.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from fontTools.ttLib import TTFont

_OPENTYPE = b"OTTO"
_ONE_BYTE = 257  # the most glyphs that one range of a format 1 charset can name


def identity(font: bytes) -> bytes:
    """Give the font with its glyph indices as CIDs; a font that is not CID-keyed comes back as it is."""
    if not font.startswith(_OPENTYPE):
        return font
    opened: Any = TTFont(io.BytesIO(font), lazy=True)
    entries = opened["CFF "].cff.topDictIndex[0].rawDict
    if "ROS" not in entries or "charset" not in entries:
        return font
    start = opened.reader.tables["CFF "].offset
    glyphs = int.from_bytes(font[start + entries["CharStrings"]:][:2])
    # One range from CID 1 on (Adobe Technical Note 5176, 13); never longer than the table that it replaces.
    form, size = (1, "B") if glyphs <= _ONE_BYTE else (2, "H")
    table = struct.pack(f">BH{size}", form, 1, glyphs - 2)
    place = start + entries["charset"]
    return font[:place] + table + font[place + len(table):]
