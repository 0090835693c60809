"""Keep a clean ledger of eight projects that dirt can be planted into, and write it as the file it is in."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from briefgen.model.amount import Amount
from tests.read.foreign import xls
from tests.read.making import UNITS, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from briefgen.model.table import Value

LEDGER = "签约项目台账"
HEAD = ("序号", "项目编号", "项目名称", "落地单位", "投资方", "投资方省份", "来源区域", "投资方性质", "产业链",
        "总投资(万元)", "其中固定资产投资(万元)", "协议类型", "签约日期", "开工日期", "投产日期", "公开属性", "状态",
        "项目阶段")
NAMES = ("甘蔗制糖", "汽车线束", "玛钢管件", "冷链仓储", "碳纤维布", "药用辅料", "杂粮加工", "光伏支架")
OWN = "落地单位"


@dataclass
class Untidy:
    """A ledger of eight projects: lines above and between them, and what must be found and read."""

    rng: Random
    head: list[str] = field(default_factory=lambda: list(HEAD))
    top: list[list[object]] = field(default_factory=list)
    second: list[object] = field(default_factory=list)  # a row below the heading
    rows: list[dict[str, object]] = field(default_factory=list)
    between: dict[int, list[list[object]]] = field(default_factory=dict)
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    arrived: str = ""
    targets: str = ""
    units: str = UNITS
    ending: str = ".xlsx"
    others: dict[str, list[list[object]]] = field(default_factory=dict)  # sheets before the ledger's
    hidden: list[int | str] = field(default_factory=list)  # projects and columns
    filtered: bool = False
    stored: dict[str, str] = field(default_factory=dict)  # the value that the file holds of a formula
    beside: set[tuple[str, str]] = field(default_factory=set)  # findings that have no cell, or in another table
    told: list[tuple[str, int | str, str]] = field(default_factory=list)
    values: dict[tuple[int, str], Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fill in eight projects that no rule finds fault with."""
        for at, name in enumerate(NAMES):
            self.rows.append(dict(zip(HEAD, (
                at + 1, f"QY{at}", f"示例{name}项目", ("寿阳县", "太谷区")[at % 2], f"示例{name}公司", "江苏省",
                "长三角", "民营企业", "新材料", 1000 + 37 * at, 900, "投资协议", f"2022-03-{14 + at % 4}",
                f"2022-0{at % 4 + 4}-20", None, "公开", "有效", "落地"), strict=True)))

    def pick(self) -> int:
        """Choose a project."""
        return self.rng.randrange(len(self.rows))

    def put(self, column: str, cell: object, value: Value = None, code: str = "") -> int:
        """Write a cell of some project, with the value that is to be read and the finding, if any."""
        at = self.pick()
        self.rows[at][column] = cell
        self.values[at, column] = value
        if code:
            self.told.append((code, at, column))
        return at

    def sheet(self) -> tuple[tuple[str, bytes], set[tuple[str, str]]]:
        """Make the ledger's file, and the findings at their addresses."""
        lines: list[list[object]] = [*self.top, list(self.head), *([self.second] if self.second else [])]
        place: dict[int | str, int] = {}
        for at, row in enumerate(self.rows):
            for line in self.between.get(at, ()):
                lines.append(line)
                place[str(line[0])] = len(lines)
            lines.append([row[name] for name in HEAD])
            place[at] = len(lines)
        for line in self.between.get(len(self.rows), ()):
            lines.append(line)
            place[str(line[0]) if line else ""] = len(lines)
        merged = [f"{_letter(column)}{place[first]}:{_letter(column)}{place[last]}"
                  for column, first, last in self.spans]
        told = {(code, f"{_letter(column)}{place[at]}") for code, at, column in self.told}
        return (self.ending, self._file(lines, merged, place)), told | self.beside

    def _file(self, lines: list[list[object]], merged: list[str], place: dict[int | str, int]) -> bytes:
        if self.ending == ".xls":
            return xls({LEDGER: lines})
        if self.ending == ".csv":
            text = io.StringIO(newline="")
            csv.writer(text).writerows(lines)
            return text.getvalue().encode("gb18030")
        content = workbook({LEDGER: lines, **self.others}, merged)
        content = _touched(content, self, place) if self.hidden or self.filtered or self.others else content
        return _with_stored(content, self.stored) if self.stored else content

    def tables(self) -> tuple[dict[str, str | bytes | tuple[str, bytes]], set[tuple[str, str]]]:
        """Give the files of the office by table, and all findings."""
        content, told = self.sheet()
        files: dict[str, str | bytes | tuple[str, bytes]] = {LEDGER: content, "单位": self.units}
        files |= {"到位资金月报": self.arrived} if self.arrived else {}
        files |= {"目标任务": self.targets} if self.targets else {}
        return files, told


def _touched(content: bytes, book: Untidy, place: dict[int | str, int]) -> bytes:
    """Hide rows and columns, leave a filter on, and put the other sheets first."""
    made = load_workbook(io.BytesIO(content))
    sheet = made[LEDGER]
    for each in book.hidden:
        if isinstance(each, int):
            sheet.row_dimensions[place[each]].hidden = True
        else:
            sheet.column_dimensions[_letter(each)].hidden = True
    if book.filtered:
        sheet.auto_filter.ref = sheet.dimensions
        sheet.auto_filter.add_filter_column(HEAD.index(OWN), ["寿阳县"])
    made.move_sheet(LEDGER, len(book.others))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _with_stored(content: bytes, stored: Mapping[str, str]) -> bytes:
    """Give formulas the values that a spreadsheet stored with them, once."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(stream, "w") as made:
        for name in parts.namelist():
            part = parts.read(name)
            for formula, value in stored.items():
                part = part.replace(f"<f>{formula}</f><v></v>".encode(), f"<f>{formula}</f><v>{value}</v>".encode())
            made.writestr(name, part)
    return stream.getvalue()


def _letter(column: str) -> str:
    return get_column_letter(HEAD.index(column) + 1)


def money(value: str) -> Amount:
    return Amount(Decimal(value))
