from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger, check_period
from briefgen.model.period import Period
from tests.read.making import ARRIVED, SIGNED, TARGETS, UNITS, office, read, signed, told

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.problem import Problem

LEDGER = "签约项目台账"
ARRIVAL = "QY1,2022-03,10,固定资产投资,P1\n"
METRICS = {"开工率": "%"}


def checked(folder: Path, tables: dict[str, str]) -> list[Problem]:
    ledger, problems = read(folder, tables)
    assert problems == []
    return check_ledger(ledger, office({}))


def test_a_key_that_stands_twice_names_the_first(tmp_path: Path) -> None:
    (problem,) = checked(tmp_path, {LEDGER: SIGNED + signed("A") + signed("B") + signed("A")})
    assert told([problem]) == [("key.duplicate", "签约项目台账.csv A4")]
    assert [str(place) for place in problem.related] == ["签约项目台账.csv A2"]


@pytest.mark.parametrize(("code", "told_"), [
    ("140725", []), ("寿阳", []), ("", []), ("140703", [("unit.differs", "签约项目台账.csv C2")])])
def test_a_code_of_another_unit_beside_the_name(tmp_path: Path, code: str, told_: list[tuple[str, str]]) -> None:
    head, row = SIGNED.replace(",落地单位", ",单位代码,落地单位"), signed("A").replace("A,寿", f"A,{code},寿")
    problems = checked(tmp_path, {LEDGER: head + row})
    assert told(problems) == told_
    assert all("寿阳县" in problem.message and "太谷区" in problem.message for problem in problems)


@pytest.mark.parametrize(("first", "second", "wanted"), [
    (",", ",", []), ("2022-05-31,寿阳县", ",", []),
    ("2022-05-31,寿阳县", "2022-06-30,寿阳县", [("unit.circular", "I3")]),
    (",寿阳县", ",", [("cell.empty", "H2")]),
    ("2022-05-31,寿阳县", "2022-06-30,太谷区", [("unit.circular", "I2"), ("unit.circular", "I3")])])
def test_a_succession_needs_its_day_and_an_end(tmp_path: Path, first: str, second: str,
                                               wanted: list[tuple[str, str]]) -> None:
    head = "单位代码,单位名称,简称,曾用名,单位类型,参与排名,排序,有效止,承接单位\n"
    rows = f"140703,太谷区,太谷,,县区,是,1,{first}\n140725,寿阳县,寿阳,,县区,是,2,{second}\n"
    assert told(checked(tmp_path, {"单位": head + rows})) == [(code, f"单位.csv {place}") for code, place in wanted]


@pytest.mark.parametrize(("since", "wanted"), [
    ("", []), ("2022-12", []), ("2023-01", [("correction.late", "更正记录.csv")])])
def test_a_correction_that_takes_effect_after_the_year_of_its_row(tmp_path: Path, since: str,
                                                                  wanted: list[tuple[str, str]]) -> None:
    line = f"1,{LEDGER},A,总投资,1000万元,2000万元,核对,示例甲,2023-01-05,{since}\n"
    tables = {LEDGER: SIGNED + signed("A"),
              "更正记录": f"序号,表,编号,字段,原值,新值,原因,更正人,更正日期,生效月份\n{line}"}
    ledger, _applied = read(tmp_path, tables)
    assert told(check_ledger(ledger, office({}))) == [(code, f"{place} 2") for code, place in wanted]


def test_a_unit_that_ends_before_it_begins(tmp_path: Path) -> None:
    text = ("单位代码,单位名称,简称,曾用名,单位类型,参与排名,排序,有效起,有效止\n"
            "140703,太谷区,太谷,,县区,是,1,2022-07-01,2022-06-30\n140725,寿阳县,寿阳,,县区,是,2,2022-07-01,2022-07-01\n")
    assert told(checked(tmp_path, {"单位": text})) == [("unit.reversed", "单位.csv I2")]


def test_a_reference_to_a_row_that_is_not_there(tmp_path: Path) -> None:
    tables = {LEDGER: SIGNED + signed("QY1"), "到位资金月报": ARRIVED + ARRIVAL + "QY9,2022-03,10,流动资金,P2\n"}
    assert told(checked(tmp_path, tables)) == [("key.unknown", "到位资金月报.csv A3")]


def test_references_into_a_table_or_column_that_is_not_there_are_let_be(tmp_path: Path) -> None:
    assert checked(tmp_path, {"到位资金月报": ARRIVED + ARRIVAL}) == []
    ledger, problems = read(tmp_path, {LEDGER: SIGNED.replace("项目编号", "号"), "到位资金月报": ARRIVED + ARRIVAL})
    assert told(problems) == [("column.missing", "签约项目台账.csv 1")]
    assert check_ledger(ledger, office({})) == []


