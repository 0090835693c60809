"""Every message of the program, itself English, has a Chinese wording with the same parameters."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).parents[2] / "briefgen"
SOURCE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "briefgen.po"
# What the command-line library words through the same catalogue.
LIBRARY = {"Arguments", "Options", "Commands", "required", "default: {default}"}


def _messages() -> set[str]:
    found = extract_from_dir(str(PACKAGE), keywords={"_": None, "N_": None})
    return {str(entry[2]) for entry in found} | LIBRARY


def _catalogue() -> Catalog:
    return read_po(BytesIO(SOURCE.read_bytes()))


def test_catalogue_holds_each_message_and_no_other() -> None:
    wordings = {str(entry.id): str(entry.string) for entry in _catalogue() if entry.id}
    assert set(wordings) == _messages()
    assert [key for key, text in wordings.items() if not text] == []


def test_chinese_wordings_keep_the_parameters() -> None:
    def fields(text: str) -> list[str]:
        return sorted(set(re.findall(r"\{(\w+)\}", text)))

    wrong = [entry.id for entry in _catalogue() if fields(str(entry.id)) != fields(str(entry.string))]
    assert wrong == []


def test_compiled_catalogue_is_fresh() -> None:
    compiled = SOURCE.with_suffix(".mo")
    assert compiled.stat().st_mtime >= SOURCE.stat().st_mtime, "make setup compiles the catalogue"
