"""Draw a schedule as a table of twelve months whose cells are filled while something goes on (进度横道图)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefgen.compose.errors import ArgumentUnfit
from briefgen.compose.filters import words
from briefgen.compose.groups import listed
from briefgen.document.nodes import Align, Cell, LineBreak, Table, TableColumn, TableRow, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.compose.values import CellValue, Row
    from briefgen.document.nodes import Inline, Inlines, Place

_MONTHS = range(1, 13)
_NOTE = "阴影为活动实施时段，数字为场次举办日期"
_WIDTHS = (6.0, 42.0, 6.0, 24.0)  # number, label, month, owner: relative


@dataclass(frozen=True, slots=True)
class GanttCall:
    """A schedule as a template asks for it: rows with label and owner, first and last month, and their events."""

    rows: tuple[Row, ...]
    events: tuple[Row, ...]
    label: str
    owner: str
    start: str
    end: str
    day: str
    caption: str
    year: int

    @property
    def weight(self) -> int:
        """Estimate how much it writes."""
        return len(self.rows) * (len(_MONTHS) + 3) + len(self.events)


def gantt(rows: object, year: int, caption: object = "", events: object = (), **columns: str) -> GanttCall:
    """Describe a schedule; `columns` names those of label, owner, start, end, and of the events' day."""
    taken, happening = listed("gantt", rows), listed("gantt(events=)", events)
    call = GanttCall(taken, happening, caption=words("gantt(caption=)", caption), year=year, **columns)
    for row in taken:
        for name in (call.start, call.end):
            if not isinstance(row.reach(words("gantt", name)).value, date):
                raise ArgumentUnfit(function="gantt", wanted="columns of months or days", given=name)
    for event in happening:
        event.reach(call.day)
        if taken:
            event.reach(taken[0].record.origin.schema.key)
    return call


def build(call: GanttCall, place: Place) -> Table:
    """Make the table: one row each, a column a month; the days of a row's events stand in their months."""
    number, label, month, owner = _WIDTHS
    columns = (TableColumn("序号", number), TableColumn(call.label, label, Align.LEFT),
               *(TableColumn(str(each), month, Align.CENTER, f"{call.year}年（月）") for each in _MONTHS),
               TableColumn(call.owner, owner))
    rows = tuple(_row(call, row, at) for at, row in enumerate(call.rows, 1))
    return Table(call.caption, "", columns, rows, (_NOTE,) if call.events else (), place)


def _row(call: GanttCall, row: Row, number: int) -> TableRow:
    key = row.record.origin.schema.key
    mine = [event for event in call.events if key and event.record[key] == row.record[key]]
    months = tuple(_days([event.reach(call.day) for event in mine], call.year, month) for month in _MONTHS)
    first, last = (_month(row.record[name], call.year) for name in (call.start, call.end))
    filled = tuple(month + 1 for month in _MONTHS if first <= month <= last)
    return TableRow(((Text(str(number)),), _cell(row.reach(call.label)), *months, _cell(row.reach(call.owner))),
                    shaded=filled)


def _month(value: object, year: int) -> int:
    """Give the month of a day, or one outside the year."""
    assert isinstance(value, date)
    return value.month + 12 * (value.year - year)


def _days(days: Sequence[CellValue], year: int, month: int) -> Inlines:
    found: list[Inline] = []
    for day in days:
        moment = day.value
        if isinstance(moment, date) and (moment.year, moment.month) == (year, month):
            found += [LineBreak()] if found else []
            found.append(Cell(str(moment.day), day.record.source(day.column)))
    return tuple(found)


def _cell(value: CellValue) -> Inlines:
    return () if value.empty else (value.inline(bare=True),)
