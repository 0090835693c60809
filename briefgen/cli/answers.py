"""Print answers: each a table with heads, its notes, and the sentence to paste."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from briefgen.cli.show import say
from briefgen.model.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.model.answer import Answer, Part
    from briefgen.model.figure import Figure


def answers(found: Sequence[Answer], *, as_json: bool) -> None:
    """Print answers, an empty line between them."""
    if as_json:
        say(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2))
        return
    for at, each in enumerate(found):
        if at:
            say("")
        for text in _lines(each):
            say(text)


def _lines(each: Answer) -> Iterator[str]:
    broken = each.breakdown
    yield f"{each.title}（单位：{broken.whole.figure.measure}）"
    yield from aligned([broken.heads, *((part.label, *(figure.number for figure in part.figures))
                                         for part in broken.lines)])
    if each.notes:
        yield f"注：{'；'.join(each.notes)}。"
    yield each.sentence


def aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Set the first column left and the others right, whatever the width of the characters."""
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        label, *numbers = ((text, " " * (width - cells(text))) for text, width in zip(line, widths, strict=True))
        yield "  ".join(["".join(label), *(blank + text for text, blank in numbers)])


def cells(text: str) -> int:
    """Count the columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _plain(each: Answer) -> dict[str, object]:
    broken, figure = each.breakdown, each.breakdown.whole.figure
    return {"indicator": figure.key.indicator, "name": figure.name, "period": figure.key.period,
            "title": each.title, "heads": broken.heads, "notes": each.notes, "sentence": each.sentence,
            "whole": _part(broken.whole), "parts": [_part(part) for part in broken.parts]}


def _part(part: Part) -> dict[str, str | None]:
    return {"label": part.label, "measure": part.figure.measure, "value": _exact(part.figure),
            "base": _exact(part.base), "change": _exact(part.change),
            "change_measure": part.change.measure if part.change is not None else None}


def _exact(figure: Figure | None) -> str | None:
    return None if figure is None or figure.value is None else exact(figure.value)
