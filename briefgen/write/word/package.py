"""Put the parts into a package that python-docx holds, and write it the same to the byte every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Content:
    """A part to be: its name in the package, python-docx's names of its content and relationship types, its XML."""

    name: str
    content: str
    relation: str
    xml: str


class Package:
    """A Word package under construction; relationship ids count up in the order of adding."""

    def __init__(self, document: Content) -> None:
        """Start with the main part."""
        self._package = OpcPackage()
        self.document = self.add(document)

    def add(self, content: Content, to: Part | None = None) -> Part:
        """Add a part related to another one, or to the package itself."""
        source = self._package if to is None else to
        blob = content.xml.encode()
        etree.fromstring(blob, etree.XMLParser(resolve_entities=False, huge_tree=True))
        part = Part(PackURI(content.name), getattr(CONTENT_TYPE, content.content), blob)
        source.relate_to(part, getattr(RELATIONSHIP_TYPE, content.relation))
        return part

    def save(self) -> bytes:
        """Write the package; its zip knows no clock and no machine."""
        written = io.BytesIO()
        self._package.save(written)
        return _fixed(written)


def _fixed(written: io.BytesIO) -> bytes:
    """Write a zip anew with fixed dates and attributes, in the same order."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, _LEVEL)
    return fixed.getvalue()
