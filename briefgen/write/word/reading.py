"""Read the body of a Word file of ours back: its paragraphs, and what stands in each figure's control."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED: Final = f"{_W}del"
_TAG: Final = "bg:"


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts of all paragraphs in order, and the figures' ids with what their controls hold, in order."""

    paragraphs: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]


def read_body(data: bytes) -> Reading | None:
    """Read the body as it would print, deleted text left out; None where there is no Word file to read."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = package.read("word/document.xml")
        body = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError,
            etree.XMLSyntaxError):
        return None
    paragraphs = tuple(_text(paragraph) for paragraph in body.iter(f"{_W}p"))
    figures = ((tag.get(f"{_W}val", ""), control) for control in body.iter(f"{_W}sdt")
               for tag in control.iterfind(f"{_W}sdtPr/{_W}tag"))
    return Reading(paragraphs, tuple((tag.removeprefix(_TAG), "".join(
        node.text or "" for node in control.iter(f"{_W}t") if not _deleted(node)))
        for tag, control in figures if tag.startswith(_TAG)))


def _text(paragraph: etree._Element) -> str:
    """Give the text of a paragraph without that of paragraphs within it, such as a text box's."""
    return "".join(node.text or "" for node in paragraph.iter(f"{_W}t")
                   if next(node.iterancestors(f"{_W}p")) is paragraph and not _deleted(node))


def _deleted(node: etree._Element) -> bool:
    return next(node.iterancestors(_DELETED), None) is not None
