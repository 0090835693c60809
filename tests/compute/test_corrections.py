"""Months before a correction's effective month keep the old value; the month itself carries the difference."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.compute.breakdown import Divider
from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.compute.tally import worth
from briefgen.model.figure import CARRIED, Figure
from briefgen.model.period import Period
from briefgen.resources import Layers
from tests.read.making import ARRIVED, SCHEMAS, SIGNED, office, read, signed
from tests.read.test_corrections import HEAD, correction

PROFILE = read_profile(Layers(), "shanxi", SCHEMAS)
ROWS = signed("A", invest="10000", day="2022-02-01") + signed("B", "太谷区", "20000", "2022-05-10")
MONEY = "A,2022-02,10000,固定资产投资,P1\nA,2022-05,30000,固定资产投资,P2\nB,2022-05,5000,固定资产投资,P3\n"


def _calculator(folder: Path, *lines: str, rows: str = ROWS) -> Calculator:
    ledger, problems = read(folder, {"签约项目台账": SIGNED + rows, "到位资金月报": ARRIVED + MONEY,
                                     "更正记录": HEAD + "".join(lines)})
    assert {problem.code for problem in problems} <= {"correction.applied"}
    return Calculator(ledger, office({}), PROFILE)


def _ask(calculator: Calculator, path: str, month: int, unit: str = "晋中市") -> Figure:
    found = calculator._ledger.units.find(unit)
    assert found is not None
    return calculator.figure(path, found, Period.parse(f"2022-{month:02}"))


def _texts(calculator: Calculator, path: str, *months: int, unit: str = "晋中市") -> list[str]:
    return [_ask(calculator, path, month, unit).text for month in months]


def test_without_an_effective_month_all_months_are_restated(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, correction(key="A", old="10000万元", new="3亿元"))
    assert _texts(calculator, "signed.invest", 2, 4, 5, 12) == ["3亿元", "3亿元", "5亿元", "5亿元"]
    assert _texts(calculator, "signed.invest.month", 2, 4, 5) == ["3亿元", "0亿元", "2亿元"]
    assert _ask(calculator, "signed.invest.month", 5).note == ""


def test_from_its_effective_month_on_the_new_value_counts_and_that_month_carries_the_difference(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, correction(key="A", old="10000万元", new="3亿元", since="2022-05"))
    assert _texts(calculator, "signed.invest", 2, 4, 5, 12) == ["1亿元", "1亿元", "5亿元", "5亿元"]
    assert _texts(calculator, "signed.invest.month", 2, 4, 5, 6) == ["1亿元", "0亿元", "4亿元", "0亿元"]
    month = _ask(calculator, "signed.invest.month", 5)
    assert month.rows is not None
    assert ([record.key for record in month.rows.records], [record.key for record in month.rows.taken]) == (
        ["A", "B"], ["A"])
    assert [record.key for record in month.rows.fresh] == ["B"]
    assert (month.note, month.formula) == (CARRIED, "sum(总投资) - sum(总投资)")
    count = _ask(calculator, "signed.count.month", 5)
    assert (count.text, count.note) == ("1", "")


def test_a_project_taken_out_takes_its_money_along_in_the_month_of_the_correction(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, correction(key="A", field="状态", old="有效", new="退库", since="2022-06"))
    assert _texts(calculator, "arrived.fixed", 5, 6) == ["4.5亿元", "0.5亿元"]
    assert _texts(calculator, "arrived.fixed.month", 5, 6, 7) == ["3.5亿元", "−4亿元", "0亿元"]
    assert _texts(calculator, "signed.count.month", 5, 6, 7) == ["1", "−1", "0"]
    assert _texts(calculator, "signed.count.month", 6, unit="太谷区") == ["0"]


def test_a_project_that_moves_leaves_one_unit_and_comes_to_the_other(tmp_path: Path) -> None:
    moved = correction(key="A", field="落地单位", old="寿阳县", new="太谷区", since="2022-06")
    calculator = _calculator(tmp_path, moved)
    for unit, wanted in (("寿阳县", ["1", "−1"]), ("太谷区", ["1", "1"]), ("晋中市", ["2", "0"])):
        found = [_ask(calculator, "signed.count", 5, unit).text, _ask(calculator, "signed.count.month", 6, unit).text]
        assert found == wanted
        month = _ask(calculator, "signed.count.month", 6, unit)
        assert month.note == ("" if unit == "晋中市" else CARRIED)
        assert month.rows is not None
        assert month.rows.fresh == ()


def test_a_start_that_was_not_reported_counts_in_the_month_of_the_correction(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, correction(key="A", field="开工日期", old="", new="2022-03-01", since="2022-06"))
    assert _texts(calculator, "started.count", 5, 6) == ["0", "1"]
    month = _ask(calculator, "started.count.month", 6)
    assert month.rows is not None
    assert [record.key for record in month.rows.records] == ["A"]
    assert (month.rows.fresh, month.note) == ((), CARRIED)  # it is no start of June


def test_a_month_divided_by_chain_carries_the_difference_in_its_parts(tmp_path: Path) -> None:
    calculator = _calculator(tmp_path, correction(key="A", field="产业链", old="新材料", new="新能源", since="2022-06"))
    ledger = calculator._ledger
    divider = Divider(calculator, ledger, Period.parse("2022-06"))
    found = divider.divide("signed.count", ledger.units.city, "chain", "last-month")
    assert {part.label: part.figure.value for part in found.parts} == {"新能源": 1, "新材料": -1}
    assert found.whole.figure.value == 0


UNITS = ("寿阳县", "太谷区")
FIELDS = {"总投资": ["10000万元", "20000万元", "5000万元"], "状态": ["有效", "退库"], "落地单位": list(UNITS),
          "签约日期": ["2022-02-01", "2022-05-10", "2022-07-01"], "开工日期": ["", "2022-03-01", "2022-08-01"],
          "产业链": ["新材料", "新能源"]}
STEPS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(list(FIELDS)), st.integers(0, 2),
                           st.sampled_from(["", "2022-03", "2022-06", "2022-08"])), max_size=5)


@pytest.mark.parametrize("path", ["signed.count", "signed.invest", "started.count", "started.invest", "arrived.fixed"])
@settings(max_examples=15)
@given(steps=STEPS)
def test_months_add_up_to_the_cumulative_figure_and_rows_to_each(path: str, steps: list[tuple[str, str, int, str]]
                                                                 ) -> None:
    now = {("A", "总投资"): "10000万元", ("B", "总投资"): "20000万元", ("A", "落地单位"): "寿阳县",
           ("B", "落地单位"): "太谷区", ("A", "签约日期"): "2022-02-01", ("B", "签约日期"): "2022-05-10"}
    lines = []
    for number, (key, field, at, since) in enumerate(steps, 1):
        old = now.get((key, field), FIELDS[field][0])
        new = now[key, field] = FIELDS[field][at % len(FIELDS[field])]
        lines.append(correction(number, key, field, old, new, since))
    with tempfile.TemporaryDirectory() as folder:
        calculator = _calculator(Path(folder), *lines)
    indicator = calculator.indicator(path)
    for unit in ("晋中市", *UNITS):
        total = Fraction(0)
        for month in range(1, 13):
            figure, cumulative = _ask(calculator, f"{path}.month", month, unit), _ask(calculator, path, month, unit)
            if cumulative.value is None:
                continue
            assert figure.value is not None
            total += figure.value
            assert total == cumulative.value
            for each in (figure, cumulative):
                assert each.rows is not None
                assert each.value == worth(indicator, each.rows.records) - worth(indicator, each.rows.taken)
