"""Round exact values once, half up, and print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES: Final = 2
MINUS: Final = "−"
NONE: Final = "—"


def half_up(value: Fraction, places: int = PLACES) -> Decimal:
    """Round an exact value half away from zero; never gives minus zero."""
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return Decimal(f"{whole if value >= 0 else -whole}E-{places}")


def apportioned(values: Sequence[Fraction], places: int = PLACES) -> list[Fraction]:
    """Round values so that they add up to their sum, which must need no more places (最大余数法).

    Each is cut off, and those that lost most get one unit of the last place each; of equals the first do.
    """
    unit = Fraction(1, 10**places)
    cut = [value // unit for value in values]
    left = round(sum(values, Fraction(0)) / unit) - sum(cut)
    order = sorted(range(len(values)), key=lambda at: cut[at] * unit - values[at])
    for at in order[:left]:
        cut[at] += 1
    return [each * unit for each in cut]


def printed(value: Fraction, places: int = PLACES, *, fixed: bool = False) -> str:
    """Print a value with at most (or, fixed, exactly) so many places and U+2212 for minus.

    A value that is not zero never prints as zero: it gets the places that its first digit needs.
    """
    while value and not half_up(value, places):
        places += 1
    rounded = half_up(value, places)
    text = f"{abs(rounded):.{places}f}"
    if not fixed and "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS if rounded < 0 else "") + text


def exact(value: Fraction) -> str:
    """Write an exact value for machines: a plain decimal where it ends, else a fraction p/q."""
    if value.denominator == 1:
        return str(value.numerator)
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return f"{half_up(value, places):f}"
