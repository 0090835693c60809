"""Choose the words around a figure: direction, completion, pace and place; wording of DOMAIN section 4."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compose.errors import ArgumentUnfit
from briefgen.model.figure import POINTS, PROVISIONAL, RATE, Figure, Reason
from briefgen.model.numbers import NONE, half_up
from briefgen.model.numerals import numeral, ordinal
from briefgen.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefgen.compose.values import CellValue

_FOR_NOW = f"（{PROVISIONAL}）"
_FULL, _DECEMBER, _NUMERAL_LIMIT = 100, 12, 10000

# How a sentence or a note says that there is no value, by the last derivation of the figure.
_REASONS: Mapping[Reason, str] = {
    Reason.NOT_COLLECTED: "暂无统计数据", Reason.NOT_COMPARABLE: "不可比", Reason.NOT_DUE: "数据尚未产生",
    Reason.NO_BASE: "基数为零",
}
PENDING = "年度目标待下达"
_COMPLETIONS = ("completion", "completion_city", "completion_province")
AIMED = ("target", "target_city", "target_province", *_COMPLETIONS)  # the derivations that stand beside a target
_YEARLY = (*AIMED, "gap", "pace")
_PARTIAL = "分段时期不与年度目标比较"
_PARTED = "分段时期的分子与分母不是同一批，不计算比率"
_TARGET = {**_REASONS, Reason.NOT_DUE: PENDING, Reason.NOT_COMPARABLE: "未设年度目标任务"}
_PACE = {**_TARGET, Reason.NOT_COMPARABLE: "不计算序时进度"}
_MONTH = {**_REASONS, Reason.NOT_COMPARABLE: "不分月计算"}
_PLACE = {**_REASONS, Reason.NOT_COMPARABLE: "不参加排名", Reason.NO_BASE: "数值为零不排名"}
_LAST_YEAR = {Reason.NOT_COLLECTED: "上年同期数据未统计", Reason.NOT_COMPARABLE: "与上年同期不可比",
              Reason.NOT_DUE: "上年同期数据尚未产生", Reason.NO_BASE: "上年同期为零"}
_LAST_MONTH = {reason: text.replace("上年同期", "上月") for reason, text in _LAST_YEAR.items()}
_BY_DERIVATION: Mapping[str, Mapping[Reason, str]] = {
    **dict.fromkeys((*AIMED, "gap"), _TARGET), "month": _MONTH, "rank": _PLACE,
    **dict.fromkeys(("pace", "light"), _PACE),
    **dict.fromkeys(("yoy", "diff", "last_year"), _LAST_YEAR), **dict.fromkeys(("mom", "last_month"), _LAST_MONTH),
}
_NEGATIVE = "数额为负不计算增幅"
_BASES = {"yoy": "上年同期为", "mom": "上月为"}
_STEADY = {"同比": "与上年同期持平", "环比": "与上月持平"}
_DIRECTIONS = {RATE: ("增长", "下降"), POINTS: ("提高", "回落")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with the text that paper shows of it."""

    figure: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with figures and ledger cells among them."""

    parts: tuple[str | Shown | CellValue, ...]


def reason_text(figure: Figure) -> str:
    """Word why a figure has no value; a part of the year has no target of its own."""
    name, base = figure.key.indicator.rpartition(".")[2], (figure.parents or {}).get("value")
    if name == "rank" and base is not None and base.value is None:
        return reason_text(base)
    if _below_zero(figure):
        return _NEGATIVE
    if figure.reason is Reason.NOT_COMPARABLE and Period.span(figure.key.period).first != 1:
        if name in _YEARLY:
            return _PARTIAL
        if figure.measure == RATE and name not in _BY_DERIVATION:
            return _PARTED
    table = _BY_DERIVATION.get(name, _REASONS)
    return table[figure.reason or Reason.NOT_COLLECTED]


def _below_zero(figure: Figure) -> bool:
    """Tell whether a change has no rate since an amount is below zero."""
    sides = [(figure.parents or {}).get(role) for role in ("value", "base")]
    return figure.reason is Reason.NO_BASE and any((side.value or 0) < 0 for side in sides if side is not None)


def rise(figure: Figure, prefix: str = "") -> Phrase:
    """Word a change in % or 百分点 (同比、环比): 增长8.9%, 下降8.9%, 提高3.2个百分点, 持平, or why there is none.

    Where an amount is below zero, say what there was: 上年同期为3亿元.
    """
    return _change("rise", figure, prefix, ("yoy", "mom"))


def change(figure: Figure, prefix: str = "") -> Phrase:
    """Word a difference in the indicator's own measure: 增加3个, 减少3个, 持平, or why there is none."""
    return _change("change", figure, prefix, ("diff",))


