"""`briefgen publish`: freeze the issued pair of a document."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.cli.options import Json, Office, Templates, day
from briefgen.errors import Exit
from briefgen.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.comparing import Replaced

_NAMED = 8  # figures of an issue that are named; --json names all
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
    pairs = {str(file).removesuffix(file.suffix): file for file in files}
    made = None
    if replaces and len(pairs) == 1:
        made = replace_issue(office, files[0], edition, templates or ())
        found = [made.issue]
    else:
        found = publish(office, list(pairs.values()), edition, templates or ())
    if as_json:
        show.say(json.dumps({"issues": [issue.model_dump(mode="json") for issue in found],
                             "draft": str(made.draft) if made else None,
                             "later": [asdict(each) for each in made.later] if made else []},
                            ensure_ascii=False, indent=2))
        return Exit.DONE
    for issue in found:
        show.say(_("published: {folder}").format(folder=issue.folder)
                 + (_(" (No. {number})").format(number=issue.number) if issue.number else ""))
    for text in _replaced(made) if made is not None else ():
        show.say(text)
    return Exit.DONE


def _replaced(made: Replaced) -> Iterator[str]:
    """Tell what was replaced, and which later issues stand on it."""
    yield _("it stands in for {folder}, which is kept; draft of the 更正说明: {file}").format(
        folder=made.issue.replaces, file=made.draft)
    for each in made.later:
        names = "、".join(each.figures[:_NAMED])
        if (more := len(each.figures) - _NAMED) > 0:
            names += _(" and {count} more").format(count=more)
        yield _("{folder} was printed with figures of the replaced issue that are others now: {figures}").format(
            folder=each.folder, figures=names)
