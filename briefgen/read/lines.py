"""Tell a sheet's records from the lines that only look like them: totals, group titles, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from briefgen.model.findings import Findings
from briefgen.model.problem import Problem
from briefgen.model.table import Need
from briefgen.read.cells import clipped
from briefgen.read.grid import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.table import TableSchema
    from briefgen.read.grid import Cell, Grid
    from briefgen.read.header import Header

_TOTAL = re.compile(r"(?:合计|总计|共计|小计)[:]?")
_PART = "小计"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_TITLE = re.compile(rf"{_NUMERAL}、.+|\({_NUMERAL}\).+|第{_NUMERAL}(?:部分|批|类).*")
_NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明|填表人|填报人|制表人?|审核人?|审签人?|复核人?|经办人|联系人|"
                   r"联系电话|单位负责人|主要负责人|分管领导|填报单位|填报日期|填报时间|制表日期|数据来源|资料来源)"
                   r"(?:[:(].*)?")
_NOTE_BEGINS = frozenset("注备说填制审复经联单主分数资")  # of the words above: spares ordinary rows the pattern
_WIDE = 3  # a cell merged over so many columns holds a title: no column of a record is so wide


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines below a header, from 0: records, totals with the first line that each adds up, and what is told."""

    records: list[int] = field(default_factory=list)
    totals: list[tuple[int, int]] = field(default_factory=list)
    told: Findings = field(default_factory=Findings)


def sort_lines(grid: Grid, header: Header, schema: TableSchema) -> Lines:
    """Sort the lines below the header; blank ones go, titles and notes are told and go."""
    lines, since = Lines(), header.end
    needed = [header.columns[column.name] for column in schema.columns
              if column.need is Need.CELL and column.name in header.columns]
    wide = {first for (first, left), (_, right) in grid.merged if right - left + 1 >= _WIDE}
    for number, cells in enumerate(grid.rows[header.end:], header.end):
        at = 0
        if not cells or _blank(cells[0]):  # most rows begin in their first cell
            at = next((at for at, cell in enumerate(cells) if not _blank(cell)), -1)
        if at < 0:
            continue
        label = cells[at]
        if isinstance(label, str) and "计" in label and (word := _TOTAL.fullmatch(squeezed(label))):
            lines.totals.append((number, since if word[0].startswith(_PART) else header.end))
            since = number + 1
        elif isinstance(label, str) and (code := _other(label, cells, needed, wide=number in wide)):
            lines.told.add(code, partial(_told, grid, code, number, at))
        else:
            lines.records.append(number)
    return lines


def _other(label: str, cells: Sequence[Cell], needed: Sequence[int], *, wide: bool) -> str:
    """Name a line that is no record: it leaves all but one of the cells empty that each record must fill."""
    few = _few(cells, needed)
    if not few and label.lstrip()[0] not in _NOTE_BEGINS:
        return ""
    texts = [squeezed(cell) for cell in cells if not _blank(cell)]
    if _NOTE.fullmatch(squeezed(label)) and (few or all(map(_NOTE.fullmatch, texts))):
        return "row.note"
    return "row.title" if few and len(texts) == 1 and (wide or _TITLE.fullmatch(texts[0])) else ""


def _told(grid: Grid, code: str, row: int, at: int) -> Problem:
    shown = clipped(grid.cell(row, at))
    return Problem(code, grid.source(row, at, shown), {"value": shown})


def _few(cells: Sequence[Cell], needed: Sequence[int]) -> bool:
    """Tell whether at most one of the needed cells is filled."""
    filled = 0
    for at in needed:
        if at < len(cells) and not _blank(cells[at]):
            filled += 1
            if filled > 1:
                return False
    return True


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
