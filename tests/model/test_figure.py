"""A figure reaches paper only as itself, and compares exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from briefgen.model.figure import Figure, FigureMisused, FiguresDiffer, Key, Reason


def _figure(value: str | None, measure: str = "%", reason: Reason | None = None) -> Figure:
    return Figure(Key("signed.rate", "140725", "2022-12"), "完成率", "寿阳县", measure,
                  None if value is None else Fraction(value), "定义", reason=reason)


def test_text_and_truth_are_refused_with_a_hint() -> None:
    figure = _figure("202.03")
    for misuse in (str, format, bool):
        with pytest.raises(FigureMisused, match=r"signed\.rate"):
            misuse(figure)
    with pytest.raises(FigureMisused):
        f"{figure}"
    with pytest.raises(FigureMisused):
        "%s" % figure  # noqa: UP031 - the very misuse that must be refused
    assert repr(figure) == "<Figure signed.rate@140725/2022-12>"


@pytest.mark.parametrize(("value", "measure", "number", "text"), [
    ("202.0286", "%", "202.03", "202.03%"), ("212.13", "亿元", "212.13", "212.13亿元"), ("25", "个", "25", "25"),
    ("0.05", "亿元", "0.05", "0.05亿元"), ("15800", "亿元", "15800", "1.58万亿元"),
    ("42.31", "百分点", "42.31", "42.31个百分点"),
    ("0.003", "亿元", "0.003", "0.003亿元"), (None, "亿元", "—", "—"), ("0", "亿元", "0", "0亿元"),
])
def test_shown_texts(value: str | None, measure: str, number: str, text: str) -> None:
    figure = _figure(value, measure)
    assert figure.number == number
    assert figure.text == text


def test_comparison_is_exact_and_puts_missing_values_last() -> None:
    low, high, none = _figure("99.995"), _figure("100"), _figure(None, reason=Reason.NOT_DUE)
    assert low < high
    assert low != high
    assert low < 100
    assert high == 100
    assert high >= 100
    assert not none > 0
    assert not none < 0
    assert none == _figure(None)
    assert sorted([none, high, low], key=lambda figure: figure.sort_key) == [low, high, none]


def test_figures_of_different_measures_do_not_compare() -> None:
    with pytest.raises(FiguresDiffer):
        assert _figure("1", "%") < _figure("1", "亿元")
    with pytest.raises(FiguresDiffer):
        assert _figure("1") < "2"
