"""Check money: amounts of another size than the table's, funds that fall or exceed the project."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from briefgen.check.rows import ARRIVALS, BATCHES, PROJECTS, amount, day, text
from briefgen.model.amount import BASE
from briefgen.model.numbers import exact
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record

_ARRIVED = "当月到位资金"
_TOTALS = {PROJECTS: "总投资", BATCHES: "总投资", "储备项目库": "估算总投资"}
_LARGE = Fraction(500_000)  # 万元: 50 亿元
_TIMES = 10


def large_amounts(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find totals of 50 亿元 or more, or of ten times the table's median: a slip of the unit looks like that."""
    for table, column in _TOTALS.items():
        found = [(record, Fraction(money.value)) for record in ledger.rows(table)
                 if (money := amount(record, column)) and money.unit == BASE]
        middle = median([value for _, value in found]) if found else Fraction()
        for record, value in found:
            if value >= _LARGE or 0 < _TIMES * middle <= value:
                params = {"column": column, "value": exact(value), "median": exact(Fraction(middle))}
                yield Problem("amount.large", record.source(column), params)


def falling_funds(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find months that bring the money arrived for a project, in one category, below the month before."""
    months: dict[tuple[str, str, str], dict[date, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in ledger.rows(ARRIVALS):
        money, month = amount(record, _ARRIVED), day(record, "月份")
        if money and month:
            months[text(record, "项目编号"), text(record, "资金类别"), money.unit][month].append(record)
    for (project, kind, measure), rows in months.items():
        sums, before = Fraction(), None
        for month in sorted(rows):
            added = _sum(rows[month])
            lowest = min(rows[month], key=_money)
            if added < 0:
                params = {"project": project, "kind": kind, "month": f"{month:%Y-%m}", "measure": measure,
                          "value": exact(sums + added), "before": exact(sums)}
                related = (before.source(_ARRIVED),) if before else ()
                yield Problem("funds.fell", lowest.source(_ARRIVED), params, related)
            sums, before = sums + added, rows[month][-1]


def excessive_funds(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find projects for which more money has arrived than they are to cost."""
    arrived: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in ledger.rows(ARRIVALS):
        if money := amount(record, _ARRIVED):
            arrived[text(record, "项目编号"), money.unit].append(record)
    for record in ledger.rows(PROJECTS):
        total = amount(record, "总投资")
        rows = arrived.get((record.key, total.unit), []) if total else []
        if total and (came := _sum(rows)) > Fraction(total.value):
            params = {"project": record.key, "value": exact(came), "total": exact(Fraction(total.value)),
                      "measure": total.unit}
            last = max(rows, key=lambda row: (str(day(row, "月份") or ""), row.row))
            yield Problem("funds.over", record.source("总投资"), params, (last.source(_ARRIVED),))


def _sum(records: list[Record]) -> Fraction:
    return sum(map(_money, records), Fraction())


def _money(record: Record) -> Fraction:
    money = amount(record, _ARRIVED)
    return Fraction(money.value) if money else Fraction()
