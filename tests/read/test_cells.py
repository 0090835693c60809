from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model.amount import Amount
from briefgen.model.day import MonthOnly, NotYet
from briefgen.model.problem import RULES
from briefgen.model.table import CellType, Column, TableSchema, Value, Word, blank
from briefgen.model.unit import CITY, Unit, UnitSet
from briefgen.read.cells import Fault, read_cells
from briefgen.read.grid import Grid
from briefgen.read.rows import read_table

if TYPE_CHECKING:
    from briefgen.read.grid import Cell

UNITS = UnitSet(Unit("140700", "晋中市", CITY), (Unit("140703", "太谷区", "县区", 1, "太谷", ("太谷县",)),))


def read(kind: CellType, cell: Cell, unit: str = "万元") -> Value | Fault:
    return read_cells([cell], Column("甲", kind), unit, UNITS)[0]


@pytest.mark.parametrize(("cell", "unit", "value"), [
    ("1474.31", "万元", "1474.31"), ("4.64", "亿元", "46400"), ("15000", "元", "1.5"), ("-20", "万元", "-20"),
    (116000.0, "万元", "116000"), (0.1 + 0.2, "万元", "0.3"), (1.1, "亿元", "11000"), (0.3 - 0.1 - 0.2, "万元", "0"),
    (0.00005, "亿元", "0.5"), (7, "万元", "7"),
])
def test_money_is_exact_in_wan_yuan(cell: Cell, unit: str, value: str) -> None:
    assert read(CellType.MONEY, cell, unit) == Amount(Decimal(value))


@pytest.mark.parametrize("cell", [
    "1_000", "٣٤", "²", "Ⅳ", "NaN", "Infinity", "1e308", "1e3", "1,00", "0,123", "1,2345", "1 000", "4-5亿", "4~5",
    "4.6.4", "四千", "4800千元", "4800户", "92%", ".5", "5.", "0x10", "约", "万元", "4，8", 1e308, float("nan"),
    float("inf"), 1e15, True, date(2022, 3, 15), time(8, 30), "1" * 400,
])
def test_what_is_no_plain_amount_is_a_fault(cell: Cell) -> None:
    fault = read(CellType.MONEY, cell)
    assert isinstance(fault, Fault)
    assert fault.code == "cell.money"
    assert len(fault.shown) <= 61


@pytest.mark.parametrize("cell", [
    "2022-03-15", "2022/3/15", "2022.3.15", "2022年3月15日", "20220315", 20220315.0, date(2022, 3, 15),
    datetime(2022, 3, 15, 10, 30),
])
def test_a_day_is_read_in_every_customary_form(cell: Cell) -> None:
    assert read(CellType.DATE, cell) == date(2022, 3, 15)


@pytest.mark.parametrize(("cell", "unit", "code", "became", "value"), [
    ("１２３４．５", "万元", "cell.dress", "1234.5万元", "1234.5"),
    ("1,474.31", "万元", "cell.dress", "1474.31万元", "1474.31"),
    ("¥1,234,567", "元", "cell.dress", "1234567元", "123.4567"), ("-1,000", "万元", "cell.dress", "-1000万元", "-1000"),
    ("10570万元", "亿元", "cell.own-unit", "10570万元", "10570"),
    ("4,800万", "亿元", "cell.own-unit", "4800万元", "4800"),
    ("4.64 亿", "万元", "cell.own-unit", "4.64亿元", "46400"), ("人民币2亿元", "", "cell.own-unit", "2亿元", "20000"),
    ("约4.64", "亿元", "cell.rough", "4.64亿元", "46400"), ("1000余万元", "亿元", "cell.rough", "1000万元", "1000"),
    ("5亿元左右", "万元", "cell.rough", "5亿元", "50000"), ("不低于３０００", "万元", "cell.rough", "3000万元", "3000"),
])
def test_money_in_another_dress_is_read_and_told(cell: Cell, unit: str, code: str, became: str, value: str) -> None:
    assert read(CellType.MONEY, cell, unit) == Fault(code, str(cell), Amount(Decimal(value)), became=became)


@pytest.mark.parametrize("cell", ["1000万美元", "USD 500", "约3亿港元", "$12", "２０００欧元"])
def test_foreign_money_is_refused_by_its_own_name(cell: str) -> None:
    assert read(CellType.MONEY, cell) == Fault("cell.currency", cell)


def test_an_amount_without_any_unit_has_no_value() -> None:
    assert read(CellType.MONEY, "12", "") == Fault("column.unit", "12")
    assert read(CellType.MONEY, "约1,200", "") == Fault("column.unit", "约1,200")


@pytest.mark.parametrize("kind", [CellType.MONEY, CellType.NUMBER, CellType.INTEGER, CellType.DATE, CellType.MONTH])
@pytest.mark.parametrize("cell", ["—", "--", "/", "－", "无", "暂无"])
def test_a_dash_is_nothing_and_told(kind: CellType, cell: str) -> None:
    assert read(kind, cell) == Fault("cell.dash", cell)


