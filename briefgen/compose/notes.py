"""Word the notes below a table that its figures ask for: why there are dashes, and what a figure rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.compose.phrases import AIMED, reason_text
from briefgen.model.figure import CARRIED, PROVISIONAL, Figure
from briefgen.model.numbers import NONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

MOST = 3  # what a note names one by one
_UNIT = re.compile("（[^（）]*）$")
_DERIVED = re.compile("(?:当月|[省市]定年度目标|年度目标)$")


def behind(figure: Figure) -> Iterator[Figure]:
    """Give a figure and all that it came from."""
    yield figure
    for parent in (figure.parents or {}).values():
        yield from behind(parent)


def carried(figure: Figure) -> bool:
    """Tell whether a month's figure holds the difference of a correction of earlier months, or rests on one that does.

    What this month adds up to last month's, and so on, is not told.
    """
    return any(CARRIED in each.note for each in behind(figure))


def provisional(figure: Figure) -> bool:
    """Tell whether a figure is a target that the final one will replace, or measures against one."""
    return any(PROVISIONAL in each.note for each in behind(figure))


def several(words: Sequence[str], counter: str = "项") -> str:
    """List words, the first few of many: 甲、乙、丙等5项."""
    return "、".join(words[:MOST]) + (f"等{len(words)}{counter}" if len(words) > MOST else "")


def rests(figures: Sequence[Figure]) -> Iterator[str]:
    """Say which figures hold corrections of earlier months, and which targets are provisional."""
    if found := _subjects(figures, carried, CARRIED):
        yield f"{found}的当月数{CARRIED}"
    aimed = [figure for figure in figures if any(each.key.indicator.rpartition(".")[2] in AIMED
                                                 for each in behind(figure)) and figure.value is not None]
    if found := _subjects(aimed, provisional, PROVISIONAL):
        yield f"{found}的年度目标为暂定数"


def _subjects(figures: Sequence[Figure], holds: Callable[[Figure], bool], note: str) -> str:
    """Name the indicators of which something holds, with the units where it does not hold of all."""
    told: dict[str, dict[str, None]] = {}
    for source in (each for figure in figures if holds(figure) for each in behind(figure) if note in each.note):
        told.setdefault(_DERIVED.sub("", source.name), {})[source.unit_name] = None
    units = {figure.unit_name for figure in figures}
    whole = [name for name, where in told.items() if set(where) == units]
    parts: dict[tuple[str, ...], list[str]] = {}
    for name in (name for name in told if name not in whole):
        parts.setdefault(tuple(told[name]), []).append(name)
    each = [f"{several(where, '个单位')}{several(names)}" for where, names in parts.items()]
    return "、".join([several(whole), *each] if whole else each)


def dashes(cells: Iterable[tuple[str, Figure]]) -> Iterator[str]:
    """Say what the dash stands for, column by column where the columns differ; `cells` are titles and figures."""
    reasons: dict[str, dict[str, None]] = {}
    for title, figure in cells:
        if figure.value is None:
            reasons.setdefault(_UNIT.sub("", title), {})[reason_text(figure)] = None
    told: dict[tuple[str, ...], list[str]] = {}
    for title, why in reasons.items():
        told.setdefault(tuple(sorted(why)), []).append(title)
    words = [(titles, _either([*reasons[titles[0]]])) for titles in told.values()]
    if len(words) == 1:
        yield f"“{NONE}”表示{words[0][1]}"
    elif words:
        yield f"“{NONE}”" + "，".join(f"在{'、'.join(titles)}栏表示{why}" for titles, why in words)


def _either(reasons: Sequence[str]) -> str:
    *others, last = reasons
    return "、".join(others) + ("或" if others else "") + last
