"""Read a column of percentages: 92, 92% and, where Excel keeps what it shows as 92%, 0.92; the column decides."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from briefgen.read.grid import plain
from briefgen.read.quantity import narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.table import Value
    from briefgen.read.grid import Cell

SHARES = "percent.shares"
SMALL = "percent.small"
_SHARE = Decimal("1.5")  # a share of one rarely says more than 150 %
_HUNDRED = 100


class Percentages(NamedTuple):
    """The values in percent, whether bare numbers were shares of one, and where a bare number may still be one."""

    values: list[Value]
    shares: bool
    small: tuple[int, ...]


def settle(cells: Sequence[Cell], values: Sequence[Value]) -> Percentages:
    """Take the bare numbers of a column as shares of one if all lie within 0 to 1.5 and some are no whole numbers."""
    bare = {at: value for at, (cell, value) in enumerate(zip(cells, values, strict=True))
            if isinstance(value, Decimal) and not narrow(plain(cell)).endswith("%")}
    shares = all(0 <= value <= _SHARE for value in bare.values()) and any(value % 1 for value in bare.values())
    settled = [value * _HUNDRED if shares and at in bare and isinstance(value, Decimal) else value
               for at, value in enumerate(values)]
    small = () if shares else tuple(at for at, value in bare.items() if 0 < value <= 1)
    return Percentages(settled, shares, small)
