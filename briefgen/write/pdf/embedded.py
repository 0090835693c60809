"""Read back what a PDF of ours carries."""

from __future__ import annotations

import io

_ATTACHMENT = "trace.json"


def read_trace(data: bytes) -> str | None:
    """Read the trace's JSON from a PDF's bytes; None where there is none, or no PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = pdf.attachments.get(_ATTACHMENT)
            return found.get_file().read_bytes().decode() if found else None
    except (pikepdf.PdfError, pikepdf.PasswordError, UnicodeDecodeError):
        return None
