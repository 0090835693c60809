"""Read a CSV or TSV file, whatever of the usual encodings it was saved in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from briefgen.read.grid import Grid, letters
from briefgen.read.reasons import CellsMany, FileEmpty, NotText, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.read.grid import Cell

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(data: bytes) -> str:
    """Decode by byte order mark, else as strict UTF-8, else as GB18030; raises NotText."""
    marked = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText


def read_text(data: bytes, file: str, limit: int) -> Grid:
    """Read a file's bytes, split at commas, in a .tsv at tabs. Raises Unreadable.

    A row is a record, as Excel numbers them; `limit` is the number of cells from A1 on.
    """
    if not data.strip():
        raise FileEmpty
    text = decode(data)
    if "\0" in text:
        raise NotText
    mark = "\t" if file.lower().endswith(".tsv") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return Grid(file, None, _rows(lines, limit, file))
    except csv.Error:
        raise Unreadable from None


def _rows(lines: Iterable[list[str]], limit: int, file: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    width = 1
    for row in lines:
        width = max(width, len(row))
        if (len(rows) + 1) * width > limit:
            raise CellsMany(sheet=file, cell=f"{letters(width - 1)}{len(rows) + 1}", limit=limit)
        rows.append([*row])
    return rows
