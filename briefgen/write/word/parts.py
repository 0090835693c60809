"""Make the small parts of the file: numbering, settings, footers, colours and fonts of the theme part, properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.document.nodes import Signature
from briefgen.write.word import styles
from briefgen.write.word.units import pt, sheet
from briefgen.write.word.xml import HEAD, NAMESPACES, element, escape, paragraph, paragraph_properties, run

if TYPE_CHECKING:
    from briefgen.document.nodes import Document
    from briefgen.document.theme import Theme

# 一、（一）1.（1）, GB/T 9704-2012 7.3.3; as document.walk.heading_number writes them
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."),
           ("decimal", "（%4）"))
# Word's own line-start and line-end characters for Chinese, and the unit words that a number must not lose (B08)
_NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_NEVER_FIRST = ("!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
                "亿万元个年月日")
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = (("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "4472C4"),
            ("accent2", "ED7D31"), ("accent3", "A5A5A5"), ("accent4", "FFC000"), ("accent5", "5B9BD5"),
            ("accent6", "70AD47"), ("hlink", "0563C1"), ("folHlink", "954F72"))


def numbering(theme: Theme, attachments: int) -> str:
    """Make numbering.xml: one multilevel list, linked to the heading styles, begun anew for each attachment."""
    indent = paragraph_properties(ind=styles.indent_two(sheet(theme)))
    levels = (element("lvl", element("start", val=1), element("numFmt", val=form),
                      element("pStyle", val=f"{styles.HEADING}{place + 1}"), element("suff", val="nothing"),
                      element("lvlText", val=text), element("lvlJc", val="left"), indent, ilvl=place)
              for place, (form, text) in enumerate(_LEVELS))
    abstract = element("abstractNum", element("multiLevelType", val="multilevel"), *levels, abstractNumId=0)
    anew = "".join(element("lvlOverride", element("startOverride", val=1), ilvl=place) for place in range(len(_LEVELS)))
    numbers = (element("num", element("abstractNumId", val=0), anew if number > 1 else "", numId=number)
               for number in range(1, attachments + 2))
    return f"{HEAD}<w:numbering {NAMESPACES}>{abstract}{''.join(numbers)}</w:numbering>"


def settings(theme: Theme) -> str:
    """Make settings.xml."""
    modern = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    body = (
        element("zoom", percent=100), element("bordersDoNotSurroundHeader"), element("bordersDoNotSurroundFooter"),
        element("defaultTabStop", val=2 * pt(theme.body.size)), element("evenAndOddHeaders"),
        element("drawingGridVerticalSpacing", val=theme.grid.pitch_twips // 2),
        element("characterSpacingControl", val="doNotCompress"),
        element("noLineBreaksAfter", lang="zh-CN", val=_NEVER_LAST),
        element("noLineBreaksBefore", lang="zh-CN", val=_NEVER_FIRST),
        element("compat", element("balanceSingleByteDoubleByteWidth"), element("useFELayout"), modern),
        element("themeFontLang", val="zh-CN", eastAsia="zh-CN"))
    return f"{HEAD}<w:settings {NAMESPACES}>{''.join(body)}</w:settings>"


def footer(theme: Theme, *, even: bool) -> str:
    """Make a footer: — 1 —, one character in, right on odd pages and left on even ones (7.5)."""
    side = "left" if even else "right"
    number = element("fldSimple", run("1"), instr=" PAGE ")
    line = paragraph(styles.FOOTER, run("— "), number, run(" —"), ind={side: pt(theme.page_number.inset)}, jc=side)
    return f"{HEAD}<w:ftr {NAMESPACES}>{line}</w:ftr>"


def theme_part(theme: Theme) -> str:
    """Make theme1.xml: Word and the checkers expect one; no style of ours refers to it."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{code}"/></a:{name}>' for name, code in _COLOURS)
    face = escape(theme.faces[theme.body.face].name)
    fonts = "".join(f'<a:{kind}><a:latin typeface="{face}"/><a:ea typeface="{face}"/><a:cs typeface=""/></a:{kind}>'
                    for kind in ("majorFont", "minorFont"))
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line, effect = f'<a:ln w="6350">{fill}</a:ln>', "<a:effectStyle><a:effectLst/></a:effectStyle>"
    lists = "".join(f"<a:{name}>{3 * item}</a:{name}>" for name, item in (
        ("fillStyleLst", fill), ("lnStyleLst", line), ("effectStyleLst", effect), ("bgFillStyleLst", fill)))
    return (f'{HEAD}<a:theme xmlns:a="{_DRAWING}" name="briefgen"><a:themeElements>'
            f'<a:clrScheme name="briefgen">{colours}</a:clrScheme><a:fontScheme name="briefgen">{fonts}</a:fontScheme>'
            f'<a:fmtScheme name="briefgen">{lists}</a:fmtScheme></a:themeElements></a:theme>')


def core(document: Document) -> str:
    """Make core.xml: title, issuing office, language, and the as-of day in UTC as its only date."""
    moment = f"{document.meta.as_of.isoformat()}T00:00:00Z"
    dates = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
                    for name in ("created", "modified"))
    return (f'{HEAD}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(document.meta.title)}</dc:title><dc:creator>{escape(_issuer(document))}</dc:creator>"
            f"<dc:language>zh-CN</dc:language>{dates}</cp:coreProperties>")


def app() -> str:
    """Make app.xml."""
    return f'{HEAD}<Properties xmlns="{_EXTENDED}"><Application>briefgen</Application></Properties>'


def _issuer(document: Document) -> str:
    """Name the issuing office from masthead or signature; a document without either has no author."""
    if document.meta.masthead:
        return document.meta.masthead.issuer
    return next((block.issuer for block in document.blocks if isinstance(block, Signature)), "")
