"""Every kind of dirt is found at its cell or read right, and the clean twin raises no alarm."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger, check_words
from tests.faults.dirt import DIRT
from tests.faults.untidy import HEAD, LEDGER, Untidy
from tests.read.making import office, read

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.source import Source
    from briefgen.model.table import Value

SEEDS = range(6)
DECIDING = {(LEDGER, name) for name in ("状态", "来源区域", "协议类型")}


def address(place: Source) -> str:
    """Name a cell, with its table unless that is the ledger."""
    table = place.file.partition(".")[0]
    cell = f"{place.column or ''}{place.row or ''}"
    return cell if table == LEDGER else f"{table}!{cell}"


def found(folder: Path, book: Untidy) -> tuple[set[tuple[str, str]], set[tuple[str, str]], list[dict[str, Value]]]:
    """Read and check the book: what was found in the ledger, what should have been, and the values read."""
    files, told = book.tables()
    ledger, problems = read(folder, files)
    problems += [*check_words(ledger, DECIDING), *check_ledger(ledger, office({}))]
    marks = {(problem.code, address(problem.source)) for problem in problems}
    names = [name.partition("(")[0] for name in HEAD[1:]]
    return marks, told, [{name: row[name] for name in names} for row in ledger.rows(LEDGER)]


def test_the_clean_twin_raises_no_alarm(tmp_path: Path) -> None:
    marks, told, values = found(tmp_path, Untidy(Random(0)))
    assert (marks, told, len(values)) == (set(), set(), 8)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("dirt", DIRT)
def test_dirt_is_found_or_read_right(tmp_path: Path, dirt: str, seed: int) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "untidy").mkdir()
    _, _, clean = found(tmp_path / "clean", Untidy(Random(seed)))
    book = Untidy(Random(seed))
    DIRT[dirt](book)
    marks, told, values = found(tmp_path / "untidy", book)
    assert marks == told
    changed = {at for _, at, _ in book.told if isinstance(at, int)} | {at for at, _ in book.values}
    assert len(values) == len(clean)
    for at, (row, expected) in enumerate(zip(values, clean, strict=True)):
        assert at in changed or row == expected
    for (at, column), value in book.values.items():
        read_as = values[at][column.partition("(")[0]]
        assert (read_as, type(read_as)) == (value, type(value))
