"""Colour and annotate cells of a finished workbook, and leave everything else as it is."""

from __future__ import annotations

import bisect
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_from_string

from briefgen.write.notes import MAIN, add_notes
from briefgen.write.opc import RELATION, Parts, Unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefgen.write.notes import Place

_M = f"{{{MAIN}}}"


class Mark(NamedTuple):
    """What to say at a cell, and its colour as RRGGBB; no sheet is the first one, row and column count from 1."""

    sheet: str | None
    row: int
    column: int
    text: str
    colour: str = ""


def mark_workbook(data: bytes, marks: Sequence[Mark], author: str) -> bytes:
    """Write the workbook with its marks; of two colours on a cell the first wins. Raises Unsafe."""
    try:
        return _marked(Parts(data), marks, author)
    except (KeyError, IndexError, ValueError, TypeError):  # an attribute is missing or no number
        raise Unsafe from None


def _marked(parts: Parts, marks: Sequence[Mark], author: str) -> bytes:
    book = parts.related("", "officeDocument") or ""
    sheets, styles = _sheets(parts, book), _Styles(parts, parts.related(book, "styles") or "")
    placed: dict[str, list[Mark]] = {}
    for mark in marks:
        name = next(iter(sheets.values())) if mark.sheet is None else sheets[mark.sheet]
        placed.setdefault(name, []).append(mark)
    for name, found in placed.items():
        _mark_sheet(parts, name, found, styles, author)
    return parts.save()


def _sheets(parts: Parts, book: str) -> Mapping[str, str]:
    """Name the part of each sheet of the workbook."""
    targets = parts.relations(book)
    found = {each.get("name"): targets[each.get(f"{{{RELATION}}}id")]
             for each in parts.look(book).iterfind(f"{_M}sheets/{_M}sheet")}
    if not found:
        raise Unsafe
    return found


def _mark_sheet(parts: Parts, name: str, marks: Iterable[Mark], styles: _Styles, author: str) -> None:
    root = parts.tree(name)
    if root.find(f"{_M}sheetData") is None:
        raise Unsafe
    cells, merged = _Cells(root), _Merged(root)
    notes: dict[Place, str] = {}
    colours: dict[Place, str] = {}
    for mark in marks:
        place = merged.corner((mark.row, mark.column))
        text = mark.text if place == mark[1:3] else f"{_ref(mark[1:3])}：{mark.text}"
        notes[place] = f"{notes[place]}\n{text}" if place in notes else text
        if mark.colour:
            colours.setdefault(place, mark.colour)
    for place, colour in colours.items():
        cell = cells.at(place)
        cell.set("s", str(styles.filled(int(cell.get("s", "0")), colour)))
    add_notes(parts, name, notes, {place: _ref(place) for place in notes}, author)


def _ref(place: Place) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


class _Merged:
    """The merged ranges of a sheet: only the first cell of each is seen."""

    def __init__(self, root: Any) -> None:
        self._ranges: list[tuple[int, ...]] = [
            tuple(int(bound or 0) for bound in range_boundaries(each.get("ref")))
            for each in root.iterfind(f"{_M}mergeCells/{_M}mergeCell")]

    def corner(self, place: Place) -> Place:
        """Give the first cell of the range that covers a place, else the place."""
        row, column = place
        for left, top, right, bottom in self._ranges:
            if left <= column <= right and top <= row <= bottom:
                return top, left
        return place


class _Cells:
    """The cells of a sheet by row and column; rows and cells may leave their numbers out, they then count on."""

    def __init__(self, root: Any) -> None:
        self._data = root.find(f"{_M}sheetData")
        self._widths = root.findall(f"{_M}cols/{_M}col")
        self._rows: dict[int, Any] = {}
        number = 0
        for row in self._data.iterfind(f"{_M}row"):
            number = int(row.get("r") or number + 1)
            self._rows[number] = row
        self._order = list(self._rows)
        if self._order != sorted(set(self._order)):
            raise Unsafe

    def at(self, place: Place) -> Any:
        """Find a cell, or make it at its place in the order with the style that its row or column gives it."""
        row = self._row(place[0])
        number, before = 0, 0
        for at, cell in enumerate(row.iterchildren(f"{_M}c")):
            number = _column(cell.get("r")) if cell.get("r") else number + 1
            if number == place[1]:
                return cell
            if number > place[1]:
                break
            before = at + 1
        made = etree.SubElement(row, f"{_M}c", r=_ref(place))
        row.insert(before, made)
        row.attrib.pop("spans", None)  # a hint only, and no longer true
        style = row.get("s", "0") if row.get("customFormat") in ("1", "true") else self._column_style(place[1])
        made.set("s", style)
        return made

    def _row(self, number: int) -> Any:
        if number not in self._rows:
            at = bisect.bisect(self._order, number)
            made = etree.SubElement(self._data, f"{_M}row", r=str(number))
            if at < len(self._order):
                self._rows[self._order[at]].addprevious(made)
            self._order.insert(at, number)
            self._rows[number] = made
        return self._rows[number]

    def _column_style(self, column: int) -> str:
        return next((each.get("style", "0") for each in self._widths
                     if int(each.get("min")) <= column <= int(each.get("max"))), "0")


def _column(ref: str) -> int:
    return column_index_from_string(coordinate_from_string(ref)[0])


class _Styles:
    """The cell styles of a workbook; new ones are clones of a cell's own with another fill."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._parts, self._name = parts, name
        self._made: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}

    def filled(self, style: int, colour: str) -> int:
        """Give the number of the style that is like another one, filled with a colour."""
        key = style, colour
        if key not in self._made:
            formats = self._table("cellXfs")
            made = deepcopy(formats.findall(f"{_M}xf")[style])
            made.set("fillId", str(self._fill(colour)))
            made.set("applyFill", "1")
            self._made[key] = self._added(formats, made)
        return self._made[key]

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            made = etree.SubElement(self._table("fills"), f"{_M}fill")
            pattern = etree.SubElement(made, f"{_M}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{_M}fgColor", rgb=f"FF{colour}")
            etree.SubElement(pattern, f"{_M}bgColor", indexed="64")
            self._fills[colour] = self._added(made.getparent(), made)
        return self._fills[colour]

    def _table(self, name: str) -> Any:
        table = self._parts.tree(self._name).find(f"{_M}{name}")
        if table is None:
            raise Unsafe
        return table

    @staticmethod
    def _added(table: Any, made: Any) -> int:
        table.append(made)
        table.set("count", str(len(table)))
        return len(table) - 1
