"""Count and add up ledger rows that a template lists, group by group, as figures that name their rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from briefgen.compose.errors import ArgumentUnfit
from briefgen.compose.filters import comparable, matches, sequence, words
from briefgen.compose.values import CellValue, Offered, Row
from briefgen.files import digest
from briefgen.model.amount import is_money
from briefgen.model.figure import POINTS, RATE, Figure, Key, Reason
from briefgen.model.numbers import apportioned
from briefgen.model.table import CellType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.compose.request import FigureSource, Request

COUNT = "个数"
SHARE = "占比"
LABEL = "label"
_SUMMED = (CellType.MONEY, CellType.INTEGER, CellType.NUMBER)
_FULL = 100
_MARK = 8  # hexadecimal digits
_NEVER = ("", "万", "亿", RATE, POINTS[:1])  # how no measure of counted rows begins


@dataclass(frozen=True)
class Counter:
    """Makes figures of listed rows for one document."""

    source: FigureSource
    request: Request

    def tally(self, rows: object, name: str, measure: str = "个", column: str = "") -> Figure:
        """Count rows, or add up a column of theirs; money in a measure of money, and nothing else in one."""
        taken = listed("tally", rows)
        money = bool(column and taken) and _type(taken[0], column) is CellType.MONEY
        fits = is_money(measure) if money else not is_money(measure) and measure[:1] not in _NEVER
        if taken and not fits:
            wanted = "亿元、万元" if money else "个、家、项 …"
            raise ArgumentUnfit(function="tally(measure=)", wanted=wanted, given=measure)
        return self.count(taken, words("tally", name), measure, column)

    def count(self, taken: tuple[Row, ...], name: str, measure: str, column: str = "", table: str = "") -> Figure:
        """Count or add up rows of a table, which none of them names if there are none."""
        if column and taken and _type(taken[0], column) not in _SUMMED:
            raise ArgumentUnfit(function="tally(column=)", wanted="a column of numbers", given=column)
        unit, place = self.request.unit, taken[0].record.origin.schema.name if taken else table
        mark = digest("\n".join((measure, *(str(row.record.source(column)) for row in taken))).encode())[:_MARK]
        key = Key(f"{place}.{name}~{mark}", unit.code, self.request.period.id)
        what = f"{name}为所列{len(taken)}行{f'的{column}之和' if column else '的行数'}"
        like = Figure(key, name, unit.name, measure, None, what, reason=Reason.NOT_COLLECTED)
        return self.source.tally(like, [row.record for row in taken], column)

    def share(self, part: Figure, whole: Figure, parts: Sequence[Figure] = ()) -> Figure:
        """Divide a part by its whole, in %; rounded together with all `parts`, if they are given, to add up to 100."""
        of = whole.key.indicator.rpartition("~")[2]  # one part has a share of each whole that it belongs to
        like = Figure(part.key._replace(indicator=f"{part.key.indicator}.share~{of}"), f"{part.name}{SHARE}",
                      part.unit_name, RATE, None, f"{part.name}与{whole.name}之比")
        made = self.source.share(like, part, whole)
        exact = [self.source.share(like, each, whole).value or Fraction(0) for each in parts]
        if made.value is None or sum(exact) != _FULL:
            return made
        at = [each.key for each in parts].index(part.key)
        return replace(made, apportioned=apportioned(exact, made.places)[at])


@dataclass(frozen=True, repr=False)
class Group(Offered):
    """Rows that share a label.

    Offers `label`, `rows`, 个数, 占比, 列=值、值 (how many rows hold one of the values), the sum of a column of numbers
    and its 占比, and of any other column the first row's cell. `among` are the groups to round shares together with.
    """

    by_column: ClassVar[bool] = True
    counter: Counter = field(compare=False)
    rows: tuple[Row, ...]
    whole: tuple[Row, ...]
    name: str
    measure: str
    label: CellValue | str = ""
    among: tuple[tuple[tuple[Row, ...], CellValue | str], ...] = ()

    def reach(self, name: str) -> object:
        """Give what stands under a name."""
        if name in (LABEL, "rows"):
            return self.label if name == LABEL else list(self.rows)
        if name == COUNT:
            return self._figure()
        schema = self.rows[0].record.origin.schema
        column, equals, value = name.partition("=")
        if equals:
            among = tuple(row for row in self.rows if matches(row.reach(column), "in", value.split("、")))
            told = "" if among and among[0].reach(column).personal else f"（{name}）"
            return self.counter.count(among, f"{self._label}{self.name}{told}", self.measure, table=schema.name)
        column = name.removesuffix(SHARE)
        if column != name and name not in schema.index:
            parts = [replace(self, rows=members, label=label)._figure(column) for members, label in self.among]
            return self.counter.share(self._figure(column), replace(self, rows=self.whole, label="")._figure(column),
                                      parts)
        return self.total(name) if self.sums(name) else self._common(name)

    def _common(self, column: str) -> CellValue | str:
        """Give the cell of a column of words if all rows agree, else the words, each once."""
        cells = [row.reach(column) for row in self.rows]
        told = list(dict.fromkeys(cell.text() for cell in cells if not cell.empty))
        return cells[0] if len(told) < 2 and not cells[0].empty else "、".join(told)  # noqa: PLR2004 - one or none

    def sums(self, column: str) -> bool:
        """Tell whether a column is one of the rows' numbers."""
        return column in self.rows[0].record.origin.schema.index and _type(self.rows[0], column) in _SUMMED

    def words(self, column: str) -> bool:
        """Tell whether a column is one of the rows' that does not add up."""
        return column in self.rows[0].record.origin.schema.index and not self.sums(column)

    def total(self, column: str, unit: str = "") -> Figure:
        """Add up a column of numbers, money in a unit (亿元 unless another is given)."""
        return self._figure(column, unit)

    def _figure(self, column: str = "", unit: str = "") -> Figure:
        """Count the rows, or add up a column."""
        money = column and _type(self.rows[0], column) is CellType.MONEY
        measure = unit or "亿元" if money else self.measure
        return self.counter.tally(self.rows, f"{self._label}{column or self.name}", measure, column)

    @property
    def _label(self) -> str:
        """Name the group in its figures; a personal label must not reach a trace."""
        if isinstance(self.label, CellValue):
            return "" if self.label.personal else str(self.label.plain)
        return self.label


