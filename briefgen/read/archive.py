"""Read what was published: the register, and the figures as they were printed."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from briefgen.document.trace import TraceInvalid, from_json
from briefgen.files import digest
from briefgen.i18n import _
from briefgen.model.figure import Key
from briefgen.model.issue import FORMAT, ISSUES, PUBLISHED, RECORD, Issue, IssuedValue, standing
from briefgen.model.problem import Problem
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from briefgen.document.trace import Trace


def read_issues(folder: Path) -> tuple[tuple[Issue, ...], list[Problem]]:
    """Read the register of published issues; each line that cannot be read is a problem. None yet is an empty one.

    So is each folder that holds what was published and stands in no line: the register was emptied or cut short.
    """
    path = folder / ISSUES
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError:
        return (), [Problem("published.line", Source(ISSUES), {})]
    found, problems = [], []
    for number, text in enumerate(data.split(b"\n"), 1):
        try:
            found += [Issue.model_validate_json(text)] if text.strip() else []
        except ValidationError:
            code = "published.newer" if _newer(text) else "published.line"
            problems.append(Problem(code, Source(ISSUES, row=number), {}))
    if not problems:
        problems += [Problem("published.unlisted", Source(place), {})
                     for place in _kept(folder) - {f"{issue.folder}/{RECORD}" for issue in found}]
    return tuple(found), sorted(problems, key=lambda problem: (problem.source.row or 0, problem.source.file))


def _newer(line: bytes) -> bool:
    """Tell whether a later version wrote a line of the register."""
    try:
        version = json.loads(line)["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return isinstance(version, int) and version > FORMAT


def _kept(folder: Path) -> set[str]:
    """Name the records of what was published, listed or not; those under a hidden name are not finished."""
    return {path.relative_to(folder).as_posix() for path in (folder / PUBLISHED).glob(f"[0-9]*/*/{RECORD}")
            if not path.parent.name.startswith(".")}


def read_trace(folder: Path, issue: Issue) -> Trace:
    """Read the trace of a published issue; raises TraceInvalid, TraceNewer."""
    place = f"{issue.folder}/{issue.name}.trace.json"
    try:
        data = (folder / issue.folder / f"{issue.name}.trace.json").read_bytes()
    except OSError:
        raise TraceInvalid(file=place, reason=_("it is not there")) from None
    if digest(data) != issue.trace:
        raise TraceInvalid(file=place, reason=_("it is not the one that was published"))
    return from_json(data, place)


def issued_values(folder: Path, register: Sequence[Issue]) -> Callable[[Key], IssuedValue | None]:
    """Look figures up as the standing issues printed them, the latest issue of the figure's own period first.

    The issues of a period are read when one of its figures is first asked for; raises what read_trace raises.
    """
    standing_ = standing(register)

    @cache
    def of(period: str) -> dict[Key, IssuedValue]:
        return {Key(figure.indicator, figure.unit, figure.period):
                IssuedValue(Fraction(figure.value), figure.measure, figure.note,
                            f"{issue.folder}#{figure.id}", figure.definition)
                for issue in standing_ if issue.period == period
                for figure in read_trace(folder, issue).figures.values() if figure.value is not None}

    return lambda key: of(key.period).get(key)
