"""Write tables as HTML: caption and unit line above, one or two rows of heads, notes below."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from briefgen.document.nodes import Align, FigureRef, LineBreak, Strong
from briefgen.document.walk import note_lines, plain
from briefgen.write.measure import cells
from briefgen.write.pdf.css import characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Inline, Table, TableColumn, TableRow
    from briefgen.document.theme import Theme

_UNITS = re.compile("(?=（)")  # a head breaks before its unit, and in need within it
_PIECES = re.compile("(?=（)|(?<=、)")
_SHORT, _NUMBER = 4, 8  # characters
_SLACK = 0.1  # characters, for the rules and for rounding
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_CLASS = {"left": ' class="l"', "center": "", "right": ' class="r"'}


def table_html(table: Table, number: str, theme: Theme) -> Iterator[str]:
    """Write a table with its number (表1), its notes behind it."""
    room = characters(theme, theme.table.head)
    padding = 2 * theme.table.padding / theme.page.text_width * room
    yield f'<p class="caption">{number}　{escape(table.caption)}</p>'
    if table.unit_line:
        yield f'<p class="unit">{escape(table.unit_line)}</p>'
    columns = "".join(f'<col style="width:{share:.4%}">' for share in shares(table, room, padding))
    whole = ' class="whole"' if len(table.rows) <= theme.table.whole else ""
    yield f"<table{whole}><colgroup>{columns}</colgroup><thead>{''.join(_head(table))}</thead><tbody>"
    classes = [_CLASS[column.align] for column in table.columns]
    yield from (_row(row, classes) for row in table.rows)
    yield "</tbody></table>"
    for place, note in enumerate(note_lines(table.notes)):
        yield f'<p class="note{" further" if place else ""}">{escape(note)}</p>'
    yield '<div class="after"></div>'


def shares(table: Table, room: float, padding: float) -> list[float]:
    """Share out the width of `room` characters: as the columns ask, but whole what must not be torn, if there is room.

    `padding` counts the characters that a cell's two sides take.

    Not to be torn are the pieces of a head, numbers (they stand right) and short words.
    """
    for pieces in (_UNITS, _PIECES):
        least = [(_least(table, place, pieces) + padding + _SLACK) / room for place in range(len(table.columns))]
        if (spare := 1 - sum(least)) >= 0:
            break
    else:
        return [floor / sum(least) for floor in least]
    total = sum(column.width for column in table.columns)
    wanted = [max(column.width / total - floor, 0) for column, floor in zip(table.columns, least, strict=True)]
    scale = spare / (sum(wanted) or 1)
    return [floor + scale * more for floor, more in zip(least, wanted, strict=True)]


def _least(table: Table, place: int, pieces: re.Pattern[str]) -> float:
    column = table.columns[place]
    limit = _NUMBER if column.align is Align.RIGHT else _SHORT
    widths = (cells(plain(row.cells[place])) for row in table.rows)
    return max((*map(cells, pieces.split(column.title)), *(width for width in widths if width <= limit)))


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
    written = "".join(f"<td{kind}>{''.join(map(_inline, cell))}</td>"
                      for kind, cell in zip(classes, row.cells, strict=True))
    return f'<tr class="total">{written}</tr>' if row.total else f"<tr>{written}</tr>"


def _inline(inline: Inline) -> str:
    """Write an inline where a line may end anywhere: a cell is narrow."""
    if isinstance(inline, LineBreak):
        return "<br>"
    if isinstance(inline, Strong):
        return f"<b>{''.join(map(_inline, inline.children))}</b>"
    text = _DAY.sub(r'<span class="n">\g<0></span>', escape(inline.text))
    return f'<span data-figure="{escape(inline.id)}">{text}</span>' if isinstance(inline, FigureRef) else text
