"""Print what came in, what it changes, and who has reported."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.cli.answers import aligned
from briefgen.cli.show import line, plain_problem, say, warn
from briefgen.i18n import _
from briefgen.model.amount import Amount
from briefgen.model.numbers import exact
from briefgen.model.problem import Severity
from briefgen.model.submission import State
from briefgen.model.table import CellType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model.arrival import Arrival, Arrivals
    from briefgen.model.problem import Problem
    from briefgen.model.submission import Difference, Standing, Standings, Submission
    from briefgen.model.table import Record, Value

_MOST = 20  # differences or problems of one file, those that touch published months and those that stop first
_HANDFUL = 5
_LONG = 60


def arrivals(found: Arrivals) -> None:
    """Print each table that came in, then what stands in the way."""
    for each in found.arrivals:
        for text in _lines(each):
            say(text)
    if found.caused:
        say(_("once they are taken in, the rest of the data will have to be mended:"))
    for problem in found.caused[:_HANDFUL]:
        say(f"  {line(problem)}")
    if len(found.caused) > _HANDFUL:
        say("  " + _("… and {count} more; --json lists all").format(count=len(found.caused) - _HANDFUL))
    for problem in found.unread:
        say(line(problem))
    for failure in found.failures:
        warn(str(failure))


def taken(found: Arrivals, kept: Sequence[Submission], *, as_json: bool) -> None:
    """Print what was taken in, or that nothing was."""
    if as_json:
        _json({"submissions": [_plain(each, {(line.unit, line.table, line.period): line for line in kept})
                               for each in found.arrivals],
               "problems": [plain_problem(problem) for problem in found.unread],
               "caused": [plain_problem(problem) for problem in found.caused],
               "failures": [str(failure) for failure in found.failures]})
    for each in kept if not as_json else ():
        say(_("taken in: {file}").format(file=each.file))
    if found.waiting and not kept:
        warn(_("nothing was taken in; --yes takes in what can be ({count})").format(count=len(found.waiting)))


def _lines(each: Arrival) -> Iterator[str]:
    yield f"{_place(each)}  {each.unit.name} {each.period} {each.table}"
    if each.known:
        yield f"  {_already(each.known, each.current)}"
        return
    yield f"  {_against(each)}"
    if each.counts and not each.lost:
        yield "  " + _("{added} rows added, {gone} gone, {changed} changed").format(**each.tally._asdict())
    ordered = sorted(each.differences, key=lambda difference: not difference.touches)
    listed = ordered if each.current else [difference for difference in ordered if difference.touches]
    for difference in listed[:_MOST]:
        yield f"  {_difference(difference)}"
    if len(listed) > _MOST:
        yield "  " + _("… and {count} more; --json lists all").format(count=len(listed) - _MOST)
    if months := sorted({month for difference in each.differences for month in difference.touches}):
        count = sum(bool(difference.touches) for difference in each.differences)
        text = _("{count} of these touch months that were published: {months}")
        yield "  " + text.format(count=count, months="、".join(months))
    yield from _problems([problem for problem in each.problems if not problem.accepted])
    if each.refused:
        yield "  " + _("refused: it must be mended first")


def _problems(found: Sequence[Problem]) -> Iterator[str]:
    """Give problems, the stopping ones first; more notes than a handful are counted."""
    notes = [problem for problem in found if problem.severity is Severity.INFO]
    listed = sorted((problem for problem in found if problem.severity is not Severity.INFO or len(notes) <= _HANDFUL),
                    key=lambda problem: list(Severity).index(problem.severity))
    for problem in listed[:_MOST]:
        yield f"  {line(problem)}"
    if len(listed) > _MOST:
        yield "  " + _("… and {count} more; --json lists all").format(count=len(listed) - _MOST)
    if len(notes) > _HANDFUL:
        yield "  " + _("{count} notes; --json lists them").format(count=len(notes))


def _place(each: Arrival) -> str:
    return f"{each.file} {each.origin.sheet}" if each.origin.sheet else each.file


def _already(known: Submission, current: Submission | None) -> str:
    """Say when the same file came, and what has taken its place since."""
    if current is not None and current != known:
        text = _("received already on {day}; {file}, received on {later}, has taken its place")
        return text.format(day=known.day, file=current.file, later=current.day)
    return _("received already on {day} ({file}); it is not counted again").format(day=known.day, file=known.file)


def _against(each: Arrival) -> str:
    """Say what it stands in for."""
    current = each.current
    if current is None:
        return _("the first of this unit")
    if not each.counts:
        text = _("it is kept but not counted: {file} is of the later month {period} and holds all rows up to then")
    elif each.lost:
        text = _("it stands in for {file}, which cannot be read: there is nothing to compare it with")
    else:
        text = _("it stands in for {file}, received on {day}")
    return text.format(file=current.file, period=current.period, day=current.day)


def _difference(each: Difference) -> str:
    record = each.record
    parts = ["+" if each.old is None else "-" if each.new is None else "~", _name(record)]
    if each.old is None or each.new is None:
        parts.append(str(record.source()))
    else:
        old, new = each.old, each.new
        text = _("{column}: {old} ({old_place}) -> {new} ({new_place})")
        parts.append(_("; ").join(text.format(column=name, old=_word(old[name]), old_place=old.source(name),
                                              new=_word(new[name]), new_place=new.source(name))
                                  for name in each.columns))
    if each.touches:
        parts.append(_("! this touches the published {months}").format(months=_months(each.touches)))
    return "  ".join(parts)


def _months(months: Sequence[str]) -> str:
    return months[0] if len(months) == 1 else _("{first} and later ones ({count} in all)").format(
        first=months[0], count=len(months))


def _name(record: Record) -> str:
    """Name a row by its key and its first text, or by all that stands in it."""
    schema = record.origin.schema
    if not schema.key or record[schema.key] is None:
        text = " ".join(_word(value) for value in record.values if value is not None)
        return text if len(text) <= _LONG else f"{text[:_LONG]}…"
    texts = (column.name for column in schema.columns if column.type is CellType.TEXT and column.name != schema.key)
    return f"{record.key} {record[name] or ''}".rstrip() if (name := next(texts, "")) else record.key


def _word(value: Value) -> str:
    if value is None:
        return _("(empty)")
    if isinstance(value, Amount):
        return f"{exact(Fraction(value.value))}{value.unit}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


def standings(found: Standings, *, as_json: bool) -> None:
    """Print who has reported for a month."""
    if as_json:
        _json({"period": found.period, "due": found.due.isoformat(), "tables": found.tables,
               "standings": [{"unit": each.unit.code, "unit_name": each.unit.name, "table": each.table,
                              "state": each.state.value, "day": each.day.isoformat() if each.day else None,
                              "days_late": each.days_late, "count": each.count} for each in found.standings]})
        return
    say(_("reports for {period}, due on {due}").format(period=found.period, due=found.due))
    width = len(found.tables)
    rows = [found.standings[at:at + width] for at in range(0, len(found.standings), width)]
    for text in aligned([("", *found.tables), *((row[0].unit.name, *map(_standing, row)) for row in rows)]):
        say(text)
    counts = Counter(each.state for each in found.standings)
    say(_("{reported} reported, {late} late, {missing} not reported").format(
        reported=counts[State.REPORTED], late=counts[State.LATE], missing=counts[State.MISSING]))


def _standing(each: Standing) -> str:
    if each.state is State.MISSING:
        return _("not reported")
    text = _("late by {days} ({day})") if each.state is State.LATE else _("reported ({day})")
    again = _(", {count} times").format(count=each.count) if each.count > 1 else ""
    return text.format(days=each.days_late, day=each.day) + again


def _plain(each: Arrival, kept: dict[tuple[str, str, str], Submission]) -> dict[str, object]:
    line = kept.get((each.unit.code, each.table, each.period)) if each.waits else None
    state = "refused" if each.refused else "known" if each.known else "taken" if line else "waiting"
    standing = each.known or line
    return {"file": each.file, "sheet": each.origin.sheet, "table": each.table, "unit": each.unit.code,
            "unit_name": each.unit.name, "period": each.period, "state": state, "counts": each.counts,
            "kept": standing.file if standing else None, "replaces": each.current.file if each.current else None,
            "compared": not each.lost, **each.tally._asdict(),
            "differences": [_plain_difference(difference) for difference in each.differences],
            "problems": [plain_problem(problem) for problem in each.problems]}


def _plain_difference(each: Difference) -> dict[str, object]:
    old, new = each.old, each.new
    cells = [{"column": name, "old": _word(old[name]), "old_at": str(old.source(name)), "new": _word(new[name]),
              "new_at": str(new.source(name))} for name in each.columns] if old and new else []
    return {"kind": "added" if old is None else "gone" if new is None else "changed", "row": _name(each.record),
            "at": str(each.record.source()), "cells": cells, "published": each.touches}


def _json(value: object) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))
