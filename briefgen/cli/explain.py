"""`briefgen explain`: what a figure is, and the rows it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import AsOf, Json, Office, Templates, Unit, day
from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_, _

Subject = Annotated[str, typer.Argument(
    metavar="FILE|INDICATOR", help=_("A built or published file, or an indicator's id or name."))]
FigureId = Annotated[str, typer.Option("--figure", metavar="ID", help=_("Only this figure of the file, in full."))]
Period = Annotated[str, typer.Option("--period", metavar="2022-12", help=_(
    "January up to this month; or 2022-Q4, 2022-H2, 2022-03..2022-05."))]


class PeriodNeeded(BriefgenError):
    """An indicator was asked for without a period."""

    message = N_("explaining the indicator {name} needs --period (a built file would end in .docx, .pdf or .json)")


class FigureUnknown(BriefgenError):
    """The file has no figure of that id."""

    message = N_("{file} has no figure {id}; it has {first} to {last}")


def command(  # noqa: PLR0913, PLR0917 - the contract of the command line
    subject: Subject, office: Office = Path(), unit: Unit = "", period: Period = "", figure: FigureId = "",
    as_of: AsOf = "", templates: Templates = None, as_json: Json = False,
) -> int:
    """Explain the figures of a built file, or one indicator on today's data."""
    from briefgen.cli.tracing import show_trace
    from briefgen.files import there
    from briefgen.pipeline import Order, evidence_of, explain_file, explain_indicator

    kept, file = None, next((path for path in (Path(subject), office / subject) if there(path)), Path(subject))
    if file.suffix.lower() in (".docx", ".pdf", ".json") or there(file):
        kept = evidence_of(file)
        trace = kept.trace if kept is not None else explain_file(file)
    elif not period:
        raise PeriodNeeded(name=subject)
    else:
        order = Order(period=period, unit=unit, as_of=day(as_of))
        trace = explain_indicator(office, subject, order, templates or ())
        figure = "f1"
    if figure and figure not in trace.figures:
        known = list(trace.figures) or ["-"]
        raise FigureUnknown(file=subject, id=figure, first=known[0], last=known[-1])
    show_trace(trace, figure, kept, as_json=as_json)
    return Exit.DONE
