"""Check that each row has one unit, and that units which are gone have somebody to come after them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from briefgen.check.rows import about, day, tables, text
from briefgen.model.problem import Problem
from briefgen.model.table import CellType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office

_UNITS: Final = "单位"
_SUCCESSOR: Final = "承接单位"
_START: Final = "有效起"
_END: Final = "有效止"


def ambiguous_units(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find names that two units share on some day, so that a row could belong to either."""
    for name, units in ledger.units.shared().items():
        if any(one.meets(two) for one, two in combinations(units, 2)):
            named = "、".join(unit.name for unit in units)
            yield about("unit.ambiguous", ledger, _UNITS, {"value": name, "units": named})


def two_units(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find rows that name a second unit beside their own, as a code beside a name; they count for the own one."""
    for schema, records in tables(ledger):
        own = schema.index.get(schema.unit)
        if own is None:
            continue
        for column in (each for each in schema.columns if each.type is CellType.UNIT and each.name != schema.unit):
            at = schema.index[column.name]
            for record in records:
                code, other = record.values[own], record.values[at]
                if code == other or None in {code, other} or record.as_read[own] == record.as_read[at]:
                    continue  # equal but for a correction of the one that counts
                first, second = (ledger.units.find(str(each)) for each in (code, other))
                params = {"column": schema.unit, "value": first.name if first else code, "other": column.name,
                          "second": second.name if second else other}
                yield Problem("unit.differs", record.source(column.name), params, (record.source(schema.unit),))


def lost_successions(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find units that would come after themselves in the end, and those that end before they begin or on no day."""
    records = ledger.rows(_UNITS)
    after = {text(record, "单位名称"): text(record, _SUCCESSOR) for record in records}
    for record in records:
        name = text(record, "单位名称")
        start, end = day(record, _START), day(record, _END)
        if start is not None and end is not None and end < start:
            params = {"unit": name, "start": start, "end": end}
            yield Problem("unit.reversed", record.source(_END), params, (record.source(_START),))
        if after[name] and end is None:
            yield Problem("cell.empty", record.source(_END), {"column": _END}, (record.source(_SUCCESSOR),))
        chain = [after[name]]
        while (last := after.get(chain[-1], "")) and last not in chain:
            chain.append(last)
        if name in chain:
            params = {"column": _SUCCESSOR, "unit": name, "chain": " → ".join([name, *chain])}
            yield Problem("unit.circular", record.source(_SUCCESSOR), params)
