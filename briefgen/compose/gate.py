"""Look at composed documents before they are issued: no figure may contradict another, its words or its parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from briefgen.compose.additions import apart
from briefgen.compose.readings import agrees, fits
from briefgen.document.nodes import FigureRef, Table
from briefgen.document.walk import inlines_of, leaves
from briefgen.i18n import N_, _
from briefgen.model.figure import Key
from briefgen.model.indicator import Aggregate
from briefgen.model.numbers import NONE, printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.document.nodes import Document
    from briefgen.model.figure import Figure
    from briefgen.model.indicator import Indicator
    from briefgen.model.period import Period
    from briefgen.model.unit import Unit, UnitSet

_TEXT = N_("{place}: {text} stands for {name}, {other}")
_WORDS = N_("{place}: {words}{text} contradicts {name}, {other}")
_TOTAL = N_("{place}: the row {label} prints {text} under {column}, the rows above it add up to {added}")
_ROUNDING = N_("{place}: the row {label} prints {text} under {column}, the rows above it as printed add up to {added}; "
               "the note on rounding is missing")
_FELL = N_("{place}: {name} is {text}, less than {before} up to the month before")
_UNITS = N_("{place}: {name} is {text}, its units add up to {added}")
_VALUE, _ELSEWHERE = N_("which is {value} {measure}"), N_(" and stands as {text} in {place}")
_BEHIND = 14  # characters of the words in front of a figure that a finding quotes
_MORE, _MANY = 2, 10  # places beyond those on paper, and of sums of what stands there
_OTHER = "\ufffc"


class Reckoner(Protocol):
    """Gives figures by path, and tells which of them grow."""

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        """Give the figure of a unit and period."""

    def names(self) -> Mapping[str, Sequence[str]]:
        """Give the derivations of each indicator by its id."""

    def indicator(self, path: str) -> Indicator:
        """Give the indicator that a path starts with."""

    def grows(self, indicator: Indicator) -> bool:
        """Tell whether a year's cumulative figure cannot fall."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both stand; `params` name the places of both."""

    message: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        """Word it in the reader's language."""
        return _(self.message).format(**{name: str(value) for name, value in self.params.items()})


@dataclass(frozen=True, slots=True)
class _Mention:
    """A figure as one place prints it; `before` are the words in front of it, which a table does not have."""

    place: str
    ref: FigureRef
    before: str
    tabular: bool

    @property
    def sound(self) -> bool:
        """Tell whether the text is the figure's value."""
        return fits(self.ref.figure, self.ref.text, tabular=self.tabular)


@dataclass(frozen=True, slots=True)
class _Apart:
    """What stands against a mention: the value, and the first other place that prints the figure soundly, if any."""

    found: _Mention | None
    figure: Figure

    def __str__(self) -> str:
        figure = self.figure
        value = NONE if figure.value is None else printed(figure.value, figure.places + _MORE)
        told = _(_VALUE).format(value=value, measure=figure.measure)
        if self.found is None:
            return told
        return told + _(_ELSEWHERE).format(text=self.found.ref.text, place=self.found.place)


