"""Keep the trace: what each figure of a document is, how it was computed, and the cells of its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from briefgen.document.dump import dump
from briefgen.document.nodes import Cell, FigureRef
from briefgen.document.walk import inlines_of, leaves
from briefgen.errors import BriefgenError
from briefgen.files import digest
from briefgen.i18n import N_, _
from briefgen.model.amount import Amount
from briefgen.model.numbers import exact
from briefgen.model.report import MEASURE, REPORTED, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefgen.document.nodes import Document
    from briefgen.model.figure import Figure, RowSet
    from briefgen.model.table import Origin, Record

FORMAT: Final = 4  # 2 knows facts and cells; 3 corrections, rows taken away, reported figures; 4 issued ones


class TraceInvalid(BriefgenError):
    """The trace cannot be used."""

    message = N_("{file}: the trace is missing, damaged or changed: {reason}")


class TraceNewer(BriefgenError):
    """The trace was written by a later version of briefgen."""

    message = N_("{file}: the trace has format {found}, this briefgen reads up to format {known}")


@dataclass(frozen=True, slots=True)
class TracedCorrection:
    """A correction of a row: the field before and after, why, who says so, its day, from which month on, its place."""

    field: str
    old: str
    new: str
    reason: str
    by: str
    day: str
    since: str
    place: str


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row of a row set: its number in the file, its key, and the value it brought in (empty for counts)."""

    row: int
    key: str
    value: str
    corrections: tuple[TracedCorrection, ...] = ()


@dataclass(frozen=True, slots=True)
class TracedRows:
    """The rows of one file that a figure came from.

    `column` is the letter of the field, or of the key for counts; `measure` is the unit of the values. Rows that are
    `taken` away counted before a correction took effect, or were reported up to the month before: what they brought in
    is subtracted.
    """

    table: str
    aggregate: str
    field: str
    file: str
    sheet: str | None
    column: str
    measure: str
    rows: tuple[TracedRow, ...]
    taken: bool = False


@dataclass(frozen=True, slots=True)
class TracedFigure:
    """A figure: what it is, its exact value (a decimal or p/q), what paper shows, and where it came from.

    A `reported` one is a unit's 汇总填报, or holds one: no project rows stand behind that. `issued` names the published
    figure (folder, `#`, id) whose value it has.
    """

    id: str
    indicator: str
    unit: str
    unit_name: str
    period: str
    name: str
    measure: str
    value: str | None
    reason: str | None
    shown: tuple[str, ...]
    definition: str
    formula: str
    note: str
    parents: Mapping[str, str]
    rowsets: tuple[str, ...]
    reported: bool = False
    issued: str = ""


@dataclass(frozen=True, slots=True)
class TracedFact:
    """What no row gives: its text, where that was published, as of which day, who approved it, and its cell."""

    key: str
    text: str
    origin: str
    as_of: str
    approved: str
    place: str


@dataclass(frozen=True, slots=True)
class TracedCells:
    """The cells of one ledger column that paper shows as they stand: rows as runs, `2-6,9`; not the personal ones."""

    file: str
    sheet: str | None
    column: str
    rows: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The figures of a document (or of one question) by id, their row sets, facts, cells, and the files' digests."""

    document: Mapping[str, str]
    inputs: Mapping[str, str]
    figures: Mapping[str, TracedFigure]
    rowsets: Mapping[str, TracedRows]
    facts: tuple[TracedFact, ...] = ()
    cells: tuple[TracedCells, ...] = ()


_PARTS = (Trace, TracedFigure, TracedRows, TracedRow, TracedCorrection, TracedFact, TracedCells)


