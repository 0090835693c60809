"""Loose ends that an office settles: each choice changes figures, definitions and notes together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.compute.calculator import Calculator
from briefgen.compute.inspector import Circular
from briefgen.compute.options import Chosen
from briefgen.compute.profile import ProfileUnknown, read_profile
from briefgen.document.dump import dump
from briefgen.errors import ConfigError
from briefgen.model.figure import Reason
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order, Question, answer
from briefgen.resources import Layers
from tests.read.making import SCHEMAS, SIGNED, TARGETS, office, read

if TYPE_CHECKING:
    from briefgen.model.figure import Figure

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
DECEMBER = Period.parse("2022-12")

# key, unit, 来源区域, 总投资 (万元), 签约日期, 开工日期
ROWS = [
    ("A1", "寿阳县", "长三角", "10000", "2022-01-10", "2022-03-01"),
    ("A2", "太谷区", "长三角", "20000", "2022-02-10", "2022-04-01"),
    ("A3", "太谷区", "长三角", "30000", "2022-03-10", ""),
    ("A4", "太谷区", "省内", "40000", "2022-03-10", "2022-05-01"),
    ("B1", "寿阳县", "长三角", "50000", "2021-05-10", "2022-02-01"),
    ("B2", "寿阳县", "长三角", "60000", "2021-05-10", "2021-06-01"),
]
GOALS = [("寿阳县", "签约总投资", "4", "亿元"), ("太谷区", "签约总投资", "50", "亿元")]


def _calculator(folder: Path, **options: str | int) -> Calculator:
    projects = SIGNED + "".join(
        f"{key},项目{key},{unit},{origin},新材料,{money},1,投资协议,{day},{start},,公开,有效\n"
        for key, unit, origin, money, day, start in ROWS)
    goals = TARGETS + "".join(f"2022,{unit},{metric},{value},{measure},市定,示例,1,\n"
                              for unit, metric, value, measure in GOALS)
    ledger, problems = read(folder, {"签约项目台账": projects, "目标任务": goals})
    assert problems == []
    return Calculator(ledger, office({}), read_profile(Layers(), "shanxi", SCHEMAS, Chosen(options)))


def _ask(calculator: Calculator, path: str, unit: str = "晋中市") -> Figure:
    found = calculator._ledger.units.find(unit)
    assert found is not None
    return calculator.figure(path, found, DECEMBER)


@pytest.mark.parametrize(("options", "told"), [
    ({}, {"signed.count": "3", "started.count": "2", "started.invest": "3亿元", "started.rate": "66.67%"}),
    ({"scope": "all"}, {"signed.count": "4", "started.invest": "7亿元", "started.rate": "75%"}),
    ({"started_base": "any-year"},
     {"signed.count": "3", "started.count": "3", "started.invest": "8亿元", "started.rate": "66.67%"}),
])
def test_a_choice_changes_the_figures(tmp_path: Path, options: dict[str, str], told: dict[str, str]) -> None:
    calculator = _calculator(tmp_path, **options)
    assert {path: _ask(calculator, path).text for path in told} == told


@pytest.mark.parametrize(("options", "path", "definition"), [
    ({}, "signed.count", "省外项目数，含港澳台和国外项目"), ({"scope": "all"}, "signed.count", "省内外项目数"),
    ({}, "started.invest", "当年签约且当年开工项目的总投资之和"),
    ({"started_base": "any-year"}, "started.invest", "当年开工（不论签约年份）项目的总投资之和"),
    ({"started_base": "any-year"}, "started.count", "当年开工的省外项目数，不论签约年份"),
])
def test_the_definition_says_what_was_chosen(tmp_path: Path, options: dict[str, str], path: str,
                                             definition: str) -> None:
    assert definition in _ask(_calculator(tmp_path, **options), path).definition


@pytest.mark.parametrize(("base", "text"), [("same-year", "122.59亿元"), ("any-year", "159.39亿元")])
def test_both_bases_of_new_starts_on_the_sample(tmp_path: Path, base: str, text: str) -> None:
    folder = _sample(tmp_path, f'started_base = "{base}"')
    desk = Desk(folder)
    assert desk.calculator.figure("started.invest", desk.unit("寿阳县"), DECEMBER).text == text
    assert desk.calculator.figure("started.rate", desk.unit("寿阳县"), DECEMBER).text == "92%"


def test_what_differs_is_noted_under_every_table_that_it_touches(tmp_path: Path) -> None:
    found = answer(_sample(tmp_path, 'scope = "all"\nstarted_base = "any-year"'), Order(period="2022-12"),
                   Question(("started.invest", "pool.invest")))
    starts = "新开工项目含以前年度签约、当年开工的项目，开工率只计当年签约的项目"
    assert [set(each.notes) & {"签约、开工和到位资金含省内项目", starts} for each in found] == [
        {"签约、开工和到位资金含省内项目", starts}, set()]


@pytest.mark.parametrize(("option", "path", "told"), [
    ("overdue_months = 3", "overdue.count", "开工超时项目按签约超过3个月仍未开工计算"),
    ("stalled_yellow = 1", "stalled.yellow", "停滞黄灯项目按超过1个月无进展计算"),
    ("stalled_red = 5", "stalled.red", "停滞红灯项目按超过5个月无进展计算")])
def test_a_number_other_than_the_usual_one_is_noted(tmp_path: Path, option: str, path: str, told: str) -> None:
    (found,) = answer(_sample(tmp_path, option), Order(period="2022-12"), Question((path,)))
    assert told in found.notes


def test_every_number_of_the_shipped_profile_has_its_bounds() -> None:
    for option in read_profile(Layers(), "shanxi", SCHEMAS).option.values():
        assert option.choice or (option.greatest is not None and option.holds(option.default))


def test_a_briefing_says_what_was_chosen(tmp_path: Path) -> None:
    desk = Desk(_sample(tmp_path, 'scope = "all"\nstarted_base = "any-year"\nrank_basis = "completion"'))
    text = dump(desk.compose(desk.kind("monthly"), desk.unit(""), DECEMBER, Order(period="2022-12")))
    assert "共签约省内外招商引资项目" in text
    assert "新开工当年签约项目" not in text
    assert "省外招商引资项目" not in text
    assert "的省外项目" not in text
    assert "排名按完成率的准确数值计算" in text
    assert "排名按准确数值计算" not in text


def test_what_was_chosen_for_a_figure_of_a_sentence_stands_once_below_it(tmp_path: Path) -> None:
    desk = Desk(_sample(tmp_path, 'capacity = "count"'))
    lines = dump(desk.compose(desk.kind("monthly"), desk.unit(""), DECEMBER, Order(period="2022-12"))).splitlines()
    notes = [at for at, line in enumerate(lines) if "达效率按个数计算" in line]
    assert [lines[at] for at in notes] == ["p 注：达效率按个数计算。"]
    assert lines[notes[0] + 1].startswith("h1")
    assert "投产一批达效率" in "".join(lines[:notes[0]])


def test_places_by_value_or_by_completion(tmp_path: Path) -> None:
    for basis, places in (("value", ["2", "1"]), ("completion", ["1", "2"])):
        calculator = _calculator(tmp_path, rank_basis=basis)
        figures = [_ask(calculator, "signed.invest.rank", unit) for unit in ("寿阳县", "太谷区")]
        assert [figure.text for figure in figures] == places
        assert ("完成率" in figures[0].remarks[0]) == (basis == "completion")


def test_a_rate_of_one_project_leads_only_where_one_is_enough(tmp_path: Path) -> None:
    alone, both = _calculator(tmp_path, rank_minimum=2), _calculator(tmp_path)
    assert [_ask(both, "started.rate.rank", unit).text for unit in ("寿阳县", "太谷区")] == ["1", "2"]
    first, second = (_ask(alone, "started.rate.rank", unit) for unit in ("寿阳县", "太谷区"))
    assert (first.value, first.reason, second.text) == (None, Reason.NOT_COMPARABLE, "1")
    assert "签约项目不足2个的不参加开工率排名" in first.remarks
    assert _ask(alone, "signed.invest.rank", "寿阳县").text == "2"


@pytest.mark.parametrize(("options", "told"), [
    ('scop = "all"', r"briefgen\.toml:\d+: .*scope"), ('scope = "al"', r"briefgen\.toml:\d+: .*outside, all"),
    ('rank_minimum = "many"', r"briefgen\.toml:\d+: .*rank_minimum"),
    ("rank_minimum = -1", r"briefgen\.toml:\d+: .*rank_minimum.* from 0 to 1000"),
    ("as_of_day = 31", r"briefgen\.toml:\d+: .*as_of_day.* from 0 to 28"),
    ("stalled_yellow = 4", r"briefgen\.toml:\d+: stalled_yellow = 4 must not be more than stalled_red = 3"),
    ("stalled_red = 1", r"briefgen\.toml:\d+: stalled_yellow = 2 must not be more than stalled_red = 1"),
    ("overdue_months = 0", r"briefgen\.toml:\d+: .*overdue_months.* from 1 to 600"),
])
def test_unknown_options_and_choices_are_refused_by_line(tmp_path: Path, options: str, told: str) -> None:
    folder = _sample(tmp_path, options)
    with pytest.raises(ConfigError, match=told) as caught:
        _ = Desk(folder).calculator
    lines = (folder / "briefgen.toml").read_text(encoding="utf-8").splitlines()
    assert f":{lines.index(options) + 1}:" in str(caught.value)


@pytest.mark.parametrize(("definition", "told"), [
    ('[option.scope.choice.some.selection.scopd]\nwhere = []\n', r":1: .*scoped"),
    ('[option.scope.choice.outside.selection.scoped]\nwhere = [["状太", "=", "有效"]]\n', r":2: .*状态"),
    ('[option.scope]\ndefault = "outsid"\n', r":2: .*outside"),
    ('[option.as_of_day]\ndefault = 29\n', r":2: option\.as_of_day\.default .* from 0 to 28"),
    ('[option.rank_minimum]\nsets = [["indicator", "started.rate", "rank_minimun"]]\n', r":2: .*rank_minimum"),
    ('[option.rank_minimum]\nsets = [["indicator", "started.rat", "rank_minimum"]]\n', r":2: .*started\.rate"),
    ('[indicator."signed.count"]\ndefinition = "{scop}项目数"\n', r":2: .*scope"),
    ("[lights]\nyellow = 40\n", r":2: lights\.yellow = 40 must not be more than lights\.red = 30"),
    ("[option.stalled_red]\ndefault = 1\n", r":2: stalled_yellow = 2 must not be more than stalled_red = 1"),
    ('[selection.recent]\nextends = "signed"\nover_months = 6\nwithin_months = 3\n',
     r":3: recent\.over_months = 6 must not be more than recent\.within_months = 3"),
])
def test_wrong_options_are_refused_by_line_and_nearest_name(tmp_path: Path, definition: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_profile(_layer(tmp_path, "shanxi", definition), "shanxi", SCHEMAS)


def test_an_office_adds_a_choice_of_its_own(tmp_path: Path) -> None:
    layers = _layer(tmp_path, "shanxi", '[option.scope.choice.delta]\ntext = "长三角"\n'
                    'selection.scoped.where = [["来源区域", "=", "长三角"]]\n')
    profile = read_profile(layers, "shanxi", SCHEMAS, Chosen({"scope": "delta"}))
    assert profile.indicator["signed.count"].definition.startswith("签约项目数为报告期内签订投资协议的长三角项目数")


def test_a_profile_extends_another_and_holds_only_what_differs(tmp_path: Path) -> None:
    layers = _layer(tmp_path, "own", 'name = "本市"\nextends = "shanxi"\n[indicator."signed.invest"]\nplaces = 1\n')
    profile = read_profile(layers, "own", SCHEMAS)
    assert (profile.name, profile.indicator["signed.invest"].places) == ("本市", 1)
    assert profile.indicator["signed.count"].name == "签约项目数"


@pytest.mark.parametrize(("extends", "error"), [("own", Circular), ("nowhere", ProfileUnknown)])
def test_a_profile_that_extends_nothing_or_itself_is_refused(tmp_path: Path, extends: str,
                                                             error: type[Exception]) -> None:
    with pytest.raises(error):
        read_profile(_layer(tmp_path, "own", f'name = "本市"\nextends = "{extends}"\n'), "own", SCHEMAS)


@pytest.mark.parametrize(("closing", "period", "cumulative", "month"), [
    (0, "2022-01", "1", "1"), (0, "2022-03", "3", "1"), (9, "2022-02", "1", "1"), (9, "2022-03", "2", "1"),
    (31, "2022-02", "2", "1")])
def test_months_may_close_on_a_day_of_the_office(tmp_path: Path, closing: int, period: str, cumulative: str,
                                                 month: str) -> None:
    """A1 is of 10 January, A2 of 10 February, A3 of 10 March: closed on the 9th, A1 and A2 count a month later."""
    calculator, closed = _calculator(tmp_path), Period.parse(period).closed(closing)
    city = calculator._ledger.units.city
    assert [calculator.figure(path, city, closed).text for path in ("signed.count", "signed.count.month")] == [
        cumulative, month]


def test_the_closing_day_is_noted_and_one_that_is_asked_for_stands(tmp_path: Path) -> None:
    folder = _sample(tmp_path, "as_of_day = 25")
    desk, november = Desk(folder), Period.parse("2022-11")
    closed = desk.closed(november)
    assert [each.as_of.isoformat() for each in (closed, closed.last_year, desk.closed(DECEMBER))] == [
        "2022-11-25", "2021-11-25", "2022-12-31"]
    assert closed.previous is not None
    assert closed.previous.as_of.isoformat() == "2022-10-25"
    assert desk.closed(november, november.as_of).as_of == november.as_of
    (found,) = answer(folder, Order(period="2022-11"), Question(("signed.count",)))
    assert "各月数据统计到当月25日，上月25日以后的计入当月（按月填报的为全月数），12月统计到月底" in found.notes
    assert "截至2022年11月25日" in found.title


def test_what_is_reported_by_month_is_the_whole_month_s_and_the_note_says_so(tmp_path: Path) -> None:
    folder = _sample(tmp_path, "as_of_day = 25")
    desk, november = Desk(folder), Period.parse("2022-11")
    whole, closed = (desk.calculator.figure("arrived.fixed", desk.unit(""), each)
                     for each in (november, desk.closed(november)))
    assert whole.value == closed.value
    assert any("按月填报的为全月数" in remark for remark in closed.remarks)


def test_a_second_profile_prints_and_defines_otherwise(tmp_path: Path) -> None:
    folder = _sample(tmp_path, "")
    config = folder / "briefgen.toml"
    config.write_text('indicators = "fixed2"\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    desk = Desk(folder)
    text = dump(desk.compose(desk.kind("monthly"), desk.unit(""), DECEMBER, Order(period="2022-12")))
    assert not [problem for problem in desk.problems(DECEMBER) if problem.stops]
    city = desk.unit("")
    shown = {path: desk.calculator.figure(path, city, DECEMBER).text
             for path in ("signed.count", "signed.invest", "started.rate")}
    assert shown == {"signed.count": "203", "signed.invest": "1482.26亿元", "started.rate": "84.73%"}
    assert all(f" {number}" in text for number in shown.values())
    for told in ("共签约省内外招商引资项目", "新开工项目投资额为当年开工（不论签约年份）项目的总投资之和",
                 "排名按完成率的准确数值计算", "签订投资协议的省内外项目数", "达效率"):
        assert told in text
    assert "省外招商引资项目" not in text
    assert desk.calculator.figure("started.rate", desk.unit("寿阳县"), DECEMBER).text == "92.00%"


def _layer(folder: Path, name: str, text: str) -> Layers:
    (folder / "indicators").mkdir()
    (folder / "indicators" / f"{name}.toml").write_text(text, encoding="utf-8")
    return Layers([folder])


def _sample(folder: Path, options: str) -> Path:
    office_ = Path(shutil.copytree(SAMPLE, folder / "office"))
    config = office_ / "briefgen.toml"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n[options]\n{options}\n", encoding="utf-8")
    return office_
