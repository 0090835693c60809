"""Judge a table's row of totals: whether its parts add up to it, exactly and as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compose.phrases import AIMED
from briefgen.compose.tables import BEYOND, ROUNDED
from briefgen.document.nodes import Cell, FigureRef
from briefgen.document.walk import leaves, plain
from briefgen.model.figure import POINTS, RATE
from briefgen.model.indicator import Aggregate
from briefgen.model.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.document.nodes import Inlines, Table, TableRow
    from briefgen.model.figure import Figure

_LABELS = ("合计", "总计", "小计", "共计")
_NUMBER = re.compile(rf"{MINUS}?\d+(?:\.\d+)?")
_APART = (*AIMED, "gap", "rank")  # set for each unit by itself
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Apart:
    """A column whose parts do not give its total as printed; `rounding` where only a note on that is missing."""

    label: str
    column: str
    text: str
    added: Fraction
    rounding: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A number of a column: as printed, exact where a figure stands behind it, and how far the two may lie apart."""

    printed: Fraction
    figure: Figure | None
    slack: Fraction


def apart(table: Table) -> Iterator[Apart]:
    """Find the columns of a table whose row of totals is not what its parts add up to."""
    for at, row in enumerate(table.rows):
        label = next((text for cell in row.cells if (text := plain(cell))), "")
        if not row.total or label not in _LABELS or any(note.startswith(BEYOND) for note in table.notes):
            continue  # what is not listed is told in words
        for number, column in enumerate(table.columns):
            whole = _part(row.cells[number])
            parts = _parts(table.rows[:at], number)
            if whole is None or whole.figure is None or parts is None:
                continue
            rounding = _verdict(parts, whole, whole.figure, noted=ROUNDED in table.notes)
            if rounding is not None:
                title = "".join(filter(None, (column.group, column.title)))
                yield Apart(label, title, whole.figure.number, _added(parts), rounding)


def _verdict(parts: Sequence[_Part], whole: _Part, total: Figure, *, noted: bool) -> bool | None:
    """Tell whether only the note on rounding is missing; None where nothing is wrong."""
    exact, off = _exact(parts), abs(_added(parts) - whole.printed)
    wrong = exact != total.value if exact is not None else off > sum((part.slack for part in parts), whole.slack)
    if wrong:
        return False if _adds_up(total) else None
    return True if off and not noted and _rounds(total, exact) else None


def _added(parts: Sequence[_Part]) -> Fraction:
    return sum((part.printed for part in parts), Fraction(0))


def _rounds(total: Figure, exact: Fraction | None) -> bool:
    """Tell whether readers may add a column up: counts and amounts, and shares that make up a whole."""
    return total.measure not in (POINTS, "位") and (_adds_up(total) or exact is not None)


def _adds_up(figure: Figure) -> bool:
    """Tell whether a figure is counted or summed, so that those of disjoint parts add up to that of the whole."""
    if figure.measure in (RATE, POINTS, "位") or figure.key.indicator.rpartition(".")[2] in _APART:
        return False
    sets = [rows for rows in (figure.rows, figure.stated) if rows is not None]
    return bool(sets) and all(rows.aggregate in (Aggregate.COUNT, Aggregate.SUM) for rows in sets)


def _exact(parts: Sequence[_Part]) -> Fraction | None:
    """Add up the exact values; none where ledger cells stand among them."""
    values = [part.figure.value for part in parts if part.figure is not None and part.figure.value is not None]
    return sum(values, Fraction(0)) if len(values) == len(parts) else None


def _parts(rows: Sequence[TableRow], number: int) -> list[_Part] | None:
    """Give the numbers of a column down from the last total; none where one of them is missing."""
    start = max((at + 1 for at, row in enumerate(rows) if row.total), default=0)
    found = [_part(row.cells[number]) for row in rows[start:] if plain(row.cells[number])]
    known = [part for part in found if part is not None]
    return known if known and len(known) == len(found) else None


def _part(cell: Inlines) -> _Part | None:
    """Read the one number of a cell."""
    inside = list(leaves(cell))
    if len(inside) != 1 or not isinstance(inside[0], FigureRef | Cell) or not _NUMBER.fullmatch(inside[0].text):
        return None
    text = inside[0].text.replace(MINUS, "-")
    figure = inside[0].figure if isinstance(inside[0], FigureRef) else None
    if figure is not None and figure.value is None:
        return None
    decimals = len(text.partition(".")[2])
    places = max(decimals, figure.places) if figure is not None else decimals
    return _Part(Fraction(text), figure, _HALF / 10**places if places else Fraction(0))
