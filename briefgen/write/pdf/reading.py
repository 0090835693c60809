"""Read the text of a PDF of ours back, in the order of its pages; it need not read anybody else's."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

_RANGES: Final = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_BLOCKS: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_ARTIFACT: Final = "/Artifact"  # page numbers, repeated heads, lines


def read_pieces(data: bytes) -> tuple[str, ...] | None:
    """Read the tagged text of all pages, a piece for each run on a line; None where there is no PDF to read."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return tuple(piece for page in pdf.pages for piece in _pieces(page))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, KeyError, AttributeError, TypeError,
            IndexError):  # IndexError: an end without a beginning
        return None


def _pieces(page: pikepdf.Page) -> Iterator[str]:
    """Give what is drawn between BT and ET outside artifacts, decoded by each font's own table."""
    import pikepdf

    fonts: dict[str, dict[int, str]] = {}
    marks: list[bool] = []
    text, letters = "", dict[int, str]()
    for step in pikepdf.parse_content_stream(page):
        operands, name = step.operands, str(step.operator)
        if name in {"BMC", "BDC"}:
            marks.append(str(operands[0]) == _ARTIFACT)
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = str(operands[0])
            letters = fonts[font] = fonts.get(font) or _letters(page.resources.Font[font].ToUnicode.read_bytes())
        elif name in {"TJ", "Tj"} and not any(marks):
            parts = operands[0] if name == "TJ" else operands
            text += "".join(_decode(bytes(part), letters) for part in parts if isinstance(part, pikepdf.String))
        elif name == "ET" and text:
            yield text
            text = ""


def _decode(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(codes[at] << 8 | codes[at + 1], "\ufffd") for at in range(0, len(codes) - 1, 2))


def _letters(table: bytes) -> dict[int, str]:
    """Read a ToUnicode table of two-byte codes."""
    found: dict[int, str] = {}
    for kind, block in _BLOCKS.findall(table):
        if kind == b"char":
            words = re.findall(rb"<([0-9a-fA-F]+)>", block)
            found |= {int(code, 16): _word(text) for code, text in zip(words[::2], words[1::2], strict=False)}
            continue
        for first, last, text in _RANGES.findall(block):
            start = int(text, 16)
            found |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return found


def _word(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", errors="replace")
