"""Break a title into lines that stand as a trapezoid or a diamond (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

# Without a dictionary: numbers, quoted names and the office's common words stay whole, all else is a character.
_WHOLE = re.compile(r"第?[0-9A-Za-z][0-9A-Za-z.,%—-]*(?:年度|年|月份|月|日|期|个|届|号)?|《[^》]{1,10}》|“[^”]{1,10}”"
                    r"|（[^）]{1,8}）|关于|进一步|招商引资|全[省市县区]|[上下]半年|工作|完成|情况|简报|通报|总结|方案"
                    r"|报告|通知|项目|重点|推进|清单|活动|安排|部署"
                    r"|.", re.DOTALL)
_NOT_FIRST = "，。、；：！？）》”的"
_NOT_LAST = "（《“"
_GOOD_BEFORE = ("和", "与", "及", "暨", "并", "以及", "《", "“")
_GOOD_AFTER = ("、", "，", "：", "的", "情况", "》", "”")
_ROUGH = 4  # what a line's end inside a phrase costs, against one character of difference between the lines
_HOLLOW = 40  # what an hourglass costs


def broken(title: str, room: float) -> tuple[str, ...]:
    """Break a title where its lines hold at most `room` full-width characters, words and numbers whole."""
    words = _WHOLE.findall(title)
    for lines in range(1, len(words) + 1):
        fits = [cut for cut in _cuts(words, lines) if max(map(cells, cut)) <= room]
        if fits:
            return min(fits, key=_ugliness)
    return (title,)


def cells(text: str) -> float:
    """Count a text's width in full-width characters; ASCII is half as wide."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _cuts(words: list[str], lines: int) -> list[tuple[str, ...]]:
    places = [place for place in range(1, len(words))
              if words[place][0] not in _NOT_FIRST and words[place - 1][-1] not in _NOT_LAST]
    return [tuple("".join(words[start:end]) for start, end in pairwise((0, *inner, len(words))))
            for inner in combinations(places, lines - 1)]


def _ugliness(lines: tuple[str, ...]) -> float:
    """Weigh how far lines are from a trapezoid or a diamond whose ends fall between phrases."""
    widths = [cells(line) for line in lines]
    grows = [right > left for left, right in pairwise(widths)]
    hollow = any(not earlier and later for earlier, later in pairwise(grows))
    rough = sum(not (above.endswith(_GOOD_AFTER) or below.startswith(_GOOD_BEFORE)) for above, below in pairwise(lines))
    return max(widths) - min(widths) + _ROUGH * rough + _HOLLOW * hollow
