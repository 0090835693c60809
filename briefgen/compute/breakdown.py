"""Break a figure down by unit, chain or origin, each part beside the one it is compared with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefgen.compute import derive
from briefgen.compute.calculator import counted
from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.indicator import Aggregate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.compute.calculator import Calculator
    from briefgen.model.figure import Figure
    from briefgen.model.ledger import Ledger
    from briefgen.model.period import Period
    from briefgen.model.table import Record
    from briefgen.model.unit import Unit

UNIT = "unit"
COLUMNS: Mapping[str, str] = {"chain": "产业链", "origin": "来源区域"}
# What a figure is compared with: the path that is shown, the base, and the change.
COMPARED: Mapping[str, tuple[str, str, str]] = {
    "last-year": ("", "last_year", "yoy"), "last-month": ("month", "last_month", "mom"), "": ("", "", "")}


class NotDivisible(BriefgenError):
    """The figure has no rows that name the group."""

    message = N_("{indicator} cannot be broken down by {by}: its rows have no column {column}")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a breakdown: its label, the figure, and what it is compared with, if anything."""

    label: str
    figure: Figure
    base: Figure | None = None
    change: Figure | None = None


@dataclass(frozen=True)
class Breakdown:
    """A whole and its parts, the greatest first; parts without a value come last."""

    whole: Part
    parts: tuple[Part, ...]


class Divider:
    """Breaks figures of one ledger down."""

    def __init__(self, calculator: Calculator, ledger: Ledger, period: Period) -> None:
        """Stand on a calculator and one period."""
        self._calculator, self._ledger, self._period = calculator, ledger, period

    def divide(self, path: str, unit: Unit, by: str, compare: str) -> Breakdown:
        """Break the figure of a path down; raises IndicatorUnknown, NotDivisible."""
        paths = self._paths(path, compare)
        parts = self._units(paths, unit) if by == UNIT else self._groups(paths, unit, COLUMNS[by], by)
        parts.sort(key=lambda part: (part.figure.value is None, -(part.figure.value or 0)))
        return Breakdown(self._part(unit, paths), tuple(parts))

    def _paths(self, path: str, compare: str) -> tuple[str, str, str]:
        """Name the figure, its base and its change; a rate has no month of its own to compare."""
        word, base, change = COMPARED[compare]
        rate = self._calculator.indicator(path).aggregate is Aggregate.RATIO
        shown = f"{path}.{word}" if word and not rate else path
        return (shown, f"{shown}.{base}", f"{shown}.{change}") if compare else (shown, "", "")

    def _part(self, unit: Unit, paths: tuple[str, str, str]) -> Part:
        figures = (self._calculator.figure(path, unit, self._period) if path else None for path in paths)
        figure, base, change = figures
        assert figure is not None
        return Part(unit.name, figure, base, change)

    def _units(self, paths: tuple[str, str, str], unit: Unit) -> list[Part]:
        """Give the city's units; a unit itself has none below it."""
        units = self._ledger.units.units if unit.is_city else ()
        return [self._part(each, paths) for each in units if each.valid(self._period.as_of)]

    def _groups(self, paths: tuple[str, str, str], unit: Unit, column: str, by: str) -> list[Part]:
        whole = self._part(unit, paths)
        now = self._split(whole.figure, column, by)
        then = self._split(whole.base, column, by) if whole.base is not None else {}
        parts = []
        for label in {**now, **then}:
            figure = self._group(whole.figure, label, now.get(label, ()))
            base = self._group(whole.base, label, then.get(label, ())) if whole.base is not None else None
            key = figure.key._replace(indicator=f"{figure.key.indicator}.{paths[2].rpartition('.')[2]}")
            parts.append(Part(label, figure, base, None if base is None else derive.change(key, figure, base)))
        return parts

    def _split(self, figure: Figure, column: str, by: str) -> dict[str, tuple[Record, ...]]:
        """Sort a figure's rows by a column; a figure without rows has no parts."""
        if figure.value is None:
            return {}
        records = figure.rows.records if figure.rows is not None else ()
        if figure.rows is None or any(column not in record.origin.schema.index for record in records):
            raise NotDivisible(indicator=figure.key.indicator, by=by, column=column)
        groups: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            groups[str(record[column] or "—")].append(record)
        return {label: tuple(members) for label, members in groups.items()}

    def _group(self, whole: Figure, label: str, records: tuple[Record, ...]) -> Figure:
        if whole.value is None:
            return whole
        key = whole.key._replace(indicator=f"{whole.key.indicator}[{label}]")
        return replace(counted(whole, self._calculator.indicator(whole.key.indicator), records), key=key)
