"""The filters and tests of the template language beside the phrases: choose, sort, shorten and list."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, itemgetter, le, lt, ne
from typing import TYPE_CHECKING, Any, TypeVar

from briefgen.compose import notes, phrases
from briefgen.compose.errors import ArgumentUnfit
from briefgen.compose.facts import FactValue
from briefgen.compose.phrases import Phrase
from briefgen.compose.texts import Gap
from briefgen.compose.values import CELL_UNITS, CellValue, Scope, typeset
from briefgen.model.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from briefgen.compose.values import Finder

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, ">": gt, ">=": ge, "<": lt, "<=": le}
_SEPARATOR = "、"
_LIST = re.compile("[、；;]")
Row_ = TypeVar("Row_")


class Filters:
    """The filters that look into rows; they reach only what templates reach."""

    def __init__(self, finder: Finder) -> None:
        """Stand on the finder of the render."""
        self._finder = finder

    def offered(self) -> dict[str, Callable[..., object]]:
        """Give all filters by name."""
        own: dict[str, Callable[..., object]] = {
            "sorted_by": self.sorted_by, "where": self.where, "pluck": self.pluck}
        plain = (first_n, last_n, length, listing, items, wording, required, in_unit, definition, label)
        own |= {each.__name__: each for each in plain}
        return own | {name: getattr(phrases, name)
                      for name in ("rise", "change", "completion", "pace", "place", "basis", "cn", "about")}

    def sorted_by(self, rows: Iterable[object], path: str) -> list[object]:
        """Sort by what stands under a path, `-` before it for the greatest first; units stand in the office's order.

        Missing values come last; places within groups stand group by group.
        """
        name = path.removeprefix("-")
        done = ordered(sequence("sorted_by", rows), name, self._finder.follow, falling=path.startswith("-"))
        units = self._finder.units.units
        groups = {group: at for at, group in enumerate(dict.fromkeys(unit.group for unit in units))}
        return sorted(done, key=lambda row: groups.get(getattr(self._finder.follow(row, name), "group", ""), 0))

    def where(self, rows: Iterable[object], path: str, operator: str = "", wanted: object = None) -> list[object]:
        """Keep the rows whose value under a path holds (`where('ranked')`) or compares (`where('状态','=','有效')`)."""
        return [row for row in sequence("where", rows) if matches(self._finder.follow(row, path), operator, wanted)]

    def pluck(self, rows: Iterable[object], path: str) -> list[object]:
        """Give what stands under a path of each row."""
        return [self._finder.follow(row, path) for row in sequence("pluck", rows)]


def sequence(function: str, rows: object) -> Sequence[object]:
    """Take a list of rows; raises ArgumentUnfit for anything else, a text too."""
    if not isinstance(rows, list | tuple):
        raise ArgumentUnfit(function=function, wanted="a list", given=type(rows).__name__)
    return rows


def words(function: str, text: object) -> str:
    """Take a plain text; raises ArgumentUnfit for printed text, figures and the rest."""
    if not isinstance(text, str) or hasattr(text, "__html__"):
        raise ArgumentUnfit(function=function, wanted="a plain text", given=type(text).__name__)
    return text


def ordered(rows: Sequence[Row_], path: str, follow: Callable[[Row_, str], object], *, falling: bool) -> list[Row_]:
    """Sort rows by what stands under a path; equal ones keep their order, missing values come last."""
    keyed = [(_key(follow(row, path)), row) for row in rows]
    present = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0), reverse=falling)
    return [row for _, row in present] + [row for key, row in keyed if key is None]


def first_n(rows: Sequence[object], count: int) -> list[object]:
    """Give the first rows."""
    return list(sequence("first_n", rows)[:max(count, 0)])


def last_n(rows: Sequence[object], count: int) -> list[object]:
    """Give the last rows."""
    return list(sequence("last_n", rows)[-count:]) if count > 0 else []


def length(rows: object) -> int:
    """Count the rows of a list; for decisions, and for paper through `| cn`."""
    return len(sequence("length", rows))


def listing(names: Sequence[object], limit: int = 0, counter: str = "个") -> Phrase:
    """List names: 甲、乙; beyond the limit 甲、乙等5个, with the true number."""
    names = sequence("listing", names)
    shown = names[:limit] if 0 < limit < len(names) else names
    parts: list[object] = []
    for name in shown:
        parts += [_SEPARATOR, *_named(name)] if parts else _named(name)
    if len(shown) < len(names):
        parts.append(f"等{len(names)}{counter}")
    return Phrase(tuple(parts))  # type: ignore[arg-type]


def wording(cell: CellValue) -> str:
    """Give a ledger's words for a caption or a comparison; numbers and days stay cells, which can be traced."""
    if not isinstance(cell, CellValue) or not (cell.empty or isinstance(cell.value, str)):
        raise ArgumentUnfit(function="wording", wanted="a cell of words", given=type(cell).__name__)
    return cell.text()


def required(cell: CellValue, what: str) -> CellValue | Gap:
    """Print a cell that must not be empty, or leave a gap for it."""
    if not isinstance(cell, CellValue):
        raise ArgumentUnfit(function="required", wanted="a cell", given=type(cell).__name__)
    return Gap(words("required", what)) if cell.empty else cell


def items(cell: CellValue) -> list[str]:
    """Cut a ledger's words at their list marks: 甲；乙、丙."""
    return [item for item in _LIST.split(wording(cell)) if item]


def in_unit(cell: CellValue, unit: str) -> CellValue:
    """Print a cell in a unit: 亿元 or 万元 for money, 月日 for a day and 月 for a month without their year."""
    if not isinstance(cell, CellValue) or unit not in CELL_UNITS:
        raise ArgumentUnfit(function="in_unit", wanted=" ".join(CELL_UNITS), given=str(unit))
    return replace(cell, unit=unit)


