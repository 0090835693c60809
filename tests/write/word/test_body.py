"""Headings, paragraphs, lists, tables, signature and 报尾 in the Word file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefgen.document.nodes import Align, Attachment, Colophon, LineBreak, List, Signature, Strong, TableColumn, Text
from briefgen.write.word.tables import widths
from briefgen.write.word.xml import element, run
from tests.write.structure import NAMESPACES, Parts
from tests.write.word.making import COLOPHON, PLACE, SIGNATURE, document, heading, parts, say, table, write

TWO = (TableColumn("县", 2, Align.LEFT), TableColumn("总投资", 1, Align.RIGHT))
GROUPED = (TableColumn("县", 2), TableColumn("个数", 1, group="签约"), TableColumn("总投资", 1, group="签约"),
           TableColumn("排名", 1))
ISSUER, DATE = (f"//w:p[w:pPr/w:pStyle/@w:val='{style}']" for style in ("BgIssuer", "BgDate"))


def test_hostile_text_prints_as_itself() -> None:
    hostile = "**甲** | {{x}} <b>&amp; \"'"
    page = parts(heading(1, hostile), say(hostile), table(TWO, (hostile, hostile)))
    assert page.ask("//w:t[starts-with(., '**')]/text()") == [hostile] * 4


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_comes_out_unchanged(text: str) -> None:
    made = etree.fromstring(f'<p xmlns:w="{NAMESPACES["w"]}">{run(text)}{element("alias", val=text)}</p>')
    assert made.xpath("string(.)") == text
    assert made.xpath("string(//@*[local-name() = 'val'])") == text


def test_blocks_carry_their_styles() -> None:
    page = parts(heading(1, "总体情况"), heading(2, "签约"), say("正文"), List(((Text("甲"),), (Text("乙"),)), PLACE))
    assert page.ask("//w:pStyle/@w:val") == ["Title", "Heading1", "Heading2", "BgBody", "BgBody", "BgBody"]


def test_strong_has_its_style_and_a_line_break_breaks() -> None:
    page = parts(say("甲", Strong((Text("乙"),)), LineBreak(), "丙"))
    assert page.ask('//w:r[w:rPr/w:rStyle/@w:val="BgStrong"]/w:t/text()') == ["乙"]
    assert page.count("//w:p/w:r/w:br") == 1


def test_table_fills_the_text_width_in_fixed_columns() -> None:
    page = parts(table(TWO, ("寿阳县", "212.13")))
    assert page.ask("//w:tblW/@w:w") == ["8844"]
    left, right = (int(size) for size in page.ask("//w:gridCol/@w:w"))
    assert left + right == 8844
    assert left == pytest.approx(5896, abs=1)
    assert page.ask("//w:tblLayout/@w:type") == ["fixed"]
    assert page.ask("//w:tc[2]/w:p/w:pPr/w:jc/@w:val") == ["right"]
    assert page.ask("//w:trHeight/@*") == ["454", "atLeast"] * 2


@pytest.mark.parametrize("shares", [(1, 1, 1), (0.3, 7.1, 2.2, 1), (1,) * 13])
def test_column_widths_add_up(shares: tuple[float, ...]) -> None:
    sizes = widths(shares, 8844)
    assert sum(sizes) == 8844
    assert all(abs(size - 8844 * share / sum(shares)) <= 1 for size, share in zip(sizes, shares, strict=True))


def test_table_has_number_caption_unit_and_description() -> None:
    page = parts(table(TWO, ("甲", "1")), table(TWO, ("乙", "2")))
    assert page.ask("//w:p[w:pPr/w:pStyle/@w:val='Caption']//w:t/text()") == ["表1　各县完成情况", "表2　各县完成情况"]
    assert page.ask("//w:p[w:pPr/w:pStyle/@w:val='BgUnitLine']//w:t/text()") == ["单位：亿元"] * 2
    assert page.ask("//w:tblCaption/@w:val") == ["表1 各县完成情况", "表2 各县完成情况"]
    assert page.ask("//w:tblDescription/@w:val")[0] == "共1行，各栏为：县、总投资"


def test_head_repeats_and_no_row_breaks() -> None:
    page = parts(table(TWO, *[("甲", "1")] * 40))
    assert page.count("//w:tr[w:trPr/w:tblHeader]") == 1
    assert page.count("//w:tr[w:trPr/w:cantSplit]") == 41


def test_grouped_head_spans_and_merges() -> None:
    page = parts(table(GROUPED, ("甲", "1", "2", "3")))
    assert page.count("//w:tr[w:trPr/w:tblHeader]") == 2
    assert page.ask("//w:tr[1]//w:t/text()") == ["县", "签约", "排名"]
    assert page.ask("//w:tr[2]//w:t/text()") == ["个数", "总投资"]
    assert page.ask("//w:gridSpan/@w:val") == ["2"]
    assert page.ask("//w:vMerge/@w:val") == ["restart", "restart", "continue", "continue"]
    assert [sum(int(size) for size in page.ask(f"//w:tr[{row}]//w:tcW/@w:w")) for row in (1, 2, 3)] == [8844] * 3


def test_total_row_is_set_apart() -> None:
    page = parts(table(TWO, ("甲", "1"), ("合计", "1"), total=True))
    assert page.text("//w:p[w:pPr/w:pStyle/@w:val='BgTotalCell']") == "合计1"


@pytest.mark.parametrize(("notes", "printed"), [
    ((), []), (("不含开发区",), ["注：不含开发区。"]), (("甲", "乙"), ["注：1.甲；", "2.乙。"])])
def test_notes_stand_below(notes: tuple[str, ...], printed: list[str]) -> None:
    page = parts(table(TWO, ("甲", "1"), notes=notes))
    assert page.ask("//w:p[w:pPr/w:pStyle/@w:val='BgNote']//w:t/text()") == printed


def test_a_table_does_not_end_the_body() -> None:
    assert parts(table(TWO, ("甲", "1"))).count("//w:tbl/following-sibling::w:p") == 1


@pytest.mark.parametrize(("issuer", "day", "reach"), [
    ("晋中市招商引资服务中心", date(2023, 1, 10), 13),  # 11 characters and 2 blanks
    ("市招商局", date(2022, 12, 31), 11),               # the date (7 characters) has the 2 blanks
])
def test_date_begins_two_characters_right_of_the_issuer(issuer: str, day: date, reach: int) -> None:
    page = parts(say("正文"), Signature(issuer, day, PLACE))
    left, right = (int(page.ask(f"{line}/w:pPr/w:ind/@w:left")[0]) for line in (ISSUER, DATE))
    assert right - left == pytest.approx(2 * 315, abs=1)
    assert left == pytest.approx(8844 - reach * 315, abs=30)


def test_signature_keeps_with_the_text() -> None:
    page = parts(say("甲"), say("乙"), SIGNATURE)
    assert page.text("//w:p[w:pPr/w:keepNext][w:pPr/w:pStyle/@w:val='BgBody']") == "乙"
    assert page.count("//w:style[@w:styleId='BgIssuer']/w:pPr/w:keepNext", "word/styles.xml") == 1


def test_a_short_table_is_kept_whole_and_with_the_signature() -> None:
    kept = "//w:p[w:pPr/w:keepNext]"
    assert parts(table(TWO, ("甲", "1"), ("乙", "2")), say("丙")).text(kept) == "甲1"
    assert parts(table(TWO, ("甲", "1"), ("乙", "2")), SIGNATURE).text(kept) == "甲1乙2"
    assert parts(table(TWO, ("甲", "1"), notes=("丙",)), SIGNATURE).text(kept) == "注：丙。"
    assert parts(table(TWO, *(("甲", "1") for _ in range(40))), say("丙")).text(kept) == ""


@pytest.mark.parametrize("behind", [(), (Attachment("方案", PLACE),)])
def test_a_table_before_a_new_page_keeps_its_last_row_with_the_room_below(behind: tuple[Attachment, ...]) -> None:
    page = parts(table(TWO, *(("甲", "1") for _ in range(40)), ("乙", "2")), *behind)
    assert page.text("//w:tr//w:p[w:pPr/w:keepNext]") == "乙2"


def test_colophon_stands_at_the_foot_of_the_last_page() -> None:
    page = Parts(write(document(say("首段"), say("正文"), SIGNATURE, colophon=COLOPHON)))
    assert page.ask("//mc:Choice//w:t/text()") == [
        "报：市委、市政府有关领导", "送：市委办公室，市政府办公室", "发：各县（区、市）人民政府", "（共印60份）"]
    assert page.ask("//mc:Choice//w:pBdr/*/@w:sz") == ["8", "6", "8"]
    assert page.ask("//wp:positionV/@relativeFrom") == ["margin"]
    assert page.ask("//wp:positionV/wp:align/text()") == ["bottom"]
    assert page.ask("//wp:docPr/@name") == ["报尾"]
    assert page.text("//w:p[w:pPr/w:keepNext][not(.//w:drawing)]") == "正文晋中市招商引资服务中心2023年1月10日"


def test_colophons_room_is_as_high_as_its_box() -> None:
    long = replace(COLOPHON, send_to="市委办公室，" * 12)
    heights = []
    for colophon in (COLOPHON, long):
        page = Parts(write(document(say("正文"), colophon=colophon)))
        line = int(page.ask("//w:body/w:p[.//w:drawing]/w:pPr/w:spacing/@w:line")[0])
        assert page.ask("//wp:extent/@cy") == [str(line * 635)]
        heights.append(line)
    assert heights[1] - heights[0] == 2 * 560


@pytest.mark.parametrize(("colophon", "texts", "rules"), [
    (Colophon(copies=5), ["（共印5份）"], 2),
    (Colophon(report_to="市委"), ["报：市委"], 2),
])
def test_colophon_leaves_empty_parts_out(colophon: Colophon, texts: list[str], rules: int) -> None:
    page = Parts(write(document(say("正文"), colophon=colophon)))
    assert page.ask("//mc:Choice//w:t/text()") == texts
    assert page.count("//mc:Choice//w:pBdr") == rules


def test_document_without_blocks_is_written() -> None:
    assert Parts(write(document(colophon=COLOPHON))).ask("//w:body/w:p/w:pPr/w:pStyle/@w:val") == ["Title", "Normal"]
