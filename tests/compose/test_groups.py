"""Rows that a template lists are counted, added up and shared out as figures that name their rows."""

from __future__ import annotations

from fractions import Fraction

import pytest

from briefgen.compose import errors
from briefgen.document.nodes import Table
from briefgen.model.amount import Amount
from tests.compose.desk import CITY, Desk

ALL = "records('签约项目台账')"


@pytest.fixture
def city(desk: Desk) -> Desk:
    return desk.with_(unit=CITY)


def test_rows_are_grouped_counted_and_added_up(city: Desk) -> None:
    body = ("{{ table(grouped(" + ALL + ", '县区', name='项目数'), total=all_of(" + ALL + ", name='项目数'), "
            "columns=[col('label', '县区'), col('个数'), col('占比'), col('总投资'), col('总投资占比'), "
            "col('状态=有效', '有效')]) }}")
    assert city.lines(body) == [
        "table 表1", "  head 县区 | 个数 | 占比 | 总投资 | 总投资占比 | 有效",
        "  row [寿阳县] | {f1 2} | {f2 66.67} | {f3 12.8} | {f4 80.99} | {f5 2}",
        "  row [平遥县] | {f6 1} | {f7 33.33} | {f8 3.01} | {f9 19.01} | {f10 0}",
        "  total 合计 | {f11 3} | {f12 100} | {f13 15.81} | {f14 100} | {f15 2}"]


def test_each_group_figure_names_its_rows(city: Desk) -> None:
    columns = "[col('label', '县区'), col('总投资'), col('占比')]"
    document = city.document("{{ table(grouped(" + ALL + ", '县区'), " + columns + ") }}")
    money, share = document.figures["f1"], document.figures["f2"]
    assert money.rows is not None
    amounts = [row["总投资"] for row in money.rows.records]
    assert sum(Fraction(each.value) for each in amounts if isinstance(each, Amount)) == (money.value or 0) * 10000
    assert [row.row for row in money.rows.records] == [2, 3]
    assert {role: figure.value for role, figure in (share.parents or {}).items()} == {"numerator": 2, "denominator": 3}


def test_equal_names_over_other_rows_are_other_figures(city: Desk) -> None:
    body = "甲{{ tally(" + ALL + ", '数') }}个，乙{{ tally(" + ALL + " | where('状态', '=', '退库'), '数') }}个。"
    assert city.lines(body) == ["p 甲{f1 3}个，乙{f2 1}个。"]


def test_groups_follow_an_order_and_are_sorted(city: Desk) -> None:
    labels = "{% for each in GROUPS %}{{ each.label }}{{ '。' if loop.last else '、' }}{% endfor %}"
    ordered = labels.replace("GROUPS", "grouped(" + ALL + ", '县区', order=['平遥县'])")
    greatest = labels.replace("GROUPS", "grouped(" + ALL + ", '县区', order=['平遥县']) | sorted_by('-总投资')")
    assert city.lines(ordered) == ["p [平遥县]、[寿阳县]。"]
    assert city.lines(greatest) == ["p [寿阳县]、[平遥县]。"]


def test_a_row_of_totals_names_itself_once_and_adds_up_in_the_column_s_unit(city: Desk) -> None:
    body = ("{% set rows = " + ALL + " %}{{ table(rows, total=all_of(rows), columns=[col('index', '序号'), "
            "col('项目名称'), col('状态'), col('总投资', unit='万元')]) }}")
    table = city.document(body).blocks[0]
    assert isinstance(table, Table)
    assert city.lines(body)[-1] == "  total  | 合计 |  | {f1 158050}"


@pytest.mark.parametrize(("body", "fault"), [
    ("{{ tally([1], '数') }}", errors.ArgumentUnfit),
    ("{{ tally(" + ALL + ", '数', '个', '状态') }}", errors.ArgumentUnfit),
    ("{{ tally(" + ALL + ", '数', '个', '总投') }}", errors.NameUnknown),
    ("{{ grouped(" + ALL + ", '县') }}", errors.NameUnknown), ("{{ grouped(units, '县区') }}", errors.ArgumentUnfit),
    ("{{ all_of([]) }}", errors.ArgumentUnfit), ("{{ grouped(" + ALL + ", '县区') }}", errors.NumberBare),
])
def test_what_cannot_be_counted_is_refused(city: Desk, body: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        city.document(body)


def test_words_of_cells_make_captions_and_lists(city: Desk) -> None:
    first = "{% set row = (" + ALL + ")[0] %}"
    assert city.lines(first + "{{ table([row], [col('状态')], caption=(row.项目名称 | wording) ~ '一览') }}")[0] == (
        "table 表1 示例甲项目一览")
    assert city.lines(first + "{{ row.签约日期 | in_unit('月日') }}签约{{ row.总投资 | in_unit('万元') }}") == [
        "p [3月5日]签约[120000万元]"]
    found = "{{ [row] | where('项目名称', 'has', ['乙', '甲']) | pluck('状态') | listing }}"
    assert city.lines(first + found) == ["p [有效]"]
    with pytest.raises(errors.ArgumentUnfit):
        city.document(first + "{{ row.总投资 | wording }}")
