"""Compose one document: render the kind's body, read it, and put on its head and foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.compose import markdown, scope
from briefgen.compose.environment import Environment
from briefgen.compose.errors import FigureInHeadline, SectionUnasked, TemplateFault
from briefgen.compose.kinds import body_of
from briefgen.compose.phrases import Phrase
from briefgen.compose.remarks import remarked
from briefgen.compose.texts import Gap, sections
from briefgen.compose.tokens import Printed
from briefgen.compose.values import CellValue, Day, Finder
from briefgen.compose.weave import Weaver
from briefgen.document.nodes import Colophon, Document, Letterhead, Masthead, Meta, Place
from briefgen.document.walk import plain
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from briefgen.compose.request import FigureSource, Request
    from briefgen.resources import Layers

_SAMPLE = "（示例数据，虚构）"


class _Composer:
    """One render: an environment and a weaver that share their finder."""

    def __init__(self, request: Request, figures: FigureSource, layers: Layers) -> None:
        self.request = request
        self.sections = sections(request.texts, request.texts_file)
        finder = Finder(figures, request.ledger.units, request.period, figures.names())
        self.environment = Environment(layers, finder, scope.names(request, finder), scope.functions(request, figures),
                                       self.sections)
        self.weaver = Weaver(finder, self.environment.step)
        self.headline = self._plain("headline")
        self.environment.globals["headline"] = self.headline

    def document(self) -> Document:
        """Compose body, title, head and foot."""
        body = body_of(self.request.kind)
        start = Place(body, 1)
        lines = self.environment.tokens.lines(self.environment.render(body), start)
        self._refuse_unasked()
        try:
            blocks = markdown.parse(lines, self.weaver)
        except TemplateFault as fault:
            raise fault.at(start) from None
        numbering = self.weaver.numbering
        told = remarked(blocks, numbering.told)
        return Document(self._meta(), told, numbering.figures, tuple(numbering.facts.values()))

    def _refuse_unasked(self) -> None:
        """Refuse a section that nobody would ever read on paper."""
        for name, section in self.sections.items():
            if name not in (asked := self.environment.asked):
                place = Place(section.place.template, section.place.line - 1)
                raise SectionUnasked(place=place, name=name, nearest=nearest(name, asked),
                                     known="、".join(asked) or "—")

    def _meta(self) -> Meta:
        request = self.request
        return Meta(
            kind=request.kind.id, kind_title=request.kind.title, title=self._title(),
            unit_code=request.unit.code, unit_name=request.unit.name, period=request.period.id,
            as_of=request.period.as_of, date=request.date, masthead=self._masthead(), colophon=self._colophon(),
            mark=_SAMPLE if request.office.office.sample else "", letterhead=self._letterhead(),
            serial=request.issue_no)

    def _title(self) -> str:
        """Give the title; of a notice 发文机关, 事由 and 文种, with no marks around a plan (GB/T 9704-2012 7.3.1)."""
        return f"{self.request.issuer}关于印发{self.headline}的通知" if self.request.notice else self.headline

    def _letterhead(self) -> Letterhead | None:
        """Give the head of a notice; the serial is a gap until it is given (7.2.5)."""
        request = self.request
        if not request.notice:
            return None
        serial = Gap("发文序号", "--issue-no").text if request.issue_no is None else str(request.issue_no)
        code = request.settings.number_code or Gap("机关代字", "briefgen.toml 的 number_code").text
        mark = request.settings.letterhead or f"{request.issuer}文件"
        return Letterhead(mark, f"{code}〔{request.date.year}〕{serial}号")

    def _masthead(self) -> Masthead | None:
        request = self.request
        if not request.kind.dress.masthead:
            return None
        name = request.settings.masthead or self._plain("masthead") or request.kind.title
        series = "" if request.unit.is_city else request.unit.name
        return Masthead(name, request.issue_no or request.period.last, request.issuer, request.date, series)

    def _colophon(self) -> Colophon | None:
        """Give the office's recipients; a unit's issue does not go out to all units."""
        settings, city = self.request.settings, self.request.unit.is_city
        if self.request.notice:
            return Colophon(copy_to=settings.copy_to, printer=self.request.issuer, printed=self.request.date)
        foot = Colophon(settings.report_to, settings.send_to, settings.distribute_to if city else "",
                        settings.copies if city else None)
        return foot if self.request.kind.dress.colophon and foot.lines else None

    def _plain(self, key: str) -> str:
        """Render a template text of kind.toml into plain text; raises FigureInHeadline."""
        place = Place(f"kinds/{self.request.kind.id}/kind.toml {key}", 1)
        text = self.environment.render_text(getattr(self.request.kind, key), place.template)
        atoms = [atom for line in self.environment.tokens.lines(text, place) for atom in line.atoms]
        if not all(_is_plain(atom.value) for atom in atoms if isinstance(atom, Printed)):
            raise FigureInHeadline(place=place)
        return "".join(plain(self.weaver.inlines(atom.value)) if isinstance(atom, Printed) else atom for atom in atoms)


def build(request: Request, figures: FigureSource, layers: Layers) -> Document:
    """Compose one document; raises TemplateFault."""
    return _Composer(request, figures, layers).document()


def _is_plain(value: object) -> bool:
    """Tell whether a value may stand in a headline: words, a day, a ledger's name, a counted numeral; no figure."""
    parts = value.parts if isinstance(value, Phrase) else (value,)
    return all(isinstance(part, str | Day | CellValue) for part in parts)
