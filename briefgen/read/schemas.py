"""Read what the tables of an office look like: tables/*.toml of all template layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_
from briefgen.model.table import CellType, Column, Need, TableSchema
from briefgen.tomlfile import Declared, load, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.resources import Layers

_FOLDER = "tables"


class ColumnUnknown(BriefgenError):
    """A table's key, unit or reference names a column that is not there."""

    message = N_("the table {table}: {key} names the unknown column {column}{nearest}")


class _Column(Declared):
    type: CellType = CellType.TEXT
    need: Need = Need.OPTIONAL
    aliases: tuple[str, ...] = ()
    personal: bool = False
    refers: str = ""


class _Table(Declared):
    columns: dict[str, _Column] = Field(min_length=1)
    key: str = ""
    unit: str = ""


class _File(Declared):
    table: dict[str, _Table]


def read_schemas(layers: Layers) -> dict[str, TableSchema]:
    """Read the schemas of all layers; of a table that several describe, the nearest layer's is taken whole.

    Raises ConfigError for a fault in a file, by line, and for a name of a column that no table has.
    """
    schemas: dict[str, TableSchema] = {}
    for name, text in _texts(layers):
        for table, entry in load(text, name, _File).table.items():
            schemas[table] = _schema(table, entry)
    faults = [fault for schema in schemas.values() for fault in _dangling(schema, schemas)]
    if faults:
        raise ConfigError(_FOLDER, faults)
    return schemas


def _texts(layers: Layers) -> Iterator[tuple[str, str]]:
    """Give every layer's files, the deepest layer first, so that nearer ones come to lie on top."""
    hits = []
    for name in layers.names(_FOLDER):
        at, path = -1, f"{_FOLDER}/{name}"
        while name.endswith(".toml") and (found := layers.find(path, at)):
            at = found[0]
            hits.append((-at, str(found[1]), found[1]))
    for _, place, hit in sorted(hits, key=lambda entry: entry[:2]):
        yield place, hit.read_text(encoding="utf-8")


def _schema(name: str, entry: _Table) -> TableSchema:
    columns = tuple(Column(column, what.type, what.need, what.aliases, what.personal, what.refers)
                    for column, what in entry.columns.items())
    return TableSchema(name, columns, entry.key, entry.unit)


def _dangling(schema: TableSchema, schemas: dict[str, TableSchema]) -> Iterator[ColumnUnknown]:
    """Find names of columns that are not there; a reference is written table.column."""
    for key, name in (("key", schema.key), ("unit", schema.unit)):
        if name and name not in schema.index:
            yield ColumnUnknown(table=schema.name, key=key, column=name, nearest=nearest(name, schema.index))
    known = [f"{other.name}.{column.name}" for other in schemas.values() for column in other.columns]
    for column in schema.columns:
        if column.refers and column.refers not in known:
            yield ColumnUnknown(table=schema.name, key=f"{column.name} refers", column=column.refers,
                                nearest=nearest(column.refers, known))
