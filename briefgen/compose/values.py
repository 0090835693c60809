"""Offer names to templates: units, indicators, ready texts and ledger rows; whatever is not offered is closed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from briefgen.compose.errors import NameUnknown, PersonalInPublic
from briefgen.document.nodes import Cell
from briefgen.model.amount import Amount, in_base, is_money
from briefgen.model.day import MonthOnly
from briefgen.model.figure import Figure
from briefgen.model.numbers import MINUS, printed
from briefgen.model.numerals import day
from briefgen.model.table import CellType, blank
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.compose.request import FigureSource
    from briefgen.model.period import Period
    from briefgen.model.table import Record, Value
    from briefgen.model.unit import Unit, UnitSet

SHORT_DAY = "月日"
SHORT_MONTH = "月"
MONEY = ("亿元", "万元")
CELL_UNITS = ("", *MONEY, SHORT_DAY, SHORT_MONTH)
_HAN = re.compile("[\u4e00-\u9fff]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARKS = re.compile("(?<=[\u4e00-\u9fff）”》])[,;:?!]")
UNIT_FIELDS = ("name", "short", "kind", "group", "ranked", "is_city")


class Offered:
    """A value whose names templates may reach by `.`; deny is the default. Columns' names are taken whole."""

    by_column: ClassVar[bool] = False

    def reach(self, name: str) -> object:
        """Give what stands under a name; raises NameUnknown."""
        raise NameUnknown(name=name, nearest="")

    def __repr__(self) -> str:
        """Name the kind alone, so that no message shows what stands in a ledger."""
        return f"<{type(self).__name__}>"


@dataclass(frozen=True)
class Finder:
    """Finds figures by path for the units of one period."""

    source: FigureSource
    units: UnitSet
    period: Period
    names: Mapping[str, Sequence[str]]

    def find(self, path: str, unit: Unit) -> Figure | Names:
        """Give the figure of an indicator's id, or the names below the first words of one."""
        if path in self.names:
            return self.source.figure(path, unit, self.period)
        if any(name.startswith(path + ".") for name in self.names):
            return Names(self, path, unit)
        raise NameUnknown(name=path, nearest=nearest(path, self.names))

    def derive(self, figure: Figure, name: str) -> Figure:
        """Give a derivation of a figure, of the same unit and period; nothing else of a figure is open."""
        path, indicator = f"{figure.key.indicator}.{name}", self._indicator_of(figure)
        unit = self.units.find(figure.key.unit)
        if unit is None or (path not in self.names and name not in self.names.get(indicator, ())):
            offered = [f"{figure.key.indicator}.{each}" for each in self.names.get(indicator, ())]
            raise NameUnknown(name=path, nearest=nearest(path, offered))
        return self.source.figure(path, unit, self.period)

    def _indicator_of(self, figure: Figure) -> str:
        """Find the indicator that a figure is, or derives from."""
        path = figure.key.indicator + "."
        return max((each for each in self.names if path.startswith(each + ".")), key=len, default="")

    def reach(self, value: object, name: str) -> object:
        """Give what a value offers under a name."""
        if isinstance(value, Figure):
            return self.derive(value, name)
        if isinstance(value, Offered):
            return value.reach(name)
        raise NameUnknown(name=name, nearest="")

    def follow(self, value: object, path: str) -> object:
        """Give what stands at the end of a dotted path; a column's name is taken whole."""
        for name in (path,) if getattr(value, "by_column", False) else path.split("."):
            value = self.reach(value, name)
        return value


@dataclass(frozen=True, repr=False)
class Names(Offered):
    """The first words of indicators, such as `signed`."""

    finder: Finder = field(compare=False)
    path: str
    unit: Unit

    def reach(self, name: str) -> object:
        """Give the figure or the names under one more word."""
        return self.finder.find(f"{self.path}.{name}", self.unit)


@dataclass(frozen=True, repr=False)
class Scope(Offered):
    """A unit with its texts and all its indicators."""

    finder: Finder = field(compare=False)
    unit: Unit

    def reach(self, name: str) -> object:
        """Give a text of the unit, or its indicators under a first word."""
        if name in UNIT_FIELDS:
            return getattr(self.unit, name) if name != "short" else self.unit.short or self.unit.name
        try:
            return self.finder.find(name, self.unit)
        except NameUnknown:
            known = [*UNIT_FIELDS, *(each.split(".")[0] for each in self.finder.names)]
            raise NameUnknown(name=name, nearest=nearest(name, known)) from None


