"""Whole documents in the dump's notation, one line a node: read the difference, then rewrite with BRIEFGEN_GOLDEN=1."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen.document.dump import dump
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "samples" / "jinzhong-2022"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


@pytest.mark.parametrize(("kind", "unit", "period"), [
    ("monthly", "晋中市", "2022-12"),  # the year's end, all targets met
    ("monthly", "晋中市", "2022-10"),  # falls, and behind the year's pace
    ("monthly", "晋中市", "2023-01"),  # January, pending targets, nothing started
    ("monthly", "太谷区", "2022-02"),  # a unit without a signing
    ("monthly", "晋中开发区", "2022-12"),  # a unit that is not ranked and missed a target
])
def test_document_is_as_it_was_read_and_approved(desk: Desk, kind: str, unit: str, period: str) -> None:
    document = desk.compose(desk.kind(kind), desk.unit(unit), Period.parse(period), Order(period=period))
    file = HERE / f"{kind}-{unit}-{period}.txt"
    if os.environ.get("BRIEFGEN_GOLDEN"):
        file.write_text(dump(document), encoding="utf-8")
    assert dump(document) == file.read_text(encoding="utf-8")
