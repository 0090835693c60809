"""Let a CID-keyed OpenType font number its glyphs as the page does.

WeasyPrint writes glyph indices on the page, but a PDF reader looks glyphs up by the CIDs of the font's own charset
(ISO 32000-1, 9.7.4.2). Noto's differ from its indices: a reader would print a blank or another character.
"""

from __future__ import annotations

import struct
from typing import Final

_CHARSET, _CHARSTRINGS, _ROS = 15, 17, (12, 30)  # Adobe Technical Note 5176, tables 9 and 10
_NO_CID: Final = 257  # the most glyphs that one range of charset format 1 can name


def identity(font: bytes) -> bytes:
    """Give an OpenType font whose CIDs are its glyph indices; any other font comes back as it is."""
    start = _cff(font)
    top = _top_dict(font, start) if start else {}
    if _ROS not in top or _CHARSET not in top:
        return font
    glyphs = _number(font, start + top[_CHARSTRINGS], 2)
    # One range from CID 1 on; never longer than the table it replaces.
    table = struct.pack(">BHB", 1, 1, glyphs - 2) if glyphs <= _NO_CID else struct.pack(">BHH", 2, 1, glyphs - 2)
    place = start + top[_CHARSET]
    return font[:place] + table + font[place + len(table):]


def _cff(font: bytes) -> int:
    """Find where the CFF table starts; 0 where there is none."""
    if font[:4] != b"OTTO":
        return 0
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(_number(font, 4, 2)))
    return next((offset for tag, _sum, offset, _length in records if tag == b"CFF "), 0)


def _top_dict(font: bytes, start: int) -> dict[object, int]:
    """Read the font's top dictionary: each operator with its last operand."""
    _names, end = _first(font, start + font[start + 2])
    (begin, stop), _end = _first(font, end)
    found: dict[object, int] = {}
    value, place = 0, begin
    while place < stop:
        byte = font[place]
        if byte <= 21:
            operator: object = (byte, font[place + 1]) if byte == 12 else byte
            found[operator] = value
            place += 2 if byte == 12 else 1
        else:
            value, place = _operand(font, place)
    return found


def _operand(font: bytes, place: int) -> tuple[int, int]:
    """Read one operand and where the next begins; reals are passed over as 0."""
    byte = font[place]
    if byte == 28:
        return _number(font, place + 1, 2), place + 3
    if byte == 29:
        return _number(font, place + 1, 4), place + 5
    if byte == 30:
        place += 1
        while font[place] & 15 != 15 and font[place] >> 4 != 15:
            place += 1
        return 0, place + 1
    return (byte - 139, place + 1) if byte < 247 else (0, place + 2)


def _first(font: bytes, place: int) -> tuple[tuple[int, int], int]:
    """Read where the first entry of an index starts and ends, and where the index ends."""
    count, size = _number(font, place, 2), font[place + 2]
    base = place + 2 + (count + 1) * size
    offsets = [_number(font, place + 3 + size * entry, size) for entry in (0, 1, count)]
    return (base + offsets[0], base + offsets[1]), base + offsets[2]


def _number(font: bytes, place: int, size: int) -> int:
    return int.from_bytes(font[place:place + size])