def completion(figure: Figure) -> Phrase:
    """Word a completion rate: 超额完成, 完成, 未完成 (said in December only), with the rate; a target may be 暂定."""
    value = _value("completion", figure, _COMPLETIONS)
    if value is None:
        return Phrase((reason_text(figure),))
    shown = Shown(figure, _beside(figure, Fraction(_FULL)).text)
    goal = f"年度目标任务{_FOR_NOW if any(each.note == PROVISIONAL for each in _parents(figure)) else ''}"
    if value > _FULL:
        return Phrase((f"超额完成{goal}，完成率", shown))
    late = value < _FULL and Period.span(figure.key.period).last == _DECEMBER
    return Phrase((f"未完成{goal}，完成率" if late else f"完成{goal}的", shown))


def _parents(figure: Figure) -> Iterable[Figure]:
    return (figure.parents or {}).values()


def pace(figure: Figure) -> Phrase:
    """Word how far a completion is ahead of the year: 超序时进度5个百分点, 滞后…, 与序时进度持平."""
    value = _value("pace", figure, ("pace",))
    if value is None:
        return Phrase((reason_text(figure),))
    if not value:
        return Phrase((Shown(figure, "与序时进度持平"),))
    return Phrase(("超序时进度" if value > 0 else "滞后序时进度", _absolute(figure)))


def place(figure: Figure, prefix: str = "") -> Phrase:
    """Word a rank: 第二, 并列第二; behind a prefix 居全市第二, 并列居全市第二; in a group 居全市一组并列第二."""
    value = _value("place", figure, ("rank",))
    if value is None:
        return Phrase((reason_text(figure),))
    before = prefix + figure.group + figure.note if figure.group else figure.note + prefix
    return Phrase((before, Shown(figure, ordinal(int(value)))))


def basis(figure: Figure) -> Figure:
    """Give the figure by which a place was taken: the value, or its completion."""
    _value("basis", figure, ("rank",))
    return (figure.parents or {}).get("value", figure)


def cn(number: Figure | int) -> Phrase:
    """Write a count in Chinese numerals: a figure, a loop's counter, a length (0 to 9999)."""
    value = number.value if isinstance(number, Figure) else number
    whole = isinstance(value, int | Fraction) and not isinstance(value, bool) and Fraction(value).denominator == 1
    if value is None or not whole or not 0 <= value < _NUMERAL_LIMIT:
        raise _unfit("cn", "a whole number from 0 to 9999", number)
    return Phrase((Shown(number, numeral(int(value))) if isinstance(number, Figure) else numeral(int(value)),))


def about(figure: Figure) -> Phrase:
    """Word a count by its leading digit: 1023 is 1000余, 1000 stays 1000."""
    if not isinstance(figure, Figure) or figure.text not in (figure.number, NONE):
        raise _unfit("about", "a count, without a unit word", figure)
    if figure.value is None:
        return Phrase((reason_text(figure),))
    whole = int(figure.value)
    floor = whole // 10 ** (len(str(whole)) - 1) * 10 ** (len(str(whole)) - 1)
    return Phrase((Shown(figure, f"{floor}余" if figure.value > floor else f"{floor}"),))


def _change(name: str, figure: Figure, prefix: str, derivations: tuple[str, ...]) -> Phrase:
    value = _value(name, figure, derivations)
    if _below_zero(figure):
        base = (figure.parents or {})["base"]
        return Phrase((_BASES[figure.key.indicator.rpartition(".")[2]], Shown(base, base.text), _counter(base)))
    if value is None:
        return Phrase((reason_text(figure),))
    if not value:
        return Phrase((Shown(figure, _STEADY.get(prefix, f"{prefix}持平")),))
    up, down = _DIRECTIONS.get(figure.measure, ("增加", "减少"))
    return Phrase((prefix + (up if value > 0 else down), _absolute(figure), _counter(figure)))


def _counter(figure: Figure) -> str:
    """Give the word that a count takes from the sentence: 个, 家, 次."""
    text, number = figure.text, figure.number
    return figure.measure if text == number else ""


def _absolute(figure: Figure) -> Shown:
    return Shown(figure, replace(figure, value=abs(figure.value or Fraction(0))).text)


def _beside(figure: Figure, bound: Fraction) -> Figure:
    """Give the places that keep a value apart from a bound that it does not reach exactly."""
    value, places = figure.value or Fraction(0), figure.places
    while value != bound and half_up(value, places) == bound:
        places += 1
    return replace(figure, places=places)


def _value(name: str, figure: Figure, derivations: tuple[str, ...]) -> Fraction | None:
    if not isinstance(figure, Figure) or figure.key.indicator.rpartition(".")[2] not in derivations:
        raise _unfit(name, "a figure that ends in ." + " or .".join(derivations), figure)
    return figure.value


def _unfit(name: str, wanted: str, given: object) -> ArgumentUnfit:
    shown = given.key.indicator if isinstance(given, Figure) else type(given).__name__
    return ArgumentUnfit(function=f"| {name}", wanted=wanted, given=shown)
