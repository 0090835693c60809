"""Write answers as a workbook to take on: a sheet for each table, and one that names the rows of every figure."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from briefgen.model.amount import Amount
from briefgen.model.indicator import Aggregate
from briefgen.model.numbers import MINUS, NONE
from briefgen.model.report import MEASURE, REPORTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model.answer import Answer
    from briefgen.model.figure import Figure, RowSet
    from briefgen.model.table import Record

    Cells = tuple[object, ...]

SOURCES = "出处"
SOURCE_HEADS = ("表", "项目", "栏", "指标", "文件", "工作表", "单元格", "编号", "数值", "计量单位")
_SOURCE_WIDTHS = (20, 26, 16, 24, 26, 14, 9, 16, 14, 9)
_EPOCH, _LEVEL = (1980, 1, 1, 0, 0, 0), 6
_WIDEST = 80
_ROWS = 1_000_000  # a sheet ends at 1,048,576
_NAME_LIMIT, _RESERVED = 31, ("history",)
_UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = ("=", "+", "-", "@", "#", "\t", "\r")  # a text that starts so could be taken for a formula or an error
_BOLD, _LARGE = Font(bold=True), Font(bold=True, size=14)
_CENTER, _RIGHT = Alignment(horizontal="center"), Alignment(horizontal="right")
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def write_workbook(found: Sequence[Answer]) -> bytes:
    """Write answers of one unit and period; the same answers give the same bytes."""
    book = Workbook(write_only=True)
    names: list[str] = []
    for answer in found:
        names.append(sheet_name(answer.breakdown.whole.figure.name, [*names, SOURCES]))
        _write_table(book.create_sheet(names[-1]), answer)
    sources = [line for name, answer in zip(names, found, strict=True) for line in _sources(name, answer)]
    for at in range(0, len(sources) or 1, _ROWS):
        name = sheet_name(SOURCES, [*names, *book.sheetnames])
        _write_sources(book.create_sheet(name), sources[at: at + _ROWS])
    first = found[0]
    book.properties.title, book.properties.creator = first.title, "briefgen"
    day = datetime.combine(first.breakdown.period.as_of, time())
    book.properties.created = book.properties.modified = day
    return saved(book)


def sheet_name(text: str, taken: Sequence[str]) -> str:
    """Make a sheet's name of a text: allowed in Excel, at most 31 characters, and not yet taken."""
    used = {*_RESERVED, *(name.casefold() for name in taken)}
    plain = re.sub(r"[\[\]:*?/\\]", "_", clean(text)).strip("' \t\r\n") or "_"
    name, count = _cut(plain, ""), 1
    while name.casefold() in used:
        count += 1
        name = _cut(plain, str(count))
    return name


def _cut(text: str, ending: str) -> str:
    """Shorten a text before its ending; Excel counts UTF-16."""
    while len((text + ending).encode("utf-16-le")) > 2 * _NAME_LIMIT:
        text = text[:-1]
    return text + ending


def _write_table(sheet: Any, answer: Answer) -> None:
    broken = answer.breakdown
    last = len(broken.heads) - 1
    sheet.freeze_panes = "B4"
    sheet.column_dimensions["A"].width = min(2 * max(len(part.label) for part in broken.lines) + 4, _WIDEST)
    for at in range(1, last + 1):
        sheet.column_dimensions[get_column_letter(at + 1)].width = 16
    sheet.append([text_cell(sheet, answer.title, font=_LARGE)])
    unit = text_cell(sheet, f"单位：{broken.whole.figure.measure}", alignment=_RIGHT)
    sheet.append([*[None] * last, unit])
    sheet.append([text_cell(sheet, head, font=_BOLD, alignment=_CENTER, border=_BOX) for head in broken.heads])
    for part in broken.lines:
        bold = {"font": _BOLD} if part is broken.whole else {}
        label = text_cell(sheet, part.label, border=_BOX, **bold)
        sheet.append([label, *(_number(sheet, figure, border=_BOX, **bold) for figure in part.figures)])
    if answer.notes:
        sheet.append([text_cell(sheet, f"注：{'；'.join(answer.notes)}。")])
    sheet.append([])
    sheet.append([text_cell(sheet, answer.sentence)])


