"""Read what no data can give: an office's text file, cut into the sections that templates ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefgen.compose.errors import SectionTwice, SectionUnnamed, TemplateEndless
from briefgen.document.nodes import Place
from briefgen.document.walk import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.document.nodes import Document

_HEAD = re.compile(r"[#＃](?![#＃])[ \t\u3000]*(\S.*)")
_OPEN, _CLOSE = "{#", "#}"
OPENING = "【待补"
MAX_SOURCE = 400_000
_GAP = re.compile(rf"{OPENING}[^】]*】?")


@dataclass(frozen=True)
class Gap:
    """A text that somebody has still to write; prints as 【待补：…】."""

    what: str
    hint: str = ""

    @property
    def text(self) -> str:
        """Word the gap."""
        return f"{OPENING}：{self.what}{f'（{self.hint}）' if self.hint else ''}】"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a text file: its template text, and where it begins."""

    source: str
    place: Place

    @property
    def placed(self) -> str:
        """Give the text behind as many empty lines as stand before it in its file."""
        return "\n" * (self.place.line - 1) + self.source


def sections(source: str, file: str) -> Mapping[str, Section]:
    """Cut a text file at its `# 名称` lines; a section without text is as good as none.

    Raises SectionTwice, SectionUnnamed for text above the first name, TemplateEndless for too much of it.
    """
    if len(source) > MAX_SOURCE:
        raise TemplateEndless(place=Place(file, 1))
    found: dict[str, list[str]] = {}
    first: dict[str, int] = {}
    name = ""
    lines = _blanked(source).removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines, 1):
        if head := _HEAD.fullmatch(line):
            name = head[1].rstrip()
            if name in found:
                raise SectionTwice(place=Place(file, number), name=name)
            found[name], first[name] = [], number + 1
        elif name:
            found[name].append(line)
        elif line.strip():
            raise SectionUnnamed(place=Place(file, number))
    return {name: Section("\n".join(lines), Place(file, first[name]))
            for name, lines in found.items() if any(line.strip() for line in lines)}


def _blanked(source: str) -> str:
    """Empty the comments, and keep their lines, so that a `# …` within one names nothing."""
    text, at = "", 0
    while (start := source.find(_OPEN, at)) >= 0 and (end := source.find(_CLOSE, start + len(_OPEN))) >= 0:
        text += source[at:start] + "\n" * source.count("\n", start, end)
        at = end + len(_CLOSE)
    return text + source[at:]


def gaps(document: Document) -> Iterator[tuple[Place, str]]:
    """Find what is still to be written in a finished document, wherever it stands, with the line of its template."""
    head = Place(f"kinds/{document.meta.kind}/kind.toml", 1)
    texts = [(head, text(replace(document, blocks=())))]
    for block in document.blocks:
        alone = replace(document, meta=replace(document.meta, title="", mark="", masthead=None, letterhead=None,
                                               colophon=None), blocks=(block,))
        texts.append((block.place, text(alone)))
    yield from ((place, gap) for place, words in texts for gap in _GAP.findall(words))
