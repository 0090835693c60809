from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_words
from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.errors import ConfigError
from briefgen.resources import Layers
from tests.check.judging import BATCHES, LEDGER, arrived, ledger
from tests.read.making import SCHEMAS, office, read, told

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.problem import Problem


def checked(folder: Path, *rows: dict[str, str], **tables: str) -> tuple[list[Problem], list[Problem]]:
    """Read the ledger of the rows, with other tables: what reading told, and which words are on no list."""
    read_in, problems = read(folder, {LEDGER: ledger(*rows), **tables})
    profile = read_profile(Layers(), "shanxi", SCHEMAS)
    return problems, list(check_words(read_in, Calculator(read_in, office({}), profile).deciding()))


@pytest.mark.parametrize(("column", "said", "near"), [
    ("状态", "有郊", "有效"), ("协议类型", "投资协义", "投资协议"), ("来源区域", "长三脚", "长三角"),
    ("来源区域", "省內", "省内"),
])
def test_a_word_by_which_figures_choose_rows_must_be_on_its_list(
        tmp_path: Path, column: str, said: str, near: str) -> None:
    _, (problem,) = checked(tmp_path, {}, {column: said})
    assert (problem.code, problem.source.row, problem.params["nearest"]) == ("cell.word", 3, f" (-> {near}?)")


def test_words_of_the_other_tables(tmp_path: Path) -> None:
    money = arrived(("A1", "2022-03", "10")).replace("固定资产投资", "固投资产")
    batch = "P1,第一期,2022-03-15,签约1批,示例项目,寿阳县,100,,,,,\n"
    _, problems = checked(tmp_path, {}, **{"到位资金月报": money, "三个一批": BATCHES + batch})
    assert told(problems) == [("cell.word", "到位资金月报.csv D2"), ("cell.word", "三个一批.csv D2")]


def test_a_word_that_no_figure_chooses_by_is_only_asked_about_and_stands(tmp_path: Path) -> None:
    _, problems = checked(tmp_path, {"公开属性": "内部资料"})
    assert [(problem.code, problem.params["value"]) for problem in problems] == [("word.odd", "内部资料")]


def test_other_writings_are_told_once_each(tmp_path: Path) -> None:
    said = [{"状态": "有效"}, {"状态": "已退库"}, {"状态": "出库"}, {"状态": "已退库"}]
    problems, odd = checked(tmp_path, *said)
    assert odd == []
    assert [(each.code, each.source.row, each.params["value"], each.params["read"], each.params["rows"])
            for each in problems] == [("cell.alias", 3, "已退库", "退库", 2), ("cell.alias", 4, "出库", "退库", 1)]


def test_a_filter_on_a_word_that_its_column_does_not_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "shanxi.toml").write_text(
        '[selection.effective]\nwhere = [["状态", "in", "有效", "在建"]]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="word 在建 does not exist"):
        read_profile(Layers([tmp_path]), "shanxi", SCHEMAS)
