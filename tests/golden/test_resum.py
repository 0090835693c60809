"""Each figure on paper is added up again from its trace alone: the rows that it names give the figure that it shows."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.document.trace import to_json, trace_document
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Document

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
FULL = bool(os.environ.get("BRIEFGEN_FULL"))
MONTHS = ["2021-12", *(f"2022-{month:02}" for month in range(1, 13)), "2023-01"]
WORTH = {"元": Fraction(1, 10_000), "万元": Fraction(1), "亿元": Fraction(10_000)}
Json = dict[str, Any]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


def _traced(desk: Desk, document: Document) -> Json:
    found: Json = json.loads(to_json(trace_document(document, desk.ledger.files)))["trace"]
    return found


def _brought(rows: Json, measure: str) -> Fraction | set[str]:
    """Add up one row set, in the figure's measure; distinct values are put together over all files."""
    values = [row["value"] for row in rows["rows"]]
    if rows["aggregate"] == "count":
        return Fraction(len(values))
    if rows["aggregate"] == "distinct":
        return {value for value in values if value}
    scale = WORTH[rows["measure"]] / WORTH[measure] if rows["measure"] in WORTH else Fraction(1)
    return sum((Fraction(value) for value in values if value), Fraction(0)) * scale


def _added(figure: Json, trace: Json) -> Fraction:
    total, values = Fraction(0), set[str]()
    for name in figure["rowsets"]:
        rows = trace["rowsets"][name]
        brought = _brought(rows, figure["measure"])
        if isinstance(brought, set):
            assert not rows["taken"]
            values |= brought
        else:
            total += -brought if rows["taken"] else brought
    return total + len(values)


def _derived(figure: Json, trace: Json) -> Fraction | None:
    """Follow a formula over the parents' exact values; a place wants all rivals, which no trace holds."""
    parts = {role: Fraction(trace["figures"][name]["value"]) for role, name in figure["parents"].items()}
    formula = figure["formula"]
    if passed := re.fullmatch(r"completion - (\d+)/(\d+)", formula):
        return parts["completion"] - Fraction(int(passed[1]), int(passed[2])) * 100
    if formula == "(value - base) / base":
        return (parts["value"] - parts["base"]) / parts["base"] * 100
    if formula == "value - base":
        return parts["value"] - parts["base"]
    if formula.startswith("rank(value) of "):
        return None
    over, under = formula.split(" / ")
    return parts[over] / parts[under] * 100


def _wrong(trace: Json) -> Iterator[str]:
    """Find figures whose parts do not give them; a target is the one row that states it."""
    for figure in trace["figures"].values():
        target = re.fullmatch(r"\S+ \d{4} v\d+", figure["formula"])
        if figure["value"] is None or target:
            continue
        again = _derived(figure, trace) if figure["parents"] else _added(figure, trace)
        if again is not None and again != Fraction(figure["value"]):
            yield f"{figure['indicator']}@{figure['unit']}/{figure['period']}: {figure['value']} {again}"


@pytest.mark.parametrize("kind", ["monthly", "summary"])
@pytest.mark.parametrize("month", MONTHS if FULL else ["2021-12", "2022-05", "2022-12", "2023-01"])
def test_figures_of_every_unit(desk: Desk, kind: str, month: str) -> None:
    units = desk.ledger.units
    for unit in (units.city, *units.units) if FULL else (units.city, units.units[MONTHS.index(month) % 12]):
        trace = _traced(desk, desk.compose(desk.kind(kind), unit, Period.parse(month), Order(period=month)))
        assert len(trace["figures"]) > 20
        assert list(_wrong(trace)) == [], unit.name


@pytest.mark.parametrize("part", ["plan", "results"])
def test_figures_of_every_campaign(desk: Desk, part: str) -> None:
    order, kind = Order(period="2023-01", date=date(2023, 2, 3), issue_no=3, part=part), desk.kind("campaign", part)
    period = Period.parse("2023-01")
    entries = desk.entries(kind, desk.unit(""), period, order)
    assert entries
    for entry in entries:
        trace = _traced(desk, desk.compose(kind, desk.unit(""), period, order, entry))
        assert trace["figures"]
        assert list(_wrong(trace)) == []


def test_a_figure_that_its_rows_do_not_give_is_caught(desk: Desk) -> None:
    """A check that cannot fail is none."""
    document = desk.compose(desk.kind("monthly"), desk.unit(""), Period.parse("2022-12"), Order(period="2022-12"))
    name, figure = next(iter(document.figures.items()))
    wrong = replace(figure, value=(figure.value or Fraction(0)) + 1)
    assert list(_wrong(_traced(desk, replace(document, figures={**document.figures, name: wrong})))) != []
