"""Two traces are compared figure by figure; what a row brought in, or its cells, tell why."""

from __future__ import annotations

from briefgen.document.changes import CellChange, RowChange, Side, compare
from briefgen.document.record import KeptRow
from briefgen.document.trace import Trace, TracedFigure, TracedRow, TracedRows

FILE = "data/台账.csv"


def _growth(value: str, *shown: str) -> Side:
    figure = TracedFigure("f1", "signed.invest.yoy", "140700", "晋中市", "2022-10", "签约总投资同比", "%", value, None,
                          shown, "", "", "", {}, ())
    return Side("x", Trace({}, {}, {"f1": figure}, {}), {})


def _side(value: str, rows: dict[str, str], contents: dict[str, dict[str, str]] | None = None) -> Side:
    figure = TracedFigure("f1", "signed.invest", "140721", "榆社县", "2022-12", "签约总投资", "亿元", value, None,
                          (f"{value}亿元", value), "", "sum(总投资)", "", {}, ("r1",))
    traced = tuple(TracedRow(at, key, worth) for at, (key, worth) in enumerate(rows.items(), 2))
    trace = Trace({}, {}, {"f1": figure}, {"r1": TracedRows("台账", "sum", "总投资", FILE, None, "C", "万元", traced)})
    kept = (KeptRow("台账", FILE, None, 2, key, cells) for key, cells in (contents or {}).items())
    return Side("x", trace, {row.mark: row for row in kept})


def test_equal_traces_have_no_changes() -> None:
    found = compare(_side("3", {"甲": "10000", "乙": "20000"}), _side("3", {"甲": "10000", "乙": "20000"}))
    assert (found.figures, found.same) == ((), 1)


def test_a_row_that_came_and_one_that_went() -> None:
    (change,) = compare(_side("3", {"甲": "10000", "乙": "20000"}),
                        _side("2.5", {"甲": "10000", "丙": "15000"})).figures
    assert (change.old, change.new, change.difference) == ("3亿元", "2.5亿元", "-0.5")
    assert change.rows == (RowChange("gone", "台账", "乙", f"{FILE}!C3", ""),
                           RowChange("added", "台账", "丙", "", f"{FILE}!C3"))


def test_a_row_that_no_longer_counts_tells_the_cell_that_decided() -> None:
    old = _side("3", {"甲": "30000"}, {"甲": {"总投资": "30000万元", "签约日期": "2022-12-01"}})
    new = _side("0", {}, {"甲": {"总投资": "30000万元", "签约日期": "2023-01-01"}})
    (row,) = compare(old, new).figures[0].rows
    assert (row.kind, row.cells) == ("changed", (CellChange("签约日期", "2022-12-01", "2023-01-01"),))


def test_without_contents_the_value_tells() -> None:
    (row,) = compare(_side("3", {"甲": "30000"}), _side("4", {"甲": "40000"})).figures[0].rows
    assert row.cells == (CellChange("总投资", "30000", "40000"),)


def test_a_fall_that_the_sentence_words_keeps_its_sign() -> None:
    (change,) = compare(_growth("-2.13", "2.13%", "−2.13"), _growth("-2.31", "2.31%", "−2.31")).figures
    assert (change.old, change.new, change.difference) == ("−2.13%", "−2.31%", "-0.18")
    (change,) = compare(_growth("-2.13", "−2.13"), _growth("2.31", "2.31%")).figures
    assert (change.old, change.new) == ("−2.13", "2.31%")
    (change,) = compare(_growth("-1/9999", "与上年同期持平"), _growth("0", "与上年同期持平", "0")).figures
    assert change.old == "与上年同期持平"
