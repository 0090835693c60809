"""Make the end of a document: 附件说明, the signature without a seal, the foot of the last page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefgen.document.walk import enclosure_lines
from briefgen.model.numerals import day
from briefgen.write.measure import HALF, cells, hung_lines, label_width, signature_reach
from briefgen.write.word import styles
from briefgen.write.word.units import EMU_A_TWIP, pt, sheet
from briefgen.write.word.xml import TAB, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Colophon, Enclosures, Signature
    from briefgen.document.theme import Theme
    from briefgen.write.word.units import Sheet
    from briefgen.write.word.xml import Value

_SPARE = -2  # characters right of the text block, lest wide digits of another face break the line
_RULE_LINE = 20  # twips: the line of a paragraph that is only a rule


def signature(block: Signature, theme: Theme, *, keep: bool) -> Iterator[str]:
    """Make 署名 and 成文日期 (GB/T 9704-2012 7.3.5.2), both set from the left: only so the 2 characters are sure.

    The paragraph before keeps with them (7.3.5.5); `keep` holds the date together with what follows.
    """
    more: dict[str, Value] = {"keepNext": True} if keep else {}
    page, texts = sheet(theme), (block.issuer, day(block.date))
    reaches = signature_reach(*(_width(text, theme) / page.character for text in texts))
    for style, text, reach in zip((styles.ISSUER, styles.DATE), texts, reaches, strict=True):
        left = max(0, page.text_width - round(reach * page.character))
        yield paragraph(style, run(text), **more, ind={"left": left, "right": _SPARE * page.character})


def enclosures(block: Enclosures, theme: Theme) -> Iterator[str]:
    """Make the 附件说明 (7.3.4); it keeps with the signature, and is not justified, lest its label be stretched."""
    page = sheet(theme)
    for place, (text, start, edge) in enumerate(hung_lines(enclosure_lines(block.names))):
        left, hanging = (round(length * page.character) for length in (edge, edge - start))
        yield paragraph(styles.ENCLOSURE, run(text), ind={"left": left, "hanging": hanging}, spacing={
            "before": 0 if place else page.pitch, "after": 0, "line": page.pitch, "lineRule": "exact"})


def colophon(block: Colophon, theme: Theme) -> str:
    """Make the paragraph that holds the foot: a text box at the foot of the page that the paragraph is on.

    Recipients, the line of 印发机关 and the number of copies stand between rules (7.4.1).
    Only a text box stays at the foot in LibreOffice too. Its height comes from the estimated lines, and the
    paragraph is as high, so that the flow of the text keeps the room free.
    """
    page, look = sheet(theme), theme.colophon
    sections = [section for section in (_recipients(block, theme), _imprint(block), _copies(block)) if section]
    lines = sum(_lines(line, theme, page) for line in block.lines) + sum(map(len, sections)) - len(block.lines)
    box = _rule(look.inner).join(map("".join, sections))
    rules = [look.outer, *[look.inner] * (len(sections) - 1), look.outer]
    height = lines * page.line(look.style) + len(rules) * _RULE_LINE + pt(sum(rules))
    room = {"before": 0, "after": 0, "line": height, "lineRule": "exact"}
    content = _rule(look.outer) + box + _rule(look.outer, "bottom")
    return paragraph("Normal", _text_box(content, _name(block), page.text_width * EMU_A_TWIP, height * EMU_A_TWIP),
                     snapToGrid=False, spacing=room)


def _recipients(block: Colophon, theme: Theme) -> list[str]:
    """Make the addresses; further lines hang behind the label (7.4.2)."""
    one = pt(theme.colophon.style.size)
    hangs = (round(label_width(line) * one) for line in block.lines)
    return [paragraph(styles.COLOPHON, run(line), ind={"left": one + hang, "right": one, "hanging": hang})
            for line, hang in zip(block.lines, hangs, strict=True)]


def _imprint(block: Colophon) -> list[str]:
    """Make the line of 印发机关 at the left and 印发日期 at the right (7.4.3)."""
    return [paragraph(styles.IMPRINT, TAB, run(block.imprint[0]), TAB, run(block.imprint[1]))] if block.imprint else []


def _copies(block: Colophon) -> list[str]:
    return [paragraph(styles.COPIES, run(f"（共印{block.copies}份）"))] if block.copies is not None else []


def _name(block: Colophon) -> tuple[str, str]:
    """Name the foot, and tell what it holds, for readers aloud."""
    return (("版记", "版记：抄送机关、印发机关和印发日期") if block.imprint or block.copy_to
            else ("报尾", "报尾：报送、分发单位和共印份数"))


def _width(text: str, theme: Theme) -> int:
    """Measure a line of body type in twips; tracking follows every character, narrow ones too."""
    return round(cells(text) * pt(theme.body.size)) + len(text) * theme.grid.word_spacing


def _lines(text: str, theme: Theme, page: Sheet) -> int:
    """Estimate the lines of an address, one character a line kept free for the line-start rules."""
    one = pt(theme.colophon.style.size)
    hang = label_width(text)
    room = page.text_width / one - 2 - hang
    return math.ceil((cells(text) - hang) / (math.floor(room / HALF) * HALF - 1))


def _rule(thickness: float, side: str = "top") -> str:
    return paragraph(styles.COLOPHON_RULE, pBdr=(styles.rule(side, thickness),))


def _text_box(content: str, name: tuple[str, str], width: int, height: int) -> str:
    """Anchor a text box at the foot of the 版心; lengths in EMU."""
    size = f'cx="{width}" cy="{height}"'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="1" name="{name[0]}" descr="{name[1]}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>")
