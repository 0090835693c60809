"""Compare what was published with another issue, or with today's data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.archive import find_issue, intact_record, publish, record_beside
from briefgen.desk import Desk, Order
from briefgen.errors import BriefgenError
from briefgen.files import save_all
from briefgen.i18n import N_, _
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused
from briefgen.pair import read_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.archive import Edition
    from briefgen.document.changes import Comparison, Side
    from briefgen.document.record import KeptRow
    from briefgen.document.trace import Trace
    from briefgen.model.issue import Issue


class DocumentGone(BriefgenError):
    """Nothing in today's data makes the document."""

    message = N_("today's data has no document {title} ({unit}, {period}) to compare with")


def diff(folder: Path, old: str, new: str, read: Callable[[Path], Trace],
         templates: Sequence[Path] = ()) -> Comparison:
    """Compare an issue or file with another, or with today's data if there is no other.

    `read` reads a file's trace. Raises IssueUnknown, IssueUnclear, DataRefused, and what reading and composing raise.
    """
    from briefgen.document.changes import compare, marks

    desk = Desk(folder, templates)
    left = _side(desk, old, read)
    if new:
        return compare(left, _side(desk, new, read))
    trace = today(desk, left.trace)
    return compare(left, _now(desk, trace, marks(left.trace) | marks(trace)))


def replace_issue(folder: Path, file: Path, edition: Edition, templates: Sequence[Path] = ()) -> tuple[Issue, Path]:
    """Publish a document in place of a wrong issue, and draft a 更正说明 beside it; raises what publish raises."""
    from briefgen.document.changes import Side, compare, marks
    from briefgen.write.erratum import draft

    pair = read_pair(file)
    issue = publish(folder, (file,), edition, today, templates)[0]
    kept = intact_record(folder, issue)
    old = _archived(folder, next(line for line in Desk(folder).issues[0] if line.folder == issue.replaces))
    rows = {row.mark: row for row in kept.rows}
    missing = marks(old.trace) - rows.keys()
    rows |= _contents(Desk(folder, templates), missing)
    text = draft(issue, compare(old, Side(issue.folder, pair.trace, rows)))
    return issue, save_all(pair.word.parent, {f"{issue.name}-更正说明.md": text.encode()})[0]


def _side(desk: Desk, text: str, read: Callable[[Path], Trace]) -> Side:
    """Find one side: a file or a published folder, else an issue by folder, name or number."""
    from briefgen.document.changes import Side

    for path in (Path(text), desk.folder / text):
        if path.is_file() or (path.is_dir() and record_beside(path) is not None):
            kept = record_beside(path)
            return Side(text, read(path), {row.mark: row for row in kept.rows} if kept else {})
    register, damaged = desk.issues
    if damaged:
        raise DataRefused(damaged)
    return _archived(desk.folder, find_issue(register, text, desk.office.office.city_code))


def _archived(folder: Path, issue: Issue) -> Side:
    from briefgen.document.changes import Side
    from briefgen.read.archive import read_trace

    kept = intact_record(folder, issue)
    return Side(issue.folder, read_trace(folder, issue), {row.mark: row for row in kept.rows})


def _now(desk: Desk, trace: Trace, marks: set[tuple[str, ...]]) -> Side:
    from briefgen.document.changes import Side

    return Side(_("today's data"), trace, _contents(desk, marks))


def _contents(desk: Desk, marks: set[tuple[str, ...]]) -> dict[tuple[str, ...], KeptRow]:
    """Give the contents of the rows with these marks in today's data."""
    from briefgen.document.record import keep, row_mark

    found = {}
    for record in (record for table in desk.ledger.tables.values() for record in table):
        mark = row_mark(record.origin.schema.name, record.key, record.origin.file, record.row)
        if mark in marks:
            found[mark] = keep(record)
    return found


def today(desk: Desk, trace: Trace) -> Trace:
    """Compose the document of a trace on today's data, and trace it; raises DataRefused, DocumentGone."""
    from briefgen.document.trace import trace_document

    about = trace.document
    as_of = date.fromisoformat(about["as_of"])
    period = Period.parse(about["period"], as_of)
    unit = desk.unit(about["unit"])
    kinds = [part for part in desk.whole_kind(about["kind"]).all_parts if part.title == about["kind_title"]]
    problems = desk.problems(period, kinds)
    if any(problem.stops for problem in problems):
        raise DataRefused(problems)
    order = Order(period=period.id, as_of=as_of, date=date.fromisoformat(about["date"]))
    order = replace(order, issue_no=int(about["issue_no"]) if about["issue_no"] else None)
    for kind in kinds:
        for entry in desk.entries(kind, unit, period, order):
            document = desk.compose(kind, unit, period, order, entry)
            if not kind.series or document.meta.title == about["title"]:
                return trace_document(document, desk.ledger.files)
    raise DocumentGone(title=about["title"], unit=about["unit_name"], period=about["period"])
