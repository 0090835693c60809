"""Write a document as one HTML text with its styles, and that as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.write.pdf.css import font_addresses, stylesheet
from briefgen.write.pdf.engine import engine
from briefgen.write.pdf.html import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.document.nodes import Document
    from briefgen.document.theme import FaceFile, Theme


def write_html(document: Document, theme: Theme, faces: Mapping[str, FaceFile]) -> str:
    """Write the HTML that WeasyPrint gets; its fonts stand under addresses of ours, so a browser shows others."""
    return page(document, theme, stylesheet(theme, faces))


def write_pdf(document: Document, theme: Theme, faces: Mapping[str, FaceFile], trace: str) -> bytes:
    """Write a PDF/A-3a and PDF/UA-1 file, with the trace attached as trace.json unless it is empty.

    `faces` maps each face of the theme to its font file; the same arguments give the same bytes. Raises PangoMissing,
    EngineUnknown, or Unprintable for a character that no file can hold.
    """
    html = write_html(document, theme, faces)
    with engine():
        from briefgen.write.pdf.render import render

        return render(html, font_addresses(faces), trace, document.meta.as_of)
