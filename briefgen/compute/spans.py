"""Hold rows with the days on which they count, column by column: as-of days alone tell rows of one selection apart."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from briefgen.compute.where import meeting
from briefgen.model.amount import BASE, Amount, UnitsDiffer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefgen.model.indicator import Condition
    from briefgen.model.table import Record, Value

Changes = Mapping[str, Mapping[date, Decimal]]  # by unit and day


@dataclass(frozen=True, slots=True)
class Spans:
    """Rows in their table's order, each with its unit's code, the day from which and that until which it counts."""

    records: Sequence[Record] = ()
    units: Sequence[str] = ()
    since: Sequence[date] = ()
    until: Sequence[date] = ()

    @staticmethod
    def always(records: Sequence[Record], units: Sequence[str]) -> Spans:
        """Let rows count on every day."""
        return Spans(records, units, [date.min] * len(records), [date.max] * len(records))

    def keep(self, wanted: Sequence[object]) -> Spans:
        """Keep the rows that are wanted."""
        return Spans(list(compress(self.records, wanted)), list(compress(self.units, wanted)),
                     list(compress(self.since, wanted)), list(compress(self.until, wanted)))

    def where(self, conditions: Iterable[Condition]) -> Spans:
        """Keep the rows that meet all conditions."""
        spans = self
        for condition in conditions:
            spans = spans.keep(meeting(spans.records, condition))
        return spans

    def days(self, name: str) -> list[date | None]:
        """Give the day that each row has in a column, if it is one."""
        at = self.records[0].origin.schema.index[name] if self.records else 0
        cells = [record.values[at] for record in self.records]
        return [cell if isinstance(cell, date) else None for cell in cells]

    def begin(self, days: Sequence[date | None]) -> Spans:
        """Let each row count from its day on; one without a day never does."""
        counts = [day is not None and day < until for day, until in zip(days, self.until, strict=True)]
        spans, own = self.keep(counts), filter(None, compress(days, counts))
        return replace(spans, since=list(map(max, spans.since, own)))

    def end(self, days: Sequence[date | None]) -> Spans:
        """Let each row count until its day; one without a day goes on."""
        counts = [day is None or since < day for day, since in zip(days, self.since, strict=True)]
        spans, own = self.keep(counts), compress(days, counts)
        return replace(spans, until=[until if day is None or until < day else day
                                     for until, day in zip(spans.until, own, strict=True)])

    def on(self, day: date) -> dict[str, list[Record]]:
        """Give the rows that count on a day by unit."""
        grouped: dict[str, list[Record]] = defaultdict(list)
        for record, unit, since, until in zip(self.records, self.units, self.since, self.until, strict=True):
            if since <= day < until:
                grouped[unit].append(record)
        return grouped

    def count(self) -> Changes:
        """Count the rows that come and go on each day."""
        changes = _nothing()
        for (unit, day), count in Counter(zip(self.units, self.since, strict=True)).items():
            changes[unit][day] += count
        for unit, until in zip(self.units, self.until, strict=True):
            if until < date.max:
                changes[unit][until] -= 1
        return changes

    def add_up(self, field: str) -> Changes:
        """Add up what rows bring in and take away on each day: amounts of money in 万元, or numbers."""
        changes = _nothing()
        at = self.records[0].origin.schema.index[field] if self.records else 0
        numbers = [_number(record.values[at]) for record in self.records]
        for number, unit, since in zip(numbers, self.units, self.since, strict=True):
            changes[unit][since] += number
        for number, unit, until in zip(numbers, self.units, self.until, strict=True):
            if until < date.max:
                changes[unit][until] -= number
        return changes


class Running:
    """What rows add up to from each day on."""

    def __init__(self, changes: Mapping[date, Decimal]) -> None:
        """Add up what comes and goes on each day."""
        self._days = sorted(changes)
        self._sums = list(accumulate(changes[day] for day in self._days))

    def on(self, day: date) -> Decimal:
        """Give the sum as it stands on a day."""
        at = bisect_right(self._days, day)
        return self._sums[at - 1] if at else Decimal(0)


def aged(days: Iterable[date | None], months: int) -> list[date | None]:
    """Give for each day the first by which more than so many months have passed."""
    return [None if day is None else _after(day, months) for day in days]


def _number(value: Value) -> Decimal | int:
    """Give what a cell adds; an empty one adds nothing."""
    if isinstance(value, Amount):
        if value.unit != BASE:
            raise UnitsDiffer(left=BASE, right=value.unit)
        return value.value
    return value if isinstance(value, Decimal | int) else 0


def _nothing() -> dict[str, dict[date, Decimal]]:
    return defaultdict(lambda: defaultdict(Decimal))


@cache
def _after(day: date, months: int) -> date:
    """Give the day after the same day so many months later, or after the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    if (year := day.year + years) > MAXYEAR - 1:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=1)
