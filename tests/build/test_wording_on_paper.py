"""What a paper says where something is zero, negative, corrected, provisional, waited for, or counted from the 26th."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.build.wording import copied

if TYPE_CHECKING:
    from pathlib import Path

MOVED = "1,签约项目台账,QY20220003,落地单位,榆次区,寿阳县,写错,甲,2022-12-20,2022-12"
TARGETS, FUNDS, ISSUES = "目标任务.csv", "到位资金月报.csv", "问题清单.csv"


def test_a_carried_correction_is_said_wherever_its_month_stands(tmp_path: Path) -> None:
    text = copied(tmp_path).corrected(MOVED).paper("monthly", "榆次区", "2022-12")
    assert "无新签约" not in text
    assert "12月新签约项目0个，总投资1.11亿元（含以前月份更正的差额）" in text
    assert "12月新签约项目1个，总投资5亿元（加上以前月份更正的差额，当月数为0个、1.11亿元），见表2。" in text
    assert "note 签约项目数、签约总投资、新开工项目投资额等4项的当月数含以前月份更正的差额" in text
    listed = text.partition("table 表2")[2].partition("\nh")[0]
    assert listed.count("  row ") == 1


def test_provisional_targets_are_named_and_no_others(tmp_path: Path) -> None:
    text = copied(tmp_path).lines(TARGETS, _provisional).paper("monthly", "晋中市", "2022-12")
    assert text.count("note 签约总投资、固投项目到位资金的年度目标为暂定数") == 2
    assert "超额完成年度目标任务（暂定），完成率100.64%" in text
    started = re.search("新开工项目投资额[^；]*；", text)
    assert started is not None
    assert "暂定" not in started[0]


def _provisional(line: str) -> str:
    year, _code, _unit, metric, *_rest = line.split(",")
    wanted = year == "2022" and metric in ("签约总投资", "固投到位资金") and "市定" in line
    return f"{line.rpartition(',')[0]},暂定" if wanted else line


def test_pending_targets_are_said_and_nothing_is_measured_against_them(tmp_path: Path) -> None:
    office = copied(tmp_path).lines(TARGETS, lambda line: "" if line.startswith("2023") else line)
    text = office.paper("monthly", "寿阳县", "2023-01")
    assert "签约总投资、开工率、新开工项目投资额、固投项目到位资金的年度目标待下达。" in text
    assert "完成率对照" not in text
    assert len(re.findall("note “—”", text)) == 1
    assert "在年度目标、完成率栏表示未设年度目标任务或年度目标待下达" in text


def test_a_table_without_targets_does_not_speak_of_them(tmp_path: Path) -> None:
    text = copied(tmp_path).paper("summary", "晋中市", "2022-12").partition("签约项目产业链分布")[2]
    assert "目标" not in text.partition("\nh1")[0]


def test_months_that_begin_on_the_26th_say_so(tmp_path: Path) -> None:
    text = copied(tmp_path).config("[options]\nas_of_day = 25").paper("monthly", "晋中市", "2022-12")
    assert "各月数据统计到当月25日，上月25日以后的计入当月（按月填报的为全月数），12月统计到月底" in text
    for table in ("12月新签约重点项目", "12月新开工重点项目"):
        assert "note 12月数据从11月26日统计到12月31日" in text.partition(table)[2].partition("\nh")[0]


def test_the_start_rate_stands_with_the_count_that_belongs_to_it(tmp_path: Path) -> None:
    chosen = '[options]\nscope = "all"\nstarted_base = "any-year"'
    text = copied(tmp_path).config(chosen).paper("summary", "晋中市", "2022-12")
    assert "当年已开工211个，其中当年签约的172个，开工率84.73%" in text


@pytest.mark.parametrize("kind", ["monthly", "summary"])
def test_negative_money_has_both_amounts_and_no_rate(tmp_path: Path, kind: str) -> None:
    def taken(line: str) -> str:
        if ",2022-" not in line:
            return line
        return re.sub(r"(,2022-\d\d,)(\d+)", r"\g<1>-\2", line)

    text = copied(tmp_path).lines(FUNDS, taken).paper(kind, "寿阳县", "2022-12")
    assert re.search("固投项目到位资金−[0-9.]+亿元，上年同期为[0-9.]+亿元", text)
    assert not re.search("固投项目到位资金−[0-9.]+亿元，同比", text)
    assert "数额为负不计算增幅" in text


def test_zeros_are_worded(tmp_path: Path) -> None:
    open_ = copied(tmp_path).lines(ISSUES, lambda line: re.sub(r",(20\d\d-\d\d-\d\d),已销号", ",,未销号", line))
    text = open_.paper("monthly", "榆次区", "2022-12")
    assert "已销号0个" not in text
    assert "均未销号。" in text
    quiet = copied(tmp_path / "b").paper("monthly", "太谷区", "2022-02")
    assert "上年同期为0个" not in quiet


def test_a_base_of_zero_is_said(tmp_path: Path) -> None:
    text = copied(tmp_path).paper("monthly", "灵石县", "2022-02")
    assert "新开工项目投资额14.5亿元，上年同期为零，" in text


def test_what_one_note_says_no_other_repeats(tmp_path: Path) -> None:
    chosen = '[options]\nscope = "all"\nstarted_base = "any-year"\nas_of_day = 25'
    text = copied(tmp_path).config(chosen).paper("monthly", "晋中市", "2022-10")
    first, second = (text.partition(f"table 表{number}")[2].partition("\np ")[0] for number in (1, 2))
    for repeated in ("签约、开工和到位资金含省内项目", "新开工项目含以前年度签约"):
        assert repeated not in text
    assert "签约项目数为报告期内签订投资协议的省内外项目数" in first
    assert "上月25日以后的计入当月" in first
    assert "  note 口径同表1\n" in second
    assert "上月25日以后的计入当月" not in second
    assert "排名按准确数值计算" in second
