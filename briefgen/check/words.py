"""Check that cells say only what their column's list has: a figure that chooses rows by a word misses any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.check.rows import tables
from briefgen.model.problem import Problem
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from briefgen.model.ledger import Ledger


def check_words(ledger: Ledger, deciding: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """Find words that are on no list; `deciding` names the columns (table, column) by which figures choose rows."""
    for schema, records in tables(ledger):
        for column in schema.columns:
            code = "cell.word" if (schema.name, column.name) in deciding else "word.odd"
            words = [word.text for word in column.words]
            near: dict[str, str] = {}
            for record in records if words else ():
                said = record[column.name]
                if isinstance(said, str) and said and said not in words:
                    params = {"column": column.name, "value": said, "words": "、".join(words),
                              "nearest": near[said] if said in near else near.setdefault(said, nearest(said, words))}
                    yield Problem(code, record.source(column.name), params)
