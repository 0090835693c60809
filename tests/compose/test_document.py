from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefgen.compose import errors
from briefgen.document.dump import dump
from briefgen.document.kind import Dress, Kind
from briefgen.model.office import KindSettings
from briefgen.model.period import Period

if TYPE_CHECKING:
    from tests.compose.desk import Desk

KIND = Kind(id="sheet", title="示例简报", headline="{{ unit.name }}{{ period.name }}简报",
    masthead="{{ office.city }}简报",
            dress=Dress(masthead=True, colophon=True))
BODY = """\
# 总体情况
{# 先总后分 #}
{{ period.upto }}，{{ unit.name }}签约项目**{{ signed.count }}个**，总投资{{ signed.invest }}，
{{ signed.invest.completion | completion }}，{{ signed.invest.pace | pace }}。
{% if signed.invest.yoy is known %}
总投资{{ signed.invest.yoy | rise('同比') }}，总投资完成率位居全市{{ signed.invest.completion.rank | place }}。
{% endif %}

## 新签约项目
{% for row in rows_of(signed.count.month) | sorted_by('-总投资') %}
- {{ loop.index | cn }}是{{ row.项目名称 }}，总投资{{ row.总投资 }}。
{% endfor %}

{{ table(units | where('ranked'), caption="各县区情况", unit_line="单位：亿元", total=city,
         columns=[col('name', '县区', 2), col('signed.invest', '总投资'), col('signed.invest.yoy', '同比')]) }}

{{ signature() }}
"""
GOLDEN = """\
document sheet 寿阳县 2022-12 as of 2022-12-31
title 寿阳县2022年简报
masthead 晋中市简报 （寿阳县）第12期 示例招商中心 2023年1月5日
h1 一、总体情况
p 截至2022年12月底，寿阳县签约项目**{f1 25}个**，总投资{f2 0.33亿元}，超额完成年度目标任务，完成率{f3 202.03%}，\
滞后序时进度{f4 12.92个百分点}。总投资同比下降{f5 8.92%}，总投资完成率位居全市并列{f6 第二}。
h2 （一）新签约项目
- 一是[示例甲项目]，总投资[12亿元]。
- 二是[示例乙项目]，总投资[0.8亿元]。
table 表1 各县区情况 单位：亿元
  head 县区 | 总投资 | 同比
  row 寿阳县 | {f2 0.33} | {f5 −8.92}
  row 平遥县 | {f7 0.34} | {f8 —}
  total 合计 | {f9 0.67} | {f10 —}
  note “—”表示上年同期为零或上年同期数据未统计
signature 示例招商中心 2023年1月5日
colophon 报：市委、市政府
"""


def test_a_whole_small_document(desk: Desk) -> None:
    settings = KindSettings(report_to="市委、市政府", copies=50)
    document = desk.with_(kind=KIND, settings=settings).document(BODY)
    assert dump(document) == GOLDEN
    assert document.meta.mark == "（示例数据，虚构）"
    assert document.meta.date == date(2023, 1, 5)


def test_the_office_names_its_own_masthead_and_issuer(desk: Desk) -> None:
    head = desk.with_(kind=KIND,
        settings=KindSettings(masthead="工作快报", issuer="某办公室")).document("一").meta.masthead
    assert head is not None
    assert (head.name, head.issuer) == ("工作快报", "某办公室")
    assert desk.with_(kind=KIND).document("一").meta.colophon is None


@pytest.mark.parametrize("headline",
    ["{{ signed.count }}", "{{ signed.count | cn }}", "{{ signature() }}", "{{ nothing }}", "{{"])
def test_a_headline_takes_plain_text(desk: Desk, headline: str) -> None:
    kind = Kind(id="sheet", title="示例", headline=headline)
    with pytest.raises(errors.TemplateFault, match=r"^kinds/sheet/kind\.toml headline:1"):
        desk.with_(kind=kind).document("一")


def test_a_missing_body_is_named(desk: Desk) -> None:
    with pytest.raises(errors.TemplateMissing, match=r"kinds/other/body\.md\.j2"):
        desk.with_(kind=Kind(id="other", title="示例", headline="示例")).document("一")


@pytest.mark.parametrize(("asked", "as_of", "name", "upto"), [
    ("2022-12", None, "2022年", "截至2022年12月底"), ("2022-06", None, "2022年1—6月", "截至2022年6月底"),
    ("2022-01", None, "2022年1月", "截至2022年1月底"),
    ("2022-06", date(2022, 6, 20), "2022年1—6月", "截至2022年6月20日"),
])
def test_periods_are_worded(desk: Desk, asked: str, as_of: date | None, name: str, upto: str) -> None:
    period = Period.parse(asked, as_of)
    assert desk.with_(period=period).lines("{{ period.name }}，{{ period.upto }}") == [f"p {name}，{upto}"]


@pytest.mark.parametrize(("text", "shown"), [
    ("{{ period.month }}", "2022年12月"), ("{{ period.next_month }}", "2023年1月"),
    ("{{ period.next_year }}", "2023年"),
    ("{{ period.month_name }}{{ period.year }}", "12月2022年"), ("{{ issued_on }}", "2023年1月5日"),
    ("第{{ issue_no }}期", "第12期"),
    ("{{ unit.short }}{{ city.name }}{{ unit.kind }}", "寿阳晋中市县"), ("{{ office.name }}", "示例招商中心"),
    ("{{ kind.title }}", "示例简报"),
])
def test_ready_texts(desk: Desk, text: str, shown: str) -> None:
    assert desk.lines(text) == [f"p {shown}"]


def test_an_indicator_cannot_hide_a_word_of_the_language(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.compose.desk.Source.names", lambda _: {"period.count": ()})
    with pytest.raises(errors.NameTaken, match="period"):
        desk.document("一")
