"""Find template files in their layers: the nearest layer that has a file wins."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable


class ResourceMissing(BriefgenError):
    """No layer has the file."""

    message = N_("no template layer has {name}")


class ResourceUnreadable(BriefgenError):
    """A template file is no text, or its rights forbid reading it."""

    message = N_("{file} cannot be read; save it as UTF-8 text, and check its rights")


class Layers:
    """An ordered stack of template folders, nearest first; the built-in one is last."""

    def __init__(self, folders: Iterable[Traversable] = ()) -> None:
        """Stack the given folders above the built-in templates."""
        self.folders: tuple[Traversable, ...] = (*folders, builtin())

    def find(self, name: str, below: int = -1) -> tuple[int, Traversable] | None:
        """Find a file by its layer-relative name in a layer deeper than `below`."""
        for index, folder in enumerate(self.folders):
            if index > below and (found := _inside(folder, name)) is not None:
                return index, found
        return None

    def read(self, name: str, below: int = -1) -> str:
        """Read a file's text from the nearest layer that has it."""
        found = self.find(name, below)
        if found is None:
            raise ResourceMissing(name=name)
        return read_text(found[1])

    def every(self, name: str) -> list[tuple[str, str]]:
        """Read a file from all layers that have it, the deepest first, with a printable place."""
        return [(str(hit), read_text(hit)) for folder in reversed(self.folders)
                if (hit := _inside(folder, name)) is not None]

    def names(self, folder: str) -> list[str]:
        """List the names inside a folder over all layers, sorted."""
        try:
            found = {entry.name for layer in self.folders if (layer / folder).is_dir()
                     for entry in (layer / folder).iterdir()}
        except OSError:
            raise ResourceUnreadable(file=folder) from None
        return sorted(found)


def read_text(file: Traversable) -> str:
    """Read a template file; raises ResourceUnreadable."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ResourceUnreadable(file=file) from None


def builtin() -> Traversable:
    """Find the shipped templates: inside the package, else beside it (editable installs)."""
    inside = files("briefgen") / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"


def _inside(folder: Traversable, name: str) -> Traversable | None:
    """Find a plain file below a folder; links that lead out of the folder do not count."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        return None
    found = folder.joinpath(*parts)
    try:
        if not found.is_file():
            return None
    except OSError:
        raise ResourceUnreadable(file=found) from None
    if isinstance(found, Path) and isinstance(folder, Path):
        return found if found.resolve().is_relative_to(folder.resolve()) else None
    return found
