"""Tell what a submission is from what stands in it: its tables, whose it is, and of which month."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.read.grid import plain, squeezed
from briefgen.read.header import find_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from briefgen.model.table import TableSchema
    from briefgen.model.unit import Unit, UnitSet
    from briefgen.read.grid import Grid

_SENDER = re.compile(r"(?:填报|报送|上报)单位(?:\((?:公章|盖章|章)\))?:(.*)")
_FILLED_IN = re.compile(r"(?:填报|填表|制表|报送|上报|打印|报出)(?:日期|时间)(:?)")
_UP_TO = re.compile("截至|截止")
_MONTH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[年./-]\s*(?P<first>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s*月?\s*[-—–~至到]+\s*(?P<last>1[0-2]|0?[1-9])(?=\s*月))?"
    r"|(?<!\d)(?P<run>(?:19|20)\d\d(?:0[1-9]|1[0-2]))(?:[0-3]\d)?(?!\d)")


class NoTable(BriefgenError):
    """No sheet of a file holds a table that is received."""

    message = N_("{file}: no sheet holds a table that is received; those are: {tables}")


class TablesAlike(BriefgenError):
    """One sheet could be of several tables."""

    message = N_("{file}: the sheet {sheet} could be one of the tables {tables}; say which with --table")


class SheetsAlike(BriefgenError):
    """Several sheets hold one table."""

    message = N_("{file}: the table {table} stands in several sheets: {sheets}; say which with --sheet")


class UnitNeeded(BriefgenError):
    """Nothing in the file says whose it is."""

    message = N_("{file}: neither its rows nor a 填报单位 above the table say whose it is; say it with --unit")


class PeriodNeeded(BriefgenError):
    """Nothing in the file or its name says its month."""

    message = N_("{file}: neither a title nor the name of the file says its month; say it with --period")


class PeriodsDiffer(BriefgenError):
    """The titles and the name of a file say different months."""

    message = N_("{file}: its titles and its name say different months: {periods}; say the right one with --period")


@dataclass(frozen=True, slots=True)
class Found:
    """A table in a sheet, and the rows above its heading."""

    schema: TableSchema
    grid: Grid
    above: tuple[tuple[str, ...], ...]


def find_tables(grids: Sequence[Grid], schemas: Mapping[str, TableSchema], received: Collection[str],
                table: str = "") -> list[Found]:
    """Find the tables that are received in the sheets of a file, or the one of a name, each in one sheet.

    A sheet holds the table that most of its headings belong to; the others of `schemas` only keep it from being taken
    for one. Raises TablesAlike, SheetsAlike, NoTable.
    """
    if table and len(grids) == 1:
        return [_found(grids[0], schemas[table])]  # what its heading lacks is told by name
    places: dict[str, list[Grid]] = {}
    asked = [table] if table else list(received)
    rivals = [] if table else [schema for name, schema in schemas.items() if name not in received]
    for grid in grids:
        fitting = _fitting(grid, [schemas[name] for name in asked], rivals)
        if len(fitting) > 1:
            raise TablesAlike(file=grid.file, sheet=grid.sheet or "—", tables="、".join(fitting))
        for name in fitting:
            places.setdefault(name, []).append(grid)
    for name, several in places.items():
        if len(several) > 1:
            sheets = "、".join(grid.sheet or "" for grid in several)
            raise SheetsAlike(file=several[0].file, table=name, sheets=sheets)
    if not places:
        raise NoTable(file=grids[0].file, tables=table or "、".join(received))
    return [_found(grid, schemas[name]) for name, (grid,) in places.items()]


def _fitting(grid: Grid, asked: Sequence[TableSchema], rivals: Sequence[TableSchema]) -> list[str]:
    """Name the tables that most of a sheet's headings belong to, none if a rival has more of them."""
    fits = {schema.name: _fit(grid, schema) for schema in asked}
    most = max(fits.values(), default=0)
    used = {at for cells in grid.rows for at, cell in enumerate(cells) if cell not in {None, ""}} if most else set()
    if most < len(used) and any(_fit(grid, schema) > most for schema in rivals):
        return []
    return [name for name, fit in fits.items() if fit and fit == most]


def _fit(grid: Grid, schema: TableSchema) -> int:
    """Count the table's columns in a sheet, none without its heading."""
    header, _ = find_header(grid, schema)
    return len(header.columns) if header else 0


def _found(grid: Grid, schema: TableSchema) -> Found:
    header, _ = find_header(grid, schema)
    above = [tuple(plain(cell).strip() for cell in cells if plain(cell).strip())
             for cells in grid.rows[:header.row if header else 0]]
    return Found(schema, grid, tuple(cells for cells in above if cells))


def said_unit(above: Sequence[Sequence[str]], units: UnitSet) -> Unit | None:
    """Find the unit that 填报单位：寿阳县 above a table names, its office (寿阳县招商中心) too."""
    for cells in above:
        for column, cell in enumerate(cells):
            if match := _SENDER.match(squeezed(cell)):
                said = match[1] or squeezed("".join(cells[column + 1:column + 2]))
                named = [(len(name), at, unit) for at, unit in enumerate(units.units) for name in unit.names
                         if said == name or (name != unit.code and len(name) > 1 and said.startswith(name))]
                return max(named)[2] if named else None
    return None


def said_period(above: Sequence[Sequence[str]], file: str) -> str:
    """Find the month that the titles of a table and the name of its file say, `2022-12`.

    What says 截至 goes before other titles; the day of filling in says nothing. Raises PeriodNeeded, PeriodsDiffer.
    """
    titles = list(_titles(above))
    titles = [text for text in titles if _UP_TO.search(text) and _MONTH.search(text)] or titles
    months = [month for text in (*titles, Path(file).stem) for month in _months(text)]
    if not months:
        raise PeriodNeeded(file=file)
    if len(set(months)) > 1:
        raise PeriodsDiffer(file=file, periods="、".join(dict.fromkeys(months)))
    return months[0]


def _titles(above: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in above:
        label = False  # 填报日期： in a cell of its own says what the next one is
        for cell in cells:
            filled_in = _FILLED_IN.search(squeezed(cell))
            if not label and not filled_in:
                yield cell
            label = bool(filled_in) and _MONTH.search(cell) is None


def _months(text: str) -> Iterator[str]:
    for match in _MONTH.finditer(unicodedata.normalize("NFKC", text)):
        if run := match["run"]:
            yield f"{run[:4]}-{run[4:]}"
        else:
            yield f"{match['year']}-{int(match['last'] or match['first']):02}"
