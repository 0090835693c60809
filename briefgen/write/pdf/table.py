"""Write tables as HTML: caption and unit line above, one or two rows of heads, notes below."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from briefgen.document.nodes import FigureRef, LineBreak, Strong
from briefgen.document.walk import note_lines
from briefgen.write.columns import shares, stays_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Inline, Inlines, Table, TableColumn, TableRow
    from briefgen.document.theme import Theme

_HELD = re.compile(r"\d{1,2}月\d{1,2}日|(?:[0-9A-Za-z.,:/%—-]+|\w)[亿万元个年月日]+")  # as Word breaks lines
_CLASS = {"left": "l", "center": "", "right": "r"}


def table_html(table: Table, number: str, theme: Theme) -> Iterator[str]:
    """Write a table with its number (表1), its notes behind it."""
    yield f'<p class="caption">{number}　{escape(table.caption)}</p>'
    if table.unit_line:
        yield f'<p class="unit">{escape(table.unit_line)}</p>'
    columns = "".join(f'<col style="width:{share:.4%}">' for share in shares(table, theme))
    whole = ' class="whole"' if stays_whole(table, theme) else ""
    yield f"<table{whole}><colgroup>{columns}</colgroup><thead>{''.join(_head(table))}</thead><tbody>"
    classes = [_CLASS[column.align] for column in table.columns]
    yield from (_row(row, classes) for row in table.rows)
    yield "</tbody></table>"
    for place, note in enumerate(note_lines(table.notes)):
        yield f'<p class="note{" further" if place else ""}">{escape(note)}</p>'
    yield '<div class="after"></div>'


def _head(table: Table) -> Iterator[str]:
    if not table.grouped:
        yield f"<tr>{''.join(map(_single, table.columns))}</tr>"
        return
    groups = [(title, list(columns)) for title, columns in groupby(table.columns, lambda column: column.group)]
    upper = (f'<th scope="col" colspan="{len(columns)}">{escape(title)}</th>' if title else
             "".join(_single(column, 2) for column in columns) for title, columns in groups)
    lower = (_single(column) for title, columns in groups if title for column in columns)
    yield f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _single(column: TableColumn, rows: int = 1) -> str:
    return f'<th scope="col" rowspan="{rows}">{escape(column.title)}</th>'


def _row(row: TableRow, classes: list[str]) -> str:
    written = "".join(_cell(cell, f"{name} shaded" if place in row.shaded else name)
                      for place, (name, cell) in enumerate(zip(classes, row.cells, strict=True)))
    return f'<tr class="total">{written}</tr>' if row.total else f"<tr>{written}</tr>"


def _cell(inlines: Inlines, name: str) -> str:
    kind = f' class="{name.strip()}"' if name else ""
    return f"<td{kind}>{''.join(map(_inline, inlines))}</td>"


def _inline(inline: Inline) -> str:
    """Write an inline where a line may end anywhere: a cell is narrow."""
    if isinstance(inline, LineBreak):
        return "<br>"
    if isinstance(inline, Strong):
        return f"<b>{''.join(map(_inline, inline.children))}</b>"
    text = _HELD.sub(r'<span class="n">\g<0></span>', escape(inline.text))
    return f'<span data-figure="{escape(inline.id)}">{text}</span>' if isinstance(inline, FigureRef) else text
