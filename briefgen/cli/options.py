"""The options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from briefgen.errors import BriefgenError
from briefgen.i18n import N_, _


class DayUnknown(BriefgenError):
    """The text is no day."""

    message = N_("{text} is not a day; write it as 2022-12-31")


class NumberUnknown(BriefgenError):
    """The text is no issue number."""

    message = N_("{text} is not an issue number; write 1 or more")


Office = Annotated[Path, typer.Option("--office", metavar="DIR", help=_("The office folder (with briefgen.toml)."))]
Templates = Annotated[list[Path] | None, typer.Option(
    "--templates", metavar="DIR", help=_("A template folder that goes before the office's own; may be repeated."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON for other programs."))]
Unit = Annotated[str, typer.Option("--unit", metavar="NAME", help=_("A county or zone; the city if not given."))]
AsOf = Annotated[str, typer.Option(
    "--as-of", metavar="DAY", help=_("Count up to this day of the last month; its end if not given."))]


Basis = Annotated[str, typer.Option(
    "--basis", metavar="published|current",
    help=_("Last month and last year as they were published, or as today's data has them."))]


def day(text: str) -> date | None:
    """Read a day `2022-12-31`, or nothing; raises DayUnknown."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DayUnknown(text=text) from None


def number(text: str) -> int | None:
    """Read an issue number, or nothing; raises NumberUnknown."""
    if text and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise NumberUnknown(text=text)
    return int(text) if text else None
