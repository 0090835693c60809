"""Read the sheets of a workbook through calamine; runs in the child process."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NoReturn, cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from briefgen.read.biff import scan
from briefgen.read.facts import Facts
from briefgen.read.grid import Grid
from briefgen.read.preflight import Archive
from briefgen.read.reasons import PasswordNeeded, SheetMissing, Unreadable
from briefgen.read.sniff import ZIPPED

if TYPE_CHECKING:
    from briefgen.read.bounds import Bounds
    from briefgen.read.grid import Cell


class Workbook:
    """An open workbook of any kind: .xlsx, .xlsm and .ods only after a look through their zip."""

    def __init__(self, data: bytes, ending: str, bounds: Bounds) -> None:
        """Open a workbook's bytes; raises Unreadable."""
        self._data, self._cells = data, bounds.cells
        self._archive = Archive(data, bounds) if ending in ZIPPED else None
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            raise PasswordNeeded from None
        except (CalamineError, OSError, ValueError):
            raise Unreadable from None
        except BaseException as error:
            _refuse_panic(error)

    def sheet(self, file: str, name: str, table: str) -> Grid:
        """Read the sheet of a name, else the only sheet, else the one named like the table, if any is given.

        Rows and columns count from A1, whatever stands empty before the first used cell. Raises Unreadable.
        """
        names = self._book.sheet_names
        chosen = name or (names[0] if len(names) == 1 else table)
        if chosen not in names:
            raise SheetMissing(sheet=chosen, sheets="、".join(names), names=tuple(names))
        facts = self._archive.facts(chosen) if self._archive else scan(
            self._data, Facts(chosen, self._cells), names.index(chosen))
        try:
            sheet = self._book.get_sheet_by_name(chosen)
            rows = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
            merged = sheet.merged_cell_ranges
        except (CalamineError, OSError, ValueError):
            raise Unreadable from None
        except BaseException as error:
            _refuse_panic(error)
        facts.write_into(rows)
        return Grid(file, chosen, rows, tuple(merged or ()), facts.hidden())


def _refuse_panic(error: BaseException) -> NoReturn:
    """Turn the library's own panic, which is no Exception and cannot be imported, into Unreadable."""
    if type(error).__name__ == "PanicException":
        raise Unreadable from None
    raise error
