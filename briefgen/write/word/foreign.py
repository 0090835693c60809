"""Find in a Word file what our writer never writes, and what could show a reader something else than its text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NEVER: Final = frozenset((
    "vanish", "specVanish", "webHidden", "oMath", "oMathPara", "del", "ins", "moveFrom", "moveTo", "pict", "object",
    "OLEObject", "altChunk", "subDoc", "sym", "ptab", "footnoteReference", "endnoteReference", "commentReference",
    "headerReference", "blip", "control", "instrText", "imagedata"))
_PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels|docProps/(?:app|core|custom)\.xml|customXml/item(?:Props)?1\.xml"
    r"|word/(?:document|styles|numbering|settings|fontTable|footer[12]|theme/theme1)\.xml")
_FOOTER: Final = re.compile(r"\s*(?:—\s*[0-9]+\s*—\s*)?")
_LEVELS: Final = frozenset(("%1、", "（%2）", "%3.", "（%4）"))


def foreign(data: bytes) -> tuple[str, ...]:
    """Name what is foreign: parts, elements, the text of a footer or a heading's number; nothing if all is ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            return tuple(dict.fromkeys((
                *(name for name in names if not _PARTS.fullmatch(name) or names.count(name) > 1),
                *(each for name in names if name.startswith("word/") and name.endswith(".xml")
                  for each in _in_part(name, package.read(name))))))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, etree.XMLSyntaxError):
        return ("?",)


def _in_part(name: str, data: bytes) -> Iterator[str]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for node in root.iter(etree.Element):
        local = etree.QName(node).localname
        if local in _NEVER:
            yield f"{local} ({name})"
        if local == "lvlText" and node.get(f"{_W}val") not in _LEVELS:
            yield f"{node.get(f'{_W}val')} ({name})"
    text = "".join(map(str, root.itertext())) if name.startswith("word/footer") else ""
    if not _FOOTER.fullmatch(text):
        yield f"{text.strip()} ({name})"
