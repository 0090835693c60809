"""Check 汇总填报: what it names must be there, said once, grow within the year, and agree with the rows."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from briefgen.check.rows import about
from briefgen.model.findings import Findings, few
from briefgen.model.indicator import Aggregate
from briefgen.model.numbers import exact, half_up
from briefgen.model.period import Period
from briefgen.model.problem import Problem
from briefgen.model.report import MEASURE, METRIC, REPORTED, VALUE, Report, converted
from briefgen.model.source import Source
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from briefgen.model.figure import Figure, RowSet
    from briefgen.model.indicator import Indicator
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.unit import Unit

_COUNTING = (Aggregate.COUNT, Aggregate.DISTINCT)
_PLACES = 2  # a report need not be more exact than paper


class Reckoner(Protocol):
    """What the checks ask about indicators."""

    def reportable(self) -> Mapping[str, tuple[str, Indicator]]:
        """Give the indicators that can be reported, with their ids, by each of their names."""

    def grows(self, indicator: Indicator) -> bool:
        """Tell whether a year's cumulative figure cannot fall."""

    def table(self, indicator: Indicator) -> str:
        """Name the table that an indicator counts or sums."""

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        """Compute a figure."""

    def by_rows(self, name: str, unit: Unit, period: Period) -> Figure:
        """Compute an indicator from the unit's rows alone."""


class _Known(NamedTuple):
    """A report whose indicator and measure are known; its value in the indicator's measure."""

    report: Report
    id: str
    indicator: Indicator
    value: Fraction


def check_reports(ledger: Ledger, office: Office, reckoner: Reckoner) -> list[Problem]:
    """Find what is wrong with the reports, and where they and the rows say two things."""
    found = list(_unknown_units(ledger, office))
    if (office.reported.names or office.reported.everything) and REPORTED not in office.data:
        found.append(Problem("file.missing", Source("briefgen.toml"), {"table": REPORTED}))
    told, kept = _readable(ledger, reckoner)
    return [*found, *told, *few(_falling(ledger, kept, reckoner)), *few(_beside_rows(ledger, office, kept, reckoner))]


def _readable(ledger: Ledger, reckoner: Reckoner) -> tuple[list[Problem], list[_Known]]:
    """Give the reports whose indicator and measure are known, each once, and what is told of the others."""
    known: dict[tuple[str, str, date], _Known] = {}
    names, told = reckoner.reportable(), Findings()
    for report in ledger.reports:
        if report.metric not in names:
            told.add("reported.indicator", partial(_unnamed, report, names))
            continue
        key, indicator = names[report.metric]
        value = converted(report.value, report.measure, indicator.measure)
        if value is None:
            params = {"metric": indicator.name, "value": report.measure, "measure": indicator.measure}
            place = report.record.source(MEASURE)
            told.add("reported.measure", partial(Problem, "reported.measure", place, params))
            continue
        each = _Known(report, key, indicator, value)
        if value.denominator != 1 and indicator.aggregate in _COUNTING:
            told.add("reported.whole", partial(_broken, ledger, each))
            continue
        first = known.setdefault((report.unit, key, report.month), each)
        if first.report is not report:
            told.add("reported.twice", partial(_again, ledger, report, first))
    return told.problems(), list(known.values())


def _unnamed(report: Report, names: Iterable[str]) -> Problem:
    params = {"value": report.metric, "nearest": nearest(report.metric, names)}
    return Problem("reported.indicator", report.record.source(METRIC), params)


def _broken(ledger: Ledger, each: _Known) -> Problem:
    params = {**_named(ledger, each), "value": exact(each.value), "measure": each.indicator.measure}
    return Problem("reported.whole", each.report.record.source(VALUE), params)


def _again(ledger: Ledger, report: Report, first: _Known) -> Problem:
    place = first.report.record.source(METRIC)
    params = {**_named(ledger, first), "first": place}
    return Problem("reported.twice", report.record.source(METRIC), params, (place,))


def missing_reports(ledger: Ledger, office: Office, period: Period, reckoner: Reckoner) -> Iterator[Problem]:
    """Find what reporting units have not reported for a period, though somebody has reported it in the year."""
    if REPORTED not in ledger.origins:
        return
    names = reckoner.reportable()
    told: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))  # unit, id: months
    for report in ledger.reports:
        if report.month.year == period.year and report.metric in names:
            told[report.unit][names[report.metric][0]].add(report.month.month)
    units = _reporting(ledger, office, period, told)
    wanted = list(dict.fromkeys(key for unit in units for key in told[unit.code]))
    for unit in units:
        lacking = [names[key][1].name for key in wanted if period.last not in told[unit.code][key]]
        if lacking or not wanted:
            params = {"unit": unit.name, "period": f"{period.year:04}-{period.last:02}",
                      "metrics": "、".join(lacking) or REPORTED}
            yield about("reported.missing", ledger, REPORTED, params)


