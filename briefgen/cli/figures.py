"""`briefgen figures`: an answer at nine in the evening, as a table and one sentence to paste."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import AsOf, Json, Office, Templates, Unit, day, number
from briefgen.errors import Exit
from briefgen.i18n import _

Indicators = Annotated[list[str], typer.Argument(
    metavar="INDICATOR", help=_("Indicators by id, such as signed.invest."))]
Period = Annotated[str, typer.Option("--period", metavar="2022-12", help=_("The period, up to this month."))]
By = Annotated[str, typer.Option("--by", metavar="unit|chain|origin", help=_("What the figure is broken down by."))]
Compare = Annotated[str, typer.Option(
    "--compare", metavar="last-year|last-month", help=_("What it is compared with; nothing if not given."))]
Top = Annotated[str, typer.Option("--top", metavar="N", help=_("Only the first lines; all if not given."))]


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    indicators: Indicators, period: Period, office: Office = Path(), unit: Unit = "", by: By = "unit",
    compare: Compare = "", top: Top = "", as_of: AsOf = "", templates: Templates = None, as_json: Json = False,
) -> int:
    """Break figures down."""
    from briefgen.cli import show
    from briefgen.pipeline import Order, Question, answer

    order = Order(period=period, unit=unit, as_of=day(as_of))
    found = answer(office, order, Question(indicators, by, compare), templates or ())
    show.answers(found, number(top), as_json=as_json)
    return Exit.DONE