def definition(figure: Figure) -> str:
    """Give the sentence that defines a figure's indicator."""
    return _figure("definition", figure).definition


def label(figure: Figure) -> str:
    """Give the name of a figure's indicator."""
    return _figure("label", figure).name


def known(value: object) -> bool:
    """Tell whether a figure has a value, a cell holds anything, or a fact is known by the day."""
    if isinstance(value, CellValue):
        return not value.empty
    if isinstance(value, FactValue):
        return value.record is not None
    return _figure("is known", value).value is not None


def zero(figure: object) -> bool:
    """Tell whether a figure is known to be zero."""
    return _figure("is zero", figure).value == 0


def reported(figure: object) -> bool:
    """Tell whether a figure is a reported aggregate or holds one, so that not all its projects can be listed."""
    return _figure("is reported", figure).reported


def tied(figure: object) -> bool:
    """Tell whether a rank is shared."""
    return _figure("is tied", figure).note == "并列"


def grouped(figure: object) -> bool:
    """Tell whether a place is one within a 考核分组."""
    return _figure("is grouped", figure).group != ""


def by_completion(figure: object) -> bool:
    """Tell whether a place was taken by the completion rate and not by the value."""
    parents = _figure("is by_completion", figure).parents or {}
    return any(parent.key.indicator.endswith(".completion") for parent in parents.values())


def pending(figure: object) -> bool:
    """Tell whether a figure waits for a target that has not been given out."""
    asked = _figure("is pending", figure)
    return asked.value is None and phrases.reason_text(asked) == phrases.PENDING


def based(figure: object) -> bool:
    """Tell whether a change can be told: as a value, or, where no rate can be, by what it is compared with."""
    asked = _figure("is based", figure)
    base = (asked.parents or {}).get("base")
    return asked.value is not None or (base is not None and base.value is not None)


def carried(figure: object) -> bool:
    """Tell whether a month's figure holds the difference of corrections of earlier months."""
    return notes.carried(_figure("is carried", figure))


def provisional(figure: object) -> bool:
    """Tell whether a figure is a provisional target, or measures against one."""
    return notes.provisional(_figure("is provisional", figure))


def empty(value: object) -> bool:
    """Tell whether a list, a text or a cell holds nothing."""
    if isinstance(value, CellValue):
        return value.empty
    return value == "" if _plain_text(value) else not sequence("is empty", value)


TESTS: dict[str, Callable[..., bool]] = {"known": known, "zero": zero, "tied": tied, "empty": empty,
                                         "reported": reported, "grouped": grouped, "by_completion": by_completion,
                                         "pending": pending, "based": based, "carried": carried,
                                         "provisional": provisional}


_ASKED: Mapping[str, Callable[[object], bool]] = {
    "empty": lambda value: not known(value), "filled": known, "grouped": grouped, "by_completion": by_completion,
                                         "pending": pending, "based": based, "carried": carried,
                                         "provisional": provisional}


def matches(value: object, operator: str, wanted: object) -> bool:
    """Compare a value the way table filters do: = != > >= < <= in not-in has empty filled; alone it must be true.

    `has` looks for any of the given words within a text; the name of a test of figures asks that test.
    """
    if operator in _ASKED:
        return _ASKED[operator](value)
    if operator == "has":
        text, parts = str(comparable(value)), [wanted] if isinstance(wanted, str) else sequence(operator, wanted)
        return any(words(operator, comparable(each)) in text for each in parts if each != "")
    if operator in ("in", "not-in"):
        among = any(matches(value, "=", each) for each in sequence(operator, wanted))
        return among is (operator == "in")
    left, right = comparable(value), comparable(wanted)
    if isinstance(left, int | Decimal) and not isinstance(left, bool) and isinstance(right, str):
        right = _number(right)
    if not operator and isinstance(left, bool):
        return left
    if operator not in _COMPARE:
        offered = " ".join([*_COMPARE, "in not-in has empty filled"])
        raise ArgumentUnfit(function="where", wanted=offered, given=operator)
    if operator not in ("=", "!=") and not isinstance(left, Figure) and "" in (left, right):
        return False
    return _COMPARE[operator](left, right)


def comparable(value: object) -> object:
    """Turn a cell into its plain value, and what templates write into the same kinds; texts as paper sets them."""
    if isinstance(value, CellValue):
        value = value.plain
        value = {True: "是", False: "否"}[value] if isinstance(value, bool) else value
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return typeset(value)
    return Decimal(str(value)) if isinstance(value, float) else value


def _number(text: str) -> Decimal:
    """Take a number that a template writes in quotes; nothing else can be compared with a column of numbers."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ArgumentUnfit(function="where", wanted="a number", given=text) from None


def _key(value: object) -> Fraction | str | int | Decimal | None:
    """Give the sort key of a value, None for a missing one."""
    if isinstance(value, Figure):
        return value.value
    if isinstance(value, CellValue):
        return None if value.empty else value.place or value.plain
    if not isinstance(value, str | int):
        raise ArgumentUnfit(function="| sorted_by", wanted="a figure, a column or a text", given=type(value).__name__)
    return value


def _named(name: object) -> list[object]:
    if isinstance(name, Phrase):
        return list(name.parts)
    if isinstance(name, Scope):
        return [name.unit.name]
    if isinstance(name, CellValue) or _plain_text(name):
        return [name]
    raise ArgumentUnfit(function="| listing", wanted="names", given=type(name).__name__)


def _plain_text(value: object) -> bool:
    return isinstance(value, str) and not hasattr(value, "__html__")


def _figure(function: str, value: object) -> Figure:
    if not isinstance(value, Figure):
        raise ArgumentUnfit(function=function, wanted="a figure", given=type(value).__name__)
    return value
