"""`explain_columns` tells how each heading was matched, where a unit stands, and what is left over."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from briefgen.model.table import CellType, Column, Need, TableSchema
from briefgen.read.columns import Columns, Heading, explain_columns
from briefgen.read.grid import Cell, Grid, Merge, top_of
from briefgen.read.schemas import alias_files, read_schemas
from briefgen.resources import Layers

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = TableSchema("台账", (
    Column("项目编号", need=Need.CELL), Column("总投资", CellType.MONEY, Need.CELL, ("总投资额",)),
    Column("固定资产投资", CellType.MONEY, Need.COLUMN), Column("开工日期", CellType.DATE)))
FILES = {("台账", "总投资", "总投资额"): "templates/aliases.toml"}


def explained(text: str, *merged: Merge) -> Columns:
    rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text))]
    return explain_columns(top_of(Grid("a.csv", None, rows, merged)), SCHEMA, FILES)


def heading(text: str, *merged: Merge) -> Heading:
    """Give the heading that was taken for 总投资."""
    return next(each for each in explained(text, *merged).headings if each.column == "总投资")


def test_its_own_name_an_alias_with_its_file_and_a_bracket_left_out() -> None:
    assert heading("项目编号,总投资\n") == Heading("B1", "总投资", "总投资", unit_from="cells")
    assert heading("项目编号,总投资额(万元)\n") == Heading(
        "B1", "总投资额(万元)", "总投资", "总投资额", "templates/aliases.toml", bare=True, unit="万元",
        unit_from="heading", unit_cell="B1")


def test_rows_that_make_a_name_together() -> None:
    found = explained("项目编号,总投资,开工\n,,日期\n", ((0, 0), (1, 0)), ((0, 1), (1, 1)))
    assert found.headings[2] == Heading("C2", "开工 / 日期", "开工日期", joined=True)
    assert found.headings[1].cell == "B1"


GROUP = "项目编号,投资(亿元),\n,总投资,固定资产投资\nA,1,2"


@pytest.mark.parametrize(("text", "merged", "unit"), [
    ("单位：万元\n项目编号,总投资\n", (), ("万元", "above", "A1")),
    ("项目编号,总投资\n,万元\n", (), ("万元", "below", "B2")),
    ("项目编号,总投资(亿元)\n,万元\n", (), ("亿元/万元", "below", "B2")),
    (GROUP, (((0, 0), (1, 0)), ((0, 1), (0, 2))), ("亿元", "group", "B1")),
])
def test_where_the_unit_stands(text: str, merged: tuple[Merge, ...], unit: tuple[str, str, str]) -> None:
    found = heading(text, *merged)
    assert (found.unit, found.unit_from, found.unit_cell) == unit


def test_what_no_heading_names_and_what_no_column_takes() -> None:
    found = explained("项目编号,总投资(元),固定资产投入,电话\n")
    assert found.absent == (("固定资产投资", Need.COLUMN), ("开工日期", Need.OPTIONAL))
    assert [(each.text, each.nearest) for each in found.headings if not each.column] == [
        ("固定资产投入", "固定资产投资"), ("电话", "")]


def test_a_heading_of_a_column_that_has_one_already() -> None:
    found = explained("项目编号,总投资额(亿元),总投资(万元)\n")
    assert [(each.column, each.first) for each in found.headings[1:]] == [("总投资", "C"), ("总投资", "")]


def test_too_few_headings_are_explained_all_the_same() -> None:
    found = explained("题\n开工日期,编号,投资额\n1,2,3\n")
    assert (found.row, found.found) == (2, False)
    assert [(each.text, each.column, each.nearest) for each in found.headings] == [
        ("开工日期", "开工日期", ""), ("编号", "", "项目编号"), ("投资额", "", "总投资")]
    assert explained("无\n").row is None


def test_which_file_says_an_alias(tmp_path: Path) -> None:
    (tmp_path / "aliases.toml").write_text('[columns]\n"总投资" = ["投资规模"]\n', encoding="utf-8")
    layers = Layers([tmp_path])
    files = alias_files(layers, read_schemas(layers))
    assert files["签约项目台账", "总投资", "投资规模"] == str(tmp_path / "aliases.toml")
    assert files["签约项目台账", "总投资", "投资总额"] == ""
