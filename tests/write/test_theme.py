"""One theme drives both writers: each reads every field, or is excused with a reason."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.document.nodes import Addressee, Attachment, Document, Enclosures, Letterhead, List, Strong, Text
from briefgen.document.theme import Theme
from briefgen.write.pdf import write_html
from briefgen.write.word import write_docx
from tests.write.pdf.test_pdf_html import FACES
from tests.write.word.making import COLOPHON, MASTHEAD, PLACE, SIGNATURE, THEME, document, heading, say, table
from tests.write.word.test_body import GROUPED

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_IN_WORD = {
    "grid.lines", "grid.characters",      # Word counts in twips: pitch_twips, word_spacing
    "grid.css_spacing_em",                # the PDF's tracking
    "page_number.style.line",             # the dash stands in the middle of a line as high as its type
}
NOT_IN_PDF = {"grid.pitch_twips", "grid.word_spacing"}  # Word's grid
ELSEWHERE = ("name", "faces.")            # the theme's own name; faces are found by briefgen.fonts, and named in Word


def whole() -> Document:
    """A document with one of everything, masthead and letterhead at once."""
    made = table(GROUPED, ("甲", "1", "2", "3"), ("乙", "1", "2", "3"), notes=("注释",), total=True)
    shaded = replace(made, rows=(replace(made.rows[0], shaded=(1,)), *made.rows[1:]))
    colophon = replace(COLOPHON, copy_to="市委", printer="办公室", printed=SIGNATURE.date)
    return document(
        Addressee("各县", PLACE), say("正文", Strong((Text("一是"),))), List(((Text("甲"),),), PLACE),
        *(heading(level, "题") for level in (1, 2, 3, 4)), shaded, Enclosures(("方案", "清单"), PLACE), SIGNATURE,
        Attachment("方案", PLACE, 1), say("正文"),
        masthead=MASTHEAD, letterhead=Letterhead("晋中市", "市发〔2023〕1号"), colophon=colophon, mark="（示例）")


def leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict | list | tuple):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path


def changed(path: str) -> Theme:
    """The theme with another value in one place."""
    values = copy.deepcopy(THEME.model_dump(mode="json"))
    *way, last = path.split(".")
    inner: Any = values
    for key in way:
        inner = inner[int(key) if isinstance(inner, list) else key]
    old = inner[last]
    if isinstance(old, str):
        inner[last] = "#123456" if old.startswith("#") else next(face for face in THEME.faces if face != old)
    else:
        inner[last] = 0 if path == "table.whole" else old + (0.1 if last.endswith("_em") else 1)
    return Theme.model_validate(values)


@cache
def in_word(theme_json: str) -> bytes:
    return write_docx(whole(), Theme.model_validate_json(theme_json), "{}", "{}")


PATHS = [path for path in leaves(THEME.model_dump(mode="json")) if not path.startswith(ELSEWHERE)]


@pytest.mark.parametrize("path", PATHS)
def test_each_writer_reads_every_field(path: str) -> None:
    other = changed(path)
    word = in_word(THEME.model_dump_json()) != in_word(other.model_dump_json())
    page = write_html(whole(), THEME, FACES) != write_html(whole(), other, FACES)
    assert (word, page) == (path not in NOT_IN_WORD, path not in NOT_IN_PDF)
