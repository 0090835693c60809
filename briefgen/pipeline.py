"""Join the rooms: load an office, check it, build its documents, explain its figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefgen.desk import FORMATS, Desk, Order, read_theme
from briefgen.errors import BriefgenError
from briefgen.files import safe_name, save_all
from briefgen.i18n import N_, _
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused, Problem, Severity
from briefgen.resources import Layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from briefgen.compose.lint import TypedResult
    from briefgen.compute.breakdown import Breakdown
    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document
    from briefgen.document.theme import FaceFile
    from briefgen.document.trace import Trace
    from briefgen.fonts.check import FaceReport
    from briefgen.model.unit import Unit

__all__ = ["FORMATS", "Answer", "Desk", "Order", "Question", "Report", "answer", "build", "check", "check_fonts",
           "explain_file", "explain_indicator", "read_theme"]


class UnitsTwice(BriefgenError):
    """One unit and all units were asked for."""

    message = N_("--unit and --all-units exclude each other")


class FormatUnknown(BriefgenError):
    """No writer makes the format."""

    message = N_("no writer makes the format {name}; there are: {known}")


class AskedUnknown(BriefgenError):
    """A breakdown or comparison that nobody makes."""

    message = N_("{name} is not known here; there are: {known}")


class NotTraced(BriefgenError):
    """The file holds no trace."""

    message = N_("{file} holds no figures of briefgen; give a .docx, .pdf or .trace.json that it built")


class FileMissing(BriefgenError):
    """The file is not there."""

    message = N_("{file} is not there or cannot be read")


class GlyphMissing(BriefgenError):
    """No font at hand has a character."""

    message = N_("no font at hand has these characters: {characters}; install a font that has them, or write others")


@dataclass(frozen=True)
class Report:
    """What a build made: files, the problems that did not stop it, remarks on templates and faces, failures."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()
    faces: Mapping[str, FaceFile] = field(default_factory=dict)
    failures: tuple[BriefgenError, ...] = ()


@dataclass(frozen=True)
class Question:
    """Which indicators, broken down by unit, chain or origin, compared with last-year, last-month or nothing."""

    indicators: Sequence[str]
    by: str = "unit"
    compare: str = ""


@dataclass(frozen=True)
class Answer:
    """One indicator broken down, and the sentence that tells it."""

    breakdown: Breakdown
    sentence: str


def check(folder: Path, period: str = "", templates: Sequence[Path] = ()) -> list[Problem]:
    """Find every problem of an office's data, and of one period if given."""
    return Desk(folder, templates).problems(Period.parse(period) if period else None)


def build(folder: Path, order: Order, templates: Sequence[Path] = ()) -> Report:
    """Build documents: all are made before the first is written. Raises DataRefused and every BriefgenError."""
    unknown = next((name for name in order.formats if name not in FORMATS), None)
    if unknown is not None:
        raise FormatUnknown(name=unknown, known=", ".join(FORMATS))
    if order.unit and order.all_units:
        raise UnitsTwice
    period, desk = Period.parse(order.period, order.as_of), Desk(folder, templates)
    kinds = [desk.kind(name) for name in order.kinds or desk.office.build]
    problems = [*desk.problems(period), *(problem for kind in kinds for problem in desk.lacking(kind))]
    _refuse(problems)
    units = desk.ledger.units.units if order.all_units else (desk.unit(order.unit),)
    names = Counter(safe_name(unit.name) for unit in units)
    wanted = {f"{period.id}/{_file_name(unit, names)}-{safe_name(kind.title)}": (kind, unit)
              for kind in kinds for unit in units}
    documents = {name: desk.compose(*asked, period, order) for name, asked in wanted.items()}
    made = _Written(desk, order.formats)
    for name, document in documents.items():
        made.add(name, document)
    remarks = made.remarks(kinds)
    files = save_all(order.out, made.contents)
    return Report(tuple(files), tuple(problems), remarks, made.faces, tuple(made.failures))


def _file_name(unit: Unit, names: Counter[str]) -> str:
    """Name a unit's files; units whose names read alike as files get their codes, too."""
    name = safe_name(unit.name)
    return name if names[name] == 1 else f"{name}-{safe_name(unit.code)}"


def check_fonts(folder: Path) -> list[FaceReport]:
    """Report on the faces of the office's theme; outside an office, of the built-in one."""
    from briefgen.fonts.check import report

    if (folder / "briefgen.toml").is_file():
        desk = Desk(folder)
        return report(desk.theme, [folder / desk.office.fonts])
    return report(read_theme(Layers(), "gbt9704"), [])


