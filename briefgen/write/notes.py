"""Put notes on the cells of a sheet in a finished workbook: the list of comments, and the boxes that show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from briefgen.write.opc import RELATION, Unsafe
from briefgen.write.workbook import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.write.opc import Parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_M = f"{{{MAIN}}}"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BOXES = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What follows legacyDrawing in a sheet by the order of the schema (ISO/IEC 29500-1, CT_Worksheet); AlternateContent
# stands around oleObjects and controls.
_AFTER = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
          "extLst", "AlternateContent")
_NAMES = ('xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
          'xmlns:x="urn:schemas-microsoft-com:office:excel"')
_BLOCK = 1024  # shape numbers in each block that a sheet's idmap names
_TYPE = (f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
         '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>')
_WIDTH, _LINE = 22, 4  # full-width characters on a line of a box four columns wide; rows of the smallest box

Place = tuple[int, int]  # row and column, from 1


def add_notes(parts: Parts, sheet: str, notes: Mapping[Place, str], refs: Mapping[Place, str], author: str) -> None:
    """Add notes to a sheet part; a cell that has one keeps its text and gets ours below it. Raises Unsafe."""
    name = parts.related(sheet, "comments")
    if name is None:
        name = parts.free("xl/comments", ".xml")
        parts.put(name, f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode())
        parts.declare(name, _COMMENTS)
        parts.relate(sheet, "comments", name)
    root = parts.tree(name)
    authors, listed = root.find(f"{_M}authors"), root.find(f"{_M}commentList")
    if authors is None or listed is None:
        raise Unsafe
    there = {each.get("ref"): each for each in listed}
    threaded = parts.related(sheet, "threadedComment") is not None
    number, new = _author(authors, clean(author)), {}
    for place, text in sorted(notes.items()):
        old = there.get(refs[place])
        if old is None:
            comment = etree.SubElement(listed, f"{_M}comment", ref=refs[place], authorId=str(number))
            _run(etree.SubElement(comment, f"{_M}text"), clean(text))
            new[place] = text
        elif threaded:
            raise Unsafe  # Excel shows the thread instead of the note
        else:
            _append(old, f"\n{clean(text)}")
    if new:
        _add_boxes(parts, sheet, new)


def _author(authors: Any, name: str) -> int:
    for at, each in enumerate(authors):
        if each.text == name:
            return at
    etree.SubElement(authors, f"{_M}author").text = name
    return len(authors) - 1


def _run(text: Any, words: str) -> Any:
    run = etree.SubElement(text, f"{_M}r")
    told = etree.SubElement(run, f"{_M}t")
    told.text = words
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _append(comment: Any, words: str) -> None:
    """Add a run behind the last one; readings of characters (rPh) and their settings must stay at the end."""
    text = comment.find(f"{_M}text")
    if text is None:
        raise Unsafe
    before = [each for each in text if each.tag in (f"{_M}t", f"{_M}r")]
    run = _run(text, words)
    text.insert(text.index(before[-1]) + 1 if before else 0, run)


def _add_boxes(parts: Parts, sheet: str, notes: Mapping[Place, str]) -> None:
    """Draw the hidden box of each note; without one Excel shows none."""
    root = parts.tree(sheet)
    drawn = root.find(f"{_M}legacyDrawing")
    if drawn is None:
        name = parts.free("xl/drawings/vmlDrawing", ".vml")
        parts.put(name, f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
                        f"</o:shapelayout></xml>".encode())
        parts.declare(name, _BOXES)
        _refer(root, parts.relate(sheet, "vmlDrawing", name))
    else:
        name = parts.relations(sheet).get(drawn.get(f"{{{RELATION}}}id"), "")
    parts.put(name, _drawn(parts.read(name), notes))


def _refer(root: Any, relation: str) -> None:
    """Name the drawing in the sheet at its place in the schema's order."""
    following = next((each for each in root.iterchildren("{*}*") if etree.QName(each).localname in _AFTER), None)
    drawing = etree.SubElement(root, f"{_M}legacyDrawing", {f"{{{RELATION}}}id": relation}, nsmap={"r": RELATION})
    if following is not None:
        following.addprevious(drawing)


def _drawn(data: bytes, notes: Mapping[Place, str]) -> bytes:
    """Write the boxes before the end of a drawing, as text: what Excel writes there is not always well-formed XML."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Unsafe from None
    head, end, rest = text.rpartition("</xml>")
    if not end or rest.strip():
        raise Unsafe
    first = max((int(number) for number in re.findall(r'"_x0000_s(\d+)"', head)), default=_BLOCK) + 1
    kind = "" if 'id="_x0000_t202"' in head else _TYPE
    boxes = "".join(_box(first + at, place, words) for at, (place, words) in enumerate(notes.items()))
    return f"{_claim(head, first + len(notes))}{kind}{boxes}{end}{rest}".encode()


def _claim(head: str, last: int) -> str:
    """Let the drawing claim the blocks of shape numbers up to the last."""
    def more(match: re.Match[str]) -> str:
        blocks = [int(block) for block in match[2].split(",") if block.strip().isdigit()]
        blocks += [block for block in range(min(blocks, default=1), last // _BLOCK + 1) if block not in blocks]
        return f"{match[1]}{','.join(map(str, blocks))}{match[3]}"

    return re.sub(r'(<o:idmap\b[^>]*\bdata=")([^"]*)(")', more, head, count=1)


def _box(number: int, place: Place, words: str) -> str:
    row, column = place[0] - 1, place[1] - 1
    rows = max(_LINE, sum(1 + len(line) // _WIDTH for line in words.splitlines()) + 1)
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {max(row - 1, 0) + rows}, 4"
    return (f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
            'margin-left:80pt;margin-top:5pt;width:200pt;height:80pt;z-index:1;visibility:hidden" '
            'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
            'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
            f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
            f"<x:Column>{column}</x:Column></x:ClientData></v:shape>")
