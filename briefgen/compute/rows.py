"""Select the rows that an indicator counts, unit by unit, and remember what was selected."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from briefgen.compute.profile import resolve
from briefgen.model.amount import Amount
from briefgen.model.indicator import Window
from briefgen.model.table import blank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.model.indicator import Condition, Profile, Selection
    from briefgen.model.ledger import Ledger
    from briefgen.model.period import Period
    from briefgen.model.table import Record, Value

Groups = dict[str, tuple["Record", ...]]
_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": lambda left, right: left >= right, ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right, "<": lambda left, right: left < right,
}


class Rows:
    """The rows of each selection over one ledger; `city` keys the rows of all units together."""

    def __init__(self, ledger: Ledger, profile: Profile, since: date | None) -> None:
        """Stand on a ledger and a profile; nothing before `since` counts as collected."""
        self._ledger, self._profile, self._since = ledger, profile, since
        self._ledgers: dict[int, Ledger] = {}
        self._matched: dict[tuple[str, int], tuple[tuple[Record, str], ...]] = {}
        self._grouped: dict[tuple[str, Period, int], Groups] = {}
        self.city = ledger.units.city.code

    def select(self, selection_id: str, period: Period, seen: date | None = None) -> Groups:
        """Give the rows of a selection in a period by unit code, and all of them under the city's code.

        They are seen as on the period's as-of day, or with the corrections that were in force on another.
        """
        mark = (selection_id, period, self._ledger.epoch(seen or period.as_of))
        if mark not in self._grouped:
            self._grouped[mark] = self._group(selection_id, period, seen or period.as_of)
        return self._grouped[mark]

    def corrected(self, before: Period, period: Period) -> bool:
        """Tell whether corrections have taken effect between two periods."""
        return self._ledger.epoch(before.as_of) != self._ledger.epoch(period.as_of)

    def _seen(self, day: date) -> Ledger:
        epoch = self._ledger.epoch(day)
        if epoch not in self._ledgers:
            self._ledgers[epoch] = self._ledger.at(day)
        return self._ledgers[epoch]

    def collected(self, selection_id: str, period: Period) -> bool:
        """Tell whether the office keeps the table for the period: a table without a row in it is never zero."""
        selection = resolve(self._profile, selection_id)
        start, _ = period.whole_year
        if selection.window is Window.PERIOD and self._since is not None and start < self._since:
            return False
        rows = self._seen(period.as_of).rows(selection.table)
        if not selection.date:
            return bool(rows) and (not selection.of or self.collected(selection.of, period))
        lower, upper = bounds(selection.window, period)
        lower = start if selection.window is Window.PERIOD else lower
        days = (record[selection.date] for record in rows)
        return any(isinstance(day, date) and lower <= day <= upper for day in days)

    def has_units(self, selection_id: str) -> bool:
        """Tell whether the rows of a selection name a unit, so that counties have figures of their own."""
        selection = resolve(self._profile, selection_id)
        tables = (selection.table, resolve(self._profile, selection.of).table if selection.of else "")
        return any(origin.schema.unit for table in tables for origin in self._ledger.origins.get(table, ()))

    def _group(self, selection_id: str, period: Period, seen: date) -> Groups:
        selection = resolve(self._profile, selection_id)
        grouped: dict[str, list[Record]] = defaultdict(list)
        current = self._current(selection, period, seen)
        for record, unit in self._match(selection_id, selection, seen):
            if _within(record, selection, period) and (current is None or str(record[selection.through]) in current):
                grouped[unit].append(record)
                if unit != self.city:
                    grouped[self.city].append(record)
        return {unit: tuple(records) for unit, records in grouped.items()}

    def _current(self, selection: Selection, period: Period, seen: date) -> frozenset[str] | None:
        """Give the keys of the rows joined through that are the year's plans; other rows' own dates do not matter."""
        if not selection.through or resolve(self._profile, selection.of).window not in (Window.YEAR, Window.NEXT_YEAR):
            return None
        return frozenset(record.key for record in self.select(selection.of, period, seen).get(self.city, ()))

    def _match(self, selection_id: str, selection: Selection, seen: date) -> tuple[tuple[Record, str], ...]:
        """Give the rows that meet the filters, whatever their dates, each with its unit's code."""
        mark = (selection_id, self._ledger.epoch(seen))
        if mark not in self._matched:
            tests = [_tester(condition) for condition in selection.where]
            joined = self._joined(selection, seen)
            self._matched[mark] = tuple(
                (record, unit) for record in self._seen(seen).rows(selection.table)
                if all(test(record) for test in tests) and (unit := self._unit(record, selection, joined)) is not None)
        return self._matched[mark]

    def _joined(self, selection: Selection, seen: date) -> Mapping[str, str]:
        """Map the keys of the rows that a selection joins through to their units."""
        if not selection.through:
            return {}
        joined = self._match(selection.of, resolve(self._profile, selection.of), seen)
        return {record.key: unit for record, unit in joined}

    def _unit(self, record: Record, selection: Selection, joined: Mapping[str, str]) -> str | None:
        if selection.through:
            return joined.get(str(record[selection.through]))
        name = record.origin.schema.unit
        return str(record[name]) if name and record[name] is not None else self.city


def bounds(window: Window, period: Period) -> tuple[date, date]:
    """Give the first and last day that count in a window of a period."""
    if window is Window.YEAR:
        return period.whole_year
    if window is Window.NEXT_YEAR:
        return period.next_year
    return (date.min if window is Window.TO_DATE else period.start), period.as_of


def _within(record: Record, selection: Selection, period: Period) -> bool:
    if selection.date:
        day, (lower, upper) = record[selection.date], bounds(selection.window, period)
        if not isinstance(day, date) or not lower <= day <= upper:
            return False
    return all(_reached(record, name, period.as_of) for name in selection.reached) and not any(
        _reached(record, name, period.as_of) for name in selection.unreached)


def _reached(record: Record, name: str, as_of: date) -> bool:
    day = record[name]
    return isinstance(day, date) and day <= as_of


def _tester(condition: Condition) -> Callable[[Record], bool]:
    name, operator, values = condition.field, condition.operator, frozenset(condition.values)
    if operator in _COMPARE:
        compare, bound = _COMPARE[operator], Decimal(condition.values[0])
        return lambda record: (number := _number(record[name])) is not None and compare(number, bound)
    if operator in ("empty", "filled"):
        return lambda record: blank(record[name]) == (operator == "empty")
    wanted = operator in ("=", "in")
    return lambda record: (_text(record[name]) in values) == wanted


def _text(value: Value) -> str:
    return "" if value is None else ("是" if value else "否") if isinstance(value, bool) else str(value)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, Amount):
        return value.value
    try:
        return None if value is None or isinstance(value, date) else Decimal(value)
    except InvalidOperation:
        return None
