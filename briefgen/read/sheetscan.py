"""Stream one worksheet part of an .xlsx: how far it reaches, and what its reader would not tell.

The bulk of honest sheets is rows of a few plain shapes. A block of whole rows that one strict pattern matches from end
to end is taken by further patterns; everything else goes through expat, which also keeps the place in the document.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from briefgen.read.grid import letters, number_of
from briefgen.read.reasons import Declares, Unreadable

if TYPE_CHECKING:
    from briefgen.read.facts import Facts

_F = rb'<f(?: [a-z]++="[^"<&]*+")*+(?:/>|>[^<]*+</f>)'
_CELL = (rb'\1"(?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+'
         rb'(?:/>|></c>|>(?:' + _F + rb')?+<v>[^<]++</v></c>|><is><t(?: xml:space="preserve")?+>[^<]*+</t></is></c>)')
# the rest of a row's tag, empty cells, then one that is not
_FILLED = rb'[^>]*+(?<!/)>(?:<c [^>]*+(?:(?<=/)>|></c>))*+<c '
_FILLED_ROW = re.compile(rb'<row r="([0-9]+)"' + _FILLED)
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]+)"(?=[^>]* hidden="(?:1|true)")' + _FILLED)
_FILLED_CELL = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^>/]*+>(?!</c>)')
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")? t="e">(?:' + _F + rb')?<v>([^<]+)</v>')
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_OPENING, _CLOSING = b"<sheetData>", b"</row>"
WORTH = 200_000  # bytes from which a block is parsed more slowly than the patterns are compiled
_TRUE = ("1", "true")
_MOST_COLUMNS = 16384
_LETTERS = 26
_ANY_COLUMN = rb"[A-Z]{1,3}"


@cache
def _rows(column: bytes) -> re.Pattern[bytes]:
    """Match whole rows of plain shape whose columns are of the given form, each cell numbered like its row."""
    row = rb'<row r="([1-9][0-9]{0,6})"(?: [A-Za-z0-9:]++="[^"<&]*+")*+'
    return re.compile(rb'(?:' + row + rb'(?:/>|>(?:<c r="' + column + _CELL + rb')*+</row>))*+')


class SheetScan:
    """Take a worksheet's bytes as they come, and fill the Facts; raises Unreadable."""

    def __init__(self, facts: Facts, part: str) -> None:
        """Begin before the part's first byte."""
        self._facts, self._part = facts, part
        self._buffer, self._before = b"", b""
        self._straight = True  # nothing seen yet within which a row would be mere text
        self._stack: list[str] = []
        self._row = self._column = -1
        self._row_hidden = False
        self._kind, self._formula, self._value = "", "", ""
        self._has_formula = self._has_content = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        self._buffer += data
        if not self._before and (at := self._buffer.find(_OPENING)) >= 0:
            self._parse(self._buffer[:at + len(_OPENING)])
            self._buffer = self._buffer[at + len(_OPENING):]
        cut = self._buffer.rfind(_CLOSING) + len(_CLOSING)
        block, self._buffer = (self._buffer[:cut], self._buffer[cut:]) if cut >= len(_CLOSING) else (self._buffer, b"")
        large = len(block) >= WORTH and self._before.endswith((_OPENING, _CLOSING))
        if not (large and self._take(block)):
            self._parse(block)

    def close(self) -> None:
        """Take the end."""
        self._parse(self._buffer, end=True)

    def _parse(self, block: bytes, *, end: bool = False) -> None:
        seen = self._before[-1:] + (block if self._before else block.removeprefix(b"\xef\xbb\xbf")[1:])
        self._straight = self._straight and b"<!" not in seen and b"<?" not in seen
        try:
            self._parser.Parse(block, end)
        except expat.ExpatError:
            raise Unreadable from None
        self._before = block[-len(_OPENING):] or self._before

    def _take(self, block: bytes) -> bool:
        """Take a block of whole rows by patterns; tells whether it could."""
        if not self._straight or self._stack[-1:] != ["sheetData"]:
            return False
        within = self._within_known(block)
        if not within and not _rows(_ANY_COLUMN).fullmatch(block):
            return False
        if not within:
            self._facts.columns.update(number_of(name.decode()) for name in set(_FILLED_CELL.findall(block)))
        rows = [int(row) - 1 for row in _FILLED_ROW.findall(block)]
        if not rows:
            return True
        self._row = max(rows)
        self._facts.reach(self._row, max(self._facts.columns))
        if b"hidden=" in block:
            self._facts.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(block))
        if b't="e"' in block:
            for name, row, text in _ERROR_CELL.findall(block):
                self._facts.note(int(row) - 1, number_of(name.decode()), text.decode("utf-8", "replace"))
        return True

    def _within_known(self, block: bytes) -> bool:
        """Tell whether a block of plain rows has no column beyond those known: then they need not be listed again."""
        known = self._facts.last_column
        if not 0 <= known < _LETTERS or self._facts.hidden_columns:
            return False
        return _rows(f"[A-{letters(known)}]".encode()).fullmatch(block) is not None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._stack.append(local)
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._row = _whole(attributes.get("r"), self._row + 2) - 1
            self._column, self._row_hidden = -1, attributes.get("hidden") in _TRUE
        elif local == "f":
            self._has_formula = self._has_content = True
        elif local in ("v", "is"):
            self._has_content = True
        elif local == "col" and attributes.get("hidden") in _TRUE:
            first, last = _whole(attributes.get("min"), 1), _whole(attributes.get("max"), 1)
            self._facts.hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if "r" in attributes:
            address = _ADDRESS.fullmatch(attributes["r"])
            if address is None:
                raise Unreadable
            self._column, self._row = number_of(address[1]), int(address[2]) - 1
        self._kind, self._formula, self._value = attributes.get("t", ""), "", ""
        self._has_formula = self._has_content = False

    def _text(self, text: str) -> None:
        where = self._stack[-1] if self._stack else ""
        if where == "f":
            self._formula += text
        elif where in ("v", "t"):
            self._value += text

    def _end(self, name: str) -> None:
        if self._stack.pop() != "c" or not self._has_content:
            return
        facts, at = self._facts, (self._row, self._column)
        facts.reach(*at)
        facts.columns.add(self._column)
        if self._row_hidden:
            facts.hidden_rows.add(self._row)
        if self._kind == "e":
            facts.note(*at, self._value)
        elif self._has_formula and not self._value and self._kind != "str":  # a formula may well give an empty text
            facts.note(*at, f"={self._formula or '?'}")

    def _doctype(self, *_: object) -> None:
        raise Declares(part=self._part)


def _whole(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not _NUMBER.fullmatch(text):
        raise Unreadable
    return int(text)
