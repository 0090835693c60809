"""Publish finished documents: hold a pair against its trace and against the register, and keep it for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from briefgen.desk import Desk, FileMissing
from briefgen.errors import BriefgenError, Exit
from briefgen.evidence import hold
from briefgen.files import OutputFailed, append_lines, digest, keep_new, safe_name
from briefgen.i18n import N_, _
from briefgen.model.issue import ISSUES, PUBLISHED, RECORD, Issue, standing
from briefgen.model.problem import DataRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefgen.document.record import KeptRow
    from briefgen.document.trace import Trace, TracedRow
    from briefgen.model.ledger import Ledger
    from briefgen.model.table import Record

_PAIR = (".docx", ".pdf")
_UNKNOWN = "0" * 64  # the digest of a record until it is written


class PairUnfit(BriefgenError):
    """The two files of a document differ from each other or from their trace."""

    exit = Exit.DATA
    message = N_("{name} cannot be published; build it again, and publish the files as they were built:\n{list}")


class NotOfPair(BriefgenError):
    """The file is neither a Word file nor a PDF."""

    message = N_("{file}: give the .docx or the .pdf of a finished document")


class Untraced(BriefgenError):
    """A file of the pair has no trace."""

    exit = Exit.DATA
    message = N_("{file} carries no figures of briefgen, or lost them; build the pair again")


class NumberTaken(BriefgenError):
    """Another issue of the year bears the number."""

    exit = Exit.DATA
    message = N_("{file}: the number {number} of {year} is that of {folder} already; build with another --issue-no")


class PublishedAlready(BriefgenError):
    """An issue of the document stands."""

    exit = Exit.DATA
    message = N_("{file}: {folder} was published already; an issue is never changed: --replaces {name} puts this in "
                 "its place")


class ReplacesOther(BriefgenError):
    """The issue to be replaced is not one of the same document."""

    exit = Exit.DATA
    message = N_("{file} cannot stand in for {folder}, which is of another kind, unit or period")


class IssuedTooEarly(BriefgenError):
    """The day of issue lies before the day that the figures are as of."""

    message = N_("{file}: the day of issue {day} lies before {as_of}, the day that its figures are as of")


class OneAtATime(BriefgenError):
    """Several documents for one issue."""

    message = N_("--replaces goes with one document, not with {count}")


class IssueUnknown(BriefgenError):
    """No issue has the name or number."""

    message = N_("no issue that stands is called {name}; there are: {known}")


class IssueUnclear(BriefgenError):
    """Several issues have the name or number."""

    message = N_("{name} is the name or number of several issues; give one of: {known}")


class RowLost(BriefgenError):
    """A row that a figure came from is not in the data any more, so that its contents cannot be kept."""

    exit = Exit.DATA
    message = N_("{place} ({key}): the data no longer has this row as the figure took it ({value}); build again, then "
                 "publish")


@dataclass(frozen=True)
class Edition:
    """How documents are published: by whom, on which day, and in place of which issue (name, folder or number)."""

    day: date
    by: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Pair:
    """The Word file and the PDF of one document, with the trace that both carry."""

    word: Path
    pdf: Path
    contents: Mapping[str, bytes]
    trace: Trace


def read_pair(file: Path) -> Pair:
    """Read a document's Word file and PDF, given either; raises NotOfPair, FileMissing, Untraced, PairUnfit."""
    if file.suffix.lower() not in _PAIR:
        raise NotOfPair(file=file)
    word, pdf = (file if file.suffix.lower() == suffix else file.with_suffix(suffix) for suffix in _PAIR)
    contents = {}
    for suffix, path in zip(_PAIR, (word, pdf), strict=True):
        try:
            contents[suffix] = path.read_bytes()
        except OSError:
            raise FileMissing(file=path) from None
    left, right = _traces(word, pdf, contents)
    if found := [*_traces_differ(word, pdf, left, right)] or [*_texts_differ(word, pdf, contents, left)]:
        raise PairUnfit(name=word.stem, list="\n".join(found))
    return Pair(word, pdf, contents, left)


