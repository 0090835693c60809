from __future__ import annotations

from datetime import date

import pytest

from briefgen.document.nodes import Colophon, Signature
from tests.layout.pages import DAY, HEAD, HERE, document, measure, paragraph, pdf

FULL = "招商引资工作是推动高质量发展的重要抓手全市上下要提高认识压实责任"
STEP = 156 / 28  # mm a character


def test_the_masthead_is_red_shrunk_to_one_line_and_20_mm_below_the_top() -> None:
    page = measure(pdf(document(masthead=HEAD)))[0]
    name = page.line(HEAD.name)
    assert name.size == 40
    assert name.baseline - 0.88 * 40 * 25.4 / 72 == pytest.approx(37 + 20, abs=0.5)
    assert (name.left + name.right) / 2 == pytest.approx(106, abs=0.5)


def test_the_issuer_stands_left_and_the_date_right_of_one_line_each_a_character_in() -> None:
    line = measure(pdf(document(masthead=HEAD)))[0].line(HEAD.issuer)
    assert line.text == "晋中市招商引资服务中心2023年1月5日"
    assert line.left == pytest.approx(28 + 5.6, abs=0.2)
    assert line.right == pytest.approx(184 - 5.6, abs=0.3)


def test_the_red_rule_is_as_wide_as_the_text_and_4_mm_below_the_line() -> None:
    page = measure(pdf(document(masthead=HEAD)))[0]
    left, right, top, thickness, colour = page.rules[0]
    assert (left, right) == pytest.approx((28, 184), abs=0.05)
    assert thickness == pytest.approx(0.53, abs=0.02)
    assert colour == pytest.approx((0.902, 0, 0.071), abs=0.01)
    foot = page.line(HEAD.issuer).baseline + 0.12 * 16 * 25.4 / 72
    assert top - foot == pytest.approx(4, abs=0.5)


def test_the_title_is_two_lines_below_the_rule_and_broken_into_a_shape() -> None:
    title = "关于2022年全市招商引资工作完成情况和2023年重点工作安排的通报"
    page = measure(pdf(document(paragraph("正文。"), title=title, masthead=HEAD, mark="示例数据（虚构）")))[0]
    upper, lower = [line for line in page.body if line.size == 22]
    assert upper.text + lower.text == title
    assert upper.baseline - page.rules[0][2] == pytest.approx(2 * 10.23 + 9.3, abs=1)
    assert lower.baseline - upper.baseline == pytest.approx(36 * 25.4 / 72, abs=0.05)
    mark = page.line("示例数据")
    assert mark.font.startswith("FandolKai")
    assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=0.5)
    assert page.line("正文").baseline - mark.baseline == pytest.approx(2 * 10.23, abs=0.1)


@pytest.mark.parametrize(("issuer", "day", "issuer_right"), [
    ("晋中市招商引资服务中心", date(2022, 12, 31), 2),
    ("晋中市人民政府办", date(2023, 1, 5), 2),
    ("祁县", date(2022, 12, 31), 2 + 2 + 7 - 2)])
def test_the_date_begins_two_characters_right_of_the_organ(issuer: str, day: date, issuer_right: float) -> None:
    page = measure(pdf(document(paragraph("正文。"), Signature(issuer, day, HERE))))[0]
    organ, written = page.line(issuer), page.line(f"{day.year}年")
    assert written.text == f"{day.year}年{day.month}月{day.day}日"
    assert written.left - organ.left == pytest.approx(2 * STEP, abs=0.3)
    assert organ.right == pytest.approx(184 - issuer_right * STEP, abs=0.8)
    assert written.right < 184 - STEP
    assert organ.baseline - page.line("正文").baseline == pytest.approx(2 * 10.23, abs=0.1)


@pytest.mark.parametrize("lines", range(15, 24))
def test_the_signature_never_stands_alone_on_a_page(lines: int) -> None:
    blocks = (paragraph(FULL * lines), Signature("晋中市招商引资服务中心", date(2022, 12, 31), HERE))
    last = measure(pdf(document(*blocks)))[-1]
    assert last.body[0].text[0] in FULL
    assert last.body[-1].text == "2022年12月31日"
    assert last.body[0].baseline < last.line("服务中心").baseline


@pytest.mark.parametrize("lines", [2, 14, 17, 20, 24])
def test_the_colophon_stands_at_the_foot_of_the_last_page(lines: int) -> None:
    foot = Colophon("省商务厅。", "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市直各部门。",
                    "各县。", 80)
    pages = measure(pdf(document(paragraph(FULL * lines), colophon=foot)))
    outer_top, inner, outer_bottom = pages[-1].rules
    assert [rule[3] for rule in pages[-1].rules] == pytest.approx([0.35, 0.26, 0.35], abs=0.03)
    assert outer_bottom[2] + outer_bottom[3] == pytest.approx(262, abs=0.2)
    below = [line for line in pages[-1].body if line.baseline > outer_top[2]]
    assert [line.text[:2] for line in below] == ["报：", "送：", "公室", "发：", "（共"]
    assert below[0].left == pytest.approx(28 + 4.94, abs=0.1)
    assert below[2].left == pytest.approx(below[1].left + 2 * 4.94, abs=0.1)
    assert below[-1].right == pytest.approx(184 - 4.94, abs=0.2)
    assert below[-2].baseline < inner[2] < below[-1].baseline
    assert all(len(page.rules) == 0 for page in pages[:-1])


@pytest.mark.parametrize("characters", range(660, 960, 28))
def test_the_foot_never_stands_on_a_page_without_the_signature(characters: int) -> None:
    made = document(paragraph("国" * characters), Signature("晋中市招商引资服务中心", DAY, HERE), masthead=HEAD,
                    colophon=Colophon("市委、市人大常委会", "市直有关部门", "各县（区、市）人民政府", 60))
    last = [line.text for line in measure(pdf(made))[-1].body]
    assert any("国" in text for text in last)
    assert "晋中市招商引资服务中心" in last
    assert [text[:2] for text in last[-4:]] == ["报：", "送：", "发：", "（共"]
