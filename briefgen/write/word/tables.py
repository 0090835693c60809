"""Make tables: caption and unit line above, one or two head rows that repeat, rows that do not break, notes below."""

from __future__ import annotations

from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from briefgen.document.nodes import Align
from briefgen.document.walk import note_lines
from briefgen.write.columns import shares, stays_whole
from briefgen.write.word import styles
from briefgen.write.word.units import mm, pt, sheet
from briefgen.write.word.xml import element, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.document.nodes import Table, TableColumn, TableRow
    from briefgen.document.theme import Theme
    from briefgen.write.word.inlines import Runs
    from briefgen.write.word.xml import Value


def table(block: Table, number: str, theme: Theme, runs: Runs, *, keep: bool) -> Iterator[str]:
    """Make a table with what stands around it; `keep` holds its end together with what follows."""
    yield paragraph(styles.CAPTION, run(f"{number}　{block.caption}" if block.caption else number))
    if block.unit_line:
        yield paragraph(styles.UNIT, run(block.unit_line))
    yield _grid(block, number, theme, runs, keep=keep and not block.notes)
    yield from _notes(block.notes, theme, keep=keep)
    below: dict[str, Value] = {"keepNext": True} if keep else {}
    room = {"before": 0, "after": 0, "line": mm(theme.table.below), "lineRule": "exact"}
    yield paragraph("Normal", **below, snapToGrid=False, spacing=room)


def widths(parts: Sequence[float], total: int) -> tuple[int, ...]:
    """Turn the columns' parts of the text width into twips; the sum is exact."""
    whole = sum(parts)
    edges = [round(total * reached / whole) for reached in accumulate(parts)]
    return tuple(end - start for start, end in pairwise((0, *edges)))


def _grid(block: Table, number: str, theme: Theme, runs: Runs, *, keep: bool) -> str:
    sizes = widths(shares(block, theme), sheet(theme).text_width)
    height = element("trHeight", val=mm(theme.table.row_height), hRule="atLeast")
    last = len(block.rows) - 1
    columns = list(zip(block.columns, sizes, strict=True))
    whole = stays_whole(block, theme)
    fill = element("shd", val="clear", color="auto", fill=theme.table.shade[1:])
    rows = (_row(row, columns, (height, fill), runs, keep=keep if at == last else whole)
            for at, row in enumerate(block.rows))
    return element("tbl", _properties(block, number, sum(sizes)),
                   element("tblGrid", *(element("gridCol", w=size) for size in sizes)),
                   *_head(columns, height, grouped=block.grouped), *rows)


def _properties(block: Table, number: str, width: int) -> str:
    titles = "、".join(column.group + column.title for column in block.columns)
    return element(
        "tblPr", element("tblStyle", val=styles.TABLE), element("tblW", w=width, type="dxa"),
        element("jc", val="center"), element("tblLayout", type="fixed"),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        element("tblCaption", val=f"{number} {block.caption}".rstrip()),
        element("tblDescription", val=f"共{len(block.rows)}行，各栏为：{titles}"))


def _head(columns: Sequence[tuple[TableColumn, int]], height: str, *, grouped: bool) -> Iterator[str]:
    """Make the head: one row, or two where columns stand under a group's title."""
    marks = element("cantSplit") + height + element("tblHeader")
    if not grouped:
        yield element("tr", element("trPr", marks), *(_head_cell(column.title, size) for column, size in columns))
        return
    upper: list[str] = []
    lower: list[str] = []
    for group, members in groupby(columns, key=lambda entry: entry[0].group):
        inside = list(members)
        if group:
            upper.append(_head_cell(group, sum(size for _, size in inside), span=len(inside)))
            lower.extend(_head_cell(column.title, size) for column, size in inside)
        else:
            upper.extend(_head_cell(column.title, size, merge="restart") for column, size in inside)
            lower.extend(_head_cell("", size, merge="continue") for _, size in inside)
    yield element("tr", element("trPr", marks), *upper)
    yield element("tr", element("trPr", marks), *lower)


def _head_cell(text: str, width: int, *, span: int = 1, merge: str = "") -> str:
    joined = (element("gridSpan", val=span) if span > 1 else "") + (element("vMerge", val=merge) if merge else "")
    return _cell(width, paragraph(styles.HEAD_CELL, run(text) if text else ""), joined)


def _row(row: TableRow, columns: Sequence[tuple[TableColumn, int]], looks: tuple[str, str], runs: Runs, *,
         keep: bool) -> str:
    """Make a row of a height; the fill is for its shaded cells."""
    height, fill = looks
    style = styles.TOTAL if row.total else styles.CELL
    more: dict[str, Value] = {"keepNext": True} if keep else {}
    cells = (_cell(size, paragraph(style, runs.of(inlines), **more, **_align(column.align)),
                   fill if place in row.shaded else "")
             for place, (inlines, (column, size)) in enumerate(zip(row.cells, columns, strict=True)))
    return element("tr", element("trPr", element("cantSplit"), height), *cells)


def _cell(width: int, content: str, more: str = "") -> str:
    """Make a cell; what joins or fills it stands between its width and its alignment."""
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa"), more, element("vAlign", val="center")),
                   content)


def _align(align: Align) -> dict[str, Value]:
    return {} if align is Align.CENTER else {"jc": align.value}


def _notes(notes: Sequence[str], theme: Theme, *, keep: bool) -> Iterator[str]:
    """Make the notes: 注： before the first, numbers if there are several, all in one edge."""
    edge = pt(theme.table.note.size) * 2
    more: dict[str, Value] = {"keepNext": True} if keep else {}
    for place, text in enumerate(note_lines(notes)):
        yield paragraph(styles.NOTE, run(text), **more, ind={"left": edge, "hanging": 0 if place else edge})
