"""Change single parts of a finished Office package; every part that is not changed keeps its bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "[Content_Types].xml"
_RELATED = f"{{{_PACKAGE}/relationships}}"
_TYPED = f"{{{_PACKAGE}/content-types}}"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST = 400_000_000  # bytes unpacked; a ledger of 100,000 rows has some 60 million


class Unsafe(Exception):
    """A package that cannot be changed without risk to what stands in it."""


class Parts:
    """The parts of a package by name; raises Unsafe for all that is not a plain and whole package."""

    def __init__(self, data: bytes) -> None:
        """Open the zip and read all of its parts."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
                if sum(entry.file_size for entry in entries) > _LARGEST:
                    raise Unsafe
                self._entries = {entry.filename: entry for entry in entries}
                self._data = {entry.filename: archive.read(entry) for entry in entries}
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
            raise Unsafe from None
        if len(self._entries) != len(entries) or any(name.startswith("_xmlsignatures/") for name in self._data):
            raise Unsafe  # a signature would no longer hold
        self._trees: dict[str, Any] = {}

    def read(self, name: str) -> bytes:
        """Give the bytes of a part as they stand in the file; raises Unsafe."""
        if name not in self._data:
            raise Unsafe
        return self._data[name]

    def tree(self, name: str) -> Any:
        """Give the root of a part's XML, which is written back on saving; raises Unsafe."""
        if name not in self._trees:
            self._trees[name] = self.look(name)
        return self._trees[name]

    def look(self, name: str) -> Any:
        """Give the root of a part's XML for reading only; raises Unsafe."""
        if name in self._trees:
            return self._trees[name]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise Unsafe from None
        told: Any = root.getroottree().docinfo
        if told.doctype:
            raise Unsafe
        return root

    def put(self, name: str, data: bytes) -> None:
        """Write a part anew."""
        self._data[name] = data

    def free(self, stem: str, ending: str) -> str:
        """Find a name for a new part: the stem, the first free number, the ending."""
        taken = {name.lower() for name in self._data}
        number = 1
        while f"{stem}{number}{ending}".lower() in taken:
            number += 1
        return f"{stem}{number}{ending}"

    def related(self, name: str, kind: str) -> str | None:
        """Find the part that another one refers to by the last word of the relation's type; "" is the package."""
        return next(iter(self.relations(name, kind).values()), None)

    def relations(self, name: str, kind: str = "") -> dict[str, str]:
        """List the parts that a part refers to, by the relation's id."""
        rels = _relations_of(name)
        if rels not in self._data:
            return {}
        return {each.get("Id"): posixpath.normpath(posixpath.join("/", posixpath.dirname(name), each.get("Target")))[1:]
                for each in self.look(rels).iter(f"{_RELATED}Relationship")
                if each.get("TargetMode") != "External" and each.get("Type", "").endswith(f"/{kind}" if kind else "")}

    def relate(self, name: str, kind: str, target: str) -> str:
        """Let a part refer to another; returns the id of the relation."""
        rels = _relations_of(name)
        if rels not in self._data:
            self.put(rels, f'<Relationships xmlns="{_RELATED[1:-1]}"/>'.encode())
        root = self.tree(rels)
        taken = {each.get("Id") for each in root}
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        path = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(name)))
        etree.SubElement(root, f"{_RELATED}Relationship", Id=f"rId{number}", Type=f"{RELATION}/{kind}", Target=path)
        return f"rId{number}"

    def declare(self, name: str, content: str) -> None:
        """Declare the content type of a new part."""
        etree.SubElement(self.tree(_TYPES), f"{_TYPED}Override", PartName=f"/{name}", ContentType=content)

    def save(self) -> bytes:
        """Write the package: the parts in their order, new ones at the end, without the clock."""
        for name, root in self._trees.items():
            self._data[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8",
                                              standalone=root.getroottree().docinfo.standalone)
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for name, data in self._data.items():
                old = self._entries.get(name)
                entry = zipfile.ZipInfo(name, old.date_time if old else _EPOCH)
                entry.create_system, entry.external_attr = (old.create_system, old.external_attr) if old else (0, 0)
                stored = old is not None and old.compress_type == zipfile.ZIP_STORED
                archive.writestr(entry, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
        return written.getvalue()


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")

