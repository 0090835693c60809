"""Print what commands found, for people or, with --json, for other programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import _
from briefgen.model.problem import DataRefused, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefgen.document.theme import FaceFile
    from briefgen.fonts.check import FaceReport
    from briefgen.model.problem import Problem
    from briefgen.pipeline import Report, Returned
    from briefgen.read.columns import Columns

_MOST = 200  # lines; a column of the wrong kind would fill the screen for minutes
_ALIKE = 20  # lines of one code in one file: a ledger without its partner fails in each row
_HANDFUL = 5  # findings that do not stop, beside what a command is about; more are counted


def say(text: str) -> None:
    """Print a line on standard output."""
    sys.stdout.write(f"{text}\n")


def warn(text: str) -> None:
    """Print a line on standard error."""
    sys.stderr.write(f"{text}\n")


def failure(error: BriefgenError, *, as_json: bool = False) -> None:
    """Print what stopped a command, with every problem behind it."""
    found = error.problems if isinstance(error, DataRefused) else ()
    if as_json:
        _json({"problems": [plain_problem(problem) for problem in found], "failures": str(error).splitlines()})
        return
    stopping = [problem for problem in found if problem.stops]
    for problem in stopping[:_MOST]:
        warn(line(problem))
    if len(stopping) > _MOST:
        warn(_("… and {count} more; --json lists all").format(count=len(stopping) - _MOST))
    _beside(found)
    warn(str(error))


def _beside(found: Sequence[Problem]) -> None:
    """Print the findings that neither stop nor are accepted: a handful in full, more as one counted line."""
    rest = [problem for problem in found if not problem.stops and not problem.accepted]
    if len(rest) > _HANDFUL:
        warn(_("{count} findings in the data that do not stop; `briefgen check` lists them").format(count=len(rest)))
        return
    for problem in rest:
        warn(line(problem))


def line(problem: Problem) -> str:
    """Word a problem on one line: severity, place, what is wrong, what to do or why it may stand."""
    return _("{severity} {place}  {message}; {told}  [{code}]").format(
        severity=problem.severity, place=problem.source, message=problem.message, told=_told(problem),
        code=problem.code)


def _told(problem: Problem) -> str:
    return _("accepted: {reason}").format(reason=problem.accepted) if problem.accepted else problem.hint


def _folded(problem: Problem) -> str:
    """Word a problem on one line, or on a terminal that is too narrow with what to do on a second one."""
    from briefgen.cli.answers import cells

    whole = line(problem)
    if not sys.stdout.isatty() or cells(whole) <= shutil.get_terminal_size().columns:
        return whole
    told = _told(problem)
    return f"{problem.severity} {problem.source}  {problem.message}\n    {told}  [{problem.code}]"


def problems(found: Sequence[Problem], returned: Returned | None = None, columns: Sequence[Columns] | None = None, *,
             as_json: bool) -> None:
    """Print problems, the stopping ones first, the accepted ones at the end, their count, and files to send back.

    Those of one severity stand as the sheets do, from the top down. How the columns were found comes before them.
    """
    ordered = _ordered(found)
    if as_json:
        listed = [plain_problem(problem) for problem in ordered]
        more: dict[str, object] = {}
        if returned is not None:
            more = {"files": [str(file) for file in returned.files], "remarks": returned.remarks}
        if columns is not None:
            more["columns"] = [asdict(each) for each in columns]
        _json({"problems": listed, **more} if more else listed)
        return
    if columns is not None:
        from briefgen.cli.columns import columns_lines

        for text in columns_lines(columns):
            say(text)
    still = [problem for problem in ordered if not problem.accepted]
    _lines(still)
    if len(still) < len(ordered):
        say(_("accepted: {count}").format(count=len(ordered) - len(still)))
        _lines(ordered[len(still):])
    counts = Counter[Severity]()
    for problem in still:
        counts[problem.severity] += 1 + problem.more
    say(_("{errors} to mend, {warnings} to look at, {notes} notes").format(
        errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], notes=counts[Severity.INFO]))
    if returned is not None:
        for file in returned.files:
            say(str(file))
        for remark in returned.remarks:
            warn(remark)


def _ordered(found: Sequence[Problem]) -> list[Problem]:
    sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(_sheet(problem) for problem in found))}

    def place(problem: Problem) -> tuple[bool, int, int, int, int, str]:
        column = problem.source.column or ""
        return (bool(problem.accepted), list(Severity).index(problem.severity), sheets[_sheet(problem)],
                problem.source.row or 0, len(column), column)

    return sorted(found, key=place)


def _sheet(problem: Problem) -> tuple[str, str | None]:
    return problem.source.file, problem.source.sheet


def _lines(found: Sequence[Problem]) -> None:
    """Print problems a line each; of many alike in one file only the first, so that they hide no others."""
    alike = Counter[tuple[str, str]]()
    listed = []
    for problem in found:
        kind = (problem.code, problem.source.file)
        alike[kind] += 1
        if alike[kind] <= _ALIKE:
            listed.append(problem)
    for problem in listed[:_MOST]:
        say(_folded(problem))
    for (code, file), count in alike.items():
        if count > _ALIKE:
            say(_("… and {count} more in {file}; --json lists them  [{code}]").format(
                count=count - _ALIKE, file=file, code=code))
    if len(listed) > _MOST:
        say(_("… and {count} more; --json lists all").format(count=len(listed) - _MOST))


def verdict(found: Iterable[Problem], *, strict: bool = False) -> int:
    """Give the exit code that problems ask for; `strict` lets questions (W) stop, too."""
    stops = any(problem.stops or (strict and problem.severity is Severity.WARNING and not problem.accepted)
                for problem in found)
    return Exit.DATA if stops else Exit.DONE


def built(report: Report, *, as_json: bool) -> None:
    """Print what a build made, what it remarked, and what it could not make."""
    if as_json:
        _json({"files": [str(file) for file in report.files], "problems": [plain_problem(p) for p in report.problems],
               "remarks": report.remarks, "failures": [str(failed) for failed in report.failures],
               "faces": {name: {"fit": face.fit.value, "file": str(face.file)} for name, face in report.faces.items()}})
        return
    for file in report.files:
        say(str(file))
    _beside(report.problems)
    for remark in (*report.remarks, *_substituted(report.faces), *map(str, report.failures)):
        warn(remark)


def _substituted(found: Mapping[str, FaceFile]) -> Iterator[str]:
    for name, face in found.items():
        if face.fit == "substituted":
            yield _("the face {face} is substituted by {file}; `briefgen fonts install` brings a true one").format(
                face=name, file=face.file.name)


def faces(reports: Sequence[FaceReport], *, as_json: bool) -> None:
    """Print which font stands for each face."""
    if as_json:
        _json([{"face": report.face, "name": report.name, "fit": report.fit.value if report.fit else None,
                "file": str(report.file) if report.file else None} for report in reports])
        return
    words = {"exact": _("exact"), "equivalent": _("equivalent"), "substituted": _("substituted"), None: _("missing")}
    for report in reports:
        say(f"{report.face}  {report.name}  {words[report.fit.value if report.fit else None]}  {report.file or ''}")
    if any(report.fit is None or report.fit == "substituted" for report in reports):
        say(_("`briefgen fonts install` brings the free faces"))


def plain_problem(problem: Problem) -> dict[str, object]:
    """Give a problem as JSON has it."""
    place = problem.source
    return {"code": problem.code, "severity": problem.severity.value, "file": place.file, "sheet": place.sheet,
            "row": place.row, "column": place.column, "raw": place.raw, "message": problem.message,
            "hint": problem.hint, "related": [str(source) for source in problem.related],
            **({"accepted": problem.accepted} if problem.accepted else {}),
            **({"more": problem.more} if problem.more else {})}


def _json(value: object) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))
