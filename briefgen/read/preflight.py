"""Look through the zip of an .xlsx or .ods before its reader opens it: bombs, entities, and what the reader hides."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.parsers import expat

from briefgen.read.facts import Facts
from briefgen.read.reasons import Declares, InflatedLarge, PartsMany, PartTwice, PasswordNeeded, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.read.bounds import Bounds

_MB = 1024 * 1024
_PARTS = 10_000
_CHUNK = _MB
_ENCRYPTED = 0x1
_DOCTYPE = "<!DOCTYPE"
_MARKUP = (b"<", b"\xef\xbb\xbf", b" ", b"\n", b"\r", b"\t")
_WIDE = {b"\xff\xfe": "utf-16-le", b"<\0": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\0<": "utf-16-be"}
_ENDLESS = 1 << 62
_WORKBOOK = "xl/workbook.xml"


class Archive:
    """The parts of a workbook's zip, each looked through once on opening; names as they are written inside."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        """Open and look through the bytes; raises the Unreadable that stops it."""
        self._bounds = bounds
        with _damaged():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._infos = self._unique()
        left = bounds.inflated_mb * _MB
        if sum(info.file_size for info in self._infos.values()) > left:
            raise InflatedLarge(limit=bounds.inflated_mb)
        for info in self._infos.values():
            left -= self._look(info, left)

    def parts(self, part: str) -> Iterator[bytes]:
        """Inflate a part piece by piece, as much as there really is; raises Unreadable."""
        info = self._infos.get(part.casefold())
        if info is None:
            raise Unreadable
        info.file_size = _ENDLESS  # what is declared may lie; the check sum still holds the content to account
        with _damaged(), self._zip.open(info) as stream:
            while piece := stream.read(_CHUNK):
                yield piece

    def facts(self, sheet: str) -> Facts:
        """Stream a sheet of a name, and tell what its reader would not; raises Unreadable."""
        if "content.xml" in self._infos and _WORKBOOK not in self._infos:
            from briefgen.read.opendocument import scan
            return scan(self.parts("content.xml"), Facts(sheet, self._bounds.cells))
        from briefgen.read.sheetscan import SheetScan
        part = self._sheets().get(sheet, "")
        scan_ = SheetScan(facts := Facts(sheet, self._bounds.cells), part)
        for piece in self.parts(part):
            scan_.feed(piece)
        scan_.close()
        return facts

    def _unique(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > _PARTS:
            raise PartsMany(count=len(infos), limit=_PARTS)
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/").casefold()
            if name in found:
                raise PartTwice(part=info.filename)
            if info.flag_bits & _ENCRYPTED:
                raise PasswordNeeded
            found[name] = info
        return found

    def _look(self, info: zipfile.ZipInfo, left: int) -> int:
        """Inflate a part for its real size and for a document type; gives the size."""
        size, tail, mark = 0, b"", b""
        for piece in self.parts(info.filename.replace("\\", "/")):
            mark = mark if size else _mark(piece)
            size += len(piece)
            if size > left:
                raise InflatedLarge(limit=self._bounds.inflated_mb)
            if mark and (mark in piece or mark in tail + piece[:len(mark)]):
                raise Declares(part=info.filename)
            tail = piece[-len(mark):]
        return size

    def _sheets(self) -> dict[str, str]:
        """Map the names of the sheets to their parts."""
        targets = {entry.get("Id", ""): entry.get("Target", "")
                   for name, entry in self._elements("xl/_rels/workbook.xml.rels") if name == "Relationship"}
        sheets = [entry for name, entry in self._elements(_WORKBOOK) if name == "sheet"]
        return {entry.get("name", ""): _path(targets.get(entry.get("id", ""), "")) for entry in sheets}

    def _elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """List the elements of a small part, names without their prefixes."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            found.append((name.rpartition(":")[2], plain))

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        try:
            for piece in self.parts(part):
                parser.Parse(piece)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise Unreadable from None
        return found


def _mark(start: bytes) -> bytes:
    """Write what declares a document type in the encoding that a part starts in; nothing for what is no markup."""
    if encoding := _WIDE.get(start[:2]):
        return _DOCTYPE.encode(encoding)
    return _DOCTYPE.encode() if start.startswith(_MARKUP) else b""


def _path(target: str) -> str:
    """Name the part of a relationship's target: absolute, or below xl/."""
    target = target.replace("\\", "/")
    if target.startswith("/") or target.startswith("xl/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(f"xl/{target}")


@contextmanager
def _damaged() -> Iterator[None]:
    """Turn what a torn or lying zip raises into Unreadable."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Unreadable from None
