"""Lay out what templates may name: figures, units, ready texts, and the functions that make rows and blocks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from briefgen.compose.environment import TEXT
from briefgen.compose.errors import ArgumentUnfit, NameTaken, NameUnknown
from briefgen.compose.facts import find_fact
from briefgen.compose.filters import matches, ordered, sequence, words
from briefgen.compose.gantt import GanttCall, gantt
from briefgen.compose.groups import Counter, Grouper
from briefgen.compose.tables import col, table
from briefgen.compose.texts import Gap
from briefgen.compose.values import Day, Finder, NextTable, Row, Scope, Texts, plain
from briefgen.compose.weave import BlockCall
from briefgen.document.nodes import Addressee, Attachment, Enclosures, Signature
from briefgen.model.figure import Figure
from briefgen.model.numerals import day
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.compose.request import FigureSource, Request
    from briefgen.model.period import Period
    from briefgen.model.table import Record

_DECEMBER = 12
_SPANS = {(1, 3): "一季度", (1, 6): "上半年", (1, 9): "前三季度", (1, _DECEMBER): ""}
_PARTS = {(4, 6): "第二季度", (7, 9): "第三季度", (10, _DECEMBER): "第四季度", (7, _DECEMBER): "下半年"}


def names(request: Request, finder: Finder) -> dict[str, object]:
    """Give all names but functions; raises NameTaken when an indicator's first word hides one of them."""
    ledger, office = request.ledger, request.office.office
    units = ledger.units.existing(request.period.as_of)
    offered: dict[str, object] = {
        "unit": Scope(finder, request.unit), "city": Scope(finder, ledger.units.city),
        "units": tuple(Scope(finder, unit) for unit in units), "period": Texts(period_texts(request.period)),
        "office": Texts({"name": office.name, "city": office.city, "sample": office.sample,
                         "target_level": request.office.targets.level}),
        "kind": Texts({"id": request.kind.id, "title": request.kind.title}),
        "options": Texts(dict(finder.source.options())),
        "issuer": request.issuer, "issued_on": Day(request.date), "issue_no": str(request.issue_no or ""),
        "addressees": request.settings.addressees, "approved_by": request.settings.approved_by,
        "unit_issuer": request.settings.issuers.get(request.unit.name, ""), "notice": request.notice,
        "part": request.kind.part, "headline": "", "place": "全市" if request.unit.is_city else request.unit.name,
        "next_table": NextTable(), **_entry(request)}
    figures = {path.split(".")[0] for path in finder.names}
    if taken := sorted(figures & {*offered, *functions(request, finder.source), TEXT}):
        raise NameTaken(name=taken[0])
    return offered | {name: finder.find(name, request.unit) for name in figures}


def _entry(request: Request) -> dict[str, object]:
    """Offer the row that a document of a series is on, by the series' word, and the block that the office gives it."""
    series, record = request.kind.series, request.entry.record
    if series is None:
        return {}
    block = request.settings.blocks.get(request.entry.id, "")
    row = {} if record is None else {series.word: Row(record, request.ledger.units, request.kind.public)}
    return {"is_whole": record is None, "special": block, **row}


def period_texts(period: Period) -> dict[str, object]:
    """Word a period: name 2022年1—12月 (a whole year 2022年), upto 截至2022年12月底, and its parts.

    Where the month is not the calendar's, `counted` tells its first and last day.
    """
    year, last = period.year, period.last
    months = f"{last}月" if period.first == last else f"{period.first}—{last}月"
    months = _PARTS.get((period.first, last), months)
    whole = (period.first, last) == (1, _DECEMBER)
    ended = period.as_of.day == monthrange(year, last)[1]
    following = f"{year + 1}年1月" if last == _DECEMBER else f"{year}年{last + 1}月"
    return {
        "counted": _counted(period), "name": f"{year}年" if whole else f"{year}年{months}", "months": months,
        "year": f"{year}年",
        "month": f"{year}年{last}月", "month_name": f"{last}月", "next_month": following, "next_year": f"{year + 1}年",
        "last_year": f"{year - 1}年", "as_of": day(period.as_of),
        "upto": f"截至{year}年{last}月底" if ended else f"截至{day(period.as_of)}",
        "last_day": period.whole_year[1].isoformat(), "month_number": last, "whole_year": whole,
        "span": f"{year}年{_SPANS.get((period.first, last), months)}",
        "quarter": (period.first, last) in _SPANS,
        "next_month_name": following if last == _DECEMBER else f"{last + 1}月",
    }


def _counted(period: Period) -> str:
    """Say from which day to which the last month is counted, unless it is the whole month."""
    before = period.cumulative.previous
    first = before.as_of + timedelta(1) if before is not None else date(period.year, 1, 1)
    if first.day == 1 and period.as_of.day == monthrange(period.year, period.last)[1]:
        return ""
    return f"{period.last}月数据从{first.month}月{first.day}日统计到{period.as_of.month}月{period.as_of.day}日"


