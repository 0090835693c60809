"""Carry values through template text as private-use tokens, and marks that say where text was written.

A token is OPEN render BETWEEN number CLOSE, a mark MARK template BETWEEN line END, all digits private-use too. A GAP
stands where the template itself has an empty line: only such a line ends a paragraph, so that an `{% if %}` on a line
of its own, or one that prints nothing, does not.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefgen.compose.errors import CharacterRefused, TokenTorn
from briefgen.document.nodes import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _CLOSE, _BETWEEN, _MARK, _END, GAP = "\ue000\ue001\ue002\ue003\ue004\ue005"
_ZERO = 0xE010
_DIGIT = "[\ue010-\ue019]+"
_PIECE = re.compile(f"{_OPEN}({_DIGIT}){_BETWEEN}({_DIGIT}){_CLOSE}|{_MARK}({_DIGIT}){_BETWEEN}({_DIGIT}){_END}|{GAP}")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Private use, what XML cannot hold, what has no width, and what turns the reading direction.
_REFUSED = re.compile(_PRIVATE.pattern[:-1] + "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e"
                      "\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_BLANKS = " \t\u3000"
_renders = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that a template printed."""

    value: object


Atom = str | Printed


@dataclass(frozen=True, slots=True)
class Line:
    """A finished line: template text and printed values, without blanks at its ends, and where it was written."""

    atoms: tuple[Atom, ...]
    place: Place


class Tokens:
    """The values printed by one render; tokens of another render are refused."""

    def __init__(self) -> None:
        """Start without values."""
        self._render = next(_renders)
        self._values: list[Printed] = []
        self._templates: list[str] = []

    def put(self, value: object) -> Markup:
        """Keep a value and give its token."""
        self._values.append(Printed(value))
        return Markup(f"{_OPEN}{_digits(self._render)}{_BETWEEN}{_digits(len(self._values) - 1)}{_CLOSE}")

    def mark(self, template: str, line: int) -> str:
        """Give the mark of a place in a template."""
        if template not in self._templates:
            self._templates.append(template)
        return f"{_MARK}{_digits(self._templates.index(template))}{_BETWEEN}{_digits(line)}{_END}"

    def lines(self, text: str, start: Place) -> list[Line]:
        """Open all tokens and marks of a finished text; raises TokenTorn."""
        builder = _Builder(start)
        for piece in self._pieces(text, builder):
            if isinstance(piece, Printed):
                builder.add(piece)
            else:
                first, *others = piece.split("\n")
                builder.add(first)
                for other in others:
                    builder.end()
                    builder.add(other)
        builder.end()
        return builder.lines

    def _pieces(self, text: str, builder: _Builder) -> Iterator[Atom]:
        at = 0
        for match in _PIECE.finditer(text):
            yield _clean(text[at:match.start()], builder.place)
            at = match.end()
            if match[0] == GAP:
                builder.gap = True
            elif match[3]:
                builder.place = Place(self._templates[_number(match[3])], _number(match[4]))
            else:
                yield self._value(_number(match[1]), _number(match[2]), builder.place)
        yield _clean(text[at:], builder.place)

    def _value(self, render: int, number: int, place: Place) -> Printed:
        if render != self._render or number >= len(self._values):
            raise TokenTorn(place=place)
        return self._values[number]


class _Builder:
    """Gathers the atoms of a line; its place is that of the last mark before its first visible character."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.lines: list[Line] = []
        self.atoms: list[Atom] = []
        self.first: Place | None = None
        self.gap = False

    def add(self, atom: Atom) -> None:
        """Add an atom; blanks at the head of the line are dropped."""
        if self.first is None and isinstance(atom, str):
            atom = atom.lstrip(_BLANKS)
        if atom:
            self.first = self.first or self.place
            self.atoms.append(atom)

    def end(self) -> None:
        """Close the line; one without anything on it counts only as a gap."""
        while self.atoms and isinstance(last := self.atoms[-1], str):
            self.atoms.pop()
            if kept := last.rstrip(_BLANKS):
                self.atoms.append(kept)
                break
        if self.atoms or self.gap:
            self.lines.append(Line(tuple(self.atoms), self.first or self.place))
        self.atoms, self.first, self.gap = [], None, False


def refuse_characters(source: str, template: str, first: int = 1) -> None:
    """Refuse characters that cannot stand in a text that starts in the given line; raises CharacterRefused."""
    if match := _REFUSED.search(source):
        line = source.count("\n", 0, match.start()) + first
        raise CharacterRefused(place=Place(template, line), code=f"{ord(match[0]):04X}")


def _clean(text: str, place: Place) -> str:
    if _PRIVATE.search(text):
        raise TokenTorn(place=place)
    return text


def _digits(number: int) -> str:
    return "".join(chr(_ZERO + int(digit)) for digit in str(number))


def _number(digits: str) -> int:
    return int("".join(str(ord(digit) - _ZERO) for digit in digits))
