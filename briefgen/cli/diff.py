"""`briefgen diff`: what changed between two issues, or between an issue and today's data."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.cli import show
from briefgen.cli.options import Json, Office, Templates
from briefgen.errors import Exit
from briefgen.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.causes import FigureCause
    from briefgen.document.changes import Comparison, FigureChange, RowChange

Old = Annotated[str, typer.Argument(metavar="A", help=_("An issue by folder, name or number, or a built file."))]
New = Annotated[str, typer.Argument(
    metavar="[B]", show_default=False, help=_("Another one; today's data if not given."))]

_PLACES = 4  # of a difference at most


def command(
    old: Old, new: New = "", office: Office = Path(), templates: Templates = None, as_json: Json = False,
) -> int:
    """Compare figure by figure; ends with 1 when something differs."""
    from briefgen.pipeline import diff

    found = diff(office, old, new, templates or ())
    if as_json:
        show.say(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        for text in _lines(found):
            show.say(text)
    return Exit.FINDINGS if found.figures else Exit.DONE


def _lines(found: Comparison) -> Iterator[str]:
    from briefgen.cli.answers import aligned

    yield f"{found.old} -> {found.new}"
    for change, text in zip(found.figures, aligned(list(map(_figure, found.figures))), strict=True):
        yield text.rstrip()
        yield from (f"    {_cause(cause)}" for cause in change.causes)
        yield from (f"    {_row(row)}" for row in change.rows)
    yield _("{count} figures differ, {same} are the same").format(count=len(found.figures), same=found.same)


def _figure(change: FigureChange) -> tuple[str, ...]:
    words = {"added": _("added"), "gone": _("gone"), "changed": _("changed")}
    return words[change.kind], change.unit_name, change.name, f"{change.old} -> {change.new}", _difference(change)


def _difference(change: FigureChange) -> str:
    """Word by how much a figure differs; rates differ in percentage points."""
    from briefgen.model.figure import LIGHT, POINTS, RATE
    from briefgen.model.numbers import printed

    if not change.difference or change.measure == LIGHT:
        return ""
    value = Fraction(change.difference)
    measure = _("percentage points") if change.measure in {RATE, POINTS} else change.measure
    return f"({'+' if value >= 0 else ''}{printed(value, _PLACES)} {measure})"


def _cause(cause: FigureCause) -> str:
    """Word a figure that makes another differ: its values, and the issues that they were printed in."""
    old, new = (_value(value) for value in (cause.old, cause.new))
    text = f"~  {cause.unit_name}{cause.name}: {old} -> {new} {cause.measure}"
    if not cause.old_issue and not cause.new_issue:
        return text
    return f"{text}  " + _("as published: {place}").format(
        place=f"{cause.old_issue or '—'} -> {cause.new_issue or '—'}")


def _value(value: str) -> str:
    from briefgen.model.numbers import NONE, printed

    return printed(Fraction(value), _PLACES) if value else NONE


def _row(row: RowChange) -> str:
    """Word one row: its sign, table and key, its fields before and after, and where it stands or stood."""
    sign = {"added": "+", "gone": "-", "changed": "~"}[row.kind]
    cells = "; ".join(f"{cell.column}: {cell.old or '—'} -> {cell.new or '—'}  {cell.place}".rstrip()
                      for cell in row.cells)
    place = row.new_place or row.old_place
    if row.old_place and row.new_place and row.old_place != row.new_place:
        place = f"{row.old_place} -> {row.new_place}"
    if row.cells and all(cell.place for cell in row.cells):
        place = ""
    return "  ".join(filter(None, (sign, f"{row.table} {row.key}", cells, place)))
