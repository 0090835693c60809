"""Make the targets of the table 目标任务, and name those that are neither set nor declared pending."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.model.ledger import Target
from briefgen.model.problem import Problem
from briefgen.read.cells import Fault, number
from briefgen.read.units import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.model.office import Office
    from briefgen.model.table import Record
    from briefgen.model.unit import UnitSet

TARGETS = "目标任务"
_PENDING, _PROVISIONAL = "待下达", "暂定"
_VALUE = "目标值"


def read_targets(records: Iterable[Record], office: Office, units: UnitSet) -> tuple[list[Target], list[Problem]]:
    """Make a target of each row; its value is exact in its own 计量单位, and None while it is pending."""
    targets, problems = [], []
    for record in records:
        text = value_of(record, _VALUE, str) or ""
        target = _target(record, None)
        if text and text != _PENDING:
            value, told = _value(text, target.measure)
            if told:
                params = {"column": _VALUE, "value": told.shown, "read": told.became}
                problems.append(Problem(told.code, record.source(_VALUE), params))
            target = _target(record, value)
        elif not _is_pending(record, office):
            problems.append(Problem("target.missing", record.source(_VALUE), _named(target, units)))
        targets.append(target)
    return targets, problems


def _value(text: str, measure: str) -> tuple[Fraction | None, Fault | None]:
    """Read a target's number, which may carry its own 计量单位: 40% where targets are in %."""
    value = number(text.removesuffix(measure))
    if isinstance(value, Fault):
        read = value.read
        return (Fraction(read) if isinstance(read, Decimal) else None), replace(value, shown=text)
    told = Fault("cell.dress", text, value, became=f"{value:f}") if measure and text.endswith(measure) else None
    return Fraction(value), told


def _is_pending(record: Record, office: Office) -> bool:
    words = (value_of(record, name, str) or "" for name in (_VALUE, "备注", "文号"))
    return any(_PENDING in word for word in words) or value_of(record, "年度", int) in office.targets.pending


def _target(record: Record, value: Fraction | None) -> Target:
    """Make a target; without a 版本 a set one is the first, and a pending one comes before it."""
    def text(name: str) -> str:
        return value_of(record, name, str) or ""

    version = value_of(record, "版本", int)
    return Target(
        year=value_of(record, "年度", int) or 0, unit=text("单位"), metric=text("指标"), level=text("下达层级"),
        value=value, measure=text("计量单位"), version=int(value is not None) if version is None else version,
        issued=value_of(record, "下达日期", date), record=record,
        provisional=any(_PROVISIONAL in text(name) for name in ("备注", "文号")))


def _named(target: Target, units: UnitSet) -> dict[str, object]:
    unit = units.find(target.unit)
    return {"year": target.year, "unit": unit.name if unit else target.unit, "metric": target.metric,
            "level": target.level}
