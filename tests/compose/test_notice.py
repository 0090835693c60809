"""A plan stands alone, or goes out as the 附件 of a notice with head, recipients and foot."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.compose import errors
from briefgen.compose.series import Entry, EntryUnknown, NoSeries, NotYet, SeriesEmpty, entries
from briefgen.document.kind import Kind, Occurrence, Part, Series
from briefgen.model.ledger import Ledger
from briefgen.model.office import KindSettings
from briefgen.model.period import Period
from briefgen.model.table import CellType
from briefgen.model.unit import UnitSet
from tests.compose.desk import CITY, Desk, rows

PLANS = rows("计划", {"编号": CellType.TEXT, "名称": CellType.TEXT, "起": CellType.MONTH},
             ("A", "甲(一)招商", date(2023, 3, 1)), ("B", "乙招商", date(2023, 5, 1)),
             ("C", "丙招商", date(2024, 1, 1)), key="编号")
EVENTS = rows("场次", {"编号": CellType.TEXT, "日期": CellType.DATE, "状态": CellType.TEXT},
              ("A", date(2023, 3, 9), "已举办"), ("B", date(2023, 3, 9), "计划"), ("B", date(2023, 5, 9), "已举办"))
SERIES = Series(table="计划", date="起", name="名称", word="plan", whole="总体方案")
RESULTS = Part(title="总结", whole="", after=Occurrence(table="场次", date="日期", column="状态", value="已举办"))
KIND = Kind(id="sheet", title="方案", city_only=True, series=SERIES, parts={"plan": Part(), "results": RESULTS},
            headline="{% if is_whole %}{{ records('计划') | length | cn }}项活动"
                     "{% else %}{{ plan.名称 }}{% endif %}方案")
LEDGER = Ledger({"计划": PLANS, "场次": EVENTS}, {}, UnitSet(CITY, ()), (), (), {})
SETTINGS = KindSettings(notice="whole", letterhead="示例中心文件", number_code="示招发", addressees="各县：",
                        copy_to="市政府")
BODY = """\
{% if notice %}{% include "partials/notice.md.j2" %}{% endif %}
# 安排
{% if is_whole %}共{{ records('计划') | length | cn }}项。{% else %}
{{ plan.名称 }}从{{ plan.起 }}开始，专项{{ special if special else '无' }}。{% endif %}
"""


@pytest.fixture
def plans(desk: Desk) -> Desk:
    settings = SETTINGS.model_copy(update={"blocks": {"A": "park"}})
    return desk.with_(kind=KIND, unit=CITY, more={"计划": PLANS, "场次": EVENTS}, settings=settings, issue_no=3,
                      period=Period.parse("2023-03"))


def test_the_whole_goes_out_under_a_notice(plans: Desk) -> None:
    text = (plans.document(BODY), plans.lines(BODY))
    assert text[0].meta.title == "示例招商中心关于印发三项活动方案的通知"
    assert text[1] == [
        "letterhead 示例中心文件 示招发〔2023〕3号", "addressee 各县：",
        "p 现将《三项活动方案》印发给你们，请结合实际认真组织实施。", "enclosures 附件：三项活动方案",
        "signature 示例招商中心 2023年1月5日", "attachment 附件 三项活动方案", "h1 一、安排", "p 共三项。",
        "colophon 抄送：市政府。", "colophon 示例招商中心 2023年1月5日印发"]


def test_one_plan_stands_alone_and_prints_its_row(plans: Desk) -> None:
    alone = plans.with_(entry=Entry("甲（一）招商", PLANS[0]))
    assert alone.document(BODY).meta.title == "甲（一）招商方案"
    assert alone.lines(BODY) == ["h1 一、安排", "p [甲（一）招商]从[2023年3月]开始，专项park。"]
    assert plans.with_(entry=Entry("乙招商", PLANS[1])).lines(BODY)[-1].endswith("专项无。")


def test_a_notice_without_its_number_has_a_gap(plans: Desk) -> None:
    from briefgen.compose import gaps

    document = plans.with_(issue_no=None).document(BODY)
    assert document.meta.letterhead is not None
    assert document.meta.letterhead.number == "示招发〔2023〕【待补：发文序号（--issue-no）】号"
    assert [text for _place, text in gaps(document)] == ["【待补：发文序号（--issue-no）】"]


def test_a_headline_still_takes_no_figure(plans: Desk) -> None:
    kind = KIND.model_copy(update={"headline": "签约{{ signed.count }}个"})
    with pytest.raises(errors.FigureInHeadline):
        plans.with_(kind=kind).document(BODY)


@pytest.mark.parametrize(("asked", "names"), [
    ("", ["总体方案", "甲（一）招商", "乙招商"]), ("A", ["甲（一）招商"]), ("甲(一)招商", ["甲（一）招商"]),
    ("总体方案", ["总体方案"])])
def test_a_series_comes_once_a_row_of_the_year(asked: str, names: list[str]) -> None:
    assert [entry.name for entry in entries(KIND, LEDGER, Period.parse("2023-03"), asked)] == names


def test_results_come_only_of_what_has_happened_by_the_day() -> None:
    results = KIND.as_part("results")
    assert [entry.id for entry in entries(results, LEDGER, Period.parse("2023-03"))] == ["A"]
    assert [entry.id for entry in entries(results, LEDGER, Period.parse("2023-05"))] == ["A", "B"]
    with pytest.raises(SeriesEmpty):
        entries(results, LEDGER, Period.parse("2023-02"))
    with pytest.raises(NotYet, match=r"乙招商.*2023-03-31.*已举办"):
        entries(results, LEDGER, Period.parse("2023-03"), "乙招商")


def test_what_cannot_be_found_is_told_with_what_there_is() -> None:
    with pytest.raises(EntryUnknown, match=r"乙招尚.*-> 乙招商.*总体方案、A"):
        entries(KIND, LEDGER, Period.parse("2023-03"), "乙招尚")
    with pytest.raises(NoSeries):
        entries(Kind(id="x", title="x", headline="x"), LEDGER, Period.parse("2023-03"), "A")
