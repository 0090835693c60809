"""Plant the dirt of real ledgers into a clean workbook, each kind with the answer that reading must give.

The groups are those in which offices' ledgers are known to be untidy:

1. lines above the heading: titles_above, a_unit_row_below
2. units: units_in_cells, foreign_money, a_column_in_yi_yuan
3. digits: digits_in_another_dress, text_numbers
4. days: days_in_every_form, months_states_and_serials, two_days_in_a_cell, a_dash_for_nothing
5. lines between: subtotals_groups_and_notes, a_wrong_total
6. merged cells: merged_units, one_amount_over_two_rows
7. one project twice: a_project_under_two_names
8. one project in two units: a_project_in_two_units
9. days that cannot be: days_out_of_order, no_day_of_signing; days after the as-of day are of a period (tests/check)
10. money by months: cumulative_money, money_that_falls
11. what a workbook hides: hidden_rows_and_columns, a_filter_left_on, last_months_copy, a_stale_total,
    a_formula_never_calculated, errors_of_formulas
12. names of units: units_by_other_names, an_unknown_unit, a_former_name, a_name_handed_on
13. words: an_investor_from_here, an_investor_from_overseas, words_in_other_writings, words_on_no_list,
    a_stage_without_its_day
14. percentages: rates_in_three_dresses; columns of percentages are in tests/read
15. files: another_kind_of_file; more of them in tests/read

What cannot be known: a formula in a row of data whose stored value is out of date is read as what was stored; only
where a total covers it does the difference show.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from briefgen.model.day import MonthOnly, NotYet
from tests.faults.untidy import HEAD, OWN, money
from tests.read.making import ARRIVED, TARGETS, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.model.table import Value
    from tests.faults.untidy import Untidy

_DATED = UNITS[:UNITS.index("1407")].replace("有效止", "有效起,有效止") + "140725,寿阳县,寿阳,,县区,是,,,2\n"


def titles_above(book: Untidy) -> None:
    book.top = [["附件2"], [], ["2022年招商引资签约项目台账"], ["填报单位：示例中心"],
                ["截至日期：2022年12月31日"], [*[None] * 9, "单位：万元"]]
    book.head[9:11] = ["总投资额", "其中：固投"]


def a_unit_row_below(book: Untidy) -> None:
    book.head[9:11] = ["签约金额", "固定资产投资"]
    book.second = [None] * 9 + ["万元", "万元"]


def units_in_cells(book: Untidy) -> None:
    text, value, code = book.rng.choice([
        ("10570万元", "10570", "cell.own-unit"), ("4,800万", "4800", "cell.own-unit"),
        ("约4640", "4640", "cell.rough"), ("0.12亿元", "1200", "cell.own-unit"), ("5000余万元", "5000", "cell.rough")])
    book.put("总投资(万元)", text, money(value), code)


def foreign_money(book: Untidy) -> None:
    book.put("总投资(万元)", book.rng.choice(["1000万美元", "500万港元", "USD 300"]), None, "cell.currency")


def a_column_in_yi_yuan(book: Untidy) -> None:
    book.head[9] = "总投资（亿元）"
    for at, row in enumerate(book.rows):
        row["总投资(万元)"] = f"{Decimal(1000 + 37 * at) / 10000}"


def digits_in_another_dress(book: Untidy) -> None:
    text, value = book.rng.choice([("１２３４．５", "1234.5"), ("1,474.31", "1474.31"), ("¥2,000", "2000")])
    book.put("总投资(万元)", text, money(value), "cell.dress")


def text_numbers(book: Untidy) -> None:
    book.put("总投资(万元)", "1474.31", money("1474.31"))
    book.put("其中固定资产投资(万元)", " 900 ", money("900"), "text.trimmed")


def days_in_every_form(book: Untidy) -> None:
    day = date(2022, 3, 15)
    for text in ("2022年3月15日", "2022.3.15", "2022/3/15", "20220315"):
        book.put("签约日期", text, day)


def months_states_and_serials(book: Untidy) -> None:
    choices: list[tuple[object, Value, str]] = [
        ("2022年6月", MonthOnly(2022, 6, 1), "cell.month-only"), (44733, date(2022, 6, 21), "cell.serial"),
        ("预计2023年1月", NotYet("预计2023年1月"), "cell.not-yet"), ("未开工", NotYet("未开工"), "cell.not-yet")]
    cell, value, code = book.rng.choice(choices)
    book.put("开工日期", cell, value, code)


def two_days_in_a_cell(book: Untidy) -> None:
    book.put("签约日期", "2022-03-15、2022-06-20", None, "cell.several")


def subtotals_groups_and_notes(book: Untidy) -> None:
    sums = [sum(int(str(row["总投资(万元)"])) for row in rows) for rows in (book.rows[:4], book.rows[4:], book.rows)]
    gap: list[object] = [None] * 9
    book.between = {
        0: [["一、第一组"]], 4: [["小计", *gap[1:], sums[0]], ["二、第二组"]],
        8: [["小 计", *gap[1:], sums[1]], ["合  计", *gap[1:], sums[2]], ["注：本表为示例。"],
            ["填表人：示例", None, "审核人：示例"]]}
    book.told = [("row.title", "一、第一组", "序号"), ("row.title", "二、第二组", "序号"),
                 ("row.note", "注：本表为示例。", "序号"), ("row.note", "填表人：示例", "序号")]


def a_wrong_total(book: Untidy) -> None:
    total: list[object] = ["合计", *[None] * 8, 12345]
    book.between = {8: [total]}
    book.told = [("total.differs", "合计", "总投资(万元)")]


def merged_units(book: Untidy) -> None:
    first = book.rng.randrange(6)
    unit = {"寿阳县": "140725", "太谷区": "140703"}[str(book.rows[first][OWN])]
    book.rows[first + 1][OWN] = None
    book.rows[first + 2][OWN] = None
    book.spans = [(OWN, first, first + 2)]
    book.told = [("cell.filled", first, OWN)]
    book.values = {(at, OWN): unit for at in range(first, first + 3)}


def one_amount_over_two_rows(book: Untidy) -> None:
    first = book.rng.randrange(7)
    book.spans = [("总投资(万元)", first, first + 1)]
    book.values = dict.fromkeys([(first, "总投资(万元)"), (first + 1, "总投资(万元)")])
    book.told = [("cell.merged", first, "总投资(万元)")]


def a_project_under_two_names(book: Untidy) -> None:
    first = book.rng.randrange(5)
    one = book.rows[first]
    book.rows[first + 2] |= {"项目名称": f"{one['项目名称']}（二期）", OWN: one[OWN], "投资方": one["投资方"]}
    book.told = [("project.same-name", first + 2, "项目名称")]


def a_project_in_two_units(book: Untidy) -> None:
    first = book.rng.randrange(7)
    book.rows[first + 1] |= {name: book.rows[first][name] for name in ("项目名称", "投资方")}
    book.told = [("project.two-units", first + 1, OWN)]


def days_out_of_order(book: Untidy) -> None:
    if book.rng.random() < 1 / 2:
        book.put("开工日期", "2022-03-01", date(2022, 3, 1), "project.early-start")
    else:
        book.put("投产日期", "2022-04-01", date(2022, 4, 1), "project.early-production")


def no_day_of_signing(book: Untidy) -> None:
    book.put("签约日期", None, None, "cell.empty")


def cumulative_money(book: Untidy) -> None:
    at = book.pick()
    book.arrived = ARRIVED + "".join(f"QY{at},2022-{month:02},{400 * month},固定资产投资,P{month}\n"
                                     for month in range(4, 8))
    book.told = [("funds.over", at, "总投资(万元)")]


def money_that_falls(book: Untidy) -> None:
    at = book.pick()
    book.arrived = ARRIVED + "".join(f"QY{at},2022-{month:02},{money},固定资产投资,P{month}\n"
                                     for month, money in ((4, 300), (5, -120), (6, 200)))
    book.beside = {("funds.fell", "到位资金月报!C3")}


def hidden_rows_and_columns(book: Untidy) -> None:
    book.hidden = [book.pick(), "投资方性质"]
    book.beside = {("sheet.hidden", "")}


def a_filter_left_on(book: Untidy) -> None:
    book.filtered, book.hidden = True, [at for at, row in enumerate(book.rows) if row[OWN] != "寿阳县"]
    book.beside = {("sheet.hidden", "")}


def last_months_copy(book: Untidy) -> None:
    book.others = {"上月": [list(book.head), *([row[name] for name in HEAD] for row in book.rows[:5])]}
    book.beside = {("sheet.beside", "")}


def a_stale_total(book: Untidy) -> None:
    total = sum(int(str(row["总投资(万元)"])) for row in book.rows)
    formula, stored = "SUM(J2:J9)", book.rng.choice([total, total - 37])
    gap: list[object] = [None] * 8
    book.between, book.stored = {8: [["合计", *gap, f"={formula}"]]}, {formula: str(stored)}
    book.told = [("total.differs", "合计", "总投资(万元)")] if stored != total else []


def a_formula_never_calculated(book: Untidy) -> None:
    book.put("总投资(万元)", "=500*2", None, "cell.formula")


def errors_of_formulas(book: Untidy) -> None:
    book.put("总投资(万元)", book.rng.choice(["#REF!", "#DIV/0!", "#N/A"]), None, "cell.error")


def units_by_other_names(book: Untidy) -> None:
    text, value = book.rng.choice([("太谷", "140703"), ("太谷县", "140703"), ("寿阳", "140725"), ("140725", "140725")])
    book.put(OWN, text, value)


def a_former_name(book: Untidy) -> None:
    book.units = f"{_DATED}140703,太谷区,太谷,太谷县,县区,是,2020-01-01,,1\n"
    book.put(OWN, "太谷县", "140703", "unit.former")


def a_name_handed_on(book: Untidy) -> None:
    book.units = (f"{_DATED}140703,太谷区,太谷,太谷县,县区,是,2020-01-01,,1\n"
                  "140726,太谷县,太谷,,县区,是,,2019-12-31,3\n")
    at = book.put(OWN, book.rng.choice(["太谷县", "太谷"]), "140726")
    book.rows[at]["签约日期"] = "2019-05-06"
    if book.rng.random() < 1 / 2:
        book.rows[at]["签约日期"], book.values[at, OWN] = "2018年", None
        book.told = [("unit.undecided", at, OWN), ("cell.date", at, "签约日期")]


def an_unknown_unit(book: Untidy) -> None:
    book.put(OWN, "市城区", None, "cell.unit")


def an_investor_from_here(book: Untidy) -> None:
    at = book.pick()
    book.rows[at] |= {"投资方": "山西示例集团有限公司", "投资方省份": "山西省"}
    book.told = [("investor.place", at, "来源区域")]


def an_investor_from_overseas(book: Untidy) -> None:
    at = book.pick()
    book.rows[at] |= book.rng.choice([{"投资方省份": "香港"}, {"投资方性质": "港澳台投资企业"}])
    book.told = [("investor.place", at, "来源区域")]


def words_in_other_writings(book: Untidy) -> None:
    book.put(*book.rng.choice([
        ("项目阶段", "已开工", "开工"), ("项目阶段", "在 建", "开工"), ("状态", "出库", "退库"),
        ("来源区域", "其他省（区、市）", "其他省(区、市)"), ("协议类型", "正式合同", "投资协议")]), "cell.alias")


def words_on_no_list(book: Untidy) -> None:
    column, word, code = book.rng.choice([
        ("项目阶段", "停工", "word.odd"), ("公开属性", "内参", "word.odd"), ("状态", "有郊", "cell.word"),
        ("来源区域", "省內", "cell.word"), ("协议类型", "协议", "cell.word")])
    book.put(column, word, word, code)


def a_stage_without_its_day(book: Untidy) -> None:
    book.put("项目阶段", "投产", "投产", "project.stage")


def another_kind_of_file(book: Untidy) -> None:
    book.ending = book.rng.choice([".csv", ".xls"])


def rates_in_three_dresses(book: Untidy) -> None:
    rate, code = book.rng.choice([
        ("40", ""), ("40%", "cell.dress"), ("0.4", "target.small"), ("89%.33", "cell.number")])
    book.beside = {(code, "目标任务!D2")} if code else set()
    book.targets = f"{TARGETS}2022,寿阳县,开工率,{rate},%,市定,,1,\n"


def a_dash_for_nothing(book: Untidy) -> None:
    book.put("投产日期", book.rng.choice(["—", "/", "无"]), None, "cell.dash")


DIRT: Mapping[str, Callable[[Untidy], None]] = {plant.__name__: plant for plant in (
    titles_above, a_unit_row_below, units_in_cells, foreign_money, a_column_in_yi_yuan, digits_in_another_dress,
    text_numbers, days_in_every_form, months_states_and_serials, two_days_in_a_cell, subtotals_groups_and_notes,
    a_wrong_total, merged_units, one_amount_over_two_rows, a_project_under_two_names, a_project_in_two_units,
    days_out_of_order, no_day_of_signing, cumulative_money, errors_of_formulas, units_by_other_names, an_unknown_unit,
    an_investor_from_here, rates_in_three_dresses, a_dash_for_nothing, money_that_falls, hidden_rows_and_columns,
    a_filter_left_on, last_months_copy, a_stale_total, a_formula_never_calculated, a_former_name, a_name_handed_on,
    an_investor_from_overseas, words_in_other_writings, words_on_no_list, a_stage_without_its_day,
    another_kind_of_file)}
