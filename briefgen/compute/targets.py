"""Find the targets that a unit was set for a year, in the version that stood on a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefgen.model.figure import RATE

if TYPE_CHECKING:
    from briefgen.model.ledger import Ledger, Target
    from briefgen.model.period import Period
    from briefgen.model.unit import Unit


class Targets:
    """Finds targets of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        """Stand on a ledger's targets and units."""
        self._units = ledger.units.units
        self._versions: dict[tuple[int, str, str, str], list[Target]] = defaultdict(list)
        for target in ledger.targets:
            self._versions[target.year, target.unit, target.metric, target.level].append(target)

    def standing(self, metric: str, unit: Unit, period: Period, level: str) -> list[Target]:
        """Give a unit's target, and those of the units that it took over since it was set: rates do not add up."""
        own = self._latest(metric, unit.code, period, level)
        if own is None or own.measure == RATE:
            return [own] if own is not None else []
        gone = [each for each in self._units if each.code in unit.heir_of
                and (own.issued is None or each.valid_to is None or own.issued <= each.valid_to)]
        theirs = (self._latest(metric, each.code, period, level) for each in gone)
        return [own, *(target for target in theirs if target is not None)]

    def _latest(self, metric: str, unit: str, period: Period, level: str) -> Target | None:
        """Find the latest version of a unit's target on the as-of day."""
        versions = [target for target in self._versions.get((period.year, unit, metric, level), ())
                    if target.issued is None or target.issued <= period.as_of]
        return max(versions, key=lambda target: target.version, default=None)
