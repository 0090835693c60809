"""Give what a database answered a digest and its rows a name, as a file has them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.files import digest
from briefgen.read.header import find_header

if TYPE_CHECKING:
    from briefgen.model.table import TableSchema
    from briefgen.read.grid import Cell, Grid


def digest_of(grid: Grid) -> str:
    """Digest the headings and the rows, in whatever order the rows came."""
    heading, *rows = [json.dumps([_plain(cell) for cell in row], ensure_ascii=False) for row in grid.rows]
    return digest("\n".join([heading, *sorted(rows)]).encode("utf-8", "surrogatepass"))


def keyed(grid: Grid, schema: TableSchema) -> Grid:
    """Let the table's key name the rows, if it has one."""
    header, _ = find_header(grid, schema)
    return replace(grid, key=header.columns.get(schema.key)) if header is not None else grid


def _plain(cell: Cell) -> str | float | None:
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)
