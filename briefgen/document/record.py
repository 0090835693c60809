"""Keep the record of a published document: what its figures stood on, readable when the data is gone."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003 - pydantic reads it at run time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.amount import Amount
from briefgen.model.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefgen.document.trace import Trace
    from briefgen.model.table import Origin, Record, Value

FORMAT: Final = 1
_CODE: Final = "代码"  # how the name of a column ends that holds codes


class RecordInvalid(BriefgenError):
    """The record of a published document cannot be used."""

    message = N_("{file}: the record of the published document is missing, damaged or of a later version")


@dataclass(frozen=True, slots=True)
class KeptRow:
    """The contents of one input row: where it stood, its key, and its values as text by column, none personal."""

    table: str
    file: str
    sheet: str | None
    row: int
    key: str
    values: Mapping[str, str]

    @property
    def mark(self) -> tuple[str, ...]:
        """Tell the row apart from others, wherever it stands; one without a key by its place."""
        return row_mark(self.table, self.key, self.file, self.row)

    @property
    def sheet_place(self) -> str:
        """Name the sheet, or the file of one table, where the row stood."""
        return sheet_place(self.file, self.sheet)

    @property
    def place(self) -> str:
        """Print where the row stood."""
        return f"{self.sheet_place}!{self.row}"


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """What a published document stood on; `files`, `inputs` and `templates` are SHA-256 by name.

    `changed` names the input files that were changed between the building and the publishing; `units` are the names of
    units by code, for rows hold the code of each, and `letters` those of the columns by sheet. Records kept before had
    neither.
    """

    document: Mapping[str, str]
    by: str
    day: str
    replaces: str
    files: Mapping[str, str]
    inputs: Mapping[str, str]
    changed: tuple[str, ...]
    templates: Mapping[str, str]
    targets: tuple[str, ...]
    definitions: Mapping[str, str]
    rows: tuple[KeptRow, ...]
    format: int = FORMAT
    units: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def row_mark(table: str, key: str, file: str, row: int) -> tuple[str, ...]:
    """Tell a row apart from others by its key; a row without one bears its number as such."""
    return (table, key) if key != str(row) else (table, file, key)


def sheet_place(file: str, sheet: str | None) -> str:
    """Name a sheet, or a file that has none."""
    return " ".join(filter(None, (file, sheet)))


def letters(origins: Iterable[Origin]) -> dict[str, dict[str, str]]:
    """Give the letters of the columns of each sheet, without the personal ones."""
    return {sheet_place(origin.file, origin.sheet): {
        column.name: origin.letters[column.name] for column in origin.schema.columns
        if column.name in origin.letters and not column.personal} for origin in origins}


def keep(record: Record) -> KeptRow:
    """Keep the contents of a row, without its personal columns."""
    columns = record.origin.schema.columns
    values = {column.name: text for column, value in zip(columns, record.values, strict=True)
              if not column.personal and (text := _text(value))}
    origin = record.origin
    return KeptRow(origin.schema.name, origin.file, origin.sheet, record.row, record.key, values)


def told(values: Mapping[str, str], units: Mapping[str, str]) -> dict[str, str]:
    """Give a row's values as a ledger has them: units by name, but for columns of their codes."""
    return {column: text if column.endswith(_CODE) else units.get(text, text) for column, text in values.items()}


def unit_names(trace: Trace) -> dict[str, str]:
    """Give the names of the units, by code, that a trace has figures of."""
    return {figure.unit: figure.unit_name for figure in trace.figures.values()}


def definitions(trace: Trace) -> dict[str, str]:
    """Give the definition of each indicator that a trace has figures of."""
    return {figure.indicator: figure.definition for figure in trace.figures.values()}


def targets(trace: Trace) -> tuple[str, ...]:
    """Name the versions of the targets that a trace measures against."""
    found = {figure.formula for figure in trace.figures.values() if figure.indicator.endswith(".target")}
    return tuple(sorted(filter(None, found)))


def rows_named(trace: Trace) -> Iterator[tuple[str, str | None, int]]:
    """Name every row behind a trace's figures and cells: file, sheet, row number."""
    for rows in trace.rowsets.values():
        yield from ((rows.file, rows.sheet, row.row) for row in rows.rows)
    for cells in trace.cells:
        for run in cells.rows.split(","):
            first, _dash, last = run.partition("-")
            yield from ((cells.file, cells.sheet, row) for row in range(int(first), int(last or first) + 1))


def record_json(record: PublishedRecord) -> str:
    """Write a record, a line for each row."""
    body = asdict(record)
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in body.pop("rows"))
    head = json.dumps(body, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "rows": [\n{rows}\n]}}\n'


def read_record(data: bytes, file: str) -> PublishedRecord:
    """Read a record; raises RecordInvalid."""
    from pydantic import TypeAdapter, ValidationError

    try:
        record = TypeAdapter(PublishedRecord).validate_json(data)
    except ValidationError:
        raise RecordInvalid(file=file) from None
    if record.format > FORMAT:
        raise RecordInvalid(file=file)
    return record


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Amount):
        from fractions import Fraction

        return f"{exact(Fraction(value.value))}{value.unit}"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
