"""A 公文 on the page: 版头, 主送机关, 附件说明, attachments, 版记."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.document.nodes import Addressee, Attachment, Colophon, Enclosures, Heading, Letterhead, Signature, Text
from tests.layout.pages import HERE, document, measure, paragraph, pdf
from tests.layout.test_tables import table

LETTER = Letterhead("晋中市招商引资工作领导小组文件", "市招商发〔2023〕3号")
FOOT = Colophon(copy_to="市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市纪委监委机关",
                printer="晋中市招商引资服务中心", printed=date(2023, 1, 6))
ORGANS = "各县（区、市）人民政府，山西转型综改示范区晋中开发区管理委员会，市直有关单位"
LONG = "晋中市2023年赴长三角、粤港澳大湾区、京津冀地区开展产业链招商系列活动任务分工一览表"
SIGNED = Signature("晋中市招商引资服务中心", date(2023, 1, 5), HERE)
FULL = "招商引资工作是推动高质量发展的重要抓手全市上下要提高认识压实责任"
PITCH, STEP, EM = 225 / 22, 156 / 28, 16 * 25.4 / 72


@pytest.mark.parametrize(("mark", "size"), [(LETTER.mark, 29), ("晋中市人民政府", 48)])
def test_the_mark_is_red_on_one_line_and_35_mm_below_the_top(mark: str, size: float) -> None:
    line = measure(pdf(document(letterhead=Letterhead(mark, "市发〔2023〕1号"))))[0].line(mark)
    assert line.size == size
    assert line.baseline - 0.88 * size * 25.4 / 72 == pytest.approx(37 + 35, abs=0.2)
    assert (line.left + line.right) / 2 == pytest.approx(106, abs=0.5)


def test_number_stands_two_lines_below_the_mark_and_the_rule_4_mm_below_it() -> None:
    page = measure(pdf(document(letterhead=LETTER)))[0]
    mark, number = page.line(LETTER.mark), page.line(LETTER.number)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.5)
    mark_foot = mark.baseline + 0.12 * mark.size * 25.4 / 72
    assert number.baseline - 0.88 * EM - mark_foot == pytest.approx(2 * PITCH + (PITCH - EM) / 2, abs=0.2)
    left, right, top, thickness, colour = page.rules[0]
    assert (left, right) == pytest.approx((28, 184), abs=0.05)
    assert top - (number.baseline + 0.12 * EM) == pytest.approx(4, abs=0.1)
    assert thickness == pytest.approx(0.44, abs=0.02)
    assert colour == pytest.approx((0.902, 0, 0.071), abs=0.01)


def test_title_stands_two_lines_below_the_rule_and_the_organs_one_below_the_title() -> None:
    page = measure(pdf(document(Addressee(ORGANS, HERE), paragraph("正文。"), title="关于开展活动的通知",
                                letterhead=LETTER)))[0]
    title = page.line("关于开展")
    rule = page.rules[0][2] + page.rules[0][3]
    assert title.baseline - 0.88 * 22 * 25.4 / 72 - rule == pytest.approx(2 * PITCH + 7 * 25.4 / 72, abs=0.2)
    first, second, text = page.body[-3:]
    assert (first.left, second.left) == pytest.approx((28, 28), abs=0.1)
    assert second.text.endswith("：")
    assert first.baseline - title.baseline == pytest.approx(2 * PITCH, abs=1)
    assert text.baseline - second.baseline == pytest.approx(PITCH, abs=0.1)


def test_a_title_without_a_head_begins_on_the_first_line() -> None:
    title = measure(pdf(document(paragraph("正文。"), title="招商活动方案")))[0].body[0]
    assert title.baseline - 0.88 * 22 * 25.4 / 72 == pytest.approx(37, abs=3)


def test_names_of_attachments_align_behind_their_numbers() -> None:
    blocks = (paragraph("正文。"), Enclosures(("招商活动方案", LONG), HERE), SIGNED)
    page = measure(pdf(document(*blocks)))[0]
    one, two, rest = page.line("附件：1."), page.line("2.晋中市"), page.body[4]
    assert one.baseline - page.line("正文").baseline == pytest.approx(2 * PITCH, abs=0.1)
    assert one.left == pytest.approx(28 + 2 * STEP, abs=0.2)
    assert two.left == pytest.approx(28 + 5 * STEP, abs=0.2)
    assert rest.left == pytest.approx(28 + 6 * STEP, abs=0.2)
    assert rest.text == LONG[-len(rest.text):]
    assert page.line("晋中市招商引资服务中心").baseline - rest.baseline == pytest.approx(2 * PITCH, abs=0.1)


def test_the_name_of_a_single_attachment_aligns_behind_the_colon() -> None:
    page = measure(pdf(document(paragraph("正文。"), Enclosures((LONG,), HERE))))[0]
    assert [line.left for line in page.body[2:]] == pytest.approx([28 + 2 * STEP, 28 + 5 * STEP], abs=0.2)


@pytest.mark.parametrize("lines", range(13, 22))
def test_enclosures_and_signature_never_stand_without_text(lines: int) -> None:
    blocks = (paragraph(FULL * lines), Enclosures(("方案", LONG), HERE), SIGNED)
    last = [line.text for line in measure(pdf(document(*blocks)))[-1].body]
    assert last[0][0] in FULL
    assert any(text.startswith("附件：1.") for text in last)
    assert last[-1] == "2023年1月5日"


def test_an_attachment_begins_a_page_with_label_on_line_1_and_title_on_line_3() -> None:
    made = document(paragraph("正文。"), SIGNED, Attachment("招商活动方案", HERE, 1), Heading(1, (Text("要求"),), HERE))
    first, second = measure(pdf(made))
    assert first.body[-1].text == "2023年1月5日"
    label, title, heading = second.body
    assert (label.text, title.text, heading.text) == ("附件1", "招商活动方案", "一、要求")
    assert label.font.startswith("FandolHei")
    assert (label.left, label.size) == pytest.approx((28, 16), abs=0.1)
    assert label.baseline == pytest.approx(44.27, abs=0.1)
    assert title.size == 22
    assert (title.left + title.right) / 2 == pytest.approx(106, abs=0.5)
    assert title.baseline - label.baseline == pytest.approx(2 * PITCH, abs=2.5)
    assert heading.baseline - title.baseline == pytest.approx(2 * PITCH, abs=1)


def test_the_foot_of_a_letter_stands_at_the_bottom_of_the_very_last_page() -> None:
    made = document(paragraph("正文。"), SIGNED, Attachment("招商活动方案", HERE), paragraph("内容。"),
                    letterhead=LETTER, colophon=FOOT)
    first, last = measure(pdf(made))
    assert len(first.rules) == 1
    assert [rule[3] for rule in last.rules] == pytest.approx([0.35, 0.26, 0.35], abs=0.03)
    assert last.rules[-1][2] + last.rules[-1][3] == pytest.approx(262, abs=0.2)
    copied, hung, imprint = last.body[-3:]
    assert (copied.left, hung.left) == pytest.approx((28 + 4.94, 28 + 4 * 4.94), abs=0.1)
    assert hung.text.endswith("。")
    assert imprint.text == "晋中市招商引资服务中心2023年1月6日印发"
    assert (imprint.left, imprint.right) == pytest.approx((28 + 4.94, 184 - 4.94), abs=0.2)
    assert hung.baseline < last.rules[1][2] < imprint.baseline


@pytest.mark.parametrize("rows", range(16, 40, 3))
def test_the_foot_follows_a_table_that_ends_the_document(rows: int) -> None:
    last = [line.text for line in measure(pdf(document(table(rows), colophon=FOOT)))[-1].body]
    assert last[0].startswith("序号")
    assert last[-1] == "晋中市招商引资服务中心2023年1月6日印发"


@pytest.mark.parametrize("rows", range(15, 32))
def test_a_table_at_the_end_makes_no_empty_page(rows: int) -> None:
    assert all(len(page.body) > 1 for page in measure(pdf(document(table(rows)))))
