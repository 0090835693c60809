"""Check that a ledger can answer for a period: early enough, filled in, and with its targets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefgen.check.rows import ARRIVALS, PROJECTS, about, day, live, text
from briefgen.model.findings import few
from briefgen.model.period import Period
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from briefgen.model.ledger import Ledger, Target
    from briefgen.model.office import Office

_TARGETS = "目标任务"
_OWN = "市定"  # the level that the city sets its units
_MONTHLY = {PROJECTS: "签约日期", ARRIVALS: "月份"}


def check_period(ledger: Ledger, office: Office, period: Period, metrics: Mapping[str, str],
                 needed: Collection[str] = ()) -> list[Problem]:
    """Find what a period lacks in the tables that are needed, all if none: a plan needs no ledger of its year.

    `metrics` gives the measure that the target of each 指标 must be in.
    """
    early = list(_early(office, period))
    replaced = office.reported.tables if office.reported.everything else ()
    needed = [table for table in needed or (*_MONTHLY, _TARGETS) if table not in replaced]
    metrics = metrics if _TARGETS in needed else {}
    return early or [*_empty(ledger, period, needed), *_unset(ledger, office, period, metrics),
            *_mismeasured(ledger, office, period, metrics), *few(_signed_later(ledger, period, needed))]


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
            yield about("row.none", ledger, table, {"table": table})
        elif max(days) < period.month.start:
            params = {"period": period.id, "table": table, "last": f"{max(days):%Y-%m}"}
            yield about("period.empty", ledger, table, params)


def _signed_later(ledger: Ledger, period: Period, needed: Collection[str]) -> Iterator[Problem]:
    """Find projects signed after the as-of day whose money counts, each at its first such row.

    Money of the month of signing may have come after it.
    """
    if ARRIVALS not in needed:
        return
    later = {record.key: (record, signed) for record in live(ledger)
             if (signed := day(record, "签约日期")) and signed > period.as_of}
    told = set[str]()
    for record in ledger.rows(ARRIVALS):
        project, month = text(record, "项目编号"), day(record, "月份")
        if project not in later or project in told or not month or not period.start <= month <= period.as_of:
            continue
        signing, signed = later[project]
        if month < signed.replace(day=1):
            told.add(project)
            params = {"project": project, "day": signed, "as_of": period.as_of, "month": f"{month:%Y-%m}"}
            yield Problem("period.future", signing.source("签约日期"), params, (record.source("月份"),))


def _unset(ledger: Ledger, office: Office, period: Period, metrics: Mapping[str, str]) -> Iterator[Problem]:
    """Find units, valid on the as-of day, and the city, for which nobody has set or announced a target."""
    if not metrics or period.year in office.targets.pending or not ledger.units.units:
        return  # without the units nobody's targets can be told apart, and their own fault is told already
    if _TARGETS not in ledger.origins:
        yield Problem("file.missing", Source("briefgen.toml"), {"table": _TARGETS})
        return
    known = {(target.unit, target.metric) for target in _of_year(ledger, office, period)}
    city = ledger.units.city
    alone = office.targets.level != _OWN and known and {unit for unit, _metric in known} == {city.code}
    for unit in (city, *(() if alone else ledger.units.units)):  # a province may set targets for the city only
        for metric in metrics:
            if ledger.units.exists(unit, period.as_of) and (unit.code, metric) not in known:
                params = {"unit": unit.name, "metric": metric, "year": period.year, "level": office.targets.level}
                yield about("target.missing", ledger, _TARGETS, params)


def _mismeasured(ledger: Ledger, office: Office, period: Period, metrics: Mapping[str, str]) -> Iterator[Problem]:
    for target in _of_year(ledger, office, period):
        measure = metrics.get(target.metric, target.measure)
        if target.measure != measure:
            params = {"metric": target.metric, "value": target.measure, "measure": measure}
            yield Problem("target.measure", target.record.source("计量单位"), params)


def _of_year(ledger: Ledger, office: Office, period: Period) -> list[Target]:
    return [target for target in ledger.targets
            if target.year == period.year and target.level == office.targets.level]
