"""Notes below a table: what its dashes stand for, and what its figures rest on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from briefgen.compose.issued import restatements
from briefgen.compose.notes import dashes, rests, several
from briefgen.model.figure import CARRIED, PROVISIONAL, Reason
from tests.compose.desk import NORTH, SOUTH, figure


def test_one_reason_for_all_columns_is_said_without_them() -> None:
    cells = [("同比（%）", figure("signed.count.yoy", Reason.NO_BASE)), ("增幅", figure("a.yoy", Reason.NO_BASE))]
    assert list(dashes(cells)) == ["“—”表示上年同期为零"]


def test_a_place_is_missing_for_the_reason_of_what_it_was_taken_by() -> None:
    completion = figure("started.invest.completion", Reason.NOT_DUE, "%")
    place = replace(figure("started.invest.rank", Reason.NOT_DUE, "位"), parents={"value": completion})
    unranked = figure("started.invest.rank", Reason.NOT_COMPARABLE, "位")
    assert list(dashes([("排名", place), ("排名", unranked)])) == ["“—”表示年度目标待下达或不参加排名"]


def test_what_holds_of_some_units_names_them() -> None:
    months = [replace(figure("signed.invest.month", "1", "亿元", note, unit), name="签约总投资当月")
              for unit, note in ((NORTH, CARRIED), (SOUTH, ""))]
    assert list(rests(months)) == ["寿阳县签约总投资的当月数含以前月份更正的差额"]


def test_a_provisional_target_that_no_figure_measures_against_is_not_told() -> None:
    target = replace(figure("signed.invest.target", "105", "亿元", PROVISIONAL), name="签约总投资年度目标")
    measured = replace(figure("signed.invest.completion", "50", "%"), parents={"target": target})
    assert list(rests([measured])) == ["签约总投资的年度目标为暂定数"]
    assert list(rests([figure("signed.invest.completion", "50", "%")])) == []


@pytest.mark.parametrize(("definition", "head"), [("一种口径", "数据更正"), ("另一种口径", "口径调整")])
def test_a_changed_figure_is_told_with_both_values(definition: str, head: str) -> None:
    current = replace(figure("signed.invest", "1330.9", "亿元"), definition="一种口径")
    issued = replace(current, key=figure("signed.invest.last_year", "1").key, name="签约总投资上年同期",
                     value=Fraction("1330.5"), restated=True, parents={"current": current}, definition=definition)
    yoy = replace(figure("signed.invest.yoy", "5", "%"), parents={"base": issued})
    told = "上年同期签约总投资已印发1330.5亿元，现为1330.9亿元，按已印发数比较"
    assert list(restatements([yoy], NORTH.name)) == [f"{head}：{told}"]
    assert list(restatements([yoy])) == [f"{head}：寿阳县{told}"]


def test_many_are_cut() -> None:
    assert (several(["甲", "乙", "丙"]), several(["甲", "乙", "丙", "丁"])) == ("甲、乙、丙", "甲、乙、丙等4项")
