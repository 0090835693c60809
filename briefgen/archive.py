"""Publish finished documents: hold a pair against today's data and against the register, and keep it for good."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from briefgen.desk import Desk
from briefgen.errors import BriefgenError, Exit
from briefgen.evidence import hold
from briefgen.files import OutputFailed, alone, append_lines, digest, new_folder, safe_name
from briefgen.i18n import N_, _
from briefgen.model.issue import CURRENT, ISSUES, LOCK, PUBLISHED, RECORD, Issue, standing
from briefgen.model.problem import DataRefused
from briefgen.pair import MOST, read_pair, refuse_wrong
from briefgen.read.archive import read_issues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefgen.document.record import KeptRow
    from briefgen.document.trace import Trace, TracedFigure, TracedRow
    from briefgen.model.ledger import Ledger
    from briefgen.model.problem import Problem
    from briefgen.model.table import Record
    from briefgen.pair import Pair

_UNKNOWN = "0" * 64  # the digest of a record until it is written


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


class NothingDiffers(BriefgenError):
    """The issue reads like the one that it is to replace."""

    exit = Exit.DATA
    message = N_("{file} reads like {folder}: there is nothing to correct")


class FolderLeft(BriefgenError):
    """The folder of the issue is there, and no line of the register names it."""

    exit = Exit.DATA
    message = N_("{folder} is there, but in no line of the register: an interrupted publishing left it, or somebody "
                 "made it; move it out of published/ and publish again")


class FiguresStale(BriefgenError):
    """Today's data makes other figures than the pair has."""

    exit = Exit.DATA
    message = N_("{name} cannot be published: the data has changed since it was built, and {count} figures with it; "
                 "build again:\n{list}")


class TextStale(BriefgenError):
    """Today's templates, texts and ledgers make another text than the pair has."""

    exit = Exit.DATA
    message = N_("{name} cannot be published: templates, texts/ or ledgers have changed since it was built, and its "
                 "words with them; build again")


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


def publish(folder: Path, files: Sequence[Path], edition: Edition, today: Callable[[Desk, Trace], Trace],
            templates: Sequence[Path] = ()) -> list[Issue]:
    """Keep documents below `published/` and enter them: from the register's line on they are issued.

    All are checked before the first is kept; `today` makes a document's trace anew. Raises DataRefused, what read_pair
    raises, FiguresWrong, FiguresStale, TextStale, IssuedTooEarly, NumberTaken, PublishedAlready, ReplacesOther,
    NothingDiffers, RowLost, IssueUnknown, FolderLeft, OutputFailed.
    """
    desk = Desk(folder, templates)
    pairs = tuple({pair.word: pair for pair in map(read_pair, dict.fromkeys(files))}.values())
    if edition.replaces and len(pairs) > 1:
        raise OneAtATime(count=len(pairs))
    _inside(folder, PUBLISHED)
    for pair in pairs:
        refuse_wrong(pair)
    _ready(desk, pairs, desk.issues, edition)  # before anything is made
    for pair in pairs:
        _refuse_stale(pair, desk, Desk(folder, templates, CURRENT), today)
    with alone(folder / LOCK):
        ready = _ready(desk, pairs, read_issues(folder), edition)
        for each in ready:
            _keep(folder, *each)
    return [issue for issue, _pair, _record in ready]


def _inside(folder: Path, name: str) -> None:
    """Refuse a place that a link leads elsewhere; raises OutputFailed."""
    if not (folder / name).resolve().is_relative_to(folder.resolve() / PUBLISHED):
        raise OutputFailed(file=folder / name, reason=_("it leads out of the folder published"))


def _refuse_stale(pair: Pair, desk: Desk, current: Desk, today: Callable[[Desk, Trace], Trace]) -> None:
    """Refuse figures and words that are others today, whichever basis the pair was built on.

    Raises FiguresStale, TextStale.
    """
    from briefgen.document.recount import stale

    fresh = today(desk, pair.trace)
    found, told = list(stale(pair.trace, fresh)), pair.trace.document.get("text")
    if not found and told in {None, fresh.document["text"]}:
        return
    other = today(current, pair.trace)
    if not any(stale(pair.trace, other)):
        if told not in {None, other.document["text"]}:
            raise TextStale(name=pair.word.stem)
        return
    if not found:
        raise TextStale(name=pair.word.stem)
    text = _("{figure}: printed {old}, today {new}")
    lines = [text.format(figure=" / ".join({f"{each.unit_name}{each.name}" for each in (old, new) if each}),
                         old=_shown(old), new=_shown(new)) for old, new in found[:MOST]]
    raise FiguresStale(name=pair.word.stem, count=len(found), list="\n".join(lines))


def _shown(figure: TracedFigure | None) -> str:
    return " / ".join(dict.fromkeys(figure.shown)) if figure is not None else "—"


def _ready(desk: Desk, pairs: Iterable[Pair], issues: tuple[Sequence[Issue], list[Problem]],
           edition: Edition) -> list[tuple[Issue, Pair, bytes]]:
    """Make each document's line of the register and its record, held against the lines before it.

    With a line that cannot be read nobody knows what stands, and nothing may be added: raises DataRefused.
    """
    register, ready = list(issues[0]), []
    if issues[1]:
        raise DataRefused(issues[1])
    for pair in pairs:
        issue = _issue(desk, pair, register, edition)
        record = _record(desk, pair, issue, register)
        issue = issue.model_copy(update={"record": digest(record)})
        register.append(issue)
        ready.append((issue, pair, record))
    return ready


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


def _issue(desk: Desk, pair: Pair, register: Sequence[Issue], edition: Edition) -> Issue:
    """Make the register's line, held against those before it."""
    about, taken = pair.trace.document, {line.folder for line in register}
    name = "-".join(map(safe_name, pair.word.stem.split("-")))
    stem = f"{PUBLISHED}/{about['period'][-7:]}/{name}"
    number, folder = 1, stem
    while folder in taken:
        number += 1
        folder = f"{stem}-{number}"
    _inside(desk.folder, folder)
    if (desk.folder / folder).exists():
        raise FolderLeft(folder=folder)
    issue = Issue(folder=folder, kind=about["kind"], kind_title=about["kind_title"], unit=about["unit"],
                  unit_name=about["unit_name"], period=about["period"], as_of=date.fromisoformat(about["as_of"]),
                  subject=about["title"] if desk.kind(about["kind"]).series else "",
                  number=int(about["issue_no"]) if about["issue_no"] else None, day=edition.day, by=edition.by,
                  record=_UNKNOWN, trace=digest(_trace_file(pair)))
    old = find_issue(register, edition.replaces, desk.office.office.city_code, issue) if edition.replaces else None
    _refuse(pair.word, issue, old, register)
    if old is not None and _same_text(pair, desk.folder / old.folder / f"{old.name}.docx"):
        raise NothingDiffers(file=pair.word, folder=old.folder)
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


def _same_text(pair: Pair, old: Path) -> bool:
    """Tell whether an issue reads like the one that it is to replace."""
    from briefgen.write.word.reading import read_body

    mine = read_body(pair.contents[".docx"])
    return mine is not None and old.is_file() and mine == read_body(old.read_bytes())


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
    target = folder / issue.folder
    new_folder(target, contents)
    try:
        append_lines(folder / ISSUES, [issue.model_dump_json()])
    except BaseException:
        if issue.folder not in {line.folder for line in read_issues(folder)[0]}:
            shutil.rmtree(target, ignore_errors=True)
        raise


def _trace_file(pair: Pair) -> bytes:
    from briefgen.document.trace import to_json

    return to_json(pair.trace).encode()
