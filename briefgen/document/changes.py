"""Compare two traces figure by figure, and find the rows that a difference comes from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from briefgen.document.causes import FigureCause, Key, behind, causes, key_in
from briefgen.document.record import row_mark, told
from briefgen.model.numbers import MINUS, NONE, exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.document.record import KeptRow
    from briefgen.document.trace import Trace, TracedFigure

Mark = tuple[str, ...]
ADDED: Final = "added"
GONE: Final = "gone"
CHANGED: Final = "changed"
_WITH_KEY: Final = 2  # what a mark has of a row that has a key


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what it is called, its trace, and the contents of rows by their mark.

    `letters` are those of the columns by sheet, `units` the names of units by code.
    """

    name: str
    trace: Trace
    rows: Mapping[Mark, KeptRow]
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A column of a row before and after, as text, and the cell's place where it is known."""

    column: str
    old: str
    new: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came into a figure, went out of it, or brings in another value; empty places are those of no row.

    A changed row of another table is the cause of those behind it that came or went with it.
    """

    kind: str
    table: str
    key: str
    old_place: str
    new_place: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A printed figure that differs: what paper showed and would show, the exact difference, and what is behind it."""

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
    causes: tuple[FigureCause, ...] = ()


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
    """Compare the printed figures of two traces by what they are, in the order of the old page, then of the new.

    Those of the documents' own periods match, if these differ, too.
    """
    left, right, finder = _printed(old.trace), _printed(new.trace), _Finder(old, new)
    keys = list(dict.fromkeys((*left, *right)))
    changes = [_change(left.get(key), right.get(key), finder) for key in keys
               if _differs(left.get(key), right.get(key))]
    return Comparison(old.name, new.name, tuple(changes), len(keys) - len(changes))


def marks(trace: Trace) -> set[Mark]:
    """Give the marks of all rows that a trace names."""
    return {row_mark(rows.table, row.key, rows.file, row.row)
            for rows in trace.rowsets.values() for row in rows.rows}


def _printed(trace: Trace) -> dict[Key, TracedFigure]:
    return {key_in(trace, each): each for each in trace.figures.values() if each.shown}


def _differs(old: TracedFigure | None, new: TracedFigure | None) -> bool:
    return old is None or new is None or (old.value, {*old.shown}) != (new.value, {*new.shown})


def _first(figure: TracedFigure | None) -> str:
    """Give the figure as paper shows it first, mostly in a sentence, with its unit word.

    Where the sentence says 下降2.13%, the minus is put back.
    """
    text = figure.shown[0] if figure is not None else NONE
    negative = figure is not None and (figure.value or "").startswith("-")
    return MINUS + text if negative and text[:1].isdigit() else text


def _change(old: TracedFigure | None, new: TracedFigure | None, finder: _Finder) -> FigureChange:
    figure = new or old
    assert figure is not None
    difference = ""
    if old is not None and new is not None and old.value is not None and new.value is not None:
        difference = exact(Fraction(new.value) - Fraction(old.value))
    why: tuple[FigureCause, ...] = ()
    rows: tuple[RowChange, ...] = ()
    if old is not None and new is not None:
        why, rows = causes(old, new, finder.old.trace, finder.new.trace), tuple(finder.rows(old, new))
    return FigureChange(ADDED if old is None else GONE if new is None else CHANGED, figure.indicator, figure.unit,
                        figure.period, figure.name, figure.unit_name, figure.measure, _first(old), _first(new),
                        difference, rows, why)


class _Finder:
    """Finds the rows behind a difference, with what is kept of the rows on both sides."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self._keyed = defaultdict[str, list[Mark]](list)
        for mark in (mark for mark in old.rows if mark in new.rows and len(mark) == _WITH_KEY):
            self._keyed[mark[1]].append(mark)

    def rows(self, old: TracedFigure, new: TracedFigure) -> Iterator[RowChange]:
        """Find the rows that came, went, or bring in another value, once each, behind those that made them do so."""
        before, after = _entries(self.old.trace, old), _entries(self.new.trace, new)
        seen = set[Mark]()
        for taken, mark in dict.fromkeys((*before, *after)):
            gone, come = before.get((taken, mark)), after.get((taken, mark))
            if mark in seen or (gone and come and gone.value == come.value):
                continue
            change = self._row(mark, gone, come)
            for other in self._others(mark) if not change.cells else ():
                if other not in seen and (cells := self._cells(other)):
                    seen.add(other)
                    table, key = other
                    yield RowChange(CHANGED, table, key, self.old.rows[other].place, self.new.rows[other].place, cells)
            seen.add(mark)
            yield change

    def _row(self, mark: Mark, gone: _Entry | None, come: _Entry | None) -> RowChange:
        entry, was, now = gone or come, self.old.rows.get(mark), self.new.rows.get(mark)
        assert entry is not None
        cells = self._cells(mark)
        if not cells and gone and come:
            cells = (CellChange(entry.field, gone.value, come.value),)
        old_place = gone.place if gone else was.place if was else ""
        new_place = come.place if come else now.place if now else ""
        if was and now and was.place == now.place:  # the row stands where it stood; the figure's column tells its cell
            old_place = new_place = entry.place
        return RowChange(CHANGED if cells else GONE if come is None else ADDED, entry.table, entry.key, old_place,
                         new_place, cells)

    def _others(self, mark: Mark) -> Iterator[Mark]:
        """Give the rows of other tables whose keys the row names, as a payment names its project."""
        row = self.old.rows.get(mark) or self.new.rows.get(mark)
        for text in row.values.values() if row is not None else ():
            yield from (other for other in self._keyed.get(text, ()) if other[0] != mark[0])

    def _cells(self, mark: Mark) -> tuple[CellChange, ...]:
        """Give the cells of a row that differ, as a ledger has them; none where a side did not keep the row."""
        was, now = self.old.rows.get(mark), self.new.rows.get(mark)
        if was is None or now is None:
            return ()
        before, after = told(was.values, self.old.units), told(now.values, self.new.units)
        return tuple(CellChange(column, before.get(column, ""), after.get(column, ""), self._place(was, now, column))
                     for column in dict.fromkeys((*was.values, *now.values))
                     if was.values.get(column) != now.values.get(column))

    def _place(self, was: KeptRow, now: KeptRow, column: str) -> str:
        """Name the cell as it stands, else where it stood; nothing for records that did not keep the letters."""
        for side, row in ((self.new, now), (self.old, was)):
            if letter := side.letters.get(row.sheet_place, {}).get(column):
                return f"{row.sheet_place}!{letter}{row.row}"
        return ""


def _entries(trace: Trace, figure: TracedFigure) -> dict[tuple[bool, Mark], _Entry]:
    """Gather the rows of a figure and of all that it came from."""
    found: dict[tuple[bool, Mark], _Entry] = {}
    for each in behind(trace, figure):
        for rows in (trace.rowsets[name] for name in each.rowsets if name in trace.rowsets):
            place = " ".join(filter(None, (rows.file, rows.sheet)))
            for row in rows.rows:
                mark = row_mark(rows.table, row.key, rows.file, row.row)
                found.setdefault((rows.taken, mark), _Entry(
                    rows.table, row.key, f"{place}!{rows.column}{row.row}", rows.field, row.value))
    return found
