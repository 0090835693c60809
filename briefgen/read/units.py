"""Make the city and its units of the table 单位."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from briefgen.model.unit import CITY, Unit, UnitSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.model.office import Office
    from briefgen.model.table import Record, Value

UNITS = "单位"
_LIST = re.compile(r"[、，,；;\s]+")
_Kind = TypeVar("_Kind")


def unit_set(office: Office, records: Iterable[Record]) -> UnitSet:
    """Make the units in the order of 排序; those without one follow in the order of their rows."""
    city = Unit(office.office.city_code, office.office.city, CITY)
    units = sorted((_unit(record) for record in records), key=lambda unit: (unit.order == 0, unit.order))
    codes = {unit.name: unit.code for unit in units}
    return UnitSet(city, tuple(replace(unit, successor=codes.get(unit.successor, "")) for unit in units))


def value_of(record: Record, name: str, kind: type[_Kind]) -> _Kind | None:
    """Give a column's value where the office's schema has the column with such values."""
    value: Value = record[name] if name in record.origin.schema.index else None
    return value if isinstance(value, kind) else None


def _unit(record: Record) -> Unit:
    def text(name: str) -> str:
        return value_of(record, name, str) or ""

    return Unit(
        code=text("单位代码"), name=text("单位名称"), kind=text("单位类型"), order=value_of(record, "排序", int) or 0,
        short=text("简称"), former=tuple(name for name in _LIST.split(text("曾用名")) if name),
        group=text("考核分组"), ranked=value_of(record, "参与排名", bool) or False,
        valid_from=value_of(record, "有效起", date), valid_to=value_of(record, "有效止", date),
        successor=text("承接单位"))
