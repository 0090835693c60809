"""Judge figures by rules that are data: a score of weighted completions, a light by how far behind the pace."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compute.derive import SUFFIXES, first_reason, missing
from briefgen.model.figure import LIGHT, LIGHTS, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.model.figure import Figure, Key
    from briefgen.model.indicator import Indicator, Lights

_GREEN, _YELLOW, _RED = range(len(LIGHTS))


def score(like: Figure, indicator: Indicator, figures: Mapping[str, Figure]) -> Figure:
    """Add up weight x min(completion, cap), less what each counted one costs; never below zero.

    One part without a value leaves the whole without: nobody is judged on half of the rules.
    """
    reason = first_reason(*figures.values())
    if reason is not None:
        return replace(missing(like.key, like, reason, like.name), parents=dict(figures))
    total, terms = Fraction(0), list[str]()
    for part in indicator.scored:
        total += Fraction(part.weight) * min(_value(figures[part.indicator]), Fraction(part.cap)) / 100
        terms.append(f"+ {part.weight} * min({part.indicator}, {part.cap}%)")
    for deduction in indicator.deducted:
        total -= Fraction(deduction.each) * _value(figures[deduction.indicator])
        terms.append(f"- {deduction.each} * {deduction.indicator}")
    formula = f"max(0, {' '.join(terms).removeprefix('+ ')})" if indicator.deducted else " ".join(terms)[2:]
    return replace(like, value=max(total, Fraction(0)), reason=None, formula=formula, parents=dict(figures))


def light(key: Key, pace: Figure, lights: Lights) -> Figure:
    """Show a light: yellow from so many 百分点 behind the pace, red beyond so many, else green."""
    name = pace.name.removesuffix(SUFFIXES["pace"]) + SUFFIXES["light"]
    if pace.value is None:
        return replace(missing(key, pace, pace.reason or Reason.NOT_DUE, name, LIGHT), parents={"pace": pace})
    behind = -pace.value
    value = _RED if behind > Fraction(lights.red) else _YELLOW if behind >= Fraction(lights.yellow) else _GREEN
    return replace(pace, key=key, name=name, measure=LIGHT, value=Fraction(value), rows=None, stated=None, note="",
                   formula=f"light(pace, {lights.yellow}, {lights.red})", parents={"pace": pace}, places=0,
                   higher_is_better=False)


def _value(figure: Figure) -> Fraction:
    return figure.value if figure.value is not None else Fraction(0)