def _traces(word: Path, pdf: Path, contents: Mapping[str, bytes]) -> tuple[Trace, Trace]:
    from briefgen.document.trace import from_json
    from briefgen.write.pdf.embedded import read_trace as read_attached
    from briefgen.write.word.embedded import read_trace

    texts = (word, read_trace(contents[".docx"])), (pdf, read_attached(contents[".pdf"]))
    for path, text in texts:
        if text is None:
            raise Untraced(file=path)
    left, right = (from_json(text or "", path.name) for path, text in texts)
    return left, right


def _traces_differ(word: Path, pdf: Path, left: Trace, right: Trace) -> Iterator[str]:
    """Say where two traces part: the files are of different builds, or of different documents."""
    if left == right:
        return
    yield _("{word} and {pdf} are not of the same build").format(word=word, pdf=pdf)
    text = _("{name}: {word} has {left}, {pdf} has {right}")
    for name in sorted({*left.document, *right.document}):
        if (mine := left.document.get(name)) != (other := right.document.get(name)):
            yield text.format(name=name, word=word.name, left=mine, pdf=pdf.name, right=other)
    for name in (each for each in left.figures if left.figures[each] != right.figures.get(each)):
        figures = (left.figures[name], right.figures.get(name))
        mine, other = (" / ".join(dict.fromkeys(each.shown)) if each else None for each in figures)
        if mine != other:
            yield text.format(name=f"{name} {figures[0].unit_name}{figures[0].name}", word=word.name,
                              left=mine or "—", pdf=pdf.name, right=other or "—")


def _texts_differ(word: Path, pdf: Path, contents: Mapping[str, bytes], trace: Trace) -> Iterator[str]:
    from briefgen.proof.pair import figures_differ, texts_differ
    from briefgen.write.pdf.reading import read_pieces
    from briefgen.write.word.inlines import controlled
    from briefgen.write.word.reading import read_body

    body, pieces = read_body(contents[".docx"]), read_pieces(contents[".pdf"])
    for path, read in ((word, body), (pdf, pieces)):
        if read is None:
            yield _("{file}: its text cannot be read").format(file=path)
    if body is None or pieces is None:
        return
    yield from figures_differ(word, body.figures, trace, controlled)
    yield from texts_differ(word, pdf, body.paragraphs, pieces)


def publish(folder: Path, files: Sequence[Path], edition: Edition, templates: Sequence[Path] = ()) -> list[Issue]:
    """Keep documents below `published/` and enter them: from the register's line on they are issued.

    All are checked before the first is kept. Raises DataRefused, what read_pair raises, IssuedTooEarly, NumberTaken,
    PublishedAlready, ReplacesOther, RowLost, IssueUnknown, OutputFailed.
    """
    desk = Desk(folder, templates)
    register = list(_register(desk))
    pairs = {pair.word: pair for pair in map(read_pair, dict.fromkeys(files))}
    if edition.replaces and len(pairs) > 1:
        raise OneAtATime(count=len(pairs))
    if not (folder / PUBLISHED).resolve().is_relative_to(folder.resolve()):
        raise OutputFailed(file=folder / PUBLISHED, reason=_("it leads out of the office folder"))
    ready = []
    for pair in pairs.values():
        issue = _issue(desk, pair, register, edition)
        record = _record(desk, pair, issue, register)
        issue = issue.model_copy(update={"record": digest(record)})
        register.append(issue)
        ready.append((issue, pair, record))
    for issue, pair, record in ready:
        _keep(folder, issue, pair, record)
    return [issue for issue, _pair, _record in ready]


