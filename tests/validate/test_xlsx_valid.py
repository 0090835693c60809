"""A workbook that goes back is as valid as the one that came in."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.write.sendback import send_back
from tests.validate.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "data/签约项目台账.xlsx"


def _errors(tools: Path, file: Path) -> str:
    done = subprocess.run([str(tools / "openxml-audit"), str(file)], capture_output=True, text=True, check=False)
    return next(line for line in done.stdout.splitlines() if line.startswith("Errors: "))


def test_openxml_audit_finds_nothing_new(tools: Path, tmp_path: Path) -> None:
    data = (SAMPLE / LEDGER).read_bytes()
    found = [Problem("cell.empty", Source(LEDGER, "签约项目", row, "D"), {"column": "签约日期"}) for row in (1, 5, 900)]
    made = send_back(LEDGER, data, found, "晋中市招商局", ())
    assert made.marked
    (tmp_path / made.name).write_bytes(made.content)
    assert _errors(tools, tmp_path / made.name) == _errors(tools, SAMPLE / LEDGER)


def test_openxml_audit_sees_a_planted_fault(tools: Path, tmp_path: Path) -> None:
    from briefgen.write.opc import Parts

    parts = Parts((SAMPLE / LEDGER).read_bytes())
    sheet = parts.tree("xl/worksheets/sheet1.xml")
    sheet.append(sheet[0])
    (tmp_path / "broken.xlsx").write_bytes(parts.save())
    assert _errors(tools, tmp_path / "broken.xlsx") != _errors(tools, SAMPLE / LEDGER)
