from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from briefgen.errors import ConfigError
from briefgen.model.amount import Amount
from briefgen.model.problem import Severity
from briefgen.read.ledger import read_ledger
from tests.read.making import ARRIVED, SCHEMAS, SIGNED, TARGETS, UNITS, office, read, signed, told, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LEDGER = "签约项目台账"
HEADINGS = SIGNED.strip().replace("(万元)", "").split(",")
ROW: list[object] = ["QY1", "示例项目", "寿阳县", "长三角", "新材料", 1000.5, 900, "投资协议", date(2022, 3, 15),
                     None, None, "公开", "有效"]


def test_a_plain_csv(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + signed()})
    (row,) = ledger.rows(LEDGER)
    assert problems == []
    assert row["落地单位"] == "140725"
    assert row["总投资"] == Amount(Decimal(1000))
    assert row["签约日期"] == date(2022, 3, 15)
    assert row["开工日期"] is None
    assert row["包联领导"] is None
    assert str(row.source("总投资")) == "签约项目台账.csv F2"
    assert ledger.files == {name: sha256((tmp_path / name).read_bytes()).hexdigest()
                            for name in ("单位.csv", "签约项目台账.csv")}


@pytest.mark.parametrize("start", ["A1", "C4"])
def test_a_workbook_with_titles_groups_blank_rows_and_totals(tmp_path: Path, start: str) -> None:
    left = 1 if start == "A1" else 3
    top = 1 if start == "A1" else 4
    groups = [*HEADINGS[:5], "投资额", "", *HEADINGS[7:]]
    leaves = ["", "", "", "", "", "总投资", "其中固定资产投资"]
    total = ["合\u3000计", "2个", "", "", "", 2001, 1800]
    rows: list[Sequence[object]] = [
        ["晋中市签约项目台账"], ["填报单位：示例中心", "", "单位：万元"], groups, leaves, ROW, [],
        ["QY2", *ROW[1:]], total]

    def letter(offset: int) -> str:
        return chr(ord("A") + left - 1 + offset)

    merged = [f"{letter(0)}{top}:{letter(12)}{top}", f"{letter(5)}{top + 2}:{letter(6)}{top + 2}",
              *(f"{letter(at)}{top + 2}:{letter(at)}{top + 3}" for at in range(13) if at not in (5, 6))]
    ledger, problems = read(tmp_path, {LEDGER: workbook({"签约": rows}, merged, start)})
    assert problems == []
    assert [(row.key, row["总投资"], str(row.source("总投资"))) for row in ledger.rows(LEDGER)] == [
        (key, Amount(Decimal("1000.5")), f"签约项目台账.xlsx 签约!{letter(5)}{top + down}")
        for key, down in (("QY1", 4), ("QY2", 6))]
    assert [(total.column, total.value, total.source.row, total.since) for total in ledger.totals] == [
        ("项目名称", Fraction(2), top + 7, top + 4), ("总投资", Fraction(2001), top + 7, top + 4),
        ("其中固定资产投资", Fraction(1800), top + 7, top + 4)]


def test_a_subtotal_starts_anew_and_the_total_at_the_top(tmp_path: Path) -> None:
    text = SIGNED + signed("A") + "小计,,,,,1000\n" + signed("B") + "小 计,,,,,1000\n合计,,,,,2000\n"
    ledger, problems = read(tmp_path, {LEDGER: text})
    assert [(total.source.row, total.since) for total in ledger.totals] == [(3, 2), (5, 4), (6, 2)]
    assert len(ledger.rows(LEDGER)) == 2
    assert problems == []


def test_a_total_that_is_no_figure_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {LEDGER: SIGNED + signed() + "合计,,,,,千余万,详见附件\n"})
    assert told(problems) == [("cell.money", "签约项目台账.csv F3"), ("cell.money", "签约项目台账.csv G3")]


@pytest.mark.parametrize(("unit", "code"), [
    ("", "column.unit"), ("(万美元)", "column.money"), ("(千元)", "column.money")])
def test_a_money_column_without_a_known_unit_is_told_once_and_read_as_nothing(tmp_path: Path, unit: str,
                                                                              code: str) -> None:
    heading = SIGNED.replace("总投资(万元)", f"总投资{unit}")
    text = f"金额单位：万元\n{heading}" if unit else heading
    ledger, problems = read(tmp_path, {LEDGER: text + signed("A") + signed("B")})
    assert told(problems) == [(code, f"签约项目台账.csv F{2 if unit else 1}")]
    assert [row["总投资"] for row in ledger.rows(LEDGER)] == [None, None]


def test_cells_may_carry_the_unit_that_the_heading_lacks(tmp_path: Path) -> None:
    text = SIGNED.replace("(万元)", "", 1) + signed("A", invest="1.5亿元") + signed("B", invest="4800万")
    ledger, problems = read(tmp_path, {LEDGER: text})
    assert told(problems) == [("cell.own-unit", "签约项目台账.csv F2"), ("cell.own-unit", "签约项目台账.csv F3")]
    assert [row["总投资"] for row in ledger.rows(LEDGER)] == [Amount(Decimal(15000)), Amount(Decimal(4800))]


def test_a_dash_does_not_fill_a_cell_that_must_be_filled(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + signed("A", invest="—")})
    assert told(problems) == [("cell.empty", "签约项目台账.csv F2")]
    assert ledger.rows(LEDGER)[0]["总投资"] is None


