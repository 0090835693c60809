"""Nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"weasyprint", "docx", "lxml", "jinja2", "openpyxl", "python_calamine", "pikepdf", "fontTools", "rich.console",
         "sqlalchemy"}


def _imported(*arguments: str) -> set[str]:
    run = subprocess.run([sys.executable, "-X", "importtime", "-m", "briefgen", *arguments], capture_output=True,
                         text=True, check=False)
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time")}


@pytest.mark.parametrize("arguments", [
    ("--help",), ("build", "--help"), ("explain", "--help"), ("forms", "--help"), ("receive", "--help"),
    ("fonts", "--help")])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    imported = _imported(*arguments)
    assert "typer" in imported
    assert imported & HEAVY == set()


def test_check_imports_no_writer() -> None:
    imported = _imported("check", "--office", "samples/jinzhong-2022")
    assert "briefgen.read.ledger" in imported
    assert imported & {"python_calamine", "weasyprint", "docx", "lxml", "jinja2", "pikepdf", "sqlalchemy"} == set()
