"""Make small office folders and workbooks for the tests, each input visible in its test."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook

from briefgen.model.office import Office
from briefgen.read.ledger import read_ledger
from briefgen.read.schemas import read_schemas
from briefgen.resources import Layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefgen.model.ledger import Ledger
    from briefgen.model.problem import Problem
    from briefgen.model.table import TableSchema

SCHEMAS: Mapping[str, TableSchema] = read_schemas(Layers())

UNITS = ("单位代码,单位名称,简称,曾用名,单位类型,参与排名,有效止,排序\n"
         "140725,寿阳县,寿阳,,县区,是,,2\n140703,太谷区,太谷,太谷县,县区,是,,1\n")
SIGNED = ("项目编号,项目名称,落地单位,来源区域,产业链,总投资(万元),其中固定资产投资(万元),协议类型,签约日期,"
          "开工日期,投产日期,公开属性,状态\n")
ARRIVED = "项目编号,月份,当月到位资金(万元),资金类别,凭证编号\n"
TARGETS = "年度,单位,指标,目标值,计量单位,下达层级,文号,版本,备注\n"


def signed(key: str = "QY1", unit: str = "寿阳县", invest: str = "1000", day: str = "2022-03-15") -> str:
    return f"{key},示例项目{key},{unit},长三角,新材料,{invest},900,投资协议,{day},,,公开,有效\n"


def office(data: Mapping[str, str | list[str]], **more: object) -> Office:
    """Configure an office with a file, or several, for each table."""
    files = {table: {"file": name} for table, name in data.items()}
    info = {"name": "示例中心", "city": "晋中市", "city_code": "140700"}
    return Office.model_validate({"office": info, "data": files, **more})


def read(folder: Path, tables: Mapping[str, str | bytes | tuple[str, bytes]],
         **more: object) -> tuple[Ledger, list[Problem]]:
    """Write each table to a file of its own, text as CSV, bytes as a workbook or under an ending; read them all."""
    names = {}
    for table, given in {"单位": UNITS, **tables}.items():
        plain = (".csv", given.encode()) if isinstance(given, str) else given
        ending, content = (".xlsx", plain) if isinstance(plain, bytes) else plain
        names[table] = f"{table}{ending}"
        (folder / names[table]).write_bytes(content)
    return read_ledger(folder, office(names, **more), SCHEMAS)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = (), start: str = "A1") -> bytes:
    """Make a workbook; each sheet's rows begin at a cell, merged ranges count in the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        corner = sheet[start]
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                sheet.cell(corner.row + down, corner.column + right).value = value
    for span in merged:
        book.worksheets[0].merge_cells(span)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Give each problem's code and place."""
    return [(problem.code, str(problem.source)) for problem in problems]
