"""The masthead, the title and the mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.write.structure import Parts
from tests.write.word.making import MASTHEAD, document, say, write

NAME, LINE, TITLE = (f"//w:p[w:pPr/w:pStyle/@w:val='{style}']" for style in (
    "BgMastheadName", "BgMastheadLine", "Title"))


@pytest.mark.parametrize(("name", "size"), [("招商简报", 42), ("晋中市招商引资工作简报", 40), ("国" * 13, 34)])
def test_name_shrinks_to_one_line(name: str, size: float) -> None:
    page = Parts(write(document(masthead=replace(MASTHEAD, name=name))))
    assert page.ask(f"{NAME}/w:r/w:rPr/w:sz/@w:val") == [str(size * 2)]
    assert len(name) * size <= 442.2


def test_masthead_has_number_issuer_date_and_red_rule() -> None:
    page = Parts(write(document(say("正文"), masthead=MASTHEAD)))
    assert page.ask(f"{NAME}/w:pPr/w:spacing/@w:before") == ["1134"]
    assert page.text("//w:p[w:pPr/w:pStyle/@w:val='BgMastheadIssue']") == "第12期"
    assert page.ask(f"{LINE}//w:t/text()") == ["晋中市招商引资服务中心", "2023年1月10日"]
    look = "//w:style[@w:styleId='BgMastheadLine']/w:pPr"
    assert page.ask(f"{look}/w:pBdr/w:bottom/@*", "word/styles.xml") == ["single", "12", "9", "E60012"]
    assert page.ask(f"{look}/w:tabs/w:tab/@w:pos", "word/styles.xml") == ["315", str(8844 - 315)]
    assert page.count(f"{look}/w:ind", "word/styles.xml") == 0, "an indent would shorten the rule"


def test_title_stands_two_lines_below_the_rule_and_breaks_in_balance() -> None:
    page = Parts(write(document(say("正文"), masthead=MASTHEAD,
                                title="关于2022年1—12月全市招商引资重点项目签约落地和开工建设情况的通报")))
    assert page.ask(f"{TITLE}/w:pPr/w:spacing/@*") == ["1158", "579", "720", "exact"]
    assert page.ask(f"{TITLE}//w:t/text()") == ["关于2022年1—12月全市招商引资", "重点项目签约落地和开工建设情况的通报"]
    assert page.count(f"{TITLE}//w:br") == 1


def test_title_without_masthead_begins_the_page() -> None:
    assert Parts(write(document(say("正文")))).ask(f"{TITLE}/w:pPr/w:spacing/@w:before") == ["0"]


@pytest.mark.parametrize(("mark", "texts"), [("（示例数据，虚构）", ["（示例数据，虚构）"]), ("", [])])
def test_mark_stands_below_the_title_if_there_is_one(mark: str, texts: list[str]) -> None:
    page = Parts(write(document(say("正文"), mark=mark)))
    assert page.ask("//w:p[w:pPr/w:pStyle/@w:val='BgMark']//w:t/text()") == texts
