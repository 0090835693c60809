"""Print a trace: what a file's figures are, where they came from, and how one of them is made."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.cli.show import say
from briefgen.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.document.trace import Trace, TracedCorrection, TracedFigure, TracedRows
    from briefgen.evidence import Evidence

    _Contents = Mapping[tuple[str, str | None, int], Mapping[str, str]]


def show_trace(found: Trace, figure: str, kept: Evidence | None = None, *, as_json: bool) -> None:
    """Print a trace: all its figures a line each, or one of them in full, with the contents of the rows if `kept`."""
    if as_json:
        from briefgen.document.trace import to_json

        say(to_json(found))
        return
    for text in _edition(kept) if kept else ():
        say(text)
    if figure:
        for text in _in_full(found, figure, set(), _contents(kept) if kept else {}):
            say(text)
    else:
        about = found.document
        say("  ".join(filter(None, (about.get(name) for name in ("kind_title", "title", "unit_name", "period")))))
        for entry in found.figures.values():
            if entry.shown:
                say(_one_line(found, entry))
        for fact in found.facts:
            say(_("fact {key}: {text} (source: {origin}, as of {day}, approved by {name})  {place}").format(
                key=fact.key, text=fact.text, origin=fact.origin, day=fact.as_of, name=fact.approved or "—",
                place=fact.place))
        for text in _cells_lines(found):
            say(text)


def _edition(kept: Evidence) -> Iterator[str]:
    """Tell which issue it is, when and by whom it was published, on what ground, and what came in its place."""
    issue, record = kept.issue, kept.record
    if issue.number:
        yield _("issue No. {number}").format(number=issue.number)
    yield _("published on {day} by {name}").format(day=issue.day, name=issue.by or "—")
    if issue.replaces:
        yield _("it stands in for {folder}").format(folder=issue.replaces)
    for later in kept.successors:
        yield _("replaced by {folder}, published on {day}").format(folder=later.folder, day=later.day)
    if record.targets:
        yield _("targets: {versions}").format(versions="、".join(record.targets))
    if record.changed:
        yield _("changed between building and publishing: {files}").format(files="、".join(record.changed))


def _contents(kept: Evidence) -> _Contents:
    """Give the rows that were kept as their ledger had them, by place."""
    from briefgen.document.record import told, unit_names

    units = unit_names(kept.trace) | dict(kept.record.units)
    return {(row.file, row.sheet, row.row): told(row.values, units) for row in kept.record.rows}


def _cells_lines(found: Trace) -> Iterator[str]:
    """Name the ledger cells on paper, the columns of the same rows on one line."""
    places: dict[tuple[str, str | None, str], list[str]] = {}
    for cells in found.cells:
        places.setdefault((cells.file, cells.sheet, cells.rows), []).append(cells.column)
    for (file, sheet, rows), columns in places.items():
        text = _("ledger cells as they stand: {place} {columns}, rows {rows}")
        yield text.format(place=" ".join(filter(None, (file, sheet))), columns=" ".join(sorted(columns)), rows=rows)


def _one_line(found: Trace, entry: TracedFigure) -> str:
    shown = " / ".join(dict.fromkeys(entry.shown))
    parts = [f"{entry.id:<5} {shown:<14} {entry.unit_name} {entry.name}  {entry.indicator}"]
    if entry.parents:
        roles = ", ".join(f"{_formula(role)} {name}" for role, name in entry.parents.items())
        parts.append(f"= {_formula(entry.formula)} ({roles})")
    elif entry.rowsets and not set(entry.rowsets) <= set(found.rowsets):
        parts.append(_("= {formula}; the rows are not in this file, see its .trace.json").format(
            formula=_formula(entry.formula)))
    elif entry.rowsets:
        rows = sum(len(found.rowsets[name].rows) for name in entry.rowsets)
        parts.append(_("= {formula} over {rows} rows").format(formula=_formula(entry.formula), rows=rows))
    if entry.issued:
        parts.append(_("as published: {place}").format(place=entry.issued))
    if entry.reported:
        parts.append(_("reported (汇总填报)"))
    if entry.reason:
        parts.append(_reason(entry.reason))
    return "  ".join(parts)


def _reason(reason: str) -> str:
    return {"not collected": _("not collected"), "not comparable": _("not comparable"),
            "not yet due": _("not yet due"), "no base": _("no base")}[reason]


def _formula(formula: str) -> str:
    """Word the roles and operations of a formula."""
    words = {"count": _("count"), "sum": _("sum"), "distinct": _("distinct"), "value": _("value"),
             "target": _("target"), "base": _("base"), "numerator": _("numerator"), "denominator": _("denominator"),
             "completion": _("completion"), "current": _("current"), "rank": _("rank"), "of": _("of"),
             "reported": _("reported"), "published": _("published")}
    return re.sub(r"[a-z]+(?= |$|\(|\))", lambda match: words.get(match[0], match[0]), formula)


def _in_full(found: Trace, name: str, seen: set[str], contents: _Contents) -> Iterator[str]:
    entry = found.figures[name]
    seen.add(name)
    value = "—" if entry.value is None else f"{decimal(entry.value)} {entry.measure}"
    yield f"{entry.id}  {entry.unit_name} {entry.name} ({entry.indicator}, {entry.period}): {value}"
    yield "    " + _("on paper: {shown}").format(shown=" / ".join(dict.fromkeys(entry.shown)) or "—")
    yield "    " + _("definition: {text}").format(text=entry.definition)
    if entry.formula:
        yield "    " + _("formula: {text}").format(text=_formula(entry.formula))
    if entry.issued:
        yield "    " + _("as published: {place}").format(place=entry.issued)
    if entry.reported:
        yield "    " + _("reported aggregate (汇总填报): no project rows stand behind it, or behind a part of it")
    if entry.note:
        yield "    " + _("note: {text}").format(text=entry.note)
    if entry.reason:
        yield "    " + _("no value: {text}").format(text=_reason(entry.reason))
    for rows in (found.rowsets[key] for key in entry.rowsets if key in found.rowsets):
        yield from _rows(rows, contents)
    for role, parent in entry.parents.items():
        yield "    " + _("{role}: {id}").format(role=_formula(role), id=parent)
    for parent in entry.parents.values():
        if parent not in seen:
            yield from _in_full(found, parent, seen, contents)


def _rows(rows: TracedRows, contents: _Contents) -> Iterator[str]:
    place = " ".join(filter(None, (rows.file, rows.sheet)))
    told = _taken(rows, place) if rows.taken else place
    yield f"    {told}  {rows.table}" + (f" · {rows.field}" if rows.field else "")
    for row in rows.rows:
        yield f"      {rows.column}{row.row:<6} {row.key}  {row.value}".rstrip()
        if values := contents.get((rows.file, rows.sheet, row.row)):
            yield "        " + "; ".join(f"{column}: {text}" for column, text in values.items())
        yield from map(_correction, row.corrections)
    count = _("{count} rows").format(count=len(rows.rows))
    if rows.aggregate == "sum":
        total = sum((Fraction(row.value) for row in rows.rows if row.value), Fraction(0))
        yield f"      {count}  " + _("sum {total} {measure}").format(total=_plain(total), measure=rows.measure).rstrip()
    else:
        yield f"      {count}"


def _taken(rows: TracedRows, place: str) -> str:
    from briefgen.model.report import REPORTED

    if rows.table == REPORTED:
        return _("taken away, as reported up to the month before: {place}").format(place=place)
    return _("taken away, as it counted before the corrections: {place}").format(place=place)


def _correction(made: TracedCorrection) -> str:
    since = _("from {month} on").format(month=made.since) if made.since else _("all months")
    text = _("corrected: {field} {old} -> {new}, {since}; {reason} ({who}, {day})  {place}")
    return "        " + text.format(field=made.field, old=made.old or "—", new=made.new or "—", since=since,
                                    reason=made.reason, who=made.by, day=made.day, place=made.place)


def decimal(value: str) -> str:
    """Show an exact value; a fraction that does not end also as a decimal."""
    from briefgen.model.numbers import half_up

    return f"{value} ≈ {half_up(Fraction(value), 6)}" if "/" in value else value


def _plain(value: Fraction) -> str:
    from briefgen.model.numbers import exact

    return exact(value)
