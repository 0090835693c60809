"""Make the ledgers that the bench reads: honest ones of many rows, and files that cost their reader most."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from openpyxl import Workbook

from tests.read.foreign import sheet_xml, xlsx
from tests.read.making import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

MB = 1024 * 1024
LARGEST = 20 * MB
LEDGER = "签约项目台账"
HEADING = ("项目编号", "项目名称", "落地单位", "投资方", "投资方省份", "来源区域", "产业链", "总投资(万元)",
           "其中固定资产投资(万元)", "协议类型", "签约日期", "开工日期", "投产日期", "招商方式", "公开属性", "状态")
_LINE = ",".join(HEADING) + "\n"
_COLUMNS = [chr(ord("A") + at) for at in range(len(HEADING))]


def _row(at: int) -> list[object]:
    name = f"示例{at:06}号{chr(0x4e00 + at % 5000)}{chr(0x4e00 + at // 7 % 5000)}项目"
    return [f"QY{at:06}", name, ("寿阳县", "太谷区")[at % 2], f"示例{at % 40000}企业公司", "江苏省", "长三角", "新材料",
            1000 + at % 900 + 0.5, 900, "投资协议", date(2022, 1 + at % 12, 1 + at % 28), None, None, "产业链招商",
            "公开", "有效"]


def office(folder: Path, content: bytes, ending: str) -> Path:
    """Write an office whose ledger has the given content, and name the ledger's file."""
    folder.mkdir()
    (folder / "单位.csv").write_text(UNITS, encoding="utf-8")
    (folder / "briefgen.toml").write_text(
        '[office]\nname = "示例"\ncity = "晋中市"\ncity_code = "140700"\n[data]\n"单位" = { file = "单位.csv" }\n'
        f'"{LEDGER}" = {{ file = "台账{ending}" }}\n', encoding="utf-8")
    (folder / f"台账{ending}").write_bytes(content)
    return folder / f"台账{ending}"


def honest(rows: int) -> bytes:
    """Make a workbook of projects, 16 columns wide."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(LEDGER)
    sheet.append(HEADING)
    for at in range(rows):
        sheet.append(_row(at))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(rows: int, cell: Callable[[str], str]) -> bytes:
    head = "".join(f'<c r="{column}1" t="inlineStr"><is><t>{name}</t></is></c>'
                   for column, name in zip(_COLUMNS, HEADING, strict=True))
    body = "".join(f'<row r="{row}">{"".join(cell(f"{column}{row}") for column in _COLUMNS)}</row>'
                   for row in range(2, rows))
    return xlsx(sheet_xml(f'<row r="1">{head}</row>{body}'))


def _lines(parts: Iterable[str]) -> bytes:
    """Join lines below the heading up to 20 MB."""
    content = bytearray(_LINE.encode())
    for part in parts:
        data = part.encode()
        if len(content) + len(data) > LARGEST:
            break
        content += data
    return bytes(content)


def costly() -> Mapping[str, tuple[str, Callable[[], bytes]]]:
    """Give what files of up to 20 MB may hold that costs their reader most: an ending and a maker of each."""
    texts = (",".join(str(value or "") for value in _row(at)) + "\n" for at in range(1_000_000))
    words = "坏," * 15 + "坏\n"
    return {
        "honest text": (".csv", lambda: _lines(texts)),
        "a fault in every cell": (".csv", lambda: _lines(words for _ in range(156_000))),
        "blank lines": (".csv", lambda: _lines("\n" * 1000 for _ in range(30_000))),
        "one line of commas": (".csv", lambda: _lines("," * 1000 for _ in range(30_000))),
        "one cell": (".csv", lambda: _LINE.encode() + b'"' + b"x" * (LARGEST - 1000) + b'"\n'),
        "errors": (".xlsx", lambda: _sheet(100_000, lambda at: f'<c r="{at}" t="e"><v>#REF!</v></c>')),
        "formulas": (".xlsx", lambda: _sheet(100_000, lambda at: f'<c r="{at}"><f>A1</f></c>')),
        "odd markup": (".xlsx", lambda: _sheet(100_000, lambda at: f'<c  r="{at}" ><v>1</v></c >')),
        "ones": (".xlsx", lambda: _sheet(156_000, lambda at: f'<c r="{at}"><v>1</v></c>')),
    }
