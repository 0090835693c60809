"""Corrections change one cell each, in their order, and only from what stands there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.check.rules import check_ledger
from briefgen.check.units import two_units
from briefgen.model.amount import Amount
from briefgen.model.correction import Correction
from briefgen.model.source import Source
from briefgen.model.table import Column, Origin, Record, TableSchema
from tests.read.making import SIGNED, office, read, signed, told, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.ledger import Ledger
    from briefgen.model.problem import Problem

LEDGER = "签约项目台账"
HEAD = "序号,表,编号,字段,原值,新值,原因,更正人,更正日期,生效月份\n"


def correction(number: int = 1, key: str = "QY1", field: str = "总投资", old: str = "1000万元", new: str = "1.5亿元",
               since: str = "", day: str = "2022-05-10", table: str = LEDGER) -> str:
    return f"{number},{table},{key},{field},{old},{new},核对协议,示例甲,{day},{since}\n"


def _read(folder: Path, *lines: str, rows: str = "") -> tuple[Ledger, list[Problem]]:
    return read(folder, {LEDGER: SIGNED + (rows or signed("QY1") + signed("QY2")), "更正记录": HEAD + "".join(lines)})


def _first(folder: Path, *lines: str) -> Record:
    ledger, problems = _read(folder, *lines)
    assert {problem.code for problem in problems} == {"correction.applied"}
    return ledger.rows(LEDGER)[0]


def test_a_correction_is_applied_and_told_at_the_corrected_cell(tmp_path: Path) -> None:
    ledger, (applied,) = _read(tmp_path, correction())
    record = ledger.rows(LEDGER)[0]
    assert record["总投资"] == Amount(Decimal(15000))
    assert (applied.code, applied.severity, str(applied.source)) == ("correction.applied", "I", "签约项目台账.csv F2")
    assert [str(place) for place in applied.related] == ["更正记录.csv 2"]
    (kept,) = record.corrections
    assert (kept.field, kept.old, kept.new, kept.reason, kept.by, kept.day, kept.since) == (
        "总投资", "1000万元", "1.5亿元", "核对协议", "示例甲", date(2022, 5, 10), None)
    assert ledger.rows(LEDGER)[1].corrections == ()
    for word in ("总投资", "QY1", "1000万元", "1.5亿元", "示例甲", "核对协议"):
        assert word in applied.message


@pytest.mark.parametrize(("field", "old", "new", "value"), [
    ("总投资", "0.1亿元", "20000000元", Amount(Decimal(2000))),
    ("签约日期", "2022年3月15日", "2022.4.1", date(2022, 4, 1)),
    ("开工日期", "", "2022-05-01", date(2022, 5, 1)),
    ("签约日期", "2022-03-15", "", None),
    ("落地单位", "寿阳", "太谷县", "140703"),
    ("状态", "有效", "退库", "退库"),
    ("其中固定资产投资", "900万元", "—", None),
])
def test_values_are_read_as_their_column_is(tmp_path: Path, field: str, old: str, new: str, value: object) -> None:
    if field == "签约日期" and not new:  # a needed cell cannot be emptied
        _, problems = _read(tmp_path, correction(field=field, old=old, new=new))
        assert told(problems) == [("cell.empty", "更正记录.csv F2")]
        return
    assert _first(tmp_path, correction(field=field, old=old, new=new))[field] == value


def test_corrections_of_a_field_chain_in_order(tmp_path: Path) -> None:
    record = _first(tmp_path, correction(1), correction(2, old="1.5亿元", new="16000万元"),
                    correction(3, field="状态", old="有效", new="退库"))
    assert (record["总投资"], record["状态"]) == (Amount(Decimal(16000)), "退库")
    assert record.as_read[record.origin.schema.index["总投资"]] == Amount(Decimal(1000))


@pytest.mark.parametrize(("line", "problem"), [
    (correction(table="签约项目台帐"), ("correction.unknown", "更正记录.csv B2")),
    (correction(table="储备项目库"), ("correction.unknown", "更正记录.csv B2")),
    (correction(key="QY9"), ("correction.unknown", "更正记录.csv C2")),
    (correction(field="投资总额"), ("correction.unknown", "更正记录.csv D2")),
    (correction(field="项目编号", old="QY1", new="QY3"), ("correction.closed", "更正记录.csv D2")),
    (correction(table="单位", key="140725", field="简称", old="寿阳", new="寿"),
     ("correction.closed", "更正记录.csv D2")),
    (correction(table="更正记录", key="1", field="原因", old="x", new="y"), ("correction.keyless", "更正记录.csv B2")),
    (correction(old="1000"), ("correction.unit", "更正记录.csv E2")),
    (correction(new="1.5"), ("correction.unit", "更正记录.csv F2")),
    (correction(new="很多"), ("cell.money", "更正记录.csv F2")),
    (correction(field="签约日期", old="2022-03-15", new="2022-13-01"), ("cell.date", "更正记录.csv F2")),
    (correction(field="落地单位", old="寿阳县", new="寿羊县"), ("cell.unit", "更正记录.csv F2")),
    (correction(new=""), ("cell.empty", "更正记录.csv F2")),
    (correction(old="1001万元"), ("correction.differs", "更正记录.csv E2")),
    (correction(old=""), ("correction.differs", "更正记录.csv E2")),
    (correction(2), ("correction.number", "更正记录.csv A2")),
    (correction().replace("核对协议", ""), ("cell.empty", "更正记录.csv G2")),
    (correction().replace("示例甲", ""), ("cell.empty", "更正记录.csv H2")),
    (correction(day=""), ("cell.empty", "更正记录.csv I2")),
])
def test_what_does_not_fit_is_told_at_its_cell(tmp_path: Path, line: str, problem: tuple[str, str]) -> None:
    _, problems = _read(tmp_path, line)
    assert problem in told(problems)
    assert any(each.stops for each in problems)


def test_a_correction_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    ledger, (differs,) = _read(tmp_path, correction(old="1001万元"))
    assert ledger.rows(LEDGER)[0]["总投资"] == Amount(Decimal(1000))
    assert [str(place) for place in differs.related] == ["签约项目台账.csv F2"]
    assert "1000万元" in differs.message


def test_the_nearest_name_is_told(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, correction(field="总投资额"))
    assert "(-> 总投资?)" in problems[0].message


def test_a_code_beside_the_unit_is_closed_and_may_lag_behind_a_correction_of_the_unit(tmp_path: Path) -> None:
    rows = SIGNED.replace(",落地单位", ",单位代码,落地单位") + signed("QY1").replace("QY1,寿", "QY1,140725,寿", 1)
    moved, code = (HEAD + correction(field=field, old=old, new="140703")
                   for field, old in (("落地单位", "寿阳县"), ("单位代码", "140725")))
    _, problems = read(tmp_path, {LEDGER: rows, "更正记录": code})
    assert told(problems) == [("correction.closed", "更正记录.csv D2")]
    ledger, problems = read(tmp_path, {LEDGER: rows, "更正记录": moved})
    assert [code for code, _place in told(problems)] == ["correction.applied"]
    assert ledger.rows(LEDGER)[0]["落地单位"] == "140703"
    assert list(two_units(ledger, office({}))) == []


def test_personal_columns_are_closed(tmp_path: Path) -> None:
    people = "编号,姓名,籍贯\nR1,示例乙,寿阳县\n"
    lines = HEAD + correction(table="在外人才库", key="R1", field="姓名", old="示例乙", new="示例丙")
    ledger, problems = read(tmp_path, {"在外人才库": people, "更正记录": lines})
    assert told(problems) == [("correction.closed", "更正记录.csv D2")]
    assert ledger.rows("在外人才库")[0]["姓名"] == "示例乙"


def test_the_file_is_only_added_to(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, correction(1), correction(3, key="QY2", day="2022-05-09"))
    assert sorted(code for code, _ in told(problems)) == [
        "correction.applied", "correction.applied", "correction.day", "correction.number"]


def test_months_before_the_effective_one_see_the_old_value(tmp_path: Path) -> None:
    ledger, _ = _read(tmp_path, correction(1, since="2022-05"),
                      correction(2, old="1.5亿元", new="2亿元", since="2022-08"),
                      correction(3, field="状态", old="有效", new="退库"))
    seen = {day: ledger.at(date.fromisoformat(day)).rows(LEDGER)[0] for day in (
        "2022-04-30", "2022-05-01", "2022-07-31", "2022-08-01", "2023-01-31")}
    assert [record["总投资"] for record in seen.values()] == [
        Amount(Decimal(value)) for value in (1000, 15000, 15000, 20000, 20000)]
    assert {record["状态"] for record in seen.values()} == {"退库"}
    assert [len(record.corrections) for record in seen.values()] == [1, 2, 2, 3, 3]
    assert seen["2022-05-01"] is seen["2022-07-31"]
    assert ledger.at(date(2022, 8, 1)) is ledger


def test_a_total_is_of_what_the_sheet_says(tmp_path: Path) -> None:
    rows = [SIGNED.strip().split(","), signed("QY1").strip().split(","), signed("QY2").strip().split(",")]
    book = workbook({"签约项目": [*rows, ["合计", "", "", "", "", "2000"]]})
    ledger, problems = read(tmp_path, {LEDGER: book, "更正记录": HEAD + correction()})
    assert told(problems) == [("correction.applied", "签约项目台账.xlsx 签约项目!F2")]
    assert check_ledger(ledger, office({})) == []


MONTHS = st.none() | st.integers(1, 12).map(lambda month: date(2022, month, 1))


@given(st.lists(st.tuples(st.integers(0, 9), MONTHS), max_size=6), st.integers(1, 12))
def test_a_chain_gives_the_last_value_in_force(steps: list[tuple[int, date | None]], month: int) -> None:
    schema = TableSchema("表", (Column("编号"), Column("数")), key="编号")
    read_in = Record(Origin(schema, "a.csv", None, {}), 2, ("A", -1))
    values = [-1, *(value for value, _ in steps)]
    corrections = tuple(
        Correction(at + 1, "数", values[at], value, "", "", "", "", None, since, Source("b.csv", None, at + 2))
        for at, (value, since) in enumerate(steps))
    day = date(2022, month, 15)
    record = read_in.corrected(corrections)
    in_force = [each for each in corrections if each.since is None or each.since <= day]
    assert record.at(day)["数"] == (in_force[-1].after if in_force else -1)
    assert record.at(day).corrections == tuple(in_force)
    assert record["数"] == values[-1]
    assert record.as_read == read_in.values
