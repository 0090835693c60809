"""A month's figures stay what they were, whatever is added to the sample's tables afterwards."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.model.day import NotYet
from briefgen.model.period import Period
from briefgen.model.table import CellType
from briefgen.pipeline import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.figure import Key
    from briefgen.model.ledger import Ledger
    from briefgen.model.table import Record, Value

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
FULL = bool(os.environ.get("BRIEFGEN_FULL"))
MONTHS = ["2021-12", *(f"2022-{month:02}" for month in range(1, 13)), "2023-01"]
# Rows of these tables are dated by the day that they tell of; plans for the year are made whenever they are made.
DATED = {"签约项目台账": "签约日期", "到位资金月报": "月份", "储备项目库": "入库日期", "三个一批": "活动日期",
         "展会活动": "开始日期", "外出招商": "日期", "来访接待": "日期", "在外人才库": "入库日期",
         "招商专班": "成立日期", "合作协议": "签订日期", "问题清单": "提出日期"}
REACHED = ("开工日期", "投产日期", "实际开工日期", "实际投产日期", "销号日期")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


def _dates(record: Record) -> Iterator[str]:
    """Name the columns of days that a row has not reached when it is made up."""
    return (name for name in REACHED if name in record.origin.schema.index)


def _with(record: Record, **values: Value) -> Record:
    index = record.origin.schema.index
    made = list(record.values)
    for name, value in values.items():
        made[index[name]] = value
    return replace(record, values=tuple(made))


def _grown(ledger: Ledger, day: date) -> Ledger:
    """Add a late copy of every fifth row, and let happen after the day what has not happened yet."""
    tables = dict(ledger.tables)
    for name, column in DATED.items():
        rows = []
        for at, record in enumerate(tables[name]):
            late = day + timedelta(days=1 + at % 90)
            coming = [each for each in _dates(record) if isinstance(record[each], NotYet) or record[each] in (None, "")]
            rows.append(_with(record, **dict.fromkeys(coming, late)))
            if at % 5 == 0:
                month = record.origin.schema.columns[record.origin.schema.index[column]].type is CellType.MONTH
                begun = (day + timedelta(days=1)) if month else late
                rows.append(replace(_with(record, **{column: begun}), row=record.row + 100_000))
        tables[name] = tuple(rows)
    return replace(ledger, tables=tables)


def _cut(ledger: Ledger, day: date) -> Ledger:
    """Take away what was not known on the day: later rows, and days that had not come."""
    tables = dict(ledger.tables)
    for name, column in DATED.items():
        tables[name] = tuple(_with(record, **{each: None for each in _dates(record) if _after(record[each], day)})
                             for record in tables[name] if not _after(record[column], day))
    return replace(ledger, tables=tables)


def _after(value: Value, day: date) -> bool:
    return isinstance(value, date) and value > day


def _figures(desk: Desk, ledger: Ledger, period: Period) -> dict[Key, object]:
    calculator = Calculator(ledger, desk.office, read_profile(desk.layers, desk.office.indicators, desk.schemas))
    units = ledger.units
    chosen = (units.city, *units.units) if FULL else (units.city, units.units[6])
    paths = [path for name, derived in calculator.names().items()
             for path in (name, *(f"{name}.{each}" for each in derived))]
    found = [calculator.figure(path, unit, period) for unit in chosen for path in paths]
    return {figure.key: (figure.value, figure.reason, figure.text, figure.note) for figure in found}


@pytest.mark.parametrize("month", MONTHS)
def test_no_later_row_changes_a_months_figures(desk: Desk, month: str) -> None:
    period = Period.parse(month)
    wanted = _figures(desk, desk.ledger, period)
    for other in (_grown(desk.ledger, period.as_of), _cut(desk.ledger, period.as_of)):
        assert _figures(desk, other, period) == wanted


def test_the_added_rows_count_in_their_own_month(desk: Desk) -> None:
    """A check that cannot fail is none."""
    period = Period.parse("2022-06")
    later = Period.parse("2022-07")
    wanted = _figures(desk, desk.ledger, later)
    assert _figures(desk, _grown(desk.ledger, period.as_of), later) != wanted
    assert _figures(desk, _cut(desk.ledger, period.as_of), later) != wanted
