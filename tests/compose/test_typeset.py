"""A ledger's half-width marks print full width beside Chinese characters; nothing else of a text changes."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose.errors import TemplateFault
from briefgen.compose.texts import sections
from briefgen.compose.values import typeset

TEXTS = st.text(alphabet="甲乙产业链（）()，,;；:：?!A1 08.30/-“”", max_size=30)


@pytest.mark.parametrize(("raw", "set_"), [
    ("信创产业(光伏电池及组件)", "信创产业（光伏电池及组件）"), ("甲,乙;丙:丁", "甲，乙；丙：丁"),
    ("产值(亿元)", "产值（亿元）"),
    ("08:30", "08:30"), ("1:2", "1:2"), ("3,000", "3,000"), ("Model S(2022)", "Model S(2022)"), ("", ""),
    ("项目(A)", "项目（A）"), ("A(甲)B", "A（甲）B"), ("真的?", "真的？"), ("年产30万吨(一期)", "年产30万吨（一期）"),
    ("甲(乙", "甲(乙"), ("甲)乙(丙", "甲)乙(丙"),
])
def test_marks_beside_chinese_become_full_width(raw: str, set_: str) -> None:
    assert typeset(raw) == set_


@given(TEXTS)
def test_setting_changes_marks_alone_and_only_once(text: str) -> None:
    done = typeset(text)
    assert typeset(done) == done
    assert unicodedata.normalize("NFKC", done) == unicodedata.normalize("NFKC", text)
    assert re.findall(r"[0-9A-Za-z]+", done) == re.findall(r"[0-9A-Za-z]+", text)


@given(st.text(alphabet="# 甲乙\n\r\t{}%【", max_size=60))
def test_any_text_file_gives_sections_or_a_fault_with_its_line(text: str) -> None:
    try:
        found = sections(text, "texts/x.md")
    except TemplateFault as fault:
        assert str(fault).startswith("texts/x.md:")
        return
    for name, section in found.items():
        assert name.strip() == name != ""
        assert section.placed.split("\n")[section.place.line - 1:] == section.source.split("\n")
