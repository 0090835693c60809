"""Keep the rows that meet a filter of the profile."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.table import blank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefgen.model.indicator import Condition
    from briefgen.model.table import Record, Value

_LISTED = re.compile(r"[、，,；;]")
_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt}


def meeting(records: Sequence[Record], condition: Condition) -> list[bool]:
    """Tell of each row of a table whether it meets a condition."""
    if not records:
        return []
    index = records[0].origin.schema.index
    at = index[condition.field]
    cells = [record.values[at] for record in records]
    if condition.operator == "at-least":
        other = index[condition.values[0]]
        return [_at_least(cell, record.values[other]) for cell, record in zip(cells, records, strict=True)]
    if condition.operator in _COMPARE:
        compare, bound = _COMPARE[condition.operator], Decimal(condition.values[0])
        numbers = [cell.value if isinstance(cell, Amount) else _number(cell) for cell in cells]
        return [number is not None and compare(number, bound) for number in numbers]
    # few words stand in many cells: each is judged once
    meets = {cell: _meets(cell, condition) for cell in set(cells)}
    return [meets[cell] for cell in cells]


def _meets(value: Value, condition: Condition) -> bool:
    if condition.operator in ("empty", "filled"):
        return blank(value) == (condition.operator == "empty")
    if condition.operator == "has":
        return not set(condition.values).isdisjoint(map(str.strip, _LISTED.split(_text(value))))
    return (_text(value) in condition.values) == (condition.operator in ("=", "in"))


def _at_least(left: Value, right: Value) -> bool:
    mine, other = _number(left), _number(right)
    return mine is not None and other is not None and mine >= other


def _text(value: Value) -> str:
    return "" if value is None else ("是" if value else "否") if isinstance(value, bool) else str(value)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, Amount):
        return value.value
    try:
        return None if value is None or isinstance(value, date) else Decimal(value)
    except InvalidOperation:
        return None
