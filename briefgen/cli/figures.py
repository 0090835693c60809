"""`briefgen figures`: an answer at nine in the evening, as a table and one sentence to paste."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import AsOf, Basis, Json, Office, Templates, Unit, day
from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_, _

Indicators = Annotated[list[str] | None, typer.Argument(
    metavar="INDICATOR", show_default=False,
    help=_("Indicators by id, such as signed.invest, or by name; those with a target if not given."))]
Period = Annotated[str, typer.Option("--period", metavar="2022-12", help=_(
    "January up to this month; or 2022-Q4, 2022-H2, 2022-03..2022-05."))]
By = Annotated[str, typer.Option(
    "--by", metavar="unit|chain|origin|size|method", help=_("What the figure is broken down by."))]
Compare = Annotated[str, typer.Option(
    "--compare", metavar="last-year|last-month", help=_("What it is compared with; nothing if not given."))]
Top = Annotated[str, typer.Option(
    "--top", metavar="N", help=_("Only so many lines, those that lead; all if not given."))]
Xlsx = Annotated[Path | None, typer.Option(
    "--xlsx", metavar="FILE", help=_("Save the tables as an Excel workbook, too, with the rows behind each figure."))]


class LinesUnknown(BriefgenError):
    """The text is no number of lines."""

    message = N_("{text} is not a number of lines; write 1 or more")


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    period: Period, indicators: Indicators = None, office: Office = Path(), unit: Unit = "", by: By = "unit",
    compare: Compare = "", top: Top = "", xlsx: Xlsx = None, as_of: AsOf = "", basis: Basis = "published",
    templates: Templates = None, as_json: Json = False,
) -> int:
    """Break figures down."""
    from briefgen.cli import show
    from briefgen.cli.answers import answers
    from briefgen.pipeline import Order, Question, answer, save_answers

    order = Order(period=period, unit=unit, as_of=day(as_of), basis=basis)
    found = answer(office, order, Question(indicators or (), by, compare, _lines(top)), templates or ())
    saved = save_answers(found, xlsx) if xlsx is not None else None
    answers(found, as_json=as_json)
    if saved is not None and not as_json:
        show.say(str(saved))
    return Exit.DONE


def _lines(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise LinesUnknown(text=text)
    return int(text) if text else None
