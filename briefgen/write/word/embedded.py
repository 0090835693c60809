"""Carry the trace inside a Word file: whole in a custom XML part, short in the document's own properties."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from briefgen.files import digest
from briefgen.write.word.xml import HEAD, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

NAMESPACE: Final = "urn:briefgen:trace:1"
TRACE_PROPERTY: Final = "briefgen.trace"
DIGEST_PROPERTY: Final = "briefgen.digest"
_ITEM = "{6F1D2C0A-5B7E-4D43-9A41-B81EF6E40001}"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LIMIT = 64 * 1024 * 1024
_PARTS = re.compile(r"customXml/item\d+\.xml")


def item(trace: str) -> str:
    """Make the custom XML part that holds the whole trace (JSON)."""
    return f'{HEAD}<trace xmlns="{NAMESPACE}">{escape(trace)}</trace>'


def item_properties() -> str:
    """Make the part that names the custom XML part and its schema."""
    return (f'{HEAD}<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{_CUSTOM_XML}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>')


def properties(trace: str, short_trace: str) -> str:
    """Make custom.xml: the short trace, which survives .odt and .doc, and the whole one's digest."""
    values = ((TRACE_PROPERTY, short_trace), (DIGEST_PROPERTY, digest(trace.encode())))
    entries = "".join(f'<property fmtid="{_USER_PROPERTIES}" pid="{place}" name="{name}">'
                      f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
                      for place, (name, value) in enumerate(values, 2))
    return f'{HEAD}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{entries}</Properties>'


def read_trace(data: bytes) -> str | None:
    """Read the trace (JSON) from a Word file: the whole one, else the short one, else none.

    Files that are no zip, parts that are no XML, and XML with a document type give none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return next(_traces(package), None)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None


def _traces(package: zipfile.ZipFile) -> Iterator[str]:
    for name in sorted(filter(_PARTS.fullmatch, package.namelist())):
        root = _root(package, name)
        if root is not None and root.tag == f"{{{NAMESPACE}}}trace":
            yield root.text or ""
    if "docProps/custom.xml" in package.namelist():
        root = _root(package, "docProps/custom.xml")
        for entry in () if root is None else root:
            if entry.get("name") == TRACE_PROPERTY:
                yield str(entry.xpath("string()"))


def _root(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    from lxml import etree

    if package.getinfo(name).file_size > _LIMIT:
        return None
    content = package.read(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return None if b"<!DOCTYPE" in content else root
