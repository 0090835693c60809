"""Write the blank form of a table for a county to fill in; its words are the office's, whatever the reader speaks."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from briefgen import __version__
from briefgen.files import digest
from briefgen.model.amount import BASE
from briefgen.model.table import CellType, Need
from briefgen.write.measure import cells
from briefgen.write.workbook import saved, sheet_name

if TYPE_CHECKING:

    from briefgen.model.table import Column, TableSchema
    from briefgen.model.unit import UnitSet

TITLE_ROW, ABOUT_ROW, LEGEND_ROW, HEAD_ROW = 1, 2, 3, 4
ROWS: Final = 500
ABOUT: Final = ("填报单位：", "截至日期：", f"单位：{BASE}")
HIDDEN: Final = "表式"
NEEDED, PERSONAL = "必填", "涉及个人信息"
_CODE = "代码"
_LIMIT = 10**12  # the reader takes twelve digits before the point
_LISTED = 250  # characters of a list that Excel takes in a rule
_DAYS = ("61", "73050")  # 1900-03-01, from which on Excel counts days as the calendar does, to 2099-12-31
_LEGEND = f"黄底的列{NEEDED}"
_LEGEND_PERSONAL = f"红字的列{PERSONAL}，只报规定的收件人"
_NAMES, _CODES = "D", "E"  # the columns of the hidden sheet that list the units
_WIDEST_PAGE = 220  # half-width characters that an A4 page across holds at some 60 %
_A4 = 9
_NO_DAY = datetime(1980, 1, 1)  # Excel wants one; the clock's would make each copy another file
_YELLOW = PatternFill("solid", fgColor="FFF2CC")
_RED = "C00000"
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the cells of a type look, how wide they are, what Excel lets in, and how it says so."""

    format: str
    width: int
    prompt: str = ""
    error: str = ""
    kind: Literal["whole", "decimal", "date", "list", "custom"] | None = None
    bounds: tuple[str, str] | None = None


_NUMBERS = (str(1 - _LIMIT), str(_LIMIT - 1))
_RULES: Final = {
    CellType.TEXT: _Rule("@", 14),
    CellType.INTEGER: _Rule("0", 10, "填整数。", "请填整数，不要写单位或文字。", "whole", _NUMBERS),
    CellType.NUMBER: _Rule("General", 12, "填数字。", "请填数字，不要写单位或文字。", "decimal", _NUMBERS),
    CellType.PERCENT: _Rule("General", 10, "填数字，92%填92。", "请填数字，92%填92，不要写文字。", "decimal", _NUMBERS),
    CellType.MONEY: _Rule("0.00##", 14, f"填数字，以{BASE}为单位。", f"请填以{BASE}为单位的数字，不要写单位或文字。",
                          "decimal", _NUMBERS),
    CellType.DATE: _Rule("yyyy-mm-dd", 13, "填日期，如2022-12-31。", "请填日期，如2022-12-31。", "date", _DAYS),
    CellType.MONTH: _Rule("yyyy-mm", 10, "填月份，如2022-12。", "请填月份，如2022-12。", "custom"),
    CellType.YES_NO: _Rule("@", 10, "填“是”或“否”。", "请填“是”或“否”。", "list"),
    CellType.UNIT: _Rule("@", 14, "从列表中选。", "请从列表中选，与单位表一致。", "list"),
}
_WORDS = _Rule("@", 14, "从列表中选。", "请从列表中选。", "list")


def write_form(schema: TableSchema, units: UnitSet, sheet_named: str = "") -> bytes:
    """Write the form of a table, on the sheet that the office reads; the same table and units give the same bytes.

    A hidden sheet lists the units and says of which schema and briefgen the form is.
    """
    book = Workbook()
    book.properties.title, book.properties.creator = schema.name, "briefgen"
    book.properties.created = book.properties.modified = _NO_DAY
    sheet: Any = book.active
    sheet.title = sheet_name(sheet_named or schema.name, [])
    hidden = book.create_sheet(sheet_name(HIDDEN, [sheet.title]))
    _write_hidden(hidden, schema, units)
    _write_head(sheet, schema)
    for at, column in enumerate(schema.columns, 1):
        _set_column(sheet, at, column, _source(hidden.title, column, units))
    _set_page(sheet, schema)
    return saved(book)


def schema_digest(schema: TableSchema) -> str:
    """Digest what a form depends on: the columns in their order, without their other headings."""
    columns = [[each.name, each.type, each.need, each.personal, each.refers, *(word.text for word in each.words)]
               for each in schema.columns]
    return digest(json.dumps([schema.name, schema.key, schema.unit, columns], ensure_ascii=False).encode())


def heading(column: Column) -> str:
    """Head a column as the reader knows it, money with its unit."""
    return f"{column.name}（{BASE}）" if column.type is CellType.MONEY else column.name


