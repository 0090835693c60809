"""Select rows by the profile, once for all months of a year: each row with the span of as-of days on which it counts.

Every date that a selection asks about bounds that span, so the figures of any month are read off sums in the order of
their days, and no row is looked at twice.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from briefgen.compute.spans import Running, Spans, aged
from briefgen.model.amount import EXACT
from briefgen.model.indicator import Window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.compute.spans import Changes
    from briefgen.model.indicator import Profile, Selection
    from briefgen.model.ledger import Ledger
    from briefgen.model.table import Record

_TIMING = frozenset({"date", "window", "over_months", "within_months", "reached_any", "through", "of", "dated"})
_Joined = dict[str, tuple[str, date, date]]  # the unit and span of the row that bears a key


class Selector:
    """The rows of every selection over one ledger, for the months of a year from January on."""

    def __init__(self, ledger: Ledger, profile: Profile, selections: Mapping[str, Selection], year: int) -> None:
        """Stand on a ledger as it is seen, a profile, its selections resolved, and a year."""
        self._ledger, self._profile, self._selections = ledger, profile, selections
        self._year = date(year, 1, 1), date(year, 12, 31)
        self._city = ledger.units.city.code
        self._spans: dict[str, Spans] = {}
        self._keyed: dict[tuple[str, bool], _Joined] = {}
        self._running: dict[tuple[str, str], Mapping[str, Running]] = {}

    def rows(self, selection_id: str, day: date) -> dict[str, tuple[Record, ...]]:
        """Give the rows that count on a day by unit code, and all of them under the city's code."""
        spans = self._select(selection_id)
        every = (record for record, since, until in zip(spans.records, spans.since, spans.until, strict=True)
                 if since <= day < until)
        groups = {unit: tuple(records) for unit, records in spans.on(day).items()}
        return groups | ({self._city: tuple(every)} if groups else {})

    def total(self, selection_id: str, field: str, unit: str, day: date) -> Decimal:
        """Count the rows of a unit on a day, or add up a column of theirs: amounts in 万元, or numbers."""
        mark = (selection_id, field)
        if mark not in self._running:
            spans = self._select(selection_id)
            with localcontext(EXACT):
                self._running[mark] = self._run(spans.add_up(field) if field else spans.count())
        running = self._running[mark].get(unit)
        return running.on(day) if running is not None else Decimal(0)

    def _run(self, changes: Changes) -> Mapping[str, Running]:
        """Run through the changes of each unit, and those of all units as the city's."""
        city = defaultdict[date, Decimal](Decimal)
        for unit in changes.values():
            for day, change in unit.items():
                city[day] += change
        return {unit: Running(days) for unit, days in {**changes, self._city: city}.items()}

    def _select(self, selection_id: str) -> Spans:
        """Narrow the rows of the selection that is extended, or those of the table where the dates are others."""
        if selection_id not in self._spans:
            own, whole = self._profile.selection[selection_id], self._selections[selection_id]
            added = own.model_fields_set & _TIMING
            if not own.extends or "through" in added or (added and self._settled(own.extends)):
                spans, reaching = self._dated(self._match(whole), whole), whole
            else:
                base = self._select(own.extends).where(own.where)
                spans, reaching = self._dated(base, whole) if added else base, own
            for name in reaching.reached:
                spans = spans.begin(spans.days(name))
            for name in reaching.unreached:
                spans = spans.end(spans.days(name))
            self._spans[selection_id] = spans
        return self._spans[selection_id]

    def _settled(self, selection_id: str) -> bool:
        """Tell whether a selection has dates of its own that one which extends it may replace."""
        base = self._selections[selection_id]
        return bool(base.date or base.reached_any or base.through)

    def _match(self, whole: Selection, *, timed: bool = True) -> Spans:
        """Give the rows of a table that meet all filters of a selection, each with its unit, joined where it asks."""
        rows = self._ledger.rows(whole.table)
        if not rows:
            return Spans()
        spans = self._join(rows, whole, timed=timed) if whole.through else Spans.always(rows, self._units(rows))
        return spans.where(whole.where)

    def _units(self, rows: Sequence[Record]) -> list[str]:
        schema = rows[0].origin.schema
        if not schema.unit:
            return [self._city] * len(rows)
        at = schema.index[schema.unit]
        return [self._city if (unit := record.values[at]) is None else str(unit) for record in rows]

    def _join(self, rows: Sequence[Record], whole: Selection, *, timed: bool) -> Spans:
        """Join rows to those of another selection, which name the unit.

        The dates of the joined rows count where they are the year's plans or the selection is `dated`.
        """
        plans = self._selections[whole.of].window in {Window.YEAR, Window.NEXT_YEAR}
        keyed = self._by_key(whole.of, timed=timed and (plans or whole.dated))
        at = rows[0].origin.schema.index[whole.through]
        joined = [keyed.get(str(record.values[at])) for record in rows]
        kept = [(record, *found) for record, found in zip(rows, joined, strict=True) if found is not None]
        return Spans(*zip(*kept, strict=True)) if kept else Spans()

    def _by_key(self, selection_id: str, *, timed: bool) -> _Joined:
        """Give the unit and span of each row of a selection by its key; of those that bear one, the first to count."""
        mark = (selection_id, timed)
        if mark not in self._keyed:
            spans = self._select(selection_id) if timed else self._match(self._selections[selection_id], timed=False)
            keys = _keys(spans.records)
            found = list(zip(keys, zip(spans.units, spans.since, spans.until, strict=True), strict=True))
            if len(set(keys)) < len(keys):
                found.sort(key=lambda each: each[1][1], reverse=True)
            self._keyed[mark] = dict(found)
        return self._keyed[mark]

    def _dated(self, spans: Spans, whole: Selection) -> Spans:
        """Let rows count from their day on, if it lies in the window, and as long as it has the age asked for."""
        name = whole.date
        if name:
            lower, upper = self._bounds(whole.window)
            spans = spans.keep([day is not None and lower <= day <= upper for day in spans.days(name)])
            if whole.window in {Window.PERIOD, Window.TO_DATE}:
                spans = spans.begin(spans.days(name))
            if whole.over_months:
                spans = spans.begin(aged(spans.days(name), whole.over_months))
            if whole.within_months:
                spans = spans.end(aged(spans.days(name), whole.within_months))
        if whole.reached_any:
            columns = [spans.days(column) for column in whole.reached_any]
            spans = spans.begin([min(filter(None, days), default=None) for days in zip(*columns, strict=True)])
        return spans

    def _bounds(self, window: Window) -> tuple[date, date]:
        """Give the first and last day that a window lets in; the as-of day itself bounds each span."""
        first, last = self._year
        if window is Window.NEXT_YEAR:
            return first.replace(year=first.year + 1), last.replace(year=last.year + 1)
        return date.min if window is Window.TO_DATE else first, last


def _keys(records: Sequence[Record]) -> list[str]:
    """Give the text that identifies each row within its table."""
    key = records[0].origin.schema.key if records else ""
    if not key:
        return [record.key for record in records]
    at = records[0].origin.schema.index[key]
    return [str(record.values[at]) for record in records]
