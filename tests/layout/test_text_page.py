from __future__ import annotations

import re
from itertools import pairwise

import pytest

from briefgen.document.nodes import Heading, List, Strong, Text
from briefgen.document.nodes import Paragraph as Para
from briefgen.write.measure import cells
from tests.layout.pages import HERE, document, figure_ref, measure, paragraph, pdf

FULL = "招商引资工作是推动高质量发展的重要抓手全市上下要提高认识压实责任"
MIXED = ("1—12月，全市新签约项目197个，总投资1474.31亿元，其中：投资10亿元以上项目41个、50亿元以上项目6个；按产业分，"
         "新材料产业签约53个、总投资412.6亿元，数字经济（含IDC、5G等）签约19个、总投资96.08亿元，同比增长12.35%，"
         "提高3.2个百分点。推行“承诺制+标准地+全代办”改革，项目平均落地时间由2021年的136天压缩至97天……"
         "赵堃、镕喆等企业家于2022年11月8日返乡投资15.2亿元，完成《招商引资行动方案》年度任务的98.29%。")
NEVER_FIRST = "，。、；：？！”’）》〉】〕…%"
NEVER_LAST = "“‘（《〈【〔"


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    page = measure(pdf(document(paragraph(FULL * 60))))[1]
    assert [len(line.text) for line in page.body] == [28] * 22
    assert page.body[0].baseline == pytest.approx(44.27, abs=0.1)
    assert page.body[-1].baseline == pytest.approx(259.04, abs=0.1)
    assert {round(below.baseline - above.baseline, 1) for above, below in pairwise(page.body)} == {10.2}


def test_a_paragraph_is_indented_by_two_characters_and_then_flush_left() -> None:
    first, second, *_ = measure(pdf(document(paragraph(FULL * 3))))[0].body[1:]
    assert first.left == pytest.approx(28 + 11.14, abs=0.1)
    assert second.left == pytest.approx(28, abs=0.05)


@pytest.mark.parametrize("prefix", range(9))
def test_lines_of_real_text_end_at_the_right_edge(prefix: int) -> None:
    pages = measure(pdf(document(paragraph("甲" * prefix + MIXED * 3))))
    lines = [line for page in pages for line in page.body][1:]
    assert len(lines) > 20
    assert [line for line in lines[:-1] if abs(line.right - 184) > 0.3] == []


@pytest.mark.parametrize("prefix", range(9))
def test_no_line_starts_or_ends_with_a_taboo_or_inside_a_number(prefix: int) -> None:
    pages = measure(pdf(document(paragraph("甲" * prefix + MIXED * 3))))
    lines = [line.text for page in pages for line in page.body][1:]
    assert [text for text in lines if text[0] in NEVER_FIRST or text[-1] in NEVER_LAST] == []
    split = re.compile(r"[0-9.]\n[0-9.%年月日个天]|百\n|百分\n|亿\n元")
    assert [found[0] for found in split.finditer("\n".join(lines))] == []


@pytest.mark.parametrize("text", ["https://www.example.gov.cn/zhaoshang/2022/12/31/" * 4, "A" * 200, "1" * 300,
                                  "（" * 90, "，" * 90, "“”" * 45])
def test_no_text_leaves_the_page(text: str) -> None:
    page = measure(pdf(document(paragraph(f"见{text}。"))))[0]
    assert max(line.right for line in page.body) < 184.3
    assert len("".join(line.text for line in page.body[1:])) == len(text) + 2


def test_a_figure_keeps_its_unit_word_in_the_text_behind_it() -> None:
    for prefix in range(24, 29):
        inlines = (Text("甲" * prefix), figure_ref(1, "197", "个"), Text("个项目，") , Text("乙" * 60))
        lines = [line.text for line in measure(pdf(document(Para(inlines, HERE))))[0].body]
        assert any("197个" in line for line in lines)


@pytest.mark.parametrize("prefix", range(20, 27))
def test_a_long_unit_leaves_no_torn_line(prefix: int) -> None:
    inlines = (Text("甲" * prefix), figure_ref(1, "3.2", "百分点"), Text("。" + "乙" * 60))
    first = measure(pdf(document(Para(inlines, HERE))))[0].body[1]
    assert cells(first.text) >= 22


def test_a_rare_character_from_the_fallback_does_not_push_the_lines_apart() -> None:
    page = measure(pdf(document(paragraph("赵堃喆赟镕㎡" * 300))))[1]
    assert len(page.body) == 22


def test_stress_stands_in_hei_and_keeps_the_grid() -> None:
    block = Para((Strong((Text("一是"),)), Text("高位推动。" * 300)), HERE)
    pages = measure(pdf(document(block)))
    assert pages[0].line("一是").font.startswith("FandolHei")
    assert len(pages[1].body) == 22


@pytest.mark.parametrize(("level", "shown", "font"), [
    (1, "一、总体", "FandolHei"), (2, "（一）总体", "FandolKai"),
    (3, "1.总体", "FandolFang"), (4, "（1）总体", "FandolFang")])
def test_headings_are_numbered_in_their_faces(level: int, shown: str, font: str) -> None:
    line = measure(pdf(document(Heading(level, (Text("总体情况"),), HERE))))[0].line(shown)
    assert line.font.startswith(font)
    assert line.left == pytest.approx(39.14, abs=0.1)


@pytest.mark.parametrize("lines", range(16, 22))
def test_a_heading_never_ends_a_page(lines: int) -> None:
    blocks = (paragraph(FULL * lines), Heading(1, (Text("总体情况"),), HERE), paragraph(FULL))
    for page in measure(pdf(document(*blocks))):
        assert not page.body[-1].text.startswith("一、")


def test_list_items_are_paragraphs_of_their_own() -> None:
    page = measure(pdf(document(List(((Text("榆次区：第一。"),), (Text("介休市：第二。"),)), HERE))))[0]
    assert [line.left for line in page.body[1:]] == pytest.approx([39.14, 39.14], abs=0.1)


def test_the_page_number_stands_right_on_odd_and_left_on_even_pages() -> None:
    odd, even = (page.lines[-1] for page in measure(pdf(document(paragraph(FULL * 40))))[:2])
    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    assert odd.right == pytest.approx(184 - 4.94, abs=0.3)
    assert even.left == pytest.approx(28 + 4.94, abs=0.3)
    assert {odd.size, even.size} == {14}
    # the dash of the 宋体 face is drawn 0.3 em above the baseline
    assert odd.baseline - 0.3 * 14 * 25.4 / 72 == pytest.approx(262 + 7, abs=0.5)


@pytest.mark.parametrize("prefix", range(19, 27))
def test_a_stop_behind_a_unit_never_starts_a_line(prefix: int) -> None:
    inlines = (Text("甲" * prefix), figure_ref(1, "26", "批次"), Text("批次"), Text("。"))
    lines = measure(pdf(document(Para(inlines, HERE))))[0].body
    assert [line.text for line in lines if line.text[0] in NEVER_FIRST] == []
