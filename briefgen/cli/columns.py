"""Print how the columns of each sheet were found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefgen.cli.answers import cells
from briefgen.i18n import _
from briefgen.model.table import Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.read.columns import Columns, Heading

_GAP = "  "


def columns_lines(found: Sequence[Columns]) -> Iterator[str]:
    """Word each sheet as a table, what no heading names, what no column takes, and the line that would mend it."""
    for each in found:
        place = " ".join(filter(None, (each.file, each.sheet)))
        yield f"{each.table}{_GAP}{place}{_GAP}{_head(each)}"
        taken = [heading for heading in each.headings if heading.column]
        if taken:
            yield from _table([(_("column"), _("cell"), _("heading"), _("matched by"), _("unit")),
                               *(_row(heading) for heading in taken)])
        yield from _absent(each)
        yield from _left(each)
        yield ""


def _head(each: Columns) -> str:
    if each.row is None:
        return _("no heading of the table was found")
    return (_("headings in row {row}") if each.found else _("too few headings; most in row {row}")).format(row=each.row)


def _row(heading: Heading) -> tuple[str, ...]:
    return heading.column, heading.cell, _flat(heading.text), _matched(heading), _unit(heading)


def _matched(heading: Heading) -> str:
    """Say by which name a heading was known, and what was left out of it to know it."""
    if heading.first:
        return _("not taken: {column} has it already").format(column=heading.first)
    name = _("its name")
    if heading.alias:
        name = _("the alias {alias} ({file})").format(alias=heading.alias, file=heading.file or _("built in"))
    ways = [_("without the bracket")] * heading.bare + [_("rows joined")] * heading.joined
    return "，".join((name, *ways))


def _unit(heading: Heading) -> str:
    if not heading.unit_from:
        return ""
    if heading.unit_from == "cells":
        return _("none: each cell must say its own")
    words = {"heading": _("heading {cell}"), "group": _("group {cell}"), "below": _("unit row {cell}"),
             "above": _("above the table, {cell}")}
    return f"{heading.unit}（{words[heading.unit_from].format(cell=heading.unit_cell)}）"


def _absent(each: Columns) -> Iterator[str]:
    words = {Need.CELL: _("each cell needed"), Need.COLUMN: _("needed"), Need.OPTIONAL: _("not needed")}
    for need, word in words.items():
        if names := [name for name, wanted in each.absent if wanted is need]:
            yield _("columns without a heading ({need}): {names}").format(need=word, names="、".join(names))


def _left(each: Columns) -> Iterator[str]:
    """Name the headings that no column takes, and what to write where one reads much like a column."""
    left = [heading for heading in each.headings if not heading.column]
    if left:
        yield _("headings that no column takes: {names}").format(
            names="、".join(f"{heading.cell} {_flat(heading.text)}" for heading in left))
    near: dict[str, list[str]] = {}
    for heading in left:
        if heading.nearest:
            near.setdefault(heading.nearest, []).append(heading.alias)
    if near:
        yield _("if that is what is meant, write into templates/aliases.toml:")
        yield f"{_GAP}[table.{_quoted(each.table)}]"
        for column, names in near.items():
            yield f"{_GAP}{_quoted(column)} = [{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _table(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield _GAP + _GAP.join(text + " " * (width - cells(text))
                               for text, width in zip(line, widths, strict=True)).rstrip()
