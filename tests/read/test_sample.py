from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger, check_period
from briefgen.check.settle import settle
from briefgen.model.amount import Amount
from briefgen.model.period import Period
from briefgen.read.ledger import read_ledger
from briefgen.read.office import read_office
from briefgen.read.schemas import read_schemas
from briefgen.resources import Layers

if TYPE_CHECKING:
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.problem import Problem

FOLDER = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
METRICS = {"签约总投资": "亿元", "开工率": "%", "新开工项目投资额": "亿元", "固投到位资金": "亿元"}
ROWS = {
    "单位": 12, "签约项目台账": 436, "到位资金月报": 1937, "目标任务": 126, "三个一批": 216, "储备项目库": 380,
    "招商活动计划": 5, "招商活动场次": 15, "招商活动议程": 9, "招商活动任务分工": 25, "目标企业": 99, "招商活动成果": 2,
    "外出招商": 42, "来访接待": 26, "展会活动": 12, "招商专班": 25, "合作协议": 3, "在外人才库": 1285, "问题清单": 20,
    "产业链": 8, "事实": 14,
}


@pytest.fixture(scope="module")
def sample() -> tuple[Office, Ledger, list[Problem]]:
    office = read_office(FOLDER)
    return office, *read_ledger(FOLDER, office, read_schemas(Layers()))


def test_every_row_is_read_and_nothing_is_wrong(sample: tuple[Office, Ledger, list[Problem]]) -> None:
    office, ledger, problems = sample
    found = settle([*problems, *check_ledger(ledger, office)], ledger, office)
    assert [(problem.code, bool(problem.accepted)) for problem in found] == [("project.similar", True)] * 4
    assert {table: len(rows) for table, rows in ledger.tables.items()} == ROWS
    assert set(ledger.files) == {entry.file for entry in office.data.values()}


def test_a_cell_below_the_merged_header_knows_its_address(sample: tuple[Office, Ledger, list[Problem]]) -> None:
    row = sample[1].rows("签约项目台账")[0]
    assert (row.key, row["签约日期"], row["总投资"]) == ("QY20200001", date(2020, 7, 6), Amount(Decimal(116000)))
    assert str(row.source("总投资")) == "data/签约项目台账.xlsx 签约项目!P6"


def test_the_total_row_is_kept_apart(sample: tuple[Office, Ledger, list[Problem]]) -> None:
    assert {(total.column, int(total.value)) for total in sample[1].totals} == {
        ("项目名称", 436), ("总投资", 33216400), ("其中固定资产投资", 24984500)}


@pytest.mark.parametrize(("period", "codes"), [
    ("2022-12", []), ("2021-01", []), ("2023-01", []), ("2023-02", ["period.empty", "period.empty"]),
    ("2020-12", ["period.early"]),
])
def test_which_periods_it_can_answer_for(sample: tuple[Office, Ledger, list[Problem]], period: str,
                                         codes: list[str]) -> None:
    office, ledger, _ = sample
    assert [problem.code for problem in check_period(ledger, office, Period.parse(period), METRICS)] == codes
