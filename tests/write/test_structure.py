"""The structural checks see the faults that they are for."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.write.structure import NAMESPACES, faults


def _package(body: str, numbers: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, root, content in (("document", "document", body), ("numbering", "numbering", numbers),
                                    ("styles", "styles", "")):
            package.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{NAMESPACES["w"]}">{content}</w:{root}>')
    return made.getvalue()


@pytest.mark.parametrize(("body", "fault"), [
    ('<w:sdtPr><w:id w:val="7"/></w:sdtPr>' * 2, ["control 7"]),
    ('<w:numPr><w:numId w:val="9"/></w:numPr>', ["number 9"]),
    ('<w:fldChar w:fldCharType="begin"/>', ["field word/document.xml"]),
    ('<w:bookmarkStart w:id="1" w:name="a"/>', ["bookmark 1"]),
    ('<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="2" w:name="a"/>'
     '<w:bookmarkEnd w:id="1"/><w:bookmarkEnd w:id="2"/>', ["bookmark name a"]),
    ('<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>',
     ["bookmark id 1"]),
    ('<w:numPr><w:numId w:val="1"/></w:numPr>', []),
])
def test_fault_is_found(body: str, fault: list[str]) -> None:
    assert faults(_package(body, '<w:num w:numId="1"/>')) == fault
