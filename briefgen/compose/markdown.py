"""Read the language of bodies: #-headings, paragraphs, **stress**, - lists, and blocks alone on their line."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from briefgen.compose.errors import BlockInLine, FigureTouched, MarkupUnknown, StressUnpaired
from briefgen.compose.tokens import Printed
from briefgen.document.nodes import Cell, FigureRef, Heading, LineBreak, List, Paragraph, Strong, Text
from briefgen.document.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.compose.tokens import Atom, Line
    from briefgen.document.nodes import Block, Inline, Inlines, Place

_HEADING = re.compile(r"(#{1,4})[ \t\u3000]+(?=\S|$)")
_ITEM = re.compile(r"-[ \t\u3000]+")
_FOREIGN = re.compile(r"#+|>|```|~~~|\||\*(?!\*)[ \t]|\+[ \t]|-(?=$|[^\s-])|(?:-{2,}|={3,}|_{3,})\s*$|\*{3,}"
                      r"|</?[A-Za-z!]")
_NUMERIC = frozenset("0123456789.%０１２３４５６７８９．％‰½¹²³〇零一二两三四五六七八九十百千万亿廿卅"
                     "壹贰叁肆伍陆柒捌玖拾佰仟")
_SIGNS, _DIGITS = frozenset("-−+,"), frozenset("0123456789")
_AMOUNT = re.compile(r"[−-]?[0-9][0-9.,]*(?:[%亿万].{0,2})?")
_LINK = re.compile(r"!?\[[^\[\]]*\]\(")


class Filler(Protocol):
    """Turns printed values into inlines and blocks, in reading order."""

    def is_block(self, value: object) -> bool:
        """Tell whether a value is a block of its own."""

    def inlines(self, value: object) -> Inlines:
        """Give the inlines of a value."""

    def block(self, value: object, place: Place) -> Block:
        """Make the block of a value."""


class _Parser:
    """Gathers lines into blocks."""

    def __init__(self, filler: Filler) -> None:
        self.filler = filler
        self.blocks: list[Block] = []
        self.text: list[Atom] = []
        self.items: list[Inlines] = []
        self.in_item = False
        self.place: Place | None = None

    def line(self, line: Line) -> None:
        """Take the next line."""
        if not line.atoms:
            self.end()
        elif (block := self._block(line)) is not None:
            self.end()
            self.blocks.append(self.filler.block(block.value, line.place))
        else:
            head = line.atoms[0] if isinstance(line.atoms[0], str) else ""
            if mark := _HEADING.match(head):
                self._heading(len(mark[1]), _without(line, mark.end()), line.place)
            elif mark := _ITEM.match(head):
                self._item(_without(line, mark.end()), line.place)
            else:
                _refuse_foreign(line)
                self.place = self.place or line.place
                self.text.extend(line.atoms)

    def end(self) -> None:
        """Close the paragraph or list that is open."""
        self._end_item()
        if self.place is not None and self.items:
            self.blocks.append(List(tuple(self.items), self.place))
        elif self.place is not None and (inlines := self._inlines(self.text, self.place)):
            self.blocks.append(Paragraph(inlines, self.place))
        self.text, self.items, self.place = [], [], None

    def _heading(self, level: int, atoms: list[Atom], place: Place) -> None:
        self.end()
        inlines = self._inlines(atoms, place)
        if not inlines:
            raise MarkupUnknown(place=place, mark="#" * level)
        self.blocks.append(Heading(level, inlines, place))

    def _item(self, atoms: list[Atom], place: Place) -> None:
        if not self.in_item:
            self.end()
        self._end_item()
        self.text, self.place, self.in_item = atoms, self.place or place, True

    def _end_item(self) -> None:
        if self.in_item and self.place is not None and (inlines := self._inlines(self.text, self.place)):
            self.items.append(inlines)
        if self.in_item:
            self.text, self.in_item = [], False

    def _block(self, line: Line) -> Printed | None:
        blocks = [atom for atom in line.atoms if isinstance(atom, Printed) and self.filler.is_block(atom.value)]
        if blocks and len(line.atoms) > 1:
            raise BlockInLine(place=line.place)
        return blocks[0] if blocks else None

    def _inlines(self, atoms: Sequence[Atom], place: Place) -> Inlines:
        """Fill in printed values and pair the marks of stress."""
        runs: list[list[Inline]] = [[]]
        for piece in _pieces(atoms):
            if piece == "**":
                runs.append([])
            else:
                runs[-1] += [Text(piece)] if isinstance(piece, str) else self.filler.inlines(piece.value)
        if len(runs) % 2 == 0 or not all(runs[1::2]):
            raise StressUnpaired(place=place)
        filled = tuple(inline for number, run in enumerate(runs)
                       for inline in ((Strong(_joined(run)),) if number % 2 else _joined(run)))
        if touching := _touching(filled):
            raise FigureTouched(place=place, text=touching)
        return filled


def _touching(inlines: Inlines) -> str:
    """Find a figure that a digit or another figure touches, so that paper would show one number for two."""
    leaf_ = [leaf for leaf in leaves(inlines) if not isinstance(leaf, LineBreak)]
    for left, right in pairwise(leaf_):
        if (_is_number(left) or _is_number(right)) and _touch(left.text[-1:], right.text[:1]):
            return left.text[-12:] + right.text[:12]
    return ""


def _is_number(leaf: Text | FigureRef | Cell) -> bool:
    """Tell whether a leaf is a figure or a ledger cell that prints a number."""
    return isinstance(leaf, FigureRef) or (isinstance(leaf, Cell) and _AMOUNT.fullmatch(leaf.text) is not None)


def _touch(left: str, right: str) -> bool:
    """Tell whether two characters would be read as parts of one number: digits, or a sign or comma on a digit."""
    return (left in _NUMERIC and right in _NUMERIC) or (left in _SIGNS and right in _DIGITS) or (
        left in _DIGITS and right == ",")


def _joined(run: Sequence[Inline]) -> Inlines:
    """Join neighbouring texts, however many templates and values they came from."""
    joined: list[Inline] = []
    for inline in run:
        last = joined[-1] if joined else None
        if isinstance(inline, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)


def parse(lines: Sequence[Line], filler: Filler) -> tuple[Block, ...]:
    """Read finished lines into blocks; raises MarkupUnknown, StressUnpaired, BlockInLine."""
    parser = _Parser(filler)
    for line in lines:
        parser.line(line)
    parser.end()
    return tuple(parser.blocks)


def _pieces(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """Split literal text, joined where only line ends were, at the marks of stress."""
    text = ""
    for atom in (*atoms, None):
        if isinstance(atom, str):
            text += atom
            continue
        yield from filter(None, re.split(r"(\*\*)", text))
        text = ""
        if atom is not None:
            yield atom


def _without(line: Line, length: int) -> list[Atom]:
    head = str(line.atoms[0])[length:]
    return [*([head] if head else []), *line.atoms[1:]]


def _refuse_foreign(line: Line) -> None:
    """Refuse what other dialects would take for markup, at the head of a line or as a link within it."""
    texts = [atom if isinstance(atom, str) else "" for atom in line.atoms]
    if mark := _FOREIGN.match(texts[0]) or next(filter(None, map(_LINK.search, texts)), None):
        raise MarkupUnknown(place=line.place, mark=mark[0].strip())
