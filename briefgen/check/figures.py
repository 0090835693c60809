"""Check the figures of a period: those that a slip in the data would explain, and what readers will ask about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefgen.model.figure import RATE, TIED, Figure, Reason
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMPLETED, _GROWN = 300, 1000  # per cent
_NAMED = 4  # cells named beside the first, of a finding that stands for many units


def check_figures(figures: Iterable[Figure]) -> Iterator[Problem]:
    """Find odd completions, growths and places among derived figures, one problem for each indicator."""
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if code := _oddity(figure):
            found[code, figure.key.indicator].append(figure)
    for (code, _), group in found.items():
        first, *others = dict.fromkeys(map(_place, group))
        listed = _ties(group) if code == "figure.ties" else "、".join(map(_told, group))
        params = {"indicator": _part(group[0], "value").name, "units": listed}
        yield Problem(code, first, params, tuple(others[:_NAMED]))


def _oddity(figure: Figure) -> str:
    """Name what is odd about a figure, or nothing."""
    derivation, value = figure.key.indicator.rpartition(".")[2], figure.value
    if derivation == "completion":
        return "figure.completion" if value is not None and value > _COMPLETED else ""
    if derivation == "rank":
        return "figure.ties" if figure.note == TIED else ""
    if derivation != "yoy" or figure.measure != RATE:
        return ""
    if value is not None:
        return "figure.growth" if value > _GROWN else ""
    return "figure.base" if figure.reason is Reason.NO_BASE and (_part(figure, "value").value or 0) > 0 else ""


def _part(figure: Figure, role: str) -> Figure:
    return (figure.parents or {}).get(role, figure)


def _place(figure: Figure) -> Source:
    """Name the cell to look at first: the target, the row that makes the base, or a row of the figure itself."""
    derivation = figure.key.indicator.rpartition(".")[2]
    if derivation == "completion":
        return _row(_part(figure, "target"))
    if derivation == "yoy" and figure.value is not None:
        return _row(_part(figure, "base"))
    place = _row(_part(figure, "value"))
    return Source(place.file, place.sheet)


def _row(figure: Figure) -> Source:
    """Name the first cell that a figure was made of, its own or its first part's."""
    if figure.rows and figure.rows.records:
        return figure.rows.records[0].source(figure.rows.field)
    return next((_row(part) for part in (figure.parents or {}).values()), Source("briefgen.toml"))


def _told(figure: Figure) -> str:
    return figure.unit_name if figure.value is None else f"{figure.unit_name} {figure.text}"


def _ties(group: Iterable[Figure]) -> str:
    """List the units of each shared place."""
    places: dict[str, list[str]] = defaultdict(list)
    for figure in sorted(group):
        places[figure.number].append(figure.unit_name)
    return "；".join(f"{place}: {'、'.join(units)}" for place, units in places.items())
