"""No built-in document contradicts itself: every kind passes the gate, for every unit and month."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.compose import contradictions
from briefgen.document.dump import dump
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from briefgen.document.nodes import Document
    from briefgen.model.figure import Figure

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
MONTHS = ["2021-12", *(f"2022-{month:02}" for month in range(1, 13)), "2023-01"]
FULL = 100
# Our own wording goes further than the gate, which lets an office say 完成目标任务的202.03%.
WORDS: dict[str, Callable[[Fraction], bool]] = {
    r"(?<!未)(?<!超额)完成年度目标任务的\{(f\d+) ": lambda value: value <= FULL,
    r"居全市\{(f\d+) 第": lambda value: value >= 1,
}
EVERYTHING = bool(os.environ.get("BRIEFGEN_FULL"))


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


def _sentences(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith(("p ", "- ")))


def _contradictions(document: Document) -> Iterator[str]:
    text = _sentences(dump(document))
    for pattern, holds in WORDS.items():
        for match in re.finditer(pattern, text):
            value = document.figures[match[1]].value
            if value is None or not holds(value):
                yield match[0]


def _zeros(document: Document) -> Iterator[str]:
    """Find sums and counts of nothing that are told as if they were something: 新签约项目0个."""
    words = "新签约项目|新开工项目|举办和参加招商活动|外出招商|铺排项目"
    told = re.findall(rf"({words})\{{(f\d+) ", _sentences(dump(document)))
    for word, name in told:
        figure: Figure = document.figures[name]
        if figure.value == 0:
            yield word


@pytest.mark.parametrize("month", MONTHS)
def test_every_kind_passes_the_gate(desk: Desk, month: str) -> None:
    units, period = desk.ledger.units, Period.parse(month)
    chosen = (units.city, *units.units) if EVERYTHING else (units.city, units.units[MONTHS.index(month) % 12])
    documents = {f"{kind}-{unit.name}": desk.compose(desk.kind(kind), unit, period, Order(period=month))
                 for kind in ("monthly", "summary") for unit in chosen}
    assert list(map(str, contradictions(documents, desk.calculator, units, period))) == []
    for name, document in documents.items():
        assert list(_contradictions(document)) == [], name
        assert list(_zeros(document)) == [], name


@pytest.mark.parametrize("part", ["plan", "results"])
def test_every_campaign_passes_the_gate(desk: Desk, part: str) -> None:
    period, kind = Period.parse("2023-01"), desk.kind("campaign", part)
    order = Order(period="2023-01", date=date(2023, 2, 3), issue_no=3, part=part)
    documents = {entry.name: desk.compose(kind, desk.unit(""), period, order, entry)
                 for entry in desk.entries(kind, desk.unit(""), period, order)}
    assert len(documents) == (6 if part == "plan" else 1)
    assert list(map(str, contradictions(documents, desk.calculator, desk.ledger.units, period))) == []
