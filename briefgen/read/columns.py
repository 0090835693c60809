"""Tell how each column of a sheet was found: its heading, which of its names that is, and where its unit stands."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefgen.model.table import CellType, Need
from briefgen.read.grid import letters, plain, squeezed
from briefgen.read.header import bracketless, find_header, locate, said_unit, unit_above, unmerged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.model.table import Column, TableSchema
    from briefgen.read.grid import Grid
    from briefgen.read.header import Header, Place

_ALIKE = 0.5
_SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it stands, the column it was matched to, and by which of the column's names.

    `alias` and its file are empty for the column's own name; `bare` says that a bracket was left out, `joined` that
    stacked rows made the name. `first` is the cell that has the column already. A heading that no column took has the
    `nearest` column and the `alias` that would give it to that one.
    """

    cell: str
    text: str
    column: str = ""
    alias: str = ""
    file: str = ""
    bare: bool = False
    joined: bool = False
    first: str = ""
    unit: str = ""
    unit_from: str = ""
    unit_cell: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of one sheet from left to right, and the columns that no heading names with their need.

    `row` counts from 1 and is None where nothing was read; `found` is false where too few headings are known.
    """

    table: str
    file: str
    sheet: str | None
    row: int | None
    found: bool
    headings: tuple[Heading, ...] = ()
    absent: tuple[tuple[str, Need], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found at the top of a sheet: the heading rows, the header made of them, and each column's place."""

    top: Grid
    schema: TableSchema
    place: Place
    header: Header | None
    taken: Mapping[str, int]

    @property
    def rows(self) -> range:
        return range(self.place.row, self.place.row + self.place.depth)

    @property
    def absent(self) -> list[Column]:
        return [column for column in self.schema.columns if column.name not in self.taken]


def explain_columns(top: Grid, schema: TableSchema, aliases: Mapping[tuple[str, str, str], str]) -> Columns:
    """Tell how the columns of a table were found in a sheet; `aliases` tells which file says a name."""
    place = locate(top, schema)
    if place is None or not place.matches:
        none = tuple((column.name, column.need) for column in schema.columns)
        return Columns(schema.name, top.file, top.sheet, None, found=False, absent=none)
    header = find_header(top, schema)[0]
    firsts = {match.column.name: at for at, match in reversed(list(place.matches.items()))}
    found = _Found(top, schema, place, header, header.columns if header else firsts)
    headings = tuple(_matched(found, at, parts, aliases) if at in place.matches else _left(found, at, parts)
                     for at, parts in enumerate(_stacks(found)) if parts)
    absent = tuple((column.name, column.need) for column in found.absent)
    return Columns(schema.name, top.file, top.sheet, place.row + 1, header is not None, headings, absent)


def _stacks(found: _Found) -> Iterator[list[str]]:
    """Give the texts over each column, the highest first, each merged or repeated one once."""
    for stack in zip(*unmerged(found.top)[found.rows.start:found.rows.stop], strict=True):
        yield list(dict.fromkeys(text.strip() for text in stack if text.strip()))


def _left(found: _Found, at: int, parts: list[str]) -> Heading:
    """Describe a heading that no column took, with the nearest of the columns that have none."""
    low, whole = squeezed(parts[-1]), squeezed("".join(parts))
    word = bracketless(low, {}) if said_unit(low) else low
    nearest = _nearest((word, whole), found.absent)
    return Heading(_cell(found, at), _SEPARATOR.join(parts), nearest=nearest, alias=word if nearest else "")


def _matched(found: _Found, at: int, parts: list[str], aliases: Mapping[tuple[str, str, str], str]) -> Heading:
    match, low = found.place.matches[at], squeezed(parts[-1])
    column, first = match.column, found.taken.get(match.column.name, at)
    alias = "" if match.own else next(name for name in column.aliases if squeezed(name) == match.word)
    told = Heading(
        _cell(found, at), _SEPARATOR.join(parts), column.name, alias,
        aliases.get((found.schema.name, column.name, match.word), ""),
        bare=low != match.word and low.startswith(match.word), joined=not low.startswith(match.word),
        first="" if first == at else letters(first))
    return told if told.first else _with_unit(told, found, at)


def _cell(found: _Found, at: int) -> str:
    """Name the lowest heading cell with a text of its own in a column; below it a merge goes on."""
    top = found.top
    filled = (row for row in reversed(found.rows) if row < len(top.rows) and plain(top.cell(row, at)).strip())
    return f"{letters(at)}{next(filled, found.rows.start) + 1}"


def _nearest(words: tuple[str, ...], absent: list[Column]) -> str:
    """Name the column without a heading that reads most like one of the words, nothing if none does."""
    names = {squeezed(name): column.name for column in absent for name in (column.name, *column.aliases)}
    for word in words:
        if close := difflib.get_close_matches(word, list(names), n=1, cutoff=_ALIKE):
            return names[close[0]]
    return ""


def _with_unit(told: Heading, found: _Found, at: int) -> Heading:
    """Add the unit of a money column and where it stands; one that no row says stands in the cells."""
    if found.header is None or found.place.matches[at].column.type is not CellType.MONEY:
        return told
    unit = found.header.units[told.column]
    if not unit:
        return replace(told, unit_from="cells")
    stack = [squeezed(texts[at]) for texts in unmerged(found.top)[found.rows.start:found.rows.stop]]
    said = next((row for row, text in reversed(list(enumerate(stack))) if said_unit(text)), None)
    if said is None or "/" in unit:
        origin, cell = _outside(found, found.header, at)
    else:
        own = not stack[-1] or stack[-1] == stack[said]
        origin, cell = "heading" if own else "group", _filled(found.top, found.rows.start + said, at)
    return replace(told, unit=unit, unit_from=origin, unit_cell=cell)


def _outside(found: _Found, header: Header, at: int) -> tuple[str, str]:
    """Find the unit that stands in a row below the headings, else above the table."""
    below = range(found.rows.stop, header.end)
    if row := next((row for row in below if plain(found.top.cell(row, at)).strip()), None):
        return "below", f"{letters(at)}{row + 1}"
    _, row, column = unit_above(found.top, found.rows.start)
    return "above", f"{letters(column)}{row + 1}"


def _filled(top: Grid, row: int, at: int) -> str:
    """Name the cell that a text stands in: of a merged range the first."""
    for (first, left), (last, right) in top.merged:
        if first <= row <= last and left <= at <= right:
            return f"{letters(left)}{first + 1}"
    return f"{letters(at)}{row + 1}"
