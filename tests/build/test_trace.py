"""Every figure on paper names its rows, in the file itself and beside it."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from briefgen.document.trace import TraceInvalid, TraceNewer, from_json, to_json
from briefgen.errors import BriefgenError
from briefgen.pipeline import FileMissing, NotTraced, Order, Report, explain_file, explain_indicator
from briefgen.write.word.reading import read_body
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path


def _path(report: Report, suffix: str) -> Path:
    return next(file for file in report.files if file.suffix == suffix)


def test_word_pdf_and_json_carry_the_same_trace(report: Report, pdf: bytes) -> None:
    traces = [explain_file(_path(report, suffix)) for suffix in (".docx", ".pdf", ".json")]
    assert traces[0] == traces[1] == traces[2]
    assert len([figure for figure in traces[0].figures.values() if figure.shown]) > 150


def test_each_figure_follows_from_its_rows_or_parents(report: Report) -> None:
    trace = explain_file(_path(report, ".json"))
    for figure in trace.figures.values():
        if figure.value is None:
            assert figure.reason
        elif figure.rowsets or not figure.parents:
            rows = [row for name in figure.rowsets for row in trace.rowsets[name].rows]
            operation = figure.formula.split("(")[0]
            if operation == "sum":
                scale = 10000 if figure.measure == "亿元" else 1
                assert sum(Fraction(row.value or 0) for row in rows) / scale == Fraction(figure.value)
            elif operation == "count":
                assert len(rows) == Fraction(figure.value)
            elif operation == "distinct":
                assert len({row.value for row in rows}) == Fraction(figure.value)
            else:
                assert len(rows) == 1, figure.formula
        else:
            assert set(figure.parents.values()) <= set(trace.figures)


def test_indicator_names_25_cells_and_their_sum() -> None:
    trace = explain_indicator(SAMPLE, "signed.invest", Order(period="2022-12", unit="寿阳县"))
    (rows,) = (trace.rowsets[name] for name in trace.figures["f1"].rowsets)
    assert len(rows.rows) == 25
    assert sum(int(row.value) for row in rows.rows) == 2121300
    assert (rows.file, rows.sheet, rows.column) == ("data/签约项目台账.xlsx", "签约项目", "P")


def test_changed_or_newer_traces_are_refused(report: Report) -> None:
    data = json.loads(_path(report, ".json").read_text(encoding="utf-8"))
    data["trace"]["figures"]["f1"]["value"] = "198"
    with pytest.raises(TraceInvalid):
        from_json(json.dumps(data), "x.json")
    with pytest.raises(TraceNewer):
        from_json(json.dumps({**data, "format": 99}), "x.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", "x", '{"format": 1}', '{"format":1,"digest":"","trace":[]}',
                                  "[" * 99999])
def test_other_texts_are_no_trace(text: str) -> None:
    with pytest.raises(BriefgenError):
        from_json(text, "x.json")


def test_files_without_figures_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("25", encoding="utf-8")
    with pytest.raises(NotTraced):
        explain_file(tmp_path / "a.txt")
    with pytest.raises(FileMissing):
        explain_file(tmp_path / "none.docx")
    for name in ("a.docx", "a.pdf"):
        (tmp_path / name).write_bytes(b"not a document")
        with pytest.raises(BriefgenError):
            explain_file(tmp_path / name)


def test_trace_reads_back_what_it_wrote(report: Report) -> None:
    trace = explain_file(_path(report, ".json"))
    assert from_json(to_json(trace), "again") == trace


def test_the_trace_shows_every_figure_on_paper_as_often_as_it_stands_there(report: Report, docx: bytes) -> None:
    body = read_body(docx)
    assert body is not None
    shown = {name: len(each.shown) for name, each in explain_file(_path(report, ".json")).figures.items() if each.shown}
    assert Counter(name for name, _text in body.figures) == shown
