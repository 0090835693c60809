"""A document is composed anew from its trace alone, the same to the letter, as publishing and comparing need it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefgen.comparing import today
from briefgen.desk import Desk, Order
from briefgen.document.recount import stale
from briefgen.document.trace import trace_document
from briefgen.model.period import Period
from tests.build.wording import copied

if TYPE_CHECKING:
    from pathlib import Path

CLOSING = "[options]\nas_of_day = 25\n"
DAY = date(2023, 2, 3)


@pytest.mark.parametrize(("kind", "part", "unit", "period", "number", "config"), [
    ("monthly", "", "晋中市", "2022-12", 30, ""), ("monthly", "", "寿阳县", "2022-11", None, CLOSING),
    ("summary", "", "寿阳县", "2022-06", None, CLOSING), ("campaign", "", "晋中市", "2023-01", 3, ""),
    ("campaign", "results", "晋中市", "2023-01", None, "")])
def test_a_trace_is_enough_to_compose_the_document_again(tmp_path: Path, kind: str, part: str, unit: str,
                                                         period: str, number: int | None, config: str) -> None:
    office = copied(tmp_path)
    desk = Desk((office.config(config) if config else office).folder)
    when, order = desk.closed(Period.parse(period)), Order(period=period, issue_no=number, date=DAY)
    own = desk.kind(kind, part)
    for entry in desk.entries(own, desk.unit(unit), when, order):
        trace = trace_document(desk.compose(own, desk.unit(unit), when, order, entry), desk.ledger.files)
        again = today(desk, trace)
        assert list(stale(trace, again)) == []
        assert again.document == trace.document
