"""`briefgen figures` as its user meets it: the table, the workbook, and how it ends."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from briefgen.pipeline import Order, Question, answer, explain_indicator, save_answers
from briefgen.write.workbook import SOURCE_HEADS, SOURCES, sheet_name
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from openpyxl import Workbook

ASKED = ("signed.invest", "--compare", "last-year", "--period", "2022-12")


def _run(*arguments: str, office: Path = SAMPLE) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "briefgen", "figures", *arguments, "--office", str(office),
                           "--lang", "en"], capture_output=True, text=True, check=False, env=dict(os.environ))


def _book(folder: Path, question: Question, office: Path = SAMPLE, period: str = "2022-12") -> Workbook:
    file = save_answers(answer(office, Order(period=period), question), folder / "answer.xlsx")
    return load_workbook(io.BytesIO(file.read_bytes()))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_heads_stand_above_their_columns() -> None:
    title, head, first, *_, whole, note, sentence = _run(*ASKED).stdout.splitlines()
    assert title == "2022年全市签约总投资分县（区、市）情况（单位：亿元）"
    assert head.split() == ["单位", "本期", "上年同期", "同比（%）"]
    assert first.split() == ["寿阳县", "212.13", "109.6", "93.55"]
    assert whole.split()[0] == "合计"
    assert {_width(line) for line in (head, first, whole)} == {_width(head)}
    assert note == "注：示例数据，虚构。"
    assert sentence.startswith("2022年，全市签约总投资1474.31亿元，同比增长10.81%；")


@pytest.mark.parametrize(("period", "path", "time"), [
    ("2022-Q4", "pool.count", "截至2022年12月底"), ("2022-12", "issues.close_rate", "截至2022年12月底"),
    ("2022-Q4", "signed.count", "2022年第四季度"), ("2022-12", "pool.count.month", "2022年12月")])
def test_what_there_is_on_a_day_is_told_with_the_day(period: str, path: str, time: str) -> None:
    (found,) = answer(SAMPLE, Order(period=period), Question((path,)))
    assert found.sentence.startswith(f"{time}，全市")
    assert found.title.startswith(f"{time}全市")


@pytest.mark.parametrize(("asked", "path"), [("签约总投资", "signed.invest"), ("签约总投资.yoy", "signed.invest.yoy"),
                                             ("开工率", "started.rate")])
def test_an_indicator_may_be_asked_for_by_its_name(asked: str, path: str) -> None:
    by_name, by_id = (answer(SAMPLE, Order(period="2022-12"), Question((each,))) for each in (asked, path))
    assert [each.sentence for each in by_name] == [each.sentence for each in by_id]
    trace = explain_indicator(SAMPLE, asked, Order(period="2022-12"))
    assert trace.figures["f1"].indicator == path


def test_json_holds_exact_values() -> None:
    found = json.loads(_run(*ASKED, "--top", "1", "--json").stdout)
    assert [len(found), len(found[0]["parts"])] == [1, 1]
    part = found[0]["parts"][0]
    assert (part["label"], part["value"], part["base"], part["change_measure"]) == ("寿阳县", "212.13", "109.6", "%")


@pytest.mark.parametrize(("arguments", "said"), [
    (("signed.invest", "--period", "2022-05..2022-03"), "2022-05..2022-03 is not a period"),
    (("signed.invst", "--period", "2022-12"), "signed.invest"),
    (("签约总投", "--period", "2022-12"), "there is no indicator 签约总投 (-> 签约总投资?)"),
    (("signed.invest", "--period", "2022-12", "--top", "0"), "0 is not a number of lines"),
    (("signed.invest", "--period", "2022-12", "--xlsx", "answer.csv"), "answer.csv is no name of a workbook"),
    (("signed.invest.rank", "--period", "2022-12", "--compare", "last-year"), "signed.invest.rank cannot be compared"),
    (("started.rate", "--period", "2022-12", "--by", "chain"), "started.rate cannot be broken down by chain"),
])
def test_what_cannot_be_answered_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    run = _run(*arguments)
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)
    assert said in run.stderr


def test_a_workbook_shows_what_the_table_prints(tmp_path: Path) -> None:
    book = _book(tmp_path, Question(("signed.invest", "started.rate"), compare="last-year"))
    assert book.sheetnames == ["签约总投资", "开工率", SOURCES]
    rows = list(book["签约总投资"].iter_rows(values_only=True))
    assert rows[0][0] == "2022年全市签约总投资分县（区、市）情况"
    assert rows[1][3] == "单位：亿元"
    assert rows[2] == ("单位", "本期", "上年同期", "同比（%）")
    assert rows[3] == ("寿阳县", 212.13, 109.6, 93.55)
    assert rows[15] == ("合计", 1474.31, 1330.5, 10.81)
    assert str(rows[-1][0]).startswith("2022年，全市签约总投资1474.31亿元，")
    formats = [book["签约总投资"].cell(4, at).number_format for at in (2, 3, 4)]
    assert formats == ['0.00;"−"0.00', '0.0;"−"0.0', '0.00;"−"0.00']


def test_missing_values_are_dashes(tmp_path: Path) -> None:
    sheet = _book(tmp_path, Question(("signed.invest",), compare="last-month"), period="2021-01")["签约总投资当月"]
    assert [cell.value for cell in sheet[4]] == ["和顺县", 21.5, "—", "—"]
    assert "上月数据未统计" in str(sheet.cell(17, 1).value)


def test_january_stands_beside_december(tmp_path: Path) -> None:
    sheet = _book(tmp_path, Question(("signed.invest",), compare="last-month"), period="2022-01")["签约总投资当月"]
    assert [cell.value for cell in sheet[4]] == ["灵石县", 36.58, 12.9, 183.5]


@pytest.mark.parametrize(("indicator", "by", "compare"), [
    ("signed.invest", "unit", "last-year"), ("signed.invest", "chain", "last-month"),
    ("signed.count", "origin", "last-year"), ("arrived.fixed", "unit", ""),
])
def test_the_named_rows_add_up_to_each_printed_value(tmp_path: Path, indicator: str, by: str, compare: str) -> None:
    book = _book(tmp_path, Question((indicator,), by, compare))
    _, unit, heads, *lines = book.worksheets[0].iter_rows(values_only=True)
    sources = [dict(zip(SOURCE_HEADS, row, strict=True)) for row in book[SOURCES].iter_rows(2, values_only=True)]
    worth = Decimal(10000) if "单位：亿元" in unit else Decimal(1)
    printed = {(line[0], head): value for line in lines[: [line[0] for line in lines].index("合计") + 1]
               for head, value in list(zip(heads, line, strict=True))[1:3]}
    sums = {mark: sum((Decimal(str(row["数值"])) for row in sources if (row["项目"], row["栏"]) == mark), Decimal(0))
            for mark in printed}
    assert len(printed) >= 6
    assert {mark: Decimal(str(value)) for mark, value in printed.items()} == {
        mark: (total / worth).quantize(Decimal("0.01"), ROUND_HALF_UP) for mark, total in sums.items()}


def test_a_named_cell_holds_the_value_in_the_ledger(tmp_path: Path) -> None:
    row = next(iter(_book(tmp_path, Question(("signed.invest",)))[SOURCES].iter_rows(2, 2, values_only=True)))
    source = dict(zip(SOURCE_HEADS, row, strict=True))
    ledger = load_workbook(SAMPLE / str(source["文件"]))[str(source["工作表"])]
    assert Decimal(str(ledger[str(source["单元格"])].value)) == Decimal(str(source["数值"]))


def test_a_rate_names_the_rows_of_both_its_parts(tmp_path: Path) -> None:
    rows = list(_book(tmp_path, Question(("started.rate",), top=1))[SOURCES].iter_rows(2, values_only=True))
    counts = [sum(row[1] == "昔阳县" and row[3] == name for row in rows) for name in ("开工项目数", "签约项目数")]
    assert counts == [15, 16]  # 93.75 %


def test_texts_of_the_ledger_never_become_formulas(tmp_path: Path) -> None:
    office = Path(shutil.copytree(SAMPLE, tmp_path / "office", ignore=shutil.ignore_patterns("out", ".briefgen")))
    pool = office / "data" / "储备项目库.csv"
    text = pool.read_text(encoding="utf-8-sig").replace(",新能源汽车,", ",=1+1,").replace(",现代食品,", ",@SUM(A1),")
    text = text.replace("CB001,", "=cmd|'/c calc'!A1,").replace("CB002,", "+2,")
    pool.write_text(text, encoding="utf-8")
    book = _book(tmp_path, Question(("pool.count",), "chain"), office)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"=1+1", "@SUM(A1)", "=cmd|'/c calc'!A1", "+2"} <= {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "@")))


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert _run(*ASKED, "--xlsx", str(tmp_path / name / "答.xlsx")).returncode == 0
    first, second = ((tmp_path / name / "答.xlsx").read_bytes() for name in ("a", "b"))
    assert first == second


def test_an_edited_or_open_workbook_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "答.xlsx"
    assert _run(*ASKED, "--xlsx", str(file)).stdout.splitlines()[-1] == str(file)
    assert _run(*ASKED, "--xlsx", str(file)).returncode == 0
    (tmp_path / "~$答.xlsx").write_bytes(b"")
    assert _run(*ASKED, "--xlsx", str(file)).returncode == 4
    (tmp_path / "~$答.xlsx").unlink()
    file.write_bytes(b"edited")
    run = _run(*ASKED, "--xlsx", str(file))
    assert (run.returncode, run.stdout) == (4, "")
    assert file.read_bytes() == b"edited"


@pytest.mark.parametrize(("name", "taken", "given"), [
    ("签约总投资", (), "签约总投资"), ("签约总投资", ("签约总投资",), "签约总投资2"), ("出处", ("出处",), "出处2"),
    ("a/b:c[d]*?", (), "a_b_c_d___"), ("'甲'", (), "甲"), ("", (), "_"), ("History", (), "History2"),
    ("字" * 40, ("字" * 31,), "字" * 30 + "2"), ("甲\x00\x07", (), "甲"),
])
def test_sheet_names_are_allowed_and_unique(name: str, taken: tuple[str, ...], given: str) -> None:
    assert sheet_name(name, taken) == given


def test_a_table_alone_imports_no_workbook_library() -> None:
    run = subprocess.run([sys.executable, "-X", "importtime", "-m", "briefgen", "figures", *ASKED, "--office",
                          str(SAMPLE)], capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "briefgen.compute.breakdown" in imported
    assert imported & {"openpyxl", "docx", "weasyprint"} == set()
