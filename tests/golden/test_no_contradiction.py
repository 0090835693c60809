"""No sentence contradicts its figure: the words before each figure on paper fit its sign, for every unit and month."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.document.dump import dump
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from briefgen.document.nodes import Document
    from briefgen.model.figure import Figure

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
MONTHS = [*(f"2022-{month:02}" for month in range(1, 13)), "2023-01"]
FULL = 100
RISES, FALLS = "增长|增加|提高|超序时进度", "下降|减少|回落|滞后序时进度"
WORDS: dict[str, Callable[[Fraction], bool]] = {
    rf"(?:{RISES})\{{(f\d+) [^−}}]*\}}": lambda value: value > 0,
    rf"(?:{FALLS})\{{(f\d+) [^−}}]*\}}": lambda value: value < 0,
    r"\{(f\d+) [^}]*持平\}": lambda value: value == 0,
    r"超额完成年度目标任务，完成率\{(f\d+) ": lambda value: value > FULL,
    r"未完成年度目标任务，完成率\{(f\d+) ": lambda value: value < FULL,
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


@pytest.mark.parametrize("kind", ["monthly", "summary"])
@pytest.mark.parametrize("month", MONTHS)
def test_words_fit_their_figures(desk: Desk, kind: str, month: str) -> None:
    units = desk.ledger.units
    chosen = (units.city, *units.units) if EVERYTHING else (units.city, units.units[MONTHS.index(month) % 12])
    for unit in chosen:
        document = desk.compose(desk.kind(kind), unit, Period.parse(month), Order(period=month))
        assert list(_contradictions(document)) == [], unit.name
        assert list(_zeros(document)) == [], unit.name


def test_the_net_catches_a_contradiction(desk: Desk) -> None:
    """A check that cannot fail is none."""
    from dataclasses import replace

    document = desk.compose(desk.kind("monthly"), desk.unit(""), Period.parse("2022-12"), Order(period="2022-12"))
    turned = {name: replace(figure, value=-figure.value) if figure.value else figure
              for name, figure in document.figures.items()}
    assert list(_contradictions(replace(document, figures=turned))) != []
