"""Hold what a ledger says of a day: the whole day, its month only, or that it has not come."""

from __future__ import annotations

from datetime import date


class MonthOnly(date):
    """A day of which the ledger names only the month: it stands as the first, and prints without its day."""

    __slots__ = ()

    def isoformat(self) -> str:
        """Print the month alone: the first would be a day that nobody reported."""
        return f"{self:%Y-%m}"


class NotYet(str):
    """What stands in place of a day that has not come, in the ledger's words: 未开工, 预计2023年1月; it is no day."""

    __slots__ = ()


def earlier(one: date, other: date) -> bool:
    """Tell whether a day certainly lies before another; of two in one month only whole days can tell."""
    if isinstance(one, MonthOnly) or isinstance(other, MonthOnly):
        return (one.year, one.month) < (other.year, other.month)
    return one < other
