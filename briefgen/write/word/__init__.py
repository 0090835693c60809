"""Write a document as a Word file: our own XML in a package that python-docx holds."""

from briefgen.write.word.embedded import read_trace
from briefgen.write.word.writer import write_docx

__all__ = ["read_trace", "write_docx"]
