"""Draft a 更正说明 from the difference between an issue and the one that stands in for it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.document.changes import ADDED, GONE
from briefgen.model.numbers import printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.causes import FigureCause
    from briefgen.document.changes import Comparison, FigureChange, RowChange
    from briefgen.model.issue import Issue

_PLACES = 4  # of an exact value at most


def draft(issue: Issue, found: Comparison) -> str:
    """Word the draft as Markdown: each figure before and after, and the rows that caused it."""
    return "\n".join(_lines(issue, found)) + "\n"


def _lines(issue: Issue, found: Comparison) -> Iterator[str]:
    number = f"第{issue.number}期" if issue.number else ""
    yield from ("# 更正说明（草稿）", "")
    yield (f"{issue.unit_name}《{issue.kind_title}》{number}（{issue.period}）部分内容有误，现予更正，"
           "以重新印发的为准。【待补:更正原因】")
    yield ""
    if not found.figures:
        yield "两期的数据没有差异。"
    for at, change in enumerate(found.figures, 1):
        yield f"{at}. {_figure(change)}"
        yield from (f"   - {_cause(cause)}" for cause in change.causes)
        yield from (f"   - {_row(row)}" for row in change.rows)


def _figure(change: FigureChange) -> str:
    name = f"{change.unit_name}{change.name}"
    if change.kind == ADDED:
        return f"增加：{name}，{_value(change.new, change.measure)}。"
    if change.kind == GONE:
        return f"删去：{name}，原为{_value(change.old, change.measure)}。"
    return f"{name}：“{_value(change.old, change.measure)}”更正为“{_value(change.new, change.measure)}”。"


def _value(text: str, measure: str) -> str:
    return text + ("" if text.endswith((measure, "%")) or not text[-1:].isdigit() else measure)


def _cause(cause: FigureCause) -> str:
    old, new = (printed(Fraction(value), _PLACES) if value else "（无）" for value in (cause.old, cause.new))
    text = f"{cause.unit_name}{cause.name}：{old} → {new}（{cause.measure}）"
    if not cause.old_issue and not cause.new_issue:
        return text
    return f"{text}，原据 {cause.old_issue or '当时数据'}，现据 {cause.new_issue or '现有数据'}"


def _row(row: RowChange) -> str:
    place = "、".join(cell.place for cell in row.cells if cell.place) or row.new_place or row.old_place
    cells = "；".join(f"{cell.column}：{cell.old or '（空）'} → {cell.new or '（空）'}" for cell in row.cells)
    word = "新计入" if row.kind == ADDED else "不再计入" if row.kind == GONE else cells
    return f"{row.table} {row.key}（{place}）：{word}"