@dataclass(frozen=True, repr=False)
class Texts(Offered):
    """Ready texts by name."""

    values: Mapping[str, object]

    def reach(self, name: str) -> object:
        """Give a text."""
        if name not in self.values:
            raise NameUnknown(name=name, nearest=nearest(name, self.values))
        return self.values[name]


@dataclass(frozen=True)
class Day:
    """A day; prints as 2022年12月31日."""

    date: date


@dataclass(frozen=True)
class NextTable:
    """The number of the table that follows in the text; prints as 表3."""


@dataclass(frozen=True)
class CellValue:
    """One cell of a ledger row; prints with its address, a unit by its name, with its `place` in the office's order."""

    record: Record
    column: str
    unit_name: str = ""
    unit: str = ""
    place: int = 0

    @property
    def value(self) -> Value:
        """Give the cell's value."""
        return self.record[self.column]

    @property
    def plain(self) -> str | int | bool | Decimal:
        """Give the value for decisions: money in 万元, days as 2022-03-15, nothing as an empty text."""
        return self.unit_name or plain(self.value)

    def amount(self, unit: str = "") -> tuple[Fraction, Decimal] | None:
        """Give a number's exact value and what paper shows of it, money in a unit; none for words and days."""
        value = self.value
        if isinstance(value, Amount) and is_money(value.unit):
            exact = Fraction(value.value) * Fraction(in_base(value.unit)) / Fraction(in_base(unit or "亿元"))
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            exact = Fraction(value)
        else:
            return None
        return exact, Decimal(self.text(unit, bare=True).replace(MINUS, "-"))

    @property
    def personal(self) -> bool:
        """Tell whether the column is a personal one."""
        column = self.record.origin.schema.column(self.column)
        return column is not None and column.personal

    def inline(self, unit: str = "", *, bare: bool = False) -> Cell:
        """Give the inline that prints it."""
        return Cell(self.text(unit, bare=bare), self.record.source(self.column), self.personal)

    @property
    def empty(self) -> bool:
        """Tell whether the cell holds nothing."""
        return blank(self.value)

    def text(self, unit: str = "", *, bare: bool = False) -> str:
        """Print the value; money in the given unit, else 亿元, bare without its unit word.

        A day prints in full, or without its year in the unit 月日; a month likewise in the unit 月.
        """
        value: Value = self.unit_name or self.value
        unit = unit or self.unit
        if isinstance(value, str):
            return typeset(value)
        if isinstance(value, Amount):
            return _money(value, unit, bare=bare)
        column = self.record.origin.schema.column(self.column)
        if isinstance(value, MonthOnly) or (isinstance(value, date) and column and column.type is CellType.MONTH):
            return f"{'' if unit in {SHORT_DAY, SHORT_MONTH} else f'{value.year}年'}{value.month}月"
        if isinstance(value, date) and unit == SHORT_DAY:
            return f"{value.month}月{value.day}日"
        return _words(value)


@dataclass(frozen=True, repr=False)
class Row(Offered):
    """One ledger row; its columns are reached by their names."""

    by_column: ClassVar[bool] = True
    record: Record
    units: UnitSet
    public: bool = False

    def reach(self, name: str) -> CellValue:
        """Give the cell of a column; raises PersonalInPublic."""
        schema = self.record.origin.schema
        column = schema.column(name)
        if column is None:
            raise NameUnknown(name=name, nearest=nearest(name, schema.index))
        if column.personal and self.public:
            raise PersonalInPublic(column=name)
        unit = self.units.find(str(self.record[name])) if column.type is CellType.UNIT else None
        return CellValue(self.record, name, unit.name if unit else "", place=unit.order if unit else 0)


def plain(value: Value) -> str | int | bool | Decimal:
    """Turn a ledger value into one that can be compared with what templates write."""
    if isinstance(value, Amount):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def typeset(text: str) -> str:
    """Set a ledger's half-width marks beside Chinese characters full width, as paper wants them (GB/T 15834)."""
    text = _BRACKETS.sub(lambda found: f"（{found[1]}）" if _HAN.search(_around(found)) else found[0], text)
    return _MARKS.sub(lambda found: _FULL[found[0]], text)


def _around(found: re.Match[str]) -> str:
    """Give a bracketed text with the characters beside it."""
    return found.string[max(found.start() - 1, 0):found.end() + 1]


def _money(amount: Amount, unit: str, *, bare: bool) -> str:
    if not is_money(amount.unit):
        return printed(Fraction(amount.value)) + amount.unit
    unit = unit or "亿元"
    value = Fraction(amount.value) * Fraction(in_base(amount.unit)) / Fraction(in_base(unit))
    return printed(value) + ("" if bare else unit)


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return "" if value is None else str(value)
