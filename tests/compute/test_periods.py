"""A quarter, a half-year and a single month have figures of their own, which add up to the year's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.compose.phrases import reason_text
from briefgen.compute.breakdown import Divider, NoMonthBefore
from briefgen.model.figure import Reason
from briefgen.model.period import Period, PeriodPartial
from briefgen.pipeline import Desk, Order, Question, answer, build, check, explain_indicator

if TYPE_CHECKING:
    from fractions import Fraction

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


def _value(desk: Desk, path: str, period: str, unit: str = "") -> Fraction:
    value = desk.calculator.figure(path, desk.unit(unit), Period.span(period)).value
    assert value is not None
    return value


@pytest.mark.parametrize("path", ["signed.count", "signed.invest", "arrived.fixed", "trips.count", "started.count",
                                  "started.invest", "funded.signed.amount"])
@pytest.mark.parametrize("unit", ["", "寿阳县"])
def test_parts_of_the_year_add_up_to_it(desk: Desk, path: str, unit: str) -> None:
    year = _value(desk, path, "2022", unit)
    for parts in (["2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"], ["2022-H1", "2022-H2"],
                  ["2022-01..2022-02", "2022-03..2022-12"], [f"2022-{at:02}..2022-{at:02}" for at in range(1, 13)]):
        assert sum(_value(desk, path, part, unit) for part in parts) == year


def test_what_started_in_a_quarter_counts_in_it_whenever_in_the_year_it_was_signed(desk: Desk) -> None:
    rows = [row for row in desk.ledger.rows("签约项目台账")
            if (row["状态"], row["协议类型"]) == ("有效", "投资协议") and row["来源区域"] != "省内"]
    started = [row for row in rows if isinstance(row["签约日期"], date) and row["签约日期"].year == 2022
               and isinstance(row["开工日期"], date) and date(2022, 10, 1) <= row["开工日期"] <= date(2022, 12, 31)]
    assert _value(desk, "started.count", "2022-Q4") == len(started)
    assert len(started) > len([row for row in started if str(row["签约日期"]) >= "2022-10"])


@pytest.mark.parametrize(("path", "known"), [
    ("started.rate", False), ("landed.rate", False), ("batches.start_rate", False), ("funded.signed.rate", False),
    ("signed.large.share.count", True), ("funded.rate", True)])
def test_a_rate_of_a_quarter_needs_parts_that_come_about_by_the_same_dates(desk: Desk, path: str, known: bool) -> None:
    figure = desk.calculator.figure(path, desk.unit(""), Period.span("2022-Q4"))
    assert (figure.value is not None, figure.reason) == (known, None if known else Reason.NOT_COMPARABLE)
    assert known or reason_text(figure) == "分段时期的分子与分母不是同一批，不计算比率"


def test_what_stands_on_a_day_is_that_of_the_quarters_last(desk: Desk) -> None:
    assert _value(desk, "pool.count", "2022-Q4") == _value(desk, "pool.count", "2022-12")


def test_the_month_of_a_quarter_is_that_of_the_year(desk: Desk) -> None:
    for path in ("signed.count.month", "arrived.fixed.month", "signed.invest.month.mom"):
        assert _value(desk, path, "2022-Q4") == _value(desk, path, "2022-12")
    assert _value(desk, "signed.count.month", "2022-11..2022-11") == _value(desk, "signed.count.month", "2022-11")
    assert _value(desk, "signed.count.last_month", "2022-11..2022-11") == _value(desk, "signed.count.month", "2022-10")


@pytest.mark.parametrize("base", ["signed.count.month", "pool.count"])  # what one month brought, what stands on a day
def test_january_is_compared_with_december_but_for_what_the_year_has_brought(desk: Desk, base: str) -> None:
    assert _value(desk, f"{base}.last_month", "2022-01") == _value(desk, base, "2021-12")
    now, before = _value(desk, base, "2022-01"), _value(desk, base, "2021-12")
    assert _value(desk, f"{base}.mom", "2022-01") == (now - before) / before * 100
    figure = desk.calculator.figure("signed.count.mom", desk.unit(""), Period.span("2022-01"))
    assert figure.reason is Reason.NOT_COMPARABLE


def test_a_quarter_is_compared_with_that_of_last_year(desk: Desk) -> None:
    now, before = _value(desk, "signed.count", "2022-Q4"), _value(desk, "signed.count", "2021-10..2021-12")
    assert _value(desk, "signed.count.diff", "2022-Q4") == now - before


@pytest.mark.parametrize("derivation", ["target", "completion", "gap", "pace"])
def test_a_part_of_the_year_is_not_measured_against_the_years_target(desk: Desk, derivation: str) -> None:
    figure = desk.calculator.figure(f"signed.invest.{derivation}", desk.unit(""), Period.span("2022-Q4"))
    assert (figure.value, figure.reason) == (None, Reason.NOT_COMPARABLE)
    assert reason_text(figure) == "分段时期不与年度目标比较"


@pytest.mark.parametrize(("period", "words"), [
    ("2022-Q4", "2022年第四季度，全市"), ("2022-H2", "2022年下半年，全市"), ("2022-01..2022-02", "2022年1—2月，全市"),
    ("2022-02..2022-03", "2022年2—3月，全市"), ("2022-11..2022-11", "2022年11月，全市"),
    ("2022-Q1", "2022年1—3月，全市")])
def test_an_answer_names_its_part_of_the_year(period: str, words: str) -> None:
    [found] = answer(SAMPLE, Order(period=period), Question(["signed.count"], compare="last-year"))
    assert found.sentence.startswith(words)
    assert found.title.startswith(words.removesuffix("，全市"))


def test_a_part_of_the_year_is_explained() -> None:
    trace = explain_indicator(SAMPLE, "signed.count", Order(period="2022-Q4"))
    assert trace.document["period"] == "2022-10..2022-12"


def test_documents_and_checks_start_in_january(tmp_path: Path) -> None:
    with pytest.raises(PeriodPartial, match="2022-Q4"):
        build(SAMPLE, Order(period="2022-Q4", out=tmp_path))
    with pytest.raises(PeriodPartial):
        check(SAMPLE, "2022-H2")


def test_several_later_months_have_no_month_before() -> None:
    order, asked = Order(period="2022-Q4"), Question(("signed.invest",), "unit", "last-month")
    with pytest.raises(NoMonthBefore, match=r"2022-10\.\.2022-12 is compared"):
        list(answer(SAMPLE, order, asked))
    assert list(answer(SAMPLE, Order(period="2022-11..2022-11"), asked))


@pytest.mark.parametrize("path", ["pool.count", "waiting.count"])  # what is there, what is left
def test_what_is_there_on_a_day_is_compared_as_that_and_not_by_what_came(desk: Desk, path: str) -> None:
    period = Period.parse("2022-12")
    whole = Divider(desk.calculator, desk.ledger, period).divide(path, desk.unit(""), "unit", "last-month").whole
    assert whole.base is not None
    assert (whole.figure.value, whole.base.value) == (_value(desk, path, "2022-12"), _value(desk, path, "2022-11"))
    assert _value(desk, path, "2022-Q4") == _value(desk, path, "2022-12")
