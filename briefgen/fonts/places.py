"""Name the places where font files are looked for."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = "pylopdf_fonts_zh_cn"  # Noto Sans SC and Noto Serif SC as two whole files
_ENDINGS = {".otf", ".ttf", ".ttc", ".otc"}


def user_folder() -> Path:
    """Name the folder of this user's free fonts; `briefgen fonts install` fills it."""
    return _data_folder() / "briefgen" / "fonts"


def package_folder() -> Path | None:
    """Find the folder of the fallback fonts' package, where it is installed."""
    found = find_spec(_PACKAGE)
    return Path(found.origin).parent if found and found.origin else None


def system_folders() -> list[Path]:
    """List the usual font folders of this system."""
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
                _data_folder() / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    return [home / ".fonts", home / ".local" / "share" / "fonts", Path("/usr/local/share/fonts"),
            Path("/usr/share/fonts")]


def font_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the font files below folders, in a fixed order; folders that are not there hold none."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
