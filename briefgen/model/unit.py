"""Name the counties and zones that an office reports on, and the city above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

CITY: str = "市"


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit (县、市、区、开发区) or the city itself; `group` is its 考核分组."""

    code: str
    name: str
    kind: str
    order: int = 0
    short: str = ""
    former: tuple[str, ...] = ()
    group: str = ""
    ranked: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_city(self) -> bool:
        """Tell whether this is the city, whose figures count the rows of all units."""
        return self.kind == CITY

    @property
    def names(self) -> tuple[str, ...]:
        """List every name that a ledger may use: code, name, short name, former names."""
        return tuple(name for name in (self.code, self.name, self.short, *self.former) if name)

    def valid(self, moment: date) -> bool:
        """Tell whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= moment) and (
            self.valid_to is None or moment <= self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitSet:
    """The city and its units in the office's order."""

    city: Unit
    units: tuple[Unit, ...]

    def find(self, name: str) -> Unit | None:
        """Find a unit (or the city) by any of its names."""
        return next((unit for unit in (self.city, *self.units) if name in unit.names), None)
