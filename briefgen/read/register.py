"""Read the register of what came in, and which months were published."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.model.submission import REGISTER, Submission

if TYPE_CHECKING:
    from pathlib import Path

_PUBLISHED = "published"
_MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")


def read_register(folder: Path) -> tuple[tuple[Submission, ...], list[Problem]]:
    """Read the register of an office folder; each line that cannot be read is a problem. None yet is an empty one.

    So is a line that gives the rows of one file to another unit, month or table: they would count twice.
    """
    path = folder / REGISTER
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError:
        return (), [Problem("received.line", Source(REGISTER), {})]
    found, problems, owner = list[Submission](), list[Problem](), dict[tuple[str, str], tuple[str, ...]]()
    for number, text in enumerate(data.split(b"\n"), 1):
        try:
            line = Submission.model_validate_json(text) if text.strip() else None
            if line is None:
                continue
            mine = (line.unit, line.period, line.table)
            if owner.setdefault((posixpath.normpath(line.file), line.sheet), mine) == mine:
                found.append(line)
                continue
            problems.append(Problem("received.line", Source(REGISTER, row=number), {}))
        except ValidationError:
            problems.append(Problem("received.line", Source(REGISTER, row=number), {}))
    return tuple(found), problems


def published_months(folder: Path) -> tuple[str, ...]:
    """Name the months whose papers were published, in order: the folders `published/2022-12`."""
    try:
        return tuple(sorted(entry.name for entry in (folder / _PUBLISHED).iterdir()
                            if _MONTH.fullmatch(entry.name) and entry.is_dir()))
    except OSError:
        return ()
