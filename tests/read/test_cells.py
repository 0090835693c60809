from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model.amount import Amount
from briefgen.model.problem import RULES
from briefgen.model.table import CellType, Value
from briefgen.model.unit import CITY, Unit, UnitSet
from briefgen.read.cells import Fault, reader

if TYPE_CHECKING:
    from briefgen.read.grid import Cell

UNITS = UnitSet(Unit("140700", "晋中市", CITY), (Unit("140703", "太谷区", "县区", 1, "太谷", ("太谷县",)),))


def read(kind: CellType, cell: Cell, unit: str = "万元") -> Value | Fault:
    return reader(kind, unit, UNITS)(cell)


@pytest.mark.parametrize(("cell", "unit", "value"), [
    ("1474.31", "万元", "1474.31"), ("4.64", "亿元", "46400"), ("15000", "元", "1.5"), ("-20", "万元", "-20"),
    (116000.0, "万元", "116000"), (0.1 + 0.2, "万元", "0.3"), (1.1, "亿元", "11000"), (0.3 - 0.1 - 0.2, "万元", "0"),
    (0.00005, "亿元", "0.5"), (7, "万元", "7"),
])
def test_money_is_exact_in_wan_yuan(cell: Cell, unit: str, value: str) -> None:
    assert read(CellType.MONEY, cell, unit) == Amount(Decimal(value))


@pytest.mark.parametrize("cell", [
    "1_000", "٣٤", "３４", "NaN", "Infinity", "1e308", "1e3", "1,000", "约4.64", "4800万", ".5", "5.", "0x10", "--",
    "—", 1e308, float("nan"), float("inf"), 1e15, True, date(2022, 3, 15), time(8, 30), "1" * 400,
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


@pytest.mark.parametrize("cell", ["2022-02-30", "2022-3", "15.3.2022", "预计2023年1月", "0022-03-15", 44635.0, True,
                                  "2022-03/15", "２０２２-03-15"])
def test_what_is_no_day_is_a_fault(cell: Cell) -> None:
    assert read(CellType.DATE, cell) == Fault("cell.date", "44635" if cell == 44635.0 else str(cell))


@pytest.mark.parametrize("cell", ["2022-10", "2022年10月", "2022-10-01", date(2022, 10, 1), datetime(2022, 10, 1)])
def test_a_month_is_its_first_day(cell: Cell) -> None:
    assert read(CellType.MONTH, cell) == date(2022, 10, 1)


@pytest.mark.parametrize("cell", ["2022.10", 2022.1, "2022-13", "10月", date(2022, 10, 2)])
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
