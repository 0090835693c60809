"""Check that the totals of a sheet are what its rows add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.numbers import exact
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record, Value

_Place = tuple[str, str, str | None]  # table, file, sheet


def wrong_totals(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find totals that their rows do not add up to; below words a total may count cells or different words.

    A sheet's total is of what the sheet says, whatever has been corrected since.
    """
    rows: dict[_Place, list[Record]] = defaultdict(list)
    for table in {total.table for total in ledger.totals}:
        for record in ledger.rows(table):
            rows[table, record.origin.file, record.origin.sheet].append(record)
    running: dict[tuple[_Place, str, int], _Sum] = {}
    for total in ledger.totals:
        place = total.table, total.source.file, total.source.sheet
        added = running.setdefault((place, total.column, total.since), _Sum(total.since))
        added.reach(rows[place], total.source.row or 0, total.column)
        if not added.gives(total.value):
            measure = "万元" if added.of_money else ""
            params = {"column": total.column, "value": f"{exact(total.value)}{measure}",
                      "sum": f"{exact(added.value)}{measure}"}
            yield Problem("total.differs", total.source, params)


class _Sum:
    """Adds up a column from a row on, as far as the totals below reach: a sheet may hold thousands of them."""

    def __init__(self, since: int) -> None:
        self._since = since
        self._next = -1
        self._amounts: Fraction | None = None
        self._numbers: int | None = None
        self._filled = 0
        self._words: set[Value] = set()

    def reach(self, records: Sequence[Record], row: int, column: str) -> None:
        """Add the rows above `row`; the records stand in the order of their rows."""
        if self._next < 0:
            self._next = bisect_left(records, self._since, key=attrgetter("row"))
        while self._next < len(records) and records[self._next].row < row:
            record = records[self._next]
            self._add(record.as_read[record.origin.schema.index[column]])
            self._next += 1

    def _add(self, value: Value) -> None:
        if value is None:
            return
        self._filled += 1
        self._words.add(value)
        if isinstance(value, Amount):
            self._amounts = (self._amounts or Fraction()) + Fraction(value.value)
        elif isinstance(value, int) and not isinstance(value, bool):
            self._numbers = (self._numbers or 0) + value

    @property
    def of_money(self) -> bool:
        """Tell whether amounts were added, in 万元."""
        return self._amounts is not None

    @property
    def value(self) -> Fraction:
        """Give the sum of amounts in 万元, else of whole numbers; of words their number."""
        if self._amounts is not None:
            return self._amounts
        return Fraction(self._filled if self._numbers is None else self._numbers)

    def gives(self, total: Fraction) -> bool:
        """Tell whether the rows add up to a total."""
        words = self._amounts is None and self._numbers is None
        return total == self.value or (words and total == len(self._words))
