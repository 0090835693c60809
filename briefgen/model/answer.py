"""Hold an answer: a figure broken down into parts, and the words around its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.model.figure import Figure
    from briefgen.model.period import Period
    from briefgen.model.unit import Unit

TOTAL = "合计"  # the label of a whole that is the sum of its parts
UNSTATED = "未注明"  # the label of the rows whose cell is empty


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a breakdown: its label, the figure, and what it is compared with, if anything."""

    label: str
    figure: Figure
    base: Figure | None = None
    change: Figure | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Give the figures from left to right, as many as the breakdown has heads behind the label's."""
        return tuple(each for each in (self.figure, self.base, self.change) if each is not None)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole of a unit and period, and its parts in their order; `heads` names the columns, the label's first.

    `undivided` names the column that was asked for and that the rows do not have. What is
    `standing` counts up to the period's last day, whenever it begins.
    """

    unit: Unit
    period: Period
    heads: tuple[str, ...]
    whole: Part
    parts: tuple[Part, ...]
    undivided: str = ""
    standing: bool = False

    @property
    def lines(self) -> tuple[Part, ...]:
        """Give all lines of the table, the whole last."""
        return (*self.parts, self.whole)


@dataclass(frozen=True, slots=True)
class Answer:
    """A breakdown with its title, the notes below its table, and the sentence that tells it."""

    breakdown: Breakdown
    title: str
    notes: tuple[str, ...]
    sentence: str
