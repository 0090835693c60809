"""Projects that stand twice are asked about once, by the most telling sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.check.judging import BATCHES, LEDGER, brief, found, ledger
from tests.read.making import read

if TYPE_CHECKING:
    from pathlib import Path

FIRM = "示例尚太公司"


@pytest.mark.parametrize("name", [
    "示例尚太石墨项目", "示例尚太石墨项目（一期）", "示例尚太石墨二期项目", "示例 尚太\n石墨 项目",
    "[示例]尚太石墨", "示例尚太石墨第２期工程"])
def test_one_name_but_for_brackets_blanks_and_phases(tmp_path: Path, name: str) -> None:
    problems = found(tmp_path, {"项目名称": "示例尚太石墨项目"}, {"项目名称": name})
    assert brief(problems) == [("project.same-name", "B3", ["B2"])]


@pytest.mark.parametrize("second", [
    {"项目名称": "示例吉利石墨项目"}, {"项目名称": "示例尚太石墨项目", "状态": "退库"},
    {"项目名称": "示例尚太石墨项目", "协议类型": "框架协议"}, {"项目名称": "示例尚太石墨项目1号"}])
def test_other_names_and_rows_that_do_not_count_are_let_be(tmp_path: Path, second: dict[str, str]) -> None:
    assert found(tmp_path, {"项目名称": "示例尚太石墨项目"}, second) == []


def test_a_third_row_of_one_name_is_told_once(tmp_path: Path) -> None:
    same = {"项目名称": "示例尚太石墨项目", "投资方": FIRM}
    assert brief(found(tmp_path, same, same, same)) == [
        ("project.same-name", "B3", ["B2"]), ("project.same-name", "B4", ["B2"])]


def test_one_project_in_two_units(tmp_path: Path) -> None:
    here = {"项目名称": "示例跨县风电项目", "投资方": FIRM}
    problems = found(tmp_path, here, {**here, "落地单位": "太谷区"})
    assert brief(problems) == [("project.two-units", "C3", ["C2"])]
    assert problems[0].message.startswith("the project 示例跨县风电项目 counts in 太谷区 and also in 寿阳县")


def test_one_name_of_two_firms_in_two_units_is_not_one_project(tmp_path: Path) -> None:
    here = {"项目名称": "示例标准厂房项目", "投资方": FIRM}
    problems = found(tmp_path, here, {**here, "落地单位": "太谷区", "投资方": "示例吉利公司"})
    assert brief(problems) == [("project.same-name", "B3", ["B2"])]


def test_an_entry_of_a_batch_in_another_unit_than_the_project(tmp_path: Path) -> None:
    rows = "S1,第一次,2022-03-25,签约一批,示例,太谷区,1000,,,,,A1\n"
    rows += "S2,第一次,2022-03-25,签约一批,示例,寿阳,1000,,,,,A1\n"
    problems = found(tmp_path, {}, 三个一批=BATCHES + rows)
    assert brief(problems) == [("project.two-units", "F2", ["C2"])]


@pytest.mark.parametrize(("second", "investor", "codes"), [
    ("示例年产五万吨锂电负极材料", FIRM, ["project.similar"]),  # 12 of 13 characters
    ("示例年产五万吨锂电负极材料", "示例（尚太） 公司", ["project.similar"]),
    ("示例年产五万吨锂电负极材料", "示例吉利公司", []),
    ("示例年产五万吨电池隔膜材料", FIRM, []),
])
def test_almost_one_name_of_one_investor(tmp_path: Path, second: str, investor: str, codes: list[str]) -> None:
    problems = found(tmp_path, {"项目名称": "示例年产四万吨锂电负极材料", "投资方": FIRM, "总投资(万元)": "1"},
                     {"项目名称": second, "投资方": investor})
    assert [problem.code for problem in problems] == codes


@pytest.mark.parametrize(("second", "codes"), [
    ({"总投资(万元)": "800"}, ["project.twin"]), ({"总投资(万元)": "1250"}, ["project.twin"]),
    ({"总投资(万元)": "799.99"}, []), ({"总投资(万元)": "1250.01"}, []), ({"产业链": "现代物流"}, []),
    ({"投资方": "示例吉利公司"}, []),
])
def test_two_projects_of_one_investor_chain_and_size(tmp_path: Path, second: dict[str, str], codes: list[str]) -> None:
    problems = found(tmp_path, {"投资方": FIRM}, {"投资方": FIRM, **second})
    assert [problem.code for problem in problems] == codes


@pytest.mark.parametrize("nobody", ["", "待定", "无"])
def test_a_missing_investor_is_nobody(tmp_path: Path, nobody: str) -> None:
    assert found(tmp_path, {"投资方": nobody}, {"投资方": nobody}) == []


def test_a_row_that_stands_twice_under_one_key_is_told_once(tmp_path: Path) -> None:
    row = {"项目编号": "A1", "项目名称": "示例尚太石墨项目", "投资方": FIRM}
    assert [problem.code for problem in found(tmp_path, row, row)] == ["key.duplicate"]


def test_the_ledger_itself_reads(tmp_path: Path) -> None:
    assert read(tmp_path, {LEDGER: ledger({})})[1] == []
