"""Select the rows that an indicator counts, unit by unit, and remember what was selected."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from datetime import MAXYEAR, date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from briefgen.compute.profile import resolve
from briefgen.model.amount import Amount
from briefgen.model.indicator import Window
from briefgen.model.table import blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefgen.model.indicator import Condition, Profile, Selection
    from briefgen.model.ledger import Ledger
    from briefgen.model.period import Period
    from briefgen.model.table import Record, Value

_LISTED = re.compile(r"[、，,；;]")
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
        if not self._has_columns(selection.table, selection.columns):
            return False
        if not selection.date:
            return bool(rows) and (not selection.of or self.collected(selection.of, period))
        lower, upper = bounds(selection.window, period)
        lower = start if selection.window is Window.PERIOD else lower
        days = (record[selection.date] for record in rows)
        return any(isinstance(day, date) and lower <= day <= upper for day in days)

    def has_field(self, selection_id: str, field: str) -> bool:
        """Tell whether the table of a selection is kept with a column; one that nobody fills in adds up to nothing."""
        return not field or self._has_columns(resolve(self._profile, selection_id).table, {field})

    def _has_columns(self, table: str, columns: Iterable[str]) -> bool:
        origins = self._ledger.origins.get(table, ())
        return not origins or all(any(name in origin.letters for origin in origins) for name in columns)

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
        """Give the keys of the joined rows whose own dates matter and fit: the year's plans, and what is `dated`."""
        plans = selection.through and resolve(self._profile, selection.of).window in {Window.YEAR, Window.NEXT_YEAR}
        if not plans and not selection.dated:
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
        if not isinstance(day, date) or not lower <= day <= upper or not _aged(day, selection, period.as_of):
            return False
    if selection.reached_any and not any(_reached(record, name, period.as_of) for name in selection.reached_any):
        return False
    return all(_reached(record, name, period.as_of) for name in selection.reached) and not any(
        _reached(record, name, period.as_of) for name in selection.unreached)


def _aged(day: date, selection: Selection, as_of: date) -> bool:
    """Tell whether so many months have passed since a day, and no more than so many."""
    over, within = selection.over_months, selection.within_months
    return (not over or _later(day, over) < as_of) and (not within or _later(day, within) >= as_of)


def _later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    if (year := day.year + years) > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _reached(record: Record, name: str, as_of: date) -> bool:
    day = record[name]
    return isinstance(day, date) and day <= as_of


def _tester(condition: Condition) -> Callable[[Record], bool]:
    name, operator, values = condition.field, condition.operator, frozenset(condition.values)
    if operator in _COMPARE:
        compare, bound = _COMPARE[operator], Decimal(condition.values[0])
        return lambda record: (number := _number(record[name])) is not None and compare(number, bound)
    if operator == "at-least":
        return lambda record: _at_least(record[name], record[condition.values[0]])
    if operator == "has":
        return lambda record: not values.isdisjoint(map(str.strip, _LISTED.split(_text(record[name]))))
    if operator in ("empty", "filled"):
        return lambda record: blank(record[name]) == (operator == "empty")
    wanted = operator in ("=", "in")
    return lambda record: (_text(record[name]) in values) == wanted


def _at_least(left: Value, right: Value) -> bool:
    mine, other = _number(left), _number(right)
    return mine is not None and other is not None and mine >= other


def _text(value: Value) -> str:
    return "" if value is None else ("是" if value else "否") if isinstance(value, bool) else str(value)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, Amount):
        return value.value
    try:
        return None if value is None or isinstance(value, date) else Decimal(value)
    except InvalidOperation:
        return None
