from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.check.figures import check_figures
from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.desk import Desk
from briefgen.model.period import Period
from briefgen.resources import Layers
from tests.check.judging import LEDGER, ledger
from tests.read.making import SCHEMAS, TARGETS, office, read, told

if TYPE_CHECKING:
    from briefgen.model.problem import Problem

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
START = {"开工日期": "2022-06-01"}


def found(folder: Path, *rows: dict[str, str], target: str = "10", of: str = "签约总投资") -> list[Problem]:
    """Check the figures of 2022 over the rows, 寿阳县 having a target of so many 亿元 or per cent."""
    measure = "%" if of == "开工率" else "亿元"
    targets = f"{TARGETS}2022,寿阳县,{of},{target},{measure},市定,,1,\n"
    read_in, problems = read(folder, {LEDGER: ledger(*rows), "目标任务": targets})
    assert problems == []
    calculator = Calculator(read_in, office({}), read_profile(Layers(), "shanxi", SCHEMAS))
    return list(check_figures(calculator.measured(Period.parse("2022-12"))))


def of_code(code: str, problems: list[Problem]) -> list[tuple[str, object, object]]:
    return [(str(each.source).rsplit(" ", 1)[-1], each.params["indicator"], each.params["units"])
            for each in problems if each.code == code]


@pytest.mark.parametrize(("invest", "units"), [("300000", []), ("300100", ["寿阳县 300.1%"])])
def test_more_than_three_times_the_target_leads_to_the_target(tmp_path: Path, invest: str, units: list[str]) -> None:
    problems = of_code("figure.completion", found(tmp_path, {"总投资(万元)": invest}))
    assert problems == [("D2", "签约总投资", unit) for unit in units]


@pytest.mark.parametrize(("invest", "units"), [("11000", []), ("11010", ["晋中市 1001%、寿阳县 1001%"])])
def test_growth_of_more_than_tenfold_leads_to_the_base(tmp_path: Path, invest: str, units: list[str]) -> None:
    rows = [{"总投资(万元)": invest}, {"签约日期": "2021-03-15", "总投资(万元)": "1000"}]
    assert of_code("figure.growth", found(tmp_path, *rows)) == [("I3", "签约总投资", unit) for unit in units]


def test_a_base_of_zero_is_told_once_and_only_where_something_grew(tmp_path: Path) -> None:
    problems = found(tmp_path, {}, {"签约日期": "2021-03-15", "落地单位": "太谷区"})
    assert of_code("figure.base", problems) == [("签约项目台账.csv", "签约总投资", "寿阳县")]


def test_units_that_share_a_place_are_told_once(tmp_path: Path) -> None:
    problems = found(tmp_path, START, {**START, "落地单位": "太谷区", "总投资(万元)": "1001"})
    assert of_code("figure.ties", problems) == [("签约项目台账.csv", "开工率", "1: 太谷区、寿阳县")]


def test_figures_that_differ_are_let_be(tmp_path: Path) -> None:
    last = [{"签约日期": "2021-03-15"}, {"签约日期": "2021-03-15", "落地单位": "太谷区"}]
    rows = [{**START, "总投资(万元)": "2000"}, {"总投资(万元)": "700"}, {**START, "落地单位": "太谷区"}]
    started = [{**each, "开工日期": "2021-06-01"} for each in last]
    assert [(each.code, each.params) for each in found(tmp_path, *rows, *started)] == []


@pytest.mark.parametrize(("period", "codes"), [
    ("2022-12", ["figure.ties"]), ("2022-10", ["figure.ties"]), ("2022-09", ["figure.ties"]),
    ("2022-05", ["figure.growth", "figure.ties"]), ("2022-01", ["figure.base", "figure.growth", "figure.base"]),
])
def test_the_sample_raises_few_of_them(period: str, codes: list[str]) -> None:
    problems = Desk(SAMPLE).problems(Period.parse(period))
    assert [code for code, _ in told(problems) if code.startswith("figure.")] == codes
