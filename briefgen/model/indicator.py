"""Describe an indicator as data: what it counts, over which rows, against which target."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Window(StrEnum):
    """Which dates count: those within the period, or all up to its as-of day."""

    PERIOD = "period"
    TO_DATE = "to-date"


class Aggregate(StrEnum):
    """How rows become a value."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: field, operator (= != in not-in >= > <= < empty filled), value(s) as in the table."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """A set of rows: table, filters, a date field with its window, dates that must be reached by the as-of day.

    `through` joins each row by the key in that field to a row of another selection, whose own dates do not matter.
    """

    id: str
    table: str
    where: tuple[Condition, ...] = ()
    date: str = ""
    window: Window = Window.PERIOD
    reached: tuple[str, ...] = ()
    through: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: `measure` is the unit it prints in; a ratio names numerator and denominator indicators."""

    id: str
    name: str
    short: str
    measure: str
    definition: str
    aggregate: Aggregate
    selection: str = ""
    field: str = ""
    numerator: str = ""
    denominator: str = ""
    target: str = ""
    higher_is_better: bool = True
    places: int = 2
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """An office's indicators and the row selections they stand on, by id."""

    name: str
    selections: Mapping[str, Selection]
    indicators: Mapping[str, Indicator]
