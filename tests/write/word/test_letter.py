"""A 公文 in the Word file: 版头, 主送机关, 附件说明, attachments, 版记, filled cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefgen.document.nodes import (
    Addressee,
    Align,
    Attachment,
    Colophon,
    Enclosures,
    Letterhead,
    TableColumn,
)
from tests.write.structure import Parts, faults
from tests.write.word.making import COLOPHON, PLACE, SIGNATURE, document, heading, parts, say, table, write

if TYPE_CHECKING:
    from briefgen.document.nodes import Block

LETTER = Letterhead("晋中市招商引资工作领导小组文件", "市招商发〔2023〕3号")
FOOT = Colophon(copy_to="市委办公室，市政府办公室", printer="晋中市招商引资服务中心", printed=SIGNATURE.date)
ENCLOSED = "//w:p[w:pPr/w:pStyle/@w:val='BgEnclosure']"


def styled(name: str) -> str:
    return f"//w:p[w:pPr/w:pStyle/@w:val='{name}']"


def test_letterhead_has_mark_number_and_red_rule_and_the_title_two_lines_below() -> None:
    page = Parts(write(document(say("正文"), letterhead=LETTER)))
    mark = styled("BgLetterMark")
    assert page.text(mark) == LETTER.mark
    assert page.ask(f"{mark}/w:pPr/w:spacing/@w:before") == ["1984"]  # 35 mm
    assert page.ask(f"{mark}/w:r/w:rPr/w:sz/@w:val") == ["58"]
    assert page.text(styled("BgLetterNumber")) == LETTER.number
    look = "//w:style[@w:styleId='BgLetterNumber']"
    assert page.ask(f"{look}/w:pPr/w:pBdr/w:bottom/@*", "word/styles.xml") == ["single", "10", "9", "E60012"]
    assert page.ask(f"{look}/w:pPr/w:jc/@w:val", "word/styles.xml") == ["center"]
    assert page.ask(f"{styled('Title')}/w:pPr/w:spacing/@w:before") == ["1158"]


def test_addressee_is_flush_left_and_ends_with_a_colon() -> None:
    page = parts(Addressee("各县（区、市）人民政府", PLACE), say("正文"))
    assert page.text(styled("BgAddressee")) == "各县（区、市）人民政府："
    assert page.count("//w:style[@w:styleId='BgAddressee']/w:pPr/w:ind", "word/styles.xml") == 0


@pytest.mark.parametrize(("names", "texts", "left", "hanging"), [
    (("方案",), ["附件：方案"], [5], [3]),
    (("方案", "清单"), ["附件：1.方案", "2.清单"], [6, 6], [4, 1]),
])
def test_enclosures_hang_behind_the_first_character_of_the_name(
        names: tuple[str, ...], texts: list[str], left: list[int], hanging: list[int]) -> None:
    page = parts(say("甲"), say("正文"), Enclosures(names, PLACE), SIGNATURE)
    assert page.ask(f"{ENCLOSED}//w:t/text()") == texts
    assert page.ask(f"{ENCLOSED}/w:pPr/w:ind/@w:left") == [str(315 * edge) for edge in left]
    assert page.ask(f"{ENCLOSED}/w:pPr/w:ind/@w:hanging") == [str(315 * edge) for edge in hanging]
    assert page.ask(f"{ENCLOSED}/w:pPr/w:spacing/@w:before") == ["579", *["0"] * (len(names) - 1)]


def test_text_enclosures_and_signature_keep_together() -> None:
    page = parts(say("首段"), say("末段"), Enclosures(("方案",), PLACE), SIGNATURE)
    assert page.text("//w:p[w:pPr/w:keepNext][w:pPr/w:pStyle/@w:val='BgBody']") == "末段"
    assert page.count("//w:style[@w:styleId='BgEnclosure']/w:pPr/w:keepNext", "word/styles.xml") == 1


def test_the_first_text_stays_on_the_first_page() -> None:
    page = parts(say("印发给你们。"), Enclosures(("方案",), PLACE), SIGNATURE)
    assert page.count("//w:body/w:p/w:pPr/w:keepNext") == 0


@pytest.mark.parametrize(("number", "label"), [(None, "附件"), (2, "附件2")])
def test_an_attachment_begins_a_page_with_its_label(number: int | None, label: str) -> None:
    page = parts(say("正文"), Attachment("招商活动方案", PLACE, number), say("内容"))
    assert page.ask("//w:body/w:p//w:t/text()")[-3:] == [label, "招商活动方案", "内容"]
    look = "//w:style[@w:styleId='BgAttachmentLabel']"
    assert page.count(f"{look}/w:pPr/w:pageBreakBefore", "word/styles.xml") == 1
    assert page.ask(f"{look}/w:rPr/w:rFonts/@w:eastAsia", "word/styles.xml") == ["黑体"]
    assert page.ask(f"{styled('BgAttachmentTitle')}/w:pPr/w:spacing/@*") == ["579", "579", "720", "exact"]


def test_each_attachment_numbers_its_headings_anew() -> None:
    made = write(document(heading(1, "甲"), Attachment("一", PLACE, 1), heading(1, "乙"), heading(2, "丙"),
                          Attachment("二", PLACE, 2), heading(1, "丁")))
    page = Parts(made)
    assert page.ask("//w:body//w:numPr/w:numId/@w:val") == ["2", "2", "3"]
    assert page.ask("//w:body//w:numPr/w:ilvl/@w:val") == ["0", "1", "0"]
    numbers = "//w:num[w:lvlOverride]"
    assert page.ask(f"{numbers}/@w:numId", "word/numbering.xml") == ["2", "3"]
    assert page.ask(f"{numbers}/w:lvlOverride/w:startOverride/@w:val", "word/numbering.xml") == ["1"] * 8
    assert faults(made) == []


def test_signature_stands_before_the_attachment_and_the_foot_behind_it() -> None:
    page = Parts(write(document(say("甲"), say("正文"), SIGNATURE, Attachment("方案", PLACE), say("内容"),
                                colophon=FOOT, letterhead=LETTER)))
    order = page.ask("//w:body/w:p/w:pPr/w:pStyle/@w:val")
    assert order[-6:] == ["BgIssuer", "BgDate", "BgAttachmentLabel", "BgAttachmentTitle", "BgBody", "Normal"]
    assert page.count("//w:body/w:p[last()]//w:drawing") == 1
    assert page.text("//w:body/w:p[w:pPr/w:keepNext][w:pPr/w:pStyle/@w:val='BgBody']") == "正文内容"


def test_foot_of_a_letter_has_copies_and_imprint_between_rules() -> None:
    page = Parts(write(document(say("正文"), colophon=FOOT)))
    box = "//mc:Choice"
    assert page.ask(f"{box}//w:t/text()") == [
        "抄送：市委办公室，市政府办公室。", "晋中市招商引资服务中心", "2023年1月10日印发"]
    assert page.ask(f"{box}//w:pBdr/*/@w:sz") == ["8", "6", "8"]
    assert page.ask(f"{box}//w:ind/@*") == [str(280 * 4), "280", str(280 * 3)]
    assert page.ask("//w:style[@w:styleId='BgImprint']//w:tab/@w:pos", "word/styles.xml") == ["280", str(8844 - 280)]
    assert page.ask("//wp:docPr/@name") == ["版记"]


@pytest.mark.parametrize(("foot", "rules", "texts"), [
    (replace(FOOT, copy_to=""), 2, 2), (Colophon(copy_to="市委"), 2, 1), (replace(FOOT, copies=5), 4, 4)])
def test_parts_of_the_foot_may_be_missing(foot: Colophon, rules: int, texts: int) -> None:
    page = Parts(write(document(say("正文"), colophon=foot)))
    assert page.count("//mc:Choice//w:pBdr") == rules
    assert page.count("//mc:Choice//w:t") == texts


def test_labels_of_a_brief_hang_two_characters() -> None:
    page = Parts(write(document(say("正文"), colophon=COLOPHON)))
    assert page.ask("//mc:Choice//w:ind/@w:hanging") == ["560"] * 3


def test_filled_cells_are_shaded() -> None:
    columns = (TableColumn("活动", 3, Align.LEFT), TableColumn("1", 1, group="月份"), TableColumn("2", 1, group="月份"))
    made = table(columns, ("推介", "", "12"), ("签约", "", ""))
    page = parts(replace(made, rows=(replace(made.rows[0], shaded=(1, 2)), made.rows[1])))
    assert page.ask("//w:tc/w:tcPr/w:shd/@w:fill") == ["D9D9D9"] * 2
    assert page.text("//w:tc[w:tcPr/w:shd]") == "12"
    assert page.ask("//w:style[@w:styleId='BgTable']//w:tblCellMar/*/@w:w", "word/styles.xml") == ["40"] * 4


@pytest.mark.parametrize("last", [table((TableColumn("县", 1),), ("甲",)), say("正文"), SIGNATURE])
def test_the_body_ends_with_a_paragraph_and_the_foot(last: Block) -> None:
    page = Parts(write(document(say("甲"), last, colophon=FOOT)))
    assert page.count("//w:body/w:p[last()][.//w:drawing][following-sibling::w:sectPr]") == 1
