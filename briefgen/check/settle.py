"""Lay the office's judgement over what was found: other severities, and findings accepted with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.model.office import OFF
from briefgen.model.problem import Problem, Severity
from briefgen.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Accepted, Office
    from briefgen.model.table import Record

_OF_A_PERIOD = ("period.", "figure.")  # found only of a period: without one nothing can be said of its entries
_Rows = dict[tuple[str, str | None, int | None], "Record"]


def settle(problems: Sequence[Problem], ledger: Ledger, office: Office) -> list[Problem]:
    """Give problems the severities of [checks], drop those that are off, and mark the accepted ones."""
    kept = [_leveled(problem, office.checks) for problem in problems if office.checks.get(problem.code) != OFF]
    if not office.accepted:
        return kept
    rows = _rows(ledger)
    entries: dict[tuple[str, str], Accepted] = {(entry.code, entry.row): entry for entry in office.accepted}
    used = set[tuple[str, str]]()
    settled = []
    for problem in kept:
        mark = next((mark for name in _names(problem, rows) if (mark := (problem.code, name)) in entries), None)
        if mark is not None:
            used.add(mark)
            problem = replace(problem, accepted=entries[mark].told)  # noqa: PLW2901 - the same finding, marked
        settled.append(problem)
    return [*settled, *_unused(entries, used)]


def _leveled(problem: Problem, checks: Mapping[str, str]) -> Problem:
    return replace(problem, level=Severity(checks[problem.code])) if problem.code in checks else problem


def _names(problem: Problem, rows: _Rows) -> Iterator[str]:
    """Give the names that an entry may call a finding by: the row's key, its cell, the month of many rows."""
    place = problem.source
    record = rows.get((place.file, place.sheet, place.row))
    if record is not None and record.origin.schema.key:
        yield record.key
    yield str(place)
    yield f"{place.file}!{place.column or ''}{place.row or ''}"
    if "count" in problem.params:
        yield str(problem.params.get("month") or problem.params.get("period", ""))


def _rows(ledger: Ledger) -> _Rows:
    return {(record.origin.file, record.origin.sheet, record.row): record
            for records in ledger.tables.values() for record in records}


def _unused(entries: Mapping[tuple[str, str], Accepted], used: set[tuple[str, str]]) -> Iterator[Problem]:
    for code, row in entries:
        if (code, row) not in used and not code.startswith(_OF_A_PERIOD):
            yield Problem("accepted.unused", Source("briefgen.toml"), {"code": code, "row": row})
