"""Check targets and campaigns: what is planned must be possible and said once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefgen.model.numbers import exact
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger, Target
    from briefgen.model.office import Office


def repeated_targets(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find targets that stand twice in one version, so that neither is in force."""
    first: dict[object, Target] = {}
    for target in ledger.targets:
        known = first.setdefault((target.year, target.unit, target.metric, target.level, target.version), target)
        if known is not target:
            place = known.record.source()
            unit = ledger.units.find(target.unit)
            params = {"unit": unit.name if unit else target.unit, "metric": target.metric, "year": target.year,
                      "version": target.version, "first": place}
            yield Problem("target.conflict", target.record.source(), params, (place,))


def odd_targets(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find targets below zero, and rates that look like a share of one (0.4 for 40 %)."""
    for target in ledger.targets:
        if target.value is None:
            continue
        params = {"metric": target.metric, "value": exact(target.value)}
        if target.value < 0:
            yield Problem("target.negative", target.record.source("目标值"), params)
        elif target.measure == "%" and 0 < target.value <= 1:
            yield Problem("target.small", target.record.source("目标值"), params)


def undated_versions(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find later versions of a target without a day: they count for the months before them, too."""
    for target in ledger.targets:
        if target.version > 1 and target.issued is None:
            params = {"metric": target.metric, "year": target.year, "version": target.version}
            yield Problem("target.undated", target.record.source("下达日期"), params)


def reversed_plans(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find campaigns that end before they start."""
    for row in ledger.rows("招商活动计划"):
        start, end = row["开始月"], row["结束月"]
        if isinstance(start, date) and isinstance(end, date) and end < start:
            params = {"start": f"{start:%Y-%m}", "end": f"{end:%Y-%m}"}
            yield Problem("plan.reversed", row.source("结束月"), params, (row.source("开始月"),))
