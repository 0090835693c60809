"""Make WordprocessingML as strings; all text is escaped here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from briefgen.errors import BriefgenError
from briefgen.i18n import N_

TAB: Final = "<w:r><w:tab/></w:r>"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES: Final = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w15"')

Value = bool | int | str | Mapping[str, object] | tuple[str, ...]

_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
                          "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_ORDER = {name: place for place, name in enumerate((
    # CT_PPr, ISO/IEC 29500-1 17.3.1.26
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "tabs", "kinsoku",
    "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"))}
_RUN_ORDER = {name: place for place, name in enumerate((
    # CT_RPr, 17.3.2.28
    "rStyle", "rFonts", "color", "spacing", "sz", "szCs", "lang"))}


class CharacterIllegal(BriefgenError):
    """A text holds a character that XML cannot hold."""

    message = N_("the text {text} holds the character {code}, which a Word file cannot hold")


def escape(text: str) -> str:
    """Escape a text for element content and for attributes; raises CharacterIllegal."""
    if bad := _ILLEGAL.search(text):
        raise CharacterIllegal(text=ascii(text), code=f"U+{ord(bad[0]):04X}")
    return text.translate(_ESCAPES)


def element(name: str, /, *children: str, **attributes: object) -> str:
    """Make a `w:` element; the children are XML, the attributes plain values."""
    head = "".join(f' w:{key}="{escape(str(value))}"' for key, value in attributes.items())
    inner = "".join(children)
    return f"<w:{name}{head}>{inner}</w:{name}>" if inner else f"<w:{name}{head}/>"


def paragraph_properties(**values: Value) -> str:
    """Make `w:pPr` with its children in the schema's order.

    True is the bare element, False `w:val="0"`, a mapping its attributes, a tuple its children, else `w:val`.
    """
    return _properties("pPr", _ORDER, values)


def run_properties(**values: Value) -> str:
    """Make `w:rPr` with its children in the schema's order; values as for a paragraph."""
    return _properties("rPr", _RUN_ORDER, values)


def paragraph(style: str, /, *runs: str, **properties: Value) -> str:
    """Make a paragraph of a style; the runs are XML."""
    return element("p", paragraph_properties(pStyle=style, **properties), *runs)


def run(text: str, style: str = "") -> str:
    """Make a run of plain text; the paragraph's style gives its look, or a character style."""
    look = run_properties(rStyle=style) if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _properties(name: str, order: Mapping[str, int], values: Mapping[str, Value]) -> str:
    return element(name, *(_property(key, values[key]) for key in sorted(values, key=order.__getitem__)))


def _property(name: str, value: Value) -> str:
    if value is True:
        return element(name)
    if isinstance(value, Mapping):
        return element(name, **value)
    if isinstance(value, tuple):
        return element(name, *value)
    return element(name, val=int(value) if value is False else value)
