"""Check that a ledger can answer for a period: early enough, filled in, and with its targets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefgen.model.period import Period
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from briefgen.model.ledger import Ledger, Target
    from briefgen.model.office import Office

_TARGETS = "目标任务"
_MONTHLY = {"签约项目台账": "签约日期", "到位资金月报": "月份"}


def check_period(ledger: Ledger, office: Office, period: Period, metrics: Mapping[str, str],
                 needed: Collection[str] = ()) -> list[Problem]:
    """Find what a period lacks in the tables that are needed, all if none: a plan needs no ledger of its year.

    `metrics` gives the measure that the target of each 指标 must be in.
    """
    early = list(_early(office, period))
    needed = needed or (*_MONTHLY, _TARGETS)
    metrics = metrics if _TARGETS in needed else {}
    return early or [*_empty(ledger, period, needed), *_unset(ledger, office, period, metrics),
            *_mismeasured(ledger, office, period, metrics)]


def _early(office: Office, period: Period) -> Iterator[Problem]:
    if office.since and period.start < Period.parse(office.since).month.start:
        yield Problem("period.early", Source("briefgen.toml"), {"since": office.since, "period": period.id})


def _empty(ledger: Ledger, period: Period, needed: Collection[str]) -> Iterator[Problem]:
    """Find monthly tables that end before the period's last month: its zeros would be nobody's report."""
    for table, field in _MONTHLY.items():
        if table not in needed or table not in ledger.origins or field not in ledger.origins[table][0].schema.index:
            continue
        days = [day for row in ledger.rows(table) if isinstance(day := row[field], date)]
        if not days:
            yield Problem("row.none", _place(ledger, table), {"table": table})
        elif max(days) < period.month.start:
            params = {"period": period.id, "table": table, "last": f"{max(days):%Y-%m}"}
            yield Problem("period.empty", _place(ledger, table), params)


def _unset(ledger: Ledger, office: Office, period: Period, metrics: Mapping[str, str]) -> Iterator[Problem]:
    """Find units, valid on the as-of day, and the city, for which nobody has set or announced a target."""
    if not metrics or period.year in office.targets.pending or not ledger.units.units:
        return  # without the units nobody's targets can be told apart, and their own fault is told already
    if _TARGETS not in ledger.origins:
        yield Problem("file.missing", Source("briefgen.toml"), {"table": _TARGETS})
        return
    known = {(target.unit, target.metric) for target in _of_year(ledger, office, period)}
    for unit in (ledger.units.city, *ledger.units.units):
        for metric in metrics:
            if unit.valid(period.as_of) and (unit.code, metric) not in known:
                params = {"unit": unit.name, "metric": metric, "year": period.year, "level": office.targets.level}
                yield Problem("target.missing", _place(ledger, _TARGETS), params)


def _mismeasured(ledger: Ledger, office: Office, period: Period, metrics: Mapping[str, str]) -> Iterator[Problem]:
    for target in _of_year(ledger, office, period):
        measure = metrics.get(target.metric, target.measure)
        if target.measure != measure:
            params = {"metric": target.metric, "value": target.measure, "measure": measure}
            yield Problem("target.measure", target.record.source("计量单位"), params)


def _of_year(ledger: Ledger, office: Office, period: Period) -> list[Target]:
    return [target for target in ledger.targets
            if target.year == period.year and target.level == office.targets.level]


def _place(ledger: Ledger, table: str) -> Source:
    """Name the file and sheet of a table."""
    origin = ledger.origins[table][0]
    return Source(origin.file, origin.sheet)
