"""Finish the PDF before it is written: marks for PDF/UA-1 in a PDF/A-3a file, heads of tables, the attachment."""

from __future__ import annotations

from typing import Any

import pydyf

from briefgen.write.pdf.charset import identity

_END = b"</rdf:RDF>"

# PDF/A allows a property only with a schema that describes it (ISO 19005-3, 6.6.2.3).
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>the part of ISO 14289 that the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Any, pdf: Any) -> None:
    """Complete a pydyf PDF in place, as WeasyPrint's finisher."""
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/TH":
            entry["A"]["Scope"] = "/Column"
        elif isinstance(entry, pydyf.Stream) and entry.extra.get("Type") == "/Metadata":
            entry.stream = [part.replace(_END, _UA + _END) for part in entry.stream]
        elif isinstance(entry, pydyf.Stream) and entry.extra.get("Subtype") == "/OpenType":
            entry.stream = [identity(part) for part in entry.stream]
    if "AF" in pdf.catalog:  # the engine lists each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
