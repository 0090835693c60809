"""Whole documents in the dump's notation, one line a node: read the difference, then rewrite with BRIEFGEN_GOLDEN=1."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from briefgen.document.dump import dump
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "samples" / "jinzhong-2022"
CAMPAIGNS = ("总体方案", "HD2023-01", "HD2023-02", "HD2023-03", "HD2023-04", "HD2023-05")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


def _compare(text: str, name: str) -> None:
    file = HERE / f"{name}.txt"
    if os.environ.get("BRIEFGEN_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["monthly", "summary"])
@pytest.mark.parametrize(("unit", "period"), [
    ("晋中市", "2022-12"),  # the year's end: everything rises, all targets met
    ("晋中市", "2022-10"),  # falls, and behind the year's pace
    ("晋中市", "2022-05"),  # three counties share the third place
    ("晋中市", "2023-01"),  # January, pending targets, nothing started
    ("寿阳县", "2022-12"),  # the second and the third place
    ("和顺县", "2022-03"),  # everything falls
    ("太谷区", "2022-02"),  # a unit without a signing: zeros
    ("灵石县", "2022-02"),  # a shared first place
    ("晋中开发区", "2022-12"),  # a unit that is not ranked and missed a target
])
def test_document_is_as_it_was_read_and_approved(desk: Desk, kind: str, unit: str, period: str) -> None:
    document = desk.compose(desk.kind(kind), desk.unit(unit), Period.parse(period), Order(period=period))
    _compare(dump(document), f"{kind}-{unit}-{period}")


@pytest.mark.parametrize(("part", "campaign"), [*(("plan", each) for each in CAMPAIGNS), ("results", "HD2023-01")])
def test_campaign_is_as_it_was_read_and_approved(desk: Desk, part: str, campaign: str) -> None:
    order = Order(period="2023-01", date=date(2023, 2, 3), issue_no=3, campaign=campaign, part=part)
    kind, period = desk.kind("campaign", part), Period.parse("2023-01")
    [entry] = desk.entries(kind, desk.unit(""), period, order)
    _compare(dump(desk.compose(kind, desk.unit(""), period, order, entry)), f"campaign-{part}-{campaign}-2023-01")
