"""Compose one document: render the kind's body, read it, and put on its head and foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.compose import markdown, scope
from briefgen.compose.environment import Environment
from briefgen.compose.errors import FigureInHeadline, TemplateFault
from briefgen.compose.kinds import body_of
from briefgen.compose.tokens import Printed
from briefgen.compose.values import Day, Finder
from briefgen.compose.weave import Weaver
from briefgen.document.nodes import Colophon, Document, Masthead, Meta, Place
from briefgen.document.walk import plain

if TYPE_CHECKING:
    from briefgen.compose.request import FigureSource, Request
    from briefgen.resources import Layers

_SAMPLE = "（示例数据，虚构）"


class _Composer:
    """One render: an environment and a weaver that share their finder."""

    def __init__(self, request: Request, figures: FigureSource, layers: Layers) -> None:
        self.request = request
        finder = Finder(figures, request.ledger.units, request.period, figures.names())
        self.environment = Environment(layers, finder, scope.names(request, finder), scope.functions(request))
        self.weaver = Weaver(finder, self.environment.step)

    def document(self) -> Document:
        """Compose body, title, head and foot."""
        body = body_of(self.request.kind)
        start = Place(body, 1)
        lines = self.environment.tokens.lines(self.environment.render(body), start)
        try:
            blocks = markdown.parse(lines, self.weaver)
        except TemplateFault as fault:
            raise fault.at(start) from None
        return Document(self._meta(), blocks, self.weaver.numbering.figures)

    def _meta(self) -> Meta:
        request = self.request
        return Meta(
            kind=request.kind.id, kind_title=request.kind.title, title=self._plain("headline"),
            unit_code=request.unit.code, unit_name=request.unit.name, period=request.period.id,
            as_of=request.period.as_of, date=request.date, masthead=self._masthead(), colophon=self._colophon(),
            mark=_SAMPLE if request.office.office.sample else "")

    def _masthead(self) -> Masthead | None:
        request = self.request
        if not request.kind.dress.masthead:
            return None
        name = request.settings.masthead or self._plain("masthead") or request.kind.title
        series = "" if request.unit.is_city else request.unit.name
        return Masthead(name, request.issue_no, request.issuer, request.date, series)

    def _colophon(self) -> Colophon | None:
        """Give the office's recipients; a unit's issue does not go out to all units."""
        settings, city = self.request.settings, self.request.unit.is_city
        foot = Colophon(settings.report_to, settings.send_to, settings.distribute_to if city else "",
                        settings.copies if city else None)
        return foot if self.request.kind.dress.colophon and foot.lines else None

    def _plain(self, key: str) -> str:
        """Render a template text of kind.toml into plain text; raises FigureInHeadline."""
        place = Place(f"kinds/{self.request.kind.id}/kind.toml {key}", 1)
        text = self.environment.render_text(getattr(self.request.kind, key), place.template)
        atoms = [atom for line in self.environment.tokens.lines(text, place) for atom in line.atoms]
        if not all(isinstance(atom.value, str | Day) for atom in atoms if isinstance(atom, Printed)):
            raise FigureInHeadline(place=place)
        return "".join(plain(self.weaver.inlines(atom.value)) if isinstance(atom, Printed) else atom for atom in atoms)


def build(request: Request, figures: FigureSource, layers: Layers) -> Document:
    """Compose one document; raises TemplateFault."""
    return _Composer(request, figures, layers).document()
