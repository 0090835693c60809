"""Make figures of rows: count them, add them up, and take those of last month away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount, in_base, is_money
from briefgen.model.figure import Figure, RowSet
from briefgen.model.indicator import Aggregate
from briefgen.model.report import REPORTED, VALUE, brought

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from briefgen.model.indicator import Indicator
    from briefgen.model.table import Record


def drawn(make: Callable[..., Figure], indicator: Indicator, table: str, records: Sequence[Record],
          total: Decimal) -> Figure:
    """Make a figure of a table's rows of which only their number and the `total` of their column are known yet."""
    if indicator.aggregate is Aggregate.DISTINCT:
        return counted(make(), indicator, records)
    count = indicator.aggregate is Aggregate.COUNT
    rows = RowSet(table if records else "", indicator.aggregate, "" if count else indicator.field, records)
    value = Fraction(total) if count else _measured(total, indicator.measure)
    return make(value=value, reason=None, rows=rows, formula=_formula(rows, None))


def counted(like: Figure, indicator: Indicator, records: Sequence[Record], taken: Sequence[Record] = (),
            stated: RowSet | None = None) -> Figure:
    """Make a figure of rows, less those taken away, by an indicator's aggregate; `like` gives what it is called.

    What is `stated` in 汇总填报 is added.
    """
    table = next((record.origin.schema.name for record in (*records, *taken)), "")
    field = "" if indicator.aggregate is Aggregate.COUNT else indicator.field
    value = worth(indicator, records) - worth(indicator, taken)
    if stated is not None:
        value += _sum(stated.records, indicator) - _sum(stated.taken, indicator)
    rows = RowSet(table, indicator.aggregate, field, records, taken)
    return replace(like, value=value, reason=None, rows=rows, stated=stated, formula=_formula(rows, stated),
                   parents=None, issued="", restated=False)


def told(records: Sequence[Record], taken: Sequence[Record] = ()) -> RowSet | None:
    """Make the row set of what is reported this month, less what was before; nothing reported makes none."""
    return RowSet(REPORTED, Aggregate.SUM, VALUE, records, taken) if records or taken else None


def _sum(records: Sequence[Record], indicator: Indicator) -> Fraction:
    return sum((brought(record, indicator.measure) for record in records), Fraction(0))


def _measured(total: Decimal, measure: str) -> Fraction:
    """Give a total of 万元 in a measure of money, any other as it is."""
    return Fraction(total) / Fraction(in_base(measure)) if is_money(measure) else Fraction(total)


def _formula(rows: RowSet, stated: RowSet | None) -> str:
    """Name what is added and what is taken away: sum(总投资) + reported - reported."""
    name = f"{rows.aggregate.value}({rows.field})"
    signs = [("+", name)] if rows.records or stated is None else []
    signs += [("-", name)] if rows.taken else []
    if stated is not None:
        signs += [("+", "reported")] * bool(stated.records) + [("-", "reported")] * bool(stated.taken)
    return " ".join(f"{sign} {word}" for sign, word in signs).removeprefix("+ ")


def without(records: Sequence[Record], before: Sequence[Record], indicator: Indicator) -> tuple[Record, ...]:
    """Take rows away; of distinct values also the rows whose value was there before."""
    gone = {id(record) for record in before}
    seen = {record[indicator.field] for record in before} if indicator.aggregate is Aggregate.DISTINCT else set()
    return tuple(record for record in records
                 if id(record) not in gone and not (seen and record[indicator.field] in seen))


def worth(indicator: Indicator, records: Sequence[Record]) -> Fraction:
    """Give what rows count or add up to, in the indicator's measure."""
    if indicator.aggregate is Aggregate.COUNT:
        return Fraction(len(records))
    values = [value for record in records if (value := record[indicator.field]) not in (None, "")]
    if indicator.aggregate is Aggregate.DISTINCT:
        return Fraction(len(set(values)))
    if is_money(indicator.measure):
        total = Amount.total(value for value in values if isinstance(value, Amount))
        return _measured(total.value, indicator.measure)
    return sum((Fraction(value) for value in values if not isinstance(value, Amount | date)), Fraction(0))
