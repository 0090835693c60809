"""Word a breakdown as one sentence, ready to be pasted into a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from briefgen.compose.phrases import Phrase, Shown, reason_text, rise
from briefgen.compose.scope import period_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.figure import Figure
    from briefgen.model.period import Period
    from briefgen.model.unit import Unit

_LEADERS = 3
_PREFIXES = {"yoy": "同比", "mom": "环比"}


class Line(Protocol):
    """A label with its figure and its change."""

    @property
    def label(self) -> str:
        """Give the label."""

    @property
    def figure(self) -> Figure:
        """Give the figure."""

    @property
    def change(self) -> Figure | None:
        """Give the change, if the figure is compared."""


class Broken(Protocol):
    """A whole and its parts, the greatest first."""

    @property
    def whole(self) -> Line:
        """Give the whole."""

    @property
    def parts(self) -> Sequence[Line]:
        """Give the parts."""


def sentence(broken: Broken, unit: Unit, period: Period) -> str:
    """Tell period, unit, value, change, and the parts that lead: at most three, and none that is zero."""
    whole, texts = broken.whole, period_texts(period)
    monthly = whole.figure.key.indicator.endswith(".month")
    told = f"{texts['month' if monthly else 'name']}，{'全市' if unit.is_city else unit.name}"
    told += whole.figure.name.removesuffix("当月") + _value(whole.figure)
    if whole.change is not None and whole.figure.value is not None:
        prefix = _PREFIXES[whole.change.key.indicator.rpartition(".")[2]]
        told += f"，{_text(rise(whole.change, prefix))}"
    leaders = [f"{part.label}{_value(part.figure)}" for part in broken.parts if part.figure.value][:_LEADERS]
    return told + (f"；居前的是{'、'.join(leaders)}。" if leaders else "。")


def _value(figure: Figure) -> str:
    if figure.value is None:
        return reason_text(figure)
    return figure.text + (figure.measure if figure.text == figure.number else "")


def _text(phrase: Phrase) -> str:
    return "".join(part.text if isinstance(part, Shown) else str(part) for part in phrase.parts)
