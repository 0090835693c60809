"""Share out a table's width among its columns, and tell which table stays whole: all writers do it alike."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from briefgen.document.nodes import Align
from briefgen.document.walk import plain
from briefgen.write.measure import MM_A_PT, cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.document.nodes import Table
    from briefgen.document.theme import Style, Theme

_UNITS = re.compile("(?=（)")  # a head breaks before its unit, and in need within it
_PIECES = re.compile("(?=（)|(?<=、)")
_SHORT, _NUMBER = 4, 8  # characters
_SLACK = 0.1  # characters, for rounding
_ABOVE = 4  # lines of the grid for what keeps with a table: two headings, caption, unit line


def shares(table: Table, theme: Theme) -> list[float]:
    """Share out the width: as the columns ask, but whole what must not be torn, if there is room.

    Not to be torn are the pieces of a head, numbers (they stand right) and short words.
    """
    for pieces in (_UNITS, _PIECES):
        least = [_least(table, place, pieces, theme) / theme.page.text_width for place in range(len(table.columns))]
        if (spare := 1 - sum(least)) >= 0:
            break
    else:
        return [floor / sum(least) for floor in least]
    total = sum(column.width for column in table.columns)
    wanted = [max(column.width / total - floor, 0) for column, floor in zip(table.columns, least, strict=True)]
    scale = spare / (sum(wanted) or 1)
    return [floor + scale * more for floor, more in zip(least, wanted, strict=True)]


def stays_whole(table: Table, theme: Theme) -> bool:
    """Tell whether a table is not to be torn between pages: it has few rows, and fits a page with what stands above."""
    room = theme.page.text_height * (1 - _ABOVE / theme.grid.lines)
    return len(table.rows) <= theme.table.whole and _height(table, theme) <= room


def _height(table: Table, theme: Theme) -> float:
    """Estimate a table's height in mm, one character a line kept free for the line-start rules."""
    look, width = theme.table, theme.page.text_width
    rooms = [(share * width - 2 * look.padding) / MM_A_PT for share in shares(table, theme)]

    def row(texts: Iterable[str], style: Style) -> float:
        lines = max(_lines(cells(text), room / style.size) for text, room in zip(texts, rooms, strict=True))
        return max(look.row_height, lines * style.line * MM_A_PT + 2 * look.padding)

    head = row((column.title for column in table.columns), look.head) + look.row_height * table.grouped
    return head + sum(row(map(plain, each.cells), look.body) for each in table.rows)


def _lines(text: float, room: float) -> int:
    return 1 if text <= room else math.ceil(text / max(math.floor(room) - 1, 1))


def _least(table: Table, place: int, pieces: re.Pattern[str], theme: Theme) -> float:
    """Give the mm that a column needs, with the room around its text."""
    column, look = table.columns[place], theme.table
    limit = _NUMBER if column.align is Align.RIGHT else _SHORT
    widths = (cells(plain(row.cells[place])) for row in table.rows)
    head = max(map(cells, pieces.split(column.title)))
    body = max((width for width in widths if width <= limit), default=0)
    text = max((head + _SLACK) * look.head.size, (body + _SLACK) * look.body.size)
    return text * MM_A_PT + 2 * look.padding
