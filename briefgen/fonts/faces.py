"""Choose the font file of each face: the office's own, then the system's, then a free one, then the fallback."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from briefgen.document.theme import FaceFile, Fit
from briefgen.errors import BriefgenError, Exit
from briefgen.fonts.names import family_names
from briefgen.fonts.places import font_files, package_folder, system_folders, user_folder
from briefgen.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefgen.document.theme import Face, Theme

_COLUMNS = 3
_PATIENCE = 20  # seconds: the first fc-list on a machine builds its cache


class FontsMissing(BriefgenError):
    """No file stands for a face."""

    exit = Exit.FINDINGS
    message = N_("no font file for {faces}; install the free fonts with: briefgen fonts install")


class Shelf:
    """The font files in reach: by family name, the office's before the system's, and the free ones by file name."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look through the office's folders, the system and the free fonts."""
        own = list(font_files(folders))
        self.named = _first(_system()) | _first((name, file) for file in own for name in family_names(file))
        free = font_files(filter(None, (user_folder(), package_folder())))
        self.files = _first((file.name, file) for file in (*own, *free))

    def find(self, key: str, face: Face) -> FaceFile | None:
        """Find the best file for a face (its key in the theme), with the fallback for glyphs that it lacks."""
        fallback = next((self.files[name] for name in face.fallback_files if name in self.files), None)
        for name in (face.name, *face.names):
            if file := self.named.get(name.casefold()):
                return FaceFile(key, file, Fit.EXACT, fallback)
        for name in face.files:
            if file := self.files.get(name):
                return FaceFile(key, file, Fit.EQUIVALENT, fallback)
        return FaceFile(key, fallback, Fit.SUBSTITUTED) if fallback else None


def resolve(theme: Theme, folders: Sequence[Path]) -> dict[str, FaceFile]:
    """Choose a file for every face of a theme, `folders` holding the office's own fonts; raises FontsMissing."""
    shelf = Shelf(folders)
    found = {key: shelf.find(key, face) for key, face in theme.faces.items()}
    missing = [theme.faces[key].name for key, file in found.items() if file is None]
    if missing:
        raise FontsMissing(faces="、".join(missing))
    return {key: file for key, file in found.items() if file}


def _first(pairs: Iterable[tuple[str, Path]]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for name, file in pairs:
        found.setdefault(name, file)
    return found


def _system() -> list[tuple[str, Path]]:
    """List the system's families, case folded, with their files; upright regular files come first."""
    if program := which("fc-list"):
        listed = subprocess.run([program, "--format", "%{file}\t%{style}\t%{family}\n"], capture_output=True,
                                timeout=_PATIENCE, check=False).stdout.decode(errors="replace")
        rows = sorted((line.split("\t") for line in listed.splitlines() if line.count("\t") == _COLUMNS - 1),
                      key=lambda row: ("Regular" not in row[1], row[0]))
        return [(name.casefold(), Path(file)) for file, _style, names in rows for name in names.split(",")]
    return [(name, file) for file in font_files(system_folders()) for name in family_names(file)]
