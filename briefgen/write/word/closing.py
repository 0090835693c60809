"""Make the end of a document: the signature without a seal, and the 报尾 at the foot of the last page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefgen.model.numerals import day
from briefgen.write.measure import HALF, cells, signature_reach
from briefgen.write.word import styles
from briefgen.write.word.units import EMU_A_TWIP, pt, sheet
from briefgen.write.word.xml import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Colophon, Signature
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


def colophon(block: Colophon, theme: Theme) -> str:
    """Make the paragraph that holds the 报尾: a text box at the foot of the page that the paragraph is on.

    Recipients stand between the outer rule and the inner one, the number of copies below it (7.4.1).
    Only a text box stays at the foot in LibreOffice too. Its height comes from the estimated lines, and the
    paragraph is as high, so that the flow of the text keeps the room free.
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
    room = {"before": 0, "after": 0, "line": height, "lineRule": "exact"}
    return paragraph("Normal", _text_box(box, page.text_width * EMU_A_TWIP, height * EMU_A_TWIP),
                     snapToGrid=False, spacing=room)


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
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="报尾" descr="报尾：报送、分发单位和共印份数"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>")
