"""Check that the totals of a sheet are what its rows add up to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.numbers import exact
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger, Total
    from briefgen.model.office import Office
    from briefgen.model.table import Record, Value


def wrong_totals(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find totals that their rows do not add up to; below words a total may count cells or different words."""
    for total in ledger.totals:
        records = [record for record in ledger.rows(total.table) if _covers(total, record)]
        sums = _sums([record[total.column] for record in records])
        if total.value not in sums:
            params = {"column": total.column, "value": exact(total.value), "sum": exact(sums[0])}
            yield Problem("total.differs", total.source, params)


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
