"""Find the row or rows that head a table, below titles and unit rows and with merged groups."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model.problem import Problem
from briefgen.model.table import CellType, Need
from briefgen.read.beside import months_beside, once
from briefgen.read.grid import letters, plain, squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.model.table import Column, TableSchema
    from briefgen.read.grid import Grid

_SEARCHED = 30  # rows from the top; no office puts more above its table
_DEPTHS = (1, 2, 3)
_BRACKET = re.compile(r"(.+?)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]|(.+?)[/:,-]?((?:人民币)?[亿万]元)")
_WORD = r"(?:单位|人民币)*([^\s:、,/()]*(?:元|亿|万|英镑|美金|港币|USD|HKD|EUR))"  # known or not: 千元 is no blank
_MONEY = re.compile(rf"(?:.*[:、,/])?{_WORD}")
_UNIT_ROW = re.compile(rf"(?:^|[\s(]|金额|计量)单\s*位\s*:\s*(?:[^\s:]*[、,/])?{_WORD}(?=[\s)]|$)")
_MEASURES = frozenset({"个", "家", "户", "人", "人次", "项", "次", "场", "天", "%", "亩", "年", "月", "日", "—"})
_ORDINALS = re.compile(r"\(?(甲|乙|丙|丁|[1-9][0-9]?)\)?")
_COUNTED = 5  # from so many ordinals on, a row numbers the columns


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's columns stand (from 0), in which unit its money is, and on which row its data begins."""

    columns: Mapping[str, int]
    units: Mapping[str, str]
    row: int
    end: int


class Match(NamedTuple):
    """A heading's column, the money unit that it says, and which of the column's names it is, without blanks."""

    column: Column
    unit: str
    word: str

    @property
    def own(self) -> bool:
        """Tell whether it is the column's own name."""
        return self.word == squeezed(self.column.name)


class Place(NamedTuple):
    """The rows that name most of a table's columns, what they match, and whether they name enough to head it."""

    row: int
    depth: int
    matches: Mapping[int, Match]
    enough: bool


def find_header(grid: Grid, schema: TableSchema) -> tuple[Header | None, list[Problem]]:
    """Find the heading rows: those that name most columns, the flatter and the higher first.

    Rows that name less than half of the needed columns head another table, or none.
    """
    place = locate(grid, schema)
    named = {match.column.name for match in place.matches.values()} if place is not None else set[str]()
    if months := months_beside(grid, schema, named, _SEARCHED):
        return None, [months]
    if place is not None and place.enough:
        header, problems = _described(grid, schema, place)
        return header, once(grid, schema, problems, len(header.columns))
    params = {"table": schema.name, "columns": "、".join(_needed(schema))}
    return None, [Problem("header.missing", grid.source(), params)]


def locate(grid: Grid, schema: TableSchema) -> Place | None:
    """Find the rows at the top that name most columns; they may be too few for a header."""
    top = unmerged(grid)
    names = {squeezed(name): column for column in schema.columns for name in (column.name, *column.aliases)}
    hopeful = _hopeful(top, names)
    tries = [(row, depth) for depth in _DEPTHS for row in range(len(top) - depth + 1)]
    found = {at: _matches(top[at[0]:sum(at)], names, hopeful) for at in tries}
    best = max(tries, key=lambda at: len({match.column.name for match in found[at].values()}), default=None)
    if best is None:
        return None
    needed = _needed(schema)
    if 2 * sum(match.column.name in needed for match in found[best].values()) < len(needed):
        return Place(*best, found[best], enough=False)
    first, end = _top(grid, best[0]), sum(best)
    return Place(first, end - first, _matches(top[first:end], names, hopeful), enough=True)


def _hopeful(top: list[list[str]], names: Mapping[str, Column]) -> list[int]:
    """Give the positions of columns with a text that is a piece of a name: a wide sheet is looked at only once."""
    pieces = {name[start:end] for name in names for start in range(len(name)) for end in range(start, len(name) + 1)}
    known: dict[str, bool] = {"": False}
    for text in {text for row in top for text in row}:
        known[text] = bool(text.strip()) and bracketless(squeezed(text), names) in pieces
    return [at for at, stack in enumerate(zip(*top, strict=True)) if any(map(known.__getitem__, stack))]


def _needed(schema: TableSchema) -> list[str]:
    return [column.name for column in schema.columns if column.need is not Need.OPTIONAL] or list(schema.index)


def _top(grid: Grid, row: int) -> int:
    """Go up from a heading row as far as merged cells reach: their group may say the unit."""
    above = [first for (first, _), (last, _) in grid.merged if first < row <= last]
    return _top(grid, min(above)) if above else row


