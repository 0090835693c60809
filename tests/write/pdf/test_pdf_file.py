from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from briefgen.document.nodes import Document, Heading, Paragraph, Strong, Table, TableColumn, TableRow, Text
from briefgen.write.pdf import EngineUnknown, read_trace
from tests.layout.pages import HEAD, HERE, document, faces, measure, paragraph, pdf

ROOT = Path(__file__).parents[3]
HOSTILE = '**甲** | {{x}} <b>&amp; <img src="http://127.0.0.1:9/x"> <link rel=attachment href="file:///etc/passwd">'
TRACE = '{"trace":"追溯"}'


def sample() -> Document:
    table = Table("表", "单位：个", (TableColumn("县区", 1), TableColumn("个数", 1, group="签约")),
                  (TableRow(((Text("祁县"),), (Text("3"),))),), ("注释。",), HERE)
    return document(Heading(1, (Text("总体情况"),), HERE), Heading(2, (Text("签约"),), HERE),
                    Paragraph((Strong((Text("一是"),)), Text("赵堃签约197个。")), HERE), table,
                    title="工作简报", masthead=HEAD)


@pytest.fixture(scope="module")
def written() -> bytes:
    return pdf(sample(), TRACE)


@pytest.fixture(scope="module")
def opened(written: bytes) -> Any:
    return pikepdf.open(io.BytesIO(written))


def elements(opened: Any) -> list[Any]:
    return [thing for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"]


def test_the_trace_comes_back(written: bytes) -> None:
    assert read_trace(written) == TRACE


def test_the_attachment_is_source_data_of_the_as_of_day_listed_once(opened: Any) -> None:
    assert len(opened.Root.AF) == 1
    entry = opened.Root.AF[0]
    assert entry.AFRelationship == "/Data"
    assert str(entry.EF.F.Params.CreationDate) == "D:20221231000000Z"


def test_without_a_trace_nothing_is_attached() -> None:
    data = pdf(sample())
    assert read_trace(data) is None
    assert "/AF" not in pikepdf.open(io.BytesIO(data)).Root


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_has_no_trace(data: bytes) -> None:
    assert read_trace(data) is None


def test_the_metadata_names_both_standards_inside_rdf(opened: Any) -> None:
    xmp = ElementTree.fromstring(opened.Root.Metadata.read_bytes().decode())
    rdf = xmp.find("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF")
    assert rdf is not None
    attributes = {name.rpartition("}")[2]: value for entry in rdf for name, value in entry.attrib.items()}
    assert (attributes["part"], attributes["conformance"]) == ("3", "A")
    assert rdf.findtext(".//{http://www.aiim.org/pdfua/ns/id/}part") == "1"


def test_title_author_and_language_are_set(opened: Any) -> None:
    assert str(opened.docinfo["/Title"]) == "工作简报"
    assert str(opened.docinfo["/Author"]) == HEAD.issuer
    assert str(opened.docinfo["/CreationDate"]) == "D:20221231"
    assert str(opened.Root.Lang) == "zh-CN"


def test_headings_and_table_heads_are_tagged(opened: Any) -> None:
    tags = [str(element.S) for element in elements(opened)]
    assert [tags.count(tag) for tag in ("/H1", "/H2", "/H3", "/Table", "/TH", "/TD")] == [1, 1, 1, 1, 3, 2]
    heads = [element for element in elements(opened) if element.S == "/TH"]
    assert {str(head.A.Scope) for head in heads} == {"/Column"}


def test_glyphs_are_looked_up_by_their_indices_in_every_embedded_font(opened: Any) -> None:
    from fontTools.ttLib import TTFont

    fonts = [font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()
             for font in opened.pages[0].Resources.Font.values()]
    assert len(fonts) > 4
    for data in fonts:
        font = TTFont(io.BytesIO(data))
        assert font.getGlyphOrder()[1:] == [f"cid{index:05}" for index in range(1, len(font.getGlyphOrder()))]


def test_hostile_text_prints_as_itself_and_loads_nothing() -> None:
    data = pdf(document(paragraph(HOSTILE), title=HOSTILE))
    shown = "".join(line.text for line in measure(data)[0].body).replace(" ", "")
    assert shown.count(HOSTILE.replace(" ", "")) == 2
    assert not pikepdf.open(io.BytesIO(data)).attachments


@pytest.mark.parametrize("resource", [
    '<img src="http://127.0.0.1:9/x">', '<img src="data:image/png;base64,AA">', '<link rel="attachment" href="file:///etc/passwd">',
    '<style>@import "file:///etc/passwd";</style>', '<img src="font:other">'])
def test_only_registered_fonts_can_be_loaded(resource: str) -> None:
    from briefgen.write.pdf.engine import engine

    faces()
    with engine():
        from briefgen.write.pdf.render import ForeignResource, render

        with pytest.raises(ForeignResource):
            render(f"<html>{resource}</html>", {}, "", date(2022, 12, 31))


def test_the_process_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    pdf(sample())
    from weasyprint.layout import inline

    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"
    assert inline.justify_line.__module__ == "weasyprint.layout.inline"
    assert gc.isenabled()


def test_another_series_of_the_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    faces()
    monkeypatch.setattr("briefgen.write.pdf.engine.version", lambda _name: "71.0")
    with pytest.raises(EngineUnknown, match=r"71\.0"):
        pdf(sample())


def python(code: str, **environment: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment},
                          capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_same_document_gives_the_same_bytes_in_every_process(written: bytes) -> None:
    code = ("from hashlib import sha256; from tests.write.pdf.test_pdf_file import TRACE, pdf, sample;"
            "print(sha256(pdf(sample(), TRACE)).hexdigest())")
    from hashlib import sha256

    expected = sha256(written).hexdigest()
    assert python(code, PYTHONHASHSEED="1", TZ="Asia/Shanghai") == expected
    assert python(code, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C") == expected


def test_without_pango_one_sentence_names_the_command(tmp_path: Path) -> None:
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    code = ("from briefgen.write.pdf import PangoMissing; from briefgen.write.pdf.engine import engine\n"
            "try:\n    engine().__enter__()\nexcept PangoMissing as error:\n    print(error)")
    said = python(code, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert "apt-get install libpango-1.0-0" in said
    assert "(libpango-1.0-0)" in said


def test_nothing_heavy_is_imported_before_a_pdf_is_written() -> None:
    code = "import sys, briefgen.write.pdf; print({'weasyprint', 'pikepdf', 'fontTools'} & set(sys.modules))"
    assert python(code) == "set()"
