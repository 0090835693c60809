"""Days of a project against each other, the calendar and the as-of day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger, check_period
from briefgen.model.period import Period
from briefgen.read.ledger import read_ledger
from briefgen.read.schemas import read_schemas
from briefgen.resources import Layers
from tests.check.judging import BATCHES, LEDGER, MONTHLY, arrived, brief, found, ledger
from tests.read.making import UNITS, office, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("row", "told"), [
    ({"开工日期": "2022-03-14"}, [("project.early-start", "M2", ["L2"])]), ({"开工日期": "2022-03-15"}, []),
    ({"开工日期": "2022-05-01", "投产日期": "2022-04-30"}, [("project.early-production", "N2", ["M2"])]),
    ({"开工日期": "2022-05-01", "投产日期": "2022-05-01"}, []), ({"投产日期": "2022-03-01"}, []),
])
def test_days_in_their_order(tmp_path: Path, row: dict[str, str], told: list[object]) -> None:
    assert brief(found(tmp_path, row)) == told


@pytest.mark.parametrize(("signed", "start", "told"), [
    ("2022-03-15", "2022年3月", []), ("2022年3月", "2022-03-01", []), ("2022年5月", "2022-06-01", []),
    ("2022-03-15", "2022年2月", ["project.early-start"]), ("2022-03-15", "预计2021年1月", []),
])
def test_a_day_known_by_its_month_is_no_sunday_and_no_first(tmp_path: Path, signed: str, start: str,
                                                            told: list[str]) -> None:
    rows = ledger({"签约日期": signed, "开工日期": start})
    read_in, _ = read(tmp_path, {LEDGER: rows})
    assert [problem.code for problem in check_ledger(read_in, office({}))] == told


def test_a_batch_entry_that_produced_before_it_started(tmp_path: Path) -> None:
    rows = "S1,第一次,2022-03-25,投产一批,示例,寿阳县,1000,,,2022-05-02,2022-05-01,\n"
    assert brief(found(tmp_path, 三个一批=BATCHES + rows)) == [("project.early-production", "K2", ["J2"])]


@pytest.mark.parametrize(("days", "told"), [
    (("2022-03-11", "2022-03-14"), []),
    (("2022-03-12", "2022-03-13", "2022-04-17"), [("project.weekend", "L2", ["L3"]), ("project.weekend", "L4", [])]),
    (("2022-01-30", "2022-10-08"), []),  # 调休: a Sunday and a Saturday on which offices worked
    (("2022-01-29", "2022-10-15"), [("project.weekend", "L3", [])]),
])
def test_signings_at_weekends_are_told_a_month_together(tmp_path: Path, days: tuple[str, ...], told: object) -> None:
    problems = found(tmp_path, *({"签约日期": day} for day in days))
    assert brief(problems) == told


@pytest.mark.parametrize(("days", "count"), [
    (["2022-03-31"] * 3 + ["2022-03-15"] * 5, 1), (["2022-03-31"] * 3 + ["2022-03-15"] * 6, 0),
    (["2022-03-31"] * 2, 0), (["2022-03-30"] * 3, 0), (["2022-03-31"] * 2 + ["2022-05-31"], 0),
])
def test_signings_crowd_on_the_last_day_of_a_month(tmp_path: Path, days: list[str], count: int) -> None:
    problems = found(tmp_path, *({"签约日期": day, "项目名称": f"{number}" * 5} for number, day in enumerate(days)))
    assert [problem.code for problem in problems] == ["project.surge"] * count
    if count:
        assert problems[0].message == "3 of the 8 signings of 2022-03 fall on its last day"


def test_a_signed_project_without_its_day_where_the_office_lets_the_cell_be_empty(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "own.toml").write_text(
        'format = 1\n[table."签约项目台账"]\nkey = "项目编号"\n'
        '[table."签约项目台账".columns]\n"项目编号" = { need = "cell" }\n'
        '"项目阶段" = {}\n"签约日期" = { type = "date" }\n', encoding="utf-8")
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    rows = "项目编号,项目阶段,签约日期\nA,签约,\nB,在谈,\nC,开工,2022-03-15\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    own = office({"单位": "单位.csv", LEDGER: "a.csv"})
    read_in, problems = read_ledger(tmp_path, own, read_schemas(Layers([tmp_path])))
    assert problems == []
    assert brief(check_ledger(read_in, own)) == [("project.undated", "C2", ["B2"])]


def test_a_tag_of_a_list_without_the_lists_year(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "own.toml").write_text(
        'format = 1\n[table."签约项目台账"]\nkey = "项目编号"\n[table."签约项目台账".columns]\n"项目编号" = {}\n'
        '"企业标签" = {}\n"榜单年份" = { type = "integer" }\n', encoding="utf-8")
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    rows = "项目编号,企业标签,榜单年份\nA,专精特新、民营500强,\nB,中国500强,2022\nC,专精特新,\nD,,\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    own = office({"单位": "单位.csv", LEDGER: "a.csv"})
    read_in, problems = read_ledger(tmp_path, own, read_schemas(Layers([tmp_path])))
    assert problems == []
    assert brief(check_ledger(read_in, own)) == [("project.unlisted", "B2", [])]


@pytest.mark.parametrize(("signed", "text", "told"), [
    ("2022-12-30", "2022-06", [("period.future", "L2", ["B2"])]), ("2022-06-30", "2022-06", []),
    ("2022-12-30", "2022-04", []), ("2022-12-30", "2022-12", []),
])
def test_money_of_a_project_that_is_signed_after_the_as_of_day(tmp_path: Path, signed: str, text: str,
                                                               told: object) -> None:
    tables = {LEDGER: ledger({"签约日期": signed}, {"签约日期": "2022-01-05"}),
              MONTHLY: arrived(("A1", "2022-05", "5"), ("A1", "2022-06", "5"), ("A2", "2022-12", "5"))}
    problems = check_period(read(tmp_path, tables)[0], office({}), Period.parse(text), {}, (LEDGER, MONTHLY))
    assert brief([problem for problem in problems if problem.code == "period.future"]) == told


def test_money_of_the_month_of_signing_is_let_be_on_a_day_within_it(tmp_path: Path) -> None:
    tables = {LEDGER: ledger({"签约日期": "2022-06-20"}), MONTHLY: arrived(("A1", "2022-06", "5"))}
    period = Period.parse("2022-06", date(2022, 6, 15))
    assert check_period(read(tmp_path, tables)[0], office({}), period, {}, (LEDGER, MONTHLY)) == []
