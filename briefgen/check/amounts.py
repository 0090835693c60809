"""Check money: amounts of another size than the table's, funds that fall or exceed the project."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from briefgen.check.rows import ARRIVALS, BATCHES, PROJECTS, amount, day, tables, text
from briefgen.check.rows import column as values
from briefgen.model.amount import BASE, Amount
from briefgen.model.numbers import exact
from briefgen.model.problem import Problem
from briefgen.model.table import CellType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record

_ARRIVED = "当月到位资金"
_TOTALS = {PROJECTS: "总投资", BATCHES: "总投资", "储备项目库": "估算总投资"}
_LARGE = Decimal(500_000)  # 万元: 50 亿元
_TIMES = 10
_Account = tuple[str, str, str]  # project, category, unit of money


def large_amounts(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find totals of 50 亿元 or more, or of ten times the table's median: a slip of the unit looks like that."""
    for table, column in _TOTALS.items():
        records = ledger.rows(table)
        found = [(record, money.value) for record, money in zip(records, values(records, column), strict=True)
                 if isinstance(money, Amount) and money.unit == BASE]
        middle = median([value for _, value in found]) if found else Decimal(0)
        for record, value in found:
            if value >= _LARGE or 0 < _TIMES * middle <= value:
                params = {"column": column, "value": exact(Fraction(value)), "median": exact(Fraction(middle))}
                yield Problem("amount.large", record.source(column), params)


def negative_amounts(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find amounts below zero, but for money that arrived: that is paid back now and then."""
    for schema, records in tables(ledger):
        names = [each.name for each in schema.columns if each.type is CellType.MONEY and each.name != _ARRIVED]
        for name in names:
            for record, money in zip(records, values(records, name), strict=True):
                if isinstance(money, Amount) and money.value < 0:
                    params = {"column": name, "value": exact(Fraction(money.value)), "measure": money.unit}
                    yield Problem("amount.negative", record.source(name), params)


def falling_funds(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find months that bring the money arrived for a project, in one category, below the month before."""
    falling = {_account(record) for record in ledger.rows(ARRIVALS) if _money(record) < 0}
    months: dict[_Account, dict[date, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in ledger.rows(ARRIVALS) if falling else ():
        account, month = _account(record), day(record, "月份")
        if account in falling and month:
            months[account][month].append(record)
    for account, rows in months.items():
        yield from _falls(account, rows)


def _falls(account: _Account, months: Mapping[date, list[Record]]) -> Iterator[Problem]:
    project, kind, measure = account
    total, before = Decimal(0), None
    for month in sorted(months):
        rows, now = months[month], _sum(months[month], total)
        if now < total:
            params = {"project": project, "kind": kind, "month": f"{month:%Y-%m}", "measure": measure,
                      "value": exact(Fraction(now)), "before": exact(Fraction(total))}
            related = (before.source(_ARRIVED),) if before else ()
            yield Problem("funds.fell", min(rows, key=_money).source(_ARRIVED), params, related)
        total, before = now, rows[-1]


def excessive_funds(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find projects for which more money has arrived than they are to cost."""
    arrived: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in ledger.rows(ARRIVALS):
        if money := amount(record, _ARRIVED):
            arrived[text(record, "项目编号"), money.unit].append(record)
    for record in ledger.rows(PROJECTS) if arrived else ():
        total = amount(record, "总投资")
        rows = arrived.get((record.key, total.unit), []) if total else []
        if total and rows and (came := _sum(rows)) > total.value:
            params = {"project": record.key, "value": exact(Fraction(came)), "total": exact(Fraction(total.value)),
                      "measure": total.unit}
            last = max(rows, key=lambda row: (str(day(row, "月份") or ""), row.row))
            yield Problem("funds.over", record.source("总投资"), params, (last.source(_ARRIVED),))


def _account(record: Record) -> _Account:
    money = amount(record, _ARRIVED)
    return text(record, "项目编号"), text(record, "资金类别"), money.unit if money else ""


def _sum(records: list[Record], start: Decimal = Decimal(0)) -> Decimal:
    with localcontext(prec=60):  # enough for every digit that a cell may hold
        return sum(map(_money, records), start)


def _money(record: Record) -> Decimal:
    money = amount(record, _ARRIVED)
    return money.value if money else Decimal(0)
