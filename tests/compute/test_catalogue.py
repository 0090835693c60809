"""Every indicator of the catalogue against values reckoned by hand from the rows that stand here."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from briefgen.compute.calculator import Calculator
from briefgen.compute.options import Chosen
from briefgen.compute.profile import read_profile
from briefgen.errors import ConfigError
from briefgen.model.figure import Reason
from briefgen.model.period import Period
from briefgen.resources import Layers
from tests.read.making import SCHEMAS, SIGNED, TARGETS, office, read

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.figure import Figure

HEAD = ("项目编号,项目名称,落地单位,来源区域,产业链,招商方式,链主企业,投资方性质,企业标签,榜单年份,总投资(亿元),"
        "其中固定资产投资(亿元),协议类型,签约日期,注册日期,供地日期,开工日期,竣工日期,投产日期,最近进展日期,公开属性,状态\n")
# As of 2022-12-31. Five signed this year from outside: 120, 50, 30, 10, 0.9 = 210.9 亿元.
PROJECTS = """\
A1,甲,寿阳县,长三角,新材料,以商招商,,民营企业,中国500强、民营500强,2022,120,1,投资协议,2022-01-10,2022-02-01,,2022-03-01,2022-11-01,2022-12-01,2022-12-20,公开,有效
A2,乙,寿阳县,国外,新材料,展会招商,示例链主,中央企业,中国500强,,50,1,投资协议,2022-02-10,2022-03-01,,2022-04-01,2022-12-30,,2022-10-15,公开,有效
A3,丙,太谷区,京津冀,新材料,以商招商,,民营企业,专精特新,,30,1,投资协议,2022-03-10,,2022-08-01,,,,2022-08-01,公开,有效
A4,丁,太谷区,京津冀,医药,线上招商,示例链主,民营企业,,,10,1,投资协议,2022-06-30,,,,,,2022-12-31,公开,有效
A5,戊,太谷区,其他省(区、市),医药,线上招商,,民营企业,,,0.9,1,投资协议,2022-12-31,,,,,,,公开,有效
B1,己,寿阳县,长三角,医药,以商招商,,民营企业,,,20,1,投资协议,2021-05-10,2021-06-01,,,,,2022-09-30,公开,有效
F1,庚,寿阳县,长三角,医药,以商招商,,民营企业,,,7,1,框架协议,2022-05-10,,,,,,,公开,有效
"""
MONEY = """\
项目编号,月份,当月到位资金(亿元),资金类别,资金来源,凭证编号
A1,2022-02,3,固定资产投资,省外境内,P1
A1,2022-03,1,流动资金,省内,P2
A2,2022-05,2,固定资产投资,境外,P3
B1,2021-06,4,固定资产投资,省外境内,P4
B1,2022-06,0.5,固定资产投资,省外境内,P5
"""
FOREIGN = "项目编号,月份,折合万美元,凭证编号\nA2,2022-05,300.5,W1\nA2,2023-01,100,W2\n"
POOL = ("储备编号,项目名称,拟落地单位,估算总投资(亿元),入库日期,最近进展日期,状态\n"
        "C1,子,寿阳县,2,2021-01-05,2022-06-29,在库\nC2,丑,寿阳县,2,2021-01-05,2022-06-30,在库\n")
BATCHES = ("批次编号,期次,活动日期,批次类别,项目名称,落地单位,总投资(亿元),预计年产值(亿元),实际年产值(亿元),"
           "实际开工日期,实际投产日期\nS1,一,2022-03-01,投产一批,甲,寿阳县,1,2,2,,\nS2,一,2022-03-01,投产一批,乙,寿阳县,1,4,1,,\n")
EVENTS = ("场次编号,活动编号,场次名称,日期,状态\nE1,H1,甲,2022-05-01,已举办\nE2,H1,乙,2022-06-01,已取消\n"
          "E3,H1,丙,2023-02-01,已举办\n")
PLAN = "活动编号,活动名称,开始月,结束月,预期签约额(亿元)\nH1,甲,2022-01,2023-12,1\n"
RESULTS = ("成果编号,场次编号,活动编号,成果类型,总投资(亿元)\nG1,E1,H1,签约,3\nG2,E1,H1,意向,1\nG3,E1,H1,意向,1\n"
           "G4,E3,H1,签约,9\nG5,E2,H1,签约,9\n")
FAIRS = ("编号,活动名称,开始日期,参会人数,对接企业数,签约项目数,签约总投资(亿元)\nZ1,甲,2022-05-01,100,20,3,5\n"
         "Z2,乙,2022-06-01,20,4,1,2.5\n")
TRIPS = "编号,日期,单位,人数,天数,拜访企业数\nW1,2022-01-10,寿阳县,8,5,3\nW2,2022-02-10,太谷区,3,2,2\n"
VISITS = "编号,日期,单位,来访人数\nL1,2022-01-10,寿阳县,4\nL2,2022-03-10,太谷区,6\n"
TABLES = {"签约项目台账": HEAD + PROJECTS, "到位资金月报": MONEY, "外资到位": FOREIGN, "储备项目库": POOL,
          "三个一批": BATCHES, "招商活动计划": PLAN, "招商活动场次": EVENTS, "招商活动成果": RESULTS, "展会活动": FAIRS,
          "外出招商": TRIPS, "来访接待": VISITS}


def _calculator(folder: Path, tables: dict[str, str], layers: Layers | None = None,
                **options: str | int) -> Calculator:
    ledger, problems = read(folder, tables)
    assert not [problem for problem in problems if problem.stops]
    return Calculator(ledger, office({}), read_profile(layers or Layers(), "shanxi", SCHEMAS, Chosen(options)))


def _ask(calculator: Calculator, path: str, unit: str = "晋中市", period: str = "2022-12") -> Figure:
    found = calculator._ledger.units.find(unit)
    assert found is not None
    return calculator.figure(path, found, Period.parse(period))


@pytest.fixture(scope="module")
def calculator(tmp_path_factory: pytest.TempPathFactory) -> Calculator:
    return _calculator(tmp_path_factory.mktemp("office"), TABLES)


@pytest.mark.parametrize(("path", "text"), [
    ("signed.count", "5"), ("signed.invest", "210.9亿元"), ("framework.count", "1"), ("framework.invest", "7亿元"),
    ("signed.ge1.count", "4"), ("signed.ge1.invest", "210亿元"), ("signed.ge3.count", "4"), ("signed.ge5.count", "4"),
    ("signed.large.count", "4"), ("signed.ge20.count", "3"), ("signed.ge30.count", "3"),
    ("signed.ge30.invest", "200亿元"), ("signed.ge50.count", "2"), ("signed.ge50.invest", "170亿元"),
    ("signed.ge100.count", "1"), ("signed.ge100.invest", "120亿元"),
    ("signed.large.share.count", "80%"), ("signed.large.share.invest", "99.57%"),
    ("signed.merchants.count", "2"), ("signed.merchants.invest", "150亿元"), ("signed.merchants.share.count", "40%"),
    ("signed.merchants.share.invest", "71.12%"), ("signed.chain.count", "2"), ("signed.chain.invest", "60亿元"),
    ("signed.chain.share.count", "40%"), ("signed.chain.share.invest", "28.45%"),
    ("signed.china500", "1"), ("signed.private500", "1"), ("signed.specialized", "1"), ("signed.central", "1"),
    ("signed.to_date.invest", "230.9亿元"),
    ("landed.count", "2"), ("landed.rate", "40%"), ("fulfilled.count", "3"), ("fulfilled.rate", "60%"),
    ("completed.rate", "40%"), ("produced.count", "1"), ("produced.rate", "20%"), ("started.rate", "40%"),
    ("arrived.fixed", "5.5亿元"), ("arrived.working", "1亿元"), ("arrived.total", "6.5亿元"),
    ("arrived.outside", "3.5亿元"), ("arrived.domestic", "4.5亿元"), ("arrived.overseas", "2亿元"),
    ("arrived.foreign", "300.5万美元"),
    ("funded.amount", "10.5亿元"), ("funded.rate", "4.55%"), ("funded.signed.amount", "6亿元"),
    ("funded.signed.rate", "2.84%"),
    ("pool.idle.count", "2"), ("batches.produced", "2"), ("batches.reached", "1"), ("batches.capacity_rate", "50%"),
    ("fairs.people", "120"), ("fairs.signed.count", "4"), ("fairs.signed.invest", "7.5亿元"),
    ("trips.people", "11"), ("trips.days", "7"), ("visits.people", "10"),
    ("outcomes.leads", "2"), ("outcomes.signed.count", "1"), ("outcomes.signed.invest", "3亿元"),
    ("overdue.count", "3"), ("overdue.invest", "60亿元"), ("stalled.yellow", "1"), ("stalled.red", "2"),
])
def test_reckoned_by_hand(calculator: Calculator, path: str, text: str) -> None:
    assert _ask(calculator, path).text == text


def test_more_than_so_many_months_begins_the_day_after(calculator: Calculator) -> None:
    """A4 was signed on 30 June: on 30 December six months have passed, on the 31st more than six."""
    shen = calculator._ledger.units.find("太谷区")
    assert shen is not None
    days = [Period.parse("2022-12", Period.parse("2022-12").as_of.replace(day=day)) for day in (30, 31)]
    assert [calculator.figure("overdue.count", shen, period).text for period in days] == ["1", "2"]


def test_a_column_that_nobody_keeps_is_not_collected_rather_than_zero(tmp_path: Path) -> None:
    row = "A1,甲,寿阳县,长三角,新材料,100,90,投资协议,2022-03-15,,,公开,有效\n"
    calculator = _calculator(tmp_path, {"签约项目台账": SIGNED + row})
    for path in ("landed.count", "signed.merchants.count", "signed.china500", "stalled.red", "signed.top500"):
        assert _ask(calculator, path).reason is Reason.NOT_COLLECTED
    assert _ask(calculator, "produced.count").value == 0


@pytest.mark.parametrize(("path", "parts", "text"), [
    ("batches.start_rate", (94, 82), "87.23%"), ("batches.produce_rate", (107, 67), "62.62%"),
    ("started.rate", (542, 442), "81.55%")])
def test_rates_from_their_parts(tmp_path: Path, path: str, parts: tuple[int, int], text: str) -> None:
    every, some = parts
    group, column = ("签约一批", "2022-04-01,") if path == "batches.start_rate" else ("开工一批", ",2022-04-01")
    batches = BATCHES.partition("\n")[0] + "\n" + "".join(
        f"S{at},一,2022-03-01,{group},甲,寿阳县,1,,,{column if at < some else ','}\n" for at in range(every))
    projects = SIGNED + "".join(f"A{at},甲{at},寿阳县,长三角,新材料,1,1,投资协议,2022-03-01,"
                                f"{'2022-04-01' if at < some else ''},,公开,有效\n" for at in range(every))
    figure = _ask(_calculator(tmp_path, {"签约项目台账": projects, "三个一批": batches}), path)
    assert (figure.value, figure.text) == (Fraction(some * 100, every), text)


def test_rounding_happens_once(tmp_path: Path) -> None:
    """442/542 is 81.5498 %: by one place 81.5, and never 81.55 rounded again to 81.6."""
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "shanxi.toml").write_text('[indicator."started.rate"]\nplaces = 1\n', encoding="utf-8")
    projects = SIGNED + "".join(f"A{at},甲{at},寿阳县,长三角,新材料,1,1,投资协议,2022-03-01,"
                                f"{'2022-04-01' if at < 442 else ''},,公开,有效\n" for at in range(542))
    calculator = _calculator(tmp_path, {"签约项目台账": projects}, Layers([tmp_path]))
    assert _ask(calculator, "started.rate").text == "81.5%"


def test_output_reached_of_what_was_expected(tmp_path: Path) -> None:
    batches = BATCHES.partition("\n")[0] + "\nS1,一,2022-03-01,投产一批,甲,寿阳县,1,235.04,216.65,,\n"
    calculator = _calculator(tmp_path, {"三个一批": batches})
    assert _ask(calculator, "batches.capacity_rate").text == "92.18%"
    counting = _calculator(tmp_path, {"三个一批": batches}, capacity="count")
    figure = _ask(counting, "batches.capacity_rate")
    assert (figure.text, figure.remarks) == ("0%", ("达效率按个数计算",))


GOALS = TARGETS + "".join(f"2022,{unit},{metric},{value},{measure},市定,示例,1,\n" for unit, metric, value, measure in [
    ("寿阳县", "签约总投资", "100", "亿元"), ("寿阳县", "开工率", "50", "%"), ("寿阳县", "固投到位资金", "11", "亿元"),
    ("寿阳县", "新开工项目投资额", "340", "亿元"), ("寿阳县", "签约项目数", "4", "个"),
    ("太谷区", "签约总投资", "60", "亿元")])


def test_a_score_adds_weighted_completions_up_to_the_cap_less_deductions(tmp_path: Path) -> None:
    """170/100 counts 100 %; 100/50 counts 100 %; 170/340 is 50 %; 5.5/11 is 50 %; B1 waits since 2021: 0.1 off."""
    calculator = _calculator(tmp_path, {**TABLES, "目标任务": GOALS})
    figure = _ask(calculator, "score", "寿阳县")
    assert figure.value == 30 + 20 + Fraction(25, 2) + Fraction(25, 2) - Fraction(1, 10)
    assert sorted(figure.parents or {}) == ["arrived.fixed.completion", "overdue.count", "signed.invest.completion",
                                            "started.invest.completion", "started.rate.completion"]
    assert "签约总投资完成率30分（最高按100%计）" in figure.definition
    assert "- 0.1 * overdue.count" in figure.formula
    assert _ask(calculator, "score", "太谷区").reason is Reason.NOT_DUE
    assert _ask(calculator, "score.rank", "寿阳县").text == "1"


def test_weights_and_caps_are_data(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "shanxi.toml").write_text(
        '[indicator.score]\nscored = [{ indicator = "signed.invest.completion", weight = 50, cap = 120 },\n'
        '{ indicator = "started.rate", weight = 50 }]\ndeducted = []\n'
        'definition = "{scored}"\n', encoding="utf-8")
    figure = _ask(_calculator(tmp_path, {**TABLES, "目标任务": GOALS}, Layers([tmp_path])), "score", "寿阳县")
    assert figure.value == 60 + 50
    assert figure.definition == "签约总投资完成率50分（最高按120%计）、开工率50分（最高按100%计）"


def test_signing_may_count_half_by_number_and_half_by_amount(tmp_path: Path) -> None:
    """2 of 4 projects give 50 % of 15 points, 170 of 100 亿元 the full 15."""
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "shanxi.toml").write_text(
        '[indicator."signed.count"]\ntarget = "签约项目数"\n[indicator.score]\ndeducted = []\n'
        'scored = [{ indicator = "signed.count.completion", weight = 15 },\n'
        '{ indicator = "signed.invest.completion", weight = 15 }]\ndefinition = "{scored}"\n', encoding="utf-8")
    figure = _ask(_calculator(tmp_path, {**TABLES, "目标任务": GOALS}, Layers([tmp_path])), "score", "寿阳县")
    assert (figure.value, figure.text) == (Fraction(45, 2), "22.5")


@pytest.mark.parametrize(("target", "light"), [
    ("220", "绿"), ("234.3", "绿"), ("234.4", "黄"), ("301", "黄"), ("302", "红"), ("1000", "红")])
def test_a_light_shows_how_far_behind_the_pace(tmp_path: Path, target: str, light: str) -> None:
    """210.9 of 220 is 4.1 points behind December's pace, of 234.3 9.99, of 234.4 10.03, of 301 29.9, of 302 30.2."""
    goals = TARGETS + f"2022,晋中市,签约总投资,{target},亿元,市定,示例,1,\n"
    figure = _ask(_calculator(tmp_path, {**TABLES, "目标任务": goals}), "signed.invest.light")
    assert (figure.number, figure.text, [*(figure.parents or {})]) == (light, light, ["pace"])


