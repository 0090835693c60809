"""Know the weekends on which offices work: 调休 as the State Council announced it for 2020 to 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_SATURDAY = 5
_WORKED = frozenset(
    f"{year}-{day}" for year, days in {
        2020: "01-19 04-26 05-09 06-28 09-27 10-10",
        2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
        2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
        2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
        2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        2025: "01-26 02-08 04-27 09-28 10-11",
        2026: "01-04 02-14 02-28 05-09 09-20 10-10",
    }.items() for day in days.split())


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or Sunday that nobody was told to work on."""
    return day.weekday() >= _SATURDAY and day.isoformat() not in _WORKED
