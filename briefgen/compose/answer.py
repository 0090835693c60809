"""Word a breakdown: its title, the notes below its table, and one sentence ready to be pasted into a paper."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compose.issued import restatements
from briefgen.compose.phrases import Phrase, Shown, change, pace, reason_text, rise
from briefgen.compose.scope import period_texts
from briefgen.compose.values import typeset
from briefgen.model.answer import TOTAL, UNSTATED, Answer
from briefgen.model.figure import LIGHT, PLACE, RATE
from briefgen.model.numbers import NONE, half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefgen.model.answer import Breakdown, Part
    from briefgen.model.figure import Figure

_LEADERS, _TIED = 3, 5  # so many parts are named, and so many when all of them are level
_MONTH = "当月"
_OTHER = "其他"  # never leads, however great it is
_BASES = {"yoy": ("同比", "上年同期"), "mom": ("环比", "上月")}
_PLAIN = ("暂无统计数据", "数据尚未产生")  # the reasons that read on behind a name
_DIVIDED = {"单位": "分县（区、市）"}  # other parts are named after their column
# How a derived figure is spoken: the end of its name that the words replace, their prefix, the words.
_SPOKEN: Mapping[str, tuple[str, str, Callable[[Figure, str], Phrase]]] = {
    "yoy": ("同比", "同比", rise), "mom": ("环比", "环比", rise), "diff": ("同比增减", "同比", change),
    "pace": ("超序时进度", "", lambda figure, _: pace(figure))}


def worded(broken: Breakdown, top: int | None = None, *, sample: bool = False) -> Answer:
    """Word a breakdown; of the table's lines only the `top` that lead stay, in their order.

    The whole and the sentence know them all.
    """
    broken = replace(broken, parts=tuple(replace(part, label=typeset(part.label)) for part in broken.parts))
    leading = sorted(broken.parts, key=_order)[:top]
    shown = replace(broken, parts=tuple(part for part in broken.parts if part in leading))
    return Answer(shown, _title(broken), tuple(_notes(shown, sample)), sentence(broken))


def sentence(broken: Breakdown) -> str:
    """Tell period, unit, value, change, and the parts that lead."""
    whole, leading = broken.whole, _leading(broken)
    if whole.figure.value is None and whole.figure.measure == PLACE and leading:
        return f"{_time(broken)}，{whole.figure.name}{leading}。"
    told = f"{_time(broken)}，{_place(broken)}{_subject(whole.figure)}{_compared(whole)}"
    return f"{told}；{leading}。" if leading else f"{told}。"


def _title(broken: Breakdown) -> str:
    head = broken.heads[0]
    divided = _DIVIDED.get(head, f"分{head}") if broken.parts else ""
    return f"{_time(broken)}{_place(broken)}{broken.whole.figure.name.removesuffix(_MONTH)}{divided}情况"


def _notes(broken: Breakdown, sample: bool) -> Iterator[str]:
    if sample:
        yield "示例数据，虚构"
    if broken.undivided:
        yield f"{broken.whole.figure.name}不分{broken.undivided}计算"
    yield from dict.fromkeys(each for part in broken.lines for figure in part.figures for each in figure.remarks)
    yield from _reported(broken)
    yield from restatements([figure for part in broken.lines for figure in part.figures])
    missing = (figure for part in broken.lines for figure in part.figures if figure.value is None)
    if reasons := list(dict.fromkeys(map(reason_text, missing))):
        yield f"“{NONE}”表示{'或'.join(filter(None, ('、'.join(reasons[:-1]), reasons[-1])))}"
    if broken.whole.label == TOTAL and any(map(_rounded_apart, zip(*_columns(broken), strict=True))):
        yield "部分数据因四舍五入，合计数与分项之和略有差异"


def _reported(broken: Breakdown) -> Iterator[str]:
    """Name the lines whose figures are, or hold, what was reported without project rows."""
    told = [part.label for part in broken.parts if any(figure.reported for figure in part.figures)]
    if len(told) == len(broken.parts) and any(figure.reported for figure in broken.whole.figures):
        yield "数据为汇总填报数" if told else "数据含汇总填报数"
    elif told:
        yield f"{'、'.join(told)}的数据为汇总填报数"


def _time(broken: Breakdown) -> str:
    """Word the time: a month, the months up to one, up to a day within the last, or the day on which a stock stands."""
    period, texts = broken.period, period_texts(broken.period)
    ended = period.as_of.day == monthrange(period.year, period.last)[1]
    if broken.whole.figure.name.endswith(_MONTH):
        return str(texts["month"]) + ("" if ended else f"（截至{period.as_of.day}日）")
    if broken.standing:
        return str(texts["upto"])
    if period.first > 1 and not ended:
        return f"{texts['name']}（截至{period.last}月{period.as_of.day}日）"
    return str(texts["name"] if ended else texts["upto"])


def _place(broken: Breakdown) -> str:
    return "全市" if broken.unit.is_city else broken.unit.name


def _subject(figure: Figure) -> str:
    """Name the figure with its value: 签约总投资2亿元, …为零, …暂无统计数据, …进度灯色为绿灯."""
    name = figure.name.removesuffix(_MONTH)
    suffix, prefix, _ = _SPOKEN.get(_derivation(figure), ("", "", None))
    if figure.value is None:
        reason = reason_text(figure)
        return name + (reason if reason in _PLAIN else f"暂无数值（{reason}）")
    if figure.measure == LIGHT:
        return f"{name}为{figure.number}{LIGHT}"
    if not figure.value and not suffix:
        return f"{name}为零"
    return name.removesuffix(suffix) + _value(figure, prefix)


def _compared(whole: Part) -> str:
    """Tell the change; where there was or is nothing, what there was says more than a rate of growth."""
    if whole.change is None or whole.base is None or whole.figure.value is None:
        return ""
    prefix, then = _BASES[_derivation(whole.change)]
    if whole.base.value is not None and not whole.figure.value:
        return f"，{then}为{_value(whole.base)}" if whole.base.value else f"，{then}也为零"
    return f"，{_text(rise(whole.change, prefix))}"


def _leading(broken: Breakdown) -> str:
    """Name the parts that lead, or all where they are few; by lights, all of each colour."""
    if broken.whole.figure.measure == LIGHT:
        return "；".join(_lit(broken.parts)) if any(part.figure.value is not None for part in broken.parts) else ""
    leaders, whole = _leaders(broken.parts), broken.whole.figure
    if not leaders:
        return ""
    least = not whole.higher_is_better or _derivation(whole) == "gap"
    word = ("较高的是" if whole.measure == RATE else "较多的是") if least else "居前的是"
    if broken.whole.label == TOTAL and len(leaders) == sum(map(_counts, broken.parts)):
        word = "其中，"
    if len(leaders) > 1 and len({part.figure.value for part in leaders}) == 1:
        return f"{word}{'、'.join(part.label for part in leaders)}，均为{_value(leaders[0].figure)}"
    return word + "、".join(part.label + _value(part.figure) for part in leaders)


def _lit(parts: Sequence[Part]) -> Iterator[str]:
    """Name the parts of each colour, those that are furthest behind first, and those without one with the reason."""
    groups: dict[str, list[str]] = {}
    for part in sorted(parts, key=_order):
        figure = part.figure
        words = f"暂无灯色（{reason_text(figure)}）" if figure.value is None else f"亮{figure.number}{LIGHT}"
        groups.setdefault(words, []).append(part.label)
    yield from ("、".join(labels) + words for words, labels in groups.items())


def _order(part: Part) -> tuple[bool, bool, Fraction]:
    """Order by value, of places the first; others, unstated ones and those without a value last."""
    value = part.figure.value or Fraction(0)
    last = part.label == UNSTATED or part.label.startswith(_OTHER)
    return part.figure.value is None, last, value if part.figure.measure == PLACE else -value


def _leaders(parts: Sequence[Part]) -> list[Part]:
    """Choose at most three, but never some of those that are level; where all are level, none leads."""
    known = sorted((part for part in parts if _counts(part) and part.label != UNSTATED), key=_order)
    if len(known) <= _LEADERS:
        return known
    best, next_ = known[0].figure.value, known[_LEADERS].figure.value
    if best != next_:
        return [part for part in known[:_LEADERS] if part.figure.value != next_]
    level = [part for part in known if part.figure.value == best]
    return level if len(level) <= _TIED and len(level) < len(known) else []


def _counts(part: Part) -> bool:
    return part.figure.value is not None and part.figure.value > 0


def _value(figure: Figure, prefix: str = "") -> str:
    """Word a known value as it stands behind a name: 2个, 2亿元, 增长2%, 第2位."""
    spoken = _SPOKEN.get(_derivation(figure))
    if spoken is not None:
        return _text(spoken[2](figure, prefix))
    if figure.measure == PLACE:
        return f"{figure.note}第{figure.number}{PLACE}"
    return figure.text + (figure.measure if figure.text == figure.number else "")


def _derivation(figure: Figure) -> str:
    return figure.key.indicator.rpartition(".")[2]


def _columns(broken: Breakdown) -> Iterator[tuple[Figure, ...]]:
    """Give the figures that add up, line by line, the whole last."""
    for part in broken.lines:
        yield (part.figure,) if part.base is None else (part.figure, part.base)


def _rounded_apart(column: tuple[Figure, ...]) -> bool:
    """Tell whether parts that add up exactly no longer do so as they are printed."""
    *parts, whole = ((each.value or Fraction(0), half_up(each.value or Fraction(0), each.places)) for each in column)
    return sum(exact for exact, _ in parts) == whole[0] and sum(printed for _, printed in parts) != whole[1]


def _text(phrase: Phrase) -> str:
    return "".join(part.text if isinstance(part, Shown) else str(part) for part in phrase.parts)
