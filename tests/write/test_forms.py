"""A blank form reads back without a row, a filled one with the very values that were filled in."""

from __future__ import annotations

import io
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from briefgen import __version__
from briefgen.model.amount import Amount
from briefgen.model.table import CellType, Column, Need, TableSchema, Word
from briefgen.model.unit import CITY, Unit, UnitSet
from briefgen.read.bounds import Bounds
from briefgen.read.rows import read_table
from briefgen.read.workbook import Workbook
from briefgen.write.forms import HEAD_ROW, ROWS, heading, schema_digest, write_form
from tests.read.making import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.datavalidation import DataValidation

    from briefgen.model.table import Value
    from briefgen.read.rows import Extract

LEDGER, PEOPLE = "签约项目台账", "在外人才库"
UNITS = UnitSet(Unit("140700", "晋中市", CITY), (
    Unit("140725", "寿阳县", "县区", 1, "寿阳"), Unit("140703", "太谷区", "县区", 2, "太谷", ("太谷县",))))
# A person's words, codes with their zeros, and what looks like a formula, a number or a day; neither 甲 alone nor 一、:
# a row of those would number the columns or head a group.
WORDS = st.one_of(
    st.text("示例项目一期（）。—“”AZaz09-·", min_size=1, max_size=20),
    st.sampled_from(["007", "0", "140725", "+2", "@甲", "2022-12", "1.50", "#1", "12345678901234567890"]))
CENTS = st.integers(-10**12, 10**12).map(lambda value: Decimal(value) / 10000)
DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))
TYPED: dict[CellType, st.SearchStrategy[Any]] = {
    CellType.TEXT: WORDS, CellType.INTEGER: st.integers(-10**11, 10**11), CellType.NUMBER: CENTS,
    CellType.MONEY: CENTS.map(Amount), CellType.DATE: DAYS, CellType.MONTH: DAYS.map(lambda day: day.replace(day=1)),
    CellType.YES_NO: st.booleans(), CellType.UNIT: st.sampled_from([UNITS.city.code, "140725", "140703"]),
}
BLANK = {name: write_form(schema, UNITS) for name, schema in SCHEMAS.items()}


def read_back(data: bytes, schema: TableSchema) -> Extract:
    """Read a form as the one sheet of its table."""
    return read_table(Workbook(data, ".xlsx", Bounds()).sheet("表.xlsx", "", schema.name), schema, UNITS)


def rows_of(schema: TableSchema) -> st.SearchStrategy[list[list[Value]]]:
    """Make rows of a table, each cell filled that must be."""
    cells = [TYPED[column.type] if column.need is Need.CELL else st.none() | TYPED[column.type]
             for column in schema.columns]
    return st.lists(st.tuples(*cells).map(list), min_size=1, max_size=3)


