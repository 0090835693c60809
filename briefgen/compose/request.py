"""Say what is to be composed, and where its figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from briefgen.document.kind import Kind
    from briefgen.model.figure import Figure
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import KindSettings, Office
    from briefgen.model.period import Period
    from briefgen.model.unit import Unit


@dataclass(frozen=True)
class Request:
    """One document: what kind, for which unit and period, with the 成文日期 and the issue number."""

    kind: Kind
    office: Office
    ledger: Ledger
    unit: Unit
    period: Period
    date: date
    issue_no: int

    @property
    def settings(self) -> KindSettings:
        """Give what the office sets for the kind."""
        from briefgen.model.office import KindSettings

        return self.office.kinds.get(self.kind.id, KindSettings())

    @property
    def issuer(self) -> str:
        """Name the issuing office: the kind's own, else the office itself."""
        return self.settings.issuer or self.office.office.name


class FigureSource(Protocol):
    """Gives figures by path: an indicator's id and derivations, `signed.invest.completion.rank`."""

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        """Give the figure of a unit and period."""

    def names(self) -> Mapping[str, Sequence[str]]:
        """Give the derivations of each indicator by its id."""
