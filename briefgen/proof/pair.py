"""Hold the text of a Word file against its trace and against the PDF's."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from briefgen.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from briefgen.document.trace import Trace

_PAGE: Final = re.compile(r"\s*—\s*[0-9]+\s*—\s*")
_NUMERAL: Final = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+\.|（[0-9]+）)+")
_BLANK: Final = re.compile(r"\s+")
_AHEAD: Final = 2000  # characters: a table's head that a new page repeats
_SHOWN: Final = 40


def figures_differ(word: Path, found: Sequence[tuple[str, str]], trace: Trace,
                   controlled: Callable[[str], tuple[int, int]]) -> Iterator[str]:
    """Name the figures whose controls no longer hold what the trace says, with both texts."""
    held: dict[str, list[str]] = defaultdict(list)
    for name, text in found:
        held[name].append(text)
    for name, figure in trace.figures.items():
        shown = [text[slice(*controlled(text))] for text in figure.shown]
        texts = held.pop(name, [])
        subject = f"{name} {figure.unit_name}{figure.name}"
        if len(texts) != len(shown):
            yield _("{file}: {figure} stands there {found} times, its trace says {shown}").format(
                file=word, figure=subject, found=len(texts), shown=len(shown))
            continue
        for text, should in zip(texts, shown, strict=True):
            if text != should:
                yield _("{file}: {figure} reads {found}, its trace says {shown}").format(
                    file=word, figure=subject, found=text or "—", shown=should)
    for name in held:
        yield _("{file}: there is no figure {figure} in its trace").format(file=word, figure=name)


def texts_differ(word: Path, pdf: Path, paragraphs: Sequence[str], pieces: Sequence[str]) -> Iterator[str]:
    """Find the first paragraph of the Word file that the PDF does not have at its place, and what has no counterpart.

    The PDF alone prints page numbers, the numerals of headings, and a table's head again on each page.
    """
    printed = _BLANK.sub("", "".join(piece for piece in pieces if not _PAGE.fullmatch(piece)))
    at, differs = 0, _("{word}: “{left}”; at this place {pdf} has “{right}”")
    for paragraph in filter(None, (_BLANK.sub("", text) for text in paragraphs)):
        place = at if printed.startswith(paragraph, at) else printed.find(paragraph, at, at + _AHEAD + len(paragraph))
        between = printed[at:place] if place >= 0 else ""
        if place < 0 or not (_NUMERAL.fullmatch(between) or between in printed[:at]):
            left, right = _parting(paragraph, printed[at:at + len(paragraph) + _SHOWN])
            yield differs.format(word=word, left=left, pdf=pdf, right=right)
            return
        at = place + len(paragraph)
    if rest := printed[at:]:
        yield differs.format(word=word, left="—", pdf=pdf, right=rest[:_SHOWN])


def _parting(left: str, right: str) -> tuple[str, str]:
    """Show two texts around the first character that differs."""
    numeral = _NUMERAL.match(right)
    if numeral and not left.startswith(right[:1]):
        right = right[numeral.end():]
    same = next((at for at, (one, two) in enumerate(zip(left, right, strict=False)) if one != two), len(left))
    start = max(0, same - _SHOWN // 2)
    return left[start:start + _SHOWN], right[start:start + _SHOWN]
