"""`briefgen build`: the documents of a period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import AsOf, Basis, Json, Office, Templates, Unit, day, number
from briefgen.errors import Exit
from briefgen.i18n import _

Kinds = Annotated[list[str] | None, typer.Argument(
    metavar="KIND", help=_("Kinds by id or Chinese title; those of briefgen.toml if not given."),
    show_default=False)]
Period = Annotated[str, typer.Option("--period", metavar="2022-12", help=_("The period, up to this month."))]
AllUnits = Annotated[bool, typer.Option("--all-units", help=_("A document for each county and zone."))]
Format = Annotated[str, typer.Option("--format", metavar="docx,pdf", help=_("Which files to make."))]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help=_("Where the files go."))]
Date = Annotated[str, typer.Option("--date", metavar="DAY", help=_("The date on paper; the as-of day if not given."))]
IssueNo = Annotated[str, typer.Option(
    "--issue-no", metavar="N",
    help=_("The number of a briefing's issue, the month's if not given; of a notice, its serial."))]

Campaign = Annotated[str, typer.Option(
    "--campaign", metavar="ID", help=_("One campaign by its number or name; all and the overall plan if not given."))]
Part = Annotated[str, typer.Option("--part", metavar="plan|results", help=_("Which half of a campaign; the plan."))]
Final = Annotated[bool, typer.Option("--final", help=_("Refuse documents that still have 【待补】 in them."))]


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    period: Period, kinds: Kinds = None, office: Office = Path(), unit: Unit = "", all_units: AllUnits = False,
    formats: Format = "docx,pdf", out: Out = Path("out"), as_of: AsOf = "", date: Date = "", issue_no: IssueNo = "",
    campaign: Campaign = "", part: Part = "", final: Final = False, basis: Basis = "published",
    templates: Templates = None, as_json: Json = False,
) -> int:
    """Build documents; ends with 1 when the Word file was made but the PDF could not be."""
    from briefgen.cli import show
    from briefgen.pipeline import Order, build

    order = Order(period=period, kinds=kinds or (), unit=unit, all_units=all_units,
                  formats=tuple(name.strip() for name in formats.split(",")), out=out, as_of=day(as_of),
                  date=day(date), issue_no=number(issue_no), campaign=campaign, part=part, final=final,
                  basis=basis)
    report = build(office, order, templates or ())
    show.built(report, as_json=as_json)
    return Exit.FINDINGS if report.failures else Exit.DONE
