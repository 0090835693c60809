"""Put what an office chose below the sentences whose figures it changes, where no table of the document says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.document.nodes import (
    Addressee,
    Attachment,
    Enclosures,
    FigureRef,
    Heading,
    Paragraph,
    Signature,
    Table,
    Text,
)
from briefgen.document.walk import inlines_of, leaves, note_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefgen.document.nodes import Block

_ENDS = (Attachment, Signature, Enclosures, Addressee)  # a note stands before them


def remarked(blocks: Sequence[Block], counted: Iterable[str] = ()) -> tuple[Block, ...]:
    """Close each section with the remarks of its sentences' figures, each once in the document.

    What tables have told, or `counted` by a definition of theirs, is not repeated.
    """
    told = {note for block in blocks if isinstance(block, Table) for note in block.notes}.union(counted)
    return tuple(each for section in _sections(blocks) for each in (*section, *_notes(section, told)))


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Part blocks before each heading of the first level, and before what ends a text."""
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, _ENDS) or (isinstance(block, Heading) and block.level == 1):
            yield section
            section = []
        section.append(block)
    yield section


def _notes(section: Sequence[Block], told: set[str]) -> Iterator[Paragraph]:
    """Word the remarks that nobody has told as the notes below a table are worded, and remember them."""
    remarks = dict.fromkeys(remark for block in section if not isinstance(block, Table)
                            for inlines in inlines_of(block) for leaf in leaves(inlines)
                            if isinstance(leaf, FigureRef) for remark in leaf.figure.remarks if remark not in told)
    told.update(remarks)
    if remarks:
        yield Paragraph((Text("".join(note_lines(tuple(remarks)))),), section[-1].place)
