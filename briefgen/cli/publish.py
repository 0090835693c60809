"""`briefgen publish`: freeze the issued pair of a document."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import Json, Office, Templates, day
from briefgen.errors import Exit
from briefgen.i18n import _

Files = Annotated[list[Path], typer.Argument(
    metavar="FILE", help=_("The Word file or the PDF of each document; the other is found beside it."))]
By = Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who publishes."))]
Date = Annotated[str, typer.Option("--date", metavar="DAY", help=_("The day of issue; today if not given."))]
Replaces = Annotated[str, typer.Option(
    "--replaces", metavar="ISSUE|NAME", help=_("The wrong issue that this one stands in for, by number or name."))]


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    files: Files, office: Office = Path(), by: By = "", issued: Date = "", replaces: Replaces = "",
    templates: Templates = None, as_json: Json = False,
) -> int:
    """Check each pair against its trace and the register, and keep it below published/."""
    from briefgen.cli import show
    from briefgen.pipeline import Edition, publish, replace_issue

    edition = Edition(day(issued) or date.today(), by, replaces)
    pairs = list(dict.fromkeys(file.with_suffix("") for file in files))
    draft = None
    if replaces and len(pairs) == 1:
        issue, draft = replace_issue(office, files[0], edition, templates or ())
        found = [issue]
    else:
        found = publish(office, list({file.with_suffix(""): file for file in files}.values()), edition, templates or ())
    if as_json:
        show.say(json.dumps({"issues": [issue.model_dump(mode="json") for issue in found],
                             "draft": str(draft) if draft else None}, ensure_ascii=False, indent=2))
        return Exit.DONE
    for issue in found:
        show.say(_("published: {folder}").format(folder=issue.folder)
                 + (_(" (No. {number})").format(number=issue.number) if issue.number else ""))
    if draft is not None:
        show.say(_("it stands in for {folder}, which is kept; draft of the 更正说明: {file}").format(
            folder=found[0].replaces, file=draft))
    return Exit.DONE
