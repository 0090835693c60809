"""Hold what was published against the register, so that nobody is shown what was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.files import digest
from briefgen.i18n import N_
from briefgen.model.issue import ISSUES, PUBLISHED, RECORD, Issue
from briefgen.model.problem import DataRefused
from briefgen.read.archive import read_issues, read_trace
from briefgen.read.office import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.document.record import PublishedRecord
    from briefgen.document.trace import Trace


class NotRegistered(BriefgenError):
    """The register does not vouch for a file below `published/`."""

    message = N_("{file}: {register} does not name this issue once and with this file, so nothing tells what was "
                 "published")


class Altered(BriefgenError):
    """A file of an issue is not the one that was published."""

    message = N_("{file} is not as it was published: it was changed since, or it is gone")


@dataclass(frozen=True, slots=True)
class Evidence:
    """An issue as it was published, all its files held against the register, and those that came in its place."""

    issue: Issue
    trace: Trace
    record: PublishedRecord
    successors: tuple[Issue, ...] = ()


def evidence_of(file: Path) -> Evidence | None:
    """Give the evidence for a file or folder below `published/`; None elsewhere.

    Raises NotRegistered, DataRefused for a register that cannot be read, and what holding raises.
    """
    led = file.resolve()
    for path in (led if ".." in file.parts else file.absolute(), led):  # a link in the archive may lead out of it
        for parent in path.parents:
            if parent.name == PUBLISHED and _archive(parent, path):
                return _held(parent.parent, path.relative_to(parent), file)
    return None


def _archive(folder: Path, path: Path) -> bool:
    """Tell an office's archive from a folder that only has its name."""
    office = folder.parent
    return any(place.exists() for place in (office / CONFIG, office / ISSUES, path / RECORD, path.parent / RECORD))


def _held(folder: Path, inner: Path, file: Path) -> Evidence:
    register, problems = read_issues(folder)
    if damaged := [each for each in problems if each.code != "published.unlisted"]:
        raise DataRefused(damaged)
    name, own = "/".join((PUBLISHED, *inner.parts[:2])), "/".join(inner.parts[2:])
    found = [line for line in register if line.folder == name]
    if len(found) != 1:
        raise NotRegistered(file=file, register=ISSUES)
    evidence = hold(folder, found[0], register)
    if own not in {"", RECORD, f"{found[0].name}.trace.json", *evidence.record.files}:
        raise NotRegistered(file=file, register=ISSUES)
    return evidence


def hold(folder: Path, issue: Issue, register: Sequence[Issue] = ()) -> Evidence:
    """Read an issue, all its files as they were published; raises Altered, TraceInvalid, TraceNewer, RecordInvalid."""
    from briefgen.document.record import read_record

    record = read_record(_intact(folder, f"{issue.folder}/{RECORD}", issue.record), f"{issue.folder}/{RECORD}")
    for name, sha256 in record.files.items():
        _intact(folder, f"{issue.folder}/{name}", sha256)
    if not _tells_of(issue, record):
        raise Altered(file=f"{ISSUES} ({issue.folder})")
    return Evidence(issue, read_trace(folder, issue), record, tuple(_successors(issue, register)))


def _tells_of(issue: Issue, record: PublishedRecord) -> bool:
    """Tell whether a register's line says of an issue what its record says."""
    about, number = record.document, "" if issue.number is None else str(issue.number)
    said = {"kind": issue.kind, "unit": issue.unit, "period": issue.period, "as_of": issue.as_of.isoformat(),
            "issue_no": number}
    same = all(about.get(name, "") == value for name, value in said.items() if name in about)
    return same and (record.by, record.day, record.replaces) == (issue.by, issue.day.isoformat(), issue.replaces)


def _intact(folder: Path, name: str, sha256: str) -> bytes:
    try:
        data = (folder / name).read_bytes()
    except OSError:
        raise Altered(file=name) from None
    if digest(data) != sha256:
        raise Altered(file=name)
    return data


def _successors(issue: Issue, register: Sequence[Issue]) -> Iterator[Issue]:
    """Give the issue that stands in for one, and that which stands in for it in turn; each once, whatever they say."""
    left = {line.replaces: line for line in register if line.replaces}
    later = left.pop(issue.folder, None)
    while later is not None:
        yield later
        later = left.pop(later.folder, None)
