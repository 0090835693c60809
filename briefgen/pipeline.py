"""Join the rooms: load an office, check it, build its documents, explain its figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefgen.archive import Edition
from briefgen.archive import publish as _publish
from briefgen.comparing import diff as _diff
from briefgen.comparing import replace_issue, today
from briefgen.desk import FORMATS, Desk, FileMissing, Order, read_theme
from briefgen.errors import BriefgenError
from briefgen.evidence import evidence_of
from briefgen.files import safe_name, save_all
from briefgen.i18n import N_, _
from briefgen.intake import look, reported, take_in
from briefgen.model.answer import Answer
from briefgen.model.arrival import Delivery
from briefgen.model.issue import CURRENT, ISSUED, ISSUES, standing
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused, Problem, Severity
from briefgen.model.submission import REGISTER
from briefgen.papers import GapsLeft, NamesAlike, Papers, compose, open_gaps, pass_gate, wanted
from briefgen.resources import Layers
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefgen.compute.breakdown import Divider
    from briefgen.compute.calculator import Calculator
    from briefgen.document.changes import Comparison
    from briefgen.document.nodes import Document
    from briefgen.document.theme import FaceFile
    from briefgen.document.trace import Trace
    from briefgen.fonts.check import FaceReport
    from briefgen.model.answer import Breakdown
    from briefgen.model.issue import Issue
    from briefgen.model.unit import Unit
    from briefgen.read.columns import Columns

__all__ = ["FORMATS", "Answer", "Delivery", "Desk", "Edition", "FileMissing", "Order", "Question", "Report", "Returned",
           "answer", "build", "check", "check_columns", "check_fonts", "diff", "evidence_of", "explain_file",
           "explain_indicator", "look", "publish", "read_theme", "replace_issue", "reported", "save_answers",
           "save_forms", "send_back", "take_in"]


class UnitsTwice(BriefgenError):
    """One unit and all units were asked for."""

    message = N_("--unit and --all-units exclude each other")


class FormatUnknown(BriefgenError):
    """No writer makes the format."""

    message = N_("no writer makes the format {name}; there are: {known}")


class AskedUnknown(BriefgenError):
    """A breakdown or comparison that nobody makes."""

    message = N_("{name} is not known here; there are: {known}")


class NoWorkbook(BriefgenError):
    """The name is not one of an Excel workbook."""

    message = N_("{file} is no name of a workbook; give one that ends in .xlsx")


class TableUnknown(BriefgenError):
    """No schema describes the table."""

    message = N_("there is no table {name}{nearest}; briefgen.toml names: {known}")


class NotTraced(BriefgenError):
    """The file holds no trace."""

    message = N_("{file} holds no figures of briefgen; give a .docx, .pdf or .trace.json that it built")


class IssuedStands(DataRefused):
    """The data holds problems, but what was issued of the period needs none of it."""

    message = N_("the data has {count} problems that must be mended first; what was issued is explained without it: "
                 "briefgen explain {folder} --figure f1")


@dataclass(frozen=True)
class Report:
    """What a build made: files, the problems that did not stop it, remarks on templates and faces, failures."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()
    faces: Mapping[str, FaceFile] = field(default_factory=dict)
    failures: tuple[BriefgenError, ...] = ()


