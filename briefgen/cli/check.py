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

SendBack = Annotated[Path | None, typer.Option(
    "--send-back", metavar="DIR",
    help=_("Write each workbook with problems into this folder, its faulty cells coloured and commented."))]

Explained = Annotated[bool, typer.Option(
    "--explain-columns", help=_("Show first which heading was taken for each column, and why."))]


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    office: Office = Path(), period: Period = "", strict: Strict = False, send_back: SendBack = None,
    explain_columns: Explained = False, templates: Templates = None, as_json: Json = False,
) -> int:
    """Check the data of an office; ends with 3 when a problem stops."""
    from briefgen.cli import show
    from briefgen.pipeline import check, check_columns
    from briefgen.pipeline import send_back as write_back

    asked = (office, period, templates or ())
    problems, columns = check_columns(*asked) if explain_columns else (check(*asked), None)
    returned = write_back(office, problems, send_back) if send_back is not None else None
    show.problems(problems, returned, columns, as_json=as_json)
    return show.verdict(problems, strict=strict)
