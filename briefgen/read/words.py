"""Give columns the words that their cells may say, with the other ways to write them, from all layers together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.table import Word
from briefgen.read.grid import squeezed
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefgen.model.table import Column, TableSchema

class ListUnknown(BriefgenError):
    """Words are given for a column that may say everything, or that is not there."""

    message = N_("{file}: no column {column} has a list of words{nearest}")


class WordUnknown(BriefgenError):
    """Another way to write a word that the column does not have."""

    message = N_("{file}: the column {column} has no word {word}{nearest}")


class WordTwice(BriefgenError):
    """One way to write would mean two words of a column."""

    message = N_("{file}: in the column {column}, {alias} would mean both {first} and {second}")


class WordLists:
    """The words of each column that has any, (table, column), and the other ways to write each."""

    def __init__(self, schemas: Iterable[TableSchema]) -> None:
        """Take the lists of all layers: deeper aliases may speak of what a nearer layer has replaced."""
        self._ways: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._added: dict[tuple[str, str], list[str]] = defaultdict(list)
        for schema in schemas:
            for column in schema.columns:
                if column.words:
                    ways = self._ways.setdefault((schema.name, column.name), {})
                    ways |= {word.text: ways.get(word.text, []) for word in column.words}

    def add(self, place: str, added: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[BriefgenError]:
        """Put an office's further words into the lists; find columns without one."""
        for table, columns in added.items():
            for column, words in columns.items():
                if (table, column) not in self._ways:
                    yield self._unlisted(place, table, column)
                for word in words:
                    self._ways.get((table, column), {}).setdefault(word, [])
                    self._added[table, column].append(word)

    def name(self, place: str,
             said: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]) -> Iterator[BriefgenError]:
        """Put other ways to write words into the lists; find those of no word."""
        for table, columns in said.items():
            for column, words in columns.items():
                if (table, column) not in self._ways:
                    yield self._unlisted(place, table, column)
                    continue
                ways = self._ways[table, column]
                for word in [word for word in words if word not in ways]:
                    yield WordUnknown(file=place, column=f"{table}.{column}", word=word, nearest=nearest(word, ways))
                for word in ways.keys() & words.keys():
                    ways[word] += words[word]

    def given(self, schema: TableSchema) -> TableSchema:
        """Give a table's columns their words: the nearest layer's list and what was added; none is another's alias."""
        return replace(schema, columns=tuple(self._worded(schema.name, column) for column in schema.columns))

    def _worded(self, table: str, column: Column) -> Column:
        ways = self._ways.get((table, column.name), {}) if column.words else {}
        own = [*(word.text for word in column.words), *self._added.get((table, column.name), ())] if ways else []
        taken = {squeezed(word) for word in own}
        return replace(column, words=tuple(Word(word, tuple(dict.fromkeys(
            name for name in ways[word] if squeezed(name) not in taken))) for word in dict.fromkeys(own)))

    def _unlisted(self, place: str, table: str, column: str) -> BriefgenError:
        names = [".".join(mark) for mark in self._ways]
        return ListUnknown(file=place, column=f"{table}.{column}", nearest=nearest(f"{table}.{column}", names))


def ambiguous(schema: TableSchema, place: str) -> Iterator[BriefgenError]:
    """Find ways to write that would mean two words of a column."""
    for column in schema.columns:
        owner: dict[str, str] = {}
        for word in column.words:
            for name in word.aliases:
                if (first := owner.setdefault(squeezed(name), word.text)) != word.text:
                    yield WordTwice(file=place, column=f"{schema.name}.{column.name}", alias=name, first=first,
                                    second=word.text)
