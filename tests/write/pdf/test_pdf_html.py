from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefgen.document.nodes import (
    Addressee,
    Align,
    Attachment,
    Block,
    Colophon,
    Document,
    Enclosures,
    Heading,
    Letterhead,
    LineBreak,
    Meta,
    Paragraph,
    Place,
    Strong,
    Table,
    TableColumn,
    TableRow,
    Text,
)
from briefgen.document.theme import FaceFile, Fit
from briefgen.write.pdf import write_html
from briefgen.write.pdf.html import Unprintable
from briefgen.write.pdf.inlines import flow, held
from tests.layout.pages import figure_ref, theme

HERE = Place("body.md.j2", 1)
HOSTILE = '**甲** | {{x}} <b>&amp; <img src="http://127.0.0.1/x"> <link rel=attachment href="file:///etc/passwd">'
FACES = {face: FaceFile(face, Path(f"/fonts/{face}.otf"), Fit.EXACT, Path("/fonts/Noto.otf"))
         for face in ("body", "title", "hei", "kai", "song")}


def html(*blocks: Block, title: str = "简报", mark: str = "", letterhead: Letterhead | None = None,
         colophon: Colophon | None = None) -> str:
    meta = Meta("monthly", "月度", title, "140700", "晋中市", "2022-12", date(2022, 12, 31), date(2023, 1, 5),
                mark=mark, letterhead=letterhead, colophon=colophon)
    return write_html(Document(meta, blocks, {}), theme(), FACES)


@pytest.mark.parametrize(("text", "shown"), [
    ("签约197个项目", '签约<span class="n">197个</span>项目'),
    ("2022年12月31日", '<span class="n">2022年</span><span class="n">12月</span><span class="n">31日</span>'),
    ("1474.31亿元。", '<span class="n">1474.31</span><span class="n">亿元</span>。'),
    ("1—12月", '<span class="n">1—12月</span>'),
    ("提高3.2个百分点", '提高<span class="n">3.2个</span><span class="n">百分点</span>'),
    ("下降-5.3%，", '下降<span class="n">-5.3%</span>，'),
    ("第12期", '<span class="n">第12期</span>'),
    ("63%～68%", '<span class="n">63%～68%</span>'),
    ("含IDC、5G等", '含<span class="n">IDC</span>、<span class="n">5G</span>等'),
    ("一是二是", "一是二是"),
    ("见https://www.example.gov.cn/2022/12", '见<span class="w">https://www.example.gov.cn/2022/12</span>'),
    ("<&>\"'", "&lt;&amp;&gt;&quot;&#x27;")])
def test_numbers_hold_on_to_their_units(text: str, shown: str) -> None:
    assert held(text) == shown


def test_a_figure_is_marked_and_takes_the_unit_word_behind_it() -> None:
    assert flow((Text("共"), figure_ref(1, "197", "个"), Text("个项目"))) == (
        '共<span class="n"><span data-figure="f1">197</span>个</span>项目')


def test_a_figure_with_its_own_unit_takes_nothing() -> None:
    assert flow((figure_ref(2, "1474.31"), Text("元旦"))) == (
        '<span data-figure="f2" class=n>1474.31</span><span data-figure="f2" class=n>亿元</span>元旦')


def test_stress_and_line_breaks() -> None:
    assert flow((Strong((Text("一是"),)), LineBreak(), Text("二是"))) == "<b>一是</b><br>二是"


@pytest.mark.parametrize("shown", [
    html(title=HOSTILE), html(mark=HOSTILE), html(Paragraph((Text(HOSTILE),), HERE)),
    html(Heading(1, (Text(HOSTILE),), HERE)),
    html(Table(HOSTILE, HOSTILE, (TableColumn(HOSTILE, 1, Align.LEFT, HOSTILE),),
               (TableRow(((Text(HOSTILE),),)),), (HOSTILE,), HERE))])
def test_text_is_never_markup(shown: str) -> None:
    body = shown.partition("</head>")[2]
    assert "<img" not in shown
    assert "<link" not in shown
    assert "<b>" not in body
    assert "&lt;b&gt;&amp;amp;" in re.sub("</?span[^>]*>", "", shown)


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x1b", "\x85", "\ud800", "\ufffe"])
def test_a_character_that_no_file_can_hold_is_refused_by_name(bad: str) -> None:
    with pytest.raises(Unprintable) as caught:
        html(Paragraph((Text(f"甲{bad}乙"),), HERE))
    assert caught.value.params == {"code": f"U+{ord(bad):04X}"}


def test_heading_tags_skip_no_level() -> None:
    shown = html(*(Heading(level, (Text("题"),), HERE) for level in (2, 4, 1, 3)))
    assert [shown.count(f'<h{tag} class="level{level}"') for tag, level in ((2, 2), (3, 4), (2, 1), (3, 3))] == [1] * 4


def test_an_attachment_is_tagged_as_a_document_of_its_own() -> None:
    headings = [Heading(level, (Text("题"),), HERE) for level in (1, 2)]
    shown = html(*headings, Attachment("方案", HERE, 1), *headings)
    assert re.findall("<h([1-6])", shown) == ["1", "2", "3", "1", "2", "3"]
    assert [shown.count(number) for number in ("一、题", "（一）题")] == [2, 2]


def test_words_of_a_letter_are_never_markup() -> None:
    blocks = (Addressee(HOSTILE, HERE), Enclosures((HOSTILE, HOSTILE), HERE), Attachment(HOSTILE, HERE))
    foot = Colophon(copy_to=HOSTILE, printer=HOSTILE, printed=date(2023, 1, 6))
    shown = html(*blocks, letterhead=Letterhead(HOSTILE, HOSTILE), colophon=foot).partition("</head>")[2]
    shown = re.sub("</?span[^>]*>", "", shown)
    assert shown.count("&lt;link") == 10  # the foot stands twice, once unseen
    assert "<link" not in shown
    assert "<b>" not in shown


def test_the_theme_alone_makes_the_look() -> None:
    shown = html(Paragraph((Text("正文"),), HERE))
    other = theme().model_copy(update={"body": theme().body.model_copy(update={"size": 15.0})})
    meta = Meta("monthly", "", "简报", "", "", "2022-12", date(2022, 12, 31), date(2023, 1, 5))
    changed = write_html(Document(meta, (), {}), other, FACES)
    assert "font-size: 16.0pt" in shown
    assert "html {\n  font-family" in changed
    assert "font-size: 15.0pt" in changed


def test_one_font_file_for_several_faces_is_loaded_once() -> None:
    same = {face: replace(file, file=Path("/fonts/Noto.otf"), fallback=None) for face, file in FACES.items()}
    meta = Meta("monthly", "", "简报", "", "", "2022-12", date(2022, 12, 31), date(2023, 1, 5))
    assert write_html(Document(meta, (), {}), theme(), same).count("@font-face") == 1
