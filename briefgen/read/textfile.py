"""Read a CSV or TSV file, whatever of the usual encodings it was saved in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from briefgen.read.grid import Grid
from briefgen.read.reasons import FileEmpty, NotText, Unreadable

if TYPE_CHECKING:
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


def read_text(data: bytes, file: str) -> Grid:
    """Read a file's bytes, split at commas, in a .tsv at tabs. Raises Unreadable.

    A row is a record, as Excel numbers them.
    """
    if not data.strip():
        raise FileEmpty
    text = decode(data)
    if "\0" in text:
        raise NotText
    mark = "\t" if file.lower().endswith(".tsv") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        rows: list[list[Cell]] = [list(row) for row in lines]
    except csv.Error:
        raise Unreadable from None
    return Grid(file, None, rows)
