"""Hold money as exact decimals with its unit in the value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Final

from briefgen.errors import BriefgenError
from briefgen.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

BASE: Final = "万元"
EXACT: Final = Context(prec=1000)  # sums are never rounded, however great and small their parts
_IN_BASE: Final = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}


class UnitsDiffer(BriefgenError):
    """Two amounts of different units were added."""

    message = N_("amounts of different units cannot be added: {left} and {right}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money: an exact decimal in its unit (万元 unless the ledger's money is foreign)."""

    value: Decimal
    unit: str = BASE

    def __add__(self, other: Amount) -> Amount:
        """Add two amounts of one unit; raises UnitsDiffer."""
        if other.unit != self.unit:
            raise UnitsDiffer(left=self.unit, right=other.unit)
        return Amount(self.value + other.value, self.unit)

    @staticmethod
    def of(value: Decimal, unit: str) -> Amount:
        """Make an amount in 万元 of a value in 元, 万元 or 亿元; other units stay as they are."""
        return Amount(value * _IN_BASE[unit]) if unit in _IN_BASE else Amount(value, unit)

    @staticmethod
    def total(amounts: Iterable[Amount]) -> Amount:
        """Add amounts of one unit; nothing adds up to 0 万元."""
        result: Amount | None = None
        with localcontext(EXACT):
            for amount in amounts:
                result = amount if result is None else result + amount
        return result or Amount(Decimal(0))


def is_money(unit: str) -> bool:
    """Tell whether a unit word is one of the 元 family."""
    return unit in _IN_BASE


def in_base(unit: str) -> Decimal:
    """Give the worth of one unit in 万元."""
    return _IN_BASE[unit]
