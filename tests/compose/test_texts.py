"""Texts that no data can give come from the office's file, section by section; what is missing shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compose import errors, gaps

if TYPE_CHECKING:
    from tests.compose.desk import Desk

BODY = "# 主要做法\n{{ text('主要做法', '三至六点') }}\n"


def test_a_section_is_printed_with_its_headings_and_figures(desk: Desk) -> None:
    texts = "\ufeff{# 说明 #}\n# 主要做法\n\n## 以商招商\n签约{{ signed.count }}个，\n**一是**抓签约。\n\n- 甲\n- 乙\n"
    document = desk.with_(texts=texts).document(BODY)
    assert desk.with_(texts=texts).lines(BODY) == [
        "h1 一、主要做法", "h2 （一）以商招商", "p 签约{f1 25}个，**一是**抓签约。", "- 甲", "- 乙"]
    assert [str(block.place) for block in document.blocks[1:]] == [
        "texts/2022-12/sheet.md:4", "texts/2022-12/sheet.md:5", "texts/2022-12/sheet.md:8"]


@pytest.mark.parametrize("texts", ["", "# 主要做法\n\n", "# 主要做法\n{# 还没写 #}\n"])
def test_a_missing_section_is_a_gap_that_shows(desk: Desk, texts: str) -> None:
    desk = desk.with_(texts=texts)
    assert desk.lines(BODY) == ["h1 一、主要做法", "p **【待补：主要做法（三至六点）】**"]
    assert [(str(place), text) for place, text in gaps(desk.document(BODY))] == [
        ("kinds/sheet/body.md.j2:2", "【待补：主要做法（三至六点）】")]


def test_gaps_that_a_clerk_or_a_template_writes_count_too(desk: Desk) -> None:
    written = desk.with_(texts="# 主要做法\n带队领导【待补：姓名】。\n")
    document = written.document(BODY + "\n联系人{{ todo('电话') }}。\n")
    assert [text for _place, text in gaps(document)] == ["【待补：姓名】", "【待补：电话】"]


def test_a_section_that_may_be_left_out(desk: Desk) -> None:
    body = "{% if has_text('附注') %}{{ text('附注') }}{% else %}无附注。{% endif %}\n"
    assert desk.lines(body) == ["p 无附注。"]
    assert desk.with_(texts="# 附注\n见附件。\n").lines(body) == ["p 见附件。"]


@pytest.mark.parametrize(("texts", "fault", "told"), [
    ("一段没有节名的话。\n", errors.SectionUnnamed, "texts/2022-12/sheet.md:1"),
    ("# 主要做法\n甲\n# 主要做法\n乙\n", errors.SectionTwice, "texts/2022-12/sheet.md:3"),
    ("# 主要做法\n甲\n\n# 主要作法\n乙\n", errors.SectionUnasked, "texts/2022-12/sheet.md:4.*-> 主要做法"),
    ("# 主要做法\n\n签约{{ signed.cuont }}个\n", errors.NameUnknown, "texts/2022-12/sheet.md:3.*signed.count"),
    ("# 主要做法\n签约{{ 25 }}个\n", errors.NumberBare, "texts/2022-12/sheet.md:2"),
    ("# 主要做法\n{{ text('主要做法') }}\n", errors.NotOffered, r"sheet.md:2.*text\(\)"),
    ("# 主要做法\n> 引文\n", errors.MarkupUnknown, "texts/2022-12/sheet.md:2"),
])
def test_faults_are_told_by_file_and_line(desk: Desk, texts: str, fault: type[Exception], told: str) -> None:
    with pytest.raises(fault, match=told):
        desk.with_(texts=texts).document(BODY)
