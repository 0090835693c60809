"""Hold what came in before it is taken in: one table of a file, whose it is, and what it would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from briefgen.errors import BriefgenError
    from briefgen.model.ledger import Total
    from briefgen.model.problem import Problem
    from briefgen.model.submission import Difference, Submission
    from briefgen.model.table import Origin, Record
    from briefgen.model.unit import Unit


class Tally(NamedTuple):
    """How many rows came, went and changed."""

    added: int
    gone: int
    changed: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is said of the files that came in; what is left empty is looked for in them. `day` is that of arrival."""

    day: date
    unit: str = ""
    period: str = ""
    table: str = ""
    sheet: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """One table of a file that came in, with its rows, and what it would do.

    `current` is the submission that counts now, `known` the one with the same bytes. One that does not count is a whole
    one of a month before the current one's. `lost`: the current one cannot be read, there is nothing to compare with.
    """

    file: str
    content: bytes
    unit: Unit
    period: str
    origin: Origin
    records: tuple[Record, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...] = ()
    current: Submission | None = None
    known: Submission | None = None
    counts: bool = True
    lost: bool = False
    differences: tuple[Difference, ...] = ()

    @property
    def table(self) -> str:
        """Name the table."""
        return self.origin.schema.name

    @property
    def refused(self) -> bool:
        """Tell whether its own rows hold a problem that stops."""
        return any(problem.stops for problem in self.problems)

    @property
    def waits(self) -> bool:
        """Tell whether it can be taken in."""
        return not self.refused and self.known is None

    @property
    def tally(self) -> Tally:
        """Count the rows that came, went and changed."""
        kinds = Counter("added" if each.old is None else "gone" if each.new is None else "changed"
                        for each in self.differences)
        return Tally(kinds["added"], kinds["gone"], kinds["changed"])


@dataclass(frozen=True, slots=True)
class Arrivals:
    """All that came in with one call: tables, files that cannot be read, what cannot be told of a file.

    `caused` are problems that the rest of the data would have once they are taken in.
    """

    arrivals: tuple[Arrival, ...]
    unread: tuple[Problem, ...] = ()
    failures: tuple[BriefgenError, ...] = ()
    caused: tuple[Problem, ...] = ()

    @property
    def waiting(self) -> tuple[Arrival, ...]:
        """Give those that can be taken in."""
        return tuple(each for each in self.arrivals if each.waits)
