"""What `make validate` brings, and the sample's briefing to try it on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen.pipeline import Order, Report, build

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"


@pytest.fixture(scope="session")
def tools() -> Path:
    folder = os.environ.get("BRIEFGEN_VALIDATE", "")
    if not folder:
        pytest.skip("make validate brings LibreOffice and the validators")
    return Path(folder) / "bin"


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(SAMPLE, Order(period="2022-12", kinds=("monthly",), out=tmp_path_factory.mktemp("out")))


@pytest.fixture(scope="session")
def docx(report: Report) -> Path:
    return next(file for file in report.files if file.suffix == ".docx")


@pytest.fixture(scope="session")
def pdf(report: Report) -> Path:
    return next(file for file in report.files if file.suffix == ".pdf")
