"""A hundred awkward ties: each lies exactly between two printed values, and goes away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model.numbers import MINUS, half_up, printed

# exact value, places, rounded; floats miss 52 of them and half even 50
CASES = """
    0.005 2 0.01, 0.015 2 0.02, 0.025 2 0.03, 0.035 2 0.04, 0.045 2 0.05, 0.055 2 0.06, 0.065 2 0.07,
    0.075 2 0.08, 0.085 2 0.09, 0.095 2 0.10, 0.105 2 0.11, 0.115 2 0.12, 0.125 2 0.13, 0.145 2 0.15,
    0.165 2 0.17, 0.205 2 0.21, 0.285 2 0.29, 0.295 2 0.30, 0.575 2 0.58, 0.995 2 1.00, 1.005 2 1.01,
    1.015 2 1.02, 1.025 2 1.03, 1.115 2 1.12, 1.255 2 1.26, 2.115 2 2.12, 2.675 2 2.68, 3.335 2 3.34,
    4.035 2 4.04, 8.345 2 8.35, 9.995 2 10.00, 10.075 2 10.08, 16.385 2 16.39, 31.845 2 31.85, 42.315 2 42.32,
    64.015 2 64.02, 81.505 2 81.51, 99.995 2 100.00, 100.005 2 100.01, 128.555 2 128.56, 202.025 2 202.03,
    999.995 2 1000.00, 1474.305 2 1474.31, 4433.495 2 4433.50, 9999.995 2 10000.00, -0.005 2 -0.01,
    -0.015 2 -0.02, -0.025 2 -0.03, -0.125 2 -0.13, -0.995 2 -1.00, -1.005 2 -1.01, -2.675 2 -2.68,
    -9.995 2 -10.00, -12.925 2 -12.93, -99.995 2 -100.00, 0.05 1 0.1, 0.15 1 0.2, 0.25 1 0.3, 0.35 1 0.4,
    0.45 1 0.5, 0.55 1 0.6, 0.85 1 0.9, 0.95 1 1.0, 1.05 1 1.1, 1.35 1 1.4, 2.25 1 2.3, 8.45 1 8.5,
    81.55 1 81.6, 81.45 1 81.5, 99.95 1 100.0, 999.95 1 1000.0, -0.05 1 -0.1, -0.25 1 -0.3, -0.45 1 -0.5,
    -1.15 1 -1.2, -99.95 1 -100.0, 0.5 0 1, 1.5 0 2, 2.5 0 3, 3.5 0 4, 9.5 0 10, 10.5 0 11, 99.5 0 100,
    999.5 0 1000, -0.5 0 -1, -1.5 0 -2, -2.5 0 -3, -9.5 0 -10, 0.0005 3 0.001, 1.0005 3 1.001, 2.0015 3 2.002,
    0.1235 3 0.124, -0.0025 3 -0.003, 1/8 2 0.13, 3/8 2 0.38, -1/8 2 -0.13, 61/200 2 0.31, 161/40 2 4.03,
    2001/200 2 10.01, -401/200 2 -2.01
"""
TIES = [tuple(case.split()) for case in CASES.replace("\n", " ").split(",")]


def test_there_are_a_hundred_of_them_and_each_is_a_tie() -> None:
    assert len(TIES) == len(set(TIES)) == 100
    assert all((Fraction(value) * 10 ** int(places)).denominator == 2 for value, places, _ in TIES)


@pytest.mark.parametrize(("value", "places", "rounded"), TIES)
def test_a_tie_goes_away_from_zero(value: str, places: str, rounded: str) -> None:
    assert str(half_up(Fraction(value), int(places))) == rounded
    assert printed(Fraction(value), int(places), fixed=True) == rounded.replace("-", MINUS)


@given(st.fractions(), st.integers(0, 6), st.booleans())
def test_minus_zero_is_never_printed(value: Fraction, places: int, fixed: bool) -> None:
    text = printed(value, places, fixed=fixed)
    assert (Decimal(text.replace(MINUS, "-")) == 0) is (value == 0)
    assert text.startswith(MINUS) is (value < 0)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_moves_a_value_by_half_a_unit_at_most(value: Fraction, places: int) -> None:
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
