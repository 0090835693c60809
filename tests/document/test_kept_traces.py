"""Traces that earlier versions wrote stay readable, as they were kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.document.trace import FORMAT, TraceNewer, from_json

KEPT = Path(__file__).parent / "kept"


def test_a_trace_of_format_1_has_no_facts() -> None:
    trace = from_json((KEPT / "trace-1.json").read_text(encoding="utf-8"), "trace-1.json")
    assert (trace.figures["f1"].unit_name, trace.figures["f1"].shown) == ("和顺县", ("77.78%",))
    assert [len(rows.rows) for rows in trace.rowsets.values()] == [7, 9]
    assert trace.facts == ()


def test_a_trace_of_format_2_has_no_corrections() -> None:
    trace = from_json((KEPT / "trace-2.json").read_text(encoding="utf-8"), "trace-2.json")
    assert (trace.figures["f1"].unit_name, trace.figures["f1"].shown) == ("和顺县", ("0%",))
    assert not any(rows.taken or row.corrections for rows in trace.rowsets.values() for row in rows.rows)


def test_a_trace_of_format_3_has_no_issued_figures() -> None:
    trace = from_json((KEPT / "trace-3.json").read_text(encoding="utf-8"), "trace-3.json")
    assert trace.figures["f1"].unit_name == "和顺县"
    assert not any(figure.issued for figure in trace.figures.values())


def test_a_newer_trace_is_refused_by_name() -> None:
    text = json.dumps({"digest": "", "format": FORMAT + 1, "trace": {}})
    with pytest.raises(TraceNewer, match=str(FORMAT + 1)):
        from_json(text, "later.trace.json")