@dataclass(frozen=True)
class Grouper:
    """The function grouped(rows, column)."""

    counter: Counter

    def __call__(self, rows: object, column: str, name: str = "行数", measure: str = "个",
                 order: object = ()) -> list[Group]:
        """Group rows by a column, in order of appearance, or as `order` lists the labels; others follow."""
        whole = listed("grouped", rows)
        labels: dict[object, list[Row]] = {comparable(label): [] for label in sequence("grouped(order=)", order)}
        for row in whole:
            labels.setdefault(comparable(row.reach(column)), []).append(row)
        among = tuple((tuple(members), members[0].reach(column)) for members in labels.values() if members)
        together = among if self.counter.request.office.shares == "largest-remainder" else ()
        return [Group(self.counter, members, whole, name, measure, label, together) for members, label in among]

    def all(self, rows: object, name: str = "行数", measure: str = "个") -> Group:
        """Take all rows as one group, for a table's total."""
        whole = listed("all_of", rows)
        if not whole:
            raise ArgumentUnfit(function="all_of", wanted="at least one row", given="[]")
        return Group(self.counter, whole, whole, name, measure)


def listed(function: str, rows: object) -> tuple[Row, ...]:
    """Take a list of ledger rows; raises ArgumentUnfit."""
    taken = tuple(sequence(function, rows))
    for row in taken:
        if not isinstance(row, Row):
            raise ArgumentUnfit(function=function, wanted="ledger rows", given=type(row).__name__)
    rows_ = [row for row in taken if isinstance(row, Row)]
    if len({id(row.record) for row in rows_}) < len(rows_) or len({row.record.origin.schema.name for row in rows_}) > 1:
        raise ArgumentUnfit(function=function, wanted="rows of one table, each once", given="rows")
    return tuple(rows_)


def _type(row: Row, column: str) -> CellType:
    row.reach(column)  # names what is unknown or closed
    found = row.record.origin.schema.column(column)
    assert found is not None
    return found.type
