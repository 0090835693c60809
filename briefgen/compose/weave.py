"""Turn printed values into inlines and blocks, numbering figures in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.compose.errors import TemplateFault
from briefgen.compose.phrases import Phrase, Shown, reason_text
from briefgen.compose.tables import TableCall, build
from briefgen.compose.values import CellValue, Day, NextTable
from briefgen.document.nodes import Cell, FigureRef, Signature, Text
from briefgen.model.figure import Figure
from briefgen.model.numerals import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from briefgen.compose.values import Finder
    from briefgen.document.nodes import Block, Inlines, Place


@dataclass(frozen=True, slots=True)
class SignatureCall:
    """A signature as a template asks for it."""

    issuer: str
    date: date


PRINTABLE = (str, Figure, Phrase, Shown, CellValue, Day, NextTable, TableCall, SignatureCall)


def weight(value: object) -> int:
    """Estimate how much a value writes, in characters and cells."""
    if isinstance(value, TableCall):
        return len(value.rows) * len(value.columns)
    return len(value.parts) if isinstance(value, Phrase) else len(value) if isinstance(value, str) else 1


class Numbering:
    """Gives each distinct figure one id, f1, f2 …, in order of appearance."""

    def __init__(self) -> None:
        """Start without figures."""
        self.figures: dict[str, Figure] = {}
        self._ids: dict[object, str] = {}

    def ref(self, figure: Figure, text: str) -> FigureRef:
        """Refer to a figure."""
        name = self._ids.setdefault(figure.key, f"f{len(self._ids) + 1}")
        self.figures.setdefault(name, figure)
        return FigureRef(name, self.figures[name], text)


class Weaver:
    """Fills what templates printed into the document."""

    def __init__(self, finder: Finder, step: Callable[[int], None]) -> None:
        """Stand on the finder of the render, and count what is filled in: a captured token can come many times."""
        self.numbering = Numbering()
        self._finder, self._step = finder, step
        self._tables = 0

    def is_block(self, value: object) -> bool:
        """Tell whether a value is a block of its own."""
        return isinstance(value, TableCall | SignatureCall)

    def block(self, value: object, place: Place) -> Block:
        """Make the block of a value."""
        if isinstance(value, SignatureCall):
            return Signature(value.issuer, value.date, place)
        assert isinstance(value, TableCall)
        try:
            self._step(weight(value))
            self._tables += 1
            return build(value, self.numbering, self._finder, place)
        except TemplateFault as fault:
            raise fault.at(place) from None

    def inlines(self, value: object) -> Inlines:
        """Give the inlines of a value; an empty text gives none."""
        self._step(weight(value))
        if isinstance(value, Phrase):
            return tuple(inline for part in value.parts for inline in self.inlines(part))
        inline = self._inline(value)
        return (inline,) if inline.text else ()

    def _inline(self, value: object) -> Text | FigureRef | Cell:
        if isinstance(value, Figure):
            return self.numbering.ref(value, reason_text(value) if value.value is None else value.text)
        if isinstance(value, Shown):
            return self.numbering.ref(value.figure, value.text)
        if isinstance(value, CellValue):
            return Cell(value.text(), value.record.source(value.column))
        if isinstance(value, NextTable):
            return Text(f"表{self._tables + 1}")
        return Text(day(value.date) if isinstance(value, Day) else str(value))


