"""A submission says in its sheets, titles and name what it is; what counts of it is read from the register."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefgen.errors import BriefgenError, ConfigError
from briefgen.files import append_lines, digest
from briefgen.model.problem import Problem
from briefgen.model.unit import Unit, UnitSet
from briefgen.read.ledger import read_ledger
from briefgen.read.register import published_months, read_register
from briefgen.read.shelf import Shelf
from briefgen.read.submission import (
    NoTable,
    PeriodNeeded,
    PeriodsDiffer,
    SheetsAlike,
    TablesAlike,
    find_tables,
    said_period,
    said_unit,
)
from tests.read.making import ARRIVED, SCHEMAS, SIGNED, UNITS, office, signed, told, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.model.office import Office
    from briefgen.read.grid import Grid

LEDGER, MONTHLY = "签约项目台账", "到位资金月报"
RECEIVED = {LEDGER: "whole", MONTHLY: "month"}
SIGNED_ROWS: list[list[object]] = [[*SIGNED.strip().split(",")], [*signed().strip().split(",")]]
ARRIVED_ROWS: list[list[object]] = [[*ARRIVED.strip().split(",")], ["QY1", "2022-12", "5", "固定资产投资", "P1"]]
NOTES: list[list[object]] = [["填表说明"], ["金额以万元计"]]


def grids(folder: Path, sheets: dict[str, list[list[object]]]) -> list[Grid]:
    (folder / "a.xlsx").write_bytes(workbook(sheets))
    with Shelf(folder, office({}).limits) as shelf:
        found = shelf.sheets(folder / "a.xlsx", "a.xlsx")
    assert not isinstance(found, Problem)
    return found


def tables(found: list[Grid], table: str = "") -> list[tuple[str, str | None]]:
    return [(each.schema.name, each.grid.sheet) for each in find_tables(found, SCHEMAS, RECEIVED, table)]


def test_each_sheet_is_the_table_that_most_of_its_headings_belong_to(tmp_path: Path) -> None:
    book: dict[str, list[list[object]]] = {"说明": NOTES, "一": ARRIVED_ROWS, "二、项目": SIGNED_ROWS}
    assert tables(grids(tmp_path, book)) == [(MONTHLY, "一"), (LEDGER, "二、项目")]
    assert tables(grids(tmp_path, {"Sheet1": SIGNED_ROWS})) == [(LEDGER, "Sheet1")]
    assert tables(grids(tmp_path, book), LEDGER) == [(LEDGER, "二、项目")]


@pytest.mark.parametrize(("book", "table", "failure", "words"), [
    ({"甲": SIGNED_ROWS, "乙": SIGNED_ROWS}, "", SheetsAlike, "甲、乙"),
    ({"甲": NOTES}, "", NoTable, f"{LEDGER}、{MONTHLY}"), ({"甲": NOTES, "乙": NOTES}, LEDGER, NoTable, LEDGER),
])
def test_what_cannot_be_told_names_the_choices(tmp_path: Path, book: dict[str, list[list[object]]], table: str,
                                               failure: type[BriefgenError], words: str) -> None:
    with pytest.raises(failure) as caught:
        tables(grids(tmp_path, book), table)
    assert words in str(caught.value)


def test_a_table_that_is_not_received_is_not_taken_for_one_that_is(tmp_path: Path) -> None:
    heads: list[object] = ["储备编号", "项目名称", "产业链", "估算总投资(万元)", "拟落地单位", "入库日期", "状态",
                           "投资方"]
    few = replace(SCHEMAS[LEDGER], columns=tuple(
        column for column in SCHEMAS[LEDGER].columns if column.name in {"项目名称", "产业链", "状态"}), key="", unit="")
    found = grids(tmp_path, {"甲": [heads]})
    assert [each.schema.name for each in find_tables(found, {LEDGER: few}, [LEDGER])] == [LEDGER]
    with pytest.raises(NoTable):
        find_tables(found, {LEDGER: few, "储备项目库": SCHEMAS["储备项目库"]}, [LEDGER])


def test_a_workbook_of_too_many_sheets_is_not_looked_through_but_one_of_them_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook({f"表{number}": NOTES for number in range(61)}))
    with Shelf(tmp_path, office({}).limits) as shelf:
        every, one = (shelf.sheets(tmp_path / "a.xlsx", "a.xlsx", sheet) for sheet in ("", "表60"))
    assert isinstance(every, Problem)
    assert every.message == "the file cannot be read as Excel: it has 61 sheets, too many to look through"
    assert every.hint == "say with --sheet which of them counts"
    assert not isinstance(one, Problem)
    assert [grid.sheet for grid in one] == ["表60"]


def test_a_sheet_that_two_tables_fit_alike_is_asked_about(tmp_path: Path) -> None:
    found = grids(tmp_path, {"甲": SIGNED_ROWS})
    twin = {LEDGER: SCHEMAS[LEDGER], MONTHLY: replace(SCHEMAS[LEDGER], name=MONTHLY)}
    with pytest.raises(TablesAlike, match=f"{LEDGER}、{MONTHLY}"):
        find_tables(found, twin, RECEIVED)


@pytest.mark.parametrize(("above", "name", "period"), [
    ([["签约项目台账（2022年12月）"]], "台账.xlsx", "2022-12"),
    ([["截至2022年12月31日", "填报日期：2023年1月5日"]], "台账.xlsx", "2022-12"),
    ([["2023年项目计划"], ["数据截至2022-11-30"]], "台账.xlsx", "2022-11"),
    ([["填报时间：", "2023-01-05"]], "寿阳县2022年1—12月.xlsx", "2022-12"),
    ([], "寿阳县２０２２年９月.xlsx", "2022-09"), ([], "台账202212.xlsx", "2022-12"),
    ([], "a/2021-01/2022.3.xlsx", "2022-03"),
    ([["2022年12月"]], "寿阳2022-12.xlsx", "2022-12"),
])
def test_titles_and_the_name_of_the_file_say_the_month(above: Sequence[Sequence[str]], name: str, period: str) -> None:
    assert said_period(above, name) == period


@pytest.mark.parametrize(("above", "name", "failure"), [
    ([], "最终版(2).xlsx", PeriodNeeded), ([["填报日期：2023年1月5日"]], "12月.xlsx", PeriodNeeded),
    ([["2022年11月"]], "寿阳2022-12.xlsx", PeriodsDiffer), ([["2022年度"]], "20221399.xlsx", PeriodNeeded),
])
def test_a_month_is_not_guessed(above: Sequence[Sequence[str]], name: str, failure: type[BriefgenError]) -> None:
    with pytest.raises(failure):
        said_period(above, name)


@pytest.mark.parametrize(("above", "name"), [
    ([["填报单位：寿阳县"]], "寿阳县"), ([["填报单位（盖章）：", "寿阳县招商中心"]], "寿阳县"),
    ([["单位：万元"], ["填报单位: 寿 阳 单位：万元"]], "寿阳县"), ([["填报单位：寿阳开发区"]], "寿阳开发区"),
    ([["填报单位：示例"]], None), ([["单位：寿阳县"]], None), ([], None),
])
def test_the_sender_above_the_table_is_the_unit(above: Sequence[Sequence[str]], name: str | None) -> None:
    counties = (Unit("2", "寿阳县", "县区", short="寿阳"), Unit("3", "寿阳开发区", "开发区"))
    units = UnitSet(Unit("1", "晋中市", "市"), counties)
    found = said_unit(above, units)
    assert (found.name if found else None) == name


def configured(folder: Path, **entry: object) -> Office:
    (folder / "单位.csv").write_text(UNITS, encoding="utf-8")
    plain = office({"单位": "单位.csv"}).model_dump(mode="json", exclude_defaults=True)
    return office({}).model_validate({**plain, "data": {"单位": {"file": "单位.csv"}, LEDGER: entry}})


def enter(folder: Path, period: str, unit: str, text: str, table: str = LEDGER, name: str = "") -> str:
    """Put a submission below received/ and into the register."""
    file = f"received/{period}/{unit}/{name or table}.csv"
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    append_lines(folder / "received" / "register.jsonl", [json.dumps(
        {"format": 1, "period": period, "unit": unit, "table": table, "file": file, "day": "2023-01-03",
         "sha256": digest(text.encode())})])
    return file


def test_the_newest_whole_submission_of_each_unit_counts_beside_the_citys_own_file(tmp_path: Path) -> None:
    (tmp_path / "市.csv").write_text(SIGNED + signed("A"), encoding="utf-8")
    enter(tmp_path, "2022-11", "140725", SIGNED + signed("B"))
    enter(tmp_path, "2022-12", "140725", SIGNED + signed("C") + signed("D"))
    enter(tmp_path, "2022-11", "140703", SIGNED + signed("E", "太谷区"))
    ledger, problems = read_ledger(tmp_path, configured(tmp_path, received="whole", file="市.csv"), SCHEMAS)
    assert problems == []
    assert [str(row.source("项目编号")) for row in ledger.rows(LEDGER)] == [
        "市.csv A2", "received/2022-11/140703/签约项目台账.csv A2", "received/2022-12/140725/签约项目台账.csv A2",
        "received/2022-12/140725/签约项目台账.csv A3"]
    ledger, _ = read_ledger(tmp_path, configured(tmp_path, received="month"), SCHEMAS)
    assert [row.key for row in ledger.rows(LEDGER)] == ["E", "B", "C", "D"]
    ledger, _ = read_ledger(tmp_path, configured(tmp_path, file="市.csv"), SCHEMAS)
    assert [row.key for row in ledger.rows(LEDGER)] == ["A"]


def test_a_submission_that_is_gone_or_was_changed_is_told_and_not_read(tmp_path: Path) -> None:
    one = enter(tmp_path, "2022-12", "140725", SIGNED + signed("A"))
    two = enter(tmp_path, "2022-12", "140703", SIGNED + signed("B", "太谷区"))
    (tmp_path / one).unlink()
    (tmp_path / two).write_text(SIGNED + signed("B", "太谷区", "9999"), encoding="utf-8")
    ledger, problems = read_ledger(tmp_path, configured(tmp_path, received="whole"), SCHEMAS)
    assert told(problems) == [("received.changed", two), ("received.missing", one)]
    assert problems[1].message == "the submission of 寿阳县 for 2022-12 (签约项目台账) is not there any more"
    assert all(problem.stops for problem in problems)
    assert ledger.rows(LEDGER) == ()


@pytest.mark.parametrize("damage", ['{"format": 1, "peri', '{"format": 2}', "[]", "\udcff",
                                    '{"format": 1, "period": "2022-13", "unit": "1"}'])
def test_a_line_of_the_register_that_cannot_be_read_is_told_by_its_number(tmp_path: Path, damage: str) -> None:
    enter(tmp_path, "2022-12", "140725", SIGNED + signed("A"))
    with (tmp_path / "received" / "register.jsonl").open("ab") as stream:
        stream.write(damage.encode(errors="surrogateescape"))
    ledger, problems = read_ledger(tmp_path, configured(tmp_path, received="whole"), SCHEMAS)
    assert told(problems) == [("received.line", "received/register.jsonl 2")]
    assert len(ledger.rows(LEDGER)) == 1


def test_a_name_in_the_register_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(SIGNED + signed("A"), encoding="utf-8")
    folder = tmp_path / "office"
    folder.mkdir()
    enter(folder, "2022-12", "140725", SIGNED + signed("A"))
    register = folder / "received" / "register.jsonl"
    entry = json.loads(register.read_text(encoding="utf-8"))
    register.write_text(json.dumps(entry | {"file": "../secret.csv"}), encoding="utf-8")
    _, problems = read_ledger(folder, configured(folder, received="whole"), SCHEMAS)
    assert told(problems) == [("file.outside", "../secret.csv")]


def test_the_table_of_the_units_is_the_offices_own(tmp_path: Path) -> None:
    config = office({}).model_copy(update={"data": configured(tmp_path, received="whole").data})
    taken = config.model_validate(config.model_dump() | {"data": {"单位": {"received": "whole", "file": "单位.csv"}}})
    with pytest.raises(ConfigError, match="the table 单位 is the office's own and cannot be received"):
        read_ledger(tmp_path, taken, SCHEMAS)


def test_an_append_after_a_last_line_without_its_end_starts_a_line_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a" / "lines"
    append_lines(file, ["1", "2"])
    file.write_bytes(file.read_bytes().rstrip())
    append_lines(file, ["3"])
    assert file.read_bytes() == b"1\n2\n3\n"


def test_published_months_are_the_folders_named_so(tmp_path: Path) -> None:
    assert published_months(tmp_path) == ()
    for name in ("2022-12", "2022-11", "2022-13", "草稿"):
        (tmp_path / "published" / name).mkdir(parents=True)
    (tmp_path / "published" / "2022-10").write_text("", encoding="utf-8")
    assert published_months(tmp_path) == ("2022-11", "2022-12")
    assert read_register(tmp_path) == ((), [])