def find_issue(register: Iterable[Issue], text: str, city: str, among: Issue | None = None) -> Issue:
    """Find an issue by folder, name or number; by the last two among those that stand, of `among`'s series if given.

    Of several units' issues of one number, the `city`'s (its code) is meant. Raises IssueUnknown, IssueUnclear.
    """
    lines = tuple(register)
    named = [line for line in lines if line.folder in {text, f"{PUBLISHED}/{text}"}]
    if named:
        return named[-1]
    alive = standing(lines)
    found = [line for line in alive if line.name == text or (text.isascii() and text.isdigit()
             and line.number == int(text) and (among is None or among.series == line.series))]
    if not found:
        raise IssueUnknown(name=text, known="、".join(line.folder for line in alive) or "—")
    found = [line for line in found if line.unit == city] or found
    if len(found) > 1:
        raise IssueUnclear(name=text, known="、".join(line.folder for line in found))
    return found[0]


def _register(desk: Desk) -> tuple[Issue, ...]:
    """Give the register; with a line that cannot be read nobody knows what stands, and nothing may be added."""
    register, damaged = desk.issues
    if damaged:
        raise DataRefused(damaged)
    return register


def _issue(desk: Desk, pair: Pair, register: Sequence[Issue], edition: Edition) -> Issue:
    """Make the register's line, held against those before it."""
    about, taken = pair.trace.document, {line.folder for line in register}
    name = "-".join(map(safe_name, pair.word.stem.split("-")))
    stem = f"{PUBLISHED}/{about['period'][-7:]}/{name}"
    number, folder = 1, stem
    while folder in taken or (desk.folder / folder).exists():
        number += 1
        folder = f"{stem}-{number}"
    issue = Issue(folder=folder, kind=about["kind"], kind_title=about["kind_title"], unit=about["unit"],
                  unit_name=about["unit_name"], period=about["period"], as_of=date.fromisoformat(about["as_of"]),
                  subject=about["title"] if desk.kind(about["kind"]).series else "",
                  number=int(about["issue_no"]) if about["issue_no"] else None, day=edition.day, by=edition.by,
                  record=_UNKNOWN, trace=digest(_trace_file(pair)))
    old = find_issue(register, edition.replaces, desk.office.office.city_code, issue) if edition.replaces else None
    _refuse(pair.word, issue, old, register)
    return issue.model_copy(update={"replaces": old.folder if old else ""})


def _refuse(file: Path, issue: Issue, old: Issue | None, register: Sequence[Issue]) -> None:
    """Refuse a day before the figures', a second issue of a document that stands, and another document's number."""
    if issue.day < issue.as_of:
        raise IssuedTooEarly(file=file, day=issue.day, as_of=issue.as_of)
    same = next((line for line in standing(register) if line.document == issue.document), None)
    if old is not None and same != old:
        raise ReplacesOther(file=file, folder=old.folder)
    if old is None and same is not None:
        raise PublishedAlready(file=file, folder=same.folder, name=same.folder.removeprefix(f"{PUBLISHED}/"))
    other = next((line for line in register if issue.number is not None and line.number == issue.number
                  and line.series == issue.series and line.document != issue.document), None)
    if other is not None:
        raise NumberTaken(file=file, number=issue.number, year=issue.period[:4], folder=other.folder)


def _record(desk: Desk, pair: Pair, issue: Issue, register: Sequence[Issue]) -> bytes:
    from briefgen.document.record import PublishedRecord, definitions, letters, record_json, targets

    trace, files, units = pair.trace, desk.ledger.files, desk.ledger.units
    rows = tuple(_rows(desk, trace, issue, register))
    used = {row.table for row in rows}
    origins = (origin for table in used for origin in desk.ledger.origins.get(table, ()))
    record = PublishedRecord(
        document=trace.document, by=issue.by, day=issue.day.isoformat(), replaces=issue.replaces,
        files={f"{issue.name}{suffix}": digest(data) for suffix, data in pair.contents.items()}, inputs=trace.inputs,
        changed=tuple(name for name, sha256 in trace.inputs.items() if files.get(name) != sha256),
        templates=desk.template_digests(issue.kind), targets=targets(trace), definitions=definitions(trace), rows=rows,
        units={unit.code: unit.name for unit in (units.city, *units.units)}, letters=letters(origins))
    return record_json(record).encode()


