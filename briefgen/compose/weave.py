"""Turn printed values into inlines and blocks, numbering figures in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.compose import gantt, tables
from briefgen.compose.errors import TemplateFault
from briefgen.compose.facts import FactValue
from briefgen.compose.gantt import GanttCall
from briefgen.compose.phrases import Phrase, Shown, reason_text
from briefgen.compose.tables import TableCall
from briefgen.compose.texts import Gap
from briefgen.compose.values import CellValue, Day, NextTable
from briefgen.document.nodes import Attachment, Cell, FigureRef, Strong, Text
from briefgen.model.fact import FACTS, Fact
from briefgen.model.figure import Figure
from briefgen.model.numerals import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.compose.values import Finder
    from briefgen.document.nodes import Block, Inlines, Place


@dataclass(frozen=True, slots=True)
class BlockCall:
    """A block of words alone as a template asks for it; it only lacks its place."""

    make: Callable[[Place], Block]


PRINTABLE = (str, Figure, Phrase, Shown, CellValue, Day, NextTable, TableCall, GanttCall, BlockCall, Gap, FactValue)
_BLOCKS = (TableCall, GanttCall, BlockCall)


def weight(value: object) -> int:
    """Estimate how much a value writes, in characters and cells."""
    if isinstance(value, GanttCall):
        return value.weight
    if isinstance(value, TableCall):
        return len(value.rows) * len(value.columns)
    return len(value.parts) if isinstance(value, Phrase) else len(value) if isinstance(value, str) else 1


class Numbering:
    """Gives each distinct figure one id, f1, f2 …, in order of appearance."""

    def __init__(self) -> None:
        """Start without figures."""
        self.figures: dict[str, Figure] = {}
        self.facts: dict[str, Fact] = {}
        self._ids: dict[object, str] = {}
        self.table = 0
        self.told: dict[str, int] = {}  # how figures are counted, and below which table that was first said

    def ref(self, figure: Figure, text: str) -> FigureRef:
        """Refer to a figure."""
        name = self._ids.setdefault(figure.key, f"f{len(self._ids) + 1}")
        self.figures.setdefault(name, figure)
        if figure.rows is not None and figure.rows.table == FACTS:
            for record in figure.rows.records:
                self.quote(Fact.of(record))
        return FigureRef(name, self.figures[name], text)

    def quote(self, fact: Fact) -> None:
        """Remember a fact that is printed."""
        self.facts.setdefault(fact.key, fact)


class Weaver:
    """Fills what templates printed into the document."""

    def __init__(self, finder: Finder, step: Callable[[int], None]) -> None:
        """Stand on the finder of the render, and count what is filled in: a captured token can come many times."""
        self.numbering = Numbering()
        self._finder, self._step = finder, step
        self._tables = 0

    def is_block(self, value: object) -> bool:
        """Tell whether a value is a block of its own."""
        return isinstance(value, _BLOCKS)

    def block(self, value: object, place: Place) -> Block:
        """Make the block of a value."""
        try:
            self._step(weight(value))
            if isinstance(value, BlockCall):
                return self._worded(value.make(place))
            self._tables += 1
            self.numbering.table = self._tables
            if isinstance(value, GanttCall):
                return gantt.build(value, place)
            assert isinstance(value, TableCall)
            return tables.build(value, self.numbering, self._finder, place)
        except TemplateFault as fault:
            raise fault.at(place) from None

    def _worded(self, block: Block) -> Block:
        """Let an attachment count its own tables."""
        if isinstance(block, Attachment):
            self._tables = 0
            self.numbering.told.clear()
        return block

    def inlines(self, value: object) -> Inlines:
        """Give the inlines of a value; an empty text gives none."""
        self._step(weight(value))
        if isinstance(value, Phrase):
            return tuple(inline for part in value.parts for inline in self.inlines(part))
        if isinstance(value, FactValue):
            return self._quoted(value)
        inline = self._inline(value)
        return (inline,) if isinstance(inline, Strong) or inline.text else ()

    def _quoted(self, value: FactValue) -> Inlines:
        """Print a fact, and remember it; the environment has refused one that nobody knows."""
        fact, text = value.fact, value.text
        assert fact is not None
        assert text is not None
        self.numbering.quote(fact)
        return self.inlines(text)

    def _inline(self, value: object) -> Text | FigureRef | Cell | Strong:
        if isinstance(value, Gap):
            return Strong((Text(value.text),))
        if isinstance(value, Figure):
            return self.numbering.ref(value, reason_text(value) if value.value is None else value.text)
        if isinstance(value, Shown):
            return self.numbering.ref(value.figure, value.text)
        if isinstance(value, CellValue):
            return value.inline()
        if isinstance(value, NextTable):
            return Text(f"表{self._tables + 1}")
        return Text(day(value.date) if isinstance(value, Day) else str(value))
