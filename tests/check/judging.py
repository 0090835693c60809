"""Make ledgers with the columns that the judging rules look at, and tell what they find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.check.rules import check_ledger
from tests.read.making import ARRIVED, office, read

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.problem import Problem

LEDGER, MONTHLY = "签约项目台账", "到位资金月报"
BATCHES = ("批次编号,期次,活动日期,批次类别,项目名称,落地单位,总投资(万元),预计年产值(万元),实际年产值(万元),"
           "实际开工日期,实际投产日期,台账编号\n")
_COLUMNS = {"项目编号": "", "项目名称": "", "落地单位": "寿阳县", "投资方": "", "投资方省份": "", "来源区域": "长三角",
            "投资方性质": "", "产业链": "新材料", "总投资(万元)": "1000", "其中固定资产投资(万元)": "900",
            "协议类型": "投资协议", "签约日期": "2022-03-15", "开工日期": "", "投产日期": "", "公开属性": "公开",
            "状态": "有效"}


def ledger(*rows: dict[str, str]) -> str:
    """Write the ledger with a row for each dict; the name and the key go by number unless given."""
    lines = [",".join(_COLUMNS)]
    for number, row in enumerate(rows, 1):
        given = {**_COLUMNS, "项目编号": f"A{number}", "项目名称": "甲乙丙丁戊己庚辛壬癸"[number - 1] * 4, **row}
        lines.append(",".join(f'"{given[name]}"' for name in _COLUMNS))
    return "\n".join(lines) + "\n"


def arrived(*rows: tuple[str, str, str]) -> str:
    """Write 到位资金月报: project, month and amount of each row."""
    return ARRIVED + "".join(f"{key},{month},{money},固定资产投资,P{number}\n"
                             for number, (key, month, money) in enumerate(rows, 1))


def found(folder: Path, *rows: dict[str, str], **tables: str) -> list[Problem]:
    """Read the ledger of the rows, with other tables, and check it."""
    read_in, problems = read(folder, {LEDGER: ledger(*rows), **tables})
    assert problems == []
    return check_ledger(read_in, office({}))


def brief(problems: list[Problem]) -> list[tuple[str, str, list[str]]]:
    """Give each problem's code, its cell and the related cells, without the file's name."""
    def cell(place: object) -> str:
        return str(place).rsplit(" ", 1)[-1]

    return [(problem.code, cell(problem.source), [cell(place) for place in problem.related]) for problem in problems]
