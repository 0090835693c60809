"""Read an office's briefgen.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.office import Office
from briefgen.tomlfile import load

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "briefgen.toml"


class OfficeMissing(BriefgenError):
    """A folder without a briefgen.toml."""

    message = N_("{folder} is no office folder: it has no briefgen.toml")


class ConfigUnreadable(BriefgenError):
    """A briefgen.toml that cannot be read as text."""

    message = N_("{file} cannot be read; save it as UTF-8 text")


def read_office(folder: Path) -> Office:
    """Read and validate the configuration of an office folder.

    Raises OfficeMissing, ConfigUnreadable, or ConfigError with every fault and its line.
    """
    path = folder / CONFIG
    if not path.is_file():
        raise OfficeMissing(folder=folder)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ConfigUnreadable(file=path) from None
    return load(text, CONFIG, Office)
