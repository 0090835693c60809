"""Write documents as PDF/A-3a and PDF/UA-1 in one file, through WeasyPrint; nothing heavy is imported before use."""

from briefgen.write.pdf.embedded import read_trace
from briefgen.write.pdf.engine import EngineUnknown, PangoMissing
from briefgen.write.pdf.writer import write_html, write_pdf

__all__ = ["EngineUnknown", "PangoMissing", "read_trace", "write_html", "write_pdf"]
