from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from briefgen.document.nodes import Colophon, Document, Heading, List, Signature, Table, Text
from tests.layout.pages import DAY, HEAD, HERE, document, paragraph, pdf
from tests.layout.test_tables import GROUPED, row, table
from tests.layout.test_text_page import MIXED

if TYPE_CHECKING:
    from pathlib import Path

VALIDATOR = os.environ.get("BRIEFGEN_VERAPDF", "")

pytestmark = pytest.mark.skipif(not VALIDATOR, reason="make validate brings the PDF validator")


def whole() -> Document:
    """A document with one of everything."""
    grouped = Table("完成情况", "单位：个、亿元", GROUPED,
                    (row("合计", "1", "2.50", "", total=True), row("祁县", "1", "2.50", "—")),
                    ("快报数。", "待下达。"), HERE)
    headings = (Heading(level, (Text("题"),), HERE) for level in (1, 2, 3, 4, 2, 1, 3))
    return document(
        paragraph(MIXED), *headings, List(((Text("甲"),), (Text("乙"),)), HERE), grouped, table(40, notes=("注释",)),
        paragraph(MIXED * 3), Signature("晋中市招商引资服务中心", DAY, HERE),
        title="关于2022年全市招商引资工作完成情况的通报",
        masthead=HEAD, colophon=Colophon("省商务厅。", "市委办公室。", "各县（区、市）。", 80), mark="示例数据（虚构）")


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize(("made", "trace"), [(whole(), '{"a":"追溯"}'), (document(title="空"), "")])
def test_the_pdf_is_valid(tmp_path: Path, made: Document, trace: str, profile: str) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(pdf(made, trace))
    done = subprocess.run([VALIDATOR, profile, str(file)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("PASS"), done.stdout + done.stderr