def test_a_rough_total_is_told_and_not_compared(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + signed() + "合计,,,,,约2000\n"})
    assert told(problems) == [("cell.rough", "签约项目台账.csv F3")]
    assert ledger.totals == ()


def test_a_target_may_carry_its_measure(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {"目标任务": f"{TARGETS}2022,寿阳县,开工率,40%,%,市定,,1,\n"})
    assert told(problems) == [("cell.dress", "目标任务.csv D2")]
    assert ledger.targets[0].value == Fraction(40)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "单位.csv").write_bytes(UNITS.encode(encoding))
    ledger, problems = read_ledger(tmp_path, office({"单位": "单位.csv"}), SCHEMAS)
    assert (problems, [unit.name for unit in ledger.units.units]) == ([], ["太谷区", "寿阳县"])


def test_the_city_and_its_units(tmp_path: Path) -> None:
    units = read(tmp_path, {})[0].units
    first = units.units[0]
    assert (units.city.name, units.city.is_city) == ("晋中市", True)
    assert (first.code, first.former, first.order, first.ranked) == ("140703", ("太谷县",), 1, True)
    assert units.find("太谷县") is first


@pytest.mark.parametrize(("row", "pending", "expected"), [
    ("2022,寿阳县,开工率,40,%,市定,,2,", (), (Fraction(40), 2)),
    ("2022,寿阳县,签约总投资,1465.5,亿元,市定,,,", (), (Fraction(2931, 2), 1)),
    ("2022,晋中市,开工率,,%,市定,,,示例；待下达", (), (None, 0)),
    ("2022,晋中市,开工率,待下达,%,市定,,1,", (), (None, 1)),
    ("2022,晋中市,开工率,,%,市定,待下达,,", (), (None, 0)),
    ("2022,晋中市,开工率,,%,市定,,,", (2022,), (None, 0)),
])
def test_targets_are_exact_or_pending(tmp_path: Path, row: str, pending: tuple[int, ...],
                                      expected: tuple[Fraction | None, int]) -> None:
    ledger, problems = read(tmp_path, {"目标任务": f"{TARGETS}{row}\n"}, targets={"pending": pending})
    (target,) = ledger.targets
    assert problems == []
    assert (target.value, target.version) == expected


@pytest.mark.parametrize(("row", "code"), [
    ("2022,寿阳县,开工率,,%,市定,,1,", "target.missing"), ("2022,寿阳县,开工率,四成,%,市定,,1,", "cell.number"),
])
def test_a_target_neither_set_nor_pending(tmp_path: Path, row: str, code: str) -> None:
    _, problems = read(tmp_path, {"目标任务": f"{TARGETS}{row}\n"})
    assert told(problems) == [(code, "目标任务.csv D2")]


def test_the_sheet_named_like_the_table_is_taken_of_several(tmp_path: Path) -> None:
    book = workbook({"上月": [["旧"]], LEDGER: [["单位：亿元"], HEADINGS, ROW]})
    ledger, problems = read(tmp_path, {LEDGER: book})
    assert problems == []
    assert ledger.rows(LEDGER)[0]["总投资"] == Amount(Decimal(10005000))


def test_blanks_around_a_key_are_only_told(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + " " + signed("QY1")})
    assert [problem.severity for problem in problems] == [Severity.INFO]
    assert ledger.rows(LEDGER)[0].key == "QY1"


def test_a_table_that_no_schema_describes_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"签约项目台帐.*签约项目台账"):
        read_ledger(tmp_path, office({"签约项目台帐": "a.csv"}), SCHEMAS)


def test_a_table_without_rows_is_read(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {"到位资金月报": ARRIVED})
    assert (problems, ledger.tables["到位资金月报"]) == ([], ())
    assert ledger.origins["到位资金月报"][0].letters["凭证编号"] == "E"


FITS: list[list[object]] = [["单位：亿元"], [*HEADINGS], [*ROW]]


def test_of_several_sheets_the_only_one_that_holds_the_table_is_taken_and_told(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: workbook({"封面": [["旧"]], "三月": FITS, "说明": []})})
    assert told(problems) == [("sheet.chosen", "签约项目台账.xlsx")]
    assert problems[0].message == "of 封面、三月、说明, the sheet 三月 was read; no other holds the table 签约项目台账"
    assert str(ledger.rows(LEDGER)[0].source()) == "签约项目台账.xlsx 三月!3"
    assert read(tmp_path, {LEDGER: workbook({"三月": FITS, "说明": [["旧"]]})})[1] == []


def test_of_several_sheets_that_hold_the_table_none_is_taken(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: workbook({"2月": FITS, "3月": FITS, "说明": [["旧"]]})})
    assert told(problems) == [("sheet.several", "签约项目台账.xlsx")]
    assert problems[0].params["sheets"] == "2月、3月"
    assert 'sheet = "2月"' in problems[0].hint
    assert LEDGER not in ledger.tables


def test_a_sheet_named_like_the_table_is_taken_and_the_others_are_told(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: workbook({"上月": FITS, LEDGER: FITS})})
    assert told(problems) == [("sheet.beside", "签约项目台账.xlsx")]
    assert (problems[0].severity, problems[0].params["sheets"]) == (Severity.WARNING, "上月")
    assert ledger.rows(LEDGER)[0].origin.sheet == LEDGER


def test_no_sheet_that_holds_the_table_lists_them_all(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, {LEDGER: workbook({"甲": [["旧"]], "乙": []})})
    assert problem.message == "the workbook has no sheet 签约项目台账; it has: 甲、乙"
