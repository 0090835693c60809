"""Check that rows can be told apart, and that what they refer to is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefgen.check.rows import tables
from briefgen.model.problem import Problem

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


def late_corrections(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find corrections that take effect after the last year of their row: no month's number carries the difference."""
    for schema, records in tables(ledger):
        for record in (each for each in records if each.corrections):
            cells = (*record.values, *(each.before for each in record.corrections))
            year = max((cell.year for cell in cells if isinstance(cell, date)), default=None)
            for correction in record.corrections:
                if year is not None and correction.since is not None and correction.since.year > year:
                    params = {"column": correction.field, "key": record.key, "table": schema.name, "year": year,
                              "since": f"{correction.since:%Y-%m}"}
                    yield Problem("correction.late", correction.source, params, (record.source(correction.field),))


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
