"""A schedule is a table of months whose cells are filled while something goes on."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.compose import errors
from briefgen.document.nodes import Cell, Table
from briefgen.model.period import Period
from briefgen.model.table import CellType
from tests.compose.desk import CITY, Desk, rows

TEXT, DAY, MONTH = CellType.TEXT, CellType.DATE, CellType.MONTH
PLANS = rows("计划", {"编号": TEXT, "名称": TEXT, "起": MONTH, "止": MONTH, "单位": TEXT},
             ("A", "甲活动", date(2023, 1, 1), date(2023, 3, 1), "商务局"),
             ("B", "乙活动", date(2022, 11, 1), date(2023, 2, 1), "工信局"),
             ("C", "丙活动", date(2023, 12, 1), date(2024, 2, 1), ""), key="编号")
EVENTS = rows("场次", {"编号": TEXT, "日期": DAY}, ("A", date(2023, 1, 12)), ("A", date(2023, 1, 26)),
              ("A", date(2023, 3, 2)), ("A", date(2024, 1, 5)), ("B", date(2023, 2, 3)))
CALL = ("{{ gantt(records('计划'), caption='进度横道图', label='名称', owner='单位', start='起', end='止', "
        "events=records('场次'), day='日期') }}")


@pytest.fixture
def plans(desk: Desk) -> Desk:
    return desk.with_(unit=CITY, period=Period.parse("2023-01"), more={"计划": PLANS, "场次": EVENTS})


def test_months_are_filled_and_hold_the_days_of_the_events(plans: Desk) -> None:
    assert plans.lines(CALL) == [
        "table 表1 进度横道图",
        "  head 序号 | 名称 | " + " | ".join(f"2023年（月）/{month}" for month in range(1, 13)) + " | 单位",
        "  row 1 | [甲活动] | ▇[12]⏎[26] | ▇ | ▇[2] |  |  |  |  |  |  |  |  |  | [商务局]",
        "  row 2 | [乙活动] | ▇ | ▇[3] |  |  |  |  |  |  |  |  |  |  | [工信局]",
        "  row 3 | [丙活动] |  |  |  |  |  |  |  |  |  |  |  | ▇ | ",
        "  note 阴影为活动实施时段，数字为场次举办日期"]


def test_each_day_names_its_cell(plans: Desk) -> None:
    table = plans.document(CALL).blocks[0]
    assert isinstance(table, Table)
    places = [str(day.source) for day in table.rows[0].cells[2] if isinstance(day, Cell)]
    assert places == ["data/场次.csv B2", "data/场次.csv B3"]


def test_columns_that_hold_no_days_are_refused(plans: Desk) -> None:
    with pytest.raises(errors.ArgumentUnfit, match="名称"):
        plans.document(CALL.replace("start='起'", "start='名称'"))
