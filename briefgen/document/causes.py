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


def key_in(trace: Trace, figure: TracedFigure) -> Key:
    """Tell likewise, but of the document's own period no more than that: November's issue matches December's."""
    own = figure.period == trace.document.get("period")
    return figure.indicator, figure.unit, "" if own else figure.period


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
    """Name what rows do not tell of a figure that differs; the bases of two months are bound to differ."""
    bases = _bases(old, new, left, right) if old.period == new.period else ()
    return (*bases, *_ranked(old, new, left, right))


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
    before, after = ({key_in(trace, each): each for each in trace.figures.values()} for trace in (left, right))
    for key, now in after.items():
        was = before.get(key)
        if was is None or was.value == now.value or (now.indicator, now.period) != (own[1].indicator, own[1].period):
            continue
        place = old.indicator, now.unit, key_in(left, old)[-1]
        among = _rivals(old, before.get(place), after.get(place))
        if now.id == own[1].id or (among and _order(was, own[0]) != _order(now, own[1])):
            yield _cause(was, now)


def _rivals(own: TracedFigure, *places: TracedFigure | None) -> bool:
    """Tell whether a unit with these places takes part: a city has none, another 考核分组 its own name for them."""
    known = [place for place in places if place is not None]
    return not known or any(place.value is not None and place.name == own.name for place in known)


def _order(rival: TracedFigure, own: TracedFigure) -> int | None:
    if rival.value is None or own.value is None:
        return None
    left, right = Fraction(rival.value), Fraction(own.value)
    return (left > right) - (left < right)


def _cause(was: TracedFigure, now: TracedFigure) -> FigureCause:
    return FigureCause(now.name, now.unit_name, now.measure, was.value or "", now.value or "", was.issued, now.issued)
