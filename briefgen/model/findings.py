"""Collect problems without end of space: a file may hold a fault in each of a million cells."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from briefgen.model.problem import Problem

MOST: Final = 1000  # more of one kind nobody reads


class Findings:
    """Problems of one sheet or one check, of each code at most MOST."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._kept: list[Problem] = []
        self._last: dict[str, int] = {}
        self._count: dict[str, int] = {}

    def add(self, code: str, make: Callable[[], Problem]) -> None:
        """Take a problem of a code, which is made only if it is kept."""
        count = self._count[code] = self._count.get(code, 0) + 1
        if count <= MOST:
            self._last[code] = len(self._kept)
            self._kept.append(make())

    def problems(self) -> list[Problem]:
        """Give what was kept; the last one of a code tells how many were not."""
        kept = list(self._kept)
        for code, at in self._last.items():
            if self._count[code] > MOST:
                kept[at] = replace(kept[at], more=self._count[code] - MOST)
        return kept


def few(problems: Iterable[Problem]) -> list[Problem]:
    """Take problems as they are found, of each code at most MOST."""
    findings = Findings()
    for problem in problems:
        findings.add(problem.code, partial(replace, problem))
    return findings.problems()
