"""Read the text of finished files as an outsider would, with nothing of the program's own."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pdfplumber
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?")
HEADING = re.compile(r"^(?:\d+\.|（\d+）)(?=\D)")
FAR = 3  # pt; cells of narrow columns stand close
FOOT = 262 * 72 / 25.4


def word_paragraphs(data: bytes) -> Iterator[str]:
    """Give the text of each paragraph of the body, in order, those in cells and text boxes included."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    for paragraph in body.iter(f"{W}p"):
        texts = [node.text or "" for node in paragraph.iter(f"{W}t")
                 if next(node.iterancestors(f"{W}p")) is paragraph]
        yield "".join(texts)


def word_rows(data: bytes) -> list[list[str]]:
    """Give the rows of all tables."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return [["".join(node.text or "" for node in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
            for row in body.iter(f"{W}tr")]


def pdf_text(data: bytes) -> str:
    """Give the text of all pages as it was drawn, a line each cell or line, without the page numbers below the 版心."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(_drawn([char for char in page.chars if char["top"] < FOOT]) for page in pdf.pages)


def _drawn(chars: list[dict[str, Any]]) -> str:
    """Join characters in drawing order; a jump begins a new line."""
    text = ""
    for before, char in zip([None, *chars], chars, strict=False):
        far = before is not None and (abs(char["top"] - before["top"]) > FAR or char["x0"] < before["x0"]
                                      or char["x0"] - before["x1"] > FAR)
        text += "\n" + char["text"] if far else char["text"]
    return text


def numbers(text: str) -> list[str]:
    """Give the numbers of a text in order."""
    return NUMBER.findall(text)
