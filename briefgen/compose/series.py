"""List the documents that a kind makes: one, or one for each row of a table and one on all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefgen.compose.values import typeset
from briefgen.errors import BriefgenError, Exit
from briefgen.files import safe_name
from briefgen.i18n import N_
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.document.kind import Kind, Occurrence, Series
    from briefgen.model.ledger import Ledger
    from briefgen.model.period import Period
    from briefgen.model.table import Record


class EntryUnknown(BriefgenError):
    """The series has no such row in the period's year, or none for the part asked for."""

    message = N_("{year} has no {name} among the documents of {kind}{nearest}; there are: {known}")


class NotYet(BriefgenError):
    """What the part tells of has not happened."""

    exit = Exit.DATA
    message = N_("{name} has no {kind} yet: by {day} no row of the table {table} says {value} for it")


class NoSeries(BriefgenError):
    """One of a series was asked for of a kind that comes alone."""

    message = N_("the kind {kind} does not come one for each row of a table; leave --campaign out")


class SeriesEmpty(BriefgenError):
    """The table has no row that the kind could make a document of."""

    exit = Exit.DATA
    message = N_("there is nothing to make {kind} of for {period}: no row of the table {table} fits")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a kind: its row, none where it is on all rows together or the kind comes alone.

    `twin` says that another row of the year reads alike in a file's name.
    """

    name: str = ""
    record: Record | None = None
    twin: bool = False

    @property
    def id(self) -> str:
        """Give the row's key, nothing for the document on all rows."""
        return self.record.key if self.record is not None else ""


def entries(kind: Kind, ledger: Ledger, period: Period, asked: str = "") -> Sequence[Entry]:
    """List a kind's documents, or the one asked for by key or name; raises NoSeries, EntryUnknown, SeriesEmpty."""
    series = kind.series
    if series is None:
        if asked:
            raise NoSeries(kind=kind.id)
        return (Entry(),)
    found = [entry for entry in series_entries(kind, ledger, period)
             if entry.record is None or series.after is None or _happened(series.after, entry.record, ledger, period)]
    _refuse_early(kind, ledger, period, asked)
    if not any(entry.record for entry in found):
        raise SeriesEmpty(kind=kind.title, period=period.id, table=series.table)
    if not asked:
        return found
    known = [word for entry in found for word in (entry.id, entry.name) if word]
    chosen = [entry for entry in found if typeset(asked) in (typeset(entry.id), entry.name)]
    if not chosen:
        raise EntryUnknown(year=period.year, name=asked, kind=kind.title, nearest=nearest(asked, known),
                           known="、".join(known))
    return chosen


def series_entries(kind: Kind, ledger: Ledger, period: Period) -> Sequence[Entry]:
    """List all documents that a kind could make in the period's year, whatever has happened."""
    series = kind.series
    if series is None:
        return (Entry(),)
    named = [(typeset(str(record[series.name])), record) for record in rows(series, ledger, period)]
    read = Counter(safe_name(name).casefold() for name in (series.whole, *(name for name, _record in named)))
    found = [Entry(name, record, twin=read[safe_name(name).casefold()] > 1) for name, record in named]
    return [Entry(series.whole), *found] if series.whole else found


def _refuse_early(kind: Kind, ledger: Ledger, period: Period, asked: str) -> None:
    """Tell apart what does not exist and what has not happened yet."""
    series = kind.series
    if not asked or series is None or series.after is None:
        return
    for record in rows(series, ledger, period):
        named = typeset(asked) in (typeset(record.key), typeset(str(record[series.name])))
        if named and not _happened(series.after, record, ledger, period):
            raise NotYet(name=asked, kind=kind.title, day=period.as_of.isoformat(), table=series.after.table,
                         value=series.after.value)


def rows(series: Series, ledger: Ledger, period: Period) -> list[Record]:
    """Give the rows of a series in the period's year, in the office's order."""
    first, last = period.whole_year
    return [record for record in ledger.rows(series.table)
            if isinstance(day := record[series.date], date) and first <= day <= last]


def _happened(after: Occurrence, record: Record, ledger: Ledger, period: Period) -> bool:
    """Tell whether a row of the other table names this row and has happened by the as-of day."""
    key = record.origin.schema.key
    return any(str(row[key]) == record.key and isinstance(day := row[after.date], date) and day <= period.as_of
               and row[after.column] == after.value for row in ledger.rows(after.table))
