"""The sample's monthly briefing, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.pipeline import Order, Report, build

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(SAMPLE, Order(period="2022-12", kinds=("monthly",), out=tmp_path_factory.mktemp("out")))


def _file(report: Report, suffix: str) -> bytes:
    for failure in report.failures:
        pytest.skip(f"{failure} (make setup brings it)")
    return next(file for file in report.files if file.suffix == suffix).read_bytes()


@pytest.fixture(scope="session")
def docx(report: Report) -> bytes:
    return next(file for file in report.files if file.suffix == ".docx").read_bytes()


@pytest.fixture(scope="session")
def pdf(report: Report) -> bytes:
    return _file(report, ".pdf")
