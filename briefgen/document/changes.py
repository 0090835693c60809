"""Compare two traces figure by figure, and find the rows that a difference comes from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from briefgen.document.record import row_mark
from briefgen.model.numbers import MINUS, NONE, exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.document.record import KeptRow
    from briefgen.document.trace import Trace, TracedFigure

ADDED: Final = "added"
GONE: Final = "gone"
CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what it is called, its trace, and the contents of rows by their mark."""

    name: str
    trace: Trace
    rows: Mapping[tuple[str, ...], KeptRow]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A column of a row before and after, as text."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came into a figure, went out of it, or brings in another value; empty places are those of no row."""

    kind: str
    table: str
    key: str
    old_place: str
    new_place: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A printed figure that differs: what paper showed and would show, the exact difference, and the rows behind it."""

    kind: str
    indicator: str
    unit: str
    period: str
    name: str
    unit_name: str
    measure: str
    old: str
    new: str
    difference: str
    rows: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared: their names, the printed figures that differ, and how many are the same."""

    old: str
    new: str
    figures: tuple[FigureChange, ...]
    same: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row as a figure took it."""

    table: str
    key: str
    place: str
    field: str
    value: str


def compare(old: Side, new: Side) -> Comparison:
    """Compare the printed figures of two traces by what they are, in the order of the old page, then of the new."""
    left, right = _printed(old.trace), _printed(new.trace)
    keys = list(dict.fromkeys((*left, *right)))
    changes = [_change(left.get(key), right.get(key), old, new) for key in keys
               if _differs(left.get(key), right.get(key))]
    return Comparison(old.name, new.name, tuple(changes), len(keys) - len(changes))


def marks(trace: Trace) -> set[tuple[str, ...]]:
    """Give the marks of all rows that a trace names."""
    return {row_mark(rows.table, row.key, rows.file, row.row)
            for rows in trace.rowsets.values() for row in rows.rows}


def _printed(trace: Trace) -> dict[tuple[str, str, str], TracedFigure]:
    return {(each.indicator, each.unit, each.period): each for each in trace.figures.values() if each.shown}


def _differs(old: TracedFigure | None, new: TracedFigure | None) -> bool:
    return old is None or new is None or (old.value, {*old.shown}) != (new.value, {*new.shown})


def _first(figure: TracedFigure | None) -> str:
    """Give the figure as paper shows it first, mostly in a sentence, with its unit word.

    Where the sentence says 下降2.13%, the minus is put back.
    """
    text = figure.shown[0] if figure is not None else NONE
    negative = figure is not None and (figure.value or "").startswith("-")
    return MINUS + text if negative and text[:1].isdigit() else text


def _change(old: TracedFigure | None, new: TracedFigure | None, left: Side, right: Side) -> FigureChange:
    figure = new or old
    assert figure is not None
    difference = ""
    if old is not None and new is not None and old.value is not None and new.value is not None:
        difference = exact(Fraction(new.value) - Fraction(old.value))
    rows = tuple(_rows(old, new, left, right)) if old is not None and new is not None else ()
    return FigureChange(ADDED if old is None else GONE if new is None else CHANGED, figure.indicator, figure.unit,
                        figure.period, figure.name, figure.unit_name, figure.measure, _first(old), _first(new),
                        difference, rows)


def _rows(old: TracedFigure, new: TracedFigure, left: Side, right: Side) -> Iterator[RowChange]:
    """Find the rows that came, went, or bring in another value, once each."""
    before, after = _entries(left.trace, old), _entries(right.trace, new)
    told = set[tuple[str, ...]]()
    for taken, mark in dict.fromkeys((*before, *after)):
        gone, come = before.get((taken, mark)), after.get((taken, mark))
        if mark in told or (gone and come and gone.value == come.value):
            continue
        told.add(mark)
        yield _row(gone, come, left.rows.get(mark), right.rows.get(mark))


def _row(gone: _Entry | None, come: _Entry | None, was: KeptRow | None, now: KeptRow | None) -> RowChange:
    entry = gone or come
    assert entry is not None
    cells = tuple(_cells(was, now)) if was is not None and now is not None else ()
    if not cells and gone and come:
        cells = (CellChange(entry.field, gone.value, come.value),)
    old_place = gone.place if gone else was.place if was else ""
    new_place = come.place if come else now.place if now else ""
    return RowChange(CHANGED if cells else GONE if come is None else ADDED, entry.table, entry.key, old_place,
                     new_place, cells)


def _cells(was: KeptRow, now: KeptRow) -> Iterator[CellChange]:
    for column in dict.fromkeys((*was.values, *now.values)):
        old, new = was.values.get(column, ""), now.values.get(column, "")
        if old != new:
            yield CellChange(column, old, new)


def _entries(trace: Trace, figure: TracedFigure) -> dict[tuple[bool, tuple[str, ...]], _Entry]:
    """Gather the rows of a figure and of all that it came from."""
    found: dict[tuple[bool, tuple[str, ...]], _Entry] = {}
    seen, waiting = {figure.id}, [figure]
    while waiting:
        each = waiting.pop()
        for rows in (trace.rowsets[name] for name in each.rowsets if name in trace.rowsets):
            place = " ".join(filter(None, (rows.file, rows.sheet)))
            for row in rows.rows:
                mark = row_mark(rows.table, row.key, rows.file, row.row)
                found.setdefault((rows.taken, mark), _Entry(
                    rows.table, row.key, f"{place}!{rows.column}{row.row}", rows.field, row.value))
        fresh = [name for name in each.parents.values() if name not in seen]
        seen.update(fresh)
        waiting += [trace.figures[name] for name in fresh]
    return found
