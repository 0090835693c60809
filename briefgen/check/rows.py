"""Reach into rows whatever columns the office keeps: a column that its schema lacks is empty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.model.ledger import Ledger
    from briefgen.model.table import Record, TableSchema, Value

PROJECTS = "签约项目台账"
ARRIVALS = "到位资金月报"
BATCHES = "三个一批"


def tables(ledger: Ledger) -> Iterator[tuple[TableSchema, tuple[Record, ...]]]:
    """Give each table that has rows, with its schema."""
    for records in ledger.tables.values():
        if records:
            yield records[0].origin.schema, records


def about(code: str, ledger: Ledger, table: str, params: Mapping[str, object]) -> Problem:
    """Tell a problem of a whole table: of its first file, the others related."""
    first, *others = (Source(origin.file, origin.sheet) for origin in ledger.origins[table])
    return Problem(code, first, params, tuple(others))


def value(record: Record, name: str) -> Value:
    """Give the value of a column, None where the schema has no such column."""
    return record[name] if name in record.origin.schema.index else None


def text(record: Record, name: str) -> str:
    """Give the text of a column, empty where there is none."""
    found = value(record, name)
    return "" if found is None else str(found)


def day(record: Record, name: str) -> date | None:
    """Give the day in a column, if there is one."""
    found = value(record, name)
    return found if isinstance(found, date) else None


def amount(record: Record, name: str) -> Amount | None:
    """Give the amount in a column, if there is one."""
    found = value(record, name)
    return found if isinstance(found, Amount) else None


def live(ledger: Ledger) -> list[Record]:
    """Give the projects of the ledger that have not been taken out (退库)."""
    return [record for record in ledger.rows(PROJECTS) if text(record, "状态") != "退库"]
