"""Name the figures that make another one differ: bases that another issue printed, and those that it is ranked with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.trace import Trace, TracedFigure

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FigureCause:
    """A figure whose value differs (exact, empty for none), and where each value was published (folder, `#`, id)."""

    name: str
    unit_name: str
    measure: str
    old: str
    new: str
    old_issue: str = ""
    new_issue: str = ""


def key_of(figure: TracedFigure) -> Key:
    """Tell which figure it is, in whatever trace."""
    return figure.indicator, figure.unit, figure.period


def behind(trace: Trace, figure: TracedFigure) -> Iterator[TracedFigure]:
    """Give a figure and all that it came from, each once."""
    seen, waiting = {figure.id}, [figure]
    while waiting:
        each = waiting.pop()
        yield each
        fresh = [name for name in each.parents.values() if name not in seen]
        seen.update(fresh)
        waiting += [trace.figures[name] for name in fresh]


def causes(old: TracedFigure, new: TracedFigure, left: Trace, right: Trace) -> tuple[FigureCause, ...]:
    """Name what rows do not tell of a figure that differs."""
    return (*_bases(old, new, left, right), *_ranked(old, new, left, right))


def _bases(old: TracedFigure, new: TracedFigure, left: Trace, right: Trace) -> Iterator[FigureCause]:
    """Find the bases that another issue printed with another value."""
    before = {key_of(each): each for each in behind(left, old)}
    for now in behind(right, new):
        was = before.get(key_of(now))
        if was is not None and was.issued != now.issued and was.value != now.value:
            yield _cause(was, now)


def _ranked(old: TracedFigure, new: TracedFigure, left: Trace, right: Trace) -> Iterator[FigureCause]:
    """Find what a place turned on: its own value, and the others' that came before or fell behind it."""
    if not old.indicator.endswith(".rank") or "value" not in old.parents or "value" not in new.parents:
        return
    own = left.figures[old.parents["value"]], right.figures[new.parents["value"]]
    before = {key_of(each): each for each in left.figures.values()}
    for now in right.figures.values():
        was = before.get(key_of(now))
        if was is None or was.value == now.value or (now.indicator, now.period) != (own[1].indicator, own[1].period):
            continue
        place = before.get((old.indicator, now.unit, old.period))
        rival = place is None or place.name == old.name  # another 考核分组 has another name
        if now.id == own[1].id or (rival and _order(was, own[0]) != _order(now, own[1])):
            yield _cause(was, now)


def _order(rival: TracedFigure, own: TracedFigure) -> int | None:
    if rival.value is None or own.value is None:
        return None
    left, right = Fraction(rival.value), Fraction(own.value)
    return (left > right) - (left < right)


def _cause(was: TracedFigure, now: TracedFigure) -> FigureCause:
    return FigureCause(now.name, now.unit_name, now.measure, was.value or "", now.value or "", was.issued, now.issued)
