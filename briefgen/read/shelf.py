"""Take the sheets that briefgen.toml names from the office folder, and nothing from outside it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from briefgen.files import digest
from briefgen.i18n import N_
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.read.grid import Unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from briefgen.model.office import TableFile
    from briefgen.read.grid import Grid

_TEXTS = (".csv",)
_WORKBOOKS = (".xlsx", ".xlsm")


class KindUnknown(Unreadable):
    """A file name that ends in nothing that is read."""

    message = N_("only .xlsx, .xlsm and .csv files are read")


class NoRights(Unreadable):
    """A file that the system does not hand out."""

    message = N_("the system refuses it")


class Shelf:
    """The files of an office folder, each read once; `files` are those read, by name, with their SHA-256."""

    def __init__(self, folder: Path) -> None:
        """Stand before the office folder."""
        self.files: dict[str, str] = {}
        self._folder = folder.resolve()
        self._books: dict[str, CalamineWorkbook] = {}

    def take(self, table: str, entry: TableFile) -> Grid | Problem:
        """Read the sheet of a table, or tell why that cannot be."""
        name = entry.file.replace("\\", "/")
        try:
            if self._outside(name):
                return Problem("file.outside", Source(entry.file), {"table": table})
            if (self._folder / name).is_file():
                return self._read(table, name, entry.sheet)
        except Unreadable as reason:
            return _refused(name, reason)
        except (OSError, RuntimeError):  # a name too long, links in a circle: there is no such file
            pass
        return Problem("file.missing", Source(name), {"table": table})

    def _outside(self, name: str) -> bool:
        """Tell whether a name, or the link that stands there, leads out of the folder."""
        path = PurePosixPath(name)
        if not name or "\0" in name or path.is_absolute() or PureWindowsPath(name).anchor or ".." in path.parts:
            return True
        return not (self._folder / path).resolve().is_relative_to(self._folder)

    def _read(self, table: str, name: str, sheet: str) -> Grid:
        ending = Path(name).suffix.lower()
        if ending in _TEXTS:
            from briefgen.read.textfile import read_text
            return read_text(self._load(name), name)
        if ending not in _WORKBOOKS:
            raise KindUnknown
        from briefgen.read.workbook import open_workbook, read_sheet
        if name not in self._books:
            self._books[name] = open_workbook(self._load(name))
        return read_sheet(self._books[name], name, sheet, table)

    def _load(self, name: str) -> bytes:
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            raise NoRights from None
        self.files[name] = digest(data)
        return data


def _refused(name: str, reason: Unreadable) -> Problem:
    params = reason.params
    if "sheets" in params:
        return Problem("sheet.missing", Source(name), params)
    kind = "CSV" if Path(name).suffix.lower() in _TEXTS else "Excel"
    return Problem("file.unreadable", Source(name), {"kind": kind, "reason": reason})