def typed_in(value: Value, column: Column) -> object:
    """Give what Excel holds once a clerk has typed a value: numbers are binary, days have a clock."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Amount):
        return float(value.value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    chosen = UNITS.find(value) if column.type is CellType.UNIT and isinstance(value, str) else None
    return chosen.name if chosen is not None else value


def filled(data: bytes, schema: TableSchema, rows: Sequence[Sequence[Value]]) -> bytes:
    """Fill a form in below its heading; a cell takes the format of its column, as in Excel."""
    book = load_workbook(io.BytesIO(data))
    sheet: Any = book.worksheets[0]
    for down, row in enumerate(rows, HEAD_ROW + 1):
        for right, (value, column) in enumerate(zip(row, schema.columns, strict=True), 1):
            cell: Any = sheet.cell(down, right)
            cell.value = typed_in(value, column)
            if isinstance(value, str):
                cell.data_type = "s"
            cell._style = copy(sheet.column_dimensions[cell.column_letter]._style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(name: str) -> Any:
    return load_workbook(io.BytesIO(BLANK[name])).worksheets[0]


def rules_of(name: str) -> dict[str, DataValidation]:
    """Give the rule of each column that has one, by its name."""
    found = sheet_of(name).data_validations.dataValidation
    at = {str(rule.sqref): rule for rule in found}
    letters = {f"{cell.column_letter}5:{cell.column_letter}{HEAD_ROW + ROWS}": column.name
               for cell, column in zip(sheet_of(name)[HEAD_ROW], SCHEMAS[name].columns, strict=True)}
    return {letters[place]: rule for place, rule in at.items()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_blank_form_reads_back_as_a_table_without_rows(name: str) -> None:
    read = read_back(BLANK[name], SCHEMAS[name])
    assert (read.problems, read.records, read.totals) == ((), (), ())
    assert read.origin is not None
    assert list(read.origin.letters) == [column.name for column in SCHEMAS[name].columns]


@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_filled_form_reads_back_as_it_was_filled(name: str, data: st.DataObject) -> None:
    schema = SCHEMAS[name]
    rows = data.draw(rows_of(schema))
    read = read_back(filled(BLANK[name], schema, rows), schema)
    assert read.problems == ()
    assert [list(record.values) for record in read.records] == rows


def test_a_form_says_who_what_and_in_which_unit() -> None:
    sheet = sheet_of(LEDGER)
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(1, HEAD_ROW, values_only=True)]
    assert rows[0] == ["签约项目台账"]
    assert rows[1] == ["填报单位：", "截至日期：", "单位：万元"]
    assert rows[2] == ["黄底的列必填"]
    assert rows[3] == [heading(column) for column in SCHEMAS[LEDGER].columns]
    assert {"总投资（万元）", "公开属性", "佐证材料"} <= set(rows[3])
    assert [cell for cell in next(sheet_of(PEOPLE).iter_rows(2, 2, values_only=True)) if cell] == [
        "填报单位：", "截至日期："]


def test_needed_columns_are_yellow_and_personal_ones_red() -> None:
    sheet, schema = sheet_of(PEOPLE), SCHEMAS[PEOPLE]
    heads = sheet[HEAD_ROW]
    assert [head.fill.fgColor.rgb == "00FFF2CC" for head in heads] == [
        column.need is Need.CELL for column in schema.columns]
    assert [head.font.color is not None and head.font.color.rgb == "00C00000" for head in heads] == [
        column.personal for column in schema.columns]
    assert "红字的列涉及个人信息，只报规定的收件人" in [cell.value for cell in sheet[3]]
    assert rules_of(PEOPLE)["姓名"].prompt == "必填。涉及个人信息。"


def test_columns_have_the_format_of_what_they_hold() -> None:
    sheet = sheet_of(LEDGER)
    formats = {column.name: sheet.column_dimensions[cell.column_letter].number_format
               for cell, column in zip(sheet[HEAD_ROW], SCHEMAS[LEDGER].columns, strict=True)}
    assert (formats["项目编号"], formats["总投资"], formats["签约日期"]) == ("@", "0.00##", "yyyy-mm-dd")
    assert sheet_of("到位资金月报").column_dimensions["B"].number_format == "yyyy-mm"


def test_cells_take_only_what_can_be_read() -> None:
    rules = rules_of(LEDGER)
    assert {name: (rule.type, rule.formula1) for name, rule in rules.items() if rule.type not in {None, "none"}} == {
        "单位代码": ("list", "'表式'!$E$1:$E$3"), "落地单位": ("list", "'表式'!$D$1:$D$3"),
        "世界500强": ("list", '"是,否"'), "总投资": ("decimal", "-999999999999"),
        "其中固定资产投资": ("decimal", "-999999999999"), "签约日期": ("date", "61"), "开工日期": ("date", "61"),
        "投产日期": ("date", "61"), "注册日期": ("date", "61"), "供地日期": ("date", "61"), "竣工日期": ("date", "61"),
        "最近进展日期": ("date", "61"), "榜单年份": ("whole", "-999999999999"),
        "公开属性": ("list", '"公开,内部,不公开"'), "状态": ("list", '"有效,退库,终止"'),
        "协议类型": ("list", '"投资协议,框架协议,意向协议,战略合作协议,补充协议"'),
        "项目阶段": ("list", '"谋划,在谈,签约,落地,开工,开业,投产,达效,退库"'), "来源区域": (
            "list", '"京津冀,长三角,珠三角,粤港澳大湾区,成渝,中部,西部,东北,其他省(区、市),省内,港澳台,国外,境外"')}
    assert rules["状态"].prompt == "必填。从列表中选。"
    assert rules["签约日期"].error == "请填日期，如2022-12-31。"
    assert rules["开工日期"].error == "请填日期，如2022-12-31。还没有的留空。"
    assert rules["总投资"].prompt == "必填。填数字，以万元为单位。"
    assert rules_of("到位资金月报")["月份"].formula1 == "AND(ISNUMBER(B5),DAY(B5)=1)"


def test_a_day_that_may_be_empty_only_warns_of_words_that_the_reader_takes() -> None:
    rules = rules_of(LEDGER)
    assert [rules[name].errorStyle for name in ("签约日期", "开工日期", "投产日期")] == [None, "warning", "warning"]


@pytest.mark.parametrize("words", [("甲,乙", "丙"), ('甲"', "乙"), tuple(f"第{number}类项目" for number in range(60))])
def test_words_that_no_list_of_excel_can_hold_are_left_free(words: tuple[str, ...]) -> None:
    schema = TableSchema("表", (Column("编号"), Column("类别", words=tuple(map(Word, words)))))
    (sheet, _) = load_workbook(io.BytesIO(write_form(schema, UNITS))).worksheets
    assert sheet.data_validations.dataValidation == []


def test_the_hidden_sheet_lists_the_units_and_says_which_form_it_is() -> None:
    book = load_workbook(io.BytesIO(BLANK[LEDGER]))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        (LEDGER, "visible"), ("表式", "hidden")]
    rows = list(book["表式"].iter_rows(values_only=True))
    assert [row[:2] for row in rows] == [
        ("briefgen", __version__), ("表", LEDGER), ("表式摘要", schema_digest(SCHEMAS[LEDGER]))]
    assert [row[3:] for row in rows] == [("晋中市", "140700"), ("寿阳县", "140725"), ("太谷区", "140703")]


def test_it_prints_across_with_its_heading_on_each_page() -> None:
    sheet = sheet_of(LEDGER)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A5", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape", 9, 0)


def test_the_same_table_gives_the_same_bytes() -> None:
    assert [write_form(schema, UNITS) for schema in SCHEMAS.values()] == list(BLANK.values())


def test_another_schema_has_another_digest_but_other_headings_do_not() -> None:
    first = TableSchema("甲", (Column("编号"),))
    assert schema_digest(first) == schema_digest(TableSchema("甲", (Column("编号", aliases=("序",)),)))
    assert schema_digest(first) != schema_digest(TableSchema("甲", (Column("编号", CellType.INTEGER),)))


@pytest.mark.parametrize(("name", "sheet"), [
    ("甲/乙:丙", "甲_乙_丙"), ("表" * 40, "表" * 31), ("表式", "表式"), ("=甲", "=甲")])
def test_an_offices_own_table_has_a_form_whatever_its_names(name: str, sheet: str) -> None:
    columns = (Column("=编号"), Column("县", CellType.UNIT), Column("金额", CellType.MONEY, Need.CELL))
    schema = TableSchema(name, columns)
    odd = UnitSet(UNITS.city, (Unit("1", "=甲,乙", "县区"),))
    book = load_workbook(io.BytesIO(write_form(schema, odd)))
    assert (book.sheetnames[0], len(book.sheetnames)) == (sheet, 2)
    assert "f" not in {cell.data_type for each in book for row in each.iter_rows() for cell in row}
    grid = Workbook(write_form(schema, odd), ".xlsx", Bounds()).sheet("表.xlsx", sheet, name)
    assert read_table(grid, schema, odd).problems == ()
