"""Targets: two levels side by side, versions within a year, pending and provisional ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefgen.compose.phrases import completion, reason_text
from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.document.dump import dump
from briefgen.model.figure import PROVISIONAL, Reason
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order
from briefgen.resources import Layers
from tests.compute.test_rank_set import SAMPLE
from tests.read.making import SCHEMAS, SIGNED, office, read, signed

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.figure import Figure

HEAD = "年度,单位,指标,目标值,计量单位,下达层级,文号,版本,下达日期,备注\n"
GOALS = ("2022,寿阳县,签约总投资,10,亿元,市定,示例,1,2022-01-20,\n"
         "2022,寿阳县,签约总投资,20,亿元,市定,示例,2,2022-07-15,\n"
         "2022,寿阳县,签约总投资,8,亿元,省定,示例,1,2022-01-10,\n2022,太谷区,签约总投资,5,亿元,市定,示例,1,,暂定\n"
         "2022,晋中市,签约总投资,,亿元,市定,示例,,,待下达\n")


def _calculator(folder: Path, level: str = "市定") -> Calculator:
    rows = signed("A", invest="100000", day="2022-01-05") + signed("B", "太谷区", "10000", "2022-01-06")
    ledger, problems = read(folder, {"签约项目台账": SIGNED + rows, "目标任务": HEAD + GOALS})
    assert problems == []
    return Calculator(ledger, office({}, targets={"level": level}), read_profile(Layers(), "shanxi", SCHEMAS))


def _ask(calculator: Calculator, derivation: str, month: str = "2022-12", unit: str = "寿阳县") -> Figure:
    found = calculator._ledger.units.find(unit)
    assert found is not None
    return calculator.figure(f"signed.invest.{derivation}", found, Period.parse(month))


@pytest.mark.parametrize(("derivation", "month", "text"), [
    ("target", "2022-06", "10亿元"), ("target", "2022-07", "20亿元"), ("target", "2022-12", "20亿元"),
    ("completion", "2022-06", "100%"), ("completion", "2022-07", "50%"),
    ("target_province", "2022-12", "8亿元"), ("completion_province", "2022-12", "125%"),
    ("target_city", "2022-12", "20亿元"), ("completion_city", "2022-06", "100%")])
def test_levels_and_versions(tmp_path: Path, derivation: str, month: str, text: str) -> None:
    assert _ask(_calculator(tmp_path), derivation, month).text == text


def test_a_version_that_was_not_out_yet_leaves_the_months_before_as_they_were(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path)
    assert [_ask(calculator, "target", f"2022-{month:02}").formula for month in (1, 6, 7)] == [
        "市定 2022 v1", "市定 2022 v1", "市定 2022 v2"]


def test_the_office_chooses_the_level_and_the_other_stays_at_hand(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, "省定")
    assert (_ask(calculator, "completion").text, _ask(calculator, "completion_city").text) == ("125%", "50%")


def test_levels_have_their_names_and_phrases(tmp_path: Path) -> None:
    figure = _ask(_calculator(tmp_path), "completion_province")
    assert figure.name == "签约总投资省定目标完成率"
    assert completion(figure).parts[0] == "超额完成年度目标任务，完成率"


@pytest.mark.parametrize(("unit", "derivation", "reason", "words"), [
    ("晋中市", "target", Reason.NOT_DUE, "年度目标待下达"), ("晋中市", "completion", Reason.NOT_DUE, "年度目标待下达"),
    ("晋中市", "target_province", Reason.NOT_DUE, "年度目标待下达"),
    ("太谷区", "target_province", Reason.NOT_COMPARABLE, "未设年度目标任务")])  # a province may set the city's alone
def test_a_pending_target_is_not_yet_due(tmp_path: Path, unit: str, derivation: str, reason: Reason,
                                         words: str) -> None:
    figure = _ask(_calculator(tmp_path), derivation, unit=unit)
    assert (figure.value, figure.reason, reason_text(figure)) == (None, reason, words)


def test_a_provisional_target_says_so(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path)
    assert [_ask(calculator, "target", unit=unit).note for unit in ("太谷区", "寿阳县")] == [PROVISIONAL, ""]


def test_the_table_says_that_targets_are_provisional() -> None:
    plain, desk = Desk(SAMPLE), Desk(SAMPLE)
    goals = tuple(replace(target, provisional=True) for target in desk.ledger.targets)
    desk._read = (replace(desk.ledger, targets=goals), *desk._read[1:])
    told = [dump(each.compose(each.kind("monthly"), each.unit(""), Period.parse("2022-12"), Order(period="2022-12")))
            for each in (plain, desk)]
    assert ["的年度目标为暂定数" in text for text in told] == [False, True]
