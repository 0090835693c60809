"""Tell how well this machine's fonts fit, and which characters they cannot print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.fonts.faces import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.document.theme import FaceFile, Fit, Theme

_INVISIBLE = frozenset("\n\t ")


@dataclass(frozen=True, slots=True)
class FaceReport:
    """A face of the theme, its name in Word, and the file that stands for it; no fit means that none was found."""

    face: str
    name: str
    fit: Fit | None
    file: Path | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a text that no file of a face has, and those that come from its fallback; each once, sorted."""

    absent: str
    borrowed: str


def report(theme: Theme, folders: Sequence[Path]) -> list[FaceReport]:
    """Report on every face of a theme, `folders` holding the office's own fonts."""
    shelf = Shelf(folders)
    found = ((key, face.name, shelf.find(key, face)) for key, face in theme.faces.items())
    return [FaceReport(key, name, file.fit if file else None, file.file if file else None)
            for key, name, file in found]


def missing_glyphs(text: str, face: FaceFile) -> Coverage:
    """Sort out the characters of a text that a face's own file does not have."""
    foreign = set(text) - _INVISIBLE - glyphs(face.file)
    absent = foreign - (glyphs(face.fallback) if foreign and face.fallback else frozenset())
    return Coverage("".join(sorted(absent)), "".join(sorted(foreign - absent)))


@lru_cache(maxsize=16)
def glyphs(file: Path) -> frozenset[str]:
    """Read which characters a font file has."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True, fontNumber=0) as font:
        return frozenset(map(chr, font.getBestCmap()))
