"""Figures from small ledgers whose rows stand in the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compute.calculator import Calculator, IndicatorUnknown
from briefgen.compute.profile import read_profile
from briefgen.model.figure import Figure, Reason
from briefgen.model.period import Period
from briefgen.resources import Layers
from tests.read.making import ARRIVED, SCHEMAS, SIGNED, TARGETS, office, read, signed

if TYPE_CHECKING:
    from pathlib import Path

# key, unit, 来源区域, 总投资 (万元), 协议类型, 签约日期, 开工日期, 状态
ROWS = [
    ("A1", "寿阳县", "长三角", "970000", "投资协议", "2022-01-10", "2022-03-01", "有效"),
    ("A2", "寿阳县", "港澳台", "30000", "投资协议", "2022-12-05", "", "有效"),
    ("A3", "太谷区", "国外", "500000", "投资协议", "2022-06-30", "2022-12-31", "有效"),
    ("A4", "太谷区", "省内", "10000", "投资协议", "2022-06-30", "2022-07-01", "有效"),
    ("A5", "太谷区", "长三角", "10000", "框架协议", "2022-06-30", "2022-07-01", "有效"),
    ("A6", "太谷区", "长三角", "10000", "投资协议", "2022-06-30", "2022-07-01", "退库"),
    ("A7", "太谷区", "长三角", "10000", "投资协议", "2023-01-05", "", "有效"),
    ("B1", "寿阳县", "长三角", "400000", "投资协议", "2021-05-10", "2022-02-01", "有效"),
    ("B2", "太谷区", "长三角", "600000", "投资协议", "2021-12-31", "2021-12-31", "有效"),
]
MONEY = [("A1", "2022-01", "500"), ("A1", "2022-12", "1500"), ("B1", "2022-11", "3000"), ("A4", "2022-11", "9000"),
         ("A3", "2023-01", "7000"), ("B2", "2021-12", "4000")]
GOALS = [("2022", "晋中市", "签约总投资", "100", "1"), ("2022", "寿阳县", "签约总投资", "50", "1"),
         ("2022", "寿阳县", "签约总投资", "40", "2"), ("2022", "太谷区", "签约总投资", "", ""),
         ("2022", "寿阳县", "开工率", "40", "1")]


@pytest.fixture
def calculator(tmp_path: Path) -> Calculator:
    projects = SIGNED + "".join(
        f"{key},项目{key},{unit},{origin},新材料,{money},1,{kind},{day},{start},,公开,{state}\n"
        for key, unit, origin, money, kind, day, start, state in ROWS)
    arrivals = ARRIVED + "".join(f"{key},{month},{money},固定资产投资,P{at}\n"
                                 for at, (key, month, money) in enumerate(MONEY))
    arrivals += "A1,2022-05,800,流动资金,P9\n"
    goals = TARGETS + "".join(
        f"{year},{unit},{metric},{value},{'%' if metric == '开工率' else '亿元'},"
        f"市定,示例,{version},{'' if value else '待下达'}\n"
        for year, unit, metric, value, version in GOALS)
    ledger, problems = read(tmp_path, {"签约项目台账": projects, "到位资金月报": arrivals, "目标任务": goals})
    assert problems == []
    return Calculator(ledger, office({}, since="2021-01"), read_profile(Layers(), "shanxi", SCHEMAS))


def _ask(calculator: Calculator, path: str, unit: str = "晋中市", period: str = "2022-12") -> Figure:
    found = calculator._ledger.units.find(unit)
    assert found is not None
    return calculator.figure(path, found, Period.parse(period))


@pytest.mark.parametrize(("path", "unit", "period", "text"), [
    ("signed.count", "晋中市", "2022-12", "3"),
    ("signed.invest", "晋中市", "2022-12", "150亿元"),
    ("signed.count", "寿阳县", "2022-12", "2"),
    ("signed.count", "晋中市", "2022-05", "1"),
    ("signed.count.month", "晋中市", "2022-12", "1"),
    ("signed.invest.month", "寿阳县", "2022-12", "3亿元"),
    ("signed.invest.last_month", "寿阳县", "2022-12", "97亿元"),
    ("signed.invest.completion", "晋中市", "2022-12", "150%"),
    ("signed.invest.completion", "寿阳县", "2022-12", "250%"),
    ("signed.invest.pace", "晋中市", "2022-06", "97个百分点"),
    ("started.rate", "晋中市", "2022-12", "66.67%"),
    ("started.rate", "晋中市", "2022-11", "50%"),
    ("started.rate.completion", "寿阳县", "2022-12", "125%"),
    ("started.invest", "晋中市", "2022-12", "147亿元"),
    ("started.invest.month", "晋中市", "2022-12", "50亿元"),
    ("arrived.fixed", "晋中市", "2022-12", "0.5亿元"),
    ("arrived.fixed", "寿阳县", "2022-11", "0.35亿元"),
    ("arrived.fixed.month", "寿阳县", "2022-12", "0.15亿元"),
    ("signed.invest.yoy", "晋中市", "2022-12", "50%"),
    ("signed.count.diff", "晋中市", "2022-12", "1"),
    ("started.rate.yoy", "晋中市", "2022-12", "16.67个百分点"),
    ("signed.invest.rank", "寿阳县", "2022-12", "1"),
    ("started.rate.rank", "寿阳县", "2022-12", "2"),
])
def test_figures(calculator: Calculator, path: str, unit: str, period: str, text: str) -> None:
    assert _ask(calculator, path, unit, period).text == text


@pytest.mark.parametrize(("path", "unit", "period", "reason"), [
    ("signed.count", "晋中市", "2020-12", Reason.NOT_COLLECTED),
    ("signed.count.yoy", "晋中市", "2021-12", Reason.NOT_COLLECTED),
    ("signed.invest.completion", "太谷区", "2022-12", Reason.NOT_DUE),
    ("signed.invest.rank", "晋中市", "2022-12", Reason.NOT_COMPARABLE),
    ("signed.count.yoy", "太谷区", "2022-11", Reason.NO_BASE),
    ("started.rate", "太谷区", "2022-05", Reason.NO_BASE),
    ("signed.count.last_month", "晋中市", "2022-01", Reason.NOT_COMPARABLE),
    ("batches.count", "晋中市", "2022-12", Reason.NOT_COLLECTED),
    ("signed.count.completion", "晋中市", "2022-12", Reason.NOT_COMPARABLE),
])
def test_missing_values_have_their_reason(calculator: Calculator, path: str, unit: str, period: str,
                                          reason: Reason) -> None:
    figure = _ask(calculator, path, unit, period)
    assert figure.value is None
    assert figure.reason is reason


def test_zero_is_a_value(calculator: Calculator) -> None:
    assert _ask(calculator, "signed.count", "太谷区", "2022-05").value == 0


def test_rows_name_their_cells_and_add_up(calculator: Calculator) -> None:
    rows = _ask(calculator, "signed.invest", "寿阳县").rows
    assert rows is not None
    assert [str(record.source("总投资")) for record in rows.records] == ["签约项目台账.csv F2", "签约项目台账.csv F3"]


def test_parents_carry_the_parts(calculator: Calculator) -> None:
    parents = _ask(calculator, "signed.invest.completion", "寿阳县").parents or {}
    assert {role: figure.text for role, figure in parents.items()} == {"value": "100亿元", "target": "40亿元"}


@pytest.mark.parametrize("path", ["signed.cuont", "signed.invest.compleition", "signed", ""])
def test_unknown_indicators_are_refused(calculator: Calculator, path: str) -> None:
    with pytest.raises(IndicatorUnknown):
        _ask(calculator, path)


def test_unknown_indicator_names_the_nearest(calculator: Calculator) -> None:
    with pytest.raises(IndicatorUnknown, match=r"signed\.invest"):
        _ask(calculator, "signed.invst")


def test_ties_share_a_place_and_the_next_is_skipped(tmp_path: Path) -> None:
    projects = SIGNED + signed("A", "寿阳县") + signed("B", "太谷区")
    ledger, _ = read(tmp_path, {"签约项目台账": projects})
    calculator = Calculator(ledger, office({}), read_profile(Layers(), "shanxi", SCHEMAS))
    figure = _ask(calculator, "signed.invest.rank", "寿阳县")
    assert (figure.text, figure.note) == ("1", "并列")


@pytest.mark.parametrize(("start", "count"), [
    ("2022-03-01", "1"), ("2022年3月", "1"), ("未开工", "0"), ("预计2022年3月", "0"), ("2023年1月", "0"), ("—", "0")])
def test_only_a_day_that_has_come_counts(tmp_path: Path, start: str, count: str) -> None:
    projects = SIGNED + signed("A", "寿阳县").replace("2022-03-15,,", f"2022-03-15,{start},")
    ledger, _ = read(tmp_path, {"签约项目台账": projects})
    calculator = Calculator(ledger, office({}), read_profile(Layers(), "shanxi", SCHEMAS))
    assert _ask(calculator, "started.count", "寿阳县").text == count
