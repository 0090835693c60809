"""Hold a correction of one cell: what it was, what it is, why, who says so, and from which month on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from briefgen.model.source import Source
    from briefgen.model.table import Value

CORRECTIONS: Final = "更正记录"
OLD: Final = "原值"
NEW: Final = "新值"


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of the table 更正记录, applied: the field's value before and after, and both as they are written there.

    Figures of an as-of day before `since` (the first day of a month) see the value before; without it none does.
    """

    number: int
    field: str
    before: Value
    after: Value
    old: str
    new: str
    reason: str
    by: str
    day: date | None
    since: date | None
    source: Source