def unmerged(grid: Grid) -> list[list[str]]:
    """Write the top rows as text of equal width, each merged range filled with its first cell."""
    width = max((len(row) for row in grid.rows[:_SEARCHED]), default=0)
    top = [[plain(cell) for cell in row] + [""] * (width - len(row)) for row in grid.rows[:_SEARCHED]]
    for (first, left), (last, right) in grid.merged:
        for row in range(first, min(last + 1, len(top))):
            for column in range(left, min(right + 1, width)):
                top[row][column] = top[first][left]
    return top


def _matches(rows: list[list[str]], names: Mapping[str, Column], hopeful: Sequence[int]) -> dict[int, Match]:
    """Match the headings of stacked rows in the hopeful columns, by position; the nearest unit counts."""
    found = {}
    for at in hopeful:
        stack = [row[at] for row in rows]
        parts = list(dict.fromkeys(squeezed(text) for text in stack if text.strip()))
        bare = [bracketless(part, names) for part in parts]
        word = next((word for word in (*bare[-1:], "".join(bare)) if word in names), None)
        if word is not None:
            unit = next(filter(None, map(said_unit, reversed(parts))), "")
            found[at] = Match(names[word], unit, word)
    return found


def bracketless(text: str, names: Mapping[str, Column]) -> str:
    """Take `总投资(万元)` as 总投资, unless the table knows it with its bracket."""
    match = None if text in names else _BRACKET.fullmatch(text)
    return (match[1] or match[3]) if match else text


def said_unit(text: str) -> str:
    """Read the unit of money in a heading without blanks: 万元 of 总投资(万元)."""
    bracket = _BRACKET.fullmatch(text)
    money = _MONEY.fullmatch(bracket[2] or bracket[4] or "") if bracket else None
    return _full(money[1]) if money else ""


def _full(word: str) -> str:
    return f"{word}元" if word in {"亿", "万"} else word


def unit_above(grid: Grid, row: int) -> tuple[str, int, int]:
    """Find 单位：万元 in the rows above the header, the nearest first, and where it stands."""
    for at in reversed(range(row)):
        for column, cell in enumerate(grid.rows[at]):
            if said := _UNIT_ROW.search(unicodedata.normalize("NFKC", plain(cell))):
                return _full(said[1]), at, column
    return "", -1, -1


def _described(grid: Grid, schema: TableSchema, place: Place) -> tuple[Header, list[Problem]]:
    """Describe the header found, with a problem for each column that is missing or repeated."""
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    problems = []
    row, depth, found, _ = place
    above = unit_above(grid, row)[0]
    named = {match.column.name for match in found.values() if match.own}
    for at, match in found.items():
        column = match.column
        if not match.own and column.name in named:
            continue  # another column bears the name itself
        if column.name in columns:
            problems.append(_repeated(grid, schema, column, (row, columns[column.name], at)))
            continue
        columns[column.name] = at
        if column.type is CellType.MONEY:
            units[column.name] = match.unit
    end, told = _below(grid, row + depth, columns, units)
    units = {name: unit or above for name, unit in units.items()}
    for column in schema.columns:
        if column.name not in columns and column.need is not Need.OPTIONAL:
            params = {"table": schema.name, "column": column.name}
            problems.append(Problem("column.missing", grid.source(row), params))
    return Header(columns, units, row, end), [*problems, *told]


def _below(grid: Grid, row: int, columns: Mapping[str, int], units: dict[str, str]) -> tuple[int, list[Problem]]:
    """Pass over the rows that give each column its unit or its number; the units of money go into `units`.

    Where the heading says another unit, both stand there, and nobody can read that as money.
    """
    told = []
    while row < len(grid.rows):
        words = {at: squeezed(cell).strip("()") for at, cell in enumerate(grid.rows[row]) if plain(cell).strip()}
        money = {at: _full(found[1]) for at, word in words.items() if (found := _MONEY.fullmatch(word))}
        if money and all(at in money or word in _MEASURES for at, word in words.items()):
            for name, unit in units.items():
                said = money.get(columns[name], unit)
                units[name] = said if unit in {"", said} else f"{unit}/{said}"
        elif _numbers(list(words.values())):
            told.append(Problem("row.numbers", grid.source(row), {}))
        else:
            break
        row += 1
    return row, told


def _numbers(words: list[str]) -> bool:
    """Tell whether a row numbers the columns: 甲 乙 1 2 3, or 1 to n after a label such as 栏次."""
    found = [match[1] for word in words if (match := _ORDINALS.fullmatch(word))]
    counted = [int(word) for word in found if word.isdecimal()]
    return len(found) >= max(_COUNTED, len(words) - 1) and counted == list(range(1, len(counted) + 1))


def _repeated(grid: Grid, schema: TableSchema, column: Column, at: tuple[int, int, int]) -> Problem:
    row, first, second = at
    params = {"table": schema.name, "column": column.name, "first": letters(first), "second": letters(second)}
    return Problem("header.repeated", grid.source(row, second), params, (grid.source(row, first),))
