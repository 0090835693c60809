"""Make the end of a document: the signature without a seal, and the 报尾 at the foot of the last page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefgen.model.numerals import day
from briefgen.write.measure import HALF, cells, signature_indents
from briefgen.write.word import styles
from briefgen.write.word.units import EMU_A_TWIP, pt, sheet
from briefgen.write.word.xml import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Colophon, Signature
    from briefgen.document.theme import Theme
    from briefgen.write.word.units import Sheet

_RULE_LINE = 20  # twips: the line of a paragraph that is only a rule


def signature(block: Signature, theme: Theme) -> Iterator[str]:
    """Make 署名 and 成文日期 (GB/T 9704-2012 7.3.5.2); both stay with the paragraph before."""
    page, date = sheet(theme), day(block.date)
    issuer_blank, date_blank = signature_indents(*(_width(text, theme) / page.character
                                                   for text in (block.issuer, date)))
    yield paragraph(styles.ISSUER, run(block.issuer), ind={"right": round(issuer_blank * page.character)})
    yield paragraph(styles.DATE, run(date), ind={"right": round(date_blank * page.character)})


def colophon(block: Colophon, theme: Theme) -> str:
    """Make the run that holds the 报尾: a text box at the foot of the page that it is anchored on.

    Recipients stand between the outer rule and the inner one, the number of copies below it (7.4.1).
    Only a text box stays at the foot in LibreOffice too; its height comes from the estimated lines.
    """
    page, style = sheet(theme), theme.colophon.style
    copies = [f"（共印{block.copies}份）"] if block.copies is not None else []
    lines = sum(_lines(line, theme, page) for line in block.lines) + len(copies)
    rules = [theme.colophon.outer, *([theme.colophon.inner] if block.lines and copies else []), theme.colophon.outer]
    content = [paragraph(styles.COLOPHON, run(line)) for line in block.lines]
    if copies:
        content += [_rule(theme.colophon.inner)] * bool(block.lines) + [paragraph(styles.COPIES, run(copies[0]))]
    box = _rule(theme.colophon.outer) + "".join(content) + _rule(theme.colophon.outer, "bottom")
    height = lines * page.line(style) + len(rules) * _RULE_LINE + pt(sum(rules))
    return _text_box(box, page.text_width * EMU_A_TWIP, height * EMU_A_TWIP)


def _width(text: str, theme: Theme) -> int:
    """Measure a line of body type in twips; tracking follows every character, narrow ones too."""
    return round(cells(text) * pt(theme.body.size)) + len(text) * theme.grid.word_spacing


def _lines(text: str, theme: Theme, page: Sheet) -> int:
    """Estimate the lines of an address, one character a line kept free for the line-start rules."""
    one = pt(theme.colophon.style.size)
    room = (page.text_width - 4 * one) / one
    return math.ceil((cells(text) - 2) / (math.floor(room / HALF) * HALF - 1))


def _rule(thickness: float, side: str = "top") -> str:
    return paragraph(styles.COLOPHON_RULE, pBdr=(styles.rule(side, thickness),))


def _text_box(content: str, width: int, height: int) -> str:
    """Anchor a text box at the foot of the 版心; lengths in EMU."""
    size = f'cx="{width}" cy="{height}"'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="报尾" descr="报尾：报送、分发单位和共印份数"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>")
