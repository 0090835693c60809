"""`briefgen receive`: take in what the counties send, and tell who has reported."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.cli.options import Json, Office, Templates, day
from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_, _

if TYPE_CHECKING:
    from briefgen.model.arrival import Arrivals

Files = Annotated[list[Path] | None, typer.Argument(
    metavar="FILE", show_default=False, help=_("The workbooks that came in, from wherever they lie."))]
Status = Annotated[bool, typer.Option("--status", help=_("Show which units have reported, late, or not at all."))]
Unit = Annotated[str, typer.Option(
    "--unit", metavar="NAME", help=_("Whose they are; what their rows and titles say if not given."))]
Period = Annotated[str, typer.Option(
    "--period", metavar="2022-12", help=_("Of which month; what their titles and names say if not given."))]
Table = Annotated[str, typer.Option("--table", metavar="TABLE", help=_("Which table; the one that fits if not given."))]
Sheet = Annotated[str, typer.Option("--sheet", metavar="SHEET", help=_("In which sheet; all are looked at if not."))]
Date = Annotated[str, typer.Option("--date", metavar="DAY", help=_("The day on which they came; today if not given."))]
By = Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who takes them in."))]
Yes = Annotated[bool, typer.Option("--yes", help=_("Take them in without asking."))]


class FilesOrStatus(BriefgenError):
    """Neither files nor the status, or both, were asked for."""

    message = N_("name the files that came in, or say --status: one of the two")


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    files: Files = None, status: Status = False, office: Office = Path(), unit: Unit = "", period: Period = "",
    table: Table = "", sheet: Sheet = "", arrived: Date = "", by: By = "", yes: Yes = False,
    templates: Templates = None, as_json: Json = False,
) -> int:
    """Show what came in and what it changes, and take it in when asked to."""
    from briefgen.cli import arrivals as shown
    from briefgen.pipeline import Delivery, look, reported, take_in

    if bool(files) == status:
        raise FilesOrStatus
    if status:
        shown.standings(reported(office, period, templates or ()), as_json=as_json)
        return Exit.DONE
    delivery = Delivery(day(arrived) or date.today(), unit, period, table, sheet, by)
    found = look(office, files or (), delivery, templates or ())
    if not as_json:
        shown.arrivals(found)
    agreed = bool(found.waiting) and (yes or (not as_json and _confirmed(len(found.waiting))))
    taken = take_in(office, found, delivery) if agreed else []
    shown.taken(found, taken, as_json=as_json)
    return _verdict(found, agreed=agreed)


def _confirmed(count: int) -> bool:
    """Ask on a terminal; without one nobody has agreed."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(_("Take {count} in? y takes them in, anything else does not: ").format(count=count))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是"}


def _verdict(found: Arrivals, *, agreed: bool) -> int:
    """Give the exit code: data refused, else a file of which something must be said, else something not taken in."""
    if found.unread or any(each.refused for each in found.arrivals):
        return Exit.DATA
    if found.failures:
        return Exit.USAGE
    return Exit.FINDINGS if found.waiting and not agreed else Exit.DONE
