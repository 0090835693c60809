"""Find what units report in place of project rows, by the office's [reported]."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefgen.model.report import converted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.model.indicator import Profile
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.period import Period
    from briefgen.model.table import Record
    from briefgen.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Stated:
    """What is reported for a figure: the rows of 汇总填报, none if one is missing.

    Beside them the rows of the units that are not `units` count, unless it stands `alone`.
    """

    records: tuple[Record, ...] | None
    units: frozenset[str] = frozenset()
    alone: bool = True


class Reports:
    """The reports of one ledger by indicator, unit and month."""

    def __init__(self, ledger: Ledger, office: Office, profile: Profile) -> None:
        """Stand on a ledger, an office's settings and its profile."""
        self._ledger, self._rule = ledger, office.reported
        ids = indicator_ids(profile)
        self._found: dict[tuple[str, str, date], Record] = {}
        for report in ledger.reports:
            name = ids.get(report.metric)
            if name and converted(report.value, report.measure, profile.indicator[name].measure) is not None:
                self._found.setdefault((name, report.unit, report.month), report.record)
        self.codes = frozenset(unit.code for unit in office.reported.chosen(ledger.units))

    def stated(self, name: str, table: str, unit: Unit, period: Period) -> Stated | None:
        """Give what is reported for an indicator over a table; None where the rows alone count."""
        if not self.codes or not self._rule.covers(table, self._ledger.origins):
            return None
        own = self._record(name, unit, period)
        if unit.is_city and self._rule.everything and own is not None:
            return Stated((own,))
        parts = self._parts(unit, period)
        telling = [each for each in parts if each.code in self.codes]
        records = [self._record(name, each, period) for each in telling]
        known = tuple(record for record in records if record is not None)
        complete = known if len(known) == len(telling) else None
        counting = {each.code for each in parts} - self.codes
        others = self.codes if unit.is_city else {unit.code, *unit.heir_of} - counting
        return Stated(complete, frozenset(others), len(telling) == len(parts)) if telling else None

    def _parts(self, unit: Unit, period: Period) -> list[Unit]:
        """Give the units of which a unit's figure is made up: itself, and those that it has succeeded."""
        units, day = self._ledger.units, period.as_of
        own = units.units if unit.is_city else (unit, *(each for each in units.units if each.code in unit.heir_of))
        return [each for each in own
                if each.code == unit.code or units.exists(each, day) or self._left(each, period)]

    def _left(self, unit: Unit, period: Period) -> bool:
        """Tell whether a unit that is gone left what no successor's report holds: rows, or reports of the period."""
        if unit.successor in self.codes:
            return False
        return unit.code not in self.codes or _ended(unit, period)

    def _record(self, name: str, unit: Unit, period: Period) -> Record | None:
        """Find a unit's report of a period's last month, or of the unit's own."""
        last = unit.valid_to.month if unit.valid_to is not None and _ended(unit, period) else period.last
        month = date(period.year, last, 1)
        return self._found.get((name, unit.code, month))


def _ended(unit: Unit, period: Period) -> bool:
    """Tell whether a unit ended within a period."""
    return unit.valid_to is not None and period.start <= unit.valid_to < period.as_of


def indicator_ids(profile: Profile) -> Mapping[str, str]:
    """Map the names that a report may call an indicator by to its id: the id, and a name that no other bears.

    Ratios and scores are not reported: they follow from their parts.
    """
    counting = {key: entry for key, entry in profile.indicator.items() if entry.aggregate.of_rows}
    borne = Counter(entry.name for entry in counting.values())
    named = {entry.name: key for key, entry in counting.items() if borne[entry.name] == 1}
    return named | {key: key for key in counting}
