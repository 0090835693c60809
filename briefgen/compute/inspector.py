"""Refuse definitions that cannot be computed, each with its line and the nearest known name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.compute.derive import SUFFIXES
from briefgen.compute.options import COMPLETION, EVERY, bounds, layers_of, unfilled
from briefgen.compute.resolution import DEPTH, resolve
from briefgen.errors import BriefgenError
from briefgen.i18n import N_, _
from briefgen.model.amount import is_money
from briefgen.model.figure import RATE
from briefgen.model.indicator import Aggregate, Indicator, Selection
from briefgen.model.table import CellType
from briefgen.tomlfile import BadValue, EntryUnknown, last_said, locate, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefgen.compute.options import Chosen
    from briefgen.model.indicator import Condition, Division, Option, Profile
    from briefgen.model.table import TableSchema

_CURRENCIES = ("美元", "欧元", "港元", "日元", "英镑")
_NEEDED: Mapping[Aggregate, tuple[str, ...]] = {
    Aggregate.COUNT: ("selection",), Aggregate.SUM: ("selection", "field"), Aggregate.DISTINCT: ("selection", "field"),
    Aggregate.RATIO: ("numerator", "denominator"), Aggregate.SCORE: ("scored",),
}
_CHOOSING = ("=", "!=", "in", "not-in")
_NUMERIC = (CellType.MONEY, CellType.NUMBER, CellType.INTEGER)
_TIMED = (CellType.DATE, CellType.MONTH)
_ANY, _MORE_OR_LESS = ("empty", "filled"), (">=", ">", "<=", "<", "at-least")
_MEETS: Mapping[CellType, tuple[str, ...]] = {  # which filters a column can meet at all
    CellType.TEXT: (*_ANY, *_CHOOSING, "has"), CellType.YES_NO: (*_ANY, *_CHOOSING), CellType.UNIT: (*_ANY, *_CHOOSING),
    CellType.MONEY: (*_ANY, *_MORE_OR_LESS), CellType.DATE: _ANY, CellType.MONTH: _ANY,
    **dict.fromkeys((CellType.NUMBER, CellType.INTEGER, CellType.PERCENT), (*_ANY, *_CHOOSING, *_MORE_OR_LESS))}
_DIVIDING = (CellType.TEXT, CellType.INTEGER, CellType.YES_NO)
_ID = re.compile(r"[^\W\d_]\w*(?:\.[^\W_]\w*)*")


class NameUnknown(BriefgenError):
    """A definition names something that does not exist."""

    message = N_("{place}: {what} {name} does not exist{nearest}")


class KeyNeeded(BriefgenError):
    """A definition lacks what its aggregate needs."""

    message = N_("{place}: {id} needs {key}")


class Circular(BriefgenError):
    """A definition stands on itself."""

    message = N_("{place}: {name} is defined by itself")


class BadCondition(BriefgenError):
    """A filter that no row can be asked."""

    message = N_("{place}: the filter on {name} needs {wanted}")


class OutOfOrder(BriefgenError):
    """The lower of two bounds lies above the upper one."""

    message = N_("{place}: {low} = {least} must not be more than {high} = {greatest}")


class MeasuresDiffer(BriefgenError):
    """A ratio of what cannot be divided."""

    message = N_("{place}: {id} cannot divide {over} ({left}) by {under} ({right}): their units differ")


class WrongType(BriefgenError):
    """A definition uses a column that cannot serve."""

    message = N_("{place}: the column {name} cannot serve as {key}")


class Inspector:
    """Finds what is wrong in the definitions, each with its file, line and the nearest known name."""

    def __init__(self, profile: Profile, schemas: Mapping[str, TableSchema], parts: Sequence[tuple[str, str]],
                 chosen: Chosen) -> None:
        """Stand on a profile, the texts (file, text) that it came from and what the office chose."""
        self.profile, self.schemas, self.parts, self.chosen = profile, schemas, parts, chosen

    def faults(self) -> Iterator[BriefgenError]:
        """Yield the faults of all definitions."""
        for key in self.profile.selection:
            yield from self._selection(key)
            yield from self._span(key)
        for key, indicator in self.profile.indicator.items():
            yield from self._id(key)
            yield from self._indicator(key, indicator)
            yield from self._words(key, indicator)
        for key, option in self.profile.option.items():
            yield from self._option(key, option)
        for key, division in self.profile.by.items():
            yield from self._division(key, division)
        yellow, red = self.profile.lights.yellow, self.profile.lights.red
        if yellow > red:
            place = self._said(("lights", "yellow"), ("lights", "red"))
            yield OutOfOrder(place=place, low="lights.yellow", least=yellow, high="lights.red", greatest=red)

    def _id(self, key: str) -> Iterator[BriefgenError]:
        """Find ids that cannot be written in a template, or that are those of figures derived from another."""
        base, _dot, name = key.rpartition(".")
        if not _ID.fullmatch(key):
            yield BadValue(place=self._place("indicator", key), key=f"indicator.{key}",
                           reason=_("must be words joined by dots"))
        if base in self.profile.indicator and name in SUFFIXES:
            yield BadValue(place=self._place("indicator", key), key=f"indicator.{key}",
                           reason=_("is what the indicator {name} derives by itself").format(name=base))

    def _division(self, key: str, division: Division) -> Iterator[BriefgenError]:
        """Inspect the column that figures are broken down by, and its tiers, the greatest first."""
        columns = [column for schema in self.schemas.values() if (column := schema.column(division.column))]
        every = {column for schema in self.schemas.values() for column in schema.index}
        yield from self._unknown(_("column"), division.column, every, "by", key, "column")
        fitting = (CellType.MONEY,) if division.tiers else _DIVIDING
        if any(column.type not in fitting for column in columns):
            yield WrongType(place=self._place("by", key, "column"), name=division.column, key=f"by.{key}")
        least, labels = [bound for _label, bound in division.tiers], {label for label, _bound in division.tiers}
        if least != sorted(set(least), reverse=True) or len(labels) < len(least):
            yield BadValue(place=self._place("by", key, "tiers"), key=f"by.{key}.tiers",
                           reason=_("must go from the greatest to the least, each with a label of its own"))

    def _span(self, key: str) -> Iterator[BriefgenError]:
        """Find a span of months that ends before it begins, by the names of the options that set it."""
        selection, keys = self.profile.selection[key], ("over_months", "within_months")
        if not 0 < selection.within_months < selection.over_months:
            return
        setting = {field: name for name, option in self.profile.option.items() for section, each, field in option.sets
                   if (section, each) == ("selection", key)}
        chosen = [name for name in setting.values() if name in self.chosen.values]
        paths = [("option", name, "default") for name in setting.values()] + [("selection", key, each) for each in keys]
        low, high = (setting.get(each, f"{key}.{each}") for each in keys)
        yield OutOfOrder(place=self.chosen.place(chosen[0]) if chosen else self._said(*paths), low=low, high=high,
                         least=selection.over_months, greatest=selection.within_months)

    def _words(self, key: str, indicator: Indicator) -> Iterator[BriefgenError]:
        """Find words in braces that no option stands for."""
        for field in ("name", "definition"):
            for name in unfilled(getattr(indicator, field)):
                yield from self._unknown(_("option"), name, self.profile.option, "indicator", key, field)

    def _option(self, key: str, option: Option) -> Iterator[BriefgenError]:
        """Inspect what an option and its choices lay over other definitions."""
        path, known = ("option", key), {"selection": self.profile.selection, "indicator": self.profile.indicator}
        if option.choice:
            yield from self._unknown(_("choice"), str(option.default), option.choice, *path, "default")
        elif not option.holds(option.default):
            yield BadValue(place=self._place(*path, "default"), key=f"option.{key}.default", reason=bounds(option))
        for section, name, field in option.sets:
            fields = (Selection if section == "selection" else Indicator).model_fields
            yield from self._unknown(_("key"), field, fields, *path, "sets")
            if (section, name) != ("indicator", EVERY):
                yield from self._unknown(_(section), name, known[section], *path, "sets")
        for word, choice in option.choice.items():
            for kind, entries in (("selection", choice.selection), ("indicator", choice.indicator)):
                for name in entries:
                    yield from self._unknown(_(kind), name, known[kind], *path, "choice", word, kind, name)

    def _place(self, *path: str) -> str:
        return locate(self.parts, layers_of(self.profile, path))

    def _said(self, *paths: tuple[str, ...]) -> str:
        """Name the place that last said one of the keys that do not fit together."""
        return last_said(self.parts, [way for path in paths for way in layers_of(self.profile, path)])

    def _unknown(self, what: str, name: str, known: Iterable[str], *path: str) -> Iterator[BriefgenError]:
        if name not in (names := list(known)):
            yield NameUnknown(place=self._place(*path), what=what, name=name, nearest=nearest(name, names))

    def _selection(self, key: str) -> Iterator[BriefgenError]:
        path, known = ("selection", key), self.profile.selection
        for reference in (known[key].extends, known[key].of):
            if reference:
                yield from self._unknown(_("selection"), reference, known, *path)
        if self._joins_itself(key):
            yield Circular(place=self._place(*path, "of"), name=key)
        if self._chain_ends(key):
            table = resolve(self.profile, key).table
            if not table:
                near = nearest(key, (name for name in known if name != key))
                yield EntryUnknown(place=self._place(*path), name=f"selection.{key}", nearest=near, keys="table")
            elif known[key].table or not known[key].extends:
                yield from self._unknown(_("table"), table, self.schemas, *path)
            yield from self._columns(known[key], table, path)
        elif known[key].extends in known:
            yield NameUnknown(place=self._place(*path), what="extends", name=key, nearest="")

    def _joins_itself(self, key: str) -> bool:
        seen = set[str]()
        while key in self.profile.selection and self._chain_ends(key) and key not in seen:
            seen.add(key)
            key = resolve(self.profile, key).of
        return key in seen

    def _circle(self, key: str) -> list[str]:
        """Give the indicators through which one stands on itself, its own id first; none if it does not."""
        reached = self._reached(key)
        return [key, *(name for name in reached if key in self._reached(name))] if key in reached else []

    def _reached(self, key: str) -> list[str]:
        """Give the indicators that one is computed from, and theirs, each once."""
        found, waiting = dict[str, None](), [key]
        while waiting:
            indicator = self.profile.indicator.get(waiting.pop())
            parts = () if indicator is None or indicator.aggregate.of_rows else indicator.parts
            new = [name for name in dict.fromkeys(part.removesuffix(COMPLETION) for part in parts) if name not in found]
            found |= dict.fromkeys(new)
            waiting += new
        return list(found)

    def _chain_ends(self, key: str) -> bool:
        for _step in range(DEPTH):
            if key not in self.profile.selection:
                return False
            if not (key := self.profile.selection[key].extends):
                return True
        return False

    def _columns(self, selection: Selection, table: str, path: tuple[str, str]) -> Iterator[BriefgenError]:
        """Inspect the columns that a selection adds to those it extends."""
        if table not in self.schemas:
            return
        schema = self.schemas[table]
        dates = {"date": [selection.date], "reached": selection.reached, "unreached": selection.unreached,
                 "reached_any": selection.reached_any}
        used = {**dates, "where": [each.field for each in selection.where], "through": [selection.through]}
        for condition in selection.where:
            if wanted := _lacking(condition):
                yield BadCondition(place=self._place(*path, "where"), name=condition.field, wanted=wanted)
            column = schema.column(condition.field)
            words = [word.text for word in column.words] if column is not None else []
            if column is not None and condition.operator not in _MEETS[column.type]:
                yield WrongType(place=self._place(*path, "where"), name=condition.field, key=condition.operator)
            if condition.operator == "at-least":
                yield from self._numbers(condition, schema, path)
            for value in condition.values if words and condition.operator in _CHOOSING else ():
                yield from self._unknown(_("word"), value, words, *path, "where")
        resolved = resolve(self.profile, path[1])
        needing = [("through", selection.dated or selection.of), ("of", selection.through),
                   ("date", selection.over_months or selection.within_months)]
        for key in (key for key, wanted in needing if wanted and not getattr(resolved, key)):
            yield KeyNeeded(place=self._place(*path), id=path[1], key=key)
        for key, names in used.items():
            for name in filter(None, names):
                yield from self._unknown(_("column"), name, schema.index, *path, key)
                column = schema.column(name)
                if key in dates and column is not None and column.type not in _TIMED:
                    yield WrongType(place=self._place(*path, key), name=name, key=key)

    def _numbers(self, condition: Condition, schema: TableSchema, path: tuple[str, str]) -> Iterator[BriefgenError]:
        """Inspect the two columns of numbers that a filter compares."""
        for name in (condition.field, *condition.values):
            yield from self._unknown(_("column"), name, schema.index, *path, "where")
            column = schema.column(name)
            if column is not None and column.type not in _NUMERIC:
                yield WrongType(place=self._place(*path, "where"), name=name, key=condition.operator)

    def _indicator(self, key: str, indicator: Indicator) -> Iterator[BriefgenError]:
        path = ("indicator", key)
        for name in _NEEDED[indicator.aggregate]:
            if not getattr(indicator, name):
                yield KeyNeeded(place=self._place(*path), id=key, key=name)
        if circle := self._circle(key):
            keys = [("indicator", name, field) for name in circle
                    for field in ("numerator", "denominator", "scored", "deducted")]
            yield Circular(place=self._said(*keys), name=key)
        counting = indicator.aggregate in {Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SCORE}
        if counting and (is_money(indicator.measure) or indicator.measure == RATE):
            place = self._said((*path, "measure"), (*path, "aggregate"))
            yield WrongType(place=place, name=indicator.measure, key=indicator.aggregate.value)
        if indicator.rank_minimum and indicator.aggregate is not Aggregate.RATIO:
            yield WrongType(place=self._place(*path, "rank_minimum"), name=key, key="rank_minimum")
        if indicator.aggregate is Aggregate.RATIO:
            yield from self._ratio(indicator, path)
        if indicator.aggregate is Aggregate.SCORE:
            yield from self._score(indicator, path)
        if indicator.selection:
            yield from self._unknown(_("selection"), indicator.selection, self.profile.selection, *path, "selection")
            yield from self._field(key, indicator)

    def _ratio(self, indicator: Indicator, path: tuple[str, str]) -> Iterator[BriefgenError]:
        """Inspect the parts of a ratio: counts of one kind, or money of one currency."""
        for key in ("numerator", "denominator"):
            if name := getattr(indicator, key):
                yield from self._unknown(_("indicator"), name, self.profile.indicator, *path, key)
        measures = {self.profile.indicator[name].measure for name in indicator.parts if name in self.profile.indicator}
        if len(measures) > 1 and any(is_money(each) or each.endswith(_CURRENCIES) for each in measures):
            over, under = indicator.parts
            place = self._said((*path, "numerator"), (*path, "denominator"),
                               *(("indicator", name, "measure") for name in indicator.parts))
            left, right = (self.profile.indicator[name].measure for name in indicator.parts)
            yield MeasuresDiffer(place=place, id=path[1], over=over, left=left, under=under, right=right)

    def _score(self, indicator: Indicator, path: tuple[str, str]) -> Iterator[BriefgenError]:
        """Inspect the parts of a score: completions or rates, and counts to deduct."""
        known = self.profile.indicator
        for each in indicator.scored:
            name = each.indicator.removesuffix(COMPLETION)
            yield from self._unknown(_("indicator"), name, known, *path, "scored")
            found = known.get(name)
            fits = found is None or (found.target if name != each.indicator else found.measure == RATE)
            if not fits:
                yield WrongType(place=self._place(*path, "scored"), name=each.indicator, key="scored")
        for deduction in indicator.deducted:
            yield from self._unknown(_("indicator"), deduction.indicator, known, *path, "deducted")
            if (counted := known.get(deduction.indicator)) is not None and not counted.aggregate.of_rows:
                yield WrongType(place=self._place(*path, "deducted"), name=deduction.indicator, key="deducted")

    def _field(self, key: str, indicator: Indicator) -> Iterator[BriefgenError]:
        path = ("indicator", key, "field")
        if not indicator.field or not self._chain_ends(indicator.selection):
            return
        schema = self.schemas.get(resolve(self.profile, indicator.selection).table)
        if schema is None:
            return
        yield from self._unknown(_("column"), indicator.field, schema.index, *path)
        column = schema.column(indicator.field)
        if column is not None and indicator.aggregate is Aggregate.SUM:
            money = column.type is CellType.MONEY
            if column.type not in _NUMERIC or money != is_money(indicator.measure):
                place = self._said(path, *(("indicator", key, name) for name in ("measure", "aggregate", "selection")))
                yield WrongType(place=place, name=indicator.field, key=f"sum ({indicator.measure})")


def _lacking(condition: Condition) -> str:
    """Say what a filter lacks, or nothing: one value, some, none, or a number."""
    values, operator = condition.values, condition.operator
    if operator in ("empty", "filled"):
        return _("no value") if values else ""
    if operator in ("in", "not-in", "has"):
        return "" if values else _("at least one value")
    if len(values) != 1:
        return _("one value")
    number = operator in {"=", "!=", "at-least"} or re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", values[0])
    return "" if number else _("a number")
