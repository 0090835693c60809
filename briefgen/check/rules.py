"""Check a ledger as a whole: keys, references, totals, targets."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.check.period import check_period
from briefgen.model.amount import Amount
from briefgen.model.numbers import exact
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefgen.model.ledger import Ledger, Target, Total
    from briefgen.model.office import Office
    from briefgen.model.table import Record, TableSchema, Value

__all__ = ["check_ledger", "check_period"]


def check_ledger(ledger: Ledger, office: Office) -> list[Problem]:
    """Run every check of CHECKS over the ledger."""
    return [problem for check in CHECKS for problem in check(ledger, office)]


def duplicate_keys(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find rows whose key another row of the table has already."""
    for schema, records in _tables(ledger):
        first: dict[object, Record] = {}
        for record in records:
            value = record[schema.key] if schema.key else None
            if value is not None and (known := first.setdefault(value, record)) is not record:
                place = known.source(schema.key)
                params = {"column": schema.key, "value": value, "table": schema.name, "first": place}
                yield Problem("key.duplicate", record.source(schema.key), params, (place,))


def ambiguous_units(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find names that two units share, so that a row could belong to either."""
    units = (ledger.units.city, *ledger.units.units)
    counted = Counter(name for unit in units for name in set(unit.names))
    for name, count in counted.items():
        if count > 1:
            named = "、".join(unit.name for unit in units if name in unit.names)
            yield Problem("unit.ambiguous", _origin(ledger, "单位"), {"value": name, "units": named})


def unknown_references(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find values that must stand in another table and do not; tables that were not read are passed over."""
    for schema, records in _tables(ledger):
        for column in schema.columns:
            table, _, field = column.refers.partition(".")
            if table in ledger.tables and field in ledger.origins[table][0].letters:
                known = {row[field] for row in ledger.rows(table)}
                for record in records:
                    value = record[column.name]
                    if value is not None and value not in known:
                        params = {"column": column.name, "value": value, "table": table}
                        yield Problem("key.unknown", record.source(column.name), params)


def wrong_totals(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find totals that their rows do not add up to; below words a total may count cells or different words."""
    for total in ledger.totals:
        records = [record for record in ledger.rows(total.table) if _covers(total, record)]
        sums = _sums([record[total.column] for record in records])
        if total.value not in sums:
            params = {"column": total.column, "value": exact(total.value), "sum": exact(sums[0])}
            yield Problem("total.differs", total.source, params)


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


def reversed_plans(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find campaigns that end before they start."""
    for row in ledger.rows("招商活动计划"):
        start, end = row["开始月"], row["结束月"]
        if isinstance(start, date) and isinstance(end, date) and end < start:
            params = {"start": f"{start:%Y-%m}", "end": f"{end:%Y-%m}"}
            yield Problem("plan.reversed", row.source("结束月"), params, (row.source("开始月"),))


CHECKS: tuple[Callable[[Ledger, Office], Iterable[Problem]], ...] = (
    duplicate_keys, ambiguous_units, unknown_references, wrong_totals, repeated_targets, odd_targets,
    reversed_plans)


def _tables(ledger: Ledger) -> Iterator[tuple[TableSchema, tuple[Record, ...]]]:
    for records in ledger.tables.values():
        if records:
            yield records[0].origin.schema, records


def _origin(ledger: Ledger, table: str) -> Source:
    """Name the file and sheet of a table."""
    origin = ledger.origins[table][0]
    return Source(origin.file, origin.sheet)


def _covers(total: Total, record: Record) -> bool:
    place, row = record.origin, total.source.row or 0
    same = (place.file, place.sheet) == (total.source.file, total.source.sheet)
    return same and total.since <= record.row < row


def _sums(values: list[Value]) -> list[Fraction]:
    """Add up a column's values: amounts in 万元, whole numbers; words count, each cell or each word once."""
    filled = [value for value in values if value is not None]
    amounts = [value.value for value in filled if isinstance(value, Amount)]
    if amounts:
        return [sum(map(Fraction, amounts), Fraction())]
    numbers = [value for value in filled if isinstance(value, int) and not isinstance(value, bool)]
    if numbers:
        return [Fraction(sum(numbers))]
    return [Fraction(len(filled)), Fraction(len(set(filled)))]
