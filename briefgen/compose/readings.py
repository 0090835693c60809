"""Judge what a place prints of a figure: whether its text is the exact value, rounded once, and its words fit."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.model.figure import RATE
from briefgen.model.numbers import MINUS, half_up
from briefgen.model.numerals import numeral, ordinal

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.model.figure import Figure

_NUMBER = re.compile(rf"({MINUS}?)(\d+)(?:\.(\d+))?(余?)(\D*)")
_DIGIT = re.compile(r"\d")
_TRILLION, _IN_TRILLION = "万亿元", 10_000
_NUMERALS = 10_000
_FULL = 100
_STEADY = "持平"
_GOAL = "(?:年度|（暂定）|全年|目标|任务|的|，|完成率|为|仅|只有|约)*"
_BY = "(?:了|约|近|达到?|为|仅|，?幅度)*$"
_RISING = re.compile("(?:(?<!负)增长|增加|上升|提高|提升|攀升|[猛激大剧陡]?增|涨|[增涨升]幅|(?<![最许])多|"
                     f"超序时进度|超过序时进度|快于序时进度){_BY}")
_FALLING = re.compile("(?:负增长|下降|减少|降低|回落|下滑|缩减|萎缩|[锐大]?减|跌|[减降跌]幅|(?<!至)少|"
                      f"欠序时进度|滞后序时进度|落后序时进度|慢于序时进度){_BY}")
_SIGNED = ("yoy", "mom", "diff", "pace")
# Words before a completion in %, and what they say of it; 完成目标任务的 alone says nothing.
_DONE: tuple[tuple[re.Pattern[str], Callable[[Fraction], bool]], ...] = (
    (re.compile(f"超额完成{_GOAL}$"), lambda value: value > _FULL),
    (re.compile(f"(?:(?<!没有)(?<!无)未(?:完成|达到?)|只完成){_GOAL}$"), lambda value: value < _FULL))


def fits(figure: Figure, text: str, *, tabular: bool) -> bool:
    """Tell whether a text is the figure's exact value, rounded half up once; in a table with its sign.

    A figure without a value prints no number.
    """
    exact = figure.paper
    if exact is None:
        return _DIGIT.search(text) is None
    if _STEADY in text:
        return exact == 0
    found = _NUMBER.fullmatch(text)
    if found is None:
        return _in_numerals(exact, text)
    minus, whole, decimals, about, word = found.groups()
    value = abs(exact) / (_IN_TRILLION if word == _TRILLION != figure.measure else 1)
    if about:
        return 0 < value - int(whole) < int("1".ljust(len(whole), "0"))
    if (minus and exact >= 0) or (tabular and exact < 0 and not minus):
        return False
    shown, places = Fraction(f"{whole}.{decimals or 0}"), max(len(decimals or ""), figure.places)
    return Fraction(half_up(value, places)) == shown and bool(shown) is bool(exact)


def agrees(figure: Figure, text: str, before: str) -> bool:
    """Tell whether the words in front of a figure say what its sign, or its distance from 100 %, says."""
    rising, falling = _RISING.search(before), _FALLING.search(before)
    value = figure.value
    if figure.key.indicator.rpartition(".")[2] in _SIGNED:
        if (rising or falling) and (value is None or text.startswith(MINUS) or _STEADY in text):
            return False
        told = 1 if rising else -1 if falling or text.startswith(MINUS) else 0
        return value is None or _STEADY in text or told == _sign(value) or (not told and value > 0)
    if figure.measure == RATE:
        return all(value is not None and holds(value) for words, holds in _DONE if words.search(before))
    return True


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _in_numerals(value: Fraction, text: str) -> bool:
    whole = int(value) if value.denominator == 1 and 0 <= value < _NUMERALS else None
    return whole is not None and text in (numeral(whole), ordinal(whole))
