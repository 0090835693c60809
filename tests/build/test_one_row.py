"""One ledger row changes by 0.01 亿元: just the figures that stand on it change."""

from __future__ import annotations

import shutil
from fractions import Fraction
from typing import TYPE_CHECKING

import openpyxl

from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.figure import Figure


def _figures(folder: Path) -> dict[str, Figure]:
    desk = Desk(folder)
    period = Period.parse("2022-12")
    document = desk.compose(desk.kind("monthly"), desk.unit(""), period, Order(period="2022-12"))
    return {str(figure.key): figure for figure in document.figures.values()}


def _raise_total(folder: Path, key: str) -> None:
    """Add 100 万元 to a project's total, and to the sheet's own 合计."""
    file = folder / "data" / "签约项目台账.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["签约项目"]
    column = next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "总投资")
    for row in sheet.iter_rows():
        if row[0].value == key or str(row[0].value).replace(" ", "") == "合计":
            row[column - 1].value = int(str(row[column - 1].value)) + 100
    book.save(file)


def _stands_on(figure: Figure, key: str) -> bool:
    own = figure.rows is not None and any(record.key == key for record in figure.rows.records)
    return own or any(_stands_on(parent, key) for parent in (figure.parents or {}).values())


def test_only_the_figures_on_the_row_change(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("out", ".briefgen"))
    before = _figures(folder)
    _raise_total(folder, "QY20220012")
    after = _figures(folder)
    assert before.keys() == after.keys()
    changed = {key for key, figure in before.items() if figure.value != after[key].value}
    standing = {key for key, figure in before.items() if _stands_on(figure, "QY20220012")}
    assert changed <= standing
    assert "signed.invest@140725/2022-12" in changed
    assert after["signed.invest@140725/2022-12"].value == Fraction("212.14")
    assert after["signed.invest@140700/2022-12"].value == Fraction("1474.32")
    moved = {key.split("@")[0] for key in changed}
    assert moved == {"signed.invest", "signed.invest.yoy", "signed.invest.completion", "signed.invest.pace",
                     "started.invest", "started.invest.yoy", "started.invest.completion", "started.invest.pace"}
    assert {key.split("@")[1].split("/")[0] for key in changed} == {"140725", "140700"}
