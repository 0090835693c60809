"""Files that were altered after the build are not published, whether the trace beside them is there or not."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefgen.files import digest
from briefgen.pair import PairUnfit, Untraced, read_pair
from briefgen.pipeline import NotTraced, Order, build, explain_file
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("publish")
FIGURE = r"(<w:sdtContent><w:r>)(<w:t[^>]*>[0-9.]+)"
WORD = {
    "a hidden figure": ("word/document.xml", FIGURE, r"\1<w:rPr><w:vanish/></w:rPr>\2"),
    "a formula": ("word/document.xml", "(</w:p>)", (
        r'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>997</m:t></m:r>'
        r"</m:oMath>\1")),
    "a footer": ("word/footer1.xml", "— </w:t>", "全市签约999个 — </w:t>"),
    "a heading's number": ("word/numbering.xml", "%1、", "全市签约999个%1、")}
PAGE = {
    "a form": b"/Fm0 Do",
    "an artifact's text": b"/Artifact BMC BT (999) Tj ET EMC",
    "a white box": b"/Artifact BMC 1 1 1 rg 0 0 400 400 re f EMC"}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("altered")
    report = build(SAMPLE, Order(period="2022-12", kinds=("monthly",), unit="榆次区", out=out))
    for failure in report.failures:
        pytest.skip(f"{failure} (make setup brings it)")
    return next(file for file in report.files if file.suffix == ".docx")


@pytest.fixture(params=[True, False], ids=["beside its trace", "alone"])
def word(once: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    shutil.copytree(once.parent, tmp_path / "pair")
    if not request.param:
        (tmp_path / "pair" / f"{once.stem}.trace.json").unlink()
    return tmp_path / "pair" / once.name


def _draw(pdf: pikepdf.Pdf, drawn: bytes) -> None:
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + drawn)


def test_a_pair_as_it_was_built_is_fit(word: Path) -> None:
    assert read_pair(word).word == word


@pytest.mark.parametrize("name", WORD)
def test_an_altered_word_file_is_refused(word: Path, name: str) -> None:
    part, old, new = WORD[name]
    with zipfile.ZipFile(io.BytesIO(word.read_bytes())) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    changed = re.sub(old, new, parts[part].decode(), count=1)
    assert changed != parts[part].decode()
    parts[part] = changed.encode()
    with zipfile.ZipFile(word, "w", zipfile.ZIP_DEFLATED) as package:
        for each, data in parts.items():
            package.writestr(each, data)
    with pytest.raises(PairUnfit, match=re.escape(str(word))):
        read_pair(word)


@pytest.mark.parametrize("name", [*PAGE, "a note", "another page"])
def test_an_altered_pdf_is_refused(word: Path, name: str) -> None:
    file = word.with_suffix(".pdf")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        if name in PAGE:
            _draw(pdf, PAGE[name])
        elif name == "another page":
            pdf.add_blank_page()
        else:
            note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99])
            pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(file)
    with pytest.raises(PairUnfit, match=re.escape(str(file))):
        read_pair(word)


def test_digests_written_anew_hide_nothing(once: Path, tmp_path: Path) -> None:
    shutil.copytree(once.parent, tmp_path / "pair")
    word = tmp_path / "pair" / once.name
    with pikepdf.open(word.with_suffix(".pdf"), allow_overwriting_input=True) as pdf:
        _draw(pdf, PAGE["a white box"])
        pdf.save(word.with_suffix(".pdf"))
    beside = word.with_name(f"{word.stem}.trace.json")
    trace = json.loads(beside.read_text(encoding="utf-8"))
    trace["files"] = {suffix: digest(word.with_suffix(suffix).read_bytes()) for suffix in trace["files"]}
    beside.write_text(json.dumps(trace, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(PairUnfit, match="never writes"):
        read_pair(word)


def test_an_end_without_a_beginning_is_told(word: Path) -> None:
    file = word.with_suffix(".pdf")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        _draw(pdf, b"EMC")
        pdf.save(file)
    with pytest.raises(PairUnfit, match=re.escape(str(file))):
        read_pair(word)


def test_a_pdf_with_a_password_is_told(word: Path) -> None:
    file = word.with_suffix(".pdf")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Untraced):
        read_pair(word)
    with pytest.raises(NotTraced):
        explain_file(file)
