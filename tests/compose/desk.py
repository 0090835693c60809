"""A small office by hand: two counties, four projects, and figures that nobody computed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from briefgen.compose import Entry, Request, compose, read_kind
from briefgen.document.dump import dump
from briefgen.document.kind import Kind
from briefgen.model.amount import Amount
from briefgen.model.figure import Figure, Key, Reason, RowSet
from briefgen.model.indicator import Aggregate
from briefgen.model.ledger import Ledger
from briefgen.model.office import KindSettings, Office, OfficeInfo
from briefgen.model.period import Period
from briefgen.model.table import CellType, Column, Origin, Record, TableSchema
from briefgen.model.unit import Unit, UnitSet
from briefgen.resources import Layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefgen.document.nodes import Document
    from briefgen.model.table import Value

CITY = Unit("1407", "晋中市", "市")
NORTH = Unit("140725", "寿阳县", "县", 1, "寿阳", ranked=True)
SOUTH = Unit("140728", "平遥县", "县", 2, ranked=True)
ZONE = Unit("140799", "示例开发区", "开发区", 3)
DERIVATIONS = ("month", "yoy", "mom", "diff", "target", "completion", "pace", "rank")
KIND = Kind(id="sheet", title="示例简报", headline="{{ unit.name }}{{ period.name }}简报")
SCHEMA = TableSchema("签约项目台账", (
    Column("项目编号"), Column("项目名称"), Column("县区", CellType.UNIT), Column("总投资", CellType.MONEY),
    Column("签约日期", CellType.DATE), Column("状态"), Column("联系人", personal=True)), "项目编号", "县区")
ORIGIN = Origin(SCHEMA, "data/台账.xlsx", "签约", dict(zip(SCHEMA.index, "ABCDEFG", strict=True)))
PROJECTS = (
    ("P1", "示例甲项目", "寿阳县", "120000", date(2022, 3, 5), "有效", "张某"),
    ("P2", "示例乙项目", "寿阳县", "8000", date(2022, 12, 6), "有效", "李某"),
    ("P3", "示例丙项目", "平遥县", "30050", date(2022, 12, 7), "退库", ""),
)
# path, unit, value or reason, measure, note
FIGURES: dict[tuple[str, str], tuple[str | Reason, str, str]] = {
    ("signed.count", "1407"): ("197", "个", ""), ("signed.count", "140725"): ("25", "个", ""),
    ("signed.count", "140728"): ("12", "个", ""),
    ("signed.invest", "1407"): ("0.669", "亿元", ""), ("signed.invest", "140725"): ("0.333", "亿元", ""),
    ("signed.invest", "140728"): ("0.336", "亿元", ""),
    ("signed.invest.yoy", "140725"): ("-8.92", "%", ""), ("signed.invest.yoy", "140728"): (Reason.NO_BASE, "%", ""),
    ("signed.invest.completion", "140725"): ("202.0286", "%", ""),
    ("signed.invest.completion.rank", "140725"): ("2", "位", "并列"),
    ("signed.invest.pace", "140725"): ("-12.92", "百分点", ""),
    ("signed.invest.rank", "140725"): ("1", "位", ""), ("signed.invest.rank", "140728"): ("2", "位", "并列"),
    ("signed.count.diff", "140725"): ("-3", "个", ""), ("signed.count.month", "140725"): ("2", "个", ""),
    ("started.rate", "140725"): ("92", "%", ""), ("started.rate.yoy", "140725"): ("3.2", "百分点", ""),
}


def figure(path: str, value: str | Reason, measure: str = "个", note: str = "",
           unit: Unit = NORTH, period: str = "2022-12") -> Figure:
    exact = None if isinstance(value, Reason) else Fraction(value)
    reason = value if isinstance(value, Reason) else None
    rows = RowSet(SCHEMA.name, Aggregate.COUNT, "", records("寿阳县")) if path.endswith(("count", "month")) else None
    return Figure(Key(path, unit.code, period), f"名{path}", unit.name, measure, exact, f"{path}的口径", reason=reason,
                  rows=rows, note=note)


def records(unit: str = "") -> tuple[Record, ...]:
    """Give the rows as reading leaves them: units by their codes."""
    codes = {"寿阳县": "140725", "平遥县": "140728"}
    return tuple(record(row, [*values[:2], codes[values[2]], *values[3:]]) for row, values in enumerate(PROJECTS, 2)
                 if unit in ("", values[2]))


def rows(name: str, columns: Mapping[str, CellType], *lines: Sequence[Value], key: str = "") -> tuple[Record, ...]:
    """Make the rows of a table by hand, from row 2 on."""
    schema = TableSchema(name, tuple(Column(column, kind) for column, kind in columns.items()), key)
    origin = Origin(schema, f"data/{name}.csv", None, dict(zip(columns, "ABCDEFGHIJ", strict=False)))
    return tuple(Record(origin, number, tuple(line)) for number, line in enumerate(lines, 2))


def record(row: int, values: Sequence[Value]) -> Record:
    money = [Amount(Decimal(str(value))) if name == "总投资" else value
             for name, value in zip(SCHEMA.index, values, strict=True)]
    return Record(ORIGIN, row, tuple(money))


class Source:
    """Figures by hand; whatever is not in the table was not collected."""

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        value, measure, note = FIGURES.get((path, unit.code), (Reason.NOT_COLLECTED, "个", ""))
        return figure(path, value, measure, note, unit, period.id)

    def tally(self, like: Figure, records: Sequence[Record], column: str) -> Figure:
        found = [each[column] for each in records] if column else [1] * len(records)
        scale = 1 if like.measure == "万元" else 10000
        values = [Fraction(value.value) / scale if isinstance(value, Amount) else Fraction(str(value))
                  for value in found]
        rows = RowSet(SCHEMA.name, Aggregate.SUM if column else Aggregate.COUNT, column, tuple(records))
        return replace(like, value=sum(values, Fraction(0)), rows=rows)

    def share(self, like: Figure, part: Figure, whole: Figure) -> Figure:
        return replace(like, value=(part.value or Fraction(0)) / (whole.value or Fraction(1)) * 100,
                       parents={"numerator": part, "denominator": whole})

    def options(self) -> Mapping[str, str]:
        return {"scope": "省外"}

    def names(self) -> Mapping[str, Sequence[str]]:
        return {"signed.count": DERIVATIONS, "signed.invest": DERIVATIONS, "started.rate": DERIVATIONS}


@dataclass(frozen=True)
class Desk:
    """Composes templates that a test writes into layers below a folder."""

    folder: Path
    kind: Kind = KIND
    unit: Unit = NORTH
    period: Period = field(default_factory=lambda: Period.parse("2022-12"))
    settings: KindSettings = field(default_factory=KindSettings)
    projects: tuple[Record, ...] = field(default_factory=records)
    more: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    entry: Entry = field(default_factory=Entry)
    texts: str = ""
    issue_no: int | None = 12
    shares: str = "half-up"

    def write(self, name: str, text: str, layer: str = "near") -> Desk:
        path = self.folder / layer / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return self

    @property
    def layers(self) -> Layers:
        return Layers([self.folder / "near", self.folder / "far"])

    def document(self, body: str) -> Document:
        self.write("kinds/sheet/body.md.j2", body)
        info = OfficeInfo(name="示例招商中心", city="晋中市", city_code="1407", sample=True)
        office = Office.model_validate({"office": info, "data": {}, "kinds": {"sheet": self.settings},
                                        "shares": self.shares})
        tables = {SCHEMA.name: self.projects, **self.more}
        ledger = Ledger(tables, {}, UnitSet(CITY, (NORTH, SOUTH, ZONE)), (), (), {})
        request = Request(self.kind, office, ledger, self.unit, self.period, date(2023, 1, 5), self.issue_no,
                          self.entry, self.texts, "texts/2022-12/sheet.md")
        return compose(request, Source(), self.layers)

    def lines(self, body: str) -> list[str]:
        """Compose and dump, without the lines about the document."""
        return dump(self.document(body)).splitlines()[2:]

    def with_(self, **changes: Any) -> Desk:
        return replace(self, **changes)


__all__ = ["CITY", "NORTH", "SOUTH", "Desk", "Source", "figure", "read_kind", "record", "records", "rows"]