@given(st.decimals(-10**11, 10**11, places=4), st.sampled_from(["万元", "亿元", "元", "万", "亿"]))
def test_every_dress_of_an_amount_has_one_value(value: Decimal, unit: str) -> None:
    full = unit if unit.endswith("元") else f"{unit}元"
    wide = f"{value:,.4f}".translate({ord(mark): ord(mark) + 0xFEE0 for mark in "0123456789,.-"})
    for text in (f"{value:f}", f"{value:,.4f}", f"{value:f}{unit}", f"约{value:f}{unit}", f"{value:,.4f} {unit}", wide):
        cell = read(CellType.MONEY, text, full)
        assert (cell.read if isinstance(cell, Fault) else cell) == Amount.of(value, full)


@pytest.mark.parametrize("cell", ["2022-02-30", "2022-13", "2022.1", "15.3.2022", "22.3.15", "3月15日", "0022-03-15",
                                  99.0, True, "2022-03/15", "二〇二二年三月", "下周"])
def test_what_is_no_day_is_a_fault(cell: Cell) -> None:
    assert read(CellType.DATE, cell) == Fault("cell.date", "99" if cell == 99.0 else str(cell))


@pytest.mark.parametrize("cell", ["2022-3", "2022.3", "2022.10", "2022/03", "2022年3月", "２０２２年３月",
                                  "2022年3月中旬", "2022年3月底"])
def test_a_day_known_by_its_month_keeps_to_it(cell: str) -> None:
    fault = read(CellType.DATE, cell)
    assert isinstance(fault, Fault)
    assert fault.code == "cell.month-only"
    month = fault.read
    assert isinstance(month, MonthOnly)
    assert (month.day, str(month), month.isoformat()) == (1, fault.became, fault.became)
    assert fault.became in {"2022-03", "2022-10"}


@pytest.mark.parametrize("cell", ["未开工", "尚未投产", "预计2023年1月", "计划2023年6月开工", "拟于下半年开工", "待定"])
def test_a_day_that_has_not_come_is_no_day_and_keeps_its_words(cell: str) -> None:
    fault = read(CellType.DATE, cell)
    assert fault == Fault("cell.not-yet", cell, NotYet(cell))
    assert blank(NotYet(cell))


@pytest.mark.parametrize(("cell", "code", "value"), [
    (44635.0, "cell.serial", date(2022, 3, 15)), ("44823", "cell.serial", date(2022, 9, 19)),
    ("２０２２-03-15", "cell.dress", date(2022, 3, 15)), ("2022.３.5", "cell.dress", date(2022, 3, 5)),
])
def test_a_day_in_another_dress_is_read_and_told(cell: Cell, code: str, value: date) -> None:
    fault = read(CellType.DATE, cell)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.read, fault.became) == (code, value, value.isoformat())


@pytest.mark.parametrize("cell", ["2022-03-15、2022-06-01", "2022年3月5日至2022年4月1日", "2022.3.15/2022.6.1",
                                  "2021.5;2022.6"])
def test_two_days_in_a_cell_are_refused_by_name(cell: str) -> None:
    assert read(CellType.DATE, cell) == Fault("cell.several", cell)


@given(st.dates(date(1990, 1, 1), date(2098, 12, 31)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    forms = (f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}",
             f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month}月{day.day}号", f"{day:%Y%m%d}",
             f"{day:%Y-%m-%d} 00:00:00", f"{(day - date(1899, 12, 30)).days}")
    for text in forms:
        cell = read(CellType.DATE, text)
        assert (cell.read if isinstance(cell, Fault) else cell) == day


@pytest.mark.parametrize("cell", ["2022-10", "2022.10", "2022年10月", "2022-10-01", date(2022, 10, 1),
                                  datetime(2022, 10, 1)])
def test_a_month_is_its_first_day(cell: Cell) -> None:
    assert read(CellType.MONTH, cell) == date(2022, 10, 1)


@pytest.mark.parametrize("cell", ["2022.1", 2022.1, "2022-13", "10月", date(2022, 10, 2)])
def test_what_may_be_another_month_is_a_fault(cell: Cell) -> None:
    fault = read(CellType.MONTH, cell)
    assert isinstance(fault, Fault)
    assert fault.code == "cell.month"


@pytest.mark.parametrize("name", ["太谷区", "太谷", "太谷县", "140703", 140703.0])
def test_a_unit_is_known_by_each_of_its_names(name: Cell) -> None:
    assert read(CellType.UNIT, name) == "140703"


def test_an_unknown_unit_is_a_fault_that_names_the_nearest() -> None:
    fault = read(CellType.UNIT, "太古区")
    assert isinstance(fault, Fault)
    assert (fault.code, fault.nearest) == ("cell.unit", " (-> 太谷区?)")


