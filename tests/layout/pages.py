"""Small documents built by hand, and what stands where on their finished pages, in mm."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.document.nodes import Document, FigureRef, Masthead, Meta, Paragraph, Place, Text
from briefgen.document.theme import Theme
from briefgen.fonts.faces import FontsMissing, resolve
from briefgen.model.figure import Figure, Key
from briefgen.resources import Layers
from briefgen.tomlfile import load
from briefgen.write.pdf import write_pdf

if TYPE_CHECKING:
    from briefgen.document.nodes import Block, Colophon, Letterhead
    from briefgen.document.theme import FaceFile

MM = 25.4 / 72
HERE = Place("kinds/monthly/body.md.j2", 1)
DAY = date(2022, 12, 31)
HEAD = Masthead("晋中市招商引资工作简报", 12, "晋中市招商引资服务中心", date(2023, 1, 5))


@cache
def theme() -> Theme:
    return load(Layers().read("themes/gbt9704/theme.toml"), "theme.toml", Theme)


@cache
def faces() -> dict[str, FaceFile]:
    """The faces of this machine; without Fandol there is nothing to measure."""
    try:
        found = resolve(theme(), [])
    except FontsMissing:
        found = {}
    if not any(face.file.name == "FandolFang-Regular.otf" for face in found.values()):
        pytest.skip("needs the Fandol fonts: make setup")
    return found


def figure_ref(number: int, value: str, measure: str = "亿元") -> FigureRef:
    made = Figure(Key("signed.invest", "140700", "2022-12"), "签约总投资", "晋中市", measure, Fraction(value), "")
    return FigureRef(f"f{number}", made, made.text)


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),), HERE)


def document(*blocks: Block, title: str = "工作简报", masthead: Masthead | None = None,
             colophon: Colophon | None = None, mark: str = "", letterhead: Letterhead | None = None) -> Document:
    meta = Meta("monthly", "月度工作简报", title, "140700", "晋中市", "2022-12", DAY, DAY, masthead, colophon, mark,
                letterhead)
    return Document(meta, blocks, {})


def pdf(made: Document, trace: str = "") -> bytes:
    return write_pdf(made, theme(), faces(), trace)


@dataclass(frozen=True)
class Line:
    """A line of text: baseline below the page's top edge, left and right end in mm, size in pt."""

    baseline: float
    left: float
    right: float
    text: str
    size: float
    font: str


@dataclass(frozen=True)
class Measured:
    """A page: its lines from top to bottom, and its rules as (left, right, top, thickness, colour)."""

    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float, float, float, Any], ...]

    def line(self, text: str) -> Line:
        return next(line for line in self.lines if text in line.text)

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines within the 版心."""
        return tuple(line for line in self.lines if line.baseline < 262)


def measure(data: bytes) -> list[Measured]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [_measured(page) for page in opened.pages]


def _measured(page: Any) -> Measured:
    rows = defaultdict(list)
    for char in page.chars:
        rows[round(float(page.height) - char["matrix"][5])].append(char)
    filled = [(rect["x0"] * MM, rect["x1"] * MM, rect["top"] * MM, rect["height"] * MM, rect["non_stroking_color"])
              for rect in page.rects]
    drawn = [(line["x0"] * MM, line["x1"] * MM, line["top"] * MM, line["linewidth"] * MM, line["stroking_color"])
             for line in page.lines]
    return Measured(tuple(_line(page, rows[key]) for key in sorted(rows)), (*filled, *drawn))


def _line(page: Any, chars: list[Any]) -> Line:
    chars.sort(key=lambda char: char["x0"])
    first = chars[0]
    return Line((float(page.height) - first["matrix"][5]) * MM, first["x0"] * MM, chars[-1]["x1"] * MM,
                "".join(char["text"] for char in chars), round(first["size"], 1), first["fontname"].split("+")[-1])
