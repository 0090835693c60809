"""Describe the page: one theme.toml drives every writer. Lengths are mm, type sizes pt, as each name says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from briefgen.tomlfile import Declared

_LEAST = 30  # mm
Length = Annotated[float, Field(ge=0, le=2000, allow_inf_nan=False)]
Size = Annotated[float, Field(ge=1, le=200, allow_inf_nan=False)]
Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Page(Declared):
    """Paper and margins in mm (GB/T 9704-2012 5.1, 5.2.1)."""

    width: Length
    height: Length
    top: Length
    bottom: Length
    left: Length
    right: Length

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

    lines: int = Field(ge=1, le=200)
    characters: int = Field(ge=1, le=200)
    pitch_twips: int = Field(ge=1, le=20000)
    word_spacing: int = Field(ge=-200, le=200)
    css_spacing_em: float = Field(ge=-0.5, le=1, allow_inf_nan=False)


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
    size: Size
    line: Length = 0
    color: Colour = "#000000"


class Rule(Declared):
    """A rule: thickness in pt, colour, distance in mm from what stands above it."""

    thickness: Length
    color: Colour = "#000000"
    distance: Length = 0


class MastheadStyle(Declared):
    """The head of a 简报: name `drop` mm below the 版心's top, at most `name.size` pt, shrunk to one line."""

    name: Style
    drop: Length
    issue: Style
    line: Style
    rule: Rule


class LetterheadStyle(Declared):
    """The head of a 公文: mark `drop` mm below the 版心's top, at most `mark.size` pt, shrunk to one line (7.2)."""

    mark: Style
    drop: Length
    number: Style
    rule: Rule


class TableStyle(Declared):
    """Tables: caption, unit line, head, body and note styles; rules in pt; padding, row height, space below in mm.

    A table of up to `whole` rows is not torn between pages; `shade` fills the cells of a bar chart (横道图).
    """

    caption: Style
    unit: Style
    head: Style
    body: Style
    note: Style
    rule: Length
    padding: Length
    row_height: Length
    below: Length
    shade: Colour
    whole: int = Field(ge=0, le=1000)


class PageNumber(Declared):
    """The page number — 1 —: `distance` mm from the 版心 to the dash, `inset` pt from its outer edge (7.5)."""

    style: Style
    distance: Length
    inset: Length


class ColophonStyle(Declared):
    """The foot of a document (报尾, 版记): style, outer and inner rules in pt."""

    style: Style
    outer: Length
    inner: Length


class Theme(Declared):
    """The whole of theme.toml.

    `strong`, `mark` and `label` name the faces of stressed text, of the line under the title, and of 附件.
    """

    name: str
    page: Page
    grid: Grid
    faces: dict[str, Face]
    body: Style
    title: Style
    headings: tuple[Style, ...] = Field(min_length=4, max_length=4)
    masthead: MastheadStyle
    letterhead: LetterheadStyle
    table: TableStyle
    page_number: PageNumber
    colophon: ColophonStyle
    strong: str = "hei"
    mark: str = "kai"
    label: str = "hei"

    @model_validator(mode="after")
    def _holds_together(self) -> Theme:
        """Refuse styles in a face that the theme does not have, and margins that leave no room for text."""
        for face in (self.strong, self.mark, self.label, *_faces(self)):
            if face not in self.faces:
                raise PydanticCustomError("face", face)
        if self.page.text_width < _LEAST or self.page.text_height < _LEAST:
            raise PydanticCustomError("margins", "page")
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
