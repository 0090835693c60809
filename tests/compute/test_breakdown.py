"""Breakdowns: the parts, what they are compared with, and the sentence that tells them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.compute.breakdown import NotCompared, NotDivisible
from briefgen.pipeline import Answer, AskedUnknown, Order, Question, answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.model.figure import Figure

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"

SIZES = [("30亿元及以上、不足50亿元", "2"), ("10亿元及以上、不足30亿元", "52"), ("5亿元及以上、不足10亿元", "59"),
         ("3亿元及以上、不足5亿元", "25"), ("1亿元及以上、不足3亿元", "24"), ("不足1亿元", "35")]


def _ask(indicator: str, by: str = "unit", compare: str = "", unit: str = "", period: str = "2022-12") -> Answer:
    return answer(SAMPLE, Order(period=period, unit=unit), Question((indicator,), by, compare))[0]


def _number(figure: Figure | None) -> str:
    return "" if figure is None else figure.number


def _sum(figures: Iterable[Figure | None]) -> Fraction:
    return sum((figure.value or Fraction(0) for figure in figures if figure is not None), Fraction(0))


def test_units_stand_by_value_beside_last_year() -> None:
    found = _ask("signed.invest", compare="last-year").breakdown
    lines = [(part.label, part.figure.number, _number(part.base), _number(part.change)) for part in found.parts]
    assert lines[0] == ("寿阳县", "212.13", "109.6", "93.55")
    assert len(lines) == 12
    assert (found.whole.figure.number, _number(found.whole.change)) == ("1474.31", "10.81")


@pytest.mark.parametrize(("indicator", "by", "compare", "heads", "label"), [
    ("signed.invest", "unit", "last-year", ("单位", "本期", "上年同期", "同比（%）"), "合计"),
    ("signed.invest", "chain", "last-month", ("产业链", "本月", "上月", "环比（%）"), "合计"),
    ("signed.count", "origin", "", ("来源区域", "本期"), "合计"),
    ("started.rate", "unit", "last-year", ("单位", "本期", "上年同期", "同比（百分点）"), "晋中市"),
    ("started.rate", "unit", "last-month", ("单位", "本期", "截至上月", "环比（百分点）"), "晋中市"),
    ("signed.invest.completion", "unit", "last-month", ("单位", "本期", "截至上月", "环比（百分点）"), "晋中市"),
    ("signed.invest.month", "unit", "last-year", ("单位", "本月", "上年同期", "同比（%）"), "合计"),
])
def test_heads_say_what_the_columns_are(indicator: str, by: str, compare: str, heads: tuple[str, ...],
                                        label: str) -> None:
    found = _ask(indicator, by, compare).breakdown
    assert (found.heads, found.whole.label) == (heads, label)
    assert {len(part.figures) + 1 for part in found.lines} == {len(heads)}


def test_places_stand_from_the_first_and_are_not_compared() -> None:
    found = _ask("signed.invest.rank").breakdown
    assert [part.figure.number for part in found.parts][:3] == ["1", "2", "3"]
    assert found.parts[-1].figure.value is None
    with pytest.raises(NotCompared, match="rank"):
        _ask("signed.invest.rank", compare="last-year")


def test_no_indicator_means_those_with_a_target() -> None:
    found = answer(SAMPLE, Order(period="2022-12"), Question(by="chain"))
    names = [each.breakdown.whole.figure.key.indicator for each in found]
    assert names == ["signed.invest", "started.rate", "started.invest", "arrived.fixed"]
    assert [len(each.breakdown.parts) for each in found] == [8, 0, 8, 0]
    assert "开工率不分产业链计算" in found[1].notes


@pytest.mark.parametrize("indicator", ["signed.count", "signed.invest", "started.invest"])
@pytest.mark.parametrize("by", ["unit", "chain", "origin", "size", "method", "leader"])
@pytest.mark.parametrize("compare", ["", "last-year", "last-month"])
def test_parts_add_up_to_the_whole_now_and_then(indicator: str, by: str, compare: str) -> None:
    found = _ask(indicator, by, compare).breakdown
    assert _sum(part.figure for part in found.parts) == found.whole.figure.value
    if found.whole.base is not None:
        assert _sum(part.base for part in found.parts) == found.whole.base.value


@pytest.mark.parametrize(("question", "sentence"), [
    (("signed.invest", "unit", "last-year"), "2022年，全市签约总投资1474.31亿元，同比增长10.81%；"
     "居前的是寿阳县212.13亿元、昔阳县189.9亿元、介休市178.43亿元。"),
    (("signed.count", "unit", "last-month"), "2022年12月，全市签约项目数11个，环比下降52.17%；"
     "居前的是寿阳县、灵石县、介休市，均为2个。"),
    (("signed.count", "chain", "", "寿阳县"), "2022年，寿阳县签约项目数25个；居前的是"),
    (("signed.invest", "unit", "last-year", "寿阳县"), "2022年，寿阳县签约总投资212.13亿元，同比增长93.55%。"),
    (("started.rate", "unit", "last-month", "寿阳县"), "2022年，寿阳县开工率92%，环比提高"),
])
def test_sentences(question: tuple[str, ...], sentence: str) -> None:
    assert _ask(*question).sentence.startswith(sentence)


def test_sizes_stand_from_the_greatest_and_hold_their_bound() -> None:
    found = _ask("signed.count", "size").breakdown
    assert found.heads == ("投资规模", "本期")
    assert [(part.label, part.figure.number) for part in found.parts] == SIZES
    assert _ask("signed.count", "size").title == "2022年全市签约项目数分投资规模情况"


def test_what_is_called_other_stands_last_however_great() -> None:
    labels = [part.label for part in _ask("signed.count", "origin").breakdown.parts]
    assert labels[-1].startswith("其他")


def test_a_rate_cannot_be_broken_down_by_rows() -> None:
    with pytest.raises(NotDivisible, match=r"started\.rate"):
        _ask("started.rate", "chain")


@pytest.mark.parametrize(("by", "compare"), [("month", ""), ("unit", "yesterday")])
def test_unknown_words_are_told_with_the_known(by: str, compare: str) -> None:
    with pytest.raises(AskedUnknown, match=r"chain|last-year"):
        _ask("signed.invest", by, compare)
