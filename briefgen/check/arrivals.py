"""Check what came in within the ledger as it would be once it is taken in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.check.rules import check_ledger
from briefgen.check.settle import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model.arrival import Arrival
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.problem import Problem


def judge(ledger: Ledger, office: Office, arrivals: Sequence[Arrival]) -> tuple[list[Arrival], list[Problem]]:
    """Give each arrival its problems, and the problems that would stop in the rest of the data and do not yet.

    A refused one goes, and what still stands is checked anew without it. Those that do not count are checked each
    alone, in the place of the one that does; those that are known already are let be.
    """
    done = {each: _told(ledger, office, [each])[0][0] for each in arrivals if not each.known and not each.counts}
    going = [each for each in arrivals if not each.known and each.counts]
    while True:
        told, rest = _told(ledger, office, going)
        done |= dict(zip(going, told, strict=True))
        if not any(each.refused for each in told):
            break
        going = [each for each in going if not done[each].refused]
    stopping = [problem for problem in rest if problem.stops]
    there = {_mark(problem) for problem in check_ledger(ledger, office)} if stopping else set()
    return [done.get(each, each) for each in arrivals], [each for each in stopping if _mark(each) not in there]


def _told(ledger: Ledger, office: Office, going: Sequence[Arrival]) -> tuple[list[Arrival], list[Problem]]:
    """Give the arrivals with their problems in the ledger as it would be, and the problems of everything else."""
    after = _with(ledger, going)
    own = [problem for each in going for problem in each.problems]
    found = settle([*own, *check_ledger(after, office)], after, office)
    told = [replace(each, problems=tuple(problem for problem in found if _stands_in(problem, each))) for each in going]
    return told, [problem for problem in found if not any(_stands_in(problem, each) for each in going)]


def _stands_in(problem: Problem, each: Arrival) -> bool:
    place = problem.source
    return place.file == each.file and place.sheet in {None, each.origin.sheet}


def _mark(problem: Problem) -> tuple[str, str, str]:
    return problem.code, str(problem.source), problem.message


def _with(ledger: Ledger, going: Sequence[Arrival]) -> Ledger:
    """Give the ledger with arrivals in the place of what counts now."""
    tables, origins, totals = dict(ledger.tables), dict(ledger.origins), list(ledger.totals)
    for each in going:
        table, gone = each.table, each.current.file if each.current else ""
        tables[table] = (*(row for row in tables.get(table, ()) if row.origin.file != gone), *each.records)
        origins[table] = (*(place for place in origins.get(table, ()) if place.file != gone), each.origin)
        totals = [total for total in totals if (total.table, total.source.file) != (table, gone)] + [*each.totals]
    return replace(ledger, tables=tables, origins=origins, totals=tuple(totals))