def test_no_light_without_a_target(calculator: Calculator) -> None:
    assert _ask(calculator, "signed.invest.light").reason is Reason.NOT_DUE


@pytest.mark.parametrize(("definition", "told"), [
    ('[selection.overdue]\nover_months = "six"\n', r":2: .*over_months"),
    ('[selection.overdue]\nover_month = 6\n', r":2: .*over_months"),
    ('[selection.landed]\nreached_any = ["注册日"]\n', r":2: .*注册日期"),
    ('[selection.x]\ntable = "到位资金月报"\ndated = true\n', r":1: .*through"),
    ('[selection.batches_reached]\nwhere = [["实际年产值", "at-least", "预计产值"]]\n', r":2: .*预计年产值"),
    ('[selection.batches_reached]\nwhere = [["实际年产值", "at-least", "项目名称"]]\n', r":2: .*项目名称"),
    ('[indicator.score]\nscored = [{ indicator = "signed.invst.completion", weight = 1 }]\n', r":2: .*signed\.invest"),
    ('[indicator.score]\nscored = [{ indicator = "pool.count.completion", weight = 1 }]\n', r":2: .*pool\.count"),
    ('[indicator.score]\nscored = [{ indicator = "signed.count", weight = 1 }]\n', r":2: .*signed\.count"),
    ('[indicator.score]\nscored = [{ indicator = "score", weight = 1 }]\n', r":2: .*score"),
    ('[indicator.score]\nscored = [{ indicator = "started.rate", wieght = 1 }]\n', r":2: .*weight"),
    ('[indicator.score]\ndeducted = [{ indicator = "overdue.cuont", each = 1 }]\n', r":2: .*overdue\.count"),
    ('[indicator."funded.rate"]\nnumerator = "arrived.foreign"\n', r"funded|signed\.to_date\.invest"),
    ('[indicator."signed.count"]\nrank_minimum = 3\n', r":2: .*rank_minimum"),
    ('[by.chain]\ncolumn = "产业琏"\n', r":2: .*产业链"),
    ('[lights]\nyelow = 3\n', r":2: .*yellow"),
])
def test_wrong_definitions_are_refused_by_line_and_nearest_name(tmp_path: Path, definition: str, told: str) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "shanxi.toml").write_text(definition, encoding="utf-8")
    with pytest.raises(ConfigError, match=told):
        read_profile(Layers([tmp_path]), "shanxi", SCHEMAS)


def test_every_choice_of_every_option_can_be_computed() -> None:
    profile = read_profile(Layers(), "shanxi", SCHEMAS)
    for name, option in profile.option.items():
        for choice in option.choice or (3,):
            settled = read_profile(Layers(), "shanxi", SCHEMAS, Chosen({name: choice}))
            assert settled.option[name].default == choice
