"""Columns get what they need, and what is left as they ask; both writers share it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.document.nodes import Align, Table, TableColumn, TableRow, Text
from briefgen.write.columns import shares, stays_whole
from briefgen.write.measure import MM_A_PT, cells
from tests.write.pdf.test_pdf_html import html
from tests.write.word.making import PLACE, THEME, parts

LONG = "年产20万吨高端碳纤维及复合材料一体化生产基地建设项目（二期），含研发中心、中试基地及配套仓储物流设施，年内开工"


def _table(columns: tuple[TableColumn, ...], *rows: tuple[str, ...]) -> Table:
    return Table("", "", columns, tuple(TableRow(tuple((Text(cell),) for cell in row)) for row in rows), (), PLACE)


def _room(share: float) -> float:
    """Characters that stand on a line of a column."""
    return (share * THEME.page.text_width - 2 * THEME.table.padding) / MM_A_PT / THEME.table.body.size


@pytest.mark.parametrize("widths", [(1.0, 1.0, 98.0), (10.0, 20.0, 30.0)])
def test_columns_share_the_whole_width_and_tear_no_number(widths: tuple[float, float, float]) -> None:
    columns = tuple(TableColumn("数", width, Align.RIGHT) for width in widths)
    found = shares(_table(columns, ("1474.31",) * 3), THEME)
    assert sum(found) == pytest.approx(1)
    assert min(map(_room, found)) >= cells("1474.31")
    assert found == sorted(found)


def test_twelve_months_fit_beside_a_name_and_an_organ() -> None:
    months = tuple(TableColumn(f"{month}月", 1, group="2023年") for month in range(1, 13))
    made = _table((TableColumn("序号", 1), TableColumn("活动名称", 5, Align.LEFT), *months, TableColumn("牵头单位", 3),
                   TableColumn("备注", 1)), ("10", "赴长三角产业链招商推介", *("12",) * 12, "市招商引资服务中心", ""))
    found = shares(made, THEME)
    rooms = list(map(_room, found))
    assert sum(found) == pytest.approx(1)
    assert min(rooms[2:11]) >= cells("1月")
    assert min(rooms[11:14]) >= cells("12月")
    assert rooms[-2] >= cells("牵头单位")


@given(st.lists(st.tuples(st.floats(0.1, 20), st.text("招商引资重点项目（个）、12", max_size=70)),
                min_size=1, max_size=16))
def test_any_columns_fill_the_width(given_columns: list[tuple[float, str]]) -> None:
    columns = tuple(TableColumn(text[:9], width, Align.LEFT) for width, text in given_columns)
    found = shares(_table(columns, tuple(text for _, text in given_columns)), THEME)
    assert sum(found) == pytest.approx(1)
    assert min(found) > 0


def test_both_writers_share_the_width_alike() -> None:
    columns = (TableColumn("序号", 1), TableColumn("任务", 6, Align.LEFT),
               TableColumn("总投资（亿元）", 1, Align.RIGHT))
    made = _table(columns, ("1", LONG, "1474.31"))
    word = [int(size) / 8844 for size in parts(made).ask("//w:gridCol/@w:w")]
    page = [float(share) / 100 for share in re.findall(r"<col style=.width:([\d.]+)%", html(made))]
    assert word == pytest.approx(page, abs=0.0002)
    assert page == pytest.approx(shares(made, THEME), abs=0.0001)


@pytest.mark.parametrize(("rows", "text", "whole"), [
    (14, "短", True), (15, "短", False), (14, LONG, False), (4, LONG, True), (0, "", True)])
def test_a_table_stays_whole_only_if_it_fits_a_page(rows: int, text: str, whole: bool) -> None:
    columns = tuple(TableColumn(title, 1, Align.LEFT) for title in ("任务", "单位", "时限", "备注"))
    assert stays_whole(_table(columns, *[(text,) * 4] * rows), THEME) is whole


def test_the_theme_limits_the_rows_that_stay_whole() -> None:
    made = _table((TableColumn("任务", 1),), ("短",))
    torn = THEME.model_copy(update={"table": THEME.table.model_copy(update={"whole": 0})})
    assert not stays_whole(made, torn)
    assert stays_whole(replace(made, rows=()), torn)
