from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger
from tests.check.judging import LEDGER, arrived, ledger
from tests.read.making import office, read

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"签约日期": "2022-03-15", "开工日期": "2022-05-10", "投产日期": "2022-09-01"}


def found(folder: Path, stage: str, months: str = "", **days: str) -> list[tuple[str, str]]:
    """Check one project of a stage beside another signed on 2022-12-05: which column contradicts it, and how."""
    lines = ledger({**ROW, **days}, {"签约日期": "2022-12-05"}).splitlines()
    text = "\n".join([f"{lines[0]},项目阶段", f'{lines[1]},{stage}', f"{lines[2]},"])
    tables = {"到位资金月报": arrived(("A2", months, "1"))} if months else {}
    read_in, _ = read(folder, {LEDGER: text, **tables})
    return [(str(each.params["column"]), str(each.params["day"])) for each in check_ledger(read_in, office({}))
            if each.code == "project.stage"]


@pytest.mark.parametrize(("stage", "days", "column", "day"), [
    ("签约", {}, "开工日期", "2022-05-10"), ("在谈", {"投产日期": ""}, "开工日期", "2022-05-10"),
    ("开工", {}, "投产日期", "2022-09-01"), ("开工", {"开工日期": "", "投产日期": ""}, "开工日期", "—"),
    ("投产", {"投产日期": "未投产"}, "投产日期", "未投产"),
    ("达效", {"投产日期": "预计2023年"}, "投产日期", "预计2023年"),
])
def test_a_stage_that_a_day_contradicts(
        tmp_path: Path, stage: str, days: dict[str, str], column: str, day: str) -> None:
    assert found(tmp_path, stage, **days) == [(column, day)]


@pytest.mark.parametrize(("stage", "days"), [
    ("投产", {}), ("达效", {}), ("开工", {"投产日期": ""}), ("签约", {"开工日期": "", "投产日期": ""}),
    ("落地", {"开工日期": "", "投产日期": ""}), ("落地", {"投产日期": ""}), ("开业", {"开工日期": "", "投产日期": ""}),
    ("签约", {"开工日期": "未开工", "投产日期": ""}), ("", {}), ("签约", {"开工日期": "2023-05-10", "投产日期": ""}),
])
def test_stages_that_fit_their_days(tmp_path: Path, stage: str, days: dict[str, str]) -> None:
    assert found(tmp_path, stage, **days) == []


def test_a_planned_day_overtakes_the_stage_once_the_ledger_has_come_to_it(tmp_path: Path) -> None:
    days = {"开工日期": "2023-01-10", "投产日期": ""}
    assert found(tmp_path, "签约", **days) == []
    assert found(tmp_path, "签约", "2023-01", **days) == [("开工日期", "2023-01-10")]
