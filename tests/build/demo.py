"""Run what `make demo` runs, so that the tests see the very documents that it makes."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def recipes() -> list[list[str]]:
    """Give the arguments of each build in the Makefile's demo."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    common = re.search(r"^BUILD := \$\(BIN\)/briefgen (.*?)$", text, re.MULTILINE)
    assert common is not None
    head = common[1].replace("$(OFFICE)", str(ROOT / "samples" / "jinzhong-2022"))
    return [shlex.split(f"{head} {line}") for line in re.findall(r"^\t@\$\(BUILD\) (.*)$", text, re.MULTILINE)]


def build_demo(out: Path, *more: str) -> list[Path]:
    """Build the demo's documents into a folder; `more` is given to each build."""
    for arguments in recipes():
        at = arguments.index("--out")
        command = [sys.executable, "-m", "briefgen", *arguments[:at], "--out", str(out), *arguments[at + 2:], *more]
        subprocess.run(command, check=False, capture_output=True)
    return sorted(out.rglob("*.docx"))
