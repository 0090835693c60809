"""Describe an office: its briefgen.toml, validated and frozen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from briefgen.model.problem import RULES
from briefgen.tomlfile import Declared

if TYPE_CHECKING:
    from collections.abc import Container

    from briefgen.model.unit import Unit, UnitSet

OFF: Final = "off"
ALL: Final = "all"


def _settable(code: str) -> str:
    """Take the code of a rule that judges; the others keep a figure from being wrong unseen."""
    if code not in RULES:
        known = [name for name, rule in RULES.items() if rule.judges]
        raise PydanticCustomError("check_unknown", "{name}", {"name": code, "known": known})
    if not RULES[code].judges:
        raise PydanticCustomError("check_fixed", "{name}", {"name": code})
    return code


Code = Annotated[str, AfterValidator(_settable)]


class OfficeInfo(Declared):
    """Who the office is and on whose figures it reports."""

    name: str = Field(min_length=1, max_length=60)
    city: str = Field(min_length=1, max_length=30)
    city_code: str = Field(min_length=1, max_length=30)
    sample: bool = False


def _names(value: Any) -> Any:
    """Take a name, or a list of some."""
    if isinstance(value, list | tuple) and value and all(isinstance(name, str) for name in value):
        return tuple(value)
    if not isinstance(value, str):
        raise PydanticCustomError("names", "names")
    return value


class TableFile(Declared):
    """Where a table is kept: one or several files below the office folder, a pattern too, and the sheet in them.

    A table may (also) be `received`: each submission of a unit holds all its rows up to now (whole), or those of its
    month only. Or else a `database`, by the environment variable that holds its address, and the one `select` that
    reads it.
    """

    received: Literal["whole", "month"] | None = None
    file: str | tuple[str, ...] = ()
    sheet: str = ""
    database: str = ""
    select: str = ""

    @field_validator("file", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        """Refuse once what is neither a name nor a list of names."""
        return _names(value)

    @field_validator("database")
    @classmethod
    def _variable(cls, value: str) -> str:
        """Refuse an address: its password would lie open."""
        if value and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value):
            raise PydanticCustomError("variable", "variable")
        return value

    @field_validator("select")
    @classmethod
    def _statement(cls, value: str) -> str:
        """Take one statement that reads; a semicolon within, even in a text, is refused."""
        if value and not re.fullmatch(r"(?:select|with)\b[^;]*", value.strip().removesuffix(";"), re.IGNORECASE):
            raise PydanticCustomError("statement", "statement")
        return value.strip().removesuffix(";")

    @model_validator(mode="after")
    def _one_place(self) -> TableFile:
        """Refuse a database beside files, and a table without a place."""
        asked = bool(self.database)
        placed = self.file != () or self.received is not None
        if placed == asked or bool(self.select) != asked or (asked and self.sheet):
            raise PydanticCustomError("place", "place")
        return self

    @property
    def files(self) -> tuple[str, ...]:
        """Give the names as a list."""
        return (self.file,) if isinstance(self.file, str) else self.file


class Limits(Declared):
    """How much of the machine one data file may take.

    MB are 1024 x 1024 bytes, cells are counted from A1, and seconds are those of the reading process at work.
    """

    file_mb: int = Field(default=64, ge=1, le=2048)
    inflated_mb: int = Field(default=256, ge=1, le=16384)
    cells: int = Field(default=2_500_000, ge=1000, le=2_000_000_000)
    seconds: int = Field(default=6, ge=1, le=3600)
    memory_mb: int = Field(default=400, ge=256, le=65536)


class ReceiveRule(Declared):
    """By which day of the following month the units must have reported."""

    due: int = Field(default=5, ge=1, le=28)


class TargetRule(Declared):
    """Which level of targets the documents measure against, and the years whose targets are not out yet."""

    level: Literal["市定", "省定"] = "市定"
    pending: tuple[int, ...] = ()


class RankingRule(Declared):
    """Whether the units take their places among all or within their 考核分组."""

    by: Literal["all", "group"] = "all"


class ReportedRule(Declared):
    """Which units report aggregates alone (汇总填报), by name, or "all", and which tables those stand in for.

    A table that the office does not keep is always one of them.
    """

    units: str | tuple[str, ...] = ()
    tables: tuple[str, ...] = ("签约项目台账", "到位资金月报")

    @field_validator("units", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        """Refuse once what is neither a name nor a list of names; an empty one names nobody."""
        return () if value in ((), []) else _names(value)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names as a list, none for "all"."""
        return () if self.everything else (self.units,) if isinstance(self.units, str) else self.units

    @property
    def everything(self) -> bool:
        """Tell whether all units report aggregates alone."""
        return self.units == ALL

    def chosen(self, units: UnitSet) -> tuple[Unit, ...]:
        """Give the units that report aggregates alone; unknown names are told by the checks."""
        if self.everything:
            return units.units
        return tuple(unit for name in self.names if (unit := units.find(name)) is not None)

    def covers(self, table: str, kept: Container[str]) -> bool:
        """Tell whether reports stand in for the rows of a table, given those that the office keeps."""
        return table in self.tables or table not in kept


