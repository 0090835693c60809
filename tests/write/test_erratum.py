"""The draft of a 更正说明 tells each figure before and after so that nobody takes a fall for a rise."""

from __future__ import annotations

from datetime import date

from briefgen.document.changes import CellChange, Comparison, FigureChange, RowChange
from briefgen.model.issue import Issue
from briefgen.write.erratum import draft

ISSUE = Issue(folder="published/2022-10/晋中市-月度工作简报-2", kind="monthly", kind_title="月度工作简报",
              unit="140700", unit_name="晋中市", period="2022-10", as_of=date(2022, 10, 31), number=10,
              day=date(2022, 11, 9), record="0" * 64, trace="0" * 64)


def _draft(*changes: FigureChange) -> str:
    return draft(ISSUE, Comparison("a", "b", changes, 0))


def test_a_fall_is_told_with_its_sign() -> None:
    text = _draft(FigureChange("changed", "signed.invest.yoy", "140700", "2022-10", "签约总投资同比", "晋中市", "%",
                               "−2.13%", "−2.31", "-0.18", ()))
    assert "1. 晋中市签约总投资同比：“−2.13%”更正为“−2.31%”。" in text


def test_a_row_is_told_with_the_cell_that_changed() -> None:
    cell = CellChange("状态", "有效", "退库")
    row = RowChange("changed", "台账", "甲", "data/台账.csv!C2", "data/台账.csv!2", (cell,))
    text = _draft(FigureChange("changed", "signed.count", "140700", "2022-10", "签约项目数", "晋中市", "个", "3", "2",
                               "-1", (row,)))
    assert "晋中市签约项目数：“3个”更正为“2个”。" in text
    assert "台账 甲（data/台账.csv!2）：状态：有效 → 退库" in text
