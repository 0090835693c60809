"""Hold everything that was read from an office's data, checked and frozen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from briefgen.model.report import Report
    from briefgen.model.source import Source
    from briefgen.model.table import Origin, Record
    from briefgen.model.unit import UnitSet


@dataclass(frozen=True, slots=True)
class Target:
    """A yearly target of a unit for one metric and level; value in its measure, None while pending (待下达).

    A `provisional` one (暂定) is set until the final one comes.
    """

    year: int
    unit: str
    metric: str
    level: str
    value: Fraction | None
    measure: str
    version: int
    issued: date | None
    record: Record
    provisional: bool = False

    @property
    def pending(self) -> bool:
        """Tell whether the target is declared but not yet set."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Total:
    """A 合计 row of a sheet, kept apart from the rows: the printed amount (万元) or count of one column.

    It adds up the rows from `since` (a 小计 starts anew, a 合计 at the top) to the one above it.
    """

    table: str
    column: str
    value: Fraction
    source: Source
    since: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables by name, the units, the targets, and which files the data came from (path: SHA-256).

    `turns` are the months (first days) from which on some row is seen corrected; `reports` are the aggregates that
    units report without project rows.
    """

    tables: Mapping[str, tuple[Record, ...]]
    origins: Mapping[str, tuple[Origin, ...]]
    units: UnitSet
    targets: tuple[Target, ...]
    totals: tuple[Total, ...]
    files: Mapping[str, str]
    turns: tuple[date, ...] = ()
    reports: tuple[Report, ...] = ()

    def rows(self, table: str) -> tuple[Record, ...]:
        """Give the rows of a table; a table that the office does not keep has none."""
        return self.tables.get(table, ())

    def epoch(self, day: date) -> int:
        """Count the turns up to a day: as-of days with the same count see the same versions of all rows."""
        return bisect_right(self.turns, day)

    def at(self, day: date) -> Ledger:
        """Give the ledger as figures of an as-of day see it: without the corrections that take effect later."""
        if self.epoch(day) == len(self.turns):
            return self
        return replace(self, tables={name: tuple(record.at(day) for record in records)
                                     for name, records in self.tables.items()})
