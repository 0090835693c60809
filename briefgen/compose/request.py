"""Say what is to be composed, and where its figures come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from briefgen.compose.series import Entry

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from datetime import date

    from briefgen.document.kind import Kind
    from briefgen.model.figure import Figure
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import KindSettings, Office
    from briefgen.model.period import Period
    from briefgen.model.table import Record
    from briefgen.model.unit import Unit


@dataclass(frozen=True)
class Request:
    """One document: what kind, for which unit and period, with the 成文日期 and the issue number.

    `entry` is its row of the kind's series; `texts` is the office's text file and `texts_file` its name. Without an
    `issue_no` the number of a notice is still to be given.
    """

    kind: Kind
    office: Office
    ledger: Ledger
    unit: Unit
    period: Period
    date: date
    issue_no: int | None
    entry: Entry = field(default_factory=Entry)
    texts: str = ""
    texts_file: str = ""

    @property
    def settings(self) -> KindSettings:
        """Give what the office sets for the kind."""
        from briefgen.model.office import KindSettings

        return self.office.kinds.get(self.kind.id, KindSettings())

    @property
    def notice(self) -> bool:
        """Tell whether the document goes out as the 附件 of a notice."""
        whole = self.entry.record is None
        return self.settings.notice == "all" or (self.settings.notice == "whole" and whole)

    @property
    def fact_day(self) -> datetime.date:
        """Give the day up to which facts are known: the as-of day, or the 成文日期 if that is later."""
        return max(self.period.as_of, self.date)

    @property
    def issuer(self) -> str:
        """Name the issuing office: the unit's own, the kind's, else the office itself."""
        settings = self.settings
        return settings.issuers.get(self.unit.name) or settings.issuer or self.office.office.name


class FigureSource(Protocol):
    """Gives figures by path: an indicator's id and derivations, `signed.invest.completion.rank`."""

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        """Give the figure of a unit and period."""

    def names(self) -> Mapping[str, Sequence[str]]:
        """Give the derivations of each indicator by its id."""

    def options(self) -> Mapping[str, str]:
        """Give the words that stand for each option of the profile."""

    def tally(self, like: Figure, records: Sequence[Record], column: str) -> Figure:
        """Count rows, or add up a column, into a figure that is called like the given one."""

    def share(self, like: Figure, part: Figure, whole: Figure) -> Figure:
        """Divide a part by its whole, in %, into a figure that is called like the given one."""
