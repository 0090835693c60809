"""Write a document as a Word file laid out to its theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.document.nodes import (
    Addressee,
    Attachment,
    Colophon,
    Enclosures,
    Heading,
    List,
    Paragraph,
    Signature,
    Table,
)
from briefgen.document.walk import numbered, words_of
from briefgen.write.word import embedded, parts, styles
from briefgen.write.word.closing import colophon, enclosures, signature
from briefgen.write.word.head import attachment, head
from briefgen.write.word.inlines import Runs
from briefgen.write.word.tables import table
from briefgen.write.word.units import sheet
from briefgen.write.word.xml import HEAD, NAMESPACES, element, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Document
    from briefgen.document.theme import Theme
    from briefgen.write.word.xml import Value

_TINY = 20  # twips


def write_docx(document: Document, theme: Theme, trace: str, short_trace: str) -> bytes:
    """Write a .docx, the same to the byte for the same input; `trace` and `short_trace` are its traces as JSON.

    Raises CharacterIllegal for a text that XML cannot hold.
    """
    from briefgen.write.word.package import Content, Package  # python-docx takes 0.3 s

    attachments = sum(isinstance(block, Attachment) for block in document.blocks)
    package = Package(Content("/word/document.xml", "WML_DOCUMENT_MAIN", "OFFICE_DOCUMENT", _main(document, theme)))
    for content in (
        Content("/word/footer1.xml", "WML_FOOTER", "FOOTER", parts.footer(theme, even=False)),
        Content("/word/footer2.xml", "WML_FOOTER", "FOOTER", parts.footer(theme, even=True)),
        Content("/word/styles.xml", "WML_STYLES", "STYLES", styles.styles(theme)),
        Content("/word/numbering.xml", "WML_NUMBERING", "NUMBERING", parts.numbering(theme, attachments)),
        Content("/word/settings.xml", "WML_SETTINGS", "SETTINGS", parts.settings(theme)),
        Content("/word/fontTable.xml", "WML_FONT_TABLE", "FONT_TABLE", styles.font_table(theme)),
        Content("/word/theme/theme1.xml", "OFC_THEME", "THEME", parts.theme_part(theme)),
    ):
        package.add(content, package.document)
    item = package.add(Content("/customXml/item1.xml", "XML", "CUSTOM_XML", embedded.item(trace)), package.document)
    package.add(Content("/customXml/itemProps1.xml", "OFC_CUSTOM_XML_PROPERTIES", "CUSTOM_XML_PROPS",
                        embedded.item_properties()), item)
    package.add(Content("/docProps/core.xml", "OPC_CORE_PROPERTIES", "CORE_PROPERTIES", parts.core(document)))
    package.add(Content("/docProps/app.xml", "OFC_EXTENDED_PROPERTIES", "EXTENDED_PROPERTIES", parts.app()))
    package.add(Content("/docProps/custom.xml", "OFC_CUSTOM_PROPERTIES", "CUSTOM_PROPERTIES",
                        embedded.properties(trace, short_trace)))
    return package.save()


def _main(document: Document, theme: Theme) -> str:
    body = [*head(document.meta, theme), *_blocks(document, theme)]
    if document.meta.colophon:
        body.append(colophon(document.meta.colophon, theme))
    elif not body[-1].endswith("</w:p>"):  # Word wants a paragraph at the end
        body.append(paragraph("Normal", spacing={"before": 0, "after": 0, "line": _TINY, "lineRule": "exact"}))
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}{_section(theme)}</w:body></w:document>"


def _blocks(document: Document, theme: Theme) -> Iterator[str]:
    """Make the blocks; text keeps with signature and foot, so that these never stand alone on a page (7.3.5.5).

    The first text does not: LibreOffice would take all of it along, and page 1 must show some (7.3.3).
    Each attachment numbers its headings by a list of its own.
    """
    runs, following, numbers = Runs(), (*document.blocks[1:], document.meta.colophon), 1
    first = next((block for block in document.blocks if isinstance(block, Paragraph | List)), None)
    for (block, number), after in zip(numbered(document.blocks), following, strict=False):
        closing = block is not first and isinstance(after, Signature | Enclosures)
        keep = closing or isinstance(after, Colophon)
        if isinstance(block, Attachment):
            numbers += 1
        if isinstance(block, Heading):
            yield _heading(block, runs, numbers)
        elif isinstance(block, Table):
            ends = after is None or isinstance(after, Attachment)  # or what parts it from the next makes a page alone
            yield from table(block, number, theme, runs, keep=keep or ends)
        elif isinstance(block, Paragraph | List):
            yield from _text(block, runs, keep=keep)
        else:
            yield from _words(block, theme, keep=keep)


def _heading(block: Heading, runs: Runs, numbers: int) -> str:
    """Make a heading; its style counts by list 1."""
    level = (element("ilvl", val=block.level - 1), element("numId", val=numbers))
    own: dict[str, Value] = {"numPr": level} if numbers > 1 else {}
    return paragraph(f"{styles.HEADING}{block.level}", runs.of(block.inlines), **own)


def _text(block: Paragraph | List, runs: Runs, *, keep: bool) -> Iterator[str]:
    items = (block.inlines,) if isinstance(block, Paragraph) else block.items
    more: dict[str, Value] = {"keepNext": True} if keep else {}
    for place, inlines in enumerate(items, 1):
        yield paragraph(styles.BODY, runs.of(inlines), **(more if place == len(items) else {}))


def _words(block: Signature | Addressee | Enclosures | Attachment, theme: Theme, *, keep: bool) -> Iterator[str]:
    """Make a block that is made of words alone."""
    if isinstance(block, Signature):
        yield from signature(block, theme, keep=keep)
    elif isinstance(block, Enclosures):
        yield from enclosures(block, theme)
    elif isinstance(block, Attachment):
        yield from attachment(block, theme)
    else:
        yield from (paragraph(styles.ADDRESSEE, run(line)) for line in words_of(block))


def _section(theme: Theme) -> str:
    """Make the page: size, margins, the grid of lines (the grid of characters breaks LibreOffice), footers."""
    page = sheet(theme)
    return element(
        "sectPr", '<w:footerReference w:type="default" r:id="rId1"/><w:footerReference w:type="even" r:id="rId2"/>',
        element("pgSz", w=page.width, h=page.height),
        element("pgMar", top=page.top, right=page.right, bottom=page.bottom, left=page.left, header=851,
                footer=page.footer, gutter=0),
        element("docGrid", type="lines", linePitch=page.pitch))