def _reporting(ledger: Ledger, office: Office, period: Period, told: Mapping[str, object]) -> list[Unit]:
    """List the units whose reports are due; where the city reports for all, those that have begun to."""
    units = [unit for unit in office.reported.chosen(ledger.units) if ledger.units.exists(unit, period.as_of)]
    city = ledger.units.city
    if office.reported.everything and city.code in told:
        return [city, *(unit for unit in units if unit.code in told)]
    return units


def _unknown_units(ledger: Ledger, office: Office) -> Iterator[Problem]:
    known = [name for unit in (ledger.units.city, *ledger.units.units) for name in unit.names]
    for name in office.reported.names if ledger.units.units else ():
        if ledger.units.find(name) is None:
            yield Problem("reported.unit", Source("briefgen.toml"), {"value": name, "nearest": nearest(name, known)})


def _falling(ledger: Ledger, known: Sequence[_Known], reckoner: Reckoner) -> Iterator[Problem]:
    """Find cumulative values below those of the month before in the year, or below zero."""
    before: dict[tuple[str, str, int], _Known] = {}
    for each in sorted(known, key=lambda each: each.report.month):
        place = (each.report.unit, each.id, each.report.month.year)
        last, now = before.get(place), each
        if reckoner.grows(each.indicator) and each.value < (last.value if last else 0):
            params = {**_named(ledger, now), "value": exact(now.value), "before": exact(last.value) if last else "0",
                      "measure": now.indicator.measure}
            related = (last.report.record.source(VALUE),) if last else ()
            yield Problem("reported.fell", now.report.record.source(VALUE), params, related)
        before[place] = each


def _beside_rows(ledger: Ledger, office: Office, known: Sequence[_Known], reckoner: Reckoner) -> Iterator[Problem]:
    """Compare with the rows: a reporting unit's do not count, each told once a table; the others' must agree."""
    chosen = {unit.code for unit in office.reported.chosen(ledger.units)}
    told = set[tuple[str, str]]()
    values: dict[tuple[str, date], dict[str, Fraction]] = defaultdict(dict)
    for each in known:
        values[each.id, each.report.month][each.report.unit] = each.value
    for each in known:
        unit = ledger.units.find(each.report.unit)
        table = reckoner.table(each.indicator)
        if unit is None:
            continue
        period = Period.of(each.report.month.year, each.report.month.month)
        covered = office.reported.covers(table, ledger.origins)
        if covered and unit.code in chosen:
            problem = _uncounted(ledger, each, reckoner.by_rows(each.id, unit, period))
            if problem is None or (unit.code, table) in told:
                continue
            told.add((unit.code, table))
        elif covered and unit.is_city and office.reported.everything:
            month = each.report.month
            problem = _apart(ledger, each, _added(ledger, values[each.id, month], month), None, REPORTED)
        else:
            figure = reckoner.figure(each.id, unit, period)
            problem = _apart(ledger, each, figure.value, figure, table)
        if problem is not None:
            yield problem


def _uncounted(ledger: Ledger, each: _Known, figure: Figure) -> Problem | None:
    rows = figure.rows
    if rows is None or not rows.records:
        return None
    place = _first(rows)
    params = {**_named(ledger, each), "count": len(rows.records), "place": place, "table": rows.table}
    return Problem("reported.rows", each.report.record.source(VALUE), params, (place,))


def _apart(ledger: Ledger, each: _Known, value: Fraction | None, figure: Figure | None,
           table: str) -> Problem | None:
    """Tell a report that differs from what a table's rows, or the units' reports, give at its own number of places."""
    if value is None:
        return None
    given = converted(value, each.indicator.measure, each.report.measure)
    written = exact(each.report.value)
    places = max(_PLACES, len(written.partition(".")[2]))
    if given is None or Fraction(half_up(given, places)) == each.report.value:
        return None
    rows = figure.rows if figure is not None else None
    related = (_first(rows),) if rows is not None and rows.records else ()
    params = {**_named(ledger, each), "value": written, "measure": each.report.measure, "other": exact(given),
              "place": related[0] if related else table}
    return Problem("reported.differs", each.report.record.source(VALUE), params, related)


def _first(rows: RowSet) -> Source:
    """Name the cell of the first row: the summed one, or its key."""
    record = rows.records[0]
    return record.source(rows.field or record.origin.schema.key)


def _added(ledger: Ledger, values: Mapping[str, Fraction], month: date) -> Fraction | None:
    """Add up the units' reports of an indicator and month; nothing where one of them is missing."""
    units = ledger.units.existing(Period.of(month.year, month.month).as_of)
    if not units or any(unit.code not in values for unit in units):
        return None
    return sum((values[unit.code] for unit in units), Fraction(0))


def _named(ledger: Ledger, each: _Known) -> dict[str, object]:
    unit = ledger.units.find(each.report.unit)
    return {"unit": unit.name if unit else each.report.unit, "metric": each.indicator.name,
            "month": f"{each.report.month:%Y-%m}"}
