"""Rows that are selected once for a year are those that a look at every row on every day would find."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compute.rows import Rows
from briefgen.compute.spans import Running, Spans, aged
from briefgen.compute.tally import worth
from briefgen.compute.where import meeting
from briefgen.model.amount import Amount
from briefgen.model.indicator import Window
from briefgen.model.period import Period
from briefgen.model.table import CellType, Column, Origin, Record, TableSchema
from briefgen.pipeline import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.model.indicator import Selection
    from briefgen.model.ledger import Ledger

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
SCHEMA = TableSchema("台账", (Column("总投资", CellType.MONEY), Column("签约日期", CellType.DATE)))
ORIGIN = Origin(SCHEMA, "台账.csv", None, {})
DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))
ROWS = st.lists(st.tuples(DAYS, st.none() | DAYS, st.sampled_from(("甲县", "乙县")),
                          st.none() | st.decimals(-10**12, 10**12, places=4)), max_size=12)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


class Plain:
    """The rows of each selection, each row asked anew on each day."""

    def __init__(self, ledger: Ledger, selections: Mapping[str, Selection], period: Period) -> None:
        self.ledger, self.selections, self.period = ledger, selections, period
        self.keyed = {name: {row.key: row for row in reversed(rows)} for name, rows in ledger.tables.items()}

    def units(self, name: str) -> dict[int, str]:
        """Map the rows that count, by where they stand, to their unit."""
        asked = self.selections[name]
        return {at: unit for at, record in enumerate(self.ledger.rows(asked.table))
                if (unit := self.unit(record, asked)) and self.meets(record, asked) and self.counts(record, asked)}

    def unit(self, record: Record, asked: Selection) -> str:
        if not asked.through:
            name = record.origin.schema.unit
            return str(record[name]) if name and record[name] is not None else self.ledger.units.city.code
        of = self.selections[asked.of]
        joined = self.keyed[of.table].get(str(record[asked.through]))
        if joined is None or not self.meets(joined, of):
            return ""
        dated = asked.dated or of.window in {Window.YEAR, Window.NEXT_YEAR}
        return self.unit(joined, of) if not dated or self.counts(joined, of) else ""

    def meets(self, record: Record, asked: Selection) -> bool:
        return all(meeting((record,), condition)[0] for condition in asked.where)

    def counts(self, record: Record, asked: Selection) -> bool:
        today, day = self.period.as_of, record[asked.date] if asked.date else None
        if asked.date and not isinstance(day, date):
            return False
        if isinstance(day, date):
            lower, upper = {Window.PERIOD: (self.period.start, today), Window.TO_DATE: (date.min, today),
                            Window.YEAR: self.period.whole_year, Window.NEXT_YEAR: self.period.next_year}[asked.window]
            young = asked.over_months and not _same_day(day, asked.over_months) < today
            old = asked.within_months and not _same_day(day, asked.within_months) >= today
            if not lower <= day <= upper or young or old:
                return False
        some = not asked.reached_any or any(self.reached(record, name) for name in asked.reached_any)
        return (some and all(self.reached(record, name) for name in asked.reached)
                and not any(self.reached(record, name) for name in asked.unreached))

    def reached(self, record: Record, name: str) -> bool:
        day = record[name]
        return isinstance(day, date) and day <= self.period.as_of


def _same_day(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _periods() -> list[Period]:
    random, found = Random(5), [Period.parse("2022-12"), Period.parse("2024-02")]
    for _ in range(5):
        year, month = random.choice((2021, 2022, 2022, 2023)), random.randint(1, 12)
        day = date(year, month, random.randint(1, monthrange(year, month)[1]))
        found.append(Period.of(year, month, as_of=day))
    return found


@pytest.mark.parametrize("period", _periods(), ids=lambda period: f"{period.id}@{period.as_of}")
def test_each_selection_holds_the_rows_that_every_row_would_tell_of_itself(desk: Desk, period: Period) -> None:
    rows, ledger = Rows(desk.ledger, desk.profile, None), desk.ledger
    plain = Plain(ledger, rows.selections, period)
    counted = 0
    for name, asked in rows.selections.items():
        table, wanted = ledger.rows(asked.table), plain.units(name)
        found = rows.select(name, period)
        for unit in {*found, *wanted.values()} - {rows.city}:
            own = [table[at] for at, other in wanted.items() if other == unit]
            assert list(map(id, found.get(unit, ()))) == list(map(id, own)), (name, unit)
        assert list(map(id, found.get(rows.city, ()))) == [id(table[at]) for at in wanted], name
        counted += len(wanted)
    assert counted > 1000


@pytest.mark.parametrize("period", _periods(), ids=lambda period: f"{period.id}@{period.as_of}")
def test_each_figure_is_what_its_rows_add_up_to(desk: Desk, period: Period) -> None:
    known = 0
    for name, indicator in desk.profile.indicator.items():
        for unit in (desk.ledger.units.city, *desk.ledger.units.units):
            figure = desk.calculator.by_rows(name, unit, period) if indicator.aggregate.of_rows else None
            if figure is not None and figure.rows is not None:
                records = tuple(figure.rows.records)
                assert (figure.value, len(figure.rows.records)) == (worth(indicator, records), len(records))
                assert figure.rows.table == (records[0].origin.schema.name if records else "")
                known += 1
    assert known > 100


@given(ROWS, DAYS)
def test_sums_on_any_day_are_those_of_the_rows_that_count_on_it(
        rows: list[tuple[date, date | None, str, Decimal | None]], day: date) -> None:
    records = [Record(ORIGIN, at, (None if money is None else Amount(money), begun))
               for at, (begun, _end, _unit, money) in enumerate(rows)]
    spans = Spans.always(records, [unit for _, _, unit, _ in rows])
    spans = spans.begin(spans.days("签约日期")).end([end for _, end, _, _ in rows])
    for unit in ("甲县", "乙县"):
        own = [money or Decimal(0) for begun, end, code, money in rows
               if code == unit and begun <= day and (end is None or day < end)]
        assert Running(spans.count().get(unit, {})).on(day) == len(own)
        assert Running(spans.add_up("总投资").get(unit, {})).on(day) == sum(own)
        assert len(spans.on(day).get(unit, [])) == len(own)


def test_a_sum_is_exact_beyond_the_digits_of_a_plain_decimal() -> None:
    money = [Decimal(10)**30, Decimal("0.0001"), -Decimal(10)**30]
    assert Amount.total(map(Amount, money)) == Amount(Decimal("0.0001"))


def test_a_row_counts_from_the_day_on_which_so_many_months_have_passed() -> None:
    days = [date(2021, 8, 31), date(2022, 1, 15), date.max - timedelta(days=40), None]
    assert aged(days, 6) == [date(2022, 3, 1), date(2022, 7, 16), date.max, None]
