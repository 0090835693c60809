from __future__ import annotations

import csv
import io

import pytest

from briefgen.model.table import CellType, Column, Need, TableSchema
from briefgen.read.grid import Cell, Grid, Merge
from briefgen.read.header import find_header
from tests.read.making import told

SCHEMA = TableSchema("签约项目台账", (
    Column("项目编号", need=Need.CELL), Column("总投资", CellType.MONEY, Need.CELL, ("总投资额",)),
    Column("固定资产投资", CellType.MONEY), Column("规模", CellType.INTEGER), Column("开工日期", CellType.DATE)))


def grid(text: str, merged: tuple[Merge, ...] = ()) -> Grid:
    rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text))]
    return Grid("a.csv", None, rows, merged)


@pytest.mark.parametrize(("heading", "unit"), [
    ("总投资(万元)", "万元"), ("总投资（亿元）", "亿元"), ("总 投 资\n（万 元）", "万元"),
    ("总投资额(单位：元)", "元"), ("总投资(亿)", "亿元"), ("总投资【万元】", "万元"),
    ("总投资万元", "万元"), ("总投资/亿元", "亿元"), ("总投资：人民币亿元", "亿元"),
    ("总投资(人民币万元)", "万元"), ("总投资(千元)", "千元"), ("总投资(万美元)", "万美元"),
])
def test_a_heading_says_its_unit(heading: str, unit: str) -> None:
    header, problems = find_header(grid(f'项目编号,"{heading}"\n1,2'), SCHEMA)
    assert header is not None
    assert (dict(header.columns), dict(header.units), header.end) == ({"项目编号": 0, "总投资": 1}, {"总投资": unit}, 1)
    assert problems == []


@pytest.mark.parametrize(("above", "unit"), [
    ("单位：万元", "万元"), ("金额单位: 亿元", "亿元"), ("填报单位：示例中心 单 位：亿元", "亿元"),
    ("（单位：个、万元）", "万元"),
    ("填报单位：示例元公司", ""), ("单位：万美元", "万美元"), ("单位：亿", "亿元"),
])
def test_a_row_above_may_say_the_unit(above: str, unit: str) -> None:
    header, problems = find_header(grid(f"台账\n{above}\n项目编号,总投资\n"), SCHEMA)
    assert header is not None
    assert (header.units["总投资"], problems) == (unit, [])


def test_two_rows_with_merged_groups() -> None:
    merged = (((0, 0), (0, 4)), ((1, 0), (2, 0)), ((1, 1), (1, 2)))
    text = "台账,,,,\n项目编号,投资（亿元）,,规模(人),开工\n,总投资,固定资产投资,,日期\nA,2,3,4,5"
    header, problems = find_header(grid(text, merged), SCHEMA)
    assert header is not None
    assert dict(header.columns) == {"项目编号": 0, "总投资": 1, "固定资产投资": 2, "规模": 3, "开工日期": 4}
    assert dict(header.units) == {"总投资": "亿元", "固定资产投资": "亿元"}
    assert (header.end, problems) == (3, [])


def test_a_column_headed_twice_and_one_missing() -> None:
    header, problems = find_header(grid("项目编号,规模,规模(人)\n"), SCHEMA)
    assert header is not None
    assert [(problem.code, str(problem.source)) for problem in problems] == [
        ("header.repeated", "a.csv C1"), ("column.missing", "a.csv 1")]


@pytest.mark.parametrize("text", ["", "\n\n", "姓名,备注\n甲,乙\n", "开工日期,规模\n"])
def test_no_header_tells_what_it_must_hold(text: str) -> None:
    header, problems = find_header(grid(text), SCHEMA)
    assert header is None
    assert [problem.params["columns"] for problem in problems] == ["项目编号、总投资"]


@pytest.mark.parametrize(("below", "unit", "end"), [
    (",亿元,个,亿元", "亿元", 3), (",（万元）,,万元", "万元", 3), (",,,\nA,1,2,3", "万元", 2),
    ("A,亿元,2,3", "万元", 2), (",千元,个,千元", "千元", 3)])
