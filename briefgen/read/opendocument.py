"""Stream the content of an .ods: how far a sheet reaches, and what its reader would not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from briefgen.read.reasons import Declares, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.read.facts import Facts

_CELLS = ("table:table-cell", "table:covered-table-cell")
_HIDDEN = ("collapse", "filter")


def scan(pieces: Iterable[bytes], facts: Facts) -> Facts:
    """Fill the facts of one sheet of content.xml; raises Unreadable."""
    reading = _Reading(facts)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = reading.doctype
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unreadable from None
    return facts


class _Reading:
    """The place in the document; rows and cells may stand for many alike."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._ours = False
        self._row = self._column = 0
        self._rows = self._cells = 1
        self._row_hidden = False
        self._cell: dict[str, str] | None = None
        self._said = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._ours = attributes.get("table:name") == self._facts.sheet
            self._row = self._column = 0
        if not self._ours:
            return
        hidden = attributes.get("table:visibility") in _HIDDEN
        if name == "table:table-column":
            count = _times(attributes, "table:number-columns-repeated")
            if hidden:
                self._facts.hidden_columns.update(range(self._column, min(self._column + count, 16384)))
            self._column += count
        elif name == "table:table-row":
            self._rows, self._row_hidden, self._column = _times(attributes, "table:number-rows-repeated"), hidden, 0
        elif name in _CELLS:
            self._cells, self._cell, self._said = _times(attributes, "table:number-columns-repeated"), attributes, ""

    def text(self, text: str) -> None:
        if self._cell is not None:
            self._said += text

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._close(self._cell)
            self._column += self._cells
            self._cell = None
        elif name == "table:table-row" and self._ours:
            self._row += self._rows

    def doctype(self, *_: object) -> None:
        raise Declares(part="content.xml")

    def _close(self, cell: dict[str, str]) -> None:
        """Take a cell that holds something at every place that it stands for."""
        facts, valued = self._facts, "office:value-type" in cell
        if not valued and not self._said and "table:formula" not in cell:
            return
        last_row, last_column = self._row + self._rows - 1, self._column + self._cells - 1
        facts.reach(last_row, last_column)
        facts.columns.update(range(self._column, last_column + 1))
        if self._row_hidden:
            facts.hidden_rows.update(range(self._row, last_row + 1))
        if text := self._unseen(cell):
            for row in range(self._row, last_row + 1):
                facts.unseen.update(((row, column), text) for column in range(self._column, last_column + 1))

    def _unseen(self, cell: dict[str, str]) -> str:
        """Give the text of an error or of a formula without a value."""
        if cell.get("calcext:value-type") == "error" or (
                "table:formula" in cell and self._said.startswith(("#", "Err:"))):
            return self._said or "#VALUE!"
        missing = "table:formula" in cell and "office:value-type" not in cell and not self._said
        return f"={cell['table:formula'].partition('=')[2]}" if missing else ""


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isdecimal() or len(text) > len("1048576"):
        raise Unreadable
    return max(int(text), 1)
