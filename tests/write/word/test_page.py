"""The page of the Word file is the theme's: paper, grid, faces, footers, settings."""

from __future__ import annotations

import pytest

from briefgen.document.theme import Theme
from briefgen.write.word.units import border_space, eighths, half_points, mm, pt, sheet
from tests.write.structure import Parts
from tests.write.word.making import COLOPHON, MASTHEAD, SIGNATURE, THEME, document, parts, say, write

STYLES, SETTINGS = "word/styles.xml", "word/settings.xml"
BODY_FACE = "仿宋_GB2312"


def test_lengths_become_words_units() -> None:
    assert (mm(37), mm(8), pt(36), half_points(10.5), eighths(0.75), border_space(40)) == (2098, 454, 720, 21, 6, 31)


def test_page_is_a4_with_the_standards_margins_and_line_grid() -> None:
    page = parts(say("正文"))
    assert page.ask("//w:pgSz/@*") == ["11906", "16838"]
    assert page.ask("//w:pgMar/@*[local-name() != 'header']") == ["2098", "1474", "1984", "1588", "1448", "0"]
    assert page.ask("//w:docGrid/@*") == ["lines", "579"]


def test_page_follows_another_theme() -> None:
    narrow = THEME.model_copy(update={"page": THEME.page.model_copy(update={"left": 30, "right": 30})})
    assert sheet(narrow).text_width == pytest.approx(mm(150), abs=1)
    assert parts(say("正文"), theme=narrow).ask("//w:pgMar/@w:right") == ["1701"]


def test_body_has_28_characters_a_line() -> None:
    look = "//w:style[@w:styleId='BgBody']"
    page = parts(say("正文"))
    assert page.ask(f"{look}/w:pPr/w:spacing/@*", STYLES) == ["0", "0", "579", "exact"]
    assert page.ask(f"{look}/w:rPr/w:spacing/@w:val", STYLES) == ["-5"]
    assert page.ask(f"{look}/w:pPr/w:ind/@*", STYLES) == ["200", "630"]
    assert 28 * (16 * 20 - 5) <= sheet(THEME).text_width < 29 * (16 * 20 - 5)


def test_every_paragraph_style_names_its_face_for_every_script() -> None:
    page = parts(say("正文"))
    styles = page.count("//w:style[@w:type='paragraph']", STYLES)
    full = "w:rFonts[@w:ascii=@w:eastAsia][@w:hAnsi=@w:eastAsia][@w:cs=@w:eastAsia]"
    assert page.count(f"//w:style[@w:type='paragraph'][w:rPr/{full}]", STYLES) == styles > 20
    assert page.ask("//w:docDefaults//w:rFonts/@w:eastAsia", STYLES) == [BODY_FACE]
    assert page.ask("//w:docDefaults//w:lang/@*", STYLES) == ["zh-CN", "zh-CN"]


def test_no_part_refers_to_theme_fonts() -> None:
    page = Parts(write(document(say("正文"), SIGNATURE, masthead=MASTHEAD, colophon=COLOPHON)))
    assert [name for name in page.raw if name.endswith(".xml")
            and page.count("//@*[contains(local-name(), 'Theme')]", name)] == []


def test_used_styles_are_defined() -> None:
    page = Parts(write(document(say("正文"), SIGNATURE, masthead=MASTHEAD, colophon=COLOPHON, mark="（示例）")))
    defined = set(page.ask("//w:style/@w:styleId", STYLES))
    used = {*page.ask("//w:pStyle/@w:val"), *page.ask("//w:pStyle/@w:val", "word/footer1.xml"),
            *page.ask("//w:pStyle/@w:val", "word/numbering.xml"), *page.ask("//w:basedOn/@w:val", STYLES)}
    assert used <= defined


@pytest.mark.parametrize(("manner", "value"), [
    ("widowControl", ["0"]), ("kinsoku", []), ("overflowPunct", ["0"]), ("autoSpaceDE", ["0"]), ("autoSpaceDN", ["0"]),
])
def test_paragraphs_keep_the_grid(manner: str, value: list[str]) -> None:
    normal = f"//w:style[@w:styleId='Normal']/w:pPr/w:{manner}"
    page = parts(say("正文"))
    assert page.count(normal, STYLES) == 1
    assert page.ask(f"{normal}/@w:val", STYLES) == value


def test_settings_keep_punctuation_wide_and_footers_apart() -> None:
    page = parts(say("正文"))
    assert page.ask("//w:characterSpacingControl/@w:val", SETTINGS) == ["doNotCompress"]
    assert page.count("//w:evenAndOddHeaders", SETTINGS) == 1
    assert "亿" in page.ask("//w:noLineBreaksBefore/@w:val", SETTINGS)[0]


@pytest.mark.parametrize(("part", "side"), [("word/footer1.xml", "right"), ("word/footer2.xml", "left")])
def test_page_number_stands_outside(part: str, side: str) -> None:
    page = parts(say("正文"))
    assert page.text("//w:p", part) == "— 1 —"
    assert page.ask("//w:jc/@w:val", part) == [side]
    assert page.ask("//w:ind/@*", part) == ["280"]
    assert page.ask("//w:fldSimple/@w:instr", part) == [" PAGE "]
    assert page.ask("//w:style[@w:styleId='Footer']/w:rPr/w:rFonts/@w:eastAsia", STYLES) == ["宋体"]


def test_fonts_have_their_other_names() -> None:
    font = f"//w:font[@w:name='{BODY_FACE}']"
    page = parts(say("正文"))
    assert page.ask(f"{font}/w:altName/@w:val", "word/fontTable.xml") == ["仿宋,FangSong,FangSong_GB2312"]
    assert set(page.ask("//w:charset/@w:val", "word/fontTable.xml")) == {"86"}


def test_headings_share_one_list() -> None:
    page = parts(say("正文"))
    assert page.ask("//w:lvlText/@w:val", "word/numbering.xml") == ["%1、", "（%2）", "%3.", "（%4）"]
    assert page.ask("//w:numFmt/@w:val", "word/numbering.xml")[0] == "chineseCountingThousand"
    assert page.ask("//w:style[starts-with(@w:styleId,'Heading')]/w:rPr/w:rFonts/@w:eastAsia", STYLES) == [
        "黑体", "楷体_GB2312", BODY_FACE, BODY_FACE]
    assert page.count("//w:style[starts-with(@w:styleId,'Heading')]/w:pPr/w:keepNext", STYLES) == 4


def test_theme_sets_every_size() -> None:
    grown = Theme.model_validate({**THEME.model_dump(), "body": {"face": "hei", "size": 15}})
    page = parts(say("正文"), theme=grown)
    assert page.ask("//w:style[@w:styleId='BgBody']/w:rPr/w:sz/@w:val", STYLES) == ["30"]
    assert page.ask("//w:style[@w:styleId='BgBody']/w:rPr/w:rFonts/@w:ascii", STYLES) == ["黑体"]
