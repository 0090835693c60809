"""`briefgen check`: every problem of the data, with its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import Json, Office, Templates
from briefgen.i18n import _

Period = Annotated[str, typer.Option(
    "--period", metavar="2022-12", help=_("Check also what this period needs, such as its targets."))]
Strict = Annotated[bool, typer.Option("--strict", help=_("Let questions (W) stop, too."))]


def command(office: Office = Path(), period: Period = "", strict: Strict = False,
            templates: Templates = None, as_json: Json = False) -> int:
    """Check the data of an office; ends with 3 when a problem stops."""
    from briefgen.cli import show
    from briefgen.pipeline import check

    problems = check(office, period, templates or ())
    show.problems(problems, as_json=as_json)
    return show.verdict(problems, strict=strict)
