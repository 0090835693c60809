"""A note on rounding stands exactly when it is true; shares may be rounded so that they add up to 100."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.compose.additions import apart
from briefgen.compose.phrases import reason_text
from briefgen.document.nodes import Table
from briefgen.document.walk import plain
from briefgen.model.figure import Figure, Key, Reason
from briefgen.model.numbers import apportioned, half_up
from tests.compose.desk import CITY, Desk, record

ALL = "records('签约项目台账')"
BODY = ("{{ table(grouped(" + ALL + ", '状态', name='数'), total=all_of(" + ALL + ", name='数'), columns=["
        "col('label', '状态'), col('个数'), col('占比'), col('总投资'), col('总投资占比')]) }}")
MONEY = st.decimals(1, 99_999, places=2)
ROUNDED, REMAINDER = "部分数据因四舍五入，合计数与分项之和略有差异", "占比按最大余数法取舍，使各项之和为100%"


def _table(folder: Path, money: list[tuple[Decimal, str]], shares: str = "half-up") -> Table:
    projects = tuple(record(row, [f"P{row}", "示例", "140725", str(value), None, state, ""])
                     for row, (value, state) in enumerate(money, 2))
    [table] = Desk(folder, unit=CITY, projects=projects, shares=shares).document(BODY).blocks
    assert isinstance(table, Table)
    return table


def _columns(table: Table) -> list[list[Decimal]]:
    """Give the printed numbers of each column, the total last."""
    return [[Decimal(plain(row.cells[at])) for row in table.rows] for at in range(1, 5)]


@settings(max_examples=150)
@given(st.lists(st.tuples(MONEY, st.sampled_from(["甲", "乙", "丙", "丁", "戊", "己", "庚"])), min_size=1, max_size=12))
def test_the_note_stands_exactly_when_what_is_printed_does_not_add_up(money: list[tuple[Decimal, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = _table(Path(folder), money)
        whole = _table(Path(folder), money, "largest-remainder")
    off = any(sum(parts) != total for *parts, total in _columns(table))
    assert (ROUNDED in table.notes) is off
    assert list(apart(table)) == list(apart(whole)) == []
    counts, by_count, amounts, by_amount = _columns(whole)
    assert sum(by_count[:-1]) == sum(by_amount[:-1]) == by_count[-1] == by_amount[-1] == 100
    assert REMAINDER in whole.notes
    assert (ROUNDED in whole.notes) is (sum(amounts[:-1]) != amounts[-1])
    assert (counts, amounts) == (_columns(table)[0], _columns(table)[2])


def test_three_thirds_make_a_hundred_only_by_the_largest_remainder(tmp_path: Path) -> None:
    money = [(Decimal(100), state) for state in ("甲", "乙", "丙")]
    plain_, whole = _table(tmp_path, money), _table(tmp_path, money, "largest-remainder")
    assert [str(each) for each in _columns(plain_)[1]] == ["33.33", "33.33", "33.33", "100"]
    assert [str(each) for each in _columns(whole)[1]] == ["33.34", "33.33", "33.33", "100"]
    assert (plain_.notes, whole.notes) == ((ROUNDED,), (REMAINDER,))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30), st.integers(0, 3))
def test_apportioned_shares_add_up_and_stay_close(parts: list[int], places: int) -> None:
    exact = [Fraction(100 * part, sum(parts)) for part in parts]
    shown = apportioned(exact, places)
    assert sum(shown) == 100
    assert all(abs(one - two) < Fraction(1, 10**places) for one, two in zip(exact, shown, strict=True))
    assert all(Fraction(half_up(each, places)) == each for each in shown)
    ordered = sorted(zip(exact, shown, strict=True), key=lambda pair: pair[0])
    assert all(one[1] <= two[1] for one, two in pairwise(ordered) if one[0] < two[0])


REASONS = [("signed.invest", ["暂无统计数据", "不可比", "数据尚未产生", "基数为零"]),
           ("signed.invest.completion", ["暂无统计数据", "未设年度目标任务", "年度目标待下达", "基数为零"]),
           ("signed.invest.yoy", ["上年同期数据未统计", "与上年同期不可比", "上年同期数据尚未产生", "上年同期为零"]),
           ("signed.invest.mom", ["上月数据未统计", "与上月不可比", "上月数据尚未产生", "上月为零"])]


@pytest.mark.parametrize(("path", "words"), REASONS)
def test_each_of_the_four_reasons_has_its_own_wording(path: str, words: list[str]) -> None:
    figures = [Figure(Key(path, "1407", "2022-12"), "示例", "晋中市", "%", None, "示例", reason=reason)
               for reason in Reason]
    assert [reason_text(figure) for figure in figures] == words
