"""Plant the dirt of real ledgers into a clean workbook, each kind with the answer that reading must give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from briefgen.model.amount import Amount
from briefgen.model.day import MonthOnly, NotYet
from tests.read.making import ARRIVED, TARGETS, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from briefgen.model.table import Value

LEDGER = "签约项目台账"
HEAD = ("序号", "项目编号", "项目名称", "落地单位", "投资方", "投资方省份", "来源区域", "投资方性质", "产业链",
        "总投资(万元)", "其中固定资产投资(万元)", "协议类型", "签约日期", "开工日期", "投产日期", "公开属性", "状态")
NAMES = ("甘蔗制糖", "汽车线束", "玛钢管件", "冷链仓储", "碳纤维布", "药用辅料", "杂粮加工", "光伏支架")
OWN = "落地单位"


@dataclass
class Untidy:
    """A ledger of eight projects: lines above and between them, and what must be found and read."""

    rng: Random
    head: list[str] = field(default_factory=lambda: list(HEAD))
    top: list[list[object]] = field(default_factory=list)
    second: list[object] = field(default_factory=list)  # a row below the heading
    rows: list[dict[str, object]] = field(default_factory=list)
    between: dict[int, list[list[object]]] = field(default_factory=dict)
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    arrived: str = ""
    targets: str = ""
    told: list[tuple[str, int | str, str]] = field(default_factory=list)
    values: dict[tuple[int, str], Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fill in eight projects that no rule finds fault with."""
        for at, name in enumerate(NAMES):
            self.rows.append(dict(zip(HEAD, (
                at + 1, f"QY{at}", f"示例{name}项目", ("寿阳县", "太谷区")[at % 2], f"示例{name}公司", "江苏省",
                "长三角", "民营企业", "新材料", 1000 + 37 * at, 900, "投资协议", f"2022-03-{14 + at % 4}",
                f"2022-0{at % 4 + 4}-20", None, "公开", "有效"), strict=True)))

    def pick(self) -> int:
        """Choose a project."""
        return self.rng.randrange(len(self.rows))

    def put(self, column: str, cell: object, value: Value = None, code: str = "") -> int:
        """Write a cell of some project, with the value that is to be read and the finding, if any."""
        at = self.pick()
        self.rows[at][column] = cell
        self.values[at, column] = value
        if code:
            self.told.append((code, at, column))
        return at

    def sheet(self) -> tuple[bytes, set[tuple[str, str]]]:
        """Make the workbook, and the findings at their addresses."""
        lines: list[list[object]] = [*self.top, list(self.head), *([self.second] if self.second else [])]
        place: dict[int | str, int] = {}
        for at, row in enumerate(self.rows):
            for line in self.between.get(at, ()):
                lines.append(line)
                place[str(line[0])] = len(lines)
            lines.append([row[name] for name in HEAD])
            place[at] = len(lines)
        for line in self.between.get(len(self.rows), ()):
            lines.append(line)
            place[str(line[0]) if line else ""] = len(lines)
        merged = [f"{_letter(column)}{place[first]}:{_letter(column)}{place[last]}"
                  for column, first, last in self.spans]
        told = {(code, f"{_letter(column)}{place[at]}") for code, at, column in self.told}
        return workbook({LEDGER: lines}, merged), told

    def tables(self) -> tuple[dict[str, str | bytes], set[tuple[str, str]]]:
        """Give the files of the office by table, and the findings in the ledger."""
        content, told = self.sheet()
        files: dict[str, str | bytes] = {LEDGER: content}
        files |= {"到位资金月报": self.arrived} if self.arrived else {}
        files |= {"目标任务": self.targets} if self.targets else {}
        return files, told


def _letter(column: str) -> str:
    return get_column_letter(HEAD.index(column) + 1)


def _money(value: str) -> Amount:
    return Amount(Decimal(value))


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
    book.put("总投资(万元)", text, _money(value), code)


def foreign_money(book: Untidy) -> None:
    book.put("总投资(万元)", book.rng.choice(["1000万美元", "500万港元", "USD 300"]), None, "cell.currency")


def a_column_in_yi_yuan(book: Untidy) -> None:
    book.head[9] = "总投资（亿元）"
    for at, row in enumerate(book.rows):
        row["总投资(万元)"] = f"{Decimal(1000 + 37 * at) / 10000}"


def digits_in_another_dress(book: Untidy) -> None:
    text, value = book.rng.choice([("１２３４．５", "1234.5"), ("1,474.31", "1474.31"), ("¥2,000", "2000")])
    book.put("总投资(万元)", text, _money(value), "cell.dress")


def text_numbers(book: Untidy) -> None:
    book.put("总投资(万元)", "1474.31", _money("1474.31"))
    book.put("其中固定资产投资(万元)", " 900 ", _money("900"), "text.trimmed")


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


def errors_of_formulas(book: Untidy) -> None:
    book.put("总投资(万元)", book.rng.choice(["#REF!", "#DIV/0!", "#N/A"]), None, "cell.error")


def units_by_other_names(book: Untidy) -> None:
    text, value = book.rng.choice([("太谷", "140703"), ("太谷县", "140703"), ("寿阳", "140725"), ("140725", "140725")])
    book.put(OWN, text, value)


def an_unknown_unit(book: Untidy) -> None:
    book.put(OWN, "市城区", None, "cell.unit")


def an_investor_from_here(book: Untidy) -> None:
    at = book.pick()
    book.rows[at] |= {"投资方": "山西示例集团有限公司", "投资方省份": "山西省"}
    book.told = [("investor.place", at, "来源区域")]


def rates_in_three_dresses(book: Untidy) -> None:
    rate = book.rng.choice(["40", "40%"])
    book.targets = f"{TARGETS}2022,寿阳县,开工率,{rate},%,市定,,1,\n"


def a_dash_for_nothing(book: Untidy) -> None:
    book.put("投产日期", book.rng.choice(["—", "/", "无"]), None, "cell.dash")


DIRT: Mapping[str, Callable[[Untidy], None]] = {plant.__name__: plant for plant in (
    titles_above, a_unit_row_below, units_in_cells, foreign_money, a_column_in_yi_yuan, digits_in_another_dress,
    text_numbers, days_in_every_form, months_states_and_serials, two_days_in_a_cell, subtotals_groups_and_notes,
    a_wrong_total, merged_units, one_amount_over_two_rows, a_project_under_two_names, a_project_in_two_units,
    days_out_of_order, no_day_of_signing, cumulative_money, errors_of_formulas, units_by_other_names, an_unknown_unit,
    an_investor_from_here, rates_in_three_dresses, a_dash_for_nothing)}
