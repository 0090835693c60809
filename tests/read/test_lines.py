"""A ledger as counties keep it: titles, groups, merged cells, subtotals and notes around the rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger
from briefgen.model.amount import Amount
from briefgen.model.day import MonthOnly
from tests.read.making import SIGNED, office, read, signed, told, workbook

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "签约项目台账"
HEAD: list[object] = ["序号", "项目编号", "项目名称", "县(市、区)", "来源区域", "产业链", "总投资额",
                      "其中：固定资产投资", "协议类型", "签约时间", "开工时间", "投产时间", "公开属性", "状态"]
AS_KEPT: list[list[object]] = [
    ["附件2"],
    ["2022年签约项目台账"],
    ["填报单位：示例中心", None, None, "截至日期：2022年12月31日", None, None, None, None, "单位：亿元"],
    HEAD,
    ["一、新能源汽车"],
    [1, "A", "甲项目", "寿阳县", "长三角", "新能源汽车", "4.64", 2, "投资协议", "2022.3.15", "未开工", None,
     "公开", "有效"],
    [2, "B", "乙项目", None, "长三角", "新能源汽车", "10570万元", 0.5, "投资协议", "2022年3月", None, None,
     "公开", "有效"],
    ["小计", None, None, None, None, None, 5.697],
    ["二、现代食品"],
    [3, "C", "丙项目", "太谷", "京津冀", "现代食品", "１．５", 1, "投资协议", 44823, None, None, "公开", "有效"],
    [],
    ["合  计", None, "3个", None, None, None, 7.197],
    ["注：本表不含框架协议。"],
    ["填表人：示例甲", None, "审核人：示例乙"],
]
MERGED = ["A1:N1", "A2:N2", "D6:D7", "A5:N5"]


def test_a_ledger_as_it_is_kept_is_read_row_by_row(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: workbook({"台账": AS_KEPT}, MERGED)})
    assert [(row["项目编号"], row["落地单位"], row["总投资"]) for row in ledger.rows(LEDGER)] == [
        ("A", "140725", Amount(Decimal(46400))), ("B", "140725", Amount(Decimal(10570))),
        ("C", "140703", Amount(Decimal(15000)))]
    assert isinstance(ledger.rows(LEDGER)[1]["签约日期"], MonthOnly)
    assert [(code, place.partition("!")[2]) for code, place in told(problems)] == [
        ("row.title", "A5"), ("cell.filled", "D6"), ("cell.not-yet", "K6"), ("cell.own-unit", "G7"),
        ("cell.month-only", "J7"), ("row.title", "A9"), ("cell.dress", "G10"), ("cell.serial", "J10"),
        ("row.note", "A13"), ("row.note", "A14")]
    assert check_ledger(ledger, office({})) == []


@pytest.mark.parametrize(("line", "code"), [
    ("一、新能源汽车", "row.title"), ("（二）现代食品", "row.title"), ("第三批", "row.title"),
    ("注：含框架协议", "row.note"), ("填表人：甲,,审核：乙", "row.note"), ("备注", "row.note"),
    ("一、新能源汽车,甲项目,寿阳县", "cell.empty"), ("甲项目", "cell.empty"), ("注册资本项目", "cell.empty")])
def test_a_line_without_a_record_is_named_and_a_half_filled_record_is_no_title(tmp_path: Path, line: str,
                                                                               code: str) -> None:
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + signed("A") + line + "\n" + signed("B")})
    assert {problem.code for problem in problems} == {code}
    assert len(ledger.rows(LEDGER)) == (3 if code == "cell.empty" else 2)


def test_one_amount_merged_over_two_rows_belongs_to_neither(tmp_path: Path) -> None:
    rows = [line.split(",") for line in (SIGNED + signed("A") + signed("B")).splitlines()]
    ledger, problems = read(tmp_path, {LEDGER: workbook({"台账": rows}, ["G2:G3", "C2:C3"])})
    assert [(code, place.partition("!")[2]) for code, place in told(problems)] == [
        ("cell.filled", "C2"), ("cell.merged", "G2")]
    assert [row["其中固定资产投资"] for row in ledger.rows(LEDGER)] == [None, None]
