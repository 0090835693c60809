"""Figures that offices published, with the parts that they printed: DOMAIN sections 0 and 2 name the texts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from briefgen.compute import derive
from briefgen.model.figure import Figure, Key


def _figure(path: str, value: Fraction | str, measure: str) -> Figure:
    return Figure(Key(path, "140700", "2022-12"), "示例", "晋中市", measure, Fraction(value), "示例")


@pytest.mark.parametrize(("over", "under", "measure", "places", "text"), [
    ("442", "542", "个", 1, "81.5%"),  # 81.5498: rounded twice it would be 81.6
    ("82", "94", "个", 2, "87.23%"), ("67", "107", "个", 2, "62.62%"), ("216.65", "235.04", "亿元", 2, "92.18%"),
    ("23", "25", "个", 2, "92%"), ("2641", "3108", "个", 0, "85%"), ("401", "1093", "个", 2, "36.69%"),
    ("212.13", "105", "亿元", 2, "202.03%"), ("1474.31", "1465", "亿元", 2, "100.64%"), ("9", "11", "个", 2, "81.82%")])
def test_rates(over: str, under: str, measure: str, places: int, text: str) -> None:
    like = replace(_figure("a", "0", "%"), places=places)
    made = derive.ratio(like, numerator=_figure("b", over, measure), denominator=_figure("c", under, measure))
    assert made.text == text


@pytest.mark.parametrize(("completion", "month", "text"), [
    ("125.64", 10, "42.31个百分点"), ("70.41", 10, "−12.92个百分点")])
def test_pace(completion: str, month: int, text: str) -> None:
    done = replace(_figure("a.completion", completion, "%"), parents={"value": _figure("a", "1", "亿元")})
    assert derive.pace(Key("a.pace", "140700", "2022-10"), done, Fraction(month, 12)).text == text
