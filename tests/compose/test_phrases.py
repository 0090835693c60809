from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefgen.compose import errors, phrases
from briefgen.compose.phrases import Phrase, Shown
from briefgen.compose.values import CellValue
from briefgen.model.figure import Reason
from tests.compose.desk import Desk, figure

if TYPE_CHECKING:
    from collections.abc import Callable


def words(phrase: Phrase) -> str:
    """Write a phrase with its figures in braces."""
    return "".join("{" + part.text + "}" if isinstance(part, Shown) else part for part in phrase.parts
                   if not isinstance(part, CellValue))


@pytest.mark.parametrize(("path", "value", "measure", "plain", "prefixed"), [
    ("yoy", "8.9", "%", "增长{8.9%}", "同比增长{8.9%}"), ("yoy", "-8.92", "%", "下降{8.92%}", "同比下降{8.92%}"),
    ("yoy", "0", "%", "{持平}", "{与上年同期持平}"), ("yoy", "0.004", "%", "增长{0.004%}", "同比增长{0.004%}"),
    ("yoy", "3.2", "百分点", "提高{3.2个百分点}", "同比提高{3.2个百分点}"),
    ("yoy", "-1.005", "百分点", "回落{1.01个百分点}", "同比回落{1.01个百分点}"),
    ("yoy", Reason.NO_BASE, "%", "上年同期为零", "上年同期为零"), ("mom", Reason.NO_BASE, "%", "上月为零", "上月为零"),
    ("yoy", Reason.NOT_COLLECTED, "%", "上年同期数据未统计", "上年同期数据未统计"),
    ("mom", Reason.NOT_COMPARABLE, "%", "与上月不可比", "与上月不可比"),
    ("yoy", Reason.NOT_DUE, "%", "上年同期数据尚未产生", "上年同期数据尚未产生"),
])
def test_rise(path: str, value: str | Reason, measure: str, plain: str, prefixed: str) -> None:
    asked = figure(f"signed.invest.{path}", value, measure)
    assert (words(phrases.rise(asked)), words(phrases.rise(asked, "同比"))) == (plain, prefixed)


@pytest.mark.parametrize(("value", "measure", "text"), [
    ("3", "个", "增加{3}个"), ("-3", "个", "减少{3}个"), ("0", "个", "{持平}"), ("-2", "批次", "减少{2}批次"),
    ("1.5", "亿元", "增加{1.5亿元}"), ("-0.12", "亿元", "减少{0.12亿元}"), ("-2", "百分点", "回落{2个百分点}"),
    (Reason.NOT_COLLECTED, "个", "上年同期数据未统计"),
])
def test_change(value: str | Reason, measure: str, text: str) -> None:
    assert words(phrases.change(figure("signed.count.diff", value, measure))) == text


@pytest.mark.parametrize(("value", "period", "text"), [
    ("202.0286", "2022-12", "超额完成年度目标任务，完成率{202.03%}"), ("100", "2022-12", "完成年度目标任务的{100%}"),
    ("85.3", "2022-12", "未完成年度目标任务，完成率{85.3%}"),
    ("85.3", "2022-06", "完成年度目标任务的{85.3%}"),
    ("99.999", "2022-12", "未完成年度目标任务，完成率{99.999%}"),
    ("100.0004", "2022-12", "超额完成年度目标任务，完成率{100.0004%}"), ("0", "2022-03", "完成年度目标任务的{0%}"),
    (Reason.NOT_DUE, "2022-12", "年度目标待下达"), (Reason.NOT_COMPARABLE, "2022-12", "未设年度目标任务"),
])
def test_completion(value: str | Reason, period: str, text: str) -> None:
    asked = figure("signed.invest.completion", value, "%", period=period)
    assert words(phrases.completion(asked)) == text


@pytest.mark.parametrize(("value", "text"), [
    ("42.31", "超序时进度{42.31个百分点}"), ("-12.92", "滞后序时进度{12.92个百分点}"), ("0", "{与序时进度持平}"),
    (Reason.NOT_DUE, "年度目标待下达"),
])
def test_pace(value: str | Reason, text: str) -> None:
    assert words(phrases.pace(figure("signed.invest.pace", value, "百分点"))) == text


@pytest.mark.parametrize(("value", "note", "text"), [
    ("2", "", "{第二}"), ("2", "并列", "并列{第二}"), ("11", "", "{第十一}"), (Reason.NOT_COMPARABLE, "", "不参加排名"),
])
def test_place(value: str | Reason, note: str, text: str) -> None:
    assert words(phrases.place(figure("started.rate.rank", value, "位", note))) == text


