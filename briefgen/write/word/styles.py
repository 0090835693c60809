"""Make styles.xml and fontTable.xml from the theme: every look is a named style, every style names its fonts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from briefgen.document.theme import Style
from briefgen.write.measure import MM_A_PT
from briefgen.write.word.units import border_space, eighths, half_points, mm, pt, sheet
from briefgen.write.word.xml import HEAD, NAMESPACES, element, paragraph_properties, run_properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.theme import Face, Rule, Theme
    from briefgen.write.word.units import Sheet
    from briefgen.write.word.xml import Value

BODY: Final = "BgBody"
HEADING: Final = "Heading"
TITLE: Final = "Title"
MARK: Final = "BgMark"
MAST_NAME: Final = "BgMastheadName"
MAST_ISSUE: Final = "BgMastheadIssue"
MAST_LINE: Final = "BgMastheadLine"
LETTER_MARK: Final = "BgLetterMark"
LETTER_NUMBER: Final = "BgLetterNumber"
ADDRESSEE: Final = "BgAddressee"
ENCLOSURE: Final = "BgEnclosure"
LABEL: Final = "BgAttachmentLabel"
ATTACHED: Final = "BgAttachmentTitle"
CAPTION: Final = "Caption"
UNIT: Final = "BgUnitLine"
HEAD_CELL: Final = "BgHeadCell"
CELL: Final = "BgCell"
TOTAL: Final = "BgTotalCell"
NOTE: Final = "BgNote"
TABLE: Final = "BgTable"
ISSUER: Final = "BgIssuer"
DATE: Final = "BgDate"
COLOPHON: Final = "BgColophon"
COLOPHON_RULE: Final = "BgColophonRule"
COPIES: Final = "BgCopies"
IMPRINT: Final = "BgImprint"
FOOTER: Final = "Footer"
STRONG: Final = "BgStrong"

HEADING_LEVELS: Final = 4
_BUILTIN = {HEADING + str(level): f"heading {level}" for level in range(1, HEADING_LEVELS + 1)} | {
    "Normal": "Normal", TITLE: "Title", CAPTION: "caption", FOOTER: "footer"}
AIR: Final = 1.25  # a line that much higher than its type sits alike in Word (centred) and LibreOffice (80 % above)
_BLACK = "#000000"
_CHINESE = "zh-CN"  # the document's language, for readers aloud
_LATIN = "en-US"  # or LibreOffice breaks lines inside numbers
_FAMILY = {"serif": "roman", "sans-serif": "swiss"}
_PLAIN = """
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>\
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>\
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>"""


def styles(theme: Theme) -> str:
    """Make styles.xml."""
    defaults = element("docDefaults", element("rPrDefault", _run(theme, theme.body, _CHINESE)),
                       element("pPrDefault", element("pPr")))
    return (f"{HEAD}<w:styles {NAMESPACES}>{defaults}{_PLAIN}{''.join(_paragraph_styles(theme))}{_strong(theme)}"
            f"{_table(theme)}"
            "</w:styles>")


def font_table(theme: Theme) -> str:
    """Make fontTable.xml: each face with the other names it goes by."""
    return f"{HEAD}<w:fonts {NAMESPACES}>{''.join(_font(face) for face in theme.faces.values())}</w:fonts>"


def indent_two(page: Sheet) -> Mapping[str, object]:
    """Indent a first line by two characters (GB/T 9704-2012 7.3.3)."""
    return {"firstLineChars": 200, "firstLine": 2 * page.character}


def rule(side: str, thickness: float, color: str = _BLACK, space: int = 0) -> str:
    """Make one side of a border: thickness in pt, colour as #RRGGBB, space in pt."""
    return element(side, val="single", sz=eighths(thickness), space=space, color=color[1:])


def _font(face: Face) -> str:
    others = [name for name in face.names if name != face.name]
    return element("font", element("altName", val=",".join(others)) if others else "", element("charset", val="86"),
                   element("family", val=_FAMILY.get(face.generic, "auto")), name=face.name)


def _paragraph_styles(theme: Theme) -> Iterator[str]:
    page = sheet(theme)
    yield _style(theme, "Normal", "Normal", theme.body)
    yield _style(theme, BODY, "公文正文", theme.body, ind=indent_two(page))
    for level, look in enumerate(theme.headings):
        yield _style(theme, f"{HEADING}{level + 1}", "", look, keepNext=True, ind=indent_two(page), outlineLvl=level,
                     numPr=(element("ilvl", val=level), element("numId", val=1)))
    yield _style(theme, TITLE, "", theme.title, keepNext=True, jc="center")
    yield from _heads(theme, page)
    yield from _tables(theme)
    yield _style(theme, ENCLOSURE, "附件说明", theme.body, keepNext=True, jc="left")
    yield _style(theme, ISSUER, "署名", theme.body, keepNext=True, jc="left", spacing={"before": page.pitch})
    yield _style(theme, DATE, "成文日期", theme.body, jc="left")
    yield from _colophon(theme)
    yield _style(theme, FOOTER, "", theme.page_number.style.model_copy(update={"line": theme.page_number.style.size}))


def _tables(theme: Theme) -> Iterator[str]:
    table = theme.table
    yield _style(theme, CAPTION, "", table.caption, keepNext=True, jc="center")
    yield _style(theme, UNIT, "表格单位", table.unit, keepNext=True, jc="right")
    yield _style(theme, HEAD_CELL, "表头文字", table.head, keepNext=True, jc="center")
    yield _style(theme, CELL, "表格文字", table.body, jc="center")
    yield _style(theme, TOTAL, "合计行文字", table.body.model_copy(update={"face": table.head.face}), jc="center")
    yield _style(theme, NOTE, "表注", table.note)


