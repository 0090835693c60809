"""Say where what was printed before is not what today's data gives (数据更正、口径调整)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from briefgen.compose.notes import MOST, behind
from briefgen.model.figure import RESTATED, Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefgen.model.period import Period
    from briefgen.model.unit import Unit, UnitSet

_WORDS = {"last_year": "上年同期", "last_month": "截至上月"}
_ROWS, _DEFINITION = "数据更正", "口径调整"


class Reckoner(Protocol):
    """Gives figures by path."""

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        """Give the figure of a unit and period."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A printed figure from which today's data differs; `now` is the month that follows today's data all the same."""

    issued: Figure
    now: bool = False

    @property
    def head(self) -> str:
        """Name what changed: the rows, or how they are counted."""
        return _ROWS if self.issued.definition == self._current.definition else _DEFINITION

    @property
    def _current(self) -> Figure:
        return (self.issued.parents or {})["current"]

    def text(self, unit: str) -> str:
        """Word both figures, with their unit where it is another than the table's own."""
        figure = self.issued
        when = _WORDS.get(figure.key.indicator.rpartition(".")[2], "")
        where = "" if figure.unit_name == unit else figure.unit_name
        return f"{where}{when}{figure.name.removesuffix(when)}已印发{_told(figure)}，现为{_told(self._current)}"


def restated(figure: Figure) -> Iterator[Figure]:
    """Give the printed figures behind a figure, itself too, from which today's data differs."""
    return (each for each in behind(figure) if each.restated)


def every_restated(figures: Iterable[Figure], reckoner: Reckoner, units: UnitSet, period: Period) -> tuple[Figure, ...]:
    """Give those behind all of these figures, and those that a month follows, each once."""
    found = [each for figure in figures for one in behind(figure)
             for each in restated(followed(one, reckoner, units, period) if RESTATED in one.note else one)]
    return tuple({each.key: each for each in found}.values())


def followed(month: Figure, reckoner: Reckoner, units: UnitSet, period: Period) -> Figure:
    """Give the cumulative figure that a month is counted on from."""
    unit = units.find(month.key.unit)
    base = month.key.indicator.rpartition(".")[0]
    return month if unit is None else reckoner.figure(f"{base}.last_month", unit, period)


def restatements(figures: Sequence[Figure], unit: str = "",
                 last_month: Callable[[Figure], Figure] | None = None) -> Iterator[str]:
    """Word the notes below a table of these figures; `unit` is the table's own, `last_month` what a month follows."""
    found: dict[object, _Change] = {}
    months = [each for figure in figures for each in behind(figure) if RESTATED in each.note]
    if last_month is None:
        yield from [RESTATED] if months else []
        months, last_month = [], _itself
    for figure in figures:
        for each in restated(figure):
            found.setdefault(each.key, _Change(each))
    for month in months:
        for each in restated(last_month(month)):
            found[each.key] = _Change(each, now=True)
    for head in (_ROWS, _DEFINITION):
        changes = [change for change in found.values() if change.head == head]
        for now in (False, True):
            yield from _note(head, [change for change in changes if change.now is now], unit, now=now)


def _note(head: str, changes: Sequence[_Change], unit: str, *, now: bool) -> Iterator[str]:
    if changes:
        told = "、".join(change.text(unit) for change in changes[:MOST])
        many = f"等{len(changes)}项" if len(changes) > MOST else ""
        yield f"{head}：{told}{many}，{'当月按现有数据计算' if now else '按已印发数比较'}"


def _itself(figure: Figure) -> Figure:
    return figure


def _told(figure: Figure) -> str:
    """Print a figure with its unit word, a count with its own."""
    return figure.text + (figure.measure if figure.text == figure.number else "")
