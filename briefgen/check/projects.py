"""Check the days of projects against each other and against the calendar."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from briefgen.check.calendar import is_weekend
from briefgen.check.rows import BATCHES, PROJECTS, column, day, live, texts
from briefgen.model.day import MonthOnly, earlier
from briefgen.model.problem import Problem
from briefgen.model.table import Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record

_SIGNED = "签约日期"
_LISTED = "500强"
_AGREED = frozenset(("签约", "落地", "开工", "开业", "投产", "达效"))
_CROWD, _SHARE = 3, 3  # so many signings on a month's last day, and more than one in so many of the month's
_NAMED = 5  # cells of a finding that stands for many rows


def early_dates(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find starts before the signing, and productions before the start."""
    for code, table, before, after in (
            ("project.early-start", PROJECTS, _SIGNED, "开工日期"),
            ("project.early-production", PROJECTS, "开工日期", "投产日期"),
            ("project.early-production", BATCHES, "实际开工日期", "实际投产日期")):
        records = ledger.rows(table)
        for record, first, then in zip(records, column(records, before), column(records, after), strict=True):
            if isinstance(first, date) and isinstance(then, date) and earlier(then, first):
                params = {"column": after, "day": then, "other": before, "first": first}
                yield Problem(code, record.source(after), params, (record.source(before),))


def undated_projects(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find projects that their stage calls signed and that have no day of signing, where the cell may be empty."""
    records = live(ledger)
    kept = records[0].origin.schema.column(_SIGNED) if records else None
    if kept is None or kept.need is Need.CELL:
        return
    for record, stage in zip(records, texts(records, "项目阶段"), strict=True):
        if stage in _AGREED and day(record, _SIGNED) is None:
            yield Problem("project.undated", record.source(_SIGNED), {"stage": stage}, (record.source("项目阶段"),))


def unlisted_tags(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find investors that are tagged as one of a list's (500强) without the list's year: they count as none."""
    records = live(ledger)
    for record, tags, year in zip(records, texts(records, "企业标签"), column(records, "榜单年份"), strict=True):
        if _LISTED in tags and year is None:
            yield Problem("project.unlisted", record.source("企业标签"), {"tags": tags})


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
        end = monthrange(signings[0][1].year, signings[0][1].month)[1]
        last = [record for record, signed in signings if signed.day == end]
        if len(last) >= _CROWD and len(last) * _SHARE > len(signings):
            yield _together("project.surge", last, {"month": month, "all": len(signings)})


def _by_month(ledger: Ledger) -> Mapping[str, list[tuple[Record, date]]]:
    found: dict[tuple[int, int], list[tuple[Record, date]]] = defaultdict(list)
    records = live(ledger)
    for record, signed in zip(records, column(records, _SIGNED), strict=True):
        if isinstance(signed, date):
            found[signed.year, signed.month].append((record, signed))
    return {f"{year}-{month:02}": signings for (year, month), signings in found.items()}


def _together(code: str, records: list[Record], params: Mapping[str, object]) -> Problem:
    """Make one finding of many rows: it stands at the first and names the next few."""
    first, *others = [record.source(_SIGNED) for record in records]
    return Problem(code, first, {**params, "count": len(records)}, tuple(others[:_NAMED - 1]))
