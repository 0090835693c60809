"""Make files of other programs by hand: OpenDocument sheets, workbooks of Excel 97, altered parts of an .xlsx."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import xlwt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPACES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
           'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
           'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
           'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"')
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(name: str, rows: Sequence[Sequence[object]], columns: str = "") -> bytes:
    """Make an .ods of one sheet; a cell that begins with `<` is taken as XML, `columns` stands before the rows."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:body>'
               f"<office:spreadsheet><table:table table:name={quoteattr(name)}>{columns}{lines}</table:table>"
               "</office:spreadsheet></office:body></office:document-content>")
    manifest = ('<?xml version="1.0"?><manifest:manifest '
                'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return archive({"mimetype": _TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: object) -> str:
    if isinstance(value, str) and value.startswith("<"):
        return value
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def xls(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Make a workbook of Excel 97 (BIFF8), as WPS also saves it under .et."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Make a zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def xlsx(sheet: str | bytes, **more: str | bytes) -> bytes:
    """Make an .xlsx of one sheet `签约项目台账` out of the XML of its part; `more` are parts by name, `__` for `/`."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                       f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="签约项目台账" '
                           'sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                                      f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet, **{name.replace("__", "/"): part for name, part in more.items()}})


def sheet_xml(rows: str, head: str = "") -> str:
    """Make the XML of a worksheet around its rows."""
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{head}'
            f"<sheetData>{rows}</sheetData></worksheet>")


def encrypted() -> bytes:
    """Make the smallest compound file that holds an encrypted package, as Excel saves under a password."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<5H6x9II", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    entries = b"".join(_entry(name, kind, child) for name, kind, child in (
        ("Root Entry", 5, 1), ("EncryptedPackage", 2, 0xFFFFFFFF), ("EncryptionInfo", 2, 0xFFFFFFFF)))
    return header.ljust(512, b"\xff") + table + entries.ljust(512, b"\0")


def _entry(name: str, kind: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child,
                                               0xFFFFFFFE, 0, 0)
