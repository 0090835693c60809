"""`briefgen forms`: blank ledgers in Excel for the counties to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import Json, Office, Templates
from briefgen.errors import Exit
from briefgen.i18n import _

Tables = Annotated[list[str] | None, typer.Argument(
    metavar="TABLE", show_default=False, help=_("Tables by name; those of briefgen.toml if not given."))]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help=_("Where the files go: into its folder forms."))]


def command(tables: Tables = None, office: Office = Path(), out: Out = Path("out"), templates: Templates = None,
            as_json: Json = False) -> int:
    """Write the form of each table."""
    from briefgen.cli import show
    from briefgen.pipeline import save_forms

    files = [str(file) for file in save_forms(office, out, tables or (), templates or ())]
    for text in [json.dumps({"files": files}, ensure_ascii=False, indent=2)] if as_json else files:
        show.say(text)
    return Exit.DONE
