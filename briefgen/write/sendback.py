"""Send a file back to those who keep it: its workbook with the faulty cells marked, or a list of its problems."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import column_index_from_string, get_column_letter

from briefgen.model.problem import Severity
from briefgen.model.submission import RECEIVED
from briefgen.write.marking import Mark, mark_workbook
from briefgen.write.opc import Unsafe
from briefgen.write.workbook import saved, text_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefgen.model.problem import Problem

MARKED = (".xlsx", ".xlsm")
LIST = "问题清单"
HEADS = ("序号", "表", "单元格", "现在的内容", "问题", "怎么改", "代码")
_WIDTHS = (6, 16, 9, 24, 60, 48, 22)
_COLOURS = {Severity.ERROR: "FF9999", Severity.WARNING: "FFD966", Severity.INFO: ""}
_MADE = datetime(1980, 1, 1)  # the same problems give the same bytes
_WRAPPED = Alignment(vertical="top", wrap_text=True)


class Paper(NamedTuple):
    """A file to send back: its name and content, and whether it is the marked workbook itself."""

    name: str
    content: bytes
    marked: bool


def send_back(file: str, data: bytes, found: Sequence[Problem], author: str, taken: Collection[str]) -> Paper:
    """Mark the problems of a file in a copy of it, or list them where that cannot be; the name is not yet taken."""
    path, ordered = PurePosixPath(file), sorted(found, key=_weight)
    stem = f"{path.parent.name}-{path.stem}" if path.parts[0] == RECEIVED else path.stem  # whose it is, there
    if path.suffix.lower() in MARKED:
        try:
            marked = mark_workbook(data, [_mark(problem) for problem in ordered], author)
            return Paper(_name(stem, path.suffix, taken), marked, marked=True)
        except Unsafe:
            pass
    return Paper(_name(f"{stem}-{LIST}", ".xlsx", taken), _listed(ordered, author), marked=False)


def _weight(problem: Problem) -> int:
    return list(Severity).index(problem.severity)


def _mark(problem: Problem) -> Mark:
    """Place a problem without a cell in the first one of its row, column or sheet."""
    source = problem.source
    column = column_index_from_string(source.column) if source.column else 1
    text = f"{problem.severity} {problem.message}；{problem.hint}  [{problem.code}]"
    return Mark(source.sheet, source.row or 1, column, text, _COLOURS[problem.severity])


def _name(stem: str, ending: str, taken: Collection[str]) -> str:
    """Give a name, with a number if it stands already, as files of one name from two folders have."""
    used = {name.casefold() for name in taken}
    names = (f"{stem}{f'（{number}）' if number > 1 else ''}{ending}" for number in count(1))
    return next(name for name in names if name.casefold() not in used)


def _listed(found: Sequence[Problem], author: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(LIST)
    sheet.freeze_panes = "A2"
    for at, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([text_cell(sheet, head, font=Font(bold=True)) for head in HEADS])
    for number, problem in enumerate(found, 1):
        sheet.append([number, *(text_cell(sheet, text, alignment=_WRAPPED) for text in _line(problem))])
    book.properties.creator = author
    book.properties.created = book.properties.modified = _MADE
    return saved(book)


def _line(problem: Problem) -> Sequence[Any]:
    source = problem.source
    now = source.raw or problem.params.get("value", "")
    sheet = source.sheet or PurePosixPath(source.file).stem
    return sheet, f"{source.column or ''}{source.row or ''}", str(now), problem.message, problem.hint, problem.code
