from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compose import errors
from briefgen.compose.values import CellValue
from briefgen.document.kind import Kind
from briefgen.document.nodes import Cell, Table
from briefgen.model.day import MonthOnly, NotYet
from briefgen.model.period import Period
from tests.compose.desk import CITY, FIGURES, PROJECTS, SOUTH, Desk, record

if TYPE_CHECKING:
    from briefgen.model.table import Value

UNITS = "units | where('ranked')"


def test_units_as_rows_with_a_total(desk: Desk) -> None:
    body = ("{{ table(" + UNITS + ", [col('index', '序号'), col('name', '县区', 2), "
            "col('signed.count', '数', group='签约'), "
            "col('signed.invest.rank', '位次', group='签约')], caption='各县区' ~ '情况', "
            "unit_line='单位：个', total=city, "
            "notes=['含港澳台。']) }}")
    assert desk.lines(body) == [
        "table 表1 各县区情况 单位：个", "  head 序号 | 县区 | 签约/数 | 签约/位次",
        "  row 1 | 寿阳县 | {f1 25} | {f2 1}",
        "  row 2 | 平遥县 | {f3 12} | {f4 2}", "  total  | 合计 | {f5 197} | {f6 —}",
        "  note 含港澳台", "  note “—”表示暂无统计数据"]


def test_figures_as_rows(desk: Desk) -> None:
    body = ("{{ table([signed.count, signed.invest], [col('name', '指标'), col('self', '数'), col('yoy', '同比'), "
            "col('completion.rank', '位次')]) }}")
    assert desk.lines(body) == [
        "table 表1", "  head 指标 | 数 | 同比 | 位次", "  row 名signed.count（个） | {f1 25} | {f2 —} | {f3 —}",
        "  row 名signed.invest（亿元） | {f4 0.33} | {f5 −8.92} | {f6 2}",
        "  note “—”在同比栏表示上年同期数据未统计，在位次栏表示暂无统计数据"]


def test_ledger_rows_print_with_their_cells(desk: Desk) -> None:
    body = ("{{ table(rows_of(signed.count) | sorted_by('-总投资'), [col('index', '序号'), "
            "col('项目名称', '项目', align='left'), "
            "col('总投资', '亿元'), col('总投资', '万元', unit='万元'), col('签约日期', '日期')]) }}")
    table, = desk.document(body).blocks
    assert isinstance(table, Table)
    assert desk.lines(body)[2:] == ["  row 1 | [示例甲项目] | [12] | [120000] | [2022年3月5日]",
                                    "  row 2 | [示例乙项目] | [0.8] | [8000] | [2022年12月6日]"]
    cell, = table.rows[0].cells[2]
    assert isinstance(cell, Cell)
    assert str(cell.source) == "data/台账.xlsx 签约!D2"


def test_a_day_known_by_its_month_prints_without_a_day() -> None:
    values: list[Value] = ["P1", "示例甲项目", "140725", "120000", MonthOnly(2022, 3, 1), "有效", ""]
    cell = CellValue(record(2, values), "签约日期")
    assert (cell.text(), cell.text("月日"), cell.empty) == ("2022年3月", "3月", False)


def test_a_day_that_has_not_come_prints_its_words_and_counts_as_empty() -> None:
    values: list[Value] = ["P1", "示例甲项目", "140725", "120000", NotYet("预计2023年1月"), "有效", ""]
    cell = CellValue(record(2, values), "签约日期")
    assert (cell.text(), cell.empty) == ("预计2023年1月", True)


@pytest.mark.parametrize(("parts", "noted"), [
    (("0.335", "0.335"), True), (("0.334", "0.336"), False), (("0.3349", "0.3351"), False),
    (("0.331", "0.339"), False)])
