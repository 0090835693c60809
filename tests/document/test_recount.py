"""A trace is held against itself: what its rows and parents make is what each figure says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

from briefgen.compose import SeriesEmpty, list_kinds
from briefgen.desk import Desk, Order
from briefgen.document.recount import contradictions, reckoned
from briefgen.document.trace import Trace, TracedFigure, TracedRow, TracedRows, trace_document
from briefgen.model.figure import PLACE
from briefgen.model.period import Period
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = TracedRows("签约项目台账", "count", "", "a.xlsx", None, "A", "",
                  (TracedRow(2, "甲", ""), TracedRow(3, "乙", ""), TracedRow(4, "丙", "")))
FIGURE = TracedFigure("f1", "x", "1", "甲市", "2022-12", "项目数", "个", "3", None, ("3",), "",
                      "count()", "", {}, ("r1",))


def _summed(field: str, measure: str, *values: str, table: str = "台账", taken: bool = False) -> TracedRows:
    rows = tuple(TracedRow(at, str(at), value) for at, value in enumerate(values, 2))
    return TracedRows(table, "sum", field, "a.csv", None, "C", measure, rows, taken)


def _of(measure: str, *sets: TracedRows) -> set[Fraction]:
    names = {f"r{at}": rows for at, rows in enumerate(sets)}
    return set(reckoned(replace(FIGURE, measure=measure, rowsets=tuple(names)), Trace({}, {}, {}, names)) or ())


def _derived(formula: str, measure: str = "%", **values: str | None) -> set[Fraction]:
    parents = {f"p{at}": replace(FIGURE, id=f"p{at}", value=value) for at, value in enumerate(values.values())}
    roles = dict(zip(values, parents, strict=True))
    figure = replace(FIGURE, formula=formula, measure=measure, rowsets=(), parents=roles)
    return set(reckoned(figure, Trace({}, {}, parents, {})) or ())


def test_rows_are_counted_and_added_up_in_the_figures_measure() -> None:
    assert _of("个", ROWS) == {3}
    assert _of("个", ROWS, replace(ROWS, rows=ROWS.rows[:1], taken=True)) == {2}
    invested = _summed("总投资", "万元", "20000", "4934.5", "")
    assert _of("亿元", invested, _summed("总投资", "万元", "0.5", taken=True)) == {Fraction("2.4934")}
    assert _of("次", replace(_summed("期次", "", "一", "二", "一"), aggregate="distinct")) == {2}
    assert _of("亿元", _summed("总投资", "万元", "10000"), _summed("累计值", "亿元", "1.5", table="汇总填报"),
               _summed("累计值", "万元", "5000", table="汇总填报", taken=True)) == {2}
    assert _of("个") == {0}


def test_targets_are_as_stated() -> None:
    assert _of("亿元", _summed("目标值", "", "1,465")) == {1465}
    assert _of("%", _summed("目标值", "", "40%")) == {40}


def test_plain_formulas_are_reckoned_from_their_parents() -> None:
    assert _derived("(value - base) / base", value="197", base="170") == {Fraction(2700, 170)}
    assert _derived("value - base", value="1", base="3") == {-2}
    assert _derived("numerator / denominator", numerator="3", denominator="4") == {75}
    assert _derived("completion - 11/12", completion="90") == {Fraction(-5, 3)}
    assert _derived("light(pace, 10, 30)", pace="-10") == {1}
    assert _derived("rank(value) of 3", value="7") == {1, 2, 3}


def test_what_cannot_be_reckoned_is_no_figure() -> None:
    assert _derived("a / b", a="1", b="0") == set()
    assert _derived("value - base", value="1", base=None) == set()


def _traces() -> Iterator[tuple[str, Trace]]:
    """Trace what the sample's kinds make of two months, of the city and of one county."""
    desk = Desk(SAMPLE)
    kinds = [part for each in list_kinds(desk.layers) for part in each.all_parts]
    for kind, month in product(kinds, ("2022-12", "2022-07")):
        period, order = Period.parse(month), Order(period=month, issue_no=1)
        for unit in map(desk.unit, ("",) if kind.city_only else ("", "寿阳县")):
            with suppress(SeriesEmpty):
                for entry in desk.entries(kind, unit, period, order)[:1]:
                    document = desk.compose(kind, unit, period, order, entry)
                    yield f"{kind.title} {unit.name} {month} {entry.name}", trace_document(document, {})


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    return dict(_traces())


def test_every_figure_of_the_sample_is_what_it_came_from(traces: dict[str, Trace]) -> None:
    assert len(traces) == 8
    for name, trace in traces.items():
        assert [(name, figure.id, figure.value, made) for figure, made in contradictions(trace)] == []


def test_every_doctored_figure_of_the_sample_is_found(traces: dict[str, Trace]) -> None:
    for name, trace in traces.items():
        for figure in (each for each in trace.figures.values() if each.value is not None):
            made = reckoned(figure, trace)
            assert made is not None, (name, figure)
            assert Fraction(figure.value or 0) + 100 not in made, (name, figure)
            assert len(made) == 1 or figure.measure == PLACE, (name, figure)