def test_a_row_below_may_give_each_column_its_unit(below: str, unit: str, end: int) -> None:
    header, problems = find_header(grid(f"单位：万元\n项目编号,总投资,规模,固定资产投资\n{below}\nA,1,2,3"), SCHEMA)
    assert header is not None
    assert (header.units["总投资"], header.end, problems) == (unit, end, [])


def test_a_heading_and_a_row_below_that_disagree_have_no_unit() -> None:
    header, _ = find_header(grid("项目编号,总投资(亿元)\n,万元\nA,1"), SCHEMA)
    assert header is not None
    assert header.units["总投资"] == "亿元/万元"


def test_a_row_of_column_numbers_is_told_and_is_no_record() -> None:
    text = "项目编号,总投资(元),固定资产投资(元),规模,开工日期\n甲,(1),(2),(3),(4)\nA,1,2,3"
    header, problems = find_header(grid(text), SCHEMA)
    assert header is not None
    assert header.end == 2
    assert told(problems) == [("row.numbers", "a.csv 2")]


def test_three_rows_with_merged_groups() -> None:
    merged = (((0, 0), (2, 0)), ((0, 1), (0, 2)), ((1, 1), (1, 2)))
    header, problems = find_header(grid("项目编号,资金,\n,投资(亿元),\n,总投资,固定资产投资\nA,1,2", merged), SCHEMA)
    assert header is not None
    assert (header.columns["固定资产投资"], header.units["总投资"], header.end, problems) == (2, "亿元", 3, [])


def test_a_group_heading_gives_its_unit_even_where_the_lowest_row_names_every_column() -> None:
    merged = (((1, 0), (2, 0)), ((1, 1), (1, 2)))
    text = "单位：万元\n项目编号,投资(亿元),\n,总投资,固定资产投资\nA,1,2"
    header, _ = find_header(grid(text, merged), SCHEMA)
    assert header is not None
    assert dict(header.units) == {"总投资": "亿元", "固定资产投资": "亿元"}


def test_a_column_of_the_name_itself_comes_before_an_alias() -> None:
    header, problems = find_header(grid("项目编号,总投资额(亿元),总投资(万元)\nA,1,2"), SCHEMA)
    assert header is not None
    assert (header.columns["总投资"], header.units["总投资"], problems) == (2, "万元", [])


def test_a_table_that_stands_twice_side_by_side_is_told_once() -> None:
    text = "上月,,,,本月,,,\n项目编号,总投资(元),规模,开工日期,项目编号,总投资(元),规模,开工日期\nA,1,2,,A,3,4,\n"
    header, problems = find_header(grid(text, (((0, 0), (0, 3)), ((0, 4), (0, 7)))), SCHEMA)
    assert header is not None
    assert told(problems) == [("header.twice", "a.csv E2")]
    assert (problems[0].params["first"], problems[0].params["second"]) == ("A", "E")


FUNDS = TableSchema("到位资金月报", (
    Column("项目编号", need=Need.CELL), Column("月份", CellType.MONTH, Need.CELL),
    Column("当月到位资金", CellType.MONEY, Need.CELL)))


@pytest.mark.parametrize("text", [
    "项目编号,当月到位资金(万元),,\n,1月,2月,3月\nA,1,2,3\n",
    "2022年\n项目编号,2022年1月,2022年2月,2022年3月\nA,1,2,3\n",
    "项目编号,1月份到位资金,2月份到位资金,3月份到位资金\nA,1,2,3\n",
    "项目编号,2022-01-01,2022-02-01,2022-03-01\nA,1,2,3\n",
])
def test_months_as_columns_are_refused_by_name(text: str) -> None:
    header, problems = find_header(grid(text, (((0, 1), (0, 3)),) if "(万元)" in text else ()), FUNDS)
    assert header is None
    assert [(problem.code, problem.source.column, problem.params["last"]) for problem in problems] == [
        ("header.months", "B", "D")]


def test_months_in_a_row_of_the_data_are_no_headings() -> None:
    header, problems = find_header(grid("项目编号,月份,当月到位资金(元)\nA,1月,3\nB,2月,3\n1月,2月,3月\n"), FUNDS)
    assert header is not None
    assert problems == []