def _write_hidden(sheet: Any, schema: TableSchema, units: UnitSet) -> None:
    sheet.sheet_state = "hidden"
    about = (("briefgen", __version__), ("表", schema.name), ("表式摘要", schema_digest(schema)))
    for row, (label, text) in enumerate(about, 1):
        _put(sheet, f"A{row}", label)
        _put(sheet, f"B{row}", text)
    for row, unit in enumerate((units.city, *units.units), 1):
        _put(sheet, f"{_NAMES}{row}", unit.name)
        _put(sheet, f"{_CODES}{row}", unit.code)


def _write_head(sheet: Any, schema: TableSchema) -> None:
    """Write the rows above the data; nothing is merged, and no word of them heads a column."""
    last = len(schema.columns)
    for at in range(1, last + 1):  # centred over the table, without merging its cells
        sheet.cell(TITLE_ROW, at).alignment = Alignment(horizontal="centerContinuous")
    _put(sheet, f"A{TITLE_ROW}", schema.name, font=Font(bold=True, size=16))
    money = any(column.type is CellType.MONEY for column in schema.columns)
    middle = max((last + 1) // 2, 2)
    for at, text in zip((1, middle, max(last, middle + 1)), ABOUT if money else ABOUT[:2], strict=False):
        _put(sheet, f"{get_column_letter(at)}{ABOUT_ROW}", text)
    if any(column.need is Need.CELL for column in schema.columns):
        _put(sheet, f"A{LEGEND_ROW}", _LEGEND, fill=_YELLOW)
    if any(column.personal for column in schema.columns):
        _put(sheet, f"{get_column_letter(middle)}{LEGEND_ROW}", _LEGEND_PERSONAL, font=Font(color=_RED))
    for at, column in enumerate(schema.columns, 1):
        look: dict[str, Any] = {"fill": _YELLOW} if column.need is Need.CELL else {}
        font = Font(bold=True, color=_RED) if column.personal else Font(bold=True)
        _put(sheet, f"{get_column_letter(at)}{HEAD_ROW}", heading(column), font=font, border=_BOX,
             alignment=Alignment(horizontal="center", vertical="center", wrap_text=True), **look)


def _set_column(sheet: Any, at: int, column: Column, source: str) -> None:
    """Give a column its width and format, down to the last row, and its rule for the rows of the form."""
    letter, rule = get_column_letter(at), _WORDS if source and column.words else _RULES[column.type]
    sheet.column_dimensions[letter].width = _width(column)
    sheet.column_dimensions[letter].number_format = rule.format
    notes = [NEEDED] * (column.need is Need.CELL) + [PERSONAL] * column.personal
    not_yet = "还没有的留空。" if column.type is CellType.DATE and column.need is not Need.CELL else ""
    prompt = "".join([*(f"{note}。" for note in notes), rule.prompt, not_yet])
    if not prompt:
        return
    first = HEAD_ROW + 1
    checked = DataValidation(type=rule.kind, allow_blank=True, showInputMessage=True)
    checked.promptTitle, checked.prompt = column.name[:32], prompt  # Excel's limit
    if rule.kind:
        checked.showErrorMessage, checked.errorTitle, checked.error = True, column.name[:32], rule.error + not_yet
        if column.type is CellType.DATE and column.need is not Need.CELL:
            checked.errorStyle = "warning"  # 未开工 and 2023年1月 are read too
    if rule.bounds:
        checked.operator, checked.formula1, checked.formula2 = "between", *rule.bounds
    elif rule.kind:
        checked.formula1 = source or f"AND(ISNUMBER({letter}{first}),DAY({letter}{first})=1)"
    checked.add(f"{letter}{first}:{letter}{HEAD_ROW + ROWS}")
    sheet.add_data_validation(checked)


def _source(hidden: str, column: Column, units: UnitSet) -> str:
    """Name what a cell chooses from, nothing if it is free."""
    if column.type is CellType.YES_NO or column.words:
        words = [word.text for word in column.words] or ["是", "否"]
        listed = ",".join(words)
        return f'"{listed}"' if len(listed) <= _LISTED and listed.split(",") == words and '"' not in listed else ""
    if column.type is not CellType.UNIT:
        return ""
    letter = _CODES if column.name.endswith(_CODE) else _NAMES
    return f"{quote_sheetname(hidden)}!${letter}$1:${letter}${len(units.units) + 1}"


def _width(column: Column) -> int:
    """Give a column's width in half-width characters: its type's, or its heading's."""
    return max(_RULES[column.type].width, math.ceil(2 * cells(heading(column))) + 3)


def _set_page(sheet: Any, schema: TableSchema) -> None:
    """Print on A4 across, the heading on each page, on as few pages side by side as can be read."""
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth = math.ceil(sum(map(_width, schema.columns)) / _WIDEST_PAGE)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_options.gridLines = True


def _put(sheet: Any, place: str, text: str, **style: Any) -> None:
    """Write a text that never becomes a formula."""
    cell = sheet[place]
    cell.value = text
    cell.data_type, cell.number_format = "s", "@"
    for name, value in style.items():
        setattr(cell, name, value)
