"""Break a figure down by unit or by a division of the profile, each part beside the one it is compared with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compute import derive
from briefgen.compute.tally import counted
from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.amount import Amount
from briefgen.model.answer import TOTAL, UNSTATED, Breakdown, Part
from briefgen.model.figure import LIGHT, PLACE, POINTS, RATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.compute.calculator import Calculator
    from briefgen.model.figure import Figure
    from briefgen.model.indicator import Division
    from briefgen.model.ledger import Ledger
    from briefgen.model.period import Period
    from briefgen.model.table import Record, Value
    from briefgen.model.unit import Unit

_Groups = dict[str, tuple[list["Record"], list["Record"]]]  # the rows of each label, and those taken away
UNIT = "unit"
# What a figure is compared with: the path that is shown, the base, and the change.
COMPARED: Mapping[str, tuple[str, str, str]] = {
    "last-year": ("", "last_year", "yoy"), "last-month": ("month", "last_month", "mom"), "": ("", "", "")}
_UNITS = "单位"
_OTHER = "其他"  # stands last, however great it is


class NotDivisible(BriefgenError):
    """The figure has no rows that name the group."""

    message = N_("{indicator} cannot be broken down by {by}: its rows have no column {column}")


class NotListed(NotDivisible):
    """The figure holds what was reported without rows."""

    message = N_("{indicator} cannot be broken down by {by}: it holds 汇总填报, which lists no rows")


class NotCompared(BriefgenError):
    """The figure is itself a place, a light or a difference, which has no growth."""

    message = N_("{indicator} cannot be compared; ask for it without --compare")


class NoMonthBefore(BriefgenError):
    """Several months that do not begin the year were to be compared with the month before."""

    message = N_("{period} is compared with --compare last-year; the month before is asked of one month, such as "
                 "{month}")


class Divider:
    """Breaks figures of one ledger down."""

    def __init__(self, calculator: Calculator, ledger: Ledger, period: Period) -> None:
        """Stand on a calculator and one period."""
        self._calculator, self._ledger, self._period = calculator, ledger, period

    def divide(self, path: str, unit: Unit, by: str, compare: str) -> Breakdown:
        """Break the figure of a path down, the greatest part first (of places the first), those without a value last.

        Raises IndicatorUnknown, NotDivisible, NotCompared, NoMonthBefore.
        """
        if compare == "last-month" and 1 < self._period.first < self._period.last:
            raise NoMonthBefore(period=self._period.id, month=self._period.cumulative.id)
        paths = self._paths(path, compare)
        whole = self._part(unit, paths)
        if compare and whole.figure.measure in {POINTS, PLACE, LIGHT}:
            raise NotCompared(indicator=path)
        parts = self._units(paths, unit) if by == UNIT else self._groups(paths, unit, self._division(by), by)
        tiers = {label: at for at, (label, _least) in enumerate(self._division(by).tiers)} if by != UNIT else {}
        parts.sort(key=lambda part: (tiers.get(part.label, len(tiers)), *_order(part)))
        whole = replace(whole, label=TOTAL) if _adds_up(whole, parts) else whole
        return Breakdown(unit, self._period, self._heads(whole, by, paths), whole, tuple(parts))

    def whole(self, path: str, unit: Unit, by: str, compare: str) -> Breakdown:
        """Give the figure of a path without parts, for one whose rows do not name the group."""
        paths = self._paths(path, compare)
        whole = self._part(unit, paths)
        return Breakdown(unit, self._period, self._heads(whole, UNIT, paths), whole, (), self._division(by).name)

    def _paths(self, path: str, compare: str) -> tuple[str, str, str]:
        """Name the figure, its base and its change; only what grows with the months has a month of its own."""
        word, base, change = COMPARED[compare]
        own = self._calculator.indicator(path) if path in self._calculator.names() else None
        grows = own is not None and own.aggregate.of_rows and self._calculator.grows(own)
        shown = f"{path}.{word}" if word and grows else path
        return (shown, f"{shown}.{base}", f"{shown}.{change}") if compare else (shown, "", "")

    def _part(self, unit: Unit, paths: tuple[str, str, str]) -> Part:
        figure = self._calculator.figure(paths[0], unit, self._period)
        base, change = (self._calculator.figure(path, unit, self._period) if path else None for path in paths[1:])
        return Part(unit.name, figure, base, change)

    def _units(self, paths: tuple[str, str, str], unit: Unit) -> list[Part]:
        """Give the city's units; a unit itself has none below it."""
        units = self._ledger.units.existing(self._period.as_of) if unit.is_city else ()
        return [self._part(each, paths) for each in units]

    def _division(self, by: str) -> Division:
        return self._calculator.divisions()[by]

    def _groups(self, paths: tuple[str, str, str], unit: Unit, division: Division, by: str) -> list[Part]:
        whole = self._part(unit, paths)
        now = self._split(whole.figure, division, by)
        then = self._split(whole.base, division, by) if whole.base is not None else {}
        parts = []
        for label in {**now, **then}:
            figure = self._group(whole.figure, label, now)
            base = self._group(whole.base, label, then) if whole.base is not None else None
            key = figure.key._replace(indicator=f"{figure.key.indicator}.{paths[2].rpartition('.')[2]}")
            parts.append(Part(label, figure, base, None if base is None else derive.change(key, figure, base)))
        return parts

    def _split(self, figure: Figure, division: Division, by: str) -> _Groups:
        """Sort a figure's rows, and those taken away, by a division; a figure without rows has no parts.

        Of a figure that was printed otherwise only today's rows can be sorted.
        """
        figure = (figure.parents or {}).get("current", figure)
        if figure.value is None:
            return {}
        rows = figure.rows
        sorted_ = (*rows.records, *rows.taken) if rows is not None else ()
        column = division.column
        unnamed = any(column not in each.origin.schema.index for each in sorted_)
        if figure.stated is not None:
            raise NotListed(indicator=figure.key.indicator, by=by)
        if rows is None or unnamed:
            raise NotDivisible(indicator=figure.key.indicator, by=by, column=column)
        groups: _Groups = defaultdict(lambda: ([], []))
        for at, records in enumerate((rows.records, rows.taken)):
            for record in records:
                groups[_label(record[column], division)][at].append(record)
        return groups

    def _group(self, whole: Figure, label: str, groups: _Groups) -> Figure:
        if whole.value is None:
            return whole
        key = whole.key._replace(indicator=f"{whole.key.indicator}[{label}]")
        records, taken = groups.get(label, ((), ()))
        indicator = self._calculator.indicator(whole.key.indicator)
        return replace(counted(whole, indicator, tuple(records), tuple(taken)), key=key)

    def _heads(self, whole: Part, by: str, paths: tuple[str, str, str]) -> tuple[str, ...]:
        """Name the columns; money and counts share the unit of the table, a change has its own."""
        shown, _, change = paths
        monthly = shown.endswith(".month")
        now, month_ago = ("本月", "上月") if monthly else ("本期", "截至上月")
        heads = (_UNITS if by == UNIT else self._division(by).name, now)
        if whole.change is None:
            return heads
        then, word = (month_ago, "环比") if change.endswith(".mom") else ("上年同期", "同比")
        return (*heads, then, f"{word}（{whole.change.measure}）")


def _label(value: Value, division: Division) -> str:
    """Name the part that a row belongs to: what its cell says, or the tier that its amount reaches."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if not division.tiers or not isinstance(value, Amount):
        return str(value or UNSTATED)
    return next((label for label, least in division.tiers if value.value >= least), UNSTATED)


def _order(part: Part) -> tuple[bool, bool, Fraction]:
    value = part.figure.value
    sign = 1 if part.figure.measure == PLACE else -1
    return value is None, part.label == UNSTATED or part.label.startswith(_OTHER), sign * (value or Fraction(0))


def _adds_up(whole: Part, parts: Sequence[Part]) -> bool:
    """Tell whether the whole is the exact sum of its parts; a rate never is."""
    values = [part.figure.value or Fraction(0) for part in parts]
    return bool(values) and whole.figure.measure not in {RATE, LIGHT} and sum(values) == whole.figure.value
