"""What 汇总填报 says must be known, said once, grow within the year, and agree with the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_period, check_reports, missing_reports
from briefgen.compute.calculator import Calculator
from briefgen.model.period import Period
from briefgen.read.ledger import read_ledger
from tests.check.judging import brief
from tests.compute.test_reports import HEAD, OURS, PROFILE
from tests.read.making import SCHEMAS, SIGNED, UNITS, office, signed

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.office import Office
    from briefgen.model.problem import Problem

SHOU = "寿阳县,2022-05,{},{},{},,\n"


def _office(folder: Path, told: str, rows: str, units: object) -> tuple[Office, Calculator]:
    tables = {"单位": UNITS, "汇总填报": HEAD + told} | ({"签约项目台账": SIGNED + rows} if rows else {})
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    found = office({name: f"{name}.csv" for name in tables}, reported={"units": units})
    ledger, problems = read_ledger(folder, found, SCHEMAS)
    assert problems == []
    return found, Calculator(ledger, found, PROFILE)


def _found(folder: Path, told: str, rows: str = OURS, units: object = ("寿阳县",)) -> list[Problem]:
    named, calculator = _office(folder, told, rows, units)
    return check_reports(calculator._ledger, named, calculator)


def _missing(folder: Path, told: str, month: str, rows: str = OURS, units: object = ("寿阳县",)) -> list[str]:
    named, calculator = _office(folder, told, rows, units)
    found = list(missing_reports(calculator._ledger, named, Period.parse(month), calculator))
    assert {(problem.code, str(problem.source)) for problem in found} <= {("reported.missing", "汇总填报.csv")}
    return [f"{problem.params['unit']}：{problem.params['metrics']}" for problem in found]


@pytest.mark.parametrize(("told", "wanted"), [
    (SHOU.format("签约项目数", "5", "个"), []),
    (SHOU.format("signed.invest", "15000", "万元"), []),
    (SHOU.format("签约项目总数", "5", "个"), [("reported.indicator", "C2", [])]),
    (SHOU.format("开工率", "50", "%"), [("reported.indicator", "C2", [])]),
    (SHOU.format("签约总投资", "5", "万美元"), [("reported.measure", "E2", [])]),
    (SHOU.format("签约项目数", "5", "亿元"), [("reported.measure", "E2", [])]),
    (SHOU.format("签约项目数", "5.5", "个"), [("reported.whole", "D2", [])]),
    (SHOU.format("签约总投资", "5.5", "亿元"), []),
    (SHOU.format("签约项目数", "5", "个") + SHOU.format("signed.count", "6", "个"), [("reported.twice", "C3", ["C2"])]),
    (SHOU.format("签约项目数", "-1", "个"), [("reported.fell", "D2", [])]),
])
def test_each_report_must_be_known_and_said_once(tmp_path: Path, told: str,
                                                 wanted: list[tuple[str, str, list[str]]]) -> None:
    assert brief(_found(tmp_path, told)) == wanted


def test_the_nearest_name_is_told(tmp_path: Path) -> None:
    (problem,) = _found(tmp_path, SHOU.format("签约项目个数", "5", "个"))
    assert "(-> 签约项目数?)" in problem.message


@pytest.mark.parametrize(("first", "later", "metric", "fell"), [
    ("2022-04", "2022-05", "签约项目数", True), ("2022-02", "2022-11", "签约项目数", True),
    ("2021-12", "2022-01", "签约项目数", False), ("2022-04", "2022-05", "未开工项目数", False)])
def test_a_cumulative_value_must_not_fall_within_the_year(tmp_path: Path, first: str, later: str, metric: str,
                                                          fell: bool) -> None:
    told = f"寿阳县,{later},{metric},4,个,,\n寿阳县,{first},{metric},5,个,,\n"
    assert brief(_found(tmp_path, told)) == ([("reported.fell", "D2", ["D3"])] if fell else [])


def test_rows_of_a_reporting_unit_are_told_once(tmp_path: Path) -> None:
    told = SHOU.format("签约项目数", "5", "个") + SHOU.format("签约总投资", "4", "亿元")
    (problem,) = _found(tmp_path, told, OURS + signed("A", "寿阳县", day="2022-04-01") + signed("Z", "寿阳县"))
    assert brief([problem]) == [("reported.rows", "D2", ["A4"])]
    assert "签约项目台账.csv A4" in problem.message


@pytest.mark.parametrize(("metric", "value", "measure", "differs"), [
    ("签约项目数", "2", "个", False), ("签约项目数", "3", "个", True),
    ("签约总投资", "2.5", "亿元", False), ("签约总投资", "25000", "万元", False), ("签约总投资", "2.49", "亿元", True),
    ("签约总投资", "2.5001", "亿元", True), ("到位内资", "1", "亿元", False)])
def test_other_units_reports_are_compared_with_the_rows(tmp_path: Path, metric: str, value: str, measure: str,
                                                        differs: bool) -> None:
    told = f"太谷区,2022-05,{metric},{value},{measure},,\n"
    found = [problem for problem in _found(tmp_path, told) if problem.code != "reported.indicator"]
    assert brief(found) == ([("reported.differs", "D2", ["A2" if measure == "个" else "F2"])] if differs else [])


def test_a_rounded_report_agrees_with_exact_rows(tmp_path: Path) -> None:
    rows = signed("B", "太谷区", "12345.678", "2022-05-01")
    assert _found(tmp_path, "太谷区,2022-05,签约总投资,1.235,亿元,,\n", rows) == []
    assert len(_found(tmp_path, "太谷区,2022-05,签约总投资,1.234,亿元,,\n", rows)) == 1


def test_the_citys_own_report_is_compared_with_its_units(tmp_path: Path) -> None:
    told = SHOU.format("签约项目数", "5", "个") + "太谷区,2022-05,签约项目数,3,个,,\n"
    told += "晋中市,2022-05,签约项目数,{},个,,\n"
    assert _found(tmp_path, told.format(8), "", "all") == []
    assert brief(_found(tmp_path, told.format(9), "", "all")) == [("reported.differs", "D4", [])]
    mixed = SHOU.format("签约项目数", "5", "个") + "晋中市,2022-05,签约项目数,{},个,,\n"
    assert _found(tmp_path, mixed.format(7)) == []
    assert [problem.code for problem in _found(tmp_path, mixed.format(8))] == ["reported.differs"]


def test_unknown_units_and_a_missing_table_are_told(tmp_path: Path) -> None:
    (problem,) = _found(tmp_path, "", units=["寿羊县"])
    assert (problem.code, str(problem.source)) == ("reported.unit", "briefgen.toml")
    assert "寿阳县" in problem.message
    named, calculator = _office(tmp_path, "", OURS, ["寿阳县"])
    without = named.model_copy(update={"data": {name: named.data[name] for name in ("单位", "签约项目台账")}})
    assert [each.code for each in check_reports(calculator._ledger, without, calculator)] == ["file.missing"]


@pytest.mark.parametrize(("told", "month", "units", "wanted"), [
    (SHOU.format("签约项目数", "5", "个"), "2022-05", ["寿阳县"], []),
    (SHOU.format("签约项目数", "5", "个"), "2022-06", ["寿阳县"], ["寿阳县：签约项目数"]),
    (SHOU.format("签约项目数", "5", "个"), "2023-01", ["寿阳县"], ["寿阳县：汇总填报"]),
    (SHOU.format("签约项目数", "5", "个"), "2022-05", ["寿阳县", "太谷区"], ["太谷区：签约项目数"]),
    (SHOU.format("签约项目数", "5", "个"), "2022-05", "all", ["太谷区：签约项目数"]),
    ("晋中市,2022-05,签约项目数,5,个,,\n", "2022-05", "all", []),
    ("晋中市,2022-05,签约项目数,5,个,,\n", "2022-06", "all", ["晋中市：签约项目数"]),
    ("晋中市,2022-05,签约项目数,5,个,,\n" + SHOU.format("签约总投资", "5", "亿元"), "2022-05", "all",
     ["晋中市：签约总投资", "寿阳县：签约项目数"]),
])
def test_what_is_not_reported_for_the_month_is_missing(tmp_path: Path, told: str, month: str, units: object,
                                                       wanted: list[str]) -> None:
    assert sorted(_missing(tmp_path, told, month, units=units)) == sorted(wanted)


def test_without_project_ledgers_no_rows_are_due(tmp_path: Path) -> None:
    named, calculator = _office(tmp_path, SHOU.format("签约项目数", "5", "个"), signed("B", "太谷区"), "all")
    assert check_period(calculator._ledger, named, Period.parse("2022-05"), {}, ["签约项目台账"]) == []
    rows_due = named.model_copy(update={"reported": office({}).reported})
    assert len(check_period(calculator._ledger, rows_due, Period.parse("2022-05"), {}, ["签约项目台账"])) == 1
