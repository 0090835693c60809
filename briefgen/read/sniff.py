"""Tell by a file's first bytes what it really is."""

from __future__ import annotations

import io
import re
import zipfile

from briefgen.read.reasons import FileEmpty, PasswordNeeded, ReallyArchive, ReallyKind, ReallyPage, ReallyText

TEXTS = (".csv", ".tsv")
ZIPPED = (".xlsx", ".xlsm", ".ods")
OLD = (".xls", ".et")
DATABASES = (".db", ".sqlite")
QUERY = "select"  # in place of an ending: no file, but what a database answers
_ZIP, _OLE, _SQLITE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\0"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?"
                   rb"<(?:!doctype html|html|head|table|meta|style|body)\b",
                   re.IGNORECASE | re.DOTALL)
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream's name in the directory of the compound file
_SAMPLE = 4096


def refuse_liar(data: bytes, ending: str) -> None:
    """Refuse content of a kind that the name does not say; raises the reason that names it."""
    if not data:
        raise FileEmpty
    if data.startswith(_OLE):
        _refuse_old(data, ending)
    elif data.startswith(_ZIP):
        _refuse_zip(data, ending)
    elif data.startswith(_SQLITE):
        _expect(ending, DATABASES, ".db")
    elif _PAGE.match(data[:_SAMPLE]):
        raise ReallyPage
    elif ending not in TEXTS and _is_text(data[:_SAMPLE]):
        raise ReallyText


def _expect(ending: str, kinds: tuple[str, ...], really: str) -> None:
    if ending not in kinds:
        raise ReallyKind(ending=really)


def _refuse_old(data: bytes, ending: str) -> None:
    """Tell a workbook of Excel 97 from one of today that is encrypted: both are compound files."""
    if _LOCKED in data:
        raise PasswordNeeded
    _expect(ending, OLD, ".xls")


def _refuse_zip(data: bytes, ending: str) -> None:
    """Tell the workbooks among zip archives by the parts they must have; a torn archive is left to its reader."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = set()
    if "xl/workbook.xml" in names:
        _expect(ending, (".xlsx", ".xlsm"), ".xlsx")
    elif names and "content.xml" in names:
        _expect(ending, (".ods",), ".ods")
    elif names or ending not in ZIPPED:
        raise ReallyArchive


def _is_text(sample: bytes) -> bool:
    """Tell whether bytes could be typed text; UTF-16 by its mark."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # a character may be torn by the end of the sample
            try:
                text = sample[:len(sample) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return all(char.isprintable() or char in "\r\n\t\ufeff" for char in text)
    return False
