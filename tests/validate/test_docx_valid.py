"""The Word file opens cleanly by the validators' rules, and reads alike through LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pdfplumber

from briefgen.document.nodes import Paragraph, Text
from briefgen.document.trace import from_json
from briefgen.pipeline import read_theme
from briefgen.resources import Layers
from briefgen.write.word import read_trace, write_docx
from tests.build.reading import numbers, pdf_text, word_paragraphs
from tests.layout.pages import HERE, document, measure
from tests.validate.office import convert

if TYPE_CHECKING:
    from pathlib import Path


def _check(tool: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(tool), *arguments], capture_output=True, text=True, check=False)


def test_openxml_audit_finds_nothing(tools: Path, docx: Path) -> None:
    done = _check(tools / "openxml-audit", str(docx))
    assert done.returncode == 0, done.stdout
    assert "Errors: 0" in done.stdout


def test_ooxml_integrity_finds_nothing(tools: Path, docx: Path) -> None:
    done = _check(tools / "ooxml-integrity", "check", str(docx))
    assert done.returncode == 0, done.stdout + done.stderr


def test_validators_see_a_planted_fault(tools: Path, tmp_path: Path, docx: Path) -> None:
    """A check that cannot fail is none: an undefined style must be told."""
    import zipfile

    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(docx) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"<w:body>", b"<w:body><w:nonsense/>") if name.endswith("document.xml")
                            else data)
    assert _check(tools / "openxml-audit", str(broken)).returncode != 0


def test_libreoffice_reads_22_lines_of_28_characters(tools: Path, tmp_path: Path) -> None:
    full = document(*(Paragraph((Text("国" * (28 * 11 - 2)),), HERE) for _ in range(4)))
    file = tmp_path / "full.docx"
    file.write_bytes(write_docx(full, read_theme(Layers(), "gbt9704"), "", ""))
    pages = measure(convert(file, tmp_path).read_bytes())
    middle = [line for line in pages[1].body if re.fullmatch("国+", line.text)]
    assert len(middle) == 22
    assert max(len(line.text) for line in middle) == 28


def test_libreoffice_prints_the_same_numbers_on_as_many_pages(tools: Path, tmp_path: Path, docx: Path,
                                                              pdf: Path) -> None:
    made = convert(docx, tmp_path)
    with pdfplumber.open(made) as ours, pdfplumber.open(pdf) as theirs:
        assert len(ours.pages) == len(theirs.pages)
    assert sorted(numbers(pdf_text(made.read_bytes()))) == sorted(
        numbers("\n".join(word_paragraphs(docx.read_bytes()))))


def test_the_trace_survives_libreoffice(tools: Path, tmp_path: Path, docx: Path) -> None:
    before = read_trace(docx.read_bytes())
    shutil.copy(docx, tmp_path / "edited.docx")
    after = read_trace(convert(tmp_path / "edited.docx", tmp_path, "docx").read_bytes())
    assert before is not None
    assert after is not None
    assert from_json(after, "after") == from_json(before, "before")
