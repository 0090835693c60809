"""Two traces are compared figure by figure; what a row brought in, or its cells, tell why."""

from __future__ import annotations

from dataclasses import replace

from briefgen.document.causes import FigureCause
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


def test_the_cell_that_decided_is_named_where_it_stands_and_units_by_name() -> None:
    cells = {"落地单位": "140702", "状态": "有效"}, {"落地单位": "1407KF", "状态": "退库"}
    left, right = (_side(value, rows, {"甲": kept}) for value, rows, kept in
                   zip(("3", "0"), ({"甲": "30000"}, {}), cells, strict=True))
    right = replace(right, letters={FILE: {"状态": "H"}}, units={"1407KF": "晋中开发区"})
    left = replace(left, letters={FILE: {"落地单位": "D"}}, units={"140702": "榆次区"})
    (row,) = compare(left, right).figures[0].rows
    assert row.cells == (CellChange("落地单位", "榆次区", "晋中开发区", f"{FILE}!D2"),
                         CellChange("状态", "有效", "退库", f"{FILE}!H2"))


def _with_project(side: Side, state: str) -> Side:
    project = KeptRow("项目", "data/项目.csv", None, 9, "QY1", {"项目编号": "QY1", "状态": state})
    return replace(side, rows={**side.rows, project.mark: project}, letters={"data/项目.csv": {"状态": "E"}})


def test_the_row_of_another_table_that_took_rows_along_is_named_before_them() -> None:
    paid = {"项目编号": "QY1", "金额": "10000万元"}
    left = _with_project(_side("2", {"甲": "10000", "乙": "10000"}, {"甲": paid, "乙": paid}), "有效")
    right = _with_project(_side("0", {}, {"甲": paid, "乙": paid}), "退库")
    cause, *gone = compare(left, right).figures[0].rows
    assert cause == RowChange("changed", "项目", "QY1", "data/项目.csv!9", "data/项目.csv!9",
                              (CellChange("状态", "有效", "退库", "data/项目.csv!E9"),))
    assert [(row.kind, row.key, row.cells) for row in gone] == [("gone", "甲", ()), ("gone", "乙", ())]
    assert compare(left, _with_project(right, "有效")).figures[0].rows == tuple(gone)


def _figure(at: str, indicator: str, unit: str, value: str, parents: dict[str, str], **more: str) -> TracedFigure:
    names = {"A": "甲县", "B": "乙县", "C": "丙县"}
    return TracedFigure(at, indicator, unit, names[unit], "2022-11", more.get("name", indicator), "亿元", value, None,
                        (value,) if at[0] == "f" else (), "", "", "", parents, (), issued=more.get("issued", ""))


def _traced(*figures: TracedFigure) -> Side:
    return Side("x", Trace({}, {}, {each.id: each for each in figures}, {}), {})


def test_a_base_that_another_issue_printed_is_named_with_both_issues() -> None:
    sides = [_traced(_figure("f1", "x.mom", "A", change, {"base": "p1", "value": "p2"}),
                     _figure("p1", "x.last_month", "A", base, {}, issued=f"published/2022-10/{issue}#f3"),
                     _figure("p2", "x", "A", "9", {}))
             for change, base, issue in (("1", "8", "简报"), ("2", "7", "简报-2"))]
    (change,) = compare(*sides).figures
    assert change.causes == (FigureCause("x.last_month", "甲县", "亿元", "8", "7", "published/2022-10/简报#f3",
                                         "published/2022-10/简报-2#f3"),)
    assert change.rows == ()


def _ranks(values: dict[str, str], places: dict[str, str], group: str = "") -> Side:
    return _traced(*(_figure(f"p{at}", "x", unit, value, {}) for at, (unit, value) in enumerate(values.items())),
                   *(_figure(f"f{at}", "x.rank", unit, places[unit], {"value": f"p{at}"},
                             name=group if unit == "C" else "") for at, unit in enumerate(values)))


def test_a_place_names_the_unit_whose_value_moved_it() -> None:
    old = _ranks({"A": "5", "B": "4", "C": "1"}, {"A": "1", "B": "2", "C": "3"})
    new = _ranks({"A": "5", "B": "6", "C": "2"}, {"A": "2", "B": "1", "C": "3"})
    first, second = compare(old, new).figures
    assert [(each.unit_name, each.old, each.new) for each in first.causes] == [("乙县", "4", "6")]
    assert [(each.unit_name, each.old, each.new) for each in second.causes] == [("乙县", "4", "6")]


def test_a_unit_of_another_group_is_no_rival() -> None:
    old = _ranks({"A": "5", "B": "4", "C": "1"}, {"A": "1", "B": "2", "C": "1"}, "另一组")
    new = _ranks({"A": "5", "B": "6", "C": "7"}, {"A": "2", "B": "1", "C": "1"}, "另一组")
    assert [each.unit_name for each in compare(old, new).figures[0].causes] == ["乙县"]


def test_a_unit_without_a_place_is_no_rival() -> None:
    old, new = (_ranks({"A": "5", "B": "4", "C": city}, {"A": place, "B": "2", "C": ""})
                for city, place in (("1", "1"), ("9", "2")))
    sides = [replace(side, trace=replace(side.trace, figures={
        key: replace(each, value=each.value or None) for key, each in side.trace.figures.items()}))
        for side in (old, new)]
    (change,) = (each for each in compare(*sides).figures if each.unit == "A")
    assert change.causes == ()


def test_the_issues_of_two_months_are_compared_each_figure_with_that_of_the_other_month() -> None:
    sides = []
    for period, value, year in (("2022-11", "3", "2"), ("2022-12", "4", "2")):
        figures = (replace(_figure("f1", "x", "A", value, {}), period=period),
                   replace(_figure("f2", "x", "A", year, {}), period="2021-12"))
        side = _traced(*figures)
        sides.append(replace(side, trace=replace(side.trace, document={"period": period})))
    found = compare(*sides)
    (change,) = found.figures
    assert (change.old, change.new, change.difference, change.period, found.same) == ("3", "4", "1", "2022-12", 1)
