"""Lay out what templates may name: figures, units, ready texts, and the functions that make rows and blocks."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from briefgen.compose.errors import ArgumentUnfit, NameTaken, NameUnknown
from briefgen.compose.filters import matches, ordered, sequence
from briefgen.compose.tables import col, table, words
from briefgen.compose.values import Day, Finder, NextTable, Row, Scope, Texts, plain
from briefgen.compose.weave import SignatureCall
from briefgen.model.figure import Figure
from briefgen.model.numerals import day
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from briefgen.compose.request import Request
    from briefgen.model.period import Period
    from briefgen.model.table import Record

_DECEMBER = 12


def names(request: Request, finder: Finder) -> dict[str, object]:
    """Give all names but functions; raises NameTaken when an indicator's first word hides one of them."""
    ledger, office = request.ledger, request.office.office
    units = [unit for unit in ledger.units.units if unit.valid(request.period.as_of)]
    offered: dict[str, object] = {
        "unit": Scope(finder, request.unit), "city": Scope(finder, ledger.units.city),
        "units": tuple(Scope(finder, unit) for unit in units), "period": Texts(period_texts(request.period)),
        "office": Texts({"name": office.name, "city": office.city, "sample": office.sample}),
        "kind": Texts({"id": request.kind.id, "title": request.kind.title}),
        "issuer": request.issuer, "issued_on": Day(request.date), "issue_no": str(request.issue_no),
        "next_table": NextTable()}
    figures = {path.split(".")[0] for path in finder.names}
    if taken := sorted(figures & {*offered, *functions(request)}):
        raise NameTaken(name=taken[0])
    return offered | {name: finder.find(name, request.unit) for name in figures}


def period_texts(period: Period) -> dict[str, object]:
    """Word a period: name 2022年1—12月 (a whole year 2022年), upto 截至2022年12月底, and its parts."""
    year, last = period.year, period.last
    months = f"{last}月" if period.first == last else f"{period.first}—{last}月"
    whole = (period.first, last) == (1, _DECEMBER)
    ended = period.as_of.day == monthrange(year, last)[1]
    following = f"{year + 1}年1月" if last == _DECEMBER else f"{year}年{last + 1}月"
    return {
        "name": f"{year}年" if whole else f"{year}年{months}", "months": months, "year": f"{year}年",
        "month": f"{year}年{last}月", "month_name": f"{last}月", "next_month": following, "next_year": f"{year + 1}年",
        "last_year": f"{year - 1}年", "as_of": day(period.as_of),
        "upto": f"截至{year}年{last}月底" if ended else f"截至{day(period.as_of)}",
        "month_number": last, "whole_year": whole,
    }


def functions(request: Request) -> dict[str, Callable[..., object]]:
    """Give the functions by name."""
    rows = _Rows(request)
    return {"table": table, "col": col, "signature": _Signature(request), "records": rows.records,
            "rows_of": rows.rows_of}


class _Signature:
    """The function signature(issuer, date)."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def __call__(self, issuer: object = None, date: object = None) -> SignatureCall:
        """Sign with the office and the 成文日期 unless others are named."""
        if date is not None and not isinstance(date, Day):
            raise ArgumentUnfit(function="signature", wanted="a day such as issued_on", given=type(date).__name__)
        signed = self._request.date if date is None else date.date
        return SignatureCall(self._request.issuer if issuer is None else words("signature", issuer), signed)


class _Rows:
    """The functions that select ledger rows."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def rows_of(self, figure: object) -> list[Row]:
        """Give the rows that a figure was counted or summed from."""
        if not isinstance(figure, Figure) or (figure.value is not None and figure.rows is None):
            given = figure.key.indicator if isinstance(figure, Figure) else type(figure).__name__
            raise ArgumentUnfit(function="rows_of", wanted="a counted or summed figure", given=given)
        return self._views(figure.rows.records if figure.rows else ())

    def records(self, name: str, date: str = "", within: str = "period", where: object = (),
                sort: str = "", limit: int = 0) -> list[Row]:
        """Give a table's rows of the document's unit, by a date column within period, month or to-date."""
        rows = self._views(self._known(name))
        if date:
            first, last = self._window(within)
            rows = [row for row in rows if first <= str(plain(row.reach(date).value)) <= last]
        for field, operator, *values in (sequence("records(where=)", each) for each in sequence("records", where)):
            wanted = values if operator in ("in", "not-in") else next(iter(values), None)
            rows = [row for row in rows if matches(row.reach(str(field)), str(operator), wanted)]
        rows = ordered(rows, sort.removeprefix("-"), Row.reach, falling=sort.startswith("-")) if sort else rows
        return rows[:limit] if limit else rows

    def _known(self, name: str) -> Sequence[Record]:
        """Give the unit's rows of a table; one that the office does not keep must be named in kind.toml."""
        ledger, unit = self._request.ledger, self._request.unit
        if name not in ledger.tables and name not in self._request.kind.tables:
            raise NameUnknown(name=name, nearest=nearest(name, ledger.tables))
        return [record for record in ledger.rows(name) if unit.is_city or self._unit_of(record) == unit]

    def _unit_of(self, record: Record) -> object:
        column = record.origin.schema.unit
        return self._request.ledger.units.find(str(record[column])) if column else None

    def _window(self, within: str) -> tuple[str, str]:
        period = self._request.period
        starts: dict[str, date | None] = {"period": period.start, "month": period.month.start, "to-date": None}
        if within not in starts:
            raise ArgumentUnfit(function="records(within=)", wanted=" ".join(starts), given=within)
        start = starts[within]
        return start.isoformat() if start else "0", period.as_of.isoformat()

    def _views(self, records: Sequence[Record]) -> list[Row]:
        return [Row(record, self._request.ledger.units, self._request.kind.public) for record in records]