@pytest.mark.parametrize(("value", "text"), [
    ("1023", "{1000余}"), ("1000", "{1000}"), ("1999", "{1000余}"), ("37", "{30余}"), ("7", "{7}"), ("0", "{0}"),
])
def test_about(value: str, text: str) -> None:
    assert words(phrases.about(figure("talents.count", value, "人"))) == text


@pytest.mark.parametrize(("filter_", "path"), [
    (phrases.rise, "signed.invest.completion"), (phrases.rise, "signed.count.diff"),
    (phrases.change, "signed.count.yoy"),
    (phrases.completion, "signed.count"), (phrases.pace, "signed.invest.completion"), (phrases.place, "signed.count"),
])
def test_phrases_take_their_own_derivation_only(filter_: Callable[[object], Phrase], path: str) -> None:
    with pytest.raises(errors.ArgumentUnfit, match=path):
        filter_(figure(path, "1"))


@pytest.mark.parametrize(("expression", "line"), [
    ("signed.count | cn", "p {f1 二十五}"), ("units | length | cn", "p 三"),
    ("signed.count.diff | change", "p 减少{f1 3}个"),
    ("units | pluck('name') | listing(2)", "p 寿阳县、平遥县等3个"),
    ("units | listing", "p 寿阳县、平遥县、示例开发区"),
    ("units | first_n(1) | listing(5)", "p 寿阳县"), ("['甲', '乙', '丙'] | listing(1, '家')", "p 甲等3家"),
    ("rows_of(signed.count) | pluck('项目名称') | listing", "p [示例甲项目]、[示例乙项目]"),
    ("units | sorted_by('-signed.count') | listing", "p 寿阳县、平遥县、示例开发区"),
    ("units | sorted_by('signed.count') | listing", "p 平遥县、寿阳县、示例开发区"),
    ("units | where('ranked') | last_n(1) | listing", "p 平遥县"),
    ("units | where('signed.count', '>', 12) | listing", "p 寿阳县"),
    ("signed.count | definition", "p signed.count的口径"),
    ("rows_of(signed.count) | where('总投资', '<', 10000) | pluck('项目名称') | listing", "p [示例乙项目]"),
    ("signed.count | label", "p 名signed.count"), ("[signed.count | cn, '个'] | listing", "p {f1 二十五}、个"),
    ("signed.invest.mom | rise('环比')", "p 上月数据未统计"), ("signed.invest.target", "p {f1 暂无统计数据}"),
])
def test_filters_in_templates(desk: Desk, expression: str, line: str) -> None:
    assert desk.lines("{{ " + expression + " }}") == [line]


@pytest.mark.parametrize("expression", [
    "'甲' | cn", "true | cn", "started.rate.yoy | cn", "25 | about", "'甲' | listing", "[1] | listing", "unit | length",
    "signed.count | length", "units | sorted_by('signed')", "units | where('name', '~', '甲')", "[[1]] | listing",
    "unit.name | first_n(1)", "25 | rise", "[captured] | listing", "captured | length", "25 | definition",
    "captured | cn",
    "10000 | cn", "records('签约项目台账', within='week', date='签约日期')", "rows_of(started.rate.yoy)", "rows_of(1)",
])
def test_unfit_arguments_are_refused(desk: Desk, expression: str) -> None:
    with pytest.raises(errors.ArgumentUnfit, match=r"body\.md\.j2:2"):
        desk.document("{% set captured %}甲{% endset %}\n{{ " + expression + " }}")


def test_a_place_behind_a_prefix() -> None:
    assert words(phrases.place(figure("started.rate.rank", "2", "位", "并列"), "居全市")) == "并列居全市{第二}"


@pytest.mark.parametrize(("value", "base", "told"), [("-2.33", "3.81", "上年同期为{3.81亿元}"),
                                                     ("2", "-1", "上年同期为{−1亿元}"), ("2", "0", "上年同期为零")])
def test_below_zero_there_is_no_rate(value: str, base: str, told: str) -> None:
    sides = {"value": figure("arrived.fixed", value, "亿元"), "base": figure("arrived.fixed.last_year", base, "亿元")}
    asked = replace(figure("arrived.fixed.yoy", Reason.NO_BASE, "%"), parents=sides)
    assert words(phrases.rise(asked, "同比")) == told


def test_a_completion_of_a_provisional_target_says_so() -> None:
    target = figure("signed.invest.target", "105", "亿元", "暂定")
    asked = replace(figure("signed.invest.completion", "202", "%"), parents={"target": target})
    assert words(phrases.completion(asked)) == "超额完成年度目标任务（暂定），完成率{202%}"


def test_a_tie_within_a_group_is_told_behind_the_group() -> None:
    asked = replace(figure("started.rate.rank", "2", "位", "并列"), group="一组")
    assert words(phrases.place(asked)) == "一组并列{第二}"
    assert words(phrases.place(asked, "居全市")) == "居全市一组并列{第二}"
