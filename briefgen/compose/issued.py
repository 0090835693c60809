"""Say where what was printed before is not what today's data gives (口径调整)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.model.figure import RESTATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefgen.model.figure import Figure

_WORDS = {"last_year": "上年同期", "last_month": "上月"}


def restated(figure: Figure) -> Iterator[Figure]:
    """Give the printed figures behind a figure, itself too, from which today's data differs."""
    if figure.restated:
        yield figure
    for parent in (figure.parents or {}).values():
        yield from restated(parent)


def restatements(figures: Iterable[Figure]) -> Iterator[str]:
    """Word the notes below a table of these figures."""
    found = tuple(figures)
    names = {each.key.indicator.rpartition(".")[2] for figure in found for each in restated(figure)}
    words = [word for name, word in _WORDS.items() if name in names]
    if words:
        yield f"口径调整：{'、'.join(words)}按已印发数，与现有数据不同"
    if any(figure.note == RESTATED for figure in found):
        yield f"口径调整：{RESTATED}"
