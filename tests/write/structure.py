"""Find what the validators miss in a Word file: five structural faults, and hands on its parts."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}


class Parts:
    """The parts of a Word file, asked by XPath."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.raw = {name: package.read(name) for name in package.namelist()}

    def ask(self, path: str, part: str = "word/document.xml") -> list[str]:
        found = etree.fromstring(self.raw[part]).xpath(path, namespaces=NAMESPACES)
        assert isinstance(found, list)
        return [str(entry) for entry in found]

    def count(self, path: str, part: str = "word/document.xml") -> int:
        found = etree.fromstring(self.raw[part]).xpath(path, namespaces=NAMESPACES)
        assert isinstance(found, list)
        return len(found)

    def text(self, path: str, part: str = "word/document.xml") -> str:
        return "".join(self.ask(f"{path}//w:t/text()", part))


def faults(data: bytes) -> list[str]:
    """Name double control ids, undefined list numbers, open fields, bookmarks unpaired or with a double id or name."""
    parts = Parts(data)
    found = [f"control {name}" for name in _double(parts.ask("//w:sdtPr/w:id/@w:val"))]
    known = set(parts.ask("//w:num/@w:numId", "word/numbering.xml"))
    used = parts.ask("//w:numPr/w:numId/@w:val") + parts.ask("//w:numPr/w:numId/@w:val", "word/styles.xml")
    found += [f"number {name}" for name in used if name not in known]
    for name in (name for name in parts.raw if name.startswith("word/") and name.endswith(".xml")):
        kinds = Counter(parts.ask("//w:fldChar/@w:fldCharType", name))
        found += [f"field {name}"] if kinds["begin"] != kinds["end"] else []
    starts, ends = parts.ask("//w:bookmarkStart/@w:id"), parts.ask("//w:bookmarkEnd/@w:id")
    found += [f"bookmark {name}" for name in sorted(set(starts) ^ set(ends))]
    found += [f"bookmark id {name}" for name in _double(starts) + _double(ends)]
    return found + [f"bookmark name {name}" for name in _double(parts.ask("//w:bookmarkStart/@w:name"))]


def _double(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
