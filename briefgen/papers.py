"""Make the papers of an order: name them, write them in every format, and say what they still lack."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from briefgen.compose import SeriesEmpty
from briefgen.desk import FORMATS, CityOnly, UnitGone
from briefgen.errors import BriefgenError, Exit
from briefgen.files import safe_name
from briefgen.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefgen.compose import Entry
    from briefgen.compose.lint import TypedResult
    from briefgen.desk import Desk, Order
    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document
    from briefgen.document.theme import FaceFile
    from briefgen.model.period import Period
    from briefgen.model.problem import Problem
    from briefgen.model.unit import Unit

_FALLS = ("funds.fell", "reported.fell")


class GapsLeft(BriefgenError):
    """A final document still has gaps."""

    exit = Exit.DATA
    message = N_("not final yet; fill in texts/ what is marked 【待补】, or build without --final:\n{list}")

    def __init__(self, *, list: Sequence[str]) -> None:  # noqa: A002 - the parameter of the sentence
        """Word one line a document."""
        super().__init__(list="\n".join(list))


class Contradicted(BriefgenError):
    """Figures, their words or their parts contradict each other on paper."""

    exit = Exit.DATA
    message = N_("the documents contradict themselves, nothing was written:\n{list}")


class NamesAlike(BriefgenError):
    """Two documents would have one name."""

    exit = Exit.DATA
    message = N_("two documents would be called {name}; give them names or numbers that differ")


class GlyphMissing(BriefgenError):
    """No font at hand has a character."""

    message = N_("{name}: no font at hand has these characters: {characters}; install a font that has them, or write "
                 "others; the PDF was not made, one made before is out of date")


@dataclass(frozen=True)
class Wanted:
    """A document that is asked for: its kind, unit and row, and the office's text file that it reads."""

    kind: Kind
    unit: Unit
    entry: Entry
    texts: str


def wanted(desk: Desk, kinds: Sequence[Kind], period: Period, order: Order) -> tuple[dict[str, Wanted], list[str]]:
    """Name the files of each document, below --out and without their endings; remark what the office's list skips.

    What was asked for by name is not skipped: raises CityOnly, SeriesEmpty, UnitGone.
    """
    units = desk.ledger.units.units if order.all_units else (desk.unit(order.unit),)
    names = Counter(safe_name(unit.name) for unit in units)
    found: dict[str, Wanted] = {}
    skipped: list[str] = []
    taken = set[str]()
    for kind, unit in product(kinds, units):
        stem = f"{period.id}/{_unit_name(unit, names)}-{safe_name(kind.title)}"
        try:
            entries = desk.entries(kind, unit, period, order)
        except UnitGone as reason:
            if not order.all_units:
                raise
            skipped += [str(reason)]
            continue
        except (CityOnly, SeriesEmpty) as reason:
            if order.kinds:
                raise
            skipped += [str(reason)]
            continue
        for entry in entries:
            parts = (entry.name, entry.id if entry.twin else "")
            name = "-".join((stem, *(safe_name(part) for part in parts if part)))
            if name.casefold() in taken:
                raise NamesAlike(name=name)
            taken.add(name.casefold())
            found[name] = Wanted(kind, unit, entry, desk.text_name(kind, unit, period, entry))
    return found, list(dict.fromkeys(skipped))


def compose(desk: Desk, found: Mapping[str, Wanted], period: Period, order: Order) -> dict[str, Document]:
    """Compose the documents; each notice takes the next number."""
    documents, serial = {}, order.issue_no
    for name, each in found.items():
        numbered = replace(order, issue_no=serial) if each.kind.series else order
        document = desk.compose(each.kind, each.unit, period, numbered, each.entry)
        documents[name] = document
        serial = serial + 1 if serial is not None and document.meta.letterhead else serial
    return documents


def pass_gate(desk: Desk, documents: Mapping[str, Document], period: Period, problems: Iterable[Problem]) -> None:
    """Raise Contradicted, unless every figure agrees with its other places, its words and its parts.

    Funds may fall where the checks say so and the office lets it stand.
    """
    from briefgen.compose import contradictions

    fallen = any(problem.code in _FALLS for problem in problems)
    found = contradictions(documents, desk.calculator, desk.ledger.units, period, fallen=fallen)
    if found:
        raise Contradicted(list="\n".join(map(str, found)))


def open_gaps(documents: Mapping[str, Document], found: Mapping[str, Wanted]) -> tuple[str, ...]:
    """Say what is still to be written in each document, and in which file."""
    from briefgen.compose import gaps

    text = _("{name}: still to be written ({file}): {gaps}")
    return tuple(text.format(name=name, file=found[name].texts, gaps="、".join(dict.fromkeys(lacking)))
                 for name, document in documents.items() if (lacking := [gap for _place, gap in gaps(document)]))


def _unit_name(unit: Unit, names: Counter[str]) -> str:
    """Name a unit's files; units whose names read alike as files get their codes, too."""
    name = safe_name(unit.name)
    return name if names[name] == 1 else f"{name}-{safe_name(unit.code)}"


class Papers:
    """The bytes of the files to be saved; what makes a PDF impossible does not keep the Word file back."""

    def __init__(self, desk: Desk, formats: Iterable[str]) -> None:
        """Start with none."""
        self._desk, self._formats = desk, tuple(formats)
        self.contents: dict[str, bytes] = {}
        self.faces: Mapping[str, FaceFile] = {}
        self.failures: list[BriefgenError] = []
        self._crippled = False  # what one document lacks does not keep the others' PDFs back
        self.borrowed: set[str] = set()
        self.printed: list[TypedResult] = []

    def add(self, name: str, document: Document) -> None:
        """Write one document in every format asked for, and its trace."""
        from briefgen.compose.lint import lint_document
        from briefgen.document.trace import to_json, trace_document, with_files

        self.printed += lint_document(document)
        trace = trace_document(document, self._desk.ledger.files)
        text = to_json(trace)
        if "docx" in self._formats:
            from briefgen.write.word import write_docx

            short = to_json(trace, with_rows=False)
            self.contents[f"{name}.docx"] = write_docx(document, self._desk.theme, text, short)
        if "pdf" in self._formats and not self._crippled:
            self._pdf(name, document, text)
        files = {f".{kind}": self.contents[f"{name}.{kind}"] for kind in FORMATS if f"{name}.{kind}" in self.contents}
        if files:
            self.contents[f"{name}.trace.json"] = with_files(text, files).encode()

    def _pdf(self, name: str, document: Document, trace: str) -> None:
        from briefgen.fonts.faces import FontsMissing
        from briefgen.write.pdf import PangoMissing, write_pdf

        try:
            self.faces = self.faces or self._desk.faces()
            self._glyphs(name, document)
            self.contents[f"{name}.pdf"] = write_pdf(document, self._desk.theme, self.faces, trace)
        except (FontsMissing, PangoMissing, GlyphMissing) as failure:
            self.failures.append(failure)
            self._crippled = not isinstance(failure, GlyphMissing)

    def _glyphs(self, name: str, document: Document) -> None:
        """Refuse characters that no font has, and note those that come from the fallback."""
        from briefgen.document.walk import text
        from briefgen.fonts.check import missing_glyphs

        coverage = missing_glyphs(text(document), self.faces[self._desk.theme.body.face])
        if coverage.absent:
            codes = " ".join(f"{char} U+{ord(char):04X}" for char in coverage.absent)
            raise GlyphMissing(name=name, characters=codes)
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