def functions(request: Request, figures: FigureSource) -> dict[str, Callable[..., object]]:
    """Give the functions by name; the environment adds text()."""
    rows, counter, blocks = _Rows(request), Counter(figures, request), _Blocks(request)
    grouper = Grouper(counter)
    return {"table": table, "col": col, "signature": blocks.signature, "addressee": blocks.addressee,
            "enclosures": blocks.enclosures, "attachment": blocks.attachment, "records": rows.records,
            "rows_of": rows.rows_of, "tally": counter.tally, "grouped": grouper, "all_of": grouper.all,
            "gantt": blocks.gantt, "todo": todo, "fact": partial(find_fact, request)}


def todo(what: object, hint: object = "") -> Gap:
    """Leave a visible gap for somebody to fill in."""
    told = words("todo", what), words("todo(hint=)", hint)
    if any(mark in text for text in told for mark in "】\n"):
        raise ArgumentUnfit(function="todo", wanted="words without 】 on one line", given="】")
    return Gap(*told)


class _Blocks:
    """The functions that make blocks of words, and the schedule."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def signature(self, issuer: object = None, date: object = None) -> BlockCall:
        """Sign with the office and the 成文日期 unless others are named."""
        if date is not None and not isinstance(date, Day):
            raise ArgumentUnfit(function="signature", wanted="a day such as issued_on", given=type(date).__name__)
        signed = self._request.date if date is None else date.date
        issuer = issuer.text if isinstance(issuer, Gap) else issuer
        name = self._request.issuer if issuer is None else words("signature", issuer)
        return BlockCall(lambda place: Signature(name, signed, place))

    def addressee(self, to: object) -> BlockCall:
        """Name the organs that the document is sent to."""
        text = to.text if isinstance(to, Gap) else words("addressee", to).rstrip("：:")
        return BlockCall(lambda place: Addressee(text, place))

    def enclosures(self, names: object) -> BlockCall:
        """Name what is attached."""
        told = tuple(words("enclosures", name) for name in sequence("enclosures", names))
        if not told:
            raise ArgumentUnfit(function="enclosures", wanted="at least one name", given="[]")
        return BlockCall(lambda place: Enclosures(told, place))

    def attachment(self, title: object, number: object = None) -> BlockCall:
        """Begin an attachment."""
        if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
            raise ArgumentUnfit(function="attachment(number=)", wanted="a number", given=type(number).__name__)
        text = words("attachment", title)
        return BlockCall(lambda place: Attachment(text, place, number))

    def gantt(self, rows: object, **more: Any) -> GanttCall:
        """Draw the schedule of the period's year."""
        return gantt(rows, self._request.period.year, **more)


class _Rows:
    """The functions that select ledger rows."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def rows_of(self, figure: object) -> list[Row]:
        """Give the rows that a figure was counted or summed from; of a month those that are new in it."""
        if not isinstance(figure, Figure) or (figure.value is not None and figure.rows is None):
            given = figure.key.indicator if isinstance(figure, Figure) else type(figure).__name__
            raise ArgumentUnfit(function="rows_of", wanted="a counted or summed figure", given=given)
        return self._views(figure.rows.fresh if figure.rows else ())

    def records(self, name: str, date: str = "", within: str = "period", where: object = (),
                sort: str = "", limit: int = 0) -> list[Row]:
        """Give a table's rows of the document's unit, by a date column within period, month or to-date."""
        rows = self._views(self._known(name))
        if date:
            first, last = self._window(within)
            rows = [row for row in rows if first <= str(plain(row.reach(date).value)) <= last]
        for field, operator, *values in (sequence("records(where=)", each) for each in sequence("records", where)):
            wanted = values if operator in ("in", "not-in", "has") else next(iter(values), None)
            rows = [row for row in rows if matches(row.reach(str(field)), str(operator), wanted)]
        rows = ordered(rows, sort.removeprefix("-"), Row.reach, falling=sort.startswith("-")) if sort else rows
        return rows[:max(limit, 0)] if limit else rows

    def _known(self, name: str) -> Sequence[Record]:
        """Give the rows of a unit and of those that it has succeeded; a table not kept must be named in kind.toml."""
        ledger, unit, kind = self._request.ledger, self._request.unit, self._request.kind
        if name not in (*ledger.tables, *kind.tables, *kind.optional):
            raise NameUnknown(name=name, nearest=nearest(name, ledger.tables))
        heir = ledger.units.heir(unit, self._request.period.as_of)
        own = {unit.code, *heir.heir_of}
        return [record for record in ledger.rows(name) if unit.is_city or self._unit_of(record) in own]

    def _unit_of(self, record: Record) -> str:
        column = record.origin.schema.unit
        unit = self._request.ledger.units.find(str(record[column])) if column else None
        return unit.code if unit is not None else ""

    def _window(self, within: str) -> tuple[str, str]:
        period = self._request.period
        windows = {"period": (period.start, period.as_of), "month": (period.month.start, period.as_of),
                   "to-date": (date.min, period.as_of), "year": period.whole_year, "next-year": period.next_year}
        if within not in windows:
            raise ArgumentUnfit(function="records(within=)", wanted=" ".join(windows), given=within)
        first, last = windows[within]
        return first.isoformat(), last.isoformat()

    def _views(self, records: Sequence[Record]) -> list[Row]:
        return [Row(record, self._request.ledger.units, self._request.kind.public) for record in records]
