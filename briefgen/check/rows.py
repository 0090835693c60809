"""Reach into rows whatever columns the office keeps: a column that its schema lacks is empty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.model.ledger import Ledger
    from briefgen.model.table import Record, TableSchema, Value

PROJECTS = "签约项目台账"
ARRIVALS = "到位资金月报"
BATCHES = "三个一批"
_GONE = frozenset(("退库", "终止"))


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


def column(records: Sequence[Record], name: str) -> list[Value]:
    """Give the values of a column in rows of one table, None where the schema has no such column."""
    at = records[0].origin.schema.index.get(name) if records else None
    return [None] * len(records) if at is None else [record.values[at] for record in records]


def text(record: Record, name: str) -> str:
    """Give the text of a column, empty where there is none."""
    found = value(record, name)
    return "" if found is None else str(found)


def texts(records: Sequence[Record], name: str) -> list[str]:
    """Give the texts of a column in rows of one table."""
    return ["" if found is None else str(found) for found in column(records, name)]


def day(record: Record, name: str) -> date | None:
    """Give the day in a column, if there is one."""
    found = value(record, name)
    return found if isinstance(found, date) else None


def amount(record: Record, name: str) -> Amount | None:
    """Give the amount in a column, if there is one."""
    found = value(record, name)
    return found if isinstance(found, Amount) else None


def live(ledger: Ledger) -> list[Record]:
    """Give the projects of the ledger that have not been taken out (退库) or ended (终止)."""
    records = ledger.rows(PROJECTS)
    return [record for record, state in zip(records, texts(records, "状态"), strict=True) if state not in _GONE]
