"""Hold what counties send in: the register's lines, how a new one differs, and who has reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads it at run time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from briefgen.tomlfile import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.model.table import Record
    from briefgen.model.unit import Unit

RECEIVED: Final = "received"  # the folder of the office that keeps what came in
REGISTER: Final = f"{RECEIVED}/register.jsonl"
WHOLE: Final = "whole"
MONTH: Final = "month"


class Submission(Declared):
    """One line of the register: what came in for a unit, table and month, where it is kept, what it changed.

    `replaces` is the SHA-256 of the submission that it stands in for, `original` the name under which it came.
    """

    format: Literal[1] = 1
    period: str = Field(pattern="^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")
    unit: str = Field(min_length=1)
    table: str = Field(min_length=1)
    file: str = Field(min_length=1)
    sheet: str = ""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    original: str = ""
    day: date
    by: str = ""
    added: int = Field(default=0, ge=0)
    gone: int = Field(default=0, ge=0)
    changed: int = Field(default=0, ge=0)
    replaces: str = ""


def valid(register: Iterable[Submission], table: str, mode: str) -> tuple[Submission, ...]:
    """Give the submissions of a table that count: each unit's last of a month, of whole ones the newest month's only.

    `mode` is WHOLE or MONTH.
    """
    last = {(line.unit, line.period): line for line in register if line.table == table}
    found = [last[key] for key in sorted(last)]
    return tuple(found) if mode == MONTH else tuple({line.unit: line for line in found}.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that came (`old` is None), went (`new` is None) or changed in some columns.

    `touches` are the months that were published already and whose figures it may move.
    """

    old: Record | None
    new: Record | None
    columns: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()

    @property
    def record(self) -> Record:
        """Give the row as it is now, or was."""
        record = self.new or self.old
        assert record is not None
        return record


class State(StrEnum):
    """Whether a unit has reported, after the day that it was due, or not at all."""

    REPORTED = "reported"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands with one table: the day of its first submission, by how many days late, how many came."""

    unit: Unit
    table: str
    state: State
    day: date | None = None
    days_late: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Standings:
    """Who has reported for a month: the day that reports were due, the tables, and a standing for each unit of each."""

    period: str
    due: date
    tables: tuple[str, ...]
    units: tuple[Unit, ...]
    standings: tuple[Standing, ...]
