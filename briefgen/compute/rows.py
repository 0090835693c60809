"""Draw the rows that an indicator counts, unit by unit, as they are seen on a day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, overload

from briefgen.compute.resolution import resolve
from briefgen.compute.selector import Selector
from briefgen.model.amount import EXACT
from briefgen.model.indicator import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefgen.model.indicator import Profile
    from briefgen.model.ledger import Ledger
    from briefgen.model.period import Period
    from briefgen.model.table import Record
    from briefgen.model.unit import Unit


Groups = dict[str, tuple["Record", ...]]


class Drawn(Sequence["Record"]):
    """Rows of a figure, so many of them, that are looked up when somebody asks which."""

    __slots__ = ("_asked", "_count", "_rows")

    def __init__(self, count: int, rows: Rows, selection_id: str, period: Period, codes: Sequence[str]) -> None:
        """Know how many there are, and what to ask for."""
        self._count, self._rows, self._asked = count, rows, (selection_id, period, codes)

    def __len__(self) -> int:
        """Count the rows."""
        return self._count

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        """Give one row, or some."""
        return self._draw[at]

    def __iter__(self) -> Iterator[Record]:
        """Give each row."""
        return iter(self._draw)

    @property
    def _draw(self) -> Sequence[Record]:
        selection_id, period, codes = self._asked
        groups = self._rows.select(selection_id, period)
        return [record for code in codes for record in groups.get(code, ())]


class Rows:
    """The rows of each selection over one ledger; `city` keys the rows of all units together."""

    def __init__(self, ledger: Ledger, profile: Profile, since: date | None) -> None:
        """Stand on a ledger and a profile; nothing before `since` counts as collected."""
        self._ledger, self._profile, self._since = ledger, profile, since
        self.selections = {name: resolve(profile, name) for name in profile.selection}
        self._ledgers: dict[int, Ledger] = {}
        self._selectors: dict[tuple[int, int], Selector] = {}
        self._grouped: dict[tuple[str, date, int], Groups] = {}
        self._dated: dict[tuple[str, str, int], list[date]] = {}
        self._keeps: dict[tuple[str, str, date], bool] = {}
        self._names_units = {name: self._has_units(name) for name in self.selections}
        self.city = ledger.units.city.code

    def select(self, selection_id: str, period: Period, seen: date | None = None) -> Groups:
        """Give the year's rows of a selection by unit code, and all of them under the city's code.

        They are seen as on the period's as-of day, or with the corrections that were in force on another.
        """
        epoch = self._ledger.epoch(seen or period.as_of)
        mark = (selection_id, period.as_of, epoch)
        if mark not in self._grouped:
            self._grouped[mark] = self._seen(seen or period.as_of, period).rows(selection_id, period.as_of)
        return self._grouped[mark]

    def draw(self, selection_id: str, field: str, period: Period, codes: Sequence[str]) -> tuple[Drawn, Decimal]:
        """Give the rows of units in a period, and what a column of theirs adds up to: amounts in 万元, or numbers."""
        selector, day = self._seen(period.as_of, period), period.as_of
        count = sum(int(selector.total(selection_id, "", code, day)) for code in codes)
        rows = Drawn(count, self, selection_id, period, codes)
        if not field:
            return rows, Decimal(count)
        with localcontext(EXACT):
            return rows, sum((selector.total(selection_id, field, code, day) for code in codes), Decimal(0))

    def corrected(self, before: Period, period: Period) -> bool:
        """Tell whether corrections have taken effect between two periods."""
        return self._ledger.epoch(before.as_of) != self._ledger.epoch(period.as_of)

    def _seen(self, day: date, period: Period) -> Selector:
        """Give what selects a period's rows with the corrections that were in force on a day."""
        mark = (self._ledger.epoch(day), period.year)
        if mark not in self._selectors:
            self._selectors[mark] = Selector(self._at(day), self._profile, self.selections, period.year)
        return self._selectors[mark]

    def _at(self, day: date) -> Ledger:
        epoch = self._ledger.epoch(day)
        if epoch not in self._ledgers:
            self._ledgers[epoch] = self._ledger.at(day)
        return self._ledgers[epoch]

    def kept(self, selection_id: str, field: str, period: Period, unit: Unit) -> bool:
        """Tell whether the office keeps the rows of a selection for a period, a column of theirs, and for a unit."""
        mark = (selection_id, field, period.as_of)
        if mark not in self._keeps:
            self._keeps[mark] = self._has_field(selection_id, field) and self._collected(selection_id, period)
        return self._keeps[mark] and (unit.is_city or self._names_units[selection_id])

    def _collected(self, selection_id: str, period: Period) -> bool:
        """Tell whether the office keeps the table for the period: one that has no row yet is never zero.

        Whether a month without rows is one in which nothing happened, the checks ask.
        """
        selection = self.selections[selection_id]
        start, end = period.whole_year
        if selection.window is Window.PERIOD and self._since is not None and start < self._since:
            return False
        if not self._has_columns(selection.table, selection.columns):
            return False
        if not selection.date:
            kept = bool(self._at(period.as_of).rows(selection.table))
            return kept and (not selection.of or self._collected(selection.of, period))
        lower, upper = {Window.PERIOD: (date.min, period.as_of), Window.TO_DATE: (date.min, period.as_of),
                        Window.YEAR: (start, end), Window.NEXT_YEAR: period.next_year}[selection.window]
        days = self._days(selection.table, selection.date, period.as_of)
        at = bisect_left(days, lower)
        return at < len(days) and days[at] <= upper

    def _days(self, table: str, column: str, day: date) -> list[date]:
        """Give the days that a column holds, as they are seen on a day, in order."""
        mark = (table, column, self._ledger.epoch(day))
        if mark not in self._dated:
            cells = {record[column] for record in self._at(day).rows(table)}
            self._dated[mark] = sorted(cell for cell in cells if isinstance(cell, date))
        return self._dated[mark]

    def _has_field(self, selection_id: str, field: str) -> bool:
        """Tell whether the table of a selection is kept with a column; one that nobody fills in adds up to nothing."""
        return not field or self._has_columns(self.selections[selection_id].table, {field})

    def _has_columns(self, table: str, columns: Iterable[str]) -> bool:
        origins = self._ledger.origins.get(table, ())
        return not origins or all(any(name in origin.letters for origin in origins) for name in columns)

    def _has_units(self, selection_id: str) -> bool:
        """Tell whether the rows of a selection name a unit, so that counties have figures of their own."""
        selection = self.selections[selection_id]
        tables = (selection.table, self.selections[selection.of].table if selection.of else "")
        return any(origin.schema.unit for table in tables for origin in self._ledger.origins.get(table, ()))
