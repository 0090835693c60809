"""Check the days of projects against each other and against the calendar."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from typing import TYPE_CHECKING

from briefgen.check.calendar import is_weekend
from briefgen.check.rows import BATCHES, PROJECTS, day, live, text
from briefgen.model.day import MonthOnly, earlier
from briefgen.model.problem import Problem
from briefgen.model.table import Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record

_SIGNED = "签约日期"
_AGREED = frozenset(("签约", "落地", "开工", "开业", "投产", "达效"))
_CROWD, _SHARE = 3, 3  # so many signings on a month's last day, and more than one in so many of the month's
_NAMED = 5  # cells of a finding that stands for many rows


def early_dates(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find starts before the signing, and productions before the start."""
    for code, table, before, after in (
            ("project.early-start", PROJECTS, _SIGNED, "开工日期"),
            ("project.early-production", PROJECTS, "开工日期", "投产日期"),
            ("project.early-production", BATCHES, "实际开工日期", "实际投产日期")):
        for record in ledger.rows(table):
            first, then = day(record, before), day(record, after)
            if first and then and earlier(then, first):
                params = {"column": after, "day": then, "other": before, "first": first}
                yield Problem(code, record.source(after), params, (record.source(before),))


def undated_projects(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find projects that their stage calls signed and that have no day of signing, where the cell may be empty."""
    for record in live(ledger):
        column = record.origin.schema.column(_SIGNED)
        stage = text(record, "项目阶段")
        if column and column.need is not Need.CELL and stage in _AGREED and day(record, _SIGNED) is None:
            yield Problem("project.undated", record.source(_SIGNED), {"stage": stage}, (record.source("项目阶段"),))


def weekend_signings(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find signings at weekends, a month's together."""
    for month, signings in _by_month(ledger).items():
        if found := [(record, signed) for record, signed in signings
                     if not isinstance(signed, MonthOnly) and is_weekend(signed)]:
            days = "、".join(sorted({signed.isoformat() for _, signed in found})[:_NAMED])
            yield _together("project.weekend", [record for record, _ in found], {"month": month, "days": days})


def crowded_ends(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find months whose signings crowd on the last day: three or more, and more than a third of the month's."""
    for month, signings in _by_month(ledger).items():
        last = [record for record, signed in signings if signed.day == monthrange(signed.year, signed.month)[1]]
        if len(last) >= _CROWD and len(last) * _SHARE > len(signings):
            yield _together("project.surge", last, {"month": month, "all": len(signings)})


def _by_month(ledger: Ledger) -> Mapping[str, list[tuple[Record, date]]]:
    found: dict[str, list[tuple[Record, date]]] = defaultdict(list)
    for record in live(ledger):
        if signed := day(record, _SIGNED):
            found[f"{signed:%Y-%m}"].append((record, signed))
    return found


def _together(code: str, records: list[Record], params: Mapping[str, object]) -> Problem:
    """Make one finding of many rows: it stands at the first and names the next few."""
    first, *others = [record.source(_SIGNED) for record in records]
    return Problem(code, first, {**params, "count": len(records)}, tuple(others[:_NAMED - 1]))
