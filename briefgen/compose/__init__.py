"""Compose documents: a kind's template and the figures it asks for become blocks and inlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.compose.kinds import list_kinds, read_kind
from briefgen.compose.request import FigureSource, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.compose.lint import TypedResult
    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document
    from briefgen.resources import Layers

__all__ = ["FigureSource", "Request", "compose", "list_kinds", "read_kind", "typed_results"]


def compose(request: Request, figures: FigureSource, layers: Layers) -> Document:
    """Compose one document; raises TemplateFault with template and line."""
    from briefgen.compose.build import build

    return build(request, figures, layers)


def typed_results(layers: Layers, kind: Kind) -> Sequence[TypedResult]:
    """Find results typed into the prose of a kind's templates instead of taken from an indicator."""
    from briefgen.compose.lint import lint_kind

    return lint_kind(layers, kind)
