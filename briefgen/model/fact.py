"""Hold what no row can give: a statement with its source, its day and who approved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from briefgen.model.source import Source
    from briefgen.model.table import Record

FACTS: Final = "事实"
TEXT: Final = "内容"
VALUE: Final = "数值"


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the table 事实: what it says, where that was published, as of which day, approved by whom.

    A personal approver is nobody's.
    """

    key: str
    text: str
    origin: str
    as_of: date
    approved: str
    source: Source

    @staticmethod
    def of(record: Record) -> Fact:
        """Make a fact of its row."""
        day, column = record["截至日期"], record.origin.schema.column("核准人")
        approver = "" if column is None or column.personal else str(record["核准人"] or "")
        return Fact(record.key, str(record[TEXT] or ""), str(record["来源"] or ""),
                    day if isinstance(day, date) else date.max, approver, record.source(TEXT))

    @property
    def sentence(self) -> str:
        """Tell the fact with its source, as the definition of a figure that it gives."""
        return f"{self.text}（来源：{self.origin}，截至{self.as_of.isoformat()}，核准：{self.approved or '—'}）"
