"""Check the stage of projects against the days that the same row gives."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from briefgen.check.rows import ARRIVALS, PROJECTS, day, live, text, value
from briefgen.model.numbers import NONE
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office

_STAGE, _STARTED, _PRODUCES = "项目阶段", "开工日期", "投产日期"
# 落地 and 开业 may go without a day of starting; a project in talks may well have signed a framework
_BEFORE = {_STARTED: frozenset(("谋划", "在谈", "签约")),
           _PRODUCES: frozenset(("谋划", "在谈", "签约", "落地", "开工"))}
_AFTER = {_STARTED: frozenset(("开工", "投产", "达效")), _PRODUCES: frozenset(("投产", "达效"))}


def contradicted_stages(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find stages that a day has overtaken, and stages reached without their day; the first such day is told.

    A day after all that the ledger reports is a plan.
    """
    reach = _reach(ledger)
    for record in live(ledger):
        stage, columns = text(record, _STAGE), record.origin.letters
        for column in (name for name in (_STARTED, _PRODUCES) if stage and name in columns):
            then = day(record, column)
            if (then <= reach and stage in _BEFORE[column]) if then else stage in _AFTER[column]:
                says = then or str(value(record, column) or "") or NONE
                params = {"stage": stage, "column": column, "day": says}
                yield Problem("project.stage", record.source(_STAGE), params, (record.source(column),))
                break


def _reach(ledger: Ledger) -> date:
    """Give the last day that the ledger speaks of: of signing, or of a month whose money it has."""
    signed = [found for record in ledger.rows(PROJECTS) if (found := day(record, "签约日期"))]
    months = [found for record in ledger.rows(ARRIVALS) if (found := day(record, "月份"))]
    ends = [date(month.year, month.month, monthrange(month.year, month.month)[1]) for month in months]
    return max([*signed, *ends], default=date.min)
