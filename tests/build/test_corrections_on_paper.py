"""A correction shows wherever its figure is asked for: check, explain, the trace of a built file, the workbook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from briefgen.document.trace import to_json
from briefgen.pipeline import Order, Question, answer, build, explain_file, explain_indicator, save_answers
from briefgen.write.workbook import SOURCE_HEADS, SOURCES
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from briefgen.document.trace import Trace

HEAD = "序号,表,编号,字段,原值,新值,原因,更正人,更正日期,生效月份\n"
LINE = "1,签约项目台账,QY20220012,总投资,97000万元,9.9亿元,核对协议,示例甲,2022-10-08,{since}\n"


def _office(folder: Path, since: str) -> Path:
    """Copy the sample, and correct a project that was signed in an earlier month than `since`."""
    office = Path(shutil.copytree(SAMPLE, folder / "office", ignore=shutil.ignore_patterns("out", ".briefgen")))
    (office / "data/更正记录.csv").write_text(HEAD + LINE.format(since=since), encoding="utf-8")
    config = office / "briefgen.toml"
    text = config.read_text(encoding="utf-8")
    named = '[data]\n"更正记录" = { file = "data/更正记录.csv" }'
    config.write_text(text.replace("[data]", named, 1), encoding="utf-8")
    return office


@pytest.fixture(scope="module")
def effective(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _office(tmp_path_factory.mktemp("effective"), "2022-10")


def _run(office: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "briefgen", *arguments, "--office", str(office), "--lang", "en"],
                          capture_output=True, text=True, check=False, env=dict(os.environ))


def _sum(trace: Trace, name: str = "f1") -> Fraction:
    """Add up the rows of a figure, less those taken away."""
    rowsets = [trace.rowsets[each] for each in trace.figures[name].rowsets]
    return sum((Fraction(row.value or 0) * (-1 if rows.taken else 1) for rows in rowsets for row in rows.rows),
               Fraction(0))


def test_check_lists_the_correction_at_its_cell(effective: Path) -> None:
    found = json.loads(_run(effective, "check", "--json").stdout)
    (applied,) = (each for each in found if each["code"].startswith("correction."))
    assert (applied["severity"], applied["code"], applied["column"]) == ("I", "correction.applied", "P")
    assert (applied["file"], applied["related"]) == ("data/签约项目台账.xlsx", ["data/更正记录.csv 2"])


def test_explain_prints_the_correction_and_the_row_that_is_taken_away(effective: Path) -> None:
    run = _run(effective, "explain", "signed.invest.month", "--period", "2022-10")
    assert run.returncode == 0
    assert "note: 含以前月份更正的差额" in run.stdout
    assert "taken away, as it counted before the corrections: data/签约项目台账.xlsx" in run.stdout
    told = next(line for line in run.stdout.splitlines() if "corrected: 总投资" in line)
    for word in ("9.9亿元", "from 2022-10 on", "核对协议", "示例甲", "2022-10-08", "data/更正记录.csv 2"):
        assert word in told


def test_months_before_keep_their_figures(effective: Path) -> None:
    asked = ("signed.invest", Order(period="2022-09"))
    before, plain = (explain_indicator(office, *asked) for office in (effective, SAMPLE))
    assert before.figures["f1"].value == plain.figures["f1"].value


@pytest.mark.parametrize("path", ["signed.invest", "signed.invest.month", "started.invest.month"])
def test_the_traced_rows_add_up(effective: Path, path: str) -> None:
    trace = explain_indicator(effective, path, Order(period="2022-10", unit=""))
    figure = trace.figures["f1"]
    assert figure.value is not None
    assert _sum(trace) / 10000 == Fraction(figure.value)


def test_json_names_the_correction(effective: Path) -> None:
    trace = json.loads(to_json(explain_indicator(effective, "signed.invest", Order(period="2022-10"))))["trace"]
    rows: list[dict[str, Any]] = [row for rows in trace["rowsets"].values() for row in rows["rows"]]
    (corrected,) = (row for row in rows if "corrections" in row)
    (made,) = corrected["corrections"]
    assert (made["field"], made["new"], made["reason"], made["by"], made["since"], made["place"]) == (
        "总投资", "9.9亿元", "核对协议", "示例甲", "2022-10", "data/更正记录.csv 2")


def test_a_built_paper_carries_it(tmp_path: Path, effective: Path) -> None:
    report = build(effective, Order(period="2022-10", kinds=("monthly",), formats=("docx",), out=tmp_path))
    trace = explain_file(next(file for file in report.files if file.suffix == ".docx"))
    assert any(row.corrections for rows in trace.rowsets.values() for row in rows.rows)
    assert any(rows.taken for rows in trace.rowsets.values())
    for name, figure in trace.figures.items():
        if figure.formula.startswith("sum(") and figure.value is not None and figure.measure == "亿元":
            assert _sum(trace, name) / 10000 == Fraction(figure.value)


def test_the_workbook_takes_the_old_row_away(tmp_path: Path, effective: Path) -> None:
    question = Question(("signed.invest",), compare="last-month")
    file = save_answers(answer(effective, Order(period="2022-10"), question), tmp_path / "答.xlsx")
    lines = load_workbook(file)[SOURCES].iter_rows(2, values_only=True)
    sources = [dict(zip(SOURCE_HEADS, row, strict=True)) for row in lines]
    both = [row for row in sources if row["编号"] == "QY20220012" and row["栏"] == "本月" and row["项目"] == "合计"]
    assert [Decimal(str(row["数值"])) > 0 for row in both] == [True, False]
