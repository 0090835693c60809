"""Describe indicators as data: what each counts, over which rows, against which target."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads it at run time
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from briefgen.tomlfile import Declared


class Window(StrEnum):
    """Which dates count: the period's, all up to its as-of day, or, for plans, the whole year's or the next year's."""

    PERIOD = "period"
    TO_DATE = "to-date"
    YEAR = "year"
    NEXT_YEAR = "next-year"


class Aggregate(StrEnum):
    """How rows become a value."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    RATIO = "ratio"


class Condition(Declared):
    """One filter, in TOML an array of field, operator and values as they stand in the table."""

    field: str
    operator: Literal["=", "!=", "in", "not-in", ">=", ">", "<=", "<", "empty", "filled"]
    values: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_array(cls, value: object) -> object:
        """Take `["状态", "=", "有效"]`."""
        if isinstance(value, list) and len(value) > 1:
            return {"field": value[0], "operator": value[1], "values": value[2:]}
        return value


class Selection(Declared):
    """A set of rows: table, filters, a date field with its window, dates (not) reached by the as-of day.

    `extends` adds to the filters of another selection of the table. `through` joins each row, by the key in that
    field, to a row of the selection `of`, whose own dates do not matter unless it is a year's plan; the joined row also
    names the unit.
    """

    table: str = ""
    extends: str = ""
    where: tuple[Condition, ...] = ()
    date: str = ""
    window: Window = Window.PERIOD
    reached: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    through: str = ""
    of: str = ""


class Indicator(Declared):
    """An indicator; `measure` is the unit it prints in, `target` the metric in 目标任务.

    A ratio names its numerator and denominator and prints in %.
    """

    name: str
    short: str = ""
    measure: str
    definition: str
    aggregate: Aggregate
    selection: str = ""
    field: str = ""
    numerator: str = ""
    denominator: str = ""
    target: str = ""
    better: Literal["higher", "lower"] = "higher"
    places: int = Field(default=2, ge=0, le=6)
    fixed: bool = False


class Profile(Declared):
    """An indicator file: the row selections and the indicators that stand on them, by id."""

    name: str
    selection: Mapping[str, Selection]
    indicator: Mapping[str, Indicator]