def _heads(theme: Theme, page: Sheet) -> Iterator[str]:
    """Make the styles of what stands above the text: 报头, 版头, the mark, 主送机关, the head of an attachment."""
    masthead, letterhead = theme.masthead, theme.letterhead
    mark, label = (Style(face=face, size=theme.body.size) for face in (theme.mark, theme.label))
    yield _style(theme, MARK, "标记", mark, keepNext=True, jc="center")
    yield _style(theme, MAST_NAME, "报头名称", masthead.name, jc="center")
    yield _style(theme, MAST_ISSUE, "报头期号", masthead.issue, jc="center")
    yield _ruled(theme, MAST_LINE, "报头编发", masthead.line, masthead.rule, jc="left",
                 tabs=_ends(page, page.character))
    yield _style(theme, LETTER_MARK, "发文机关标志", letterhead.mark, jc="center")
    yield _ruled(theme, LETTER_NUMBER, "发文字号", letterhead.number, letterhead.rule, jc="center")
    yield _style(theme, ADDRESSEE, "主送机关", theme.body)
    yield _style(theme, LABEL, "附件标签", label, keepNext=True, pageBreakBefore=True, jc="left")
    yield _style(theme, ATTACHED, "附件标题", theme.title, keepNext=True, jc="center", outlineLvl=0)


def _ruled(theme: Theme, identity: str, name: str, look: Style, red: Rule, **more: Value) -> str:
    """Make the style of a head's last line; its bottom border is the red rule, `distance` below the type."""
    page, low = sheet(theme), look.model_copy(update={"line": look.size * AIR})
    space = border_space(red.distance / MM_A_PT - look.size * (AIR - 1) / 2)
    return _style(theme, identity, name, low, spacing={"before": (page.line(look) - page.line(low)) // 2},
                  pBdr=(rule("bottom", red.thickness, red.color, space),), **more)


def _ends(page: Sheet, inset: int) -> tuple[str, str]:
    """Make the stops of a line with a text at its left end and one at its right, `inset` twips in."""
    return element("tab", val="left", pos=inset), element("tab", val="right", pos=page.text_width - inset)


def _colophon(theme: Theme) -> Iterator[str]:
    """Make the styles of the foot, one character in on both sides (7.4.2)."""
    look = theme.colophon.style
    one = pt(look.size)
    yield _style(theme, COLOPHON, "报尾", look, jc="both", ind={"left": one, "right": one})
    yield _style(theme, IMPRINT, "印发机关和日期", look, jc="left", tabs=_ends(sheet(theme), one))
    yield _style(theme, COPIES, "共印份数", look, jc="right", ind={"right": one})
    yield _style(theme, COLOPHON_RULE, "报尾分隔线", look.model_copy(update={"line": 1}))


def _style(theme: Theme, identity: str, name: str, look: Style, **properties: Value) -> str:
    page = sheet(theme)
    given = properties.pop("spacing", {})
    spacing = {"before": 0, "after": 0, "line": page.line(look), "lineRule": "exact",
               **(given if isinstance(given, Mapping) else {})}
    first = identity == "Normal"
    return element(
        "style", element("name", val=_BUILTIN.get(identity, name)),
        "" if first else element("basedOn", val="Normal"),
        element("next", val=BODY) if identity[:-1] == HEADING or identity == TITLE else "", element("qFormat"),
        paragraph_properties(**_manners(first), snapToGrid=not look.line, spacing=spacing,
                             **{"jc": "both", **properties}),
        _run(theme, look, _LATIN if identity != "Normal" else _CHINESE), type="paragraph", styleId=identity,
        **({"default": 1} if first else {}), **({} if identity in _BUILTIN else {"customStyle": 1}))


def _manners(first: bool) -> dict[str, Value]:
    """Give what holds for all paragraphs: line-start rules, no gaps around digits, no widow control."""
    return {"widowControl": False, "kinsoku": True, "overflowPunct": False, "autoSpaceDE": False,
            "autoSpaceDN": False} if first else {}


def _run(theme: Theme, look: Style, latin: str) -> str:
    """Make a style's run properties; only type of the body's size is tracked to the grid.

    The Latin face is the Chinese one, or quotes and dashes would come out narrow.
    """
    name, size = theme.faces[look.face].name, half_points(look.size)
    tracking = theme.grid.word_spacing if look.size == theme.body.size else 0
    return run_properties(rFonts={"ascii": name, "hAnsi": name, "eastAsia": name, "cs": name},
                          color=look.color[1:], spacing=tracking, sz=size, szCs=size,
                          lang={"val": latin, "eastAsia": _CHINESE})


def _strong(theme: Theme) -> str:
    """Make the character style of stressed text: another face, since no face of the page has a bold cut."""
    fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), theme.faces[theme.strong].name)
    return element("style", element("name", val="强调"), element("basedOn", val="DefaultParagraphFont"),
                   run_properties(rFonts=fonts), type="character", customStyle=1, styleId=STRONG)


def _table(theme: Theme) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", *(rule(side, theme.table.rule) for side in sides))
    padding = {"w": mm(theme.table.padding), "type": "dxa"}
    margins = element("tblCellMar", *(element(side, **padding) for side in ("top", "left", "bottom", "right")))
    return element("style", element("name", val="公文表格"), element("basedOn", val="TableNormal"),
                   element("tblPr", borders, margins), type="table", customStyle=1, styleId=TABLE)
