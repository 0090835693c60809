"""Take the sheets that briefgen.toml names from the office folder, and nothing from outside it."""

from __future__ import annotations

import stat
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from briefgen.files import digest, open_marks
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.read.bounds import Bounds
from briefgen.read.child import Child
from briefgen.read.extraction import digest_of, keyed
from briefgen.read.grid import Grid, top_of
from briefgen.read.names import expand, outside
from briefgen.read.reasons import (
    CellsMany,
    FileLarge,
    HeldElsewhere,
    KindUnknown,
    NoRights,
    NotOrdinary,
    Remedy,
    SheetMissing,
    SheetsMany,
    Unreadable,
)
from briefgen.read.serve import Request
from briefgen.read.sheets import chosen
from briefgen.read.sniff import DATABASES, OLD, QUERY, TEXTS, ZIPPED, refuse_liar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.office import Limits, TableFile
    from briefgen.model.submission import Submission
    from briefgen.model.table import TableSchema

_MB = 1024 * 1024
_SHEETS = 60  # of a submission; each takes time of its own
_KINDS = {".csv": "CSV", ".tsv": "TSV", ".ods": "ODS", **dict.fromkeys(DATABASES, "SQLite")}


class Shelf:
    """The files of an office folder, each loaded once; `files` are those read, by name, with their SHA-256.

    A list in `tops` takes the first rows of every sheet beside its table.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Stand before the office folder."""
        self.files: dict[str, str] = {}
        self.tops: list[tuple[str, Grid]] | None = None
        self._folder = folder.resolve()
        self._open: set[str] = set()
        self._loaded: dict[str, bytes] = {}
        self._bounds = Bounds(**limits.model_dump())
        self._child = Child(self._bounds)

    def __enter__(self) -> Shelf:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process that reads workbooks."""
        self._child.__exit__()

    def take(self, schema: TableSchema, entry: TableFile) -> list[Grid | Problem]:
        """Read the sheet of a table in each of its files, or tell why that cannot be.

        Where none is named, it is the one that holds the table.
        """
        taken: list[Grid | Problem] = [self._ask(schema, entry)] if entry.database else []
        for name in expand(self._folder, entry.files):
            several = not entry.sheet and name.lower().endswith((*ZIPPED, *OLD))
            found = self._take(schema.name, name, entry.sheet, several=several)
            if isinstance(found, Problem) and several and found.code == "sheet.missing":
                taken += chosen(partial(self._take, schema.name, name), schema, found)
            else:
                taken.append(found)
            taken += self._open_elsewhere(name)
        if self.tops is not None:
            self.tops += [(schema.name, top_of(grid)) for grid in taken if isinstance(grid, Grid)]
        return taken

    def take_received(self, line: Submission, unit: str) -> Grid | Problem:
        """Read the sheet of a submission, which must still be what was received; `unit` is its unit's name."""
        taken = self._take(line.table, line.file, line.sheet)
        params = {"unit": unit, "period": line.period, "table": line.table}
        if isinstance(taken, Problem) and taken.code == "file.missing":
            return Problem("received.missing", taken.source, params)
        if self.files.get(line.file, line.sha256) != line.sha256:
            return Problem("received.changed", Source(line.file), params)
        if self.tops is not None and isinstance(taken, Grid):
            self.tops.append((line.table, top_of(taken)))
        return taken

    def sheets(self, path: Path, name: str, sheet: str = "", table: str = "") -> list[Grid] | Problem:
        """Read every sheet, or the one of a name, of a file from anywhere; `name` is what its places are told by."""
        try:
            return [self._read(path, name, table, sheet)]
        except SheetMissing as reason:
            if sheet:
                return _refused(name, reason)
            names = cast("tuple[str, ...]", reason.params["names"])
        except Unreadable as reason:
            return _refused(name, reason)
        many = SheetsMany(count=len(names)) if len(names) > _SHEETS else None
        return _refused(name, many) if many else self._several(path, name, names)

    def _several(self, path: Path, name: str, sheets: Sequence[str]) -> list[Grid] | Problem:
        found, held = list[Grid](), 0
        for each in sheets:
            grids = self.sheets(path, name, each)
            if isinstance(grids, Problem):
                return grids
            held += sum(map(len, grids[0].rows))
            if held > self._bounds.cells:  # sixty full sheets would take a minute
                return _refused(name, CellsMany(sheet=each, cell="A1", limit=self._bounds.cells))
            found += grids
        return found

    def content(self, name: str) -> bytes:
        """Give the bytes of a file that was read."""
        return self._loaded[name]

    def _ask(self, schema: TableSchema, entry: TableFile) -> Grid | Problem:
        """Read what a database answers; its digest stands for the file."""
        name = f"{schema.name}（数据库）"
        request = Request(name, entry.database, QUERY, None, entry.select, schema.name, self._bounds)
        try:
            grid = self._child.read(request, "")
        except Unreadable as reason:
            params = {"table": schema.name, "reason": reason, "remedy": Remedy(reason)}
            return Problem("database.unreadable", Source(name), params)
        self.files[name] = digest_of(grid)
        return keyed(grid, schema)

    def _take(self, table: str, name: str, sheet: str, *, several: bool = False) -> Grid | Problem:
        """Read one sheet; without a name, and of `several`, none is taken, and the problem names all of them."""
        try:
            if outside(self._folder, name):
                return Problem("file.outside", Source(name), {"table": table})
            if (self._folder / name).exists():
                return self._read(self._folder / name, name, "" if several else table, sheet)
        except Unreadable as reason:
            return _refused(name, reason)
        except PermissionError:
            return _refused(name, HeldElsewhere())
        except (OSError, RuntimeError):  # a name too long, links in a circle: there is no such file
            pass
        return Problem("file.missing", Source(name), {"table": table})

    def _read(self, path: Path, name: str, table: str, sheet: str) -> Grid:
        ending = Path(name).suffix.lower()
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotOrdinary
        if ending not in (*TEXTS, *ZIPPED, *OLD, *DATABASES):
            raise KindUnknown
        data = self._load(path, name)
        refuse_liar(data, ending)
        if ending in TEXTS:
            from briefgen.read.textfile import read_text
            return read_text(data, name, self._bounds.cells)
        sent = None if ending in DATABASES else data
        return self._child.read(Request(name, str(path), ending, sent, sheet, table, self._bounds), self.files[name])

    def _open_elsewhere(self, name: str) -> list[Problem]:
        """Tell once that a program has left its mark beside a file that was read: what it has not saved is missing."""
        mark = ""
        if name in self.files and name not in self._open:
            path = self._folder / name
            with suppress(OSError):  # a mark whose name is too long is none
                mark = next((mark for mark in open_marks(path.name) if path.with_name(mark).exists()), "")
        if not mark:
            return []
        self._open.add(name)
        program = "LibreOffice" if mark.endswith("#") else "WPS" if mark.startswith(".~") else "Excel"
        return [Problem("file.open", Source(name), {"program": program, "mark": mark})]

    def _load(self, path: Path, name: str) -> bytes:
        if name not in self._loaded:
            try:
                if path.stat().st_size > self._bounds.file_mb * _MB:
                    raise FileLarge(limit=self._bounds.file_mb)
                self._loaded[name] = path.read_bytes()
            except PermissionError:
                raise HeldElsewhere from None
            except OSError:
                raise NoRights from None
            self.files[name] = digest(self._loaded[name])
        return self._loaded[name]


def _refused(name: str, reason: Unreadable) -> Problem:
    params = reason.params
    if "sheets" in params:
        return Problem("sheet.missing", Source(name), params)
    kind = _KINDS.get(Path(name).suffix.lower(), "Excel")
    return Problem("file.unreadable", Source(name), {"kind": kind, "reason": reason, "remedy": Remedy(reason)})