class KindSettings(Declared):
    """What the office sets for one kind of document: masthead, recipients and copies; how plans are issued.

    `issuers` names who signs a unit's own document, by the unit's name.

    Under `notice` (none, the whole alone, or all) a plan is the 附件 of a 印发通知 with `letterhead` (发文机关标志),
    `number_code` (机关代字), `addressees` (主送), `copy_to` (抄送) and who `approved_by`.
    `blocks` gives rows of a series their own part.
    """

    masthead: str = ""
    issuer: str = ""
    issuers: dict[str, str] = Field(default_factory=dict)
    report_to: str = ""
    send_to: str = ""
    distribute_to: str = ""
    copies: int | None = Field(default=None, ge=1, le=100000)
    issues_before: int = Field(default=0, ge=0, le=10000)
    notice: Literal["none", "whole", "all"] = "none"
    letterhead: str = ""
    number_code: str = ""
    addressees: str = ""
    copy_to: str = ""
    approved_by: str = ""
    blocks: dict[str, str] = Field(default_factory=dict)


class Accepted(Declared):
    """A finding that the office has looked at and lets stand: its code, its row by key, why, and who says so.

    `row` is the key of the row; where the table has none, `file!cell`; of a finding over a month, `2022-05`.
    """

    code: Code
    row: str = Field(min_length=1)
    reason: str = Field(min_length=2)
    by: str = ""

    @property
    def told(self) -> str:
        """Give the reason, and who gave it."""
        return f"{self.reason}（{self.by}）" if self.by else self.reason


class Office(Declared):
    """The whole of briefgen.toml."""

    office: OfficeInfo
    data: dict[str, TableFile]
    lang: str | None = Field(default=None, pattern="^(zh|en)$")
    since: str | None = Field(default=None, pattern="^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")
    indicators: str = "shanxi"
    options: dict[str, str | int] = Field(default_factory=dict)
    theme: str = "gbt9704"
    build: tuple[str, ...] = Field(default=("monthly",), min_length=1)
    targets: TargetRule = TargetRule()
    ranking: RankingRule = RankingRule()
    shares: Literal["half-up", "largest-remainder"] = "half-up"
    reported: ReportedRule = ReportedRule()
    limits: Limits = Limits()
    receive: ReceiveRule = ReceiveRule()
    kinds: dict[str, KindSettings] = Field(default_factory=dict)
    templates: str = "templates"
    fonts: str = "fonts"
    texts: str = "texts"
    checks: dict[Code, Literal["E", "W", "I", "off"]] = Field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()

    @property
    def received(self) -> dict[str, str]:
        """Give the tables that units send in, and whether whole or by month."""
        return {table: entry.received for table, entry in self.data.items() if entry.received}

    def issue_no(self, kind: str, month: int) -> int:
        """Give the number of the month's issue within its year: the month, after the issues that came before it."""
        return month + self.kinds.get(kind, KindSettings()).issues_before
