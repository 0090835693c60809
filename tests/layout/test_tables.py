from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from briefgen.document.nodes import Align, Table, TableColumn, TableRow, Text
from tests.layout.pages import HERE, Measured, document, measure, paragraph, pdf

COLUMNS = (TableColumn("序号", 1), TableColumn("项目名称", 6, Align.LEFT),
           TableColumn("总投资（亿元）", 2, Align.RIGHT))
GROUPED = (TableColumn("县区", 2), TableColumn("个数", 1, Align.RIGHT, "签约"),
           TableColumn("金额", 1, Align.RIGHT, "签约"),
           TableColumn("备注", 1))
LONG = "年产20万吨高端碳纤维及复合材料一体化生产基地建设项目（二期），含研发中心、中试基地及配套仓储物流设施"


def row(*texts: str, total: bool = False) -> TableRow:
    return TableRow(tuple((Text(text),) for text in texts), total)


def table(rows: int, *, notes: tuple[str, ...] = ()) -> Table:
    body = tuple(row(str(number), f"第{number:03}号{LONG}", f"{number}.50") for number in range(1, rows + 1))
    return Table("重点项目推进清单", "单位：亿元", COLUMNS, body, notes, HERE)


def pages(made: Table, *, before: int = 0) -> list[Measured]:
    return measure(pdf(document(*(paragraph("正文。") for _ in range(before)), made)))


def test_the_head_is_repeated_and_no_row_is_cut() -> None:
    made = pages(table(60))
    assert len(made) > 2
    for page in made:
        text = "".join(line.text for line in page.body)
        assert text.count("项目名称") == 1
        assert text.count("号年产") == text.count("物流设施")
    found = "".join(line.text for page in made for line in page.body)
    assert [f"第{number:03}号" in found for number in range(1, 61)] == [True] * 60


@pytest.mark.parametrize("before", range(14, 21))
def test_caption_unit_head_and_first_row_stay_on_one_page(before: int) -> None:
    page = next(page for page in pages(table(3), before=before) if any("表1" in line.text for line in page.body))
    texts = "".join(line.text for line in page.body)
    assert texts.index("表1　重点项目") < texts.index("单位：亿元") < texts.index("项目名称") < texts.index("第001号")


def test_the_table_is_as_wide_as_the_text_with_thin_rules() -> None:
    rules = pages(table(2))[0].rules
    across = [rule for rule in rules if rule[1] - rule[0] > 1]
    assert min(rule[0] for rule in rules) == pytest.approx(28, abs=0.2)
    assert max(rule[1] for rule in rules) == pytest.approx(184, abs=0.2)
    assert {round(rule[3] / 25.4 * 72, 2) for rule in across} == {0.5}


def test_rows_are_at_least_8_mm_high() -> None:
    short = Table("表", "", GROUPED, (row("甲", "1", "2", ""), row("乙", "3", "4", "")), (), HERE)
    first, second = (line.baseline for line in pages(short)[0].lines if line.text[0] in "甲乙")
    assert second - first == pytest.approx(8, abs=0.3)


def test_a_grouped_head_has_two_rows() -> None:
    grouped = Table("表", "", GROUPED, (row("祁县", "1", "2.50", "—"),), (), HERE)
    lines = [line.text for line in pages(grouped)[0].body]
    start = lines.index("表1　表")
    assert lines[start + 1:start + 5] == ["签约", "县区备注", "个数金额", "祁县12.50—"]


def test_total_rows_stand_in_hei_and_numbers_right() -> None:
    made = Table("表", "", COLUMNS, (row("", "合计", "145.00", total=True), row("1", "甲项目", "45.00")), (), HERE)
    page = pages(made)[0]
    assert page.line("合计").font.startswith("FandolHei")
    assert page.line("甲项目").font.startswith("FandolFang")
    assert page.line("甲项目").right == pytest.approx(page.line("合计").right, abs=0.05)


@pytest.mark.parametrize(("notes", "shown"), [
    (("数据为快报数",), ["注：数据为快报数。"]),
    (("数据为快报数", "待下达"), ["注：1.数据为快报数；", "2.待下达。"])])
def test_notes_follow_the_table(notes: tuple[str, ...], shown: list[str]) -> None:
    assert [line.text for line in pages(table(1, notes=notes))[0].body][-len(shown):] == shown


def test_a_number_is_not_torn_in_a_narrow_column() -> None:
    columns = (*(TableColumn(f"指标{number}", 1, Align.RIGHT) for number in range(8)), TableColumn("说明", 90))
    made = Table("表", "", columns, (row(*["14743.31"] * 8, "这一列要得太多" * 9),), (), HERE)
    assert "14743.31" * 8 in "".join(line.text for line in pages(made)[0].body).replace("这一列要得太多", "")


def test_a_head_breaks_before_its_unit() -> None:
    columns = (TableColumn("个数（个）", 1), TableColumn("说明", 40, Align.LEFT))
    made = Table("表", "", columns, (row("1", "说明文字"),), (), HERE)
    lines = [line.text for line in pages(made)[0].body]
    assert "个数" in lines
    assert "（个）" in lines


def test_the_text_goes_on_below_a_table() -> None:
    made = measure(pdf(document(table(1), paragraph("正文。"))))[0].body
    assert all(above.baseline < below.baseline for above, below in pairwise(made))
    assert made[-1].text == "正文。"


@pytest.mark.parametrize("before", range(8, 21))
@pytest.mark.parametrize("rows", [14, 40])
def test_the_caption_stays_with_the_first_rows(before: int, rows: int) -> None:
    """However high: a table of few rows may still be too high to keep whole below its caption."""
    for page in pages(table(rows), before=before):
        texts = "".join(line.text for line in page.body)
        assert ("表1" in texts) <= ("第001号" in texts)


def test_filled_cells_are_light_grey_as_high_as_their_row() -> None:
    columns = (TableColumn("活动", 4, Align.LEFT), *(TableColumn(str(month), 1, group="月份") for month in (1, 2, 3)))
    filled = replace(row("推介会", "", "12", ""), shaded=(1, 2))
    made = Table("进度横道图", "", columns, (filled, row("签约", "", "", "")), (), HERE)
    page = pages(made)[0]
    grey = [rule for rule in page.rules if rule[4] == pytest.approx((0.851,) * 3, abs=0.01)]
    assert [rule[3] for rule in grey] == pytest.approx([8, 8], abs=0.3)
    assert grey[0][1] == pytest.approx(grey[1][0], abs=0.3)
    twelve = page.line("推介会12")
    assert grey[1][2] < twelve.baseline < grey[1][2] + grey[1][3]


def test_a_count_keeps_its_unit_in_a_cell() -> None:
    columns = (TableColumn("序号", 1), TableColumn("说明", 2, Align.LEFT), TableColumn("任务", 9))
    for blank in range(6, 10):
        made = Table("表", "", columns, (row("1", "甲" * blank + "1474.31亿元，197个", LONG),), (), HERE)
        torn = [line.text for line in pages(made)[0].body if line.text[0] in "亿元个，"]
        assert torn == []