class _Collector:
    """Number figures that are only parents, and share equal row sets."""

    def __init__(self, printed: Mapping[str, Figure], shown: Mapping[str, tuple[str, ...]]) -> None:
        self.printed, self.shown = printed, shown
        self.ids = {figure.key: name for name, figure in printed.items()}
        self.figures: dict[str, TracedFigure] = {}
        self.rowsets: dict[str, TracedRows] = {}
        self._known: dict[tuple[object, ...], tuple[str, ...]] = {}

    def figure(self, figure: Figure) -> str:
        """Trace a figure and its parents; gives its id."""
        name = self.ids.setdefault(figure.key, f"p{len(self.ids) - len(self.printed) + 1}")
        if name in self.figures:
            return name
        traced = TracedFigure(
            id=name, indicator=figure.key.indicator, unit=figure.key.unit, unit_name=figure.unit_name,
            period=figure.key.period, name=figure.name, measure=figure.measure,
            value=None if figure.value is None else exact(figure.value),
            reason=figure.reason.value if figure.reason else None, shown=self.shown.get(name, ()),
            definition=figure.definition, formula=figure.formula, note=figure.note, parents={},
            rowsets=(*self.rows(figure.rows), *self.rows(figure.stated)), reported=figure.reported,
            issued=figure.issued)
        self.figures[name] = traced
        parents = {role: self.figure(parent) for role, parent in (figure.parents or {}).items()}
        self.figures[name] = replace(traced, parents=parents)
        return name

    def rows(self, rows: RowSet | None) -> tuple[str, ...]:
        """Trace a row set, one entry a file; gives their ids."""
        if rows is None:
            return ()
        both = (rows.records, rows.taken)
        mark = (rows.table, rows.aggregate, rows.field, *(tuple(map(_version, records)) for records in both))
        if mark not in self._known:
            self._known[mark] = tuple(self._store(rows, origin, records, taken=taken)
                                      for taken, some in enumerate(both) for origin, records in _by_origin(some))
        return self._known[mark]

    def _store(self, rows: RowSet, origin: Origin, records: list[Record], *, taken: int) -> str:
        name = f"r{len(self.rowsets) + 1}"
        self.rowsets[name] = TracedRows(
            table=rows.table, aggregate=rows.aggregate.value, field=rows.field, file=origin.file, sheet=origin.sheet,
            column=origin.letters.get(rows.field or origin.schema.key, ""),
            measure=_measure(records, rows.field),
            rows=tuple(_row(record, rows.field) for record in records), taken=bool(taken))
        return name


def trace_document(document: Document, inputs: Mapping[str, str]) -> Trace:
    """Trace all figures, facts and ledger cells of a document."""
    meta, shown = document.meta, _shown(document)
    about = {"kind": meta.kind, "kind_title": meta.kind_title, "title": meta.title, "unit": meta.unit_code,
             "unit_name": meta.unit_name, "period": meta.period, "as_of": meta.as_of.isoformat(),
             "date": meta.date.isoformat(), "issue_no": str(meta.masthead.issue_no) if meta.masthead else "",
             "serial": "" if meta.serial is None else str(meta.serial), "text": digest(dump(document).encode())}
    facts = tuple(TracedFact(fact.key, fact.text, fact.origin, fact.as_of.isoformat(), fact.approved, str(fact.source))
                  for fact in document.facts)
    return replace(trace_figures(document.figures, inputs, about, shown), facts=facts, cells=_cells(document))


def trace_figures(figures: Mapping[str, Figure], inputs: Mapping[str, str], about: Mapping[str, str],
                  shown: Mapping[str, tuple[str, ...]]) -> Trace:
    """Trace figures by id, with what paper shows of each."""
    collector = _Collector(figures, shown)
    for figure in figures.values():
        collector.figure(figure)
    return Trace(dict(about), dict(inputs), collector.figures, collector.rowsets)


def to_json(trace: Trace, *, with_rows: bool = True) -> str:
    """Write a trace canonically; the digest covers the body. Without rows it is the short copy."""
    body = _canonical(_plain(trace if with_rows else replace(trace, rowsets={})))
    return f'{{"digest":"{digest(body.encode())}","format":{FORMAT},"trace":{body}}}'


