"""Check that rows can be told apart, and that what they refer to is there."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from briefgen.check.rows import about, tables
from briefgen.model.problem import Problem
from briefgen.model.table import CellType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record


def duplicate_keys(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find rows whose key another row of the table has already."""
    for schema, records in tables(ledger):
        first: dict[object, Record] = {}
        for record in records:
            value = record[schema.key] if schema.key else None
            if value is not None and (known := first.setdefault(value, record)) is not record:
                place = known.source(schema.key)
                params = {"column": schema.key, "value": value, "table": schema.name, "first": place}
                yield Problem("key.duplicate", record.source(schema.key), params, (place,))


def ambiguous_units(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find names that two units share on some day, so that a row could belong to either."""
    for name, units in ledger.units.shared().items():
        if any(one.meets(two) for one, two in combinations(units, 2)):
            named = "、".join(unit.name for unit in units)
            yield about("unit.ambiguous", ledger, "单位", {"value": name, "units": named})


def two_units(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find rows that name a second unit beside their own, as a code beside a name; they count for the own one."""
    for schema, records in tables(ledger):
        own = schema.index.get(schema.unit)
        if own is None:
            continue
        for column in (each for each in schema.columns if each.type is CellType.UNIT and each.name != schema.unit):
            at = schema.index[column.name]
            for record in records:
                code, other = record.values[own], record.values[at]
                if code == other or None in {code, other} or record.as_read[own] == record.as_read[at]:
                    continue  # equal but for a correction of the one that counts
                first, second = (ledger.units.find(str(each)) for each in (code, other))
                params = {"column": schema.unit, "value": first.name if first else code, "other": column.name,
                          "second": second.name if second else other}
                yield Problem("unit.differs", record.source(column.name), params, (record.source(schema.unit),))


def unknown_references(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find values that must stand in another table and do not; tables that were not read are passed over."""
    for schema, records in tables(ledger):
        for column in schema.columns:
            table, _, field = column.refers.partition(".")
            if any(field in origin.letters for origin in ledger.origins.get(table, ())):
                known = {row[field] for row in ledger.rows(table)}
                for record in records:
                    value = record[column.name]
                    if value is not None and value not in known:
                        params = {"column": column.name, "value": value, "table": table}
                        yield Problem("key.unknown", record.source(column.name), params)
