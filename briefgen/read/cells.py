"""Read one cell as its column's type: a value, nothing, or a fault, and never an exception."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.table import CellType
from briefgen.read.days import read_day, read_month, read_serial, read_state, several
from briefgen.read.grid import EXCEL_KEEPS, plain, squeezed
from briefgen.read.quantity import Quantity, is_dash, is_foreign, is_plain, narrow, read_quantity
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.model.table import Column, Value, Word
    from briefgen.model.unit import UnitSet
    from briefgen.read.grid import Cell

# illegal in XML (TRUST 1.12), zero width and bidirectional controls (TRUST 1.13), private use
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e"
                          "\u2060-\u2069\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff"
                          "\U000f0000-\U0010ffff]")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)|Err:[0-9]{3}")
_FORMULA = re.compile(r"=[^=\s].*", re.DOTALL)
_YES_NO = {"是": True, "否": False}
_SHOWN = 60
ALIAS = "cell.alias"
DASH = "cell.dash"
EMPTY = "cell.empty"
NO_UNIT = "column.unit"
ROUGH = "cell.rough"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be told of a cell: code, what is shown of it, the value it has all the same and how that is worded."""

    code: str
    shown: str
    read: Value = None
    nearest: str = ""
    became: str = ""


def read_cells(cells: Sequence[Cell], column: Column, unit: str = "", units: UnitSet | None = None, *,
               formulas: bool = True) -> list[Value | Fault]:
    """Read the cells of a column; `unit` is its money unit, `units` None leaves unit names as they stand.

    A text that is one of the column's words in another writing becomes the word; one that is none stays as it stands.
    Without `formulas`, in a text file, what begins with = is a text like any other.
    """
    listed = column.words and column.type is CellType.TEXT
    parse = _word(column.words) if listed else _parser(column.type, unit, units)

    def read(cell: Cell) -> Value | Fault:
        if isinstance(cell, str):
            return _typed(cell, parse, formulas=formulas)
        return None if cell is None else parse(cell)

    if bool in set(map(type, cells)):  # True is 1 to a dictionary
        return list(map(read, cells))
    return list(map(_Known(read).__getitem__, cells))


