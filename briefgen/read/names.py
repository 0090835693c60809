"""Find the files that a table's entry in briefgen.toml names: one, several, or all that a pattern matches."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATTERN = frozenset("*?[")
_LOCKS = ("~$", ".~")  # what Excel and WPS, and LibreOffice, put beside a workbook that is open


def expand(folder: Path, names: Iterable[str]) -> list[str]:
    """Name the files below the folder, with `/`, those of a pattern sorted; what matches nothing keeps its name."""
    found: list[str] = []
    for given in names:
        name = given.replace("\\", "/")
        found += [given] if _leads_out(name) else _matches(folder, name) or [name]
    return list(dict.fromkeys(found))


def outside(folder: Path, name: str) -> bool:
    """Tell whether a name, or the link that stands there, leads out of the folder, itself resolved."""
    return _leads_out(name.replace("\\", "/")) or not (folder / name).resolve().is_relative_to(folder)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return (not name or "\0" in name or path.is_absolute() or bool(PureWindowsPath(name).anchor) or ".." in path.parts)


def _matches(folder: Path, name: str) -> list[str]:
    if not _PATTERN & set(name) or (folder / name).exists():
        return []
    hits = (hit for hit in folder.glob(name) if not hit.name.startswith(_LOCKS))
    return sorted(hit.relative_to(folder).as_posix() for hit in hits)
