"""Read a table or view of an SQLite file, which is opened for reading only; runs in the child process."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.read.grid import Grid, letters
from briefgen.read.reasons import BinaryHeld, CellsMany, StillOpen, TableMissing, Unreadable

if TYPE_CHECKING:
    from briefgen.read.bounds import Bounds
    from briefgen.read.grid import Cell

_JOURNALS = ("-wal", "-journal")
_LONGEST = 10_000_000  # bytes of one value


def read_table(path: str, file: str, name: str, table: str, bounds: Bounds) -> Grid:
    """Read the table or view of a name, else the one named like the table; row 1 holds the names of the columns.

    Whole numbers and texts come exactly; REAL as the numbers of a workbook. Raises Unreadable.
    """
    if journal := next((end for end in _JOURNALS if _filled(Path(path + end))), None):
        raise StillOpen(journal=file + journal)
    uri = f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as base:
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA query_only = ON")
            return Grid(file, *_rows(base, name, table, bounds.cells))
    except sqlite3.Error:
        raise Unreadable from None


def _rows(base: sqlite3.Connection, name: str, table: str, limit: int) -> tuple[str, list[list[Cell]]]:
    known = [row[0] for row in base.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
        "ORDER BY name")]
    chosen = name or (known[0] if len(known) == 1 else table)
    if chosen not in known:
        raise TableMissing(table=chosen, known="、".join(known))
    quoted = chosen.replace('"', '""')
    cursor = base.execute(f'SELECT * FROM "{quoted}"')
    rows: list[list[Cell]] = [[column[0] for column in cursor.description]]
    width = len(rows[0])
    for number, values in enumerate(cursor, 2):
        if number * width > limit:
            raise CellsMany(sheet=chosen, cell=f"{letters(width - 1)}{number}", limit=limit)
        for at, value in enumerate(values):
            if isinstance(value, bytes):
                raise BinaryHeld(column=rows[0][at], cell=f"{letters(at)}{number}")
        rows.append(list(values))
    return chosen, rows


def _filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
