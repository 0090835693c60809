"""Measure text in characters, break titles and set signatures: the arithmetic that all writers share."""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HALF: Final = 0.5
MM_A_PT: Final = 25.4 / 72
_SLACK = 6
_LEAST = 3
_MOST = 4
_BLANKS = 2
_NEVER_FIRST = "，。、；：？！”’）》〉】〕…%的"
_NEVER_LAST = "“‘（《〈【〔"
_ATOM = re.compile(r"[0-9A-Za-z.%—-]+[年月日个项]?|.", re.DOTALL)
_WORDS = re.compile("招商引资|招商活动|重点项目|情况|工作|推进|清单|通报|简报|总结|方案|报告|通知|项目|"
                    "活动|进展|完成|关于|全市|开工|签约|产业链|实施|办公室|服务|中心|（[^（）]{1,14}）")
_CLAUSE_ENDS = "的、，：）》”年月日市县区和与及于"
_ISSUING = ("印发", "转发", "批转")  # what follows is one name
_BEST_CUT = -6
_WORD_CUT, _NO_CLAUSE, _OBLONG, _HOURGLASS = 12, 3, 1, 6


def cells(text: str) -> float:
    """Measure a text in characters: ASCII and other narrow ones are half a character wide."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else HALF for char in text)


def break_title(title: str, width: float) -> tuple[str, ...]:
    """Break a title into balanced lines of at most `width` characters (GB/T 9704-2012 7.3.1: 梯形或菱形, 词意完整).

    Numbers stay whole with their unit word; a cut goes behind a clause or between words where one is near.
    A title of more than four lines, or without a place to break it, comes back whole.
    """
    least = math.ceil(cells(title) / width)
    for count in range(max(least, 2), _MOST + 1) if least > 1 else ():
        if found := _best(title, count, width):
            return found
    return (title,)


def one_line_size(text: str, most: float, width: float) -> float:
    """Shrink type of `most` pt, in halves of a point, until a text stands on one line of `width` mm."""
    return math.floor(2 * min(most, width / MM_A_PT / max(cells(text), 1))) / 2


def label_width(text: str) -> float:
    """Measure in characters the label that a text begins with, colon and all (附件：, 抄送：); none is 0."""
    return cells(text[:text.find("：") + 1])


def hung_lines(lines: Sequence[str]) -> Iterator[tuple[str, float, float]]:
    """Set the lines of a 附件说明: each with the characters before it and before its name (GB/T 9704-2012 7.3.4).

    A line's number stands behind the label, the label 2 characters in.
    """
    behind = _BLANKS + label_width(lines[0])
    for number, line in enumerate(lines, 1):
        yield line, behind if number > 1 else _BLANKS, behind + (cells(f"{number}.") if len(lines) > 1 else 0)


def signature_reach(issuer: float, date: float) -> tuple[float, float]:
    """Give how far left of the text's right edge 署名 and 成文日期 begin, of their widths, all in characters.

    署名 has 2 blanks behind it and the date begins 2 characters right of it; a longer date takes the 2 blanks itself
    (GB/T 9704-2012 7.3.5.2).
    """
    reach = date + 2 * _BLANKS if date > issuer else issuer + _BLANKS
    return reach, reach - _BLANKS


def _best(title: str, count: int, width: float) -> tuple[str, ...] | None:
    """Choose the cuts with the least fault among those near even ones; none if no choice fits."""
    cuts, total, inside = _cuts(title), cells(title), _inside_words(title)
    near = [[cut for cut in cuts if abs(cells(title[:cut]) - total * part / count) <= _SLACK]
            for part in range(1, count)]
    choices = []
    for chosen in product(*near):
        lines = tuple(title[start:end] for start, end in pairwise((0, *chosen, len(title))))
        widths = [cells(line) for line in lines]
        if min(widths) >= _LEAST and max(widths) <= width:
            words = sum(_cut_fault(title, cut, inside) for cut in chosen)
            choices.append((_shape_fault(widths) + words, chosen, lines))
    return min(choices)[2] if choices else None


def _cuts(title: str) -> list[int]:
    """List where a line may end: not inside numbers or Latin words, not against the line-start and line-end rules."""
    ends = [match.end() for match in _ATOM.finditer(title)][:-1]
    return [end for end in ends if title[end] not in _NEVER_FIRST and title[end - 1] not in _NEVER_LAST]


def _inside_words(title: str) -> frozenset[int]:
    return frozenset(place for word in _WORDS.finditer(title) for place in range(word.start() + 1, word.end()))


def _cut_fault(title: str, cut: int, inside: frozenset[int]) -> int:
    if cut in inside:
        return _WORD_CUT
    if title.endswith(_ISSUING, 0, cut):
        return _BEST_CUT
    return 0 if title[cut - 1] in _CLAUSE_ENDS or _WORDS.match(title, cut) else _NO_CLAUSE


def _shape_fault(widths: list[float]) -> float:
    """Fault uneven lines, an oblong, and an hourglass (a line shorter than both its neighbours)."""
    waist = any(widths[at] < min(widths[at - 1], widths[at + 1]) for at in range(1, len(widths) - 1))
    spread = max(widths) - min(widths)
    return spread + (_HOURGLASS if waist else 0) + (_OBLONG if spread == 0 else 0)
