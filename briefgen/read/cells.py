"""Read one cell as its column's type: a value, nothing, or a fault, and never an exception."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen.model.amount import Amount
from briefgen.model.table import CellType
from briefgen.read.grid import EXCEL_KEEPS, plain
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.model.table import Value
    from briefgen.model.unit import UnitSet
    from briefgen.read.grid import Cell

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,10})?")
_INTEGER = re.compile(r"-?[0-9]{1,12}")
_YEAR = r"((?:19|20)[0-9]{2})"
_DAYS = tuple(map(re.compile, (_YEAR + r"-([0-9]{1,2})-([0-9]{1,2})", _YEAR + r"/([0-9]{1,2})/([0-9]{1,2})",
                               _YEAR + r"\.([0-9]{1,2})\.([0-9]{1,2})", _YEAR + r"年([0-9]{1,2})月([0-9]{1,2})日",
                               _YEAR + r"([0-9]{2})([0-9]{2})")))
_MONTHS = tuple(map(re.compile, (_YEAR + r"-([0-9]{1,2})", _YEAR + r"年([0-9]{1,2})月")))
# illegal in XML (TRUST 1.12), zero width and bidirectional controls (TRUST 1.13), private use
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e"
                          "\u2060-\u2069\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff"
                          "\U000f0000-\U0010ffff]")
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_YES_NO = {"是": True, "否": False}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: code, what is shown of it, what it was read as all the same."""

    code: str
    shown: str
    read: Value = None
    nearest: str = ""


def reader(kind: CellType, unit: str = "", units: UnitSet | None = None) -> Callable[[Cell], Value | Fault]:
    """Prepare the reader of a column; `unit` is its money unit, `units` None leaves unit names as they stand."""
    parse = _parser(kind, unit, units)
    seen: dict[str, Value | Fault] = {}  # ledgers repeat their words: each is read once

    def read(cell: Cell) -> Value | Fault:
        if not isinstance(cell, str):
            return None if cell is None else parse(cell)
        if cell not in seen:
            seen[cell] = _typed(cell, parse)
        return seen[cell]

    return read


def number(cell: Cell) -> Decimal | Fault:
    """Read an exact number: digits with at most one point; `1_000`, `1e3`, `１` and `NaN` are faults."""
    text = plain(cell)
    return Decimal(text) if _NUMBER.fullmatch(text) else _fault("cell.number", cell)


def clipped(cell: Cell) -> str:
    """Show a cell's raw text, long ones shortened."""
    text = plain(cell)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _typed(cell: str, parse: Callable[[Cell], Value | Fault]) -> Value | Fault:
    """Read a typed-in cell: clean of controls, NFC, without the blanks around it."""
    if not cell.isprintable() and (bad := _UNPRINTABLE.search(cell)):
        name = unicodedata.name(bad[0], "")
        return Fault("cell.character", f"U+{ord(bad[0]):04X} {name}".rstrip())
    whole = unicodedata.normalize("NFC", cell)
    text = whole.strip()
    if not text:
        return None
    if text in _ERRORS:
        return _fault("cell.error", text)
    value = parse(text)
    if text == whole or isinstance(value, Fault):
        return value
    return Fault("text.trimmed", clipped(text), value)


def _parser(kind: CellType, unit: str, units: UnitSet | None) -> Callable[[Cell], Value | Fault]:
    if kind is CellType.MONEY:
        return lambda cell: _money(cell, unit)
    if kind is CellType.UNIT and units is not None:
        return lambda cell: _unit(cell, units)
    return _SIMPLE.get(kind, _text)


def _fault(code: str, cell: Cell) -> Fault:
    return Fault(code, clipped(cell))


def _text(cell: Cell) -> Value | Fault:
    """Read text; a number of more than 15 digits has lost its end in the file and is never repaired."""
    text = plain(cell)
    if isinstance(cell, float) and not abs(cell) < EXCEL_KEEPS:
        return _fault("cell.digits", cell)
    return text


def _money(cell: Cell, unit: str) -> Value | Fault:
    value = number(cell)
    return _fault("cell.money", cell) if isinstance(value, Fault) else Amount.of(value, unit)


def _integer(cell: Cell) -> Value | Fault:
    text = plain(cell)
    return int(text) if _INTEGER.fullmatch(text) else _fault("cell.integer", cell)


def _date(cell: Cell) -> Value | Fault:
    """Read a day; a time of day is let go."""
    text = f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else plain(cell)
    return _first_match(_DAYS, text) or _fault("cell.date", cell)


def _month(cell: Cell) -> Value | Fault:
    """Read a month as its first day; `2022.1` may be October and is a fault."""
    text = plain(cell)
    if month := _first_match(_MONTHS, text):
        return month
    day = _first_match(_DAYS, text)
    return day if day is not None and day.day == 1 else _fault("cell.month", cell)


def _first_match(patterns: tuple[re.Pattern[str], ...], text: str) -> date | None:
    for pattern in patterns:
        if match := pattern.fullmatch(text):
            year, month, day = (*(int(part) for part in match.groups()), 1)[:3]
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _yes_no(cell: Cell) -> Value | Fault:
    known = _YES_NO.get(plain(cell))
    return _fault("cell.yesno", cell) if known is None else known


def _unit(cell: Cell, units: UnitSet) -> Value | Fault:
    """Read a unit by any of its names as its code."""
    text = plain(cell)
    if unit := units.find(text):
        return unit.code
    known = (name for unit in (units.city, *units.units) for name in unit.names)
    return Fault("cell.unit", clipped(cell), nearest=nearest(text, known))


_SIMPLE: dict[CellType, Callable[[Cell], Value | Fault]] = {
    CellType.INTEGER: _integer, CellType.NUMBER: number, CellType.DATE: _date, CellType.MONTH: _month,
    CellType.YES_NO: _yes_no,
}
