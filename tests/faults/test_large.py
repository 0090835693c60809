"""What a very large file holds is told briefly, or the file is refused: nothing grows with its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger
from briefgen.model.findings import MOST
from tests.faults.test_bad_files import LEDGER, check
from tests.read.making import SIGNED, office, read, signed

if TYPE_CHECKING:
    from pathlib import Path


def test_of_many_equal_faults_the_last_one_listed_tells_the_rest(tmp_path: Path) -> None:
    rows = "".join(signed(f"QY{row}", invest="许多") for row in range(MOST + 500))
    _, problems = read(tmp_path, {LEDGER: SIGNED + rows})
    assert len(problems) == MOST
    assert {problem.code for problem in problems} == {"cell.money"}
    assert [problem.more for problem in problems[-2:]] == [0, 500]
    assert problems[-1].message.endswith("(500 more like this are not listed)")


def test_one_kind_does_not_hide_another(tmp_path: Path) -> None:
    rows = "".join(signed(f"QY{row}", invest="许多") for row in range(MOST + 1))
    _, problems = read(tmp_path, {LEDGER: SIGNED + rows + signed("QYZ", day="明天")})
    assert problems[-1].code == "cell.date"


def test_findings_of_a_check_are_cut_alike(tmp_path: Path) -> None:
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + signed("QY1") * (MOST + 3)})
    assert problems == []
    found = [problem for problem in check_ledger(ledger, office({})) if problem.code == "key.duplicate"]
    assert len(found) == MOST
    assert found[-1].more == 2


def test_many_totals_below_each_other_are_each_added_up(tmp_path: Path) -> None:
    rows = [signed("QY1", invest="1"), "小计,,,,,1,900,,,,,,\n", signed("QY2", invest="2"), "小计,,,,,3,900,,,,,,\n",
            "合计,,,,,3,1800,,,,,,\n", signed("QY3", invest="4"), "合计,,,,,7,2700,,,,,,\n", "合计,,,,,8,2700,,,,,,\n"]
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + "".join(rows)})
    assert problems == []
    wrong = [(str(problem.source), problem.params["sum"]) for problem in check_ledger(ledger, office({}))
             if problem.code == "total.differs"]
    assert wrong == [(f"{LEDGER}.csv F5", "2万元"), (f"{LEDGER}.csv F9", "7万元")]


@pytest.mark.parametrize(("content", "cell"), [
    ("项目编号,项目名称\n" + "\n" * 600, "B501"), ("项目编号\n" + "," * 1500 + "\n", "BES2")])
def test_a_text_file_that_reaches_too_far(tmp_path: Path, content: str, cell: str) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    assert f"a.csv reaches to {cell}, more than 1000 cells" in check(tmp_path, "a.csv", "cells = 1000\n")[1]


def test_names_as_long_as_a_cell_can_hold_are_not_compared_letter_by_letter(tmp_path: Path) -> None:
    names = ["甲乙" * 8000 + "丙" * each for each in range(1, 12)]
    rows = "".join(signed(f"QY{at}").replace(f"示例项目QY{at}", name) for at, name in enumerate(names))
    ledger, problems = read(tmp_path, {LEDGER: SIGNED + rows})
    assert problems == []
    assert not [problem for problem in check_ledger(ledger, office({})) if problem.code == "project.similar"]
