"""Read the sheets of a workbook through calamine."""

from __future__ import annotations

import io
from typing import NoReturn

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from briefgen.i18n import N_
from briefgen.read.grid import FileEmpty, Grid, Unreadable


class PasswordNeeded(Unreadable):
    """A workbook that is locked."""

    message = N_("it is locked with a password")


class SheetMissing(Unreadable):
    """A workbook without the sheet; the parameter `sheets` lists those it has."""

    message = N_("the workbook has no sheet {sheet}; it has: {sheets}")


def open_workbook(data: bytes) -> CalamineWorkbook:
    """Open a workbook's bytes; raises Unreadable."""
    if not data:
        raise FileEmpty
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise PasswordNeeded from None
    except (CalamineError, OSError, ValueError):
        raise Unreadable from None
    except BaseException as error:
        _refuse_panic(error)


def read_sheet(book: CalamineWorkbook, file: str, name: str, table: str) -> Grid:
    """Read the sheet of a name, else the only sheet, else the one named like the table.

    Rows and columns count from A1, whatever stands empty before the first used cell. Raises Unreadable.
    """
    names = book.sheet_names
    chosen = name or (names[0] if len(names) == 1 else table)
    if chosen not in names:
        raise SheetMissing(sheet=chosen, sheets="、".join(names))
    try:
        sheet = book.get_sheet_by_name(chosen)
        rows = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges
    except (CalamineError, OSError, ValueError):
        raise Unreadable from None
    except BaseException as error:
        _refuse_panic(error)
    return Grid(file, chosen, rows, tuple(merged or ()))


def _refuse_panic(error: BaseException) -> NoReturn:
    """Turn the library's own panic, which is no Exception and cannot be imported, into Unreadable."""
    if type(error).__name__ == "PanicException":
        raise Unreadable from None
    raise error
