"""What a new submission changes is told row by row, and who has reported by the day of the first one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefgen.check.submission import compare, foreign_rows, other_months, standings, unreported
from briefgen.model.period import Period
from briefgen.model.submission import Submission, valid
from briefgen.model.unit import Unit, UnitSet
from tests.check.judging import LEDGER, MONTHLY, arrived, ledger
from tests.read.making import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.model.submission import Difference
    from briefgen.model.table import Record

SHA = "0" * 64
COUNTIES = UnitSet(Unit("1", "晋中市", "市"), (Unit("2", "寿阳县", "县区", 1), Unit("3", "太谷区", "县区", 2)))


def rows(folder: Path, **tables: str) -> tuple[Record, ...]:
    folder.mkdir(exist_ok=True)
    read_in, _ = read(folder, tables)
    return next(read_in.rows(table) for table in tables)


def told(found: Sequence[Difference]) -> list[str]:
    marks = ("+" if each.old is None else "-" if each.new is None else "~" for each in found)
    return [" ".join((mark, each.record.key, *each.columns, *each.touches))
            for mark, each in zip(marks, found, strict=True)]


def line(unit: str, period: str, day: str, file: str = "a.xlsx", table: str = LEDGER) -> Submission:
    return Submission(period=period, unit=unit, table=table, file=file, sha256=SHA, day=date.fromisoformat(day))


def test_rows_that_came_went_and_changed_are_one_by_their_key(tmp_path: Path) -> None:
    old = rows(tmp_path / "a", **{LEDGER: ledger({"项目编号": "A"}, {"项目编号": "B"}, {"项目编号": "C"})})
    new = rows(tmp_path / "b", **{LEDGER: ledger({"项目编号": "C", "项目名称": "丙丙丙丙", "总投资(万元)": "1200"},
                                                 {"项目编号": "A", "项目名称": "甲甲甲甲"}, {"项目编号": "D"})})
    found = compare(old, new)
    assert told(found) == ["+ D", "~ C 总投资", "- B"]
    changed = found[1]
    assert changed.old is not None
    assert changed.new is not None
    assert (str(changed.old.source("总投资")), str(changed.new.source("总投资"))) == (
        "签约项目台账.csv I4", "签约项目台账.csv I2")


def test_the_same_rows_in_another_order_are_no_difference(tmp_path: Path) -> None:
    lines = ({"项目编号": "A", "项目名称": "甲"}, {"项目编号": "B", "项目名称": "乙", "总投资(万元)": "1000.0"})
    old = rows(tmp_path / "a", **{LEDGER: ledger(*lines)})
    new = rows(tmp_path / "b", **{LEDGER: ledger(*lines[::-1])})
    assert compare(old, new) == ()


def test_rows_without_a_key_are_one_if_all_of_them_is_equal(tmp_path: Path) -> None:
    head = "项目编号,月份,当月到位资金(万元),资金类别\n"
    old = rows(tmp_path / "a", **{MONTHLY: head + "A,2022-12,5,固定资产投资\nA,2022-12,5,固定资产投资\n"})
    new = rows(tmp_path / "b", **{MONTHLY: head + "A,2022-12,5,固定资产投资\nA,2022-12,7,固定资产投资\n"})
    assert [(each.old is None, each.new is None) for each in compare(old, new)] == [(True, False), (False, True)]


def test_a_month_without_its_day_is_not_the_first_of_the_month(tmp_path: Path) -> None:
    old = rows(tmp_path / "a", **{LEDGER: ledger({"签约日期": "2022-03"})})
    new = rows(tmp_path / "b", **{LEDGER: ledger({"签约日期": "2022-03-01"})})
    assert told(compare(old, new)) == ["~ A1 签约日期"]


@pytest.mark.parametrize(("before", "after", "touches"), [
    ({"开工日期": ""}, {"开工日期": "2022-12-05"}, "~ A1 开工日期"),
    ({"开工日期": ""}, {"开工日期": "2022-11-05"}, "~ A1 开工日期 2022-11"),
    ({"开工日期": "2022-12-20"}, {"开工日期": "2022-10-30"}, "~ A1 开工日期 2022-10 2022-11"),
    ({"开工日期": "2022-10-30"}, {"开工日期": ""}, "~ A1 开工日期 2022-10 2022-11"),
    ({"签约日期": "2022-11-02", "产业链": "甲"}, {"签约日期": "2022-11-02", "产业链": "乙"}, "~ A1 产业链 2022-11"),
    ({"签约日期": "2022-12-02", "产业链": "甲"}, {"签约日期": "2022-12-02", "产业链": "乙"}, "~ A1 产业链"),
    ({"开工日期": "未开工"}, {"开工日期": "2022-12-05"}, "~ A1 开工日期"),
])
def test_a_change_touches_what_was_published_from_its_first_day_on(
        tmp_path: Path, before: dict[str, str], after: dict[str, str], touches: str) -> None:
    found = compare(rows(tmp_path / "a", **{LEDGER: ledger(before)}), rows(tmp_path / "b", **{LEDGER: ledger(after)}),
                    ["2022-10", "2022-11"])
    assert told(found) == [touches]


def test_a_row_that_comes_or_goes_touches_from_its_first_day_on(tmp_path: Path) -> None:
    old = rows(tmp_path / "a", **{LEDGER: ledger(
        {"项目编号": "A", "签约日期": "2022-11-02", "开工日期": "2022-12-01"})})
    new = rows(tmp_path / "b", **{LEDGER: ledger({"项目编号": "B", "签约日期": "2022-12-02"})})
    assert told(compare(old, new, ["2022-10", "2022-11"])) == ["+ B", "- A 2022-11"]


def test_a_table_without_days_counts_in_every_month(tmp_path: Path) -> None:
    old = rows(tmp_path / "a", **{"产业链": "产业链,链主企业\n新材料,甲\n"})
    new = rows(tmp_path / "b", **{"产业链": "产业链,链主企业\n新材料,乙\n"})
    assert [each.touches for each in compare(old, new, ["2022-11"])] == [("2022-11",)]


def test_rows_of_another_unit_or_month_are_told_by_cell(tmp_path: Path) -> None:
    read_in, _ = read(tmp_path, {LEDGER: ledger({}, {"落地单位": "太谷"}), MONTHLY: arrived(
        ("A1", "2022-12", "5"), ("A1", "2022-11", "5"))})
    shouyang = read_in.units.find("寿阳县")
    assert shouyang is not None
    (foreign,) = foreign_rows(read_in.rows(LEDGER), shouyang, read_in.units)
    assert (foreign.code, str(foreign.source)) == ("received.unit", "签约项目台账.csv C3")
    assert foreign.message == "落地单位 says 太谷区, but the submission is that of 寿阳县"
    (other,) = other_months(read_in.rows(MONTHLY), "2022-12")
    assert (other.code, str(other.source)) == ("received.month", "到位资金月报.csv B3")
    assert list(other_months(read_in.rows(LEDGER), "2022-03")) == []


def test_of_whole_submissions_the_newest_month_counts_and_of_months_each() -> None:
    register = [line("2", "2022-12", "2023-01-03", "1"), line("2", "2022-12", "2023-01-04", "2"),
                line("3", "2022-12", "2023-01-04", "3"), line("2", "2022-11", "2023-01-05", "4"),
                line("2", "2023-01", "2023-02-05", "5", table=MONTHLY)]
    assert [entry.file for entry in valid(register, LEDGER, "whole")] == ["2", "3"]
    assert [entry.file for entry in valid(register, LEDGER, "month")] == ["4", "2", "3"]


def test_the_first_submission_decides_whether_a_unit_was_late() -> None:
    register = [line("2", "2022-12", "2023-01-05"), line("2", "2022-12", "2023-01-20"),
                line("3", "2022-12", "2023-01-08"), line("3", "2022-11", "2022-12-08", table=MONTHLY)]
    found = standings(register, COUNTIES, [LEDGER, MONTHLY], Period.parse("2022-12"), 5)
    assert (found.due, [unit.name for unit in found.units]) == (date(2023, 1, 5), ["寿阳县", "太谷区"])
    assert [(each.unit.name, each.table, each.state.value, each.days_late, each.count)
            for each in found.standings] == [
        ("寿阳县", LEDGER, "reported", 0, 2), ("寿阳县", MONTHLY, "missing", 0, 0),
        ("太谷区", LEDGER, "late", 3, 1), ("太谷区", MONTHLY, "missing", 0, 0)]
    (problem,) = unreported(found)
    assert problem.message == "2 units have not sent the table 到位资金月报 in for 2022-12: 寿阳县、太谷区"


def test_a_unit_that_is_no_more_need_not_report() -> None:
    gone = UnitSet(COUNTIES.city, (Unit("2", "寿阳县", "县区", valid_to=date(2022, 11, 30)), COUNTIES.units[1]))
    found = standings([], gone, [LEDGER], Period.parse("2022-12"), 5)
    assert [each.unit.name for each in found.standings] == ["太谷区"]
