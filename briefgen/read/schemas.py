"""Read what the tables of an office look like: tables/*.toml of all template layers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import Field

from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_
from briefgen.model.table import CellType, Column, Need, TableSchema, Word
from briefgen.read.grid import squeezed
from briefgen.read.words import WordLists, ambiguous
from briefgen.resources import builtin
from briefgen.tomlfile import Declared, load, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.resources import Layers

_FOLDER = "tables"
_ALIASES = "aliases.toml"


class ColumnUnknown(BriefgenError):
    """A table's key, unit or reference names a column that is not there."""

    message = N_("the table {table}: {key} names the unknown column {column}{nearest}")


class AliasUnknown(BriefgenError):
    """The aliases name a column that no table has, or not that table."""

    message = N_("{file}: no table has the column {column}{nearest}")


class AliasTwice(BriefgenError):
    """One heading would mean two columns of a table."""

    message = N_("{file}: in the table {table}, {alias} would mean both {first} and {second}")


class _Column(Declared):
    type: CellType = CellType.TEXT
    need: Need = Need.OPTIONAL
    personal: bool = False
    refers: str = ""
    words: tuple[str, ...] = ()


class _Table(Declared):
    columns: dict[str, _Column] = Field(min_length=1)
    key: str = ""
    unit: str = ""
    day: str = ""


class _File(Declared):
    table: dict[str, _Table]


class _Aliases(Declared):
    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    table: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    add: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    word: dict[str, dict[str, dict[str, tuple[str, ...]]]] = Field(default_factory=dict)


def read_schemas(layers: Layers) -> dict[str, TableSchema]:
    """Read the schemas of all layers; of a table that several describe, the nearest layer's is taken whole.

    Raises ConfigError for a fault in a file, by line, and for a name of a column that no table has.
    """
    every = [_schema(table, entry) for name, text in _texts(layers)
             for table, entry in load(text, name, _File).table.items()]
    known: dict[str, set[str]] = {}  # also what a nearer layer has replaced: deeper aliases may speak of it
    for schema in every:
        known.setdefault(schema.name, set()).update(schema.index)
    aliases, words = _aliases(layers, known), _words(layers, every)
    schemas = {schema.name: _aliased(words.given(schema), aliases) for schema in every}
    faults = [fault for schema in schemas.values()
              for fault in (*_dangling(schema, schemas), *ambiguous(schema, _ALIASES))]
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
        yield place, hit.read_text(encoding="utf-8-sig")


def _schema(name: str, entry: _Table) -> TableSchema:
    columns = tuple(Column(column, what.type, what.need, (), what.personal, what.refers, tuple(map(Word, what.words)))
                    for column, what in entry.columns.items())
    return TableSchema(name, columns, entry.key, entry.unit, entry.day)


def _aliases(layers: Layers, known: Mapping[str, set[str]]) -> dict[tuple[str, str], list[str]]:
    """Read the other headings of each column (table, column) from all layers together.

    Raises ConfigError for columns that no table has.
    """
    found: dict[tuple[str, str], list[str]] = {}
    faults = []
    for place, text in layers.every(_ALIASES):
        said = load(text, place, _Aliases)
        entries = [(name, column, names) for name, all_ in known.items()
                   for column, names in said.columns.items() if column in all_]
        entries += [(name, column, names) for name, columns in said.table.items() for column, names in columns.items()]
        asked = [(column, set[str]().union(*known.values())) for column in said.columns]
        asked += [(column, known.get(name, set())) for name, column, _ in entries]
        faults += [AliasUnknown(file=place, column=column, nearest=nearest(column, among))
                   for column, among in asked if column not in among]
        for name, column, names in entries:
            found.setdefault((name, column), []).extend(names)
    if faults:
        raise ConfigError(_ALIASES, faults)
    return found


def alias_files(layers: Layers, schemas: Mapping[str, TableSchema]) -> dict[tuple[str, str, str], str]:
    """Tell which file says a heading (table, column, heading without blanks); nothing for the built-in one."""
    builtin_ = str(builtin() / _ALIASES)
    found: dict[tuple[str, str, str], str] = {}
    for place, text in layers.every(_ALIASES):
        said = load(text, place, _Aliases)
        for table, schema in schemas.items():
            for column in schema.columns:
                names = (*said.columns.get(column.name, ()), *said.table.get(table, {}).get(column.name, ()))
                for name in names:
                    found.setdefault((table, column.name, squeezed(name)), "" if place == builtin_ else place)
    return found


def _words(layers: Layers, every: Sequence[TableSchema]) -> WordLists:
    """Read what all layers add to the lists of words; raises ConfigError for columns and words that are not there."""
    said = [(place, load(text, place, _Aliases)) for place, text in layers.every(_ALIASES)]
    lists = WordLists(every)
    faults = [fault for place, each in said for fault in lists.add(place, each.add)]
    faults += [fault for place, each in said for fault in lists.name(place, each.word)]
    if faults:
        raise ConfigError(_ALIASES, faults)
    return lists


def _aliased(schema: TableSchema, aliases: Mapping[tuple[str, str], list[str]]) -> TableSchema:
    """Give a table's columns their other headings; a column's own name is never another's.

    Raises ConfigError for a heading that would mean two columns.
    """
    own = {squeezed(name) for name in schema.index}
    owner: dict[str, str] = {}
    columns = []
    faults = []
    for column in schema.columns:
        names = [name for name in aliases.get((schema.name, column.name), ()) if squeezed(name) not in own]
        for name in names:
            if (first := owner.setdefault(squeezed(name), column.name)) != column.name:
                faults.append(AliasTwice(file=_ALIASES, table=schema.name, alias=name, first=first, second=column.name))
        columns.append(replace(column, aliases=tuple(dict.fromkeys(names))))
    if faults:
        raise ConfigError(_ALIASES, faults)
    return replace(schema, columns=tuple(columns))


def _dangling(schema: TableSchema, schemas: dict[str, TableSchema]) -> Iterator[ColumnUnknown]:
    """Find names of columns that are not there; a reference is written table.column."""
    for key, name in (("key", schema.key), ("unit", schema.unit), ("day", schema.day)):
        if name and name not in schema.index:
            yield ColumnUnknown(table=schema.name, key=key, column=name, nearest=nearest(name, schema.index))
    known = [f"{other.name}.{column.name}" for other in schemas.values() for column in other.columns]
    for column in schema.columns:
        if column.refers and column.refers not in known:
            yield ColumnUnknown(table=schema.name, key=f"{column.name} refers", column=column.refers,
                                nearest=nearest(column.refers, known))
