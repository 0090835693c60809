"""Compose documents: a kind's template and the figures it asks for become blocks and inlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.compose.kinds import list_kinds, read_kind
from briefgen.compose.request import FigureSource, Request
from briefgen.compose.series import Entry, NoSeries, SeriesEmpty, entries, series_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefgen.compose.gate import Contradiction, Reckoner
    from briefgen.compose.lint import TypedResult
    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document, Place
    from briefgen.model.period import Period
    from briefgen.model.unit import UnitSet
    from briefgen.resources import Layers

__all__ = ["Entry", "FigureSource", "NoSeries", "Request", "SeriesEmpty", "compose", "contradictions", "entries",
           "gaps", "list_kinds", "read_kind", "series_entries", "typed_results"]


def compose(request: Request, figures: FigureSource, layers: Layers) -> Document:
    """Compose one document; raises TemplateFault with template and line."""
    from briefgen.compose.build import build

    return build(request, figures, layers)


def gaps(document: Document) -> Iterable[tuple[Place, str]]:
    """Find what is still to be written in a document."""
    from briefgen.compose.texts import gaps as found

    return found(document)


def typed_results(layers: Layers, kind: Kind) -> Sequence[TypedResult]:
    """Find results typed into the prose of a kind's templates instead of taken from an indicator."""
    from briefgen.compose.lint import lint_kind

    return lint_kind(layers, kind)


def contradictions(documents: Mapping[str, Document], figures: Reckoner, units: UnitSet, period: Period, *,
                   fallen: bool = False) -> Sequence[Contradiction]:
    """Find what contradicts itself in the documents of one build, by their names; `fallen` lets funds fall."""
    from briefgen.compose.gate import Gate

    return Gate(figures, units, period, fallen=fallen).contradictions(documents)