@dataclass(frozen=True)
class Returned:
    """What is to go back to those who keep the data: files, and remarks on workbooks that could not be marked."""

    files: tuple[Path, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Which indicators, broken down by unit or by a division of the profile, and what they are compared with.

    That is last-year, last-month or nothing. No indicators are those with a target; `top` cuts the lines of each table.
    """

    indicators: Sequence[str] = ()
    by: str = "unit"
    compare: str = ""
    top: int | None = None


def check(folder: Path, period: str = "", templates: Sequence[Path] = ()) -> list[Problem]:
    """Find every problem of an office's data, and of one period if given."""
    desk = Desk(folder, templates)
    return desk.problems(desk.closed(Period.parse(period)) if period else None)


def check_columns(folder: Path, period: str = "",
                  templates: Sequence[Path] = ()) -> tuple[list[Problem], list[Columns]]:
    """Check likewise, and tell of every sheet how its columns were found, whatever is wrong with its cells."""
    desk = Desk(folder, templates)
    return desk.problems(desk.closed(Period.parse(period)) if period else None), desk.columns()


def send_back(folder: Path, found: Sequence[Problem], out: Path) -> Returned:
    """Save each file with problems to correct below `out`: a workbook marked, any other as a list of its problems.

    Accepted findings are left out, and so are files in which there is nothing to correct. Raises what save_all raises.
    """
    from briefgen.write.sendback import MARKED
    from briefgen.write.sendback import send_back as sent

    office, contents, remarks = Desk(folder).office, dict[str, bytes](), []
    for file, problems in _by_file(found).items():
        data = _kept(folder, file)
        if data is None:
            continue
        paper = sent(file, data, problems, office.office.name, contents)
        contents[paper.name] = paper.content
        if file.lower().endswith(MARKED) and not paper.marked:
            remarks.append(_("{file} cannot be marked safely; its problems are listed in {list}").format(
                file=file, list=paper.name))
    return Returned(tuple(save_all(out, contents)), tuple(remarks))


def _by_file(found: Sequence[Problem]) -> dict[str, list[Problem]]:
    """Gather the problems that stand by their file, of those files in which there is something to correct."""
    files: dict[str, list[Problem]] = {}
    for problem in found:
        if not problem.accepted and problem.source.file not in {"briefgen.toml", REGISTER, ISSUES}:
            files.setdefault(problem.source.file, []).append(problem)
    return {file: problems for file, problems in files.items()
            if any(problem.severity is not Severity.INFO for problem in problems)}


def _kept(folder: Path, file: str) -> bytes | None:
    """Read a file of the office; what is not there, or lies outside, has nothing to send back."""
    path = folder / file
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return path.read_bytes() if inside and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def build(folder: Path, order: Order, templates: Sequence[Path] = ()) -> Report:
    """Build documents: all are made before the first is written. Raises DataRefused and every BriefgenError."""
    unknown = next((name for name in order.formats if name not in FORMATS), None)
    if unknown is not None:
        raise FormatUnknown(name=unknown, known=", ".join(FORMATS))
    if order.unit and order.all_units:
        raise UnitsTwice
    period, desk = Period.parse(order.period, order.as_of), Desk(folder, templates, _basis(order))
    period = desk.closed(period, order.as_of)
    kinds = desk.kinds(order)
    problems = [*desk.problems(period, kinds), *(problem for kind in kinds for problem in desk.lacking(kind))]
    _refuse(problems)
    found, skipped = wanted(desk, kinds, period, order)
    documents = compose(desk, found, period, order)
    pass_gate(desk, documents, period, problems)
    left = open_gaps(documents, found)
    if order.final and left:
        raise GapsLeft(list=left)
    made = Papers(desk, order.formats)
    for name, document in documents.items():
        made.add(name, document)
    remarks = (*made.remarks(kinds), *_restated(desk, documents, period), *skipped, *desk.stray_texts(period), *left)
    files = save_all(order.out, made.contents)
    return Report(tuple(files), tuple(problems), remarks, made.faces, tuple(made.failures))


def _basis(order: Order) -> str:
    """Give the basis of an order; raises AskedUnknown."""
    if order.basis not in (ISSUED, CURRENT):
        raise AskedUnknown(name=order.basis, known=f"{ISSUED}, {CURRENT}")
    return order.basis


def _restated(desk: Desk, documents: Mapping[str, Document], period: Period) -> Iterator[str]:
    """Tell of each document which figures are as they were printed and differ from today's data."""
    from briefgen.compose.issued import every_restated

    text = _("{name}: {unit} {figure} is {issued} as published ({place}), {current} in today's data")
    for name, document in documents.items():
        for figure in every_restated(document.figures.values(), desk.calculator, desk.ledger.units, period):
            yield text.format(name=name, unit=figure.unit_name, figure=figure.name, issued=figure.text,
                              place=figure.issued, current=(figure.parents or {})["current"].text)


def publish(folder: Path, files: Sequence[Path], edition: Edition, templates: Sequence[Path] = ()) -> list[Issue]:
    """Keep finished documents below `published/`, if today's data still makes them; raises what stands against it."""
    return _publish(folder, files, edition, today, templates)


def diff(folder: Path, old: str, new: str = "", templates: Sequence[Path] = ()) -> Comparison:
    """Compare an issue (folder, name or number) or a file with another, or with today's data; raises what it finds."""
    return _diff(folder, old, new, explain_file, templates)


def check_fonts(folder: Path) -> list[FaceReport]:
    """Report on the faces of the office's theme; outside an office, of the built-in one."""
    from briefgen.fonts.check import report

    if (folder / "briefgen.toml").is_file():
        desk = Desk(folder)
        return report(desk.theme, [folder / desk.office.fonts])
    return report(read_theme(Layers(), "gbt9704"), [])


def answer(folder: Path, order: Order, question: Question, templates: Sequence[Path] = ()) -> list[Answer]:
    """Break indicators down for the order's unit and period, each with a sentence to paste.

    Raises AskedUnknown, IndicatorUnknown, NotDivisible, NotCompared, DataRefused.
    """
    from briefgen.compose.answer import worded
    from briefgen.compute.breakdown import COMPARED, UNIT, Divider
    from briefgen.compute.naming import path_of
    from briefgen.compute.resolution import stands

    desk, period = Desk(folder, templates, _basis(order)), Period.span(order.period, order.as_of)
    period = desk.closed(period, order.as_of)
    for asked, known in ((question.by, (UNIT, *desk.calculator.divisions())), (question.compare, tuple(COMPARED))):
        if asked not in known:
            raise AskedUnknown(name=asked, known=", ".join(filter(None, known)))
    _refuse(desk.problems(period.cumulative))
    question = replace(question, indicators=[path_of(desk.profile, each) for each in question.indicators])
    divider = Divider(desk.calculator, desk.ledger, period)
    found = _broken_down(divider, desk.calculator, desk.unit(order.unit), question)
    counting = ((each, desk.calculator.indicator(each.whole.figure.key.indicator)) for each in found)
    return [worded(replace(each, standing=stands(desk.profile, indicator)), question.top,
                   sample=desk.office.office.sample) for each, indicator in counting]


def _broken_down(divider: Divider, calculator: Calculator, unit: Unit, question: Question) -> Iterator[Breakdown]:
    """Break down what is asked for; of the indicators that nobody named, those that have no parts come whole."""
    from briefgen.compute.breakdown import NotDivisible

    core = [name for name in calculator.names() if calculator.indicator(name).target]
    for name in question.indicators or core:
        try:
            yield divider.divide(name, unit, question.by, question.compare)
        except NotDivisible:
            if question.indicators:
                raise
            yield divider.whole(name, unit, question.by, question.compare)


def save_answers(found: Sequence[Answer], file: Path) -> Path:
    """Save answers as a workbook; raises NoWorkbook and what save_all raises."""
    from briefgen.write.workbook import write_workbook

    if file.suffix.lower() != ".xlsx":
        raise NoWorkbook(file=file)
    return save_all(file.parent, {file.name: write_workbook(found)})[0]


def save_forms(folder: Path, out: Path, tables: Sequence[str] = (), templates: Sequence[Path] = ()) -> list[Path]:
    """Save the blank form of each table as `forms/<table>.xlsx` below `out`; those of briefgen.toml if none is named.

    Raises TableUnknown, NamesAlike, what save_all raises, and DataRefused when no unit is known to choose from.
    """
    from briefgen.write.forms import write_form

    desk = Desk(folder, templates)
    if unknown := next((name for name in tables if name not in desk.schemas), None):
        raise TableUnknown(name=unknown, nearest=nearest(unknown, desk.schemas), known="、".join(desk.office.data))
    if not desk.ledger.units.units:
        raise DataRefused(desk.problems())
    contents: dict[str, bytes] = {}
    for table in dict.fromkeys(tables or desk.office.data):
        name = f"forms/{safe_name(table)}.xlsx"
        if name in contents:
            raise NamesAlike(name=name)
        sheet = desk.office.data[table].sheet if table in desk.office.data else ""
        contents[name] = write_form(desk.schemas[table], desk.ledger.units, sheet)
    return save_all(out, contents)


def explain_file(file: Path) -> Trace:
    """Read the trace of a finished document; raises NotTraced, FileMissing or TraceInvalid."""
    from briefgen.document.trace import from_json

    if file.is_dir():
        file = next(iter(sorted(file.glob("*.trace.json"))), file)
    try:
        data = file.read_bytes()
    except OSError:
        raise FileMissing(file=file) from None
    text = _trace_of(file.suffix.lower(), data)
    if text is None:
        raise NotTraced(file=file)
    return from_json(text, file.name)


def explain_indicator(folder: Path, indicator: str, order: Order, templates: Sequence[Path] = ()) -> Trace:
    """Compute the figure of the order's unit and period on today's data, and trace it.

    Raises DataRefused when the data cannot be trusted, IssuedStands if the period was issued.
    """
    from briefgen.compute.naming import path_of
    from briefgen.document.trace import trace_figures

    desk, period = Desk(folder, templates, _basis(order)), Period.span(order.period, order.as_of)
    period = desk.closed(period, order.as_of)
    problems = desk.problems(period.cumulative)
    issued = next((issue.folder for issue in standing(desk.issues[0]) if issue.period == period.id), "")
    if issued and any(problem.stops for problem in problems):
        raise IssuedStands(problems, folder=issued)
    _refuse(problems)
    figure = desk.calculator.figure(path_of(desk.profile, indicator), desk.unit(order.unit), period)
    about = {"unit": figure.key.unit, "unit_name": figure.unit_name, "period": period.id,
             "as_of": period.as_of.isoformat()}
    return trace_figures({"f1": figure}, desk.ledger.files, about, {"f1": (figure.text,)})


def _refuse(problems: Sequence[Problem]) -> None:
    if any(problem.stops for problem in problems):
        raise DataRefused(problems)


def _trace_of(suffix: str, data: bytes) -> str | bytes | None:
    if suffix == ".docx":
        from briefgen.write.word.embedded import read_trace

        return read_trace(data)
    if suffix == ".pdf":
        from briefgen.write.pdf.embedded import read_trace as read_attached

        return read_attached(data)
    return data if suffix == ".json" else None
