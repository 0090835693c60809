"""Walk the records of an .xls or .et (BIFF5, BIFF8) for what its reader does not tell: errors, hidden rows and columns.

After [MS-CFB] for the compound file and [MS-XLS] for its stream `Workbook`.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from briefgen.read.reasons import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.read.facts import Facts

_LAST_SECTOR = 0xFFFFFFF9  # what is larger ends a chain
_ENTRY, _HEADER = 128, 512
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _END, _SHEET, _COLUMNS, _ROW, _ERROR, _MANY = 0x06, 0x0A, 0x85, 0x7D, 0x208, 0x205, 0xBD
_CELLS = frozenset({_FORMULA, _ERROR, _MANY, 0xFD, 0x203, 0x204, 0x27E})
_ROW_HIDDEN, _COLUMN_HIDDEN, _NO_NUMBER, _IS_ERROR = 0x20, 0x1, b"\xff\xff", 2


def scan(data: bytes, facts: Facts, number: int) -> Facts:
    """Fill the facts of the sheet of a number, from 0: names are in the code page of old files. Raises Unreadable."""
    try:
        stream = _workbook(data)
        start = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET][number]
        hidden, filled = set[int](), set[int]()
        for kind, body in _records(stream, start):
            if kind in _CELLS:
                _cell(kind, body, facts, filled)
            elif kind == _ROW and body[12] & _ROW_HIDDEN:
                hidden.add(struct.unpack_from("<H", body)[0])
            elif kind == _COLUMNS and body[8] & _COLUMN_HIDDEN:
                first, last = struct.unpack_from("<HH", body)
                facts.hidden_columns.update(range(first, last + 1))
    except (struct.error, IndexError):
        raise Unreadable from None
    facts.hidden_rows.update(hidden & filled)
    return facts


def _cell(kind: int, body: bytes, facts: Facts, filled: set[int]) -> None:
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack("<H", body[-2:])[0] if kind == _MANY else column
    facts.reach(row, last)
    facts.columns.update(range(column, last + 1))
    filled.add(row)
    if kind == _ERROR and body[7]:
        facts.note(row, column, _ERRORS.get(body[6], "#VALUE!"))
    elif kind == _FORMULA and body[12:14] == _NO_NUMBER and body[6] == _IS_ERROR:
        facts.note(row, column, _ERRORS.get(body[8], "#VALUE!"))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give type and body of the records from a place to the end of their part."""
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4:at + 4 + length]
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """Take the stream with the workbook out of the compound file."""
    size, small = (1 << power for power in struct.unpack_from("<HH", data, 30))
    directory, _, cutoff, small_table, _, more, _ = struct.unpack_from("<7I", data, 48)
    places = list(struct.unpack_from("<109I", data, 76))
    while more <= _LAST_SECTOR and len(places) * size < len(data):
        sector = struct.unpack_from(f"<{size // 4}I", data, _HEADER + more * size)
        places += sector[:-1]
        more = sector[-1]
    table = _numbers(b"".join(_sector(data, place, size) for place in places if place <= _LAST_SECTOR))
    whole = memoryview(data)[size:] if size > _HEADER else memoryview(data)[_HEADER:]
    entries = _chain(whole, table, directory, size)
    root_start, found = struct.unpack_from("<I", entries, 116)[0], None
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        if entries[at:at + max(length - 2, 0)].decode("utf-16-le", "replace") in ("Workbook", "Book"):
            found = struct.unpack_from("<II", entries, at + 116)
    if found is None:
        raise Unreadable
    start, length = found
    if length >= cutoff:
        return _chain(whole, table, start, size)[:length]
    within = memoryview(_chain(whole, table, root_start, size))
    return _chain(within, _numbers(_chain(whole, table, small_table, size)), start, small)[:length]


def _sector(data: bytes, place: int, size: int) -> bytes:
    at = max(size, _HEADER) + place * size
    return data[at:at + size]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[:len(data) // 4 * 4])


def _chain(whole: memoryview, table: Sequence[int], start: int, size: int) -> bytes:
    """Join the sectors of a chain; one that turns back on itself ends with the table."""
    parts: list[memoryview] = []
    while start <= _LAST_SECTOR and len(parts) <= len(table):
        parts.append(whole[start * size:(start + 1) * size])
        start = table[start]
    return b"".join(parts)
