from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model.table import CellType, Column, TableSchema
from briefgen.read.cells import Fault, read_cells
from briefgen.read.grid import Grid
from briefgen.read.rows import read_table
from tests.read.making import told

if TYPE_CHECKING:
    from briefgen.model.table import Value
    from briefgen.read.grid import Cell
    from briefgen.read.rows import Extract

SCHEMA = TableSchema("完成情况", (Column("单位"), Column("完成率", CellType.PERCENT)))


def column(*cells: Cell) -> Extract:
    """Read a table whose second column holds the cells."""
    rows: list[list[Cell]] = [["单位", "完成率"], *([f"县{at}", cell] for at, cell in enumerate(cells))]
    return read_table(Grid("率.xlsx", "率", rows), SCHEMA, None)


def values(read: Extract) -> list[Value]:
    return [record["完成率"] for record in read.records]


@pytest.mark.parametrize("dress", [("92", "40"), ("92%", "40%"), ("92 %", "40"), (92.0, 40.0), ("92%", 40.0)])
def test_whole_percentages_are_what_they_say(dress: tuple[Cell, Cell]) -> None:
    read = column(*dress)
    assert (values(read), read.problems) == ([Decimal(92), Decimal(40)], ())


def test_a_column_of_shares_is_read_in_percent_and_told_at_its_heading() -> None:
    read = column(0.92, 0.4, 1.0, 0.0, 1.0225, "92%", None)
    assert values(read) == [Decimal(92), Decimal(40), Decimal(100), Decimal(0), Decimal("102.25"), Decimal(92), None]
    assert told(read.problems) == [("percent.shares", "率.xlsx 率!B1")]


def test_a_small_number_among_larger_ones_stays_and_is_asked_about() -> None:
    read = column(92.0, 0.4, 0.0, "0.3%", 1.0)
    assert values(read) == [Decimal(92), Decimal("0.4"), Decimal(0), Decimal("0.3"), Decimal(1)]
    assert told(read.problems) == [("percent.small", "率.xlsx 率!B3"), ("percent.small", "率.xlsx 率!B6")]


def test_whole_numbers_alone_do_not_say_that_they_are_shares() -> None:
    read = column(1.0, 0.0)
    assert (values(read), told(read.problems)) == ([Decimal(1), Decimal(0)], [("percent.small", "率.xlsx 率!B2")])


@pytest.mark.parametrize("cell", ["89%.33", "百分之九十", "92‰", "92万元", "92%%", "%", "1_0%", True, float("nan")])
def test_what_is_no_percentage_is_refused(cell: Cell) -> None:
    fault = read_cells([cell], Column("甲", CellType.PERCENT))[0]
    assert isinstance(fault, Fault)
    assert fault.code == "cell.percent"


@pytest.mark.parametrize(("cell", "code", "value", "became"), [
    ("９２％", "cell.dress", "92", "92%"), ("约92%", "cell.rough", "92", "92%"),
    ("1,200%", "cell.dress", "1200", "1200%"),
])
def test_a_percentage_in_another_dress_is_read_and_told(cell: str, code: str, value: str, became: str) -> None:
    assert read_cells([cell], Column("甲", CellType.PERCENT))[0] == Fault(code, cell, Decimal(value), became=became)


@given(st.lists(st.decimals(2, 500, places=2), min_size=1))
def test_the_three_dresses_of_a_column_say_the_same(rates: list[Decimal]) -> None:
    bare, signed = (column(*(f"{rate}{sign}" for rate in rates)) for sign in ("", "%"))
    assert values(bare) == values(signed) == rates
    small = [rate for rate in rates if rate <= 150]
    shares = column(*(f"{rate / 100:f}" for rate in small), "0.5")
    assert values(shares) == [*small, Decimal(50)]
