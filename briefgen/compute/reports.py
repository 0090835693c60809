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
        if unit.code in self.codes or (unit.is_city and self._rule.everything and own is not None):
            return Stated(None if own is None else (own,))
        if not unit.is_city:
            return None
        units = [each for each in self._ledger.units.units if each.valid(period.as_of)]
        telling = [each for each in units if each.code in self.codes]
        records = [self._record(name, each, period) for each in telling]
        known = tuple(record for record in records if record is not None)
        complete = known if len(known) == len(telling) else None
        return Stated(complete, self.codes, len(telling) == len(units)) if telling else None

    def _record(self, name: str, unit: Unit, period: Period) -> Record | None:
        month = date(period.year, period.last, 1)
        return self._found.get((name, unit.code, month)) if period.first == 1 else None


def indicator_ids(profile: Profile) -> Mapping[str, str]:
    """Map the names that a report may call an indicator by to its id: the id, and a name that no other bears.

    Ratios and scores are not reported: they follow from their parts.
    """
    counting = {key: entry for key, entry in profile.indicator.items() if entry.aggregate.of_rows}
    borne = Counter(entry.name for entry in counting.values())
    named = {entry.name: key for key, entry in counting.items() if borne[entry.name] == 1}
    return named | {key: key for key in counting}
