"""Hold what a unit reports without project rows: an indicator's cumulative value up to a month (汇总填报)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from briefgen.model.amount import in_base, is_money

if TYPE_CHECKING:
    from briefgen.model.table import Record

REPORTED: Final = "汇总填报"
VALUE: Final = "累计值"
MEASURE: Final = "计量单位"
METRIC: Final = "指标"
_COLUMNS = frozenset(("单位", "月份", METRIC, VALUE, MEASURE))


@dataclass(frozen=True, slots=True)
class Report:
    """A row of the table 汇总填报: the value of January to `month` (its first day), exact, in its own measure.

    `metric` is the indicator's id or name as it stands there, `unit` a code.
    """

    unit: str
    month: date
    metric: str
    value: Fraction
    measure: str
    record: Record

    @staticmethod
    def of(record: Record) -> Report | None:
        """Make a report of its row; none where a needed cell holds nothing, which is told on reading."""
        if not record.origin.schema.index.keys() >= _COLUMNS:
            return None
        unit, month, metric, value = (record[name] for name in ("单位", "月份", METRIC, VALUE))
        if not (unit and isinstance(month, date) and metric and isinstance(value, Decimal)):
            return None
        return Report(str(unit), month, str(metric), Fraction(value), str(record[MEASURE] or ""), record)


def converted(value: Fraction, measure: str, wanted: str) -> Fraction | None:
    """Give a value in another measure: 元, 万元 and 亿元 stand for each other, any other measure for itself alone."""
    if measure == wanted:
        return value
    if is_money(measure) and is_money(wanted):
        return value * Fraction(in_base(measure)) / Fraction(in_base(wanted))
    return None


def brought(record: Record, wanted: str) -> Fraction:
    """Give what a row of 汇总填报 brings in, in a measure that its own converts to."""
    value, measure = record[VALUE], str(record[MEASURE] or "")
    found = converted(Fraction(value), measure, wanted) if isinstance(value, Decimal) else None
    return found or Fraction(0)
