"""Titles break in balance, and the signature's arithmetic holds."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.write.measure import break_title, cells, hung_lines, label_width, one_line_size, signature_reach


@pytest.mark.parametrize(("text", "width"), [("晋中市", 3), ("2022年", 3), ("“招商”——", 6), ("", 0)])
def test_digits_are_half_a_character_wide(text: str, width: float) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(("title", "lines"), [
    ("晋中市招商引资工作简报", ("晋中市招商引资工作简报",)),
    ("关于2022年1—12月全市招商引资重点项目签约落地和开工建设情况的通报",
     ("关于2022年1—12月全市招商引资", "重点项目签约落地和开工建设情况的通报")),
    ("寿阳县2022年招商引资工作总结和2023年工作打算", ("寿阳县2022年招商引资", "工作总结和2023年工作打算")),
])
def test_title_breaks_between_words(title: str, lines: tuple[str, ...]) -> None:
    assert break_title(title, 20.1) == lines


@given(st.text("晋中市招商引资工作情况的2023年（）、，1474.31%“”", max_size=75))
def test_broken_title_is_whole_and_splits_no_number(title: str) -> None:
    lines = break_title(title, 20)
    assert "".join(lines) == title
    assert len(lines) == 1 or max(map(cells, lines)) <= 20
    for before, after in pairwise(lines):
        assert not (re.search(r"[0-9.]$", before) and re.match(r"[0-9.%年]", after))
        assert after[0] not in "，、）”"
        assert before[-1] not in "（“"


@given(st.text("国", min_size=300, max_size=400))
def test_title_of_endless_length_ends(title: str) -> None:
    assert break_title(title, 20) == (title,)


@pytest.mark.parametrize(("issuer", "date", "reach"), [
    (11, 6.5, (13, 11)),   # 2 blanks right of 署名
    (7, 7, (9, 7)),        # as long: the date ends at the edge
    (4, 7, (11, 9)),       # a longer date takes the 2 blanks
])
def test_signature_reaches(issuer: float, date: float, reach: tuple[float, float]) -> None:
    assert signature_reach(issuer, date) == reach


@pytest.mark.parametrize(("text", "size"), [
    ("招商简报", 42), ("晋中市招商引资工作简报", 40), ("国" * 13, 34), ("", 42)])
def test_type_shrinks_until_the_text_stands_on_one_line(text: str, size: float) -> None:
    assert one_line_size(text, 42, 156) == size
    assert cells(text) * size * 25.4 / 72 <= 156


@pytest.mark.parametrize(("text", "width"), [("报：市委", 2), ("抄送：市委：", 3), ("没有", 0)])
def test_a_label_ends_with_the_first_colon(text: str, width: float) -> None:
    assert label_width(text) == width


@pytest.mark.parametrize(("lines", "set_lines"), [
    (("附件：方案",), [("附件：方案", 2, 5)]),
    (("附件：1.方案", "2.清单"), [("附件：1.方案", 2, 6), ("2.清单", 5, 6)]),
])
def test_enclosures_are_set_behind_label_and_number(
        lines: tuple[str, ...], set_lines: list[tuple[str, float, float]]) -> None:
    assert list(hung_lines(lines)) == set_lines
    ten = [f"{number}.名" for number in range(1, 11)]
    assert list(hung_lines(["附件：" + ten[0], *ten[1:]]))[-1] == ("10.名", 5, 6.5)
