"""Find in a PDF what our writer never writes, and what could show a reader something else than its text."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

_LINK: Final = "/Link"
_ARTIFACT: Final = "/Artifact"
_OURS: Final = frozenset((  # no operator for pictures, forms or hidden text
    "BDC", "BMC", "BT", "EMC", "ET", "Q", "RG", "G", "S", "TJ", "Tj", "Tf", "Tm", "Td", "Tc", "Tw", "TL", "W", "W*",
    "cm", "f", "f*", "gs", "l", "m", "c", "h", "n", "q", "re", "rg", "g", "w", "d", "J", "j", "M"))
_FILLS: Final = frozenset(("f", "f*"))
_TEXTS: Final = frozenset(("Tj", "TJ"))
_WHITE: Final = re.compile(r"1(?:\.0*)?")


def foreign(data: bytes) -> tuple[str, ...]:
    """Name what is foreign, with its page; nothing if all is ours."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return tuple(dict.fromkeys(f"{each} (p. {number})" for number, page in enumerate(pdf.pages, 1)
                                       for each in (*_annotations(page), *_drawn(page))))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, KeyError, AttributeError, TypeError, IndexError):
        return ("?",)


def _annotations(page: pikepdf.Page) -> Iterator[str]:
    yield from (kind for note in page.get("/Annots", []) if (kind := str(note.get("/Subtype"))) != _LINK)


def _drawn(page: pikepdf.Page) -> Iterator[str]:
    """Find pictures and forms, white boxes, text outside the tagged text, and a page without any."""
    import pikepdf

    marks: list[str] = []
    texts, white = 0, False
    for step in pikepdf.parse_content_stream(page):
        name, operands = str(step.operator), step.operands
        if name in {"BMC", "BDC"}:
            marks.append(str(operands[0]))
        elif name == "EMC":
            marks.pop()
        elif name in {"rg", "g"}:
            white = all(_WHITE.fullmatch(str(part)) for part in operands)
        elif name in _TEXTS:
            texts += 1
            if not marks or _ARTIFACT in marks:
                yield f"{name} {_ARTIFACT}"
        elif name not in _OURS or (name in _FILLS and white):
            yield name
    if not texts:
        yield "∅"