def answer(folder: Path, order: Order, question: Question, templates: Sequence[Path] = ()) -> list[Answer]:
    """Break indicators down for the order's unit and period, each with a sentence to paste.

    Raises AskedUnknown, IndicatorUnknown, NotDivisible, DataRefused.
    """
    from briefgen.compose.answer import sentence
    from briefgen.compute.breakdown import COLUMNS, COMPARED, UNIT, Divider

    by, compare = question.by, question.compare
    for asked, known in ((by, (UNIT, *COLUMNS)), (compare, tuple(COMPARED))):
        if asked not in known:
            raise AskedUnknown(name=asked, known=", ".join(filter(None, known)))
    desk, period = Desk(folder, templates), Period.parse(order.period, order.as_of)
    _refuse(desk.problems(period))
    unit = desk.unit(order.unit)
    divider = Divider(desk.calculator, desk.ledger, period)
    found = [divider.divide(name, unit, by, compare) for name in question.indicators]
    return [Answer(each, sentence(each, unit, period)) for each in found]


def explain_file(file: Path) -> Trace:
    """Read the trace of a finished document; raises NotTraced, FileMissing or TraceInvalid."""
    from briefgen.document.trace import from_json

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

    Raises DataRefused when the data cannot be trusted.
    """
    from briefgen.document.trace import trace_figures

    desk, period = Desk(folder, templates), Period.parse(order.period, order.as_of)
    _refuse(desk.problems(period))
    figure = desk.calculator.figure(indicator, desk.unit(order.unit), period)
    about = {"unit": figure.key.unit, "unit_name": figure.unit_name, "period": period.id,
             "as_of": period.as_of.isoformat()}
    return trace_figures({"f1": figure}, desk.ledger.files, about, {"f1": (figure.text,)})


def _refuse(problems: Sequence[Problem]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DataRefused(problems)


class _Written:
    """The bytes of the files to be saved; what makes a PDF impossible does not keep the Word file back."""

    def __init__(self, desk: Desk, formats: Iterable[str]) -> None:
        self._desk, self._formats = desk, tuple(formats)
        self.contents: dict[str, bytes] = {}
        self.faces: Mapping[str, FaceFile] = {}
        self.failures: list[BriefgenError] = []
        self.borrowed: set[str] = set()
        self.printed: list[TypedResult] = []

    def add(self, name: str, document: Document) -> None:
        """Write one document in every format asked for, and its trace."""
        from briefgen.compose.lint import lint_document
        from briefgen.document.trace import to_json, trace_document

        self.printed += lint_document(document)
        trace = trace_document(document, self._desk.ledger.files)
        text = to_json(trace)
        if "docx" in self._formats:
            from briefgen.write.word import write_docx

            short = to_json(trace, with_rows=False)
            self.contents[f"{name}.docx"] = write_docx(document, self._desk.theme, text, short)
        if "pdf" in self._formats and not self.failures:
            self._pdf(name, document, text)
        if any(f"{name}.{kind}" in self.contents for kind in FORMATS):
            self.contents[f"{name}.trace.json"] = text.encode()

    def _pdf(self, name: str, document: Document, trace: str) -> None:
        from briefgen.fonts.faces import FontsMissing
        from briefgen.write.pdf import PangoMissing, write_pdf

        try:
            self.faces = self.faces or self._desk.faces()
            self._glyphs(document)
            self.contents[f"{name}.pdf"] = write_pdf(document, self._desk.theme, self.faces, trace)
        except (FontsMissing, PangoMissing, GlyphMissing) as failure:
            self.failures.append(failure)

    def _glyphs(self, document: Document) -> None:
        """Refuse characters that no font has, and note those that come from the fallback."""
        from briefgen.document.walk import text
        from briefgen.fonts.check import missing_glyphs

        coverage = missing_glyphs(text(document), self.faces[self._desk.theme.body.face])
        if coverage.absent:
            codes = " ".join(f"{char} U+{ord(char):04X}" for char in coverage.absent)
            raise GlyphMissing(characters=codes)
        self.borrowed |= {char for char in coverage.borrowed if char.isalpha()}

    def remarks(self, kinds: Iterable[Kind]) -> tuple[str, ...]:
        """Give the warnings about figures typed into the kinds' templates, and about borrowed characters."""
        from briefgen.compose import typed_results

        found = [warning for kind in kinds for warning in typed_results(self._desk.layers, kind)]
        told = {(warning.template, warning.text) for warning in found}
        found += [warning for warning in self.printed if (warning.template, warning.text) not in told]
        typed = tuple(dict.fromkeys(map(str, found)))
        borrowed = _("these characters come from the fallback font: {characters}").format(
            characters="".join(sorted(self.borrowed)))
        return (*typed, borrowed) if self.borrowed else typed


def _trace_of(suffix: str, data: bytes) -> str | bytes | None:
    if suffix == ".docx":
        from briefgen.write.word.embedded import read_trace

        return read_trace(data)
    if suffix == ".pdf":
        from briefgen.write.pdf.embedded import read_trace as read_attached

        return read_attached(data)
    return data if suffix == ".json" else None
