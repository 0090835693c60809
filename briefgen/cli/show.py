"""Print what commands found, for people or, with --json, for other programs."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import _
from briefgen.model.problem import DataRefused, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefgen.document.record import PublishedRecord
    from briefgen.document.theme import FaceFile
    from briefgen.document.trace import Trace, TracedCorrection, TracedFigure, TracedRows
    from briefgen.fonts.check import FaceReport
    from briefgen.model.problem import Problem
    from briefgen.pipeline import Report, Returned
    from briefgen.read.columns import Columns

    _Contents = Mapping[tuple[str, str | None, int], Mapping[str, str]]

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


def trace(found: Trace, figure: str, kept: PublishedRecord | None = None, *, as_json: bool) -> None:
    """Print a trace: all its figures a line each, or one of them in full, with the contents of the rows if `kept`."""
    if as_json:
        from briefgen.document.trace import to_json

        say(to_json(found))
    elif figure:
        contents = {(row.file, row.sheet, row.row): row.values for row in kept.rows} if kept else {}
        for text in _in_full(found, figure, set(), contents):
            say(text)
    else:
        about = found.document
        for text in _edition(kept) if kept else ():
            say(text)
        say("  ".join(filter(None, (about.get(name) for name in ("kind_title", "title", "unit_name", "period")))))
        for entry in found.figures.values():
            if entry.shown:
                say(_one_line(found, entry))
        for fact in found.facts:
            say(_("fact {key}: {text} (source: {origin}, as of {day}, approved by {name})  {place}").format(
                key=fact.key, text=fact.text, origin=fact.origin, day=fact.as_of, name=fact.approved or "—",
                place=fact.place))
        for text in _cells_lines(found):
            say(text)


def _edition(kept: PublishedRecord) -> Iterator[str]:
    """Tell when a document was published, by whom and on what ground."""
    yield _("published on {day} by {name}").format(day=kept.day, name=kept.by or "—")
    if kept.replaces:
        yield _("it stands in for {folder}").format(folder=kept.replaces)
    if kept.targets:
        yield _("targets: {versions}").format(versions="、".join(kept.targets))
    if kept.changed:
        yield _("changed between building and publishing: {files}").format(files="、".join(kept.changed))


def _cells_lines(found: Trace) -> Iterator[str]:
    """Name the ledger cells on paper, the columns of the same rows on one line."""
    places: dict[tuple[str, str | None, str], list[str]] = {}
    for cells in found.cells:
        places.setdefault((cells.file, cells.sheet, cells.rows), []).append(cells.column)
    for (file, sheet, rows), columns in places.items():
        text = _("ledger cells as they stand: {place} {columns}, rows {rows}")
        yield text.format(place=" ".join(filter(None, (file, sheet))), columns=" ".join(sorted(columns)), rows=rows)


def _one_line(found: Trace, entry: TracedFigure) -> str:
    shown = " / ".join(dict.fromkeys(entry.shown))
    parts = [f"{entry.id:<5} {shown:<14} {entry.unit_name} {entry.name}  {entry.indicator}"]
    if entry.parents:
        roles = ", ".join(f"{_formula(role)} {name}" for role, name in entry.parents.items())
        parts.append(f"= {_formula(entry.formula)} ({roles})")
    elif entry.rowsets and not set(entry.rowsets) <= set(found.rowsets):
        parts.append(_("= {formula}; the rows are not in this file, see its .trace.json").format(
            formula=_formula(entry.formula)))
    elif entry.rowsets:
        rows = sum(len(found.rowsets[name].rows) for name in entry.rowsets)
        parts.append(_("= {formula} over {rows} rows").format(formula=_formula(entry.formula), rows=rows))
    if entry.issued:
        parts.append(_("as published: {place}").format(place=entry.issued))
    if entry.reported:
        parts.append(_("reported (汇总填报)"))
    if entry.reason:
        parts.append(_reason(entry.reason))
    return "  ".join(parts)


def _reason(reason: str) -> str:
    return {"not collected": _("not collected"), "not comparable": _("not comparable"),
            "not yet due": _("not yet due"), "no base": _("no base")}[reason]


def _formula(formula: str) -> str:
    """Word the roles and operations of a formula."""
    words = {"count": _("count"), "sum": _("sum"), "distinct": _("distinct"), "value": _("value"),
             "target": _("target"), "base": _("base"), "numerator": _("numerator"), "denominator": _("denominator"),
             "completion": _("completion"), "current": _("current"), "rank": _("rank"), "of": _("of"),
             "reported": _("reported"), "published": _("published")}
    return re.sub(r"[a-z]+(?= |$|\(|\))", lambda match: words.get(match[0], match[0]), formula)


def _in_full(found: Trace, name: str, seen: set[str], contents: _Contents) -> Iterator[str]:
    entry = found.figures[name]
    seen.add(name)
    value = "—" if entry.value is None else f"{decimal(entry.value)} {entry.measure}"
    yield f"{entry.id}  {entry.unit_name} {entry.name} ({entry.indicator}, {entry.period}): {value}"
    yield "    " + _("on paper: {shown}").format(shown=" / ".join(dict.fromkeys(entry.shown)) or "—")
    yield "    " + _("definition: {text}").format(text=entry.definition)
    if entry.formula:
        yield "    " + _("formula: {text}").format(text=_formula(entry.formula))
    if entry.issued:
        yield "    " + _("as published: {place}").format(place=entry.issued)
    if entry.reported:
        yield "    " + _("reported aggregate (汇总填报): no project rows stand behind it, or behind a part of it")
    if entry.note:
        yield "    " + _("note: {text}").format(text=entry.note)
    if entry.reason:
        yield "    " + _("no value: {text}").format(text=_reason(entry.reason))
    for rows in (found.rowsets[key] for key in entry.rowsets if key in found.rowsets):
        yield from _rows(rows, contents)
    for role, parent in entry.parents.items():
        yield "    " + _("{role}: {id}").format(role=_formula(role), id=parent)
    for parent in entry.parents.values():
        if parent not in seen:
            yield from _in_full(found, parent, seen, contents)


def _rows(rows: TracedRows, contents: _Contents) -> Iterator[str]:
    place = " ".join(filter(None, (rows.file, rows.sheet)))
    told = _taken(rows, place) if rows.taken else place
    yield f"    {told}  {rows.table}" + (f" · {rows.field}" if rows.field else "")
    for row in rows.rows:
        yield f"      {rows.column}{row.row:<6} {row.key}  {row.value}".rstrip()
        if values := contents.get((rows.file, rows.sheet, row.row)):
            yield "        " + "; ".join(f"{column}: {text}" for column, text in values.items())
        yield from map(_correction, row.corrections)
    count = _("{count} rows").format(count=len(rows.rows))
    if rows.aggregate == "sum":
        total = sum((Fraction(row.value) for row in rows.rows if row.value), Fraction(0))
        yield f"      {count}  " + _("sum {total} {measure}").format(total=_plain(total), measure=rows.measure).rstrip()
    else:
        yield f"      {count}"


def _taken(rows: TracedRows, place: str) -> str:
    from briefgen.model.report import REPORTED

    if rows.table == REPORTED:
        return _("taken away, as reported up to the month before: {place}").format(place=place)
    return _("taken away, as it counted before the corrections: {place}").format(place=place)


def _correction(made: TracedCorrection) -> str:
    since = _("from {month} on").format(month=made.since) if made.since else _("all months")
    text = _("corrected: {field} {old} -> {new}, {since}; {reason} ({who}, {day})  {place}")
    return "        " + text.format(field=made.field, old=made.old or "—", new=made.new or "—", since=since,
                                    reason=made.reason, who=made.by, day=made.day, place=made.place)


def decimal(value: str) -> str:
    """Show an exact value; a fraction that does not end also as a decimal."""
    from briefgen.model.numbers import half_up

    return f"{value} ≈ {half_up(Fraction(value), 6)}" if "/" in value else value


def _plain(value: Fraction) -> str:
    from briefgen.model.numbers import exact

    return exact(value)


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
