"""Offer facts to templates: what no row can give, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compose.errors import NameUnknown
from briefgen.compose.values import CellValue, Offered
from briefgen.i18n import _
from briefgen.model.fact import FACTS, TEXT, VALUE, Fact
from briefgen.model.figure import Figure, Key, RowSet
from briefgen.model.indicator import Aggregate
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from briefgen.compose.request import Request
    from briefgen.model.table import Record

_NUMBER = "number"


@dataclass(frozen=True)
class FactValue(Offered):
    """A fact known by the as-of day, or none; prints as its text, `number` is its value as a figure."""

    key: str
    request: Request
    record: Record | None = None
    reason: str = ""

    @property
    def text(self) -> CellValue | None:
        """Give the cell of the text."""
        return CellValue(self.record, TEXT) if self.record is not None else None

    @property
    def fact(self) -> Fact | None:
        """Give the fact with its source."""
        return Fact.of(self.record) if self.record is not None else None

    def reach(self, name: str) -> object:
        """Give the fact's number; raises NameUnknown for other names and for facts without one."""
        if name != _NUMBER:
            raise NameUnknown(name=name, nearest=_(" (-> {name}?)").format(name=_NUMBER))
        if self.record is None:
            return self
        value = self.record[VALUE]
        if not isinstance(value, Decimal):
            raise NameUnknown(name=f"{self.key}.{_NUMBER}", nearest="")
        rows = RowSet(FACTS, Aggregate.SUM, VALUE, (self.record,))
        key = Key(f"fact.{self.key}", self.request.unit.code, self.request.period.id)
        return Figure(key, f"事实（{self.key}）", self.request.unit.name, str(self.record["计量单位"] or ""),
                      Fraction(value), Fact.of(self.record).sentence, rows=rows, formula=f"sum({VALUE})",
                      places=max(0, -int(value.as_tuple().exponent)))


def find_fact(request: Request, key: str) -> FactValue:
    """Find a fact by its key, unless it became known only after the document's day."""
    rows = request.ledger.rows(FACTS)
    record = next((record for record in rows if record.key == key), None)
    if record is None:
        return FactValue(key, request, reason=nearest(key, (record.key for record in rows)))
    since = Fact.of(record).as_of
    if since > request.fact_day:
        return FactValue(key, request, reason=f" ({since.isoformat()} > {request.fact_day.isoformat()})")
    return FactValue(key, request, record)
