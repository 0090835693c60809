"""Name the counties and zones that an office reports on, and the city above them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

CITY: str = "市"


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit (县、市、区、开发区) or the city itself; `group` is its 考核分组.

    After its last day the `successor` (a code) counts its rows, too; `heir_of` are the units whose rows it counts.
    """

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
    successor: str = ""
    heir_of: tuple[str, ...] = ()

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

    def succeeded(self, moment: date) -> bool:
        """Tell whether another unit has taken over by a day."""
        return bool(self.successor) and self.valid_to is not None and self.valid_to < moment

    def served(self, moment: date) -> bool:
        """Tell whether rows of a day may name the unit: one that has been renamed had its former name before."""
        before = bool(self.former) and self.valid_from is not None and moment < self.valid_from
        return before or self.valid(moment)

    def meets(self, other: Unit) -> bool:
        """Tell whether there is a day on which both units exist."""
        return not any(one.valid_to and two.valid_from and one.valid_to < two.valid_from
                       for one, two in ((self, other), (other, self)))


@dataclass(frozen=True, slots=True)
class UnitSet:
    """The city and its units in the office's order."""

    city: Unit
    units: tuple[Unit, ...]

    def heir(self, unit: Unit, moment: date) -> Unit:
        """Give a unit with those that it has succeeded by a day, and those that they had, each once."""
        found = [unit.code]
        for code in found:
            found += [each.code for each in self.units
                      if each.successor == code and each.code not in found and each.succeeded(moment)]
        return replace(unit, heir_of=tuple(found[1:])) if found[1:] else unit

    def exists(self, unit: Unit, moment: date) -> bool:
        """Tell whether a unit is there on a day: valid, or under its former name, unless another one bore that then."""
        if unit.valid(moment) or not unit.served(moment):
            return unit.valid(moment)
        return not any(each.code != unit.code and each.name in unit.former and each.valid(moment)
                       for each in self.units)

    def existing(self, moment: date) -> tuple[Unit, ...]:
        """Give the units that are there on a day, in the office's order."""
        return tuple(unit for unit in self.units if self.exists(unit, moment))

    def find(self, name: str) -> Unit | None:
        """Find a unit (or the city) by any of its names; a name of today goes before a former one."""
        bearing = self.bearing(name)
        return next((unit for unit in bearing if name not in unit.former), bearing[0] if bearing else None)

    def bearing(self, name: str) -> tuple[Unit, ...]:
        """Give all units, the city too, that bear a name."""
        return tuple(unit for unit in (self.city, *self.units) if name in unit.names)

    def shared(self) -> dict[str, tuple[Unit, ...]]:
        """Give the names that several units bear, each with them: an old unit and its successor, or a mistake."""
        counted = Counter(name for unit in (self.city, *self.units) for name in dict.fromkeys(unit.names))
        return {name: self.bearing(name) for name, count in counted.items() if count > 1}