def test_the_rounding_note_stands_exactly_when_it_is_true(desk: Desk, parts: tuple[str, str], noted: bool,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    for code, value in zip(("140725", "140728", "1407"), (*parts, "0.67"), strict=True):
        monkeypatch.setitem(FIGURES, ("signed.invest", code), (value, "亿元", ""))
    lines = desk.lines("{{ table(" + UNITS + ", [col('name', '县区'), col('signed.invest', '投资')], total=city) }}")
    assert ("  note 部分数据因四舍五入，合计数与分项之和略有差异" in lines) is noted


def test_no_rounding_note_where_the_parts_are_not_the_whole(desk: Desk) -> None:
    lines = desk.lines("{{ table(" + UNITS + ", [col('name', '县区'), col('signed.count', '数')], total=city) }}")
    assert lines[-1] == "  total 合计 | {f3 197}"


@pytest.mark.parametrize(("call", "names"), [
    ("records('签约项目台账')", ["示例甲项目", "示例乙项目"]),
    ("records('签约项目台账', date='签约日期', within='month')", ["示例乙项目"]),
    ("records('签约项目台账', sort='-签约日期', limit=1)", ["示例乙项目"]),
    ("records('签约项目台账', where=[('总投资', '>', 10000)])", ["示例甲项目"]),
    ("records('签约项目台账', where=[('状态', 'in', '有效', '待定'), ('项目名称', '!=', '示例甲项目')])",
    ["示例乙项目"]),
    ("records('签约项目台账', where=[('联系人', 'empty')])", []), ("records('事实')", []),
    ("records('签约项目台账', where=[('状态', 'not-in', '有效')])", []),
])
def test_records_of_the_unit(desk: Desk, call: str, names: list[str]) -> None:
    kind = Kind(id="sheet", title="示例", headline="示例", tables=("事实",))
    body = "{% for r in " + call + " %}\n- {{ r.项目名称 }}\n{% endfor %}"
    assert desk.with_(kind=kind).lines(body) == [f"- [{name}]" for name in names]


@pytest.mark.parametrize(("unit", "period", "count"),
    [(CITY, "2022-12", 3), (SOUTH, "2022-12", 1), (CITY, "2022-11", 1)])
def test_records_follow_unit_and_period(desk: Desk, unit: object, period: str, count: int) -> None:
    body = "{% for r in records('签约项目台账', date='签约日期') %}\n- {{ r.项目编号 }}\n{% endfor %}"
    assert len(desk.with_(unit=unit, period=Period.parse(period)).lines(body)) == count


@pytest.mark.parametrize(("call", "error"), [
    ("table(unit, [])", errors.ArgumentUnfit), ("table(['甲'], [])", errors.ArgumentUnfit),
    ("table(units, ['甲'])", errors.ArgumentUnfit),
    ("table(units, [], total='市')", errors.ArgumentUnfit),
    ("table(units, [], caption=captured)", errors.ArgumentUnfit),
    ("table(units, [], notes=[signed.count])", errors.ArgumentUnfit),
    ("table(units, [], notes='甲')", errors.ArgumentUnfit),
    ("col('name', signed.count)", errors.ArgumentUnfit), ("col('name', '甲', align='middle')", errors.ArgumentUnfit),
    ("col('总投资', '甲', unit='元')", errors.ArgumentUnfit),
    ("table(units, [col('signed', '甲')])", errors.ArgumentUnfit),
    ("table(units, [col('ranked', '甲')])", errors.ArgumentUnfit),
    ("table(units, [col('signed.cuont', '甲')])", errors.NameUnknown),
    ("table(rows_of(signed.count), [col('项目', '甲')])", errors.NameUnknown), ("col()", errors.TemplateBroken),
    ("table([signed.count], [col('value', '甲')])", errors.NameUnknown), ("signature(1)", errors.ArgumentUnfit),
    ("signature('甲', '2022-01-01')", errors.ArgumentUnfit), ("records('签约')", errors.NameUnknown),
])
def test_tables_refuse_what_they_cannot_print(desk: Desk, call: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"body\.md\.j2:2"):
        desk.document("{% set captured %}甲{% endset %}\n{{ " + call + " }}")


def test_personal_columns_stay_out_of_public_kinds(desk: Desk) -> None:
    body, public = "{{ rows_of(signed.count)[0].联系人 }}", Kind(id="sheet", title="示例", headline="示例", public=True)
    assert desk.lines(body) == ["p [张某]"]
    with pytest.raises(errors.PersonalInPublic):
        desk.with_(kind=public).document(body)


def test_units_in_ledger_rows_print_and_compare_by_name(desk: Desk) -> None:
    body = "{% set r = rows_of(signed.count)[0] %}{{ r.县区 }}{% if r.县区 == '寿阳县' %}，本县{% endif %}"
    assert desk.lines(body) == ["p [寿阳县]，本县"]


def test_an_empty_cell_prints_nothing(desk: Desk) -> None:
    row = record(2, [*PROJECTS[0][:6], None])
    assert desk.with_(projects=(row,)).lines(
        "{{ table(records('签约项目台账'), [col('项目编号', '号'), col('联系人', '人')]) }}")[2] == "  row [P1] | "
