"""Eleven counties and the zone send twelve layouts, and together they give the figures of the one ledger."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwt
from openpyxl.utils import get_column_letter

from briefgen.check.rules import check_ledger
from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.desk import Desk
from briefgen.model.amount import Amount
from briefgen.model.period import Period
from briefgen.model.problem import Severity
from briefgen.read.ledger import read_ledger
from briefgen.resources import Layers
from tests.read.making import SCHEMAS, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.model.table import Record

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
LEDGER = "签约项目台账"
COLUMNS = ("项目编号", "项目名称", "落地单位", "投资方", "投资方省份", "来源区域", "投资方性质", "世界500强", "产业链",
           "专业镇", "链主企业", "招商方式", "总投资", "其中固定资产投资", "协议类型",
           "签约日期", "开工日期", "投产日期", "项目阶段",
           "公开属性", "状态")
OTHER = {"项目编号": "项目编码", "落地单位": "县（市、区）", "总投资": "签约金额", "签约日期": "签约时间",
         "其中固定资产投资": "其中：固投", "开工日期": "开工时间", "投产日期": "投产时间", "产业链": "所属产业链"}
MONEY = ("总投资", "其中固定资产投资")
DAYS = ("签约日期", "开工日期", "投产日期")
Line = list[object]


def cells(record: Record, units: dict[str, str], money: Callable[[Decimal], object] = str,
          day: Callable[[date], object] = str, columns: Sequence[str] = COLUMNS) -> Line:
    """Write a row of the ledger as a county types it."""
    line: Line = []
    for name in columns:
        value = record[name]
        if isinstance(value, Amount):
            line.append(money(value.value))
        elif isinstance(value, bool):
            line.append("是" if value else "否")
        else:
            line.append(day(value) if isinstance(value, date) else units.get(str(value), value))
    return line


def yi(value: Decimal) -> str:
    return f"{value / 10000:f}"


def wide(value: Decimal) -> str:
    return f"{value:f}".translate({ord(mark): ord(mark) + 0xFEE0 for mark in "0123456789."})


def heads(unit: str = "万元", columns: Sequence[str] = COLUMNS, **other: str) -> Line:
    return [f"{other.get(name, name)}({unit})" if name in MONEY and unit else other.get(name, name) for name in columns]


def plain(rows: list[Record], units: dict[str, str]) -> bytes:
    return workbook({"台账": [heads(), *[cells(row, units) for row in rows]]})


def titled_in_yi(rows: list[Record], units: dict[str, str]) -> bytes:
    top: list[Line] = [["附件1"], ["签约项目台账"], ["填报单位：示例", None, None, "单位：亿元"]]
    return workbook({"Sheet1": [*top, heads("", **OTHER), *[cells(row, units, yi) for row in rows]]}, ["A2:U2"])


def two_row_heading(rows: list[Record], units: dict[str, str]) -> bytes:
    upper, lower = heads(""), list[object]([None] * len(COLUMNS))
    at = COLUMNS.index("总投资")
    upper[at:at + 2], lower[at:at + 2] = ["投资（亿元）", None], ["总投资", "固定资产投资"]
    merged = [f"{get_column_letter(at + 1)}1:{get_column_letter(at + 2)}1"]
    merged += [f"{letter}1:{letter}2" for number in range(len(COLUMNS)) if number not in {at, at + 1}
               for letter in [get_column_letter(number + 1)]]
    return workbook({"台账": [upper, lower, *[cells(row, units, yi) for row in rows]]}, merged)


def turned_round(rows: list[Record], units: dict[str, str]) -> bytes:
    columns = COLUMNS[::-1]
    return workbook({"台账": [heads(columns=columns, **OTHER), *[cells(row, units, columns=columns) for row in rows]]},
                    start="C4")


def text_file(rows: list[Record], units: dict[str, str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([heads(), *[cells(row, units, lambda value: f"{value:,f}") for row in rows]])
    return out.getvalue().encode("gb18030")


def days_in_words(rows: list[Record], units: dict[str, str]) -> bytes:
    def words(value: date) -> str:
        return f"{value.year}年{value.month}月{value.day}日"
    return workbook({"台账": [heads(), *[cells(row, units, day=words) for row in rows]]})


def merged_unit(rows: list[Record], units: dict[str, str]) -> bytes:
    return workbook({"台账": [heads(), *[cells(row, units) for row in rows]]}, [f"C2:C{len(rows) + 1}"])


def groups_and_subtotals(rows: list[Record], units: dict[str, str]) -> bytes:
    lines: list[Line] = [heads()]
    at, total = COLUMNS.index("总投资"), Decimal(0)
    for number, half in enumerate((rows[:3], rows[3:])):
        amounts = [value.value for row in half if isinstance(value := row["总投资"], Amount)]
        total += sum(amounts)
        lines += [[f"{'一二'[number]}、第{number + 1}组"], *[cells(row, units) for row in half],
                  ["小计", *[None] * (at - 1), f"{sum(amounts)}"], []]
    lines += [["合  计", *[None] * (at - 1), f"{total}"], ["注：数据截至12月底。"]]
    return workbook({"台账": lines})


def units_in_cells(rows: list[Record], units: dict[str, str]) -> bytes:
    return workbook({"台账": [heads(""), *[cells(row, units, lambda value: f"{value:f}万元") for row in rows]]})


def wide_digits_and_dots(rows: list[Record], units: dict[str, str]) -> bytes:
    def dots(value: date) -> str:
        return f"{value.year}.{value.month}.{value.day}"
    return workbook({"台账": [heads(), *[cells(row, units, wide, dots) for row in rows]]})


def rows_below_the_heading(rows: list[Record], units: dict[str, str]) -> bytes:
    measure = ["万元" if name in MONEY else None for name in COLUMNS]
    numbers: Line = [*range(1, len(COLUMNS) + 1)]
    return workbook({"台账": [heads("", **OTHER), measure, numbers, *[cells(row, units, float) for row in rows]]})


def old_workbook(rows: list[Record], units: dict[str, str]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for down, line in enumerate([heads(), *[cells(row, units, float) for row in rows]], 2):
        for right, cell in enumerate(line):
            sheet.write(down, right, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LAYOUTS = (plain, titled_in_yi, two_row_heading, turned_round, text_file, days_in_words, merged_unit,
           groups_and_subtotals, units_in_cells, wide_digits_and_dots, rows_below_the_heading, old_workbook)


def county_files(desk: Desk) -> dict[str, bytes]:
    """Split the sample's ledger among its units, each in a layout of its own; gives their files by name."""
    units = desk.ledger.units
    names = {unit.code: (unit.short or unit.name) for unit in units.units}
    assert len(units.units) == len(LAYOUTS)
    files = {}
    for unit, layout in zip(units.units, LAYOUTS, strict=True):
        rows = [row for row in desk.ledger.rows(LEDGER) if row["落地单位"] == unit.code]
        ending = {text_file: "csv", old_workbook: "xls"}.get(layout, "xlsx")
        files[f"{unit.name}.{ending}"] = layout(rows, names)
    return files


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Calculator]:
    """Read the files of all units as one table."""
    folder = tmp_path_factory.mktemp("counties")
    shutil.copytree(SAMPLE / "data", folder / "data")
    desk = Desk(SAMPLE)
    (folder / "报送").mkdir()
    for name, content in county_files(desk).items():
        (folder / "报送" / name).write_bytes(content)
    files = desk.office.model_dump()["data"] | {LEDGER: {"file": ["报送/*.xlsx", "报送/*.xls", "报送/*.csv"]}}
    office = desk.office.model_validate(desk.office.model_dump() | {"data": files})
    ledger, problems = read_ledger(folder, office, SCHEMAS)
    problems += [problem for problem in check_ledger(ledger, office) if problem.code != "project.similar"]
    assert [problem for problem in problems if problem.severity is not Severity.INFO] == []
    return desk, Calculator(ledger, office, read_profile(Layers(), office.indicators, SCHEMAS))


@pytest.mark.parametrize("period", ["2022-12", "2022-03", "2021-12"])
def test_twelve_layouts_give_the_figures_of_the_one_ledger(counties: tuple[Desk, Calculator], period: str) -> None:
    desk, together = counties
    names = [*desk.calculator.names(), "signed.invest.yoy", "signed.invest.rank", "signed.invest.completion"]
    for unit in (desk.ledger.units.city, *desk.ledger.units.units):
        for path in names:
            one = desk.calculator.figure(path, unit, Period.parse(period))
            same = together.figure(path, unit, Period.parse(period))
            assert (same.value, same.reason) == (one.value, one.reason), (path, unit.name)