def with_files(text: str, files: Mapping[str, bytes]) -> str:
    """Add the digests of the built files, by their endings, to a written trace: those beside them know their bytes."""
    return json.dumps({**json.loads(text), "files": {suffix: digest(data) for suffix, data in files.items()}},
                      ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def built_files(text: str | bytes) -> dict[str, str]:
    """Give the digests that with_files added; none where there are none to read."""
    try:
        found = json.loads(text)["files"]
        return {str(suffix): str(sha256) for suffix, sha256 in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def from_json(text: str | bytes, file: str) -> Trace:
    """Read a trace; raises TraceInvalid or TraceNewer."""
    try:
        data = json.loads(text)
        version, body, recorded = data["format"], data["trace"], data["digest"]
        genuine = digest(_canonical(body).encode()) == recorded
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TraceInvalid(file=file, reason=type(error).__name__) from None
    if not isinstance(version, int) or version > FORMAT:
        raise TraceNewer(file=file, found=version, known=FORMAT)
    if not genuine:
        raise TraceInvalid(file=file, reason=_("its digest does not fit its content"))
    return _restore(body, file)


def _restore(body: object, file: str) -> Trace:
    """Make a trace of JSON, figures in the order of the page; raises TraceInvalid for anything of another kind."""
    from pydantic import TypeAdapter, ValidationError

    try:
        trace = TypeAdapter(Trace).validate_python(body)
        known = {*trace.figures, ""}
        if any(not set(figure.parents.values()) <= known for figure in trace.figures.values()):
            raise TraceInvalid(file=file, reason=_("a figure names parents that are not there"))
        figures = sorted(trace.figures.items(), key=lambda item: (item[0][:1], int(item[0][1:])))
    except (ValidationError, ValueError) as error:
        raise TraceInvalid(file=file, reason=type(error).__name__) from None
    return replace(trace, figures=dict(figures))


def _plain(value: object) -> object:
    """Turn a trace into what JSON can hold."""
    if isinstance(value, TracedRow) and not value.corrections:  # most rows, of which there are many
        return {"row": value.row, "key": value.key, "value": value.value}
    if isinstance(value, _PARTS):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _shown(document: Document) -> dict[str, tuple[str, ...]]:
    shown: dict[str, tuple[str, ...]] = {}
    for block in document.blocks:
        for leaf in (leaf for inlines in inlines_of(block) for leaf in leaves(inlines)):
            if isinstance(leaf, FigureRef):
                shown[leaf.id] = (*shown.get(leaf.id, ()), leaf.text)
    return shown


def _cells(document: Document) -> tuple[TracedCells, ...]:
    """Gather the ledger cells on paper by column, in order of appearance."""
    found: dict[tuple[str, str | None, str], set[int]] = {}
    for block in document.blocks:
        for leaf in (leaf for inlines in inlines_of(block) for leaf in leaves(inlines)):
            if isinstance(leaf, Cell) and not leaf.personal:
                place = leaf.source
                found.setdefault((place.file, place.sheet, place.column or ""), set()).add(place.row or 0)
    return tuple(TracedCells(*column, _runs(sorted(rows))) for column, rows in found.items())


def _runs(rows: Sequence[int]) -> str:
    """Write row numbers as runs: 2, 3, 4, 9 is `2-4,9`."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1][1:] = [row]
        else:
            runs.append([row])
    return ",".join("-".join(map(str, run)) for run in runs)


def _by_origin(records: Iterable[Record]) -> list[tuple[Origin, list[Record]]]:
    """Group rows by their file; those of 汇总填报 also by the measure that each is in."""
    groups: dict[tuple[int, str], tuple[Origin, list[Record]]] = {}
    for record in records:
        measure = str(record[MEASURE]) if record.origin.schema.name == REPORTED else ""
        groups.setdefault((id(record.origin), measure), (record.origin, []))[1].append(record)
    return list(groups.values())


def _version(record: Record) -> tuple[int, int, int]:
    return id(record.origin), record.row, len(record.corrections)


def _row(record: Record, field: str) -> TracedRow:
    return TracedRow(record.row, record.key, traced_value(record, field), tuple(
        TracedCorrection(each.field, each.old, each.new, each.reason, each.by, each.day.isoformat() if each.day else "",
                         f"{each.since:%Y-%m}" if each.since else "", str(each.source))
        for each in record.corrections))


def traced_value(record: Record, field: str) -> str:
    """Give what a row brings into a figure, as the trace has it; nothing for counts and personal columns."""
    column = record.origin.schema.column(field)
    value = record[field] if column is not None and not column.personal else None
    return "" if value is None else f"{value.value:f}" if isinstance(value, Amount) else str(value)


def _measure(records: Sequence[Record], field: str) -> str:
    """Name the unit of a summed column: the money's, that which 汇总填报 names, or none."""
    if field == VALUE and records[0].origin.schema.name == REPORTED:
        return str(records[0][MEASURE])
    values = (record[field] for record in records) if field else ()
    return next((value.unit for value in values if isinstance(value, Amount)), "")
