"""Reckon the figures of a trace anew, each from the rows or figures that it is said to come from."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from briefgen.model.indicator import Aggregate
from briefgen.model.report import REPORTED, VALUE, converted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefgen.document.trace import Trace, TracedFigure, TracedRow, TracedRows

_PLACE: Final = re.compile(r"rank\(value\) of ([0-9]+)")
_Values = frozenset[Fraction]


def contradictions(trace: Trace) -> Iterator[tuple[TracedFigure, _Values]]:
    """Find the figures whose value is not what their rows or parents make, with what those make (mostly one value)."""
    for figure in trace.figures.values():
        made = reckoned(figure, trace) if figure.value is not None else None
        if made is not None and Fraction(figure.value or 0) not in made:
            yield figure, made


def reckoned(figure: TracedFigure, trace: Trace) -> _Values | None:
    """Give the values that a figure may have: one, none if it may have none, or the places that there are.

    None where the trace alone does not tell: an issued value, a score, a column that is kept out of traces.
    """
    if not figure.parents:
        return _of_rows(figure.measure, [trace.rowsets[name] for name in figure.rowsets if name in trace.rowsets])
    parents = {role: trace.figures[name].value for role, name in figure.parents.items()}
    known = {role: Fraction(value) for role, value in parents.items() if value is not None}
    try:
        return _of_parents(figure.formula, known)
    except (KeyError, ZeroDivisionError):
        return frozenset()


def stale(old: Trace, new: Trace) -> Iterator[tuple[TracedFigure | None, TracedFigure | None]]:
    """Find the figures that another trace of the same document has otherwise on paper, or not at all."""
    left, right = ({(each.indicator, each.unit, each.period): each for each in trace.figures.values() if each.shown}
                   for trace in (old, new))
    for key in dict.fromkeys((*left, *right)):
        mine, other = left.get(key), right.get(key)
        if mine is None or other is None or {*mine.shown} != {*other.shown}:
            yield mine, other


def _of_parents(formula: str, known: Mapping[str, Fraction]) -> _Values | None:
    """Reckon one of the plain formulas; raises KeyError for a parent without a value, ZeroDivisionError."""
    if found := _PLACE.fullmatch(formula):
        return frozenset(map(Fraction, range(1, int(found[1]) + 1)))
    made = next((reckon(known, *found.groups()) for pattern, reckon in _FORMULAS.items()
                 if (found := pattern.fullmatch(formula))), None)
    return None if made is None else frozenset({made})


def _pace(known: Mapping[str, Fraction], passed: str, months: str) -> Fraction:
    return known["completion"] - Fraction(int(passed), int(months)) * 100


def _light(known: Mapping[str, Fraction], yellow: str, red: str) -> Fraction:
    behind = -known["pace"]
    return Fraction(2 if behind > Fraction(red) else 1 if behind >= Fraction(yellow) else 0)


_FORMULAS: Final[Mapping[re.Pattern[str], Callable[..., Fraction]]] = {
    re.compile(r"\(value - base\) / base"): lambda known: (known["value"] - known["base"]) / known["base"] * 100,
    re.compile("value - base"): lambda known: known["value"] - known["base"],
    re.compile(r"(\w+) / (\w+)"): lambda known, over, under: known[over] / known[under] * 100,
    re.compile("completion - ([0-9]+)/([0-9]+)"): _pace,
    re.compile(r"light\(pace, ([0-9.]+), ([0-9.]+)\)"): _light}


def _of_rows(measure: str, sets: Sequence[TracedRows]) -> _Values | None:
    """Count or add up rows and what is reported beside them, less those taken away."""
    if any(rows.field and not any(row.value for row in rows.rows) for rows in sets):
        return None
    stated = [rows for rows in sets if (rows.table, rows.field) == (REPORTED, VALUE)]
    counted = [rows for rows in sets if rows not in stated]
    made = set[Fraction]()
    for alike in (str, _plain):
        parts = [(1 - 2 * taken) * _worth([rows for rows in some if rows.taken == taken], measure, alike)
                 for some in (counted, stated) for taken in (False, True)]
        made.add(sum(parts, Fraction(0)))
    return frozenset(made)


def _worth(sets: Sequence[TracedRows], measure: str, alike: Callable[[str], str]) -> Fraction:
    rows = [(each.measure, row) for each in sets for row in each.rows]
    aggregates = {each.aggregate for each in sets}
    if Aggregate.COUNT in aggregates:
        return Fraction(len(rows))
    if Aggregate.DISTINCT in aggregates:
        return Fraction(len({alike(row.value) for _measure, row in rows if row.value}))
    return sum((_value(row, own, measure) for own, row in rows if row.value), Fraction(0))


def _value(row: TracedRow, own: str, wanted: str) -> Fraction:
    """Give what a row brings in, in the figure's measure; a target's number may carry that."""
    try:
        value = Fraction(row.value.removesuffix(wanted).replace(",", "").strip())
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
    return converted(value, own or wanted, wanted) or Fraction(0)


def _plain(text: str) -> str:
    """Write numbers of one value alike: 1.0 is 1."""
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text
