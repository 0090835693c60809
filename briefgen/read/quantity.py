"""Read the numbers that offices write: full width, thousands, 约 and 余, a unit beside it; all else is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,10})?")
_QUANTITY = re.compile(
    r"(?P<about>约|大约|近|逾|超|超过|不低于|不少于)? ?(?:人民币|[¥￥])? ?"
    r"(?P<number>-?(?:[0-9]{1,12}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,10})?) ?"
    r"(?P<over>[余多])? ?(?P<unit>[亿万]?元|[亿万]|%)? ?(?:人民币)?(?P<after>余|左右|上下|以上)?")
_FOREIGN = re.compile(r"美元|美金|港元|港币|欧元|日元|英镑|澳元|加元|新元|韩元|USD|HKD|EUR|JPY|GBP|[$€£]",
                      re.IGNORECASE)
_DASH = re.compile(r"[-—–―/\\]+|无|暂无")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: exact value, the unit beside it (元, 万元, 亿元, % or none), whether it is said roughly."""

    value: Decimal
    unit: str = ""
    rough: bool = False


def is_plain(text: str) -> bool:
    """Tell whether a text is nothing but a number: digits with at most one point."""
    return bool(_NUMBER.fullmatch(text))


def narrow(text: str) -> str:
    """Write full-width ASCII and the wide blank in half width; nothing else changes, ² and ٣ stay what they are."""
    return text.translate(_WIDE).strip()


def read_quantity(text: str) -> Quantity | None:
    """Read a number in any customary dress; `1_000`, `1,00`, `1e3`, `1-2亿` and `NaN` are none."""
    match = _QUANTITY.fullmatch(narrow(text))
    if match is None:
        return None
    unit = match["unit"] or ""
    rough = bool(match["about"] or match["over"] or match["after"])
    return Quantity(Decimal(match["number"].replace(",", "")), f"{unit}元" if unit in {"亿", "万"} else unit, rough)


def is_foreign(text: str) -> bool:
    """Tell whether an amount is in foreign money."""
    return bool(_FOREIGN.search(narrow(text)))


def is_dash(text: str) -> bool:
    """Tell whether a cell says in so many words that it holds nothing."""
    return bool(_DASH.fullmatch(narrow(text)))
