"""The same input gives the same bytes, whatever the clock, the hash seed, the language or the time zone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.build.conftest import SAMPLE


def _build(out: Path, language: str, seed: str, zone: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    command = [sys.executable, "-m", "briefgen", "build", "monthly", "--office", str(SAMPLE), "--period", "2022-12",
               "--out", str(out), "--lang", language]
    subprocess.run(command, env=environment, check=False, capture_output=True)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (out / "2022-12").iterdir()}


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    first = _build(tmp_path / "a", "zh", "1", "UTC")
    second = _build(tmp_path / "b", "en", "2", "Asia/Shanghai")
    assert first == second
    assert {Path(name).suffix for name in first} >= {".docx", ".json"}