@pytest.mark.parametrize(("kind", "cell", "value"), [
    (CellType.INTEGER, "40", 40), (CellType.INTEGER, 40.0, 40), (CellType.NUMBER, "0.5", Decimal("0.5")),
    (CellType.YES_NO, "是", True), (CellType.YES_NO, "否", False), (CellType.TEXT, 1407.0, "1407"),
    (CellType.TEXT, time(8, 30), "08:30"), (CellType.TEXT, "e\u0301", "é"), (CellType.TEXT, "", None),
    (CellType.MONEY, " \u3000", None), (CellType.DATE, None, None),
])
def test_the_other_types(kind: CellType, cell: Cell, value: Value) -> None:
    assert read(kind, cell) == value


@pytest.mark.parametrize(("kind", "cell", "code"), [
    (CellType.INTEGER, 40.5, "cell.integer"), (CellType.INTEGER, "1_0", "cell.integer"),
    (CellType.YES_NO, "有", "cell.yesno"), (CellType.YES_NO, 1.0, "cell.yesno"), (CellType.NUMBER, "5%", "cell.number"),
    (CellType.TEXT, 202212345678901234.0, "cell.digits"), (CellType.TEXT, "#REF!", "cell.error"),
])
def test_the_faults_of_the_other_types(kind: CellType, cell: Cell, code: str) -> None:
    fault = read(kind, cell)
    assert isinstance(fault, Fault)
    assert fault.code == code


@pytest.mark.parametrize(("text", "name"), [
    ("100\u202e亿", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("寿阳县\u200b", "U+200B ZERO WIDTH SPACE"), ("a\x08", "U+0008"),
    ("\ufffe", "U+FFFE"), ("\ud800", "U+D800"), ("\x1c", "U+001C"),
])
def test_characters_that_lie_or_break_xml_are_named(text: str, name: str) -> None:
    assert read(CellType.TEXT, text) == Fault("cell.character", name)


STAGES = (Word("开工", ("已开工", "在建")), Word("其他省(区、市)"))


@pytest.mark.parametrize(("cell", "value"), [
    ("开工", "开工"), ("在建", Fault("cell.alias", "在建", "开工", became="开工")), ("停工", "停工"), ("", None),
    ("其他省（区、 市）", Fault("cell.alias", "其他省（区、 市）", "其他省(区、市)", became="其他省(区、市)")),
    ("开工 ", Fault("text.trimmed", "开工", "开工")),
])
def test_a_word_is_read_by_each_of_its_writings_and_others_stay(cell: str, value: Value | Fault) -> None:
    assert read_cells([cell], Column("甲", words=STAGES))[0] == value


@pytest.mark.parametrize(("kind", "cell", "value"), [
    (CellType.TEXT, "=甲方", "=甲方"), (CellType.TEXT, '="007" ', Fault("text.trimmed", '="007"', '="007"')),
    (CellType.MONEY, "=1+1", Fault("cell.money", "=1+1")), (CellType.DATE, "=TODAY()", Fault("cell.date", "=TODAY()")),
    (CellType.INTEGER, "=2", Fault("cell.integer", "=2")),
])
def test_a_text_file_holds_no_formulas(kind: CellType, cell: str, value: Value | Fault) -> None:
    assert read_cells([cell], Column("甲", kind), "万元", UNITS, formulas=False)[0] == value
    assert read(kind, cell) == Fault("cell.formula", cell.strip())


def test_blanks_around_a_value_are_let_go_and_told() -> None:
    assert read(CellType.MONEY, " 12 ") == Fault("text.trimmed", "12", Amount(Decimal(12)))
    assert read(CellType.UNIT, "太谷\u3000") == Fault("text.trimmed", "太谷", "140703")


CELLS = st.one_of(st.text(), st.text("0123456789-/.年月日_,eE%NaN是否万亿元 \u202e"), st.floats(), st.booleans(),
                  st.none(), st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.integers())


@given(st.sampled_from(CellType), CELLS)
def test_any_cell_gives_a_value_or_a_fault_and_never_an_exception(kind: CellType, cell: Cell | timedelta) -> None:
    result = read(kind, cell)
    if isinstance(result, Fault):
        assert result.code in RULES
    elif kind is CellType.MONEY and result is not None:
        assert isinstance(result, Amount)
        assert result.value.is_finite()


EVERY = TableSchema("各类", (*(Column(kind.value, kind) for kind in CellType), Column("词", words=STAGES)),
                    unit="unit", day="date")
HANDED_ON = UnitSet(UNITS.city, (*UNITS.units, Unit("140726", "太谷县", "县区", 2, valid_to=date(2019, 12, 31))))


@given(st.lists(st.lists(CELLS, min_size=len(EVERY.columns), max_size=len(EVERY.columns)), max_size=4), st.booleans())
def test_any_sheet_gives_rows_and_problems_and_never_an_exception(rows: list[list[Cell]], text: bool) -> None:
    grid = Grid("各类.csv", None if text else "各类", [[column.name for column in EVERY.columns], *rows])
    read_in = read_table(grid, EVERY, HANDED_ON)
    assert read_in.origin is not None
    for problem in read_in.problems:
        assert problem.message
