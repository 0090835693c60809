"""Find the row or rows that head a table, below titles and unit rows and with merged groups."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model.problem import Problem
from briefgen.model.table import CellType, Need
from briefgen.read.grid import letters, plain, squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class _Match(NamedTuple):
    """A heading's column, the money unit that it says, and whether it is the column's own name."""

    column: Column
    unit: str
    own: bool


def find_header(grid: Grid, schema: TableSchema) -> tuple[Header | None, list[Problem]]:
    """Find the heading rows: those that name most columns, the flatter and the higher first.

    Rows that name less than half of the needed columns head another table, or none.
    """
    top = _unmerged(grid)
    names = {squeezed(name): column for column in schema.columns for name in (column.name, *column.aliases)}
    tries = [(row, depth) for depth in _DEPTHS for row in range(len(top) - depth + 1)]
    found = {at: _matches(top[at[0]:sum(at)], names) for at in tries}
    best = max(tries, key=lambda at: len({match.column.name for match in found[at].values()}), default=None)
    needed = [column.name for column in schema.columns if column.need is not Need.OPTIONAL] or list(schema.index)
    if best is not None and 2 * sum(match.column.name in needed for match in found[best].values()) >= len(needed):
        first, end = _top(grid, best[0]), sum(best)
        return _described(grid, schema, _matches(top[first:end], names), first, end - first)
    params = {"table": schema.name, "columns": "、".join(needed)}
    return None, [Problem("header.missing", grid.source(), params)]


def _top(grid: Grid, row: int) -> int:
    """Go up from a heading row as far as merged cells reach: their group may say the unit."""
    above = [first for (first, _), (last, _) in grid.merged if first < row <= last]
    return _top(grid, min(above)) if above else row


def _unmerged(grid: Grid) -> list[list[str]]:
    """Write the top rows as text of equal width, each merged range filled with its first cell."""
    width = max((len(row) for row in grid.rows[:_SEARCHED]), default=0)
    top = [[plain(cell) for cell in row] + [""] * (width - len(row)) for row in grid.rows[:_SEARCHED]]
    for (first, left), (last, right) in grid.merged:
        for row in range(first, min(last + 1, len(top))):
            for column in range(left, min(right + 1, width)):
                top[row][column] = top[first][left]
    return top


def _matches(rows: list[list[str]], names: Mapping[str, Column]) -> dict[int, _Match]:
    """Match the headings of stacked rows, by the column's position; the nearest unit counts."""
    found = {}
    for at, stack in enumerate(zip(*rows, strict=True)):
        parts = list(dict.fromkeys(squeezed(text) for text in stack if text.strip()))
        bare = [_bracketless(part, names) for part in parts]
        word = next((word for word in (*bare[-1:], "".join(bare)) if word in names), None)
        if word is not None:
            unit = next(filter(None, map(_said_unit, reversed(parts))), "")
            found[at] = _Match(names[word], unit, word == squeezed(names[word].name))
    return found


def _bracketless(text: str, names: Mapping[str, Column]) -> str:
    """Take `总投资(万元)` as 总投资, unless the table knows it with its bracket."""
    match = None if text in names else _BRACKET.fullmatch(text)
    return (match[1] or match[3]) if match else text


def _said_unit(text: str) -> str:
    bracket = _BRACKET.fullmatch(text)
    money = _MONEY.fullmatch(bracket[2] or bracket[4] or "") if bracket else None
    return _full(money[1]) if money else ""


def _full(word: str) -> str:
    return f"{word}元" if word in {"亿", "万"} else word


def _unit_above(grid: Grid, row: int) -> str:
    """Find 单位：万元 in the rows above the header, the nearest first."""
    for cells in reversed(grid.rows[:row]):
        for cell in cells:
            if said := _UNIT_ROW.search(unicodedata.normalize("NFKC", plain(cell))):
                return _full(said[1])
    return ""


def _described(grid: Grid, schema: TableSchema, found: Mapping[int, _Match], row: int,
               depth: int) -> tuple[Header, list[Problem]]:
    """Describe the header found, with a problem for each column that is missing or repeated."""
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    problems = []
    above = _unit_above(grid, row)
    named = {match.column.name for match in found.values() if match.own}
    for at, (column, said, own) in found.items():
        if not own and column.name in named:
            continue  # another column bears the name itself
        if column.name in columns:
            problems.append(_repeated(grid, schema, column, (row, columns[column.name], at)))
            continue
        columns[column.name] = at
        if column.type is CellType.MONEY:
            units[column.name] = said
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
