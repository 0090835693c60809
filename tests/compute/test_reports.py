"""A reporting unit's figures come from 汇总填报, the others' from rows, and the city's from both."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.compute.breakdown import Divider, NotDivisible
from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.compute.tally import worth
from briefgen.model.figure import Figure, Reason
from briefgen.model.period import Period
from briefgen.model.report import brought
from briefgen.resources import Layers
from tests.read.making import ARRIVED, SCHEMAS, SIGNED, TARGETS, office, read, signed

PROFILE = read_profile(Layers(), "shanxi", SCHEMAS)
HEAD = "单位,月份,指标,累计值,计量单位,填报人,备注\n"
# 寿阳县 reports, 太谷区 keeps rows
OURS = signed("B", "太谷区", "20000", "2022-02-10") + signed("C", "太谷区", "5000", "2022-05-10")
TOLD = ("寿阳县,2022-02,签约项目数,2,个,,\n寿阳县,2022-02,signed.invest,1.5,亿元,,\n"
        "寿阳县,2022-03,signed.count,2,个,,\n寿阳县,2022-03,签约总投资,15000,万元,,\n"
        "寿阳县,2022-05,签约项目数,5,个,,\n寿阳县,2022-05,签约总投资,4,亿元,,\n"
        "寿阳县,2021-05,签约总投资,2,亿元,,\n寿阳县,2022-05,开工项目数,1,个,,\n")


def _calculator(folder: Path, told: str = TOLD, rows: str = OURS, units: object = ("寿阳县",)) -> Calculator:
    tables = {"签约项目台账": SIGNED + rows, "到位资金月报": ARRIVED + "B,2022-02,100,固定资产投资,P1\n",
              "汇总填报": HEAD + told, "目标任务": TARGETS + "2022,寿阳县,签约总投资,8,亿元,市定,示例,1,\n"}
    ledger, problems = read(folder, {name: text for name, text in tables.items() if rows or name != "签约项目台账"},
                            reported={"units": units})
    assert problems == []
    return Calculator(ledger, office({}, reported={"units": units}), PROFILE)


def _ask(calculator: Calculator, path: str, month: str, unit: str = "晋中市") -> Figure:
    found = calculator._ledger.units.find(unit)
    assert found is not None
    return calculator.figure(path, found, Period.parse(month))


@pytest.mark.parametrize(("path", "unit", "month", "text"), [
    ("signed.count", "寿阳县", "2022-05", "5"),
    ("signed.invest", "寿阳县", "2022-05", "4亿元"),
    ("signed.invest", "寿阳县", "2022-03", "1.5亿元"),
    ("signed.invest", "太谷区", "2022-05", "2.5亿元"),
    ("signed.count", "晋中市", "2022-05", "7"),
    ("signed.invest", "晋中市", "2022-05", "6.5亿元"),
    ("signed.invest", "晋中市", "2022-03", "3.5亿元"),
    ("signed.count.month", "寿阳县", "2022-03", "0"),
    ("signed.invest.completion", "寿阳县", "2022-05", "50%"),
    ("signed.invest.yoy", "寿阳县", "2022-05", "100%"),
    ("started.rate", "寿阳县", "2022-05", "20%"),
    ("signed.invest.rank", "寿阳县", "2022-05", "1"),
    ("signed.invest.rank", "太谷区", "2022-05", "2"),
])
def test_figures(tmp_path: Path, path: str, unit: str, month: str, text: str) -> None:
    assert _ask(_calculator(tmp_path), path, month, unit).text == text


@pytest.mark.parametrize(("path", "unit", "reported"), [
    ("signed.invest", "寿阳县", True), ("signed.invest", "晋中市", True), ("signed.invest", "太谷区", False),
    ("started.rate", "寿阳县", True), ("signed.invest.completion", "寿阳县", True),
    ("signed.invest.target", "寿阳县", False), ("signed.invest.rank", "寿阳县", True),
    ("signed.invest.yoy", "寿阳县", True), ("trips.count", "寿阳县", False)])
def test_a_figure_is_marked_as_reported_through_its_parents(tmp_path: Path, path: str, unit: str,
                                                             reported: bool) -> None:
    assert _ask(_calculator(tmp_path), path, "2022-05", unit).reported is reported


@pytest.mark.parametrize(("path", "unit", "month"), [
    ("signed.count", "寿阳县", "2022-04"),  # that month is missing
    ("signed.count", "晋中市", "2022-04"),  # so the city's sum would be partial
    ("signed.count.month", "寿阳县", "2022-05"),  # without the month before there is no month
    ("signed.large.count", "寿阳县", "2022-05"),  # never reported
    ("signed.large.count", "晋中市", "2022-05"),
    ("arrived.fixed", "晋中市", "2022-05"),
    ("signed.count", "寿阳县", "2021-04"),
])
def test_what_is_not_reported_is_not_collected(tmp_path: Path, path: str, unit: str, month: str) -> None:
    figure = _ask(_calculator(tmp_path), path, month, unit)
    assert (figure.value, figure.reason) == (None, Reason.NOT_COLLECTED)


@pytest.mark.parametrize(("successor", "units", "month", "city", "heir"), [
    ("太谷区", ("寿阳县",), "2022-03", "3.5亿元", "2亿元"),  # it still reports by itself
    ("太谷区", ("寿阳县",), "2022-05", "4亿元", "4亿元"),  # its 1.5 up to March, and rows of 2.5
    ("", ("寿阳县",), "2022-05", "4亿元", "2.5亿元"),  # nobody took it over, what it brought stays the city's
    ("太谷区", ("寿阳县", "太谷区"), "2022-05", "9亿元", "9亿元"),  # the successor reports for both
    ("太谷区", ("太谷区",), "2022-05", "9亿元", "9亿元"),
    ("太谷区", ("寿阳县",), "2023-05", "0亿元", "0亿元"),  # another year
])
def test_a_unit_that_is_gone_is_counted_up_to_its_last_report(
        tmp_path: Path, successor: str, units: tuple[str, ...], month: str, city: str, heir: str) -> None:
    told = TOLD + "太谷区,2022-05,signed.invest,9,亿元,,\n"
    later = signed("D", "太谷区", "1", "2023-01-10").replace("有效", "退库")
    tables = {"签约项目台账": SIGNED + OURS + later, "汇总填报": HEAD + told,
              "单位": f"单位代码,单位名称,简称,曾用名,单位类型,参与排名,有效止,承接单位,排序\n"
                    f"140725,寿阳县,寿阳,,县区,是,2022-03-31,{successor},2\n140703,太谷区,太谷,太谷县,县区,是,,,1\n"}
    ledger, _problems = read(tmp_path, tables, reported={"units": units})
    calculator = Calculator(ledger, office({}, reported={"units": units}), PROFILE)
    assert [_ask(calculator, "signed.invest", month, unit).text for unit in ("晋中市", "太谷区")] == [city, heir]


def test_what_is_left_has_no_month_of_its_own(tmp_path: Path) -> None:
    told = "寿阳县,2022-04,未开工项目数,3,个,,\n寿阳县,2022-05,未开工项目数,2,个,,\n"
    assert _ask(_calculator(tmp_path, told), "waiting.count.month", "2022-05", "寿阳县").reason is Reason.NOT_COMPARABLE


def test_the_city_names_rows_and_reports(tmp_path: Path) -> None:
    figure = _ask(_calculator(tmp_path), "signed.invest", "2022-05")
    assert figure.rows is not None
    assert figure.stated is not None
    assert ([record.key for record in figure.rows.records], figure.formula) == (["B", "C"], "sum(总投资) + reported")
    assert [str(record.source("累计值")) for record in figure.stated.records] == ["汇总填报.csv D7"]


def test_rows_of_a_reporting_unit_do_not_count(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, rows=OURS + signed("A", "寿阳县", "9999", "2022-01-05"))
    assert [_ask(calculator, "signed.count", "2022-05", unit).text for unit in ("寿阳县", "晋中市")] == ["5", "7"]


def test_other_tables_are_counted_as_ever(tmp_path: Path) -> None:
    trips = "编号,日期,单位,拜访企业数\nW1,2022-05-03,寿阳县,3\n"
    ledger, _ = read(tmp_path, {"签约项目台账": SIGNED + OURS, "外出招商": trips, "汇总填报": HEAD + TOLD})
    calculator = Calculator(ledger, office({}, reported={"units": ["寿阳县"]}), PROFILE)
    assert _ask(calculator, "trips.count", "2022-05", "寿阳县").text == "1"


def test_without_any_project_ledger_the_city_adds_up_or_reports_itself(tmp_path: Path) -> None:
    both = TOLD + "太谷区,2022-05,签约项目数,3,个,,\n"
    assert _ask(_calculator(tmp_path, both, "", "all"), "signed.count", "2022-05").text == "8"
    own = both + "晋中市,2022-05,签约项目数,9,个,,\n"
    assert _ask(_calculator(tmp_path, own, "", "all"), "signed.count", "2022-05").text == "9"
    assert _ask(_calculator(tmp_path, own, "", "all"), "signed.invest", "2022-05").reason is Reason.NOT_COLLECTED


def test_a_reported_figure_has_no_parts_by_chain(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path)
    divider = Divider(calculator, calculator._ledger, Period.parse("2022-05"))
    with pytest.raises(NotDivisible):
        divider.divide("signed.invest", calculator._ledger.units.city, "chain", "")


def _worth(figure: Figure, path: str, calculator: Calculator) -> Fraction:
    """Add up what a figure names: rows, reports, and what is taken away of both."""
    indicator, total = calculator.indicator(path), Fraction(0)
    if figure.rows is not None:
        total += worth(indicator, figure.rows.records) - worth(indicator, figure.rows.taken)
    if figure.stated is not None:
        for sign, records in ((1, figure.stated.records), (-1, figure.stated.taken)):
            total += sign * sum((brought(record, indicator.measure) for record in records), Fraction(0))
    return total


@settings(max_examples=25)
@given(st.lists(st.tuples(st.decimals(0, 999, places=4), st.sampled_from(["亿元", "万元", "元"])), min_size=1,
                max_size=12), st.lists(st.tuples(st.integers(1, 99999), st.integers(1, 12)), max_size=6))
def test_units_add_up_to_the_city_and_months_to_the_year(told: list[tuple[object, str]],
                                                         ours: list[tuple[int, int]]) -> None:
    lines = "".join(f"寿阳县,2022-{month:02},签约总投资,{value},{measure},,\n"
                    for month, (value, measure) in enumerate(told, 1))
    rows = "".join(signed(f"R{at}", "太谷区", str(money), f"2022-{month:02}-10")
                   for at, (money, month) in enumerate([(7, 1), *ours]))
    with tempfile.TemporaryDirectory() as folder:
        calculator = _calculator(Path(folder), lines, rows)
    for unit in ("寿阳县", "太谷区", "晋中市"):
        total = Fraction(0)
        for month in range(1, len(told) + 1):
            name = f"2022-{month:02}"
            cumulative = _ask(calculator, "signed.invest", name, unit)
            single = _ask(calculator, "signed.invest.month", name, unit)
            assert single.value is not None
            total += single.value
            assert total == cumulative.value == _worth(cumulative, "signed.invest", calculator)
            assert single.value == _worth(single, "signed.invest", calculator)
            parts = [_ask(calculator, "signed.invest", name, each).value for each in ("寿阳县", "太谷区")]
            if unit == "晋中市":
                assert cumulative.value == sum(filter(None, parts), Fraction(0))
