"""Figures can be found again in the Word file, and the trace read back from it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import docx
import pytest

from briefgen.document.nodes import Strong, TableColumn, TableRow
from briefgen.document.trace import from_json
from briefgen.write.word import read_trace, write_docx
from briefgen.write.word.embedded import item, properties
from briefgen.write.word.xml import CharacterIllegal
from tests.write.structure import Parts, faults
from tests.write.word.making import (
    COLOPHON,
    MASTHEAD,
    SIGNATURE,
    THEME,
    document,
    figure,
    heading,
    say,
    table,
    write,
)

INVEST, COUNT = figure("签约总投资", "1474.31"), figure("签约项目数", "197", "个", "f2")


def _everything() -> bytes:
    rows = (TableRow(((INVEST,),)), TableRow(((COUNT,),), total=True))
    text = say("签约", COUNT, "个，总投资", INVEST, Strong((COUNT,)), "。")
    return write(document(heading(1, "情况"), text, replace(table((TableColumn("总投资", 1),)), rows=rows), SIGNATURE,
                          masthead=MASTHEAD, colophon=COLOPHON))


def test_every_figure_has_control_bookmark_and_trace() -> None:
    data = _everything()
    page = Parts(data)
    controls = "//w:sdt[w:sdtPr/w15:appearance/@w15:val='hidden']"
    assert page.ask(f"{controls}/w:sdtPr/w:tag/@w:val") == ["bg:f2", "bg:f1", "bg:f2", "bg:f1", "bg:f2"]
    assert page.ask(f"{controls}/w:sdtPr/w:alias/@w:val")[1] == "签约总投资〔f1〕"
    assert page.ask(f"{controls}/w:sdtContent//w:t/text()") == ["197", "1474.31", "197", "1474.31", "197"]
    within = "//w:sdt[preceding-sibling::w:bookmarkStart and following-sibling::w:bookmarkEnd]"
    assert page.count(within) == 5
    assert page.ask("//w:bookmarkStart/@w:name") == ["_bg_f2_1", "_bg_f1_2", "_bg_f2_3", "_bg_f1_4", "_bg_f2_5"]
    trace = from_json(read_trace(data) or "", "x.docx")
    assert {name: traced.name for name, traced in trace.figures.items()} == {"f1": "签约总投资", "f2": "签约项目数"}


@pytest.mark.parametrize(("text", "number"), [
    ("1474.31亿元", "1474.31"), ("−8.9%", "−8.9%"), ("15.5个百分点", "15.5"), ("约12个", "12"), ("—", "—"),
    ("并列第二", "并列第二"),
])
def test_control_holds_the_number_and_the_bookmark_its_words_too(text: str, number: str) -> None:
    page = Parts(write(document(say("甲", replace(INVEST, text=text), "乙"))))
    inside = "[preceding::w:bookmarkStart and following::w:bookmarkEnd]"
    assert page.text("//w:sdtContent") == number
    assert "".join(page.ask(f"//w:t{inside}/text()")) == text


def test_stressed_figure_has_the_strong_style() -> None:
    assert Parts(_everything()).ask("//w:sdt[w:sdtContent/w:r/w:rPr/w:rStyle]/w:sdtPr/w:tag/@w:val") == ["bg:f2"]


def test_alias_is_at_most_64_characters_and_keeps_the_id() -> None:
    page = Parts(write(document(say(figure("名" * 90, "1")))))
    assert page.ask("//w:alias/@w:val") == ["名" * 60 + "〔f1〕"]


def test_structure_has_none_of_the_faults_that_validators_miss() -> None:
    assert faults(_everything()) == []


def test_python_docx_opens_it() -> None:
    opened = docx.Document(io.BytesIO(_everything()))
    assert opened.core_properties.title == "全市招商引资工作简报"
    assert opened.core_properties.author == "晋中市招商引资服务中心"
    assert opened.core_properties.language == "zh-CN"
    assert str(opened.core_properties.created).startswith("2022-12-31 00:00:00")
    assert opened.core_properties.last_modified_by == ""
    assert opened.tables[0].rows[0].cells[0].text == "总投资"


def test_package_knows_no_clock_and_no_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(_everything())) as package:
        entries = package.infolist()
    assert {(entry.date_time, entry.create_system) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 0)}
    assert entries[0].filename == "[Content_Types].xml"


SCRIPT = """
import hashlib, sys
from tests.write.word.test_figures import _everything
data = _everything()
assert not any(name.split(".")[0] in ("weasyprint", "pikepdf", "jinja2") for name in sys.modules)
print(hashlib.sha256(data).hexdigest())
"""


def test_bytes_are_the_same_in_every_process() -> None:
    digests = {subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True,
                              env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}).stdout
               for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"))}
    assert len(digests) == 1


def test_short_trace_is_read_where_the_whole_one_is_gone() -> None:
    data = write_docx(document(say("甲")), THEME, '{"whole":1}', '{"short":"<&>"}')
    assert read_trace(data) == '{"whole":1}'
    assert json.loads(read_trace(_without(data, "customXml/item1.xml")) or "") == {"short": "<&>"}
    assert read_trace(_without(_without(data, "customXml/item1.xml"), "docProps/custom.xml")) is None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 torn"])
def test_no_trace_in_what_is_no_word_file(data: bytes) -> None:
    assert read_trace(data) is None


@pytest.mark.parametrize("content", [
    b"<torn", b"<trace xmlns='urn:other'>{}</trace>",
    b"<!DOCTYPE trace [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><trace xmlns='urn:briefgen:trace:1'>&e;</trace>",
])
def test_no_trace_in_broken_or_hostile_parts(content: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("customXml/item1.xml", content)
    assert read_trace(made.getvalue()) is None


def test_trace_parts_hold_any_text() -> None:
    trace = '{"name":"<甲> & \\"乙\\""}'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("customXml/item7.xml", item(trace))
        package.writestr("docProps/custom.xml", properties(trace, ""))
    assert read_trace(made.getvalue()) == trace


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_character_that_xml_cannot_hold_is_named(char: str) -> None:
    with pytest.raises(CharacterIllegal, match=f"U\\+{ord(char):04X}"):
        write_docx(document(say(f"甲{char}")), THEME, "", "")


def _without(data: bytes, gone: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            if name != gone:
                target.writestr(name, source.read(name))
    return kept.getvalue()