def _write_sources(sheet: Any, lines: Sequence[Cells]) -> None:
    sheet.freeze_panes = "A2"
    for at, width in enumerate(_SOURCE_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(SOURCE_HEADS))}{len(lines) + 1}"
    sheet.append([text_cell(sheet, head, font=_BOLD, alignment=_CENTER) for head in SOURCE_HEADS])
    for line in lines:
        sheet.append([text_cell(sheet, value) if isinstance(value, str) else value for value in line])


def _sources(name: str, answer: Answer) -> Iterator[Cells]:
    """Name the rows of every figure of a table, line by line; a change has those of the figures beside it."""
    broken = answer.breakdown
    for part in broken.lines:
        for head, figure in zip(broken.heads[1:], part.figures[:2], strict=False):
            for counted, rows in _counted(figure):
                said = broken.whole.figure.name if counted is figure else counted.name
                for record, sign in [*((each, 1) for each in rows.records), *((each, -1) for each in rows.taken)]:
                    yield (name, part.label, head, said, *_cell(record, rows), *_brought(record, rows, counted, sign))


def _counted(figure: Figure) -> Iterator[tuple[Figure, RowSet]]:
    """Give the figures with rows that a figure was computed from: itself, or its parents' parents."""
    for rows in (figure.rows, figure.stated):
        if rows is not None:
            yield figure, rows
    for parent in (figure.parents or {}).values():
        yield from _counted(parent)


def _cell(record: Record, rows: RowSet) -> Cells:
    origin = record.origin
    column = origin.letters.get(rows.field or origin.schema.key, "")
    return origin.file, origin.sheet or "", f"{column}{record.row}", record.key


def _brought(record: Record, rows: RowSet, figure: Figure, sign: int) -> Cells:
    """Give what a row brings in or takes away, and its unit: a counted row brings one, an empty cell nothing."""
    value = record[rows.field] if rows.aggregate is not Aggregate.COUNT else 1
    if isinstance(value, Amount):
        return sign * value.value, value.unit
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return sign * value, str(record[MEASURE]) if rows.table == REPORTED else figure.measure
    return "" if value is None else str(value), figure.measure


def text_cell(sheet: Any, text: str, **style: Any) -> Any:
    """Make a cell that holds a text and never a formula."""
    plain = clean(text)
    risky = plain.startswith(_SIGNS)
    if not risky and not style:
        return plain
    cell = WriteOnlyCell(sheet, plain)
    cell.data_type, cell.quotePrefix = "s", risky
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _number(sheet: Any, figure: Figure, **style: Any) -> Any:
    """Make a cell of the number that is printed, shown as it is printed."""
    shown = figure.number
    if shown == NONE:
        return text_cell(sheet, shown, alignment=_RIGHT, **style)
    cell = WriteOnlyCell(sheet)
    cell.value = Decimal(shown.replace(MINUS, "-"))
    places = len(shown.partition(".")[2])
    digits = f"0.{'0' * places}" if places else "0"
    cell.number_format = f'{digits};"{MINUS}"{digits}'
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


class _Archive(zipfile.ZipFile):
    """A zip that knows no clock and no machine."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: object, **__: object) -> None:
        entry = zipfile.ZipInfo(zinfo_or_arcname, _EPOCH)
        entry.create_system = 0
        super().writestr(entry, data, zipfile.ZIP_DEFLATED, _LEVEL)

    def write(self, filename: Any, arcname: Any = None, *_: object, **__: object) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


def saved(book: Workbook) -> bytes:
    """Save a workbook past Workbook.save, which stamps the clock into the properties."""
    written = io.BytesIO()
    with _Archive(written, "w") as archive:
        ExcelWriter(book, archive).write_data()
    return written.getvalue()