class Gate:
    """Finds what contradicts itself in the documents of one build; `fallen` lets funds fall, as the office accepted."""

    def __init__(self, figures: Reckoner, units: UnitSet, period: Period, *, fallen: bool = False) -> None:
        """Stand on the figures of a period and the office's units."""
        self._figures, self._units, self._period, self._fallen = figures, units, period, fallen

    def contradictions(self, documents: Mapping[str, Document]) -> list[Contradiction]:
        """Find all contradictions, in the order of the pages."""
        mentions = [mention for name, document in documents.items() for mention in _mentions(name, document)]
        return [*_texts(mentions), *_totals(documents), *self._figures_of(mentions)]

    def _figures_of(self, mentions: Sequence[_Mention]) -> Iterator[Contradiction]:
        """Judge each indicator's own figure once, where it is first printed."""
        names, seen = self._figures.names(), set[Key]()
        for mention in mentions:
            figure = mention.ref.figure
            key = figure.key
            unit = self._units.find(key.unit)
            if key in seen or key.indicator not in names or key.period != self._period.id or unit is None:
                continue
            seen.add(key)
            indicator = self._figures.indicator(key.indicator)
            if figure.value is not None and indicator.aggregate in (Aggregate.COUNT, Aggregate.SUM):
                yield from self._fell(mention, unit, indicator)
                yield from self._summed(mention, unit)

    def _fell(self, mention: _Mention, unit: Unit, indicator: Indicator) -> Iterator[Contradiction]:
        """Find a cumulative figure below last month's, in the same data, that no correction explains."""
        figure = mention.ref.figure
        path, value = figure.key.indicator, figure.value or Fraction(0)
        if self._fallen or not self._figures.grows(indicator):
            return
        before = self._figures.figure(f"{path}.last_month", unit, self._period)
        if before.restated:  # what was printed differs from today's data, and a note says so
            before = (before.parents or {}).get("current", before)
        if before.value is None or value >= before.value:
            return
        month = self._figures.figure(f"{path}.month", unit, self._period)
        if month.rows is None or not month.rows.taken:
            yield Contradiction(_FELL, _told(mention) | {"before": before.text})

    def _summed(self, mention: _Mention, unit: Unit) -> Iterator[Contradiction]:
        """Find a city's figure that its units' figures do not add up to; a table without units has no such figures."""
        if not unit.is_city:
            return
        figure = mention.ref.figure
        parts = [self._figures.figure(figure.key.indicator, each, self._period).value for each in self._units.units
                 if not each.succeeded(self._period.as_of)]
        known = [part for part in parts if part is not None]
        added = sum(known, Fraction(0))
        if known and len(known) == len(parts) and added != figure.value:
            yield Contradiction(_UNITS, _told(mention) | {"added": printed(added, figure.places)})


def _mentions(name: str, document: Document) -> Iterator[_Mention]:
    """Give each figure that a document prints, in reading order."""
    for block in document.blocks:
        place, tabular = f"{name} {block.place}", isinstance(block, Table)
        for inlines in inlines_of(block):
            before = ""
            for leaf in leaves(inlines):
                if isinstance(leaf, FigureRef):
                    yield _Mention(place, leaf, before, tabular)
                    before += _OTHER
                else:
                    before += "" if tabular else getattr(leaf, "text", "")


def _texts(mentions: Sequence[_Mention]) -> Iterator[Contradiction]:
    """Find texts that are not their figure's, figures that differ between documents, and words that do not fit."""
    by_key: dict[Key, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        by_key[mention.ref.figure.key].append(mention)
    for mention in mentions:
        figure, text = mention.ref.figure, mention.ref.text
        alike = by_key[figure.key]
        first = alike[0].ref.figure
        if not mention.sound or first.value != figure.value:
            other = next((each for each in alike if each is not mention and each.sound), None)
            yield Contradiction(_TEXT, _told(mention) | {"other": _Apart(other, figure)})
        elif not agrees(figure, text, mention.before):
            other = next((each for each in alike if each.place != mention.place
                          and agrees(figure, each.ref.text, each.before)), None)
            words = mention.before.rpartition(_OTHER)[2][-_BEHIND:]
            yield Contradiction(_WORDS, _told(mention) | {"words": words, "other": _Apart(other, figure)})


def _totals(documents: Mapping[str, Document]) -> Iterator[Contradiction]:
    for name, document in documents.items():
        for table in (block for block in document.blocks if isinstance(block, Table)):
            for each in apart(table):
                params = {"place": f"{name} {table.place}", "label": each.label, "text": each.text,
                          "column": each.column, "added": printed(each.added, _MANY)}
                yield Contradiction(_ROUNDING if each.rounding else _TOTAL, params)


def _told(mention: _Mention) -> dict[str, object]:
    figure = mention.ref.figure
    name = figure.name if figure.name.startswith(figure.unit_name) else f"{figure.unit_name}{figure.name}"
    return {"place": mention.place, "text": mention.ref.text, "name": name}
