"""Derive figures from figures: change, completion, pace, place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.model.figure import PLACE, POINTS, RATE, TIED, Figure, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefgen.model.figure import Key
    from briefgen.model.issue import IssuedValue

# What each derivation is called on paper, behind the indicator's name.
SUFFIXES: Mapping[str, str] = {
    "month": "当月", "last_year": "上年同期", "last_month": "截至上月", "yoy": "同比", "mom": "环比",
    "diff": "同比增减",
    "target": "年度目标", "completion": "完成率", "target_city": "市定年度目标", "completion_city": "市定目标完成率",
    "target_province": "省定年度目标", "completion_province": "省定目标完成率",
    "pace": "超序时进度", "gap": "目标差额", "rank": "全市排名", "light": "进度灯色",
}


def named(key: Key, figure: Figure) -> str:
    """Name a derived figure after the one it derives from."""
    return figure.name + SUFFIXES[key.indicator.rpartition(".")[2]]


def missing(key: Key, like: Figure, reason: Reason, name: str, measure: str = "") -> Figure:
    """Make a figure without a value, for a reason."""
    return replace(like, key=key, name=name, measure=measure or like.measure, value=None, reason=reason,
                   rows=None, stated=None, parents=None, formula="", note="", issued="", restated=False)


def as_issued(figure: Figure, issued: IssuedValue | None) -> Figure:
    """Give a figure the value that was printed of it; where today's data differs, its own stays as its parent."""
    if issued is None or issued.measure != figure.measure:
        return figure
    if issued.value == figure.value:
        return replace(figure, issued=issued.place)
    return replace(figure, value=issued.value, reason=None, rows=None, stated=None, note=issued.note,
                   formula="published", parents={"current": figure}, issued=issued.place, restated=True,
                   definition=issued.definition or figure.definition)


def first_reason(*figures: Figure) -> Reason | None:
    """Give the reason of the first figure that has no value."""
    return next((figure.reason or Reason.NOT_COLLECTED for figure in figures if figure.value is None), None)


def change(key: Key, current: Figure, base: Figure) -> Figure:
    """Compare with a base: growth in % for counts and amounts, difference in 百分点 for rates (同比、环比).

    From or to an amount below zero nothing grows by a rate.
    """
    if current.measure == RATE:
        return difference(key, current, base)
    rateless = _known(base) <= 0 or _known(current) < 0
    reason = first_reason(current, base) or (Reason.NO_BASE if rateless else None)
    parents = {"value": current, "base": base}
    if reason is not None:
        return replace(missing(key, current, reason, named(key, current), RATE), parents=parents)
    growth = (_known(current) - _known(base)) / _known(base) * 100
    return _made(_like(key, current, RATE), growth, "(value - base) / base", parents)


def difference(key: Key, current: Figure, base: Figure) -> Figure:
    """Subtract a base (同比增减); rates differ in 百分点."""
    measure = POINTS if current.measure == RATE else current.measure
    parents = {"value": current, "base": base}
    if (reason := first_reason(current, base)) is not None:
        return replace(missing(key, current, reason, named(key, current), measure), parents=parents)
    return _made(_like(key, current, measure), _known(current) - _known(base), "value - base", parents)


def ratio(like: Figure, **parts: Figure) -> Figure:
    """Divide the first part by the second into a rate in %; `like` gives key and name, the roles the formula."""
    over, under = parts.values()
    reason = first_reason(over, under) or (None if under.value else Reason.NO_BASE)
    if reason is not None:
        return replace(missing(like.key, like, reason, like.name, RATE), parents=parts)
    return _made(replace(like, measure=RATE), _known(over) / _known(under) * 100, " / ".join(parts), parts)


def pace(key: Key, completion: Figure, passed: Fraction) -> Figure:
    """Subtract the share of the year that has passed from a completion: 超(欠)序时进度 in 百分点.

    A rate is a level that does not grow with the months, so it has no pace.
    """
    name = completion.name.removesuffix(SUFFIXES["completion"]) + SUFFIXES["pace"]
    parents = {"completion": completion}
    level = RATE in (parent.measure for role, parent in (completion.parents or {}).items() if role == "value")
    if completion.value is None or level:
        reason = Reason.NOT_COMPARABLE if level else first_reason(completion) or Reason.NOT_DUE
        return replace(missing(key, completion, reason, name, POINTS), parents=parents)
    like = replace(completion, key=key, name=name, measure=POINTS)
    formula = f"completion - {passed.numerator}/{passed.denominator}"
    return _made(like, completion.value - passed * 100, formula, parents)


def place(key: Key, figure: Figure, rivals: Iterable[Figure], group: str = "") -> Figure:
    """Rank a figure among its rivals by exact value: 1, 2, 2, 4; a tie is noted as 并列.

    Nothing has no place, but a rate of 0 % has one behind the others: it has a base. Those of a `group` have places of
    their own.
    """
    name = figure.name + (f"{group}排名" if group else SUFFIXES["rank"])
    values = [rival.value for rival in rivals if rival.value is not None]
    nothing = figure.higher_is_better and not figure.value and not (figure.measure == RATE and any(values))
    if figure.value is None or nothing:
        reason = first_reason(figure) or Reason.NO_BASE
        return replace(missing(key, figure, reason, name, PLACE), parents={"value": figure})
    better = sum((value > figure.value) if figure.higher_is_better else (value < figure.value) for value in values)
    made = _made(_like(key, figure, PLACE), Fraction(better + 1), f"rank(value) of {len(values)}", {"value": figure})
    tied = TIED if values.count(figure.value) > 1 else ""
    return replace(made, name=name, note=tied, places=0, group=group)


def _like(key: Key, figure: Figure, measure: str) -> Figure:
    return replace(figure, key=key, name=named(key, figure), measure=measure)


def _made(like: Figure, value: Fraction, formula: str, parents: Mapping[str, Figure]) -> Figure:
    return replace(like, value=value, reason=None, rows=None, stated=None, note="", formula=formula, parents=parents,
                   issued="", restated=False)


def _known(figure: Figure) -> Fraction:
    return figure.value if figure.value is not None else Fraction(0)
