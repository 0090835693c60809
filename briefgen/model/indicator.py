"""Describe indicators as data: what each counts, over which rows, against which target."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads it at run time
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

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
    SCORE = "score"

    @property
    def of_rows(self) -> bool:
        """Tell whether rows are counted or added up; else figures are made of other figures."""
        return self not in {Aggregate.RATIO, Aggregate.SCORE}


class Condition(Declared):
    """One filter, in TOML an array of field, operator and values as they stand in the table.

    `has` looks for any of the values in a cell that lists several (甲、乙); `at-least` compares with another column.
    """

    field: str
    operator: Literal["=", "!=", "in", "not-in", ">=", ">", "<=", "<", "empty", "filled", "has", "at-least"]
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
    field, to a row of the selection `of`, whose own dates do not matter unless it is a year's plan or `dated`; the
    joined row also names the unit.

    Of the dates in `reached_any` one is enough. On the as-of day the `date` must lie more than `over_months` months
    back, and no more than `within_months`; 0 asks for neither.
    """

    table: str = ""
    extends: str = ""
    where: tuple[Condition, ...] = ()
    date: str = ""
    window: Window = Window.PERIOD
    reached: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    reached_any: tuple[str, ...] = ()
    over_months: int = Field(default=0, ge=0, le=600)
    within_months: int = Field(default=0, ge=0, le=600)
    through: str = ""
    of: str = ""
    dated: bool = False

    @field_validator("where", mode="before")
    @classmethod
    def _each_in_brackets(cls, value: object) -> object:
        """Refuse a single filter where a list of them belongs."""
        if isinstance(value, list) and not all(isinstance(each, list) and len(each) > 1 for each in value):
            raise PydanticCustomError("filters", "a list of filters")
        return value

    @property
    def columns(self) -> frozenset[str]:
        """Name the columns that it asks for."""
        named = {self.date, self.through, *self.reached, *self.unreached, *self.reached_any}
        compared = {value for each in self.where if each.operator == "at-least" for value in each.values}
        return frozenset(filter(None, named | compared | {each.field for each in self.where}))


class Part(Declared):
    """One part of a score: `weight` points for a completion of 100 %, counted up to `cap` %."""

    indicator: str
    weight: Decimal = Field(gt=0, le=1000, decimal_places=6)
    cap: Decimal = Field(default=Decimal(100), gt=0, le=1000, decimal_places=6)


class Deduction(Declared):
    """What a score loses for `each` one that an indicator counts."""

    indicator: str
    each: Decimal = Field(gt=0, le=1000, decimal_places=6)


class Lights(Declared):
    """From how many 百分点 behind the pace the light is yellow, and beyond how many it is red."""

    yellow: Decimal = Field(default=Decimal(10), ge=0, le=100, decimal_places=6)
    red: Decimal = Field(default=Decimal(30), ge=0, le=100, decimal_places=6)


class Division(Declared):
    """A way to break figures down: by the words of a `column`, or by its amount in `tiers`.

    A tier is a label with its least amount in 万元, the greatest first.
    """

    name: str
    column: str
    tiers: tuple[tuple[str, Decimal], ...] = ()


class Indicator(Declared):
    """An indicator; `measure` is the unit it prints in, `target` the metric in 目标任务.

    A ratio names its numerator and denominator and prints in %; a unit whose denominator is below `rank_minimum` has no
    place. A score adds up its `scored` parts, which are completions or rates, less its `deducted`. `notes` print under
    every table that shows the indicator, `place_notes` where its places stand.
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
    scored: tuple[Part, ...] = ()
    deducted: tuple[Deduction, ...] = ()
    target: str = ""
    better: Literal["higher", "lower"] = "higher"
    rank: Literal["value", "completion"] = "value"
    rank_minimum: int = Field(default=0, ge=0)
    notes: tuple[str, ...] = ()
    place_notes: tuple[str, ...] = ()
    places: int = Field(default=2, ge=0, le=6)
    fixed: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Name the indicators that it is computed from; none if rows are counted."""
        scored = (*(each.indicator for each in self.scored), *(each.indicator for each in self.deducted))
        return tuple(filter(None, (self.numerator, self.denominator, *scored)))


class Adjusted(Declared):
    """What a choice changes in an indicator; what is not given stays."""

    name: str = ""
    definition: str = ""
    selection: str = ""
    numerator: str = ""
    denominator: str = ""


class Choice(Declared):
    """One way to read a loose end: `text` takes the option's place in definitions and templates.

    The keys of `selection` and `indicator` are laid over the profile's. `note` prints below the tables or
    sentences that show what the choice touches.
    """

    text: str = ""
    note: str = ""
    selection: Mapping[str, Selection] = Field(default_factory=dict)
    indicator: Mapping[str, Adjusted] = Field(default_factory=dict)


class Option(Declared):
    """A loose end that an office settles under [options]: one of its choices by name, or, without any, a number.

    A number lies between `least` and `greatest`, if that is given.

    What is settled is also written into the keys that it `sets`, each a section, an id (* for every indicator with a
    target) and a key. A number's `note` prints where it is not the default; that of one that sets nothing, everywhere.
    `about` says whose notes they are: of all figures, or of places alone.
    """

    name: str
    default: str | int
    least: int = 0
    greatest: int | None = None
    choice: Mapping[str, Choice] = Field(default_factory=dict)
    sets: tuple[tuple[Literal["selection", "indicator"], str, str], ...] = ()
    note: str = ""
    about: Literal["figures", "places"] = "figures"

    def holds(self, value: str | int) -> bool:
        """Tell whether a number lies within the bounds."""
        return not isinstance(value, str) and self.least <= value and (self.greatest is None or value <= self.greatest)


class Profile(Declared):
    """An indicator file: the row selections, the indicators that stand on them, and the options, by id.

    One that `extends` another holds only what differs. `places` and `fixed` are for all indicators that do not say.
    """

    name: str
    extends: str = ""
    places: int | None = Field(default=None, ge=0, le=6)
    fixed: bool | None = None
    selection: Mapping[str, Selection]
    indicator: Mapping[str, Indicator]
    option: Mapping[str, Option] = Field(default_factory=dict)
    by: Mapping[str, Division] = Field(default_factory=dict)
    lights: Lights = Lights()

    @property
    def settled(self) -> Mapping[str, str]:
        """Give the words of each option as settled, under scope_choice which choice that is, and its scope_note.

        An option's default stands for what the office chose.
        """
        told = {key: words(option) for key, option in self.option.items()}
        chosen = {key: option.choice.get(str(option.default)) for key, option in self.option.items()}
        told |= {f"{key}_note": choice.note for key, choice in chosen.items() if choice is not None}
        return told | {f"{key}_choice": str(option.default) for key, option in self.option.items()}


def words(option: Option) -> str:
    """Give the words that stand for an option: the chosen text, or the number."""
    chosen = option.choice.get(str(option.default))
    return chosen.text if chosen is not None else str(option.default)
