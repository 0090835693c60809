"""The sentence below a table as a reader of official Chinese expects it, from breakdowns made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from briefgen.compose.answer import sentence, worded
from briefgen.compose.phrases import reason_text
from briefgen.model.answer import TOTAL, UNSTATED, Breakdown, Part
from briefgen.model.figure import Figure, Key, Reason
from briefgen.model.period import Period
from briefgen.model.unit import Unit

CITY = Unit("140700", "晋中市", "市")


def _figure(value: str | None, path: str = "signed.count", name: str = "签约项目数", measure: str = "个",
            reason: Reason | None = None, better: bool = True) -> Figure:
    return Figure(Key(path, "140700", "2022-12"), name, "晋中市", measure, None if value is None else Fraction(value),
                  "定义", reason=reason, higher_is_better=better)


def _broken(whole: Part, parts: dict[str, str], like: Figure | None = None, as_of: date | None = None) -> Breakdown:
    model = like or whole.figure
    made = [Part(label, _figure(value, model.key.indicator, model.name, model.measure,
                                better=model.higher_is_better)) for label, value in parts.items()]
    return Breakdown(CITY, Period.parse("2022-12", as_of), ("单位", "本期"), whole, tuple(made))


@pytest.mark.parametrize(("parts", "told"), [
    ({"甲": "9", "乙": "8", "丙": "7", "丁": "6"}, "居前的是甲9个、乙8个、丙7个"),
    ({"甲": "9", "乙": "8", "丙": "6", "丁": "6"}, "居前的是甲9个、乙8个"),
    ({"甲": "9", "乙": "6", "丙": "6", "丁": "6"}, "居前的是甲9个"),
    ({"甲": "9", "乙": "9", "丙": "9", "丁": "6"}, "居前的是甲、乙、丙，均为9个"),
    ({"甲": "9", "乙": "9", "丙": "9", "丁": "9", "戊": "1"}, "居前的是甲、乙、丙、丁，均为9个"),
    ({"甲": "9", "乙": "9", "丙": "9", "丁": "9"}, ""),
    ({"甲": "9", "乙": "8", "丙": "0", "丁": "0"}, "其中，甲9个、乙8个"),
    ({"甲": "9", "乙": "8", "丙": "7", "丁": "6", UNSTATED: "30"}, "居前的是甲9个、乙8个、丙7个"),
    ({"甲": "0", "乙": "0"}, ""),
])
def test_leaders_are_few_and_a_tie_is_never_cut(parts: dict[str, str], told: str) -> None:
    found = sentence(_broken(Part(TOTAL, _figure("99")), parts))
    assert found == "2022年，全市签约项目数99个" + (f"；{told}。" if told else "。")


def test_what_should_be_low_does_not_lead() -> None:
    whole = _figure("30", "waiting.count", "未开工项目数", better=False)
    parts = {"甲": "9", "乙": "8", "丙": "7", "丁": "6"}
    assert sentence(_broken(Part(TOTAL, whole), parts)).endswith("；较多的是甲9个、乙8个、丙7个。")


@pytest.mark.parametrize(("value", "base", "change", "told"), [
    ("8", "10", "-20", "签约项目数8个，同比下降20%"), ("10", "10", "0", "签约项目数10个，与上年同期持平"),
    ("0", "10", "-100", "签约项目数为零，上年同期为10个"), ("0", "0", None, "签约项目数为零，上年同期也为零"),
    ("5", "0", None, "签约项目数5个，上年同期为零"),
])
def test_changes(value: str, base: str, change: str | None, told: str) -> None:
    grown = _figure(change, "signed.count.yoy", "签约项目数同比", "%", None if change else Reason.NO_BASE)
    whole = Part("晋中市", _figure(value), _figure(base, "signed.count.last_year"), grown)
    assert sentence(_broken(whole, {})) == f"2022年，全市{told}。"


@pytest.mark.parametrize(("figure", "told"), [
    (_figure(None, reason=Reason.NOT_COLLECTED), "签约项目数暂无统计数据"),
    (_figure(None, "signed.invest.completion", "签约总投资完成率", "%", Reason.NO_BASE),
     "签约总投资完成率暂无数值（基数为零）"),
    (_figure("10.8", "signed.invest.yoy", "签约总投资同比", "%"), "签约总投资同比增长10.8%"),
    (_figure("-3", "signed.count.diff", "签约项目数同比增减"), "签约项目数同比减少3个"),
    (_figure("-2", "signed.invest.pace", "签约总投资超序时进度", "百分点"), "签约总投资滞后序时进度2个百分点"),
    (_figure("92", "started.rate", "开工率", "%"), "开工率92%"),
])
def test_values_and_why_there_is_none(figure: Figure, told: str) -> None:
    assert sentence(_broken(Part("晋中市", figure), {})) == f"2022年，全市{told}。"


def test_places_name_no_place_of_the_city() -> None:
    whole = _figure(None, "signed.invest.rank", "签约总投资全市排名", "位", Reason.NOT_COMPARABLE)
    found = sentence(_broken(Part("晋中市", whole), {"甲": "1", "乙": "2"}))
    assert found == "2022年，签约总投资全市排名居前的是甲第1位、乙第2位。"


def test_a_year_that_has_not_ended_is_not_told_as_one() -> None:
    broken = _broken(Part("晋中市", _figure("9")), {}, as_of=date(2022, 12, 20))
    assert sentence(broken) == "截至2022年12月20日，全市签约项目数9个。"


def test_notes_tell_dashes_rounding_and_the_sample() -> None:
    whole = _figure("0.01", "signed.invest", "签约总投资", "亿元")
    halves = {"甲": "0.005", "乙": "0.005"}
    assert worded(_broken(Part(TOTAL, whole), halves)).notes == ("部分数据因四舍五入，合计数与分项之和略有差异",)
    missing = _broken(Part("晋中市", _figure(None, reason=Reason.NOT_COLLECTED)), {})
    assert worded(missing, sample=True).notes == ("示例数据，虚构", "“—”表示暂无统计数据")


def test_top_cuts_the_table_and_not_the_sentence() -> None:
    found = worded(_broken(Part(TOTAL, _figure("24")), {"甲": "9", "乙": "8", "丙": "7"}), 1)
    assert [part.label for part in found.breakdown.lines] == ["甲", TOTAL]
    assert found.sentence.endswith("其中，甲9个、乙8个、丙7个。")


def test_tiers_lead_by_their_values_and_stand_in_their_order() -> None:
    tiers = {"大": "1", "中": "9", "小": "7", "微": "8", "其他": "99", UNSTATED: "90"}
    found = worded(_broken(Part(TOTAL, _figure("214")), tiers), 2)
    assert [part.label for part in found.breakdown.parts] == ["中", "微"]
    assert found.sentence.endswith("；居前的是中9个、微8个、小7个。")
    assert [part.label for part in worded(_broken(Part(TOTAL, _figure("214")), tiers), 5).breakdown.parts] == [
        "大", "中", "小", "微", "其他"]


def test_lights_are_told_by_colour_and_what_has_none_by_its_reason() -> None:
    def lamp(value: str | None) -> Figure:
        return _figure(value, "signed.invest.light", "签约总投资进度灯色", "灯", None if value else Reason.NOT_DUE)

    values = {"甲": "0", "乙": "2", "丙": "2", "丁": None, "戊": "1"}
    broken = replace(_broken(Part("晋中市", lamp("0")), {}),
                     parts=tuple(Part(label, lamp(value)) for label, value in values.items()))
    assert sentence(broken) == ("2022年，全市签约总投资进度灯色为绿灯；乙、丙亮红灯；戊亮黄灯；甲亮绿灯；"
                                f"丁暂无灯色（{reason_text(lamp(None))}）。")
    none = _broken(Part("晋中市", lamp(None)), {})
    assert sentence(none) == f"2022年，全市签约总投资进度灯色暂无数值（{reason_text(lamp(None))}）。"


@pytest.mark.parametrize(("period", "told"), [("2022-12", "截至2022年12月底"), ("2022-Q4", "截至2022年12月底"),
                                              ("2022-11", "截至2022年11月底")])
def test_what_stands_on_a_day_is_told_with_the_day(period: str, told: str) -> None:
    broken = replace(_broken(Part("晋中市", _figure("363", "pool.count", "入库亿元以上项目数")), {}),
                     period=Period.span(period, None), standing=True)
    assert sentence(broken) == f"{told}，全市入库亿元以上项目数363个。"
    assert worded(broken).title == f"{told}全市入库亿元以上项目数情况"
