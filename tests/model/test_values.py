"""Rounding, printing, numerals, periods, amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model.amount import Amount, UnitsDiffer
from briefgen.model.numbers import exact, half_up, printed
from briefgen.model.numerals import day, numeral, ordinal
from briefgen.model.period import AsOfOutside, Period, PeriodPartial, PeriodUnknown


@pytest.mark.parametrize(("value", "text"), [
    ("202.0286", "202.03"), ("92", "92"), ("170.3", "170.3"), ("2.675", "2.68"), ("0.125", "0.13"), ("-8.925", "−8.93"),
    ("0", "0"), ("-0.004", "−0.004"), ("0.0049", "0.005"), ("1474.31", "1474.31"), ("99.995", "100"),
])
def test_numbers_print_half_up_and_never_as_a_false_zero(value: str, text: str) -> None:
    assert printed(Fraction(value)) == text


def test_fixed_places_keep_their_zeros() -> None:
    assert printed(Fraction(309, 10), fixed=True) == "30.90"


@given(st.fractions(), st.integers(0, 6))
def test_half_up_is_the_nearest_and_goes_away_from_zero(value: Fraction, places: int) -> None:
    rounded = Fraction(half_up(value, places))
    step = Fraction(1, 10**places)
    assert abs(rounded - value) <= step / 2
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)


@given(st.fractions())
def test_exact_text_gives_the_value_back(value: Fraction) -> None:
    assert Fraction(exact(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-10**9, max_value=10**9))
def test_printed_number_lies_within_half_a_unit(value: Decimal) -> None:
    shown = Fraction(printed(Fraction(value)).replace("−", "-"))
    assert abs(shown - Fraction(value)) <= Fraction(1, 200)


@pytest.mark.parametrize(("number", "text"), [
    (0, "零"), (2, "二"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十"),
    (1005, "一千零五"), (2022, "二千零二十二"), (9999, "九千九百九十九"),
])
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text


def test_ordinal_and_day() -> None:
    assert ordinal(2) == "第二"
    assert day(date(2023, 2, 1)) == "2023年2月1日"


@pytest.mark.parametrize(("text", "first", "last", "as_of"), [
    ("2022-12", 1, 12, date(2022, 12, 31)), ("2022", 1, 12, date(2022, 12, 31)), ("2024-02", 1, 2, date(2024, 2, 29)),
    ("2022-01..2022-02", 1, 2, date(2022, 2, 28)),
])
def test_period_reads_its_own_id(text: str, first: int, last: int, as_of: date) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.as_of) == (first, last, as_of)
    assert Period.parse(period.id) == Period.span(text) == period


@pytest.mark.parametrize(("text", "first", "last", "id_"), [
    ("2022-Q1", 1, 3, "2022-03"), ("2022-Q4", 10, 12, "2022-10..2022-12"), ("2022-H1", 1, 6, "2022-06"),
    ("2022-H2", 7, 12, "2022-07..2022-12"), ("2022-02..2022-03", 2, 3, "2022-02..2022-03"),
    ("2022-05..2022-05", 5, 5, "2022-05..2022-05")])
def test_a_part_of_the_year_is_a_span(text: str, first: int, last: int, id_: str) -> None:
    period = Period.span(text)
    assert (period.first, period.last, period.id) == (first, last, id_)
    assert Period.span(id_) == period
    assert period.cumulative == Period.parse(f"2022-{last:02}")
    if first > 1:
        with pytest.raises(PeriodPartial):
            Period.parse(text)


@pytest.mark.parametrize("text", ["2022-Q0", "2022-Q5", "2022-H3", "2022-Q1..2022-06", "2022-q1", "2022..2022-03",
                                  "2022-00..2022-03", "0000-Q1"])
def test_other_texts_are_no_span(text: str) -> None:
    with pytest.raises(PeriodUnknown):
        Period.span(text)


@pytest.mark.parametrize("text", ["2022-13", "2022-00", "22-1", "2022-12-31", "december", "", "2022-03..2022-02",
                                  "2022-02..2022-03", "2021-12..2022-01", "２０２２-12"])
def test_other_texts_are_no_period(text: str) -> None:
    with pytest.raises(PeriodUnknown):
        Period.parse(text)


def test_period_derives_its_neighbours() -> None:
    period = Period.parse("2022-12")
    assert period.pace == 1
    assert period.month.start == date(2022, 12, 1)
    assert period.previous == Period.parse("2022-11")
    assert period.last_year == Period.parse("2021-12")
    assert Period.parse("2022-01").previous is None
    assert Period.parse("2024-02").last_year.as_of == date(2023, 2, 28)
    assert Period.parse("2024-02", date(2024, 2, 29)).last_year.as_of == date(2023, 2, 28)
    assert Period.parse("2022-12", date(2022, 12, 25)).last_year.as_of == date(2021, 12, 25)


def test_as_of_day_lies_in_the_last_month() -> None:
    with pytest.raises(AsOfOutside):
        Period.parse("2022-12", date(2022, 11, 30))


def test_amounts_of_one_unit_add_and_others_do_not() -> None:
    assert Amount.of(Decimal("1.5"), "亿元") + Amount.of(Decimal(1), "万元") == Amount(Decimal(15001))
    with pytest.raises(UnitsDiffer):
        Amount.total([Amount(Decimal(1)), Amount(Decimal(1), "万美元")])
    assert Amount.total([]) == Amount(Decimal(0))