def _rows(desk: Desk, trace: Trace, issue: Issue, register: Sequence[Issue]) -> Iterator[KeptRow]:
    """Keep every row that a trace names, as its figures took it, and what tells why others do not count.

    Raises RowLost.
    """
    from briefgen.document.record import keep, row_mark, rows_named

    records = [record for table in desk.ledger.tables.values() for record in table]
    placed = {(record.origin.file, record.origin.sheet, record.row): record for record in records}
    keyed = by_mark(desk.ledger)
    found: dict[tuple[str, str | None, int], Record] = {}
    for rows in trace.rowsets.values():
        for row in rows.rows:
            place = (rows.file, rows.sheet, row.row)
            both = (placed.get(place), keyed.get(row_mark(rows.table, row.key, rows.file, row.row)))
            fit = next((version for record in both if record is not None
                        for version in (record, *record.earlier) if _fits(version, row, rows.field)), None)
            if fit is None:
                raise RowLost(place=f"{' '.join(filter(None, (rows.file, rows.sheet)))}!{row.row}", key=row.key,
                              value=row.value or _("a row"))
            found.setdefault(place, fit)
    for place in rows_named(trace):
        if place not in found and place in placed:
            found[place] = placed[place]
    for (file, sheet, number), record in found.items():  # a row that moved is kept where the trace names it
        yield replace(keep(record), file=file, sheet=sheet, row=number)
    yield from map(keep, _more(desk, found.values(), issue, register))


def _more(desk: Desk, kept: Iterable[Record], issue: Issue, register: Sequence[Issue]) -> Iterator[Record]:
    """Give what else is kept: rows of the issue that this one stands in for, and all that any row refers to."""
    from briefgen.document.changes import marks

    rows, own = by_mark(desk.ledger.at(issue.as_of)), dict(map(_marked, kept))
    wrong = [hold(desk.folder, line).trace for line in register if line.folder == issue.replaces]
    some = {mark: rows[mark] for trace in wrong for mark in marks(trace) if mark in rows} | own
    yield from (record for mark, record in with_others(some, rows).items() if mark not in own)


def _marked(record: Record) -> tuple[tuple[str, ...], Record]:
    from briefgen.document.record import row_mark

    return row_mark(record.origin.schema.name, record.key, record.origin.file, record.row), record


def by_mark(ledger: Ledger) -> dict[tuple[str, ...], Record]:
    """Give the rows of all tables by their marks."""
    return dict(_marked(record) for table in ledger.tables.values() for record in table)


def with_others(kept: Mapping[tuple[str, ...], Record],
                rows: Mapping[tuple[str, ...], Record]) -> dict[tuple[str, ...], Record]:
    """Add to rows those that they refer to, as a payment does to its project: by these, too, they count or do not."""
    found = dict(kept)
    for record in kept.values():
        for column in record.origin.schema.columns:
            mark = (column.refers.rpartition(".")[0], str(record[column.name]))
            if column.refers and mark in rows:
                found.setdefault(mark, rows[mark])
    return found


def _fits(record: Record, row: TracedRow, field: str) -> bool:
    from briefgen.document.trace import traced_value

    return record.key == row.key and traced_value(record, field) == row.value


def _keep(folder: Path, issue: Issue, pair: Pair, record: bytes) -> None:
    contents = {f"{issue.name}{suffix}": data for suffix, data in pair.contents.items()}
    contents |= {f"{issue.name}.trace.json": _trace_file(pair), RECORD: record}
    for name, data in contents.items():
        keep_new(folder / issue.folder, name, data)
    append_lines(folder / ISSUES, [issue.model_dump_json()])


def _trace_file(pair: Pair) -> bytes:
    from briefgen.document.trace import to_json

    return to_json(pair.trace).encode()