class _Known(dict["Cell", "Value | Fault"]):
    """Ledgers repeat their words: each is read once."""

    def __init__(self, read: Callable[[Cell], Value | Fault]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Value | Fault:
        value = self[cell] = self._read(cell)
        return value


def number(cell: Cell) -> Decimal | Fault:
    """Read an exact number, told as such if it stands in another dress; `1_000`, `1e3` and `NaN` are faults."""
    return _number(cell, "cell.number", whole=False)


def clipped(cell: Cell) -> str:
    """Show a cell's raw text, long ones shortened."""
    text = plain(cell)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _typed(cell: str, parse: Callable[[Cell], Value | Fault], *, formulas: bool) -> Value | Fault:
    """Read a typed-in cell: clean of controls, NFC, without the blanks around it."""
    if not cell.isprintable() and (bad := _UNPRINTABLE.search(cell)):
        name = unicodedata.name(bad[0], "")
        return Fault("cell.character", f"U+{ord(bad[0]):04X} {name}".rstrip())
    whole = unicodedata.normalize("NFC", cell)
    text = whole.strip()
    if not text:
        return None
    if _ERROR.fullmatch(text):
        return _fault("cell.error", text)
    if formulas and _FORMULA.fullmatch(text):
        return _fault("cell.formula", text)
    value = parse(text)
    if text == whole or isinstance(value, Fault):
        return value
    return Fault("text.trimmed", clipped(text), value)


def _parser(kind: CellType, unit: str, units: UnitSet | None) -> Callable[[Cell], Value | Fault]:
    if kind is CellType.MONEY:
        return _dashed(lambda cell: _money(cell, unit))
    if kind is CellType.UNIT:
        return _text if units is None else lambda cell: _unit(cell, units)
    return _text if kind is CellType.TEXT else _dashed(_SIMPLE[kind])


def _dashed(parse: Callable[[Cell], Value | Fault]) -> Callable[[Cell], Value | Fault]:
    """Read a dash as nothing, and tell it; a column of text keeps its dashes."""
    def read(cell: Cell) -> Value | Fault:
        value = parse(cell)
        dash = isinstance(value, Fault) and isinstance(cell, str) and is_dash(cell)
        return Fault(DASH, clipped(cell)) if dash else value

    return read


def _fault(code: str, cell: Cell) -> Fault:
    return Fault(code, clipped(cell))


def _text(cell: Cell) -> Value | Fault:
    """Read text; a number of more than 15 digits has lost its end in the file and is never repaired."""
    text = plain(cell)
    if isinstance(cell, float) and not abs(cell) < EXCEL_KEEPS:
        return _fault("cell.digits", cell)
    return text


def _word(words: Sequence[Word]) -> Callable[[Cell], Value | Fault]:
    """Read a word by any of its writings as itself, and tell it; the office's rules look at the others."""
    known = {squeezed(name): word.text for word in words for name in (word.text, *word.aliases)}

    def read(cell: Cell) -> Value | Fault:
        value = _text(cell)
        word = known.get(squeezed(value)) if isinstance(value, str) else None
        return value if word in (None, value) else Fault(ALIAS, clipped(cell), word, became=str(word))

    return read


def _money(cell: Cell, unit: str) -> Value | Fault:
    """Read an amount in the column's unit, or in the one beside it; without either it has none."""
    text = plain(cell)
    if is_plain(text):
        return Amount.of(Decimal(text), unit) if unit else _fault(NO_UNIT, cell)
    quantity = read_quantity(text)
    if quantity is None or quantity.unit == "%":
        return _fault("cell.currency" if is_foreign(text) else "cell.money", cell)
    own = quantity.unit or unit
    if not own:
        return _fault(NO_UNIT, cell)
    code = ROUGH if quantity.rough else "cell.own-unit" if quantity.unit else "cell.dress"
    return Fault(code, clipped(cell), Amount.of(quantity.value, own), became=f"{quantity.value:f}{own}")


def _number(cell: Cell, code: str, *, whole: bool) -> Decimal | Fault:
    text = plain(cell)
    quantity = Quantity(Decimal(text)) if is_plain(text) else read_quantity(text)
    if quantity is None or quantity.unit or (whole and "." in narrow(text)):
        return _fault(code, cell)
    if is_plain(text):
        return quantity.value
    return Fault(ROUGH if quantity.rough else "cell.dress", clipped(cell), quantity.value,
                 became=f"{quantity.value:f}")


def _percent(cell: Cell) -> Value | Fault:
    """Read a percentage, with its sign or without; whether a bare 0.92 is 92 % is for the column to say."""
    text = narrow(plain(cell))
    quantity = read_quantity(text)
    if quantity is None or quantity.unit not in {"", "%"}:
        return _fault("cell.percent", cell)
    dressed = plain(cell).removesuffix("%").rstrip()
    if is_plain(dressed):
        return quantity.value
    return Fault(ROUGH if quantity.rough else "cell.dress", clipped(cell), quantity.value,
                 became=f"{quantity.value:f}{quantity.unit}")


def _integer(cell: Cell) -> Value | Fault:
    value = _number(cell, "cell.integer", whole=True)
    if isinstance(value, Fault):
        return value if value.read is None else replace(value, read=int(value.became))
    return int(value)


def _date(cell: Cell) -> Value | Fault:
    """Read a day, its month alone, or that it has not come; a time of day is let go."""
    text = f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else plain(cell)
    if day := read_day(text):
        return day
    bare = narrow(text)
    if day := read_day(bare):
        return Fault("cell.dress", clipped(cell), day, became=day.isoformat())
    if month := read_month(bare):
        return Fault("cell.month-only", clipped(cell), month, became=f"{month:%Y-%m}")
    if day := read_serial(bare):
        return Fault("cell.serial", clipped(cell), day, became=day.isoformat())
    if state := read_state(bare):
        return Fault("cell.not-yet", clipped(cell), state)
    return _fault("cell.several" if several(bare) else "cell.date", cell)


def _month(cell: Cell) -> Value | Fault:
    """Read a month as its first day; `2022.1` may be October and is a fault."""
    text = f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else plain(cell)
    bare = narrow(text)
    month, day = read_month(bare), read_day(bare)
    first = month or (day if day is not None and day.day == 1 else None)
    if first is None:
        return _fault("cell.month", cell)
    value = date(first.year, first.month, 1)
    return value if bare == text else Fault("cell.dress", clipped(cell), value, became=f"{value:%Y-%m}")


def _yes_no(cell: Cell) -> Value | Fault:
    known = _YES_NO.get(plain(cell))
    return _fault("cell.yesno", cell) if known is None else known


def _unit(cell: Cell, units: UnitSet) -> Value | Fault:
    """Read a unit by any of its names as its code; a name of several stays, until the row's day decides."""
    text = plain(cell)
    if bearing := units.bearing(text):
        return bearing[0].code if len(bearing) == 1 else text
    known = (name for unit in (units.city, *units.units) for name in unit.names)
    return Fault("cell.unit", clipped(cell), nearest=nearest(text, known))


_SIMPLE: dict[CellType, Callable[[Cell], Value | Fault]] = {
    CellType.INTEGER: _integer, CellType.NUMBER: number, CellType.DATE: _date, CellType.MONTH: _month,
    CellType.YES_NO: _yes_no, CellType.PERCENT: _percent,
}
