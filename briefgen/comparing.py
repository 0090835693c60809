"""Compare what was published with another issue, or with today's data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.archive import by_mark, find_issue, publish, with_others
from briefgen.desk import Desk, Order
from briefgen.errors import BriefgenError
from briefgen.evidence import evidence_of, hold
from briefgen.files import save_all, there
from briefgen.i18n import N_, _
from briefgen.model.issue import standing
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused
from briefgen.pair import read_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefgen.archive import Edition
    from briefgen.document.changes import Comparison, Side
    from briefgen.document.trace import Trace
    from briefgen.evidence import Evidence
    from briefgen.model.issue import Issue


class DocumentGone(BriefgenError):
    """Nothing in today's data makes the document."""

    message = N_("today's data has no document {title} ({unit}, {period}) to compare with")


@dataclass(frozen=True, slots=True)
class Resting:
    """A standing issue, by its folder, and the printed figures of it that stand on values which were replaced."""

    folder: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """An issue published in place of another, the draft of its 更正说明, and the later issues that need one, too."""

    issue: Issue
    draft: Path
    later: tuple[Resting, ...]


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
    return compare(left, _now(desk, trace, marks(left.trace) | marks(trace) | left.rows.keys()))


def replace_issue(folder: Path, file: Path, edition: Edition, templates: Sequence[Path] = ()) -> Replaced:
    """Publish a document in place of a wrong issue, and draft a 更正说明 beside it; raises what publish raises."""
    from briefgen.document.changes import compare
    from briefgen.write.erratum import draft

    pair = read_pair(file)
    issue = publish(folder, (file,), edition, today, templates)[0]
    register = Desk(folder).issues[0]
    wrong = next(line for line in register if line.folder == issue.replaces)
    text = draft(issue, compare(_archived(folder, wrong), _archived(folder, issue)))
    saved = save_all(pair.word.parent, {f"{issue.name}-更正说明.md": text.encode()})[0]
    return Replaced(issue, saved, tuple(_resting(folder, issue, register, pair.trace)))


def _resting(folder: Path, right: Issue, register: Sequence[Issue], corrected: Trace) -> Iterator[Resting]:
    """Find the later issues that stand on figures of those that an issue replaced, with other values than it has."""
    from briefgen.document.causes import behind, key_of
    from briefgen.document.trace import TraceInvalid, TraceNewer
    from briefgen.read.archive import read_trace

    values = {key_of(figure): figure.value for figure in corrected.figures.values()}
    wrong = {f"{line.folder}#{figure.id}": values.get(key_of(figure)) for line in _predecessors(right, register)
             for figure in read_trace(folder, line).figures.values()}
    for line in (line for line in standing(register) if line.period > right.period):
        try:
            trace = read_trace(folder, line)
        except (TraceInvalid, TraceNewer) as error:
            yield Resting(line.folder, (str(error),))
            continue
        names = [figure.unit_name + figure.name for figure in trace.figures.values() if figure.shown
                 and any(each.issued in wrong and wrong[each.issued] != each.value for each in behind(trace, figure))]
        if names:
            yield Resting(line.folder, tuple(names))


def _predecessors(issue: Issue, register: Sequence[Issue]) -> Iterator[Issue]:
    """Give the issue that one stands in for, that which this stood in for in turn, and so on."""
    lines = {line.folder: line for line in register}
    while (earlier := lines.pop(issue.replaces, None)) is not None:
        yield earlier
        issue = earlier


def _side(desk: Desk, text: str, read: Callable[[Path], Trace]) -> Side:
    """Find one side: a file or a published folder, else an issue by folder, name or number."""
    from briefgen.document.changes import Side

    for path in (Path(text), desk.folder / text):
        if there(path) and (found := evidence_of(path)) is not None:
            return _kept(text, found)
        if there(path) and path.is_file():
            return Side(text, read(path), {})
    register, damaged = desk.issues
    if damaged:
        raise DataRefused(damaged)
    return _archived(desk.folder, find_issue(register, text, desk.office.office.city_code))


def _archived(folder: Path, issue: Issue) -> Side:
    return _kept(issue.folder, hold(folder, issue))


def _kept(name: str, found: Evidence) -> Side:
    from briefgen.document.changes import Side
    from briefgen.document.record import unit_names

    record = found.record
    units = unit_names(found.trace) | dict(record.units)
    return Side(name, found.trace, {row.mark: row for row in record.rows}, record.letters, units)


def _now(desk: Desk, trace: Trace, marks: set[tuple[str, ...]]) -> Side:
    """Give today's data as a side, with the contents of the rows that bear the marks or that those refer to."""
    from briefgen.document.changes import Side
    from briefgen.document.record import keep, letters

    rows = by_mark(desk.ledger.at(date.fromisoformat(trace.document["as_of"])))
    found = with_others({mark: rows[mark] for mark in marks if mark in rows}, rows)
    units = {unit.code: unit.name for unit in (desk.ledger.units.city, *desk.ledger.units.units)}
    origins = (origin for each in desk.ledger.origins.values() for origin in each)
    return Side(_("today's data"), trace, {mark: keep(row) for mark, row in found.items()}, letters(origins), units)


def today(desk: Desk, trace: Trace) -> Trace:
    """Compose the document of a trace on today's data, and trace it; raises DataRefused, DocumentGone."""
    from briefgen.document.trace import trace_document

    about = trace.document
    as_of = date.fromisoformat(about["as_of"])
    period = desk.closed(Period.parse(about["period"], as_of), as_of)
    unit = desk.unit(about["unit"])
    kinds = [part for part in desk.whole_kind(about["kind"]).all_parts if part.title == about["kind_title"]]
    problems = desk.problems(period, kinds)
    if any(problem.stops for problem in problems):
        raise DataRefused(problems)
    order = Order(period=period.id, as_of=as_of, date=date.fromisoformat(about["date"]))
    number = about.get("serial") or about["issue_no"]
    order = replace(order, issue_no=int(number) if number else None)
    for kind in kinds:
        for entry in desk.entries(kind, unit, period, order):
            document = desk.compose(kind, unit, period, order, entry)
            if not kind.series or document.meta.title == about["title"]:
                return trace_document(document, desk.ledger.files)
    raise DocumentGone(title=about["title"], unit=about["unit_name"], period=about["period"])