@pytest.mark.parametrize(("total", "places"), [
    ("合计,2,,,,1500.5,1800", []), ("合计,2个,1个,,,,", []), ("合计,3,2,,,1500.5,", ["B4"]),
    ("合计,,,,,1500,1800", ["F4"]), ("合计,,,,,,1", ["G4"]),
])
def test_a_total_must_be_what_its_rows_add_up_to(tmp_path: Path, total: str, places: list[str]) -> None:
    problems = checked(tmp_path, {LEDGER: f"{SIGNED}{signed('A')}{signed('B', invest='500.5')}{total}\n"})
    assert told(problems) == [("total.differs", f"签约项目台账.csv {place}") for place in places]


def test_a_subtotal_covers_the_rows_since_the_last(tmp_path: Path) -> None:
    text = SIGNED + signed("A") + "小计,,,,,1000\n" + signed("B", invest="5") + "小计,,,,,6\n合计,,,,,1005\n"
    (problem,) = checked(tmp_path, {LEDGER: text})
    assert told([problem]) == [("total.differs", "签约项目台账.csv F5")]
    assert "6" in problem.message
    assert "5" in problem.message


def test_a_target_that_stands_twice_in_one_version(tmp_path: Path) -> None:
    rows = "2022,寿阳县,开工率,40,%,市定,,1,\n2022,寿阳县,开工率,42,%,省定,,1,\n2022,寿阳,开工率,45,%,市定,,1,\n"
    assert told(checked(tmp_path, {"目标任务": TARGETS + rows})) == [("target.conflict", "目标任务.csv 4")]


def test_a_later_version_of_a_target_without_its_day(tmp_path: Path) -> None:
    rows = "2022,寿阳县,开工率,40,%,市定,,1,\n2022,寿阳县,开工率,42,%,市定,,2,\n"
    assert told(checked(tmp_path, {"目标任务": TARGETS + rows})) == [("target.undated", "目标任务.csv 3")]
    dated = rows.replace("\n", ",\n").replace("市定,,2,,", "市定,,2,,2022-07-01")
    assert told(checked(tmp_path, {"目标任务": TARGETS.replace("\n", ",下达日期\n") + dated})) == []


def test_a_name_that_two_units_share(tmp_path: Path) -> None:
    problems = checked(tmp_path, {"单位": UNITS + "140799,新区,太谷,,县区,是,,3\n"})
    assert told(problems) == [("unit.ambiguous", "单位.csv")]


def period(folder: Path, text: str, tables: dict[str, str], **more: object) -> list[tuple[str, object]]:
    ledger, _ = read(folder, tables, **more)
    problems = check_period(ledger, office({}, **more), Period.parse(text), METRICS)
    return [(problem.code, problem.params.get("unit") or problem.params.get("table")) for problem in problems]


ALL = (TARGETS + "2022,晋中市,开工率,40,%,市定,,1,\n2022,寿阳县,开工率,40,%,市定,,1,\n"
       "2022,太谷区,开工率,待下达,%,市定,,1,\n")


def test_every_unit_and_the_city_need_a_target_of_the_level(tmp_path: Path) -> None:
    assert period(tmp_path, "2022-12", {"目标任务": ALL}) == []
    other = ALL.replace("寿阳县,开工率,40,%,市定", "寿阳县,开工率,40,%,省定")
    assert period(tmp_path, "2022-12", {"目标任务": other}) == [("target.missing", "寿阳县")]
    assert period(tmp_path, "2021-12", {"目标任务": ALL}) == [
        ("target.missing", "晋中市"), ("target.missing", "太谷区"), ("target.missing", "寿阳县")]
    assert period(tmp_path, "2021-12", {"目标任务": ALL}, targets={"pending": [2021]}) == []
    assert period(tmp_path, "2022-12", {}) == [("file.missing", "目标任务")]


def test_a_unit_that_is_no_more_needs_none(tmp_path: Path) -> None:
    units = UNITS.replace("是,,2", "是,2021-12-31,2")
    assert period(tmp_path, "2022-12", {"单位": units, "目标任务": ALL.replace("寿阳县", "太谷区")}) == []


def test_a_target_in_another_measure(tmp_path: Path) -> None:
    ledger, _ = read(tmp_path, {"目标任务": ALL.replace("寿阳县,开工率,40,%", "寿阳县,开工率,40,亿元")})
    assert told(check_period(ledger, office({}), Period.parse("2022-12"), METRICS)) == [
        ("target.measure", "目标任务.csv E3")]


@pytest.mark.parametrize(("text", "codes"), [
    ("2022-03", []), ("2022-02", []), ("2022-04", ["period.empty", "period.empty"]), ("2021-12", ["period.early"]),
])
def test_a_month_that_is_not_filled_in_is_not_reported_as_zero(tmp_path: Path, text: str, codes: list[str]) -> None:
    tables = {"目标任务": ALL, LEDGER: SIGNED + signed("QY1"), "到位资金月报": ARRIVED + ARRIVAL}
    assert [code for code, _ in period(tmp_path, text, tables, since="2022-01")] == codes


def test_a_monthly_table_without_rows(tmp_path: Path) -> None:
    assert period(tmp_path, "2022-03", {"目标任务": ALL, LEDGER: SIGNED}) == [("row.none", LEDGER)]
