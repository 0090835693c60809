"""Places on paper: by what they were taken, among whom, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.build.wording import copied

if TYPE_CHECKING:
    from pathlib import Path

BY_GROUP = '[ranking]\nby = "group"'
BY_COMPLETION = '[options]\nrank_basis = "completion"'


def test_no_place_is_not_read_as_nothing_started(tmp_path: Path) -> None:
    text = copied(tmp_path).config('indicators = "fixed2"', "format = 1").paper("monthly", "晋中市", "2023-01")
    assert "新开工项目投资额46.32亿元" in text
    assert "尚无新开工项目" not in text
    assert "p 截至2023年1月底，各县（区、市）和开发区主要指标完成情况见表2。" in text
    table = text.partition("table 表2")[2].partition("\nh1")[0]
    assert "数据尚未产生" not in table
    assert "数值为零" not in table
    assert "年度目标待下达" in table


@pytest.mark.parametrize(("kind", "unit", "told"), [
    ("monthly", "晋中市", ["**新开工项目投资额**按完成率居前的是：寿阳县291.88%（第一）",
                        "**当年签约项目开工率**按完成率居前的是："]),
    ("monthly", "寿阳县", ["当年签约项目开工率按完成率（230%）居全市第二位",
                        "新开工项目投资额按完成率（291.88%）居全市第一位"]),
    ("summary", "寿阳县", ["超额完成年度目标任务，完成率291.88%，按完成率居全市第一位",
                        "完成率230%，按完成率居全市第二位"]),
])
def test_a_place_by_completion_stands_with_the_completion(tmp_path: Path, kind: str, unit: str,
                                                          told: list[str]) -> None:
    text = copied(tmp_path).config(BY_COMPLETION).paper(kind, unit, "2022-12")
    for words in told:
        assert words in text


def test_places_in_groups_are_told_group_by_group(tmp_path: Path) -> None:
    text = copied(tmp_path).config(BY_GROUP).paper("monthly", "晋中市", "2022-05")
    assert ("榆次区88.89%（一组第一）、祁县80%（一组第二）、灵石县75%（一组第三）、"
            "和顺县75%（二组并列第一）、昔阳县75%（二组并列第一）、左权县50%（二组第三）。") in text
    assert "head 单位 | 分组 | 签约项目/个数" in text
    assert "row 榆次区 | 一组 | 9" in text


def test_without_groups_there_is_no_column_of_them(tmp_path: Path) -> None:
    assert "分组" not in copied(tmp_path).paper("monthly", "晋中市", "2022-05")


def test_the_level_of_the_targets_is_the_offices(tmp_path: Path) -> None:
    office = copied(tmp_path)
    assert office.paper("monthly", "晋中市", "2022-05").count("完成率对照市定年度目标") == 2
    file = office.folder / "briefgen.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('level = "市定"', 'level = "省定"'), encoding="utf-8")
    text = office.paper("monthly", "晋中市", "2022-05")
    assert "市定" not in text
    assert "完成率对照省定年度目标" in text
