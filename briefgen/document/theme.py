"""Describe the page: one theme.toml drives every writer. Lengths are mm, type sizes pt, as each name says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, model_validator

from briefgen.tomlfile import Declared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Page(Declared):
    """Paper and margins in mm (GB/T 9704-2012 5.1, 5.2.1)."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """Give the width of the 版心 in mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Give the height of the 版心 in mm."""
        return self.height - self.top - self.bottom


class Grid(Declared):
    """Lines a page and characters a line (5.2.3), with what each writer needs to reach them.

    `pitch_twips` is Word's line pitch, `word_spacing` its run spacing (1/20 pt), `css_spacing_em` the PDF's tracking.
    """

    lines: int
    characters: int
    pitch_twips: int
    word_spacing: int
    css_spacing_em: float


class Face(Declared):
    """A face: its name in Word, other names it goes by, free files that can stand in for the PDF, and its role."""

    name: str
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    fallback_files: tuple[str, ...] = ()
    generic: str = "serif"


class Style(Declared):
    """A paragraph's look: face (a key of `faces`), size in pt, line in pt (0: the grid's), colour."""

    face: str
    size: float
    line: float = 0
    color: str = "#000000"


class Rule(Declared):
    """A rule: thickness in pt, colour, distance in mm from what stands above it."""

    thickness: float
    color: str = "#000000"
    distance: float = 0


class MastheadStyle(Declared):
    """The head of a 简报: name `drop` mm below the 版心's top, at most `name.size` pt, shrunk to one line."""

    name: Style
    drop: float
    issue: Style
    line: Style
    rule: Rule


class TableStyle(Declared):
    """Tables: caption, unit line, head, body and note styles; rules in pt; padding, row height, space below in mm.

    A table of up to `whole` rows is not torn between pages.
    """

    caption: Style
    unit: Style
    head: Style
    body: Style
    note: Style
    rule: float
    padding: float
    row_height: float
    below: float
    whole: int


class PageNumber(Declared):
    """The page number — 1 —: `distance` mm from the 版心 to the dash, `inset` pt from its outer edge (7.5)."""

    style: Style
    distance: float
    inset: float


class ColophonStyle(Declared):
    """The foot of a 简报: style, outer and inner rules in pt."""

    style: Style
    outer: float
    inner: float


class Theme(Declared):
    """The whole of theme.toml; `strong` and `mark` name the faces of stressed text and of the line under the title."""

    name: str
    page: Page
    grid: Grid
    faces: dict[str, Face]
    body: Style
    title: Style
    headings: tuple[Style, ...] = Field(min_length=4, max_length=4)
    masthead: MastheadStyle
    table: TableStyle
    page_number: PageNumber
    colophon: ColophonStyle
    strong: str = "hei"
    mark: str = "kai"

    @model_validator(mode="after")
    def _faces_exist(self) -> Theme:
        """Refuse styles in a face that the theme does not have."""
        for face in (self.strong, self.mark, *_faces(self)):
            if face not in self.faces:
                raise ValueError(face)
        return self


def _faces(part: BaseModel) -> Iterator[str]:
    """Name the face of every style in a part of the theme."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Style):
                yield each.face
            elif isinstance(each, BaseModel):
                yield from _faces(each)


class Fit(StrEnum):
    """How well a font file stands for the face that was asked for."""

    EXACT = "exact"
    EQUIVALENT = "equivalent"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True, slots=True)
class FaceFile:
    """The font file found for a face, how well it fits, and the file that has the glyphs it lacks."""

    face: str
    file: Path
    fit: Fit
    fallback: Path | None = None
