"""Read the texts that the office writes itself, a file for each document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.files import safe_name
from briefgen.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.document.kind import Kind
    from briefgen.model.period import Period
    from briefgen.model.unit import Unit


class TextUnreadable(BriefgenError):
    """A text file of the office cannot be read as text."""

    message = N_("{file} cannot be read; save it in the office folder as UTF-8 text")


def text_name(folder: Path, texts: str, kind: Kind, unit: Unit, period: Period, entry: str) -> str:  # noqa: PLR0913, PLR0917 - what names a document
    """Name the office's text file of a document: `texts/2022-12/summary-寿阳县.md`.

    A plan is the year's: what does not lie in the month's folder is looked for in `texts/2023/`.
    """
    first = kind.part == next(iter(kind.parts), "")
    parts = (kind.id, entry, "" if first else kind.part, "" if unit.is_city else unit.name)
    name = f"{'-'.join(safe_name(word) for word in parts if word)}.md"
    yearly, monthly = (f"{texts}/{month}/{name}" for month in (period.year, period.id))
    return yearly if kind.series and first and not (folder / monthly).is_file() else monthly


def read_prose(folder: Path, name: str) -> str:
    """Read a text file of the office, nothing if there is none; raises TextUnreadable."""
    path = folder / name
    try:
        if not path.exists():
            return ""
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            raise TextUnreadable(file=name)
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, RuntimeError):
        raise TextUnreadable(file=name) from None
