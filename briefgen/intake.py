"""Take in what counties send: see what it is, hold it against what counts now, and keep it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.desk import Desk, FileMissing, UnitUnknown
from briefgen.errors import BriefgenError
from briefgen.files import EditedByHand, OutputFailed, append_lines, digest, keep_new, safe_name
from briefgen.i18n import N_, _
from briefgen.model.arrival import Arrival, Arrivals
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused, Problem
from briefgen.model.submission import RECEIVED, REGISTER, WHOLE, Submission, valid
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model.arrival import Delivery
    from briefgen.model.submission import Standings
    from briefgen.model.table import Record
    from briefgen.model.unit import Unit
    from briefgen.read.shelf import Shelf
    from briefgen.read.submission import Found


class NothingReceived(BriefgenError):
    """The office receives no table."""

    message = N_("no table is received; write received = \"whole\" or \"month\" to one under [data] in briefgen.toml")


class TableNotReceived(BriefgenError):
    """A table that nobody sends in."""

    message = N_("the table {name} is not received{nearest}; received in briefgen.toml are: {tables}")


class CountedAlready(BriefgenError):
    """The file is one that the office counts already."""

    message = N_("{file} is counted already: it lies in the office folder and briefgen.toml or the register names it")


class PeriodAhead(BriefgenError):
    """The month had not begun when the file came: a slip that would outdo the true months to come."""

    message = N_("{file}: {period} had not begun on {day}, when it came; correct --period or --date")


class TwiceInOne(BriefgenError):
    """Two files of one call would stand in for each other."""

    message = N_("{files}: they are of the same unit and table ({unit}, {table}); receive the one that counts")


class NoPeriod(BriefgenError):
    """Nothing was received yet whose month could be shown."""

    message = N_("nothing was received yet; say the month with --period")


def look(folder: Path, files: Sequence[Path], delivery: Delivery, templates: Sequence[Path] = ()) -> Arrivals:
    """See what files are and what they would change; nothing is written.

    Raises NothingReceived, TableNotReceived, UnitUnknown, PeriodUnknown, and DataRefused when the register or the units
    cannot be read.
    """
    from briefgen.check.arrivals import judge
    from briefgen.read.shelf import Shelf

    desk = Desk(folder, templates)
    taker = _Taker(desk, delivery)
    found, unread, failures = list[Arrival](), list[Problem](), list[BriefgenError]()
    with Shelf(folder, desk.office.limits) as shelf:
        for file in dict.fromkeys(files):
            try:
                got = taker.open(shelf, file)
                unread += [got] if isinstance(got, Problem) else []
                found += [] if isinstance(got, Problem) else got
            except BriefgenError as failure:
                failures.append(failure)
    clashes = list(taker.clashes(found))
    found = [each for each in found if not any(each in several for several in clashes)]
    failures += [TwiceInOne(files="、".join(each.file for each in several), unit=several[0].unit.name,
                            table=several[0].table) for several in clashes]
    judged, caused = judge(desk.ledger, desk.office, [taker.compared(each) for each in found])
    return Arrivals(tuple(judged), tuple(unread), tuple(failures), tuple(caused))


class _Taker:
    """Tells of one file after the other what it is."""

    def __init__(self, desk: Desk, delivery: Delivery) -> None:
        """Read what the office has; raises what look raises."""
        from briefgen.read.register import published_months

        if not desk.office.received:
            raise NothingReceived
        received = desk.office.received
        if delivery.table and delivery.table not in received:
            raise TableNotReceived(name=delivery.table, nearest=nearest(delivery.table, received),
                                   tables="、".join(received))
        if not desk.ledger.units.units:
            raise DataRefused(desk.problems())
        self._desk, self._delivery = desk, delivery
        self._register = _register(desk)
        self._unit = _unit(desk, delivery.unit) if delivery.unit else None
        self._period = Period.parse(delivery.period).id if delivery.period else ""
        self._published = published_months(desk.folder)

    def open(self, shelf: Shelf, path: Path) -> list[Arrival] | Problem:
        """Read a file and tell what it is; raises the BriefgenError that says what is missing."""
        from briefgen.read.submission import find_tables

        name, said, received = path.as_posix(), self._delivery, self._desk.office.received
        if self._counted(path):
            raise CountedAlready(file=name)
        try:
            grids = shelf.sheets(path, name, said.sheet, said.table)
        except (OSError, ValueError):
            raise FileMissing(file=name) from None
        if isinstance(grids, Problem):
            return grids
        schemas = {table: self._desk.schemas[table] for table in self._desk.office.data}
        arrivals = []
        for found in find_tables(grids, schemas, received, said.table):
            each = self._arrival(name, shelf.content(name), found)
            if isinstance(each, Problem):
                return each
            arrivals.append(each)
        return arrivals

    def _counted(self, path: Path) -> bool:
        try:
            place = path.resolve().relative_to(self._desk.folder.resolve()).as_posix()
        except (OSError, RuntimeError, ValueError):
            return False
        return place in self._desk.ledger.files

    def _arrival(self, file: str, content: bytes, found: Found) -> Arrival | Problem:
        from briefgen.read.rows import read_table
        from briefgen.read.submission import UnitNeeded, said_period, said_unit

        units = self._desk.ledger.units
        extract = read_table(found.grid, found.schema, units)
        if extract.origin is None:
            return extract.problems[0]
        unit = self._unit or said_unit(found.above, units) or self._of_rows(extract.records)
        if unit is None:
            raise UnitNeeded(file=file)
        period = self._period or said_period(found.above, file)
        if period > f"{self._delivery.day:%Y-%m}":
            raise PeriodAhead(file=file, period=period, day=self._delivery.day)
        return self._placed(Arrival(file, content, unit, period, extract.origin, extract.records, extract.totals,
                                    extract.problems))

    def _of_rows(self, records: Sequence[Record]) -> Unit | None:
        """Give the unit that most rows name, so that those which name another can be told."""
        units, named = self._desk.ledger.units, Counter[str]()
        for record in records:
            named[str(record[record.origin.schema.unit]) if record.origin.schema.unit else ""] += 1
        known = {unit.code: unit for unit in units.units}
        return next((known[code] for code, _count in named.most_common() if code in known), None)

    def _placed(self, each: Arrival) -> Arrival:
        """Find what counts now in its place, and whether the same bytes came before."""
        mode = self._desk.office.received[each.table]
        mine = [line for line in self._register if (line.unit, line.table) == (each.unit.code, each.table)]
        current = next((line for line in valid(mine, each.table, mode)
                        if mode == WHOLE or line.period == each.period), None)
        sha256 = digest(each.content)
        known = next((line for line in reversed(mine) if (line.period, line.sha256) == (each.period, sha256)
                      and line.sheet == (each.origin.sheet or "") and _intact(self._desk.folder, line)), None)
        return replace(each, current=current, known=known, counts=current is None or each.period >= current.period)

    def clashes(self, found: Sequence[Arrival]) -> Iterator[list[Arrival]]:
        """Find arrivals of which only one can count."""
        groups: dict[tuple[str, ...], list[Arrival]] = {}
        for each in found:
            month = () if self._desk.office.received[each.table] == WHOLE else (each.period,)
            groups.setdefault((each.table, each.unit.code, *month), []).append(each)
        yield from (several for several in groups.values() if len(several) > 1)

    def compared(self, each: Arrival) -> Arrival:
        """Compare it with the one that counts now; add the rows that are not its own."""
        from briefgen.check.submission import compare, foreign_rows, other_months

        if each.known:
            return replace(each, problems=())
        ledger, rows = self._desk.ledger, each.records
        problems = [*each.problems, *foreign_rows(rows, each.unit, ledger.units)]
        if self._desk.office.received[each.table] != WHOLE:
            problems += other_months(rows, each.period)
        each = replace(each, problems=tuple(problems))
        if not each.counts:
            return each
        place = each.current.file if each.current else ""
        old = [replace(record, values=record.as_read, corrections=(), earlier=())  # the county knows of no correction
               for record in ledger.rows(each.table) if record.origin.file == place]
        if place and place not in {origin.file for origin in ledger.origins.get(each.table, ())}:
            return replace(each, lost=True)
        return replace(each, differences=compare(old, rows, self._published))


def _unit(desk: Desk, name: str) -> Unit:
    """Find a county or zone: the city sends nothing in to itself."""
    unit = desk.unit(name)
    if unit.is_city:
        known = [each.name for each in desk.ledger.units.units]
        raise UnitUnknown(name=name, nearest=nearest(name, known), known="、".join(known))
    return unit


def _register(desk: Desk) -> tuple[Submission, ...]:
    """Give the register; with a line that cannot be read nobody knows what counts, and nothing may be added."""
    register, damaged = desk.register
    if damaged:
        raise DataRefused(damaged)
    return register


def _intact(folder: Path, line: Submission) -> bool:
    """Tell whether what was received is still there; what is lost may be received again."""
    from briefgen.read.names import outside

    place = folder / line.file
    try:  # the register may name anything: a pipe would never end
        return (not outside(folder.resolve(), line.file) and place.is_file()
                and digest(place.read_bytes()) == line.sha256)
    except (OSError, RuntimeError, ValueError):
        return False


def take_in(folder: Path, arrivals: Arrivals, delivery: Delivery) -> list[Submission]:
    """Keep the files of those that wait below `received/`, then enter them: from the register's line on they count.

    A file never takes the place of another: the next one of its unit and month is called `<table>-2`, so that what was
    printed of the older one still names the file that it came from. Raises OutputFailed.
    """
    for name in (RECEIVED, REGISTER, *(f"{_folder(each)}/-" for each in arrivals.waiting)):
        _refuse_outside(folder, name)
    lines = []
    for each in arrivals.waiting:
        name = _keep(folder, each)
        lines.append(Submission(
            period=each.period, unit=each.unit.code, table=each.table, file=name, sheet=each.origin.sheet or "",
            sha256=digest(each.content), original=_told(Path(each.file).name),
            day=delivery.day, by=_told(delivery.by),
            added=each.tally.added, gone=each.tally.gone, changed=each.tally.changed,
            replaces=each.current.sha256 if each.current and each.counts else ""))
    if lines:
        append_lines(folder / REGISTER, (line.model_dump_json() for line in lines))
    return lines


def _refuse_outside(folder: Path, name: str) -> None:
    """Refuse to write through a link that leads out of the office folder."""
    from briefgen.read.names import outside

    try:
        leads_out = outside(folder.resolve(), name)
    except (OSError, RuntimeError):  # links in a circle
        leads_out = True
    if leads_out:
        raise OutputFailed(file=folder / name.removesuffix("/-"), reason=_("it leads out of the office folder"))


def _told(text: str) -> str:
    """Write what came from a file system or a terminal so that it can stand in JSON."""
    return text.encode(errors="replace").decode()


def _keep(folder: Path, each: Arrival) -> str:
    """Keep a file under a name of its own; one that another call takes at the same moment is let go."""
    while True:
        name = _free_name(folder, each)
        try:
            keep_new(folder, name, each.content)
        except EditedByHand:
            continue
        return name


def _folder(each: Arrival) -> str:
    return f"{RECEIVED}/{each.period}/{safe_name(each.unit.name)}"


def _free_name(folder: Path, each: Arrival) -> str:
    """Name a file that is not there, or, after a call that was cut short, one that holds the same bytes already."""
    stem = f"{_folder(each)}/{safe_name(each.table)}"
    ending, number = Path(each.file).suffix.lower(), 1
    while True:
        name = f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
        target = folder / name
        if not target.exists() or (target.is_file() and target.read_bytes() == each.content):
            return name
        number += 1


def reported(folder: Path, period: str = "", templates: Sequence[Path] = ()) -> Standings:
    """Tell which units have reported the tables that are received for a month, the newest in the register if none.

    Raises NothingReceived, NoPeriod, PeriodUnknown, DataRefused when the register cannot be read.
    """
    desk = Desk(folder, templates)
    if not desk.office.received:
        raise NothingReceived
    register = _register(desk)
    if not period and not register:
        raise NoPeriod
    return desk.standings(Period.parse(period or max(line.period for line in register)))
