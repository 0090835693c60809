"""Reckon in reporting periods: a year's months up to one month, seen on an as-of day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from briefgen.errors import BriefgenError
from briefgen.i18n import N_

_MONTHS = 12
_CENTURIES = (19, 20)  # as ledgers write days; the year before and the year after must exist too
_LENGTHS = {"Q": 3, "H": 6}  # months of a quarter and of a half-year


class PeriodUnknown(BriefgenError):
    """The text is no period."""

    message = N_("{text} is not a period; write 2022-12 (January to December), 2022-01..2022-02 or 2022, and for "
                 "`briefgen figures` and `briefgen explain` also 2022-Q4, 2022-H2 or 2022-03..2022-05")


class PeriodPartial(PeriodUnknown):
    """The period leaves the year's first months out, where they count."""

    message = N_("{text} does not start in January; documents and checks do, only `briefgen figures` and "
                 "`briefgen explain` take a part of the year")


class AsOfOutside(BriefgenError):
    """The as-of day does not lie in the period's last month."""

    message = N_("the as-of day {day} does not lie in the last month of the period {period}")


@dataclass(frozen=True, slots=True)
class Period:
    """The months `first` to `last` of a year, counted up to and including the day `as_of`.

    An office may close its months on a day of its own, `closing`; 0 is the month's end.
    """

    year: int
    first: int
    last: int
    as_of: date
    closing: int = 0

    @staticmethod
    def of(year: int, last: int, first: int = 1, as_of: date | None = None) -> Period:
        """Make the period of the months first..last; the as-of day is the last month's end unless given."""
        end = _month_end(year, last)
        period = Period(year, first, last, as_of or end)
        if as_of is not None and (as_of.year, as_of.month) != (year, last):
            raise AsOfOutside(day=as_of, period=period.id)
        return period

    @staticmethod
    def parse(text: str, as_of: date | None = None) -> Period:
        """Read a period that starts in January; raises PeriodUnknown, PeriodPartial.

        Documents are cumulative, and targets and pace are the year's.
        """
        period = Period.span(text, as_of)
        if period.first != 1:
            raise PeriodPartial(text=text)
        return period

    @staticmethod
    def span(text: str, as_of: date | None = None) -> Period:
        """Read `2022-12`, the same as `2022-01..2022-12`, `2022`, `2022-Q4`, `2022-H2` or any months of a year.

        Raises PeriodUnknown.
        """
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})|-([QH])(\d))?(?:\.\.(\d{4})-(\d{2}))?", text, re.ASCII)
        if match is None:
            raise PeriodUnknown(text=text)
        year, month, kind, number, end_year, end = match.groups()
        if kind:
            length = _LENGTHS[kind]
            last = int(number) * length if not end else 0
            first = last - length + 1
        elif end:
            first, last = int(month or 0), int(end)
        else:
            first, last = 1, int(month or _MONTHS)
        known = int(year) // 100 in _CENTURIES and end_year in (None, year)
        if not known or not 1 <= first <= last <= _MONTHS:
            raise PeriodUnknown(text=text)
        return Period.of(int(year), last, first, as_of)

    @property
    def id(self) -> str:
        """Name the period in ids and paths: `2022-12`, or `2022-02..2022-03` when it does not start in January."""
        return _id(self.year, self.first, self.last)

    @property
    def start(self) -> date:
        """Give the period's first day."""
        return date(self.year, self.first, 1)

    @property
    def whole_year(self) -> tuple[date, date]:
        """Give the first and last day of the period's year."""
        return date(self.year, 1, 1), date(self.year, _MONTHS, 31)

    @property
    def next_year(self) -> tuple[date, date]:
        """Give the first and last day of the year after the period's."""
        return date(self.year + 1, 1, 1), date(self.year + 1, _MONTHS, 31)

    @property
    def pace(self) -> Fraction:
        """Give the share of the year that has passed, month/12 (序时进度)."""
        return Fraction(self.last, _MONTHS)

    @property
    def month(self) -> Period:
        """Give the last month alone (当月)."""
        return replace(self, first=self.last)

    def closed(self, day: int, as_of: date | None = None) -> Period:
        """Close the months on a day, or on their last where they are shorter; an as-of day that is given stands.

        December always ends with the year: what came after the day would belong to no year's figures.
        """
        if not day:
            return self
        last = monthrange(self.year, self.last)[1]
        end = date(self.year, self.last, last if self.last == _MONTHS else min(day, last))
        return replace(self, as_of=as_of or end, closing=day)

    @property
    def cumulative(self) -> Period:
        """Give the months from January on, up to the same day."""
        return replace(self, first=1)

    @property
    def before(self) -> Period | None:
        """Give the months from January up to the one before the first; a year's first months have none before them."""
        return Period.of(self.year, self.first - 1).closed(self.closing) if self.first > 1 else None

    @property
    def previous(self) -> Period | None:
        """Give the period up to the month before; a year's first month has none within the year."""
        if self.last == self.first:
            if self.first == 1:
                return None
            return Period.of(self.year, self.last - 1, self.last - 1).closed(self.closing)
        return Period.of(self.year, self.last - 1, self.first).closed(self.closing)

    @property
    def december(self) -> Period:
        """Give the whole year before."""
        return Period.of(self.year - 1, _MONTHS).closed(self.closing)

    @property
    def last_year(self) -> Period:
        """Give the same months of the year before, seen on the same day (29 February becomes 28)."""
        day = min(self.as_of.day, monthrange(self.year - 1, self.last)[1])
        if self.as_of == _month_end(self.year, self.last):
            return Period.of(self.year - 1, self.last, self.first).closed(self.closing)
        earlier = date(self.year - 1, self.last, day)
        return Period.of(self.year - 1, self.last, self.first, earlier).closed(self.closing, earlier)


@cache
def _id(year: int, first: int, last: int) -> str:
    end = f"{year:04}-{last:02}"
    return end if first == 1 else f"{year:04}-{first:02}..{end}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
