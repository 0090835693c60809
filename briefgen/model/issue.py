"""Hold what was published: the register's lines, which of them stand, and how issues are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads it at run time
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from briefgen.tomlfile import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

PUBLISHED: Final = "published"  # the folder of the office that keeps what was issued
ISSUES: Final = f"{PUBLISHED}/register.jsonl"
LOCK: Final = f"{PUBLISHED}/.lock"  # held while somebody publishes
RECORD: Final = "record.json"
FORMAT: Final = 1  # of a line of the register
ISSUED: Final = "published"  # --basis: earlier periods as they were printed
CURRENT: Final = "current"  # --basis: earlier periods as today's data has them


class Issue(Declared):
    """One line of the register: a document that was issued, the folder that keeps it, who published it and when.

    `subject` tells the documents of a series apart; `replaces` is the folder of the issue that it stands in for;
    `record` and `trace` are the SHA-256 of its record.json and its trace.
    """

    format: Literal[1] = 1
    folder: str = Field(pattern=r"^published/[0-9]{4}-(0[1-9]|1[0-2])/[^/\\.][^/\\]*$")
    kind: str = Field(min_length=1)
    kind_title: str = ""
    unit: str = Field(min_length=1)
    unit_name: str = ""
    period: str = Field(min_length=1)
    as_of: date
    subject: str = ""
    number: int | None = Field(default=None, ge=1)
    day: date
    by: str = ""
    replaces: str = ""
    record: str = Field(pattern="^[0-9a-f]{64}$")
    trace: str = Field(pattern="^[0-9a-f]{64}$")

    @property
    def name(self) -> str:
        """Give the name that its folder and its files bear."""
        return self.folder.rpartition("/")[2]

    @property
    def series(self) -> tuple[str, str, str]:
        """Tell within what its number is given once: kind, unit and year."""
        return self.kind, self.unit, self.period[:4]

    @property
    def document(self) -> tuple[str, str, str, str]:
        """Tell which document it is an issue of."""
        return self.kind, self.unit, self.period, self.subject


@dataclass(frozen=True, slots=True)
class IssuedValue:
    """A figure as it was printed: its exact value, measure and note, and where: the folder, `#` and the figure's id.

    `definition` is the one that it was printed by, where that is known.
    """

    value: Fraction
    measure: str
    note: str
    place: str
    definition: str = ""


def standing(register: Iterable[Issue]) -> tuple[Issue, ...]:
    """Give the issues that no later one stands in for."""
    lines = tuple(register)
    replaced = {line.replaces for line in lines}
    return tuple(line for line in lines if line.folder not in replaced)


def next_number(register: Iterable[Issue], kind: str, unit: str, period: str, default: int) -> int:
    """Give an issue's number: its own if the period was issued, else the one after the year's highest, else `default`.

    A number that was given stays given, even where its issue was replaced.
    """
    lines = [line for line in register if line.series == (kind, unit, period[:4]) and line.number is not None]
    own = [line.number for line in lines if line.period == period]
    numbers = [line.number or 0 for line in lines]
    return own[-1] or default if own else max(numbers) + 1 if numbers else default
