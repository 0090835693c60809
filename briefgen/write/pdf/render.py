"""Run WeasyPrint over one HTML text, with nothing in reach but the given font files."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.write.pdf.finish import finish
from briefgen.write.pdf.justify import justified

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

VARIANT = "pdf/a-3a"
ATTACHMENT = "trace.json"


class ForeignResource(BriefgenError):
    """The page asked for something that is not one of its fonts."""

    message = N_("the PDF may load nothing but its fonts; it asked for {url}")


class FontFetcher(URLFetcher):  # type: ignore[misc]
    """Hand out the registered font files, and stop the rendering at any other address."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        """Register the fonts by their addresses."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._fonts = fonts

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Read a registered font; raises FatalURLFetchingError for all else."""
        if url not in self._fonts:
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, self._fonts[url].read_bytes())


def render(html: str, fonts: Mapping[str, Path], trace: str, day: date) -> bytes:
    """Render HTML as PDF with the fonts by address, and the trace (none if empty) attached as of a day."""
    moment = datetime.combine(day, time(), UTC)
    attachments = [Attachment(string=trace, name=ATTACHMENT, relationship="Data", created=moment, modified=moment)]
    try:
        with justified():
            data: bytes = HTML(string=html, url_fetcher=FontFetcher(fonts)).write_pdf(
                finisher=finish, font_config=_configuration(tuple(fonts.items())), pdf_variant=VARIANT,
                attachments=attachments if trace else [])
    except FatalURLFetchingError as error:
        raise ForeignResource(url=error) from None
    return data


@lru_cache(maxsize=4)
def _configuration(fonts: tuple[tuple[str, Path], ...]) -> FontConfiguration:
    """Keep the loaded fonts of a theme: the second document of a batch is a quarter quicker."""
    return FontConfiguration()
