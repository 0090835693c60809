"""An office without a project ledger, or with a county that reports aggregates, builds papers that say so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from briefgen.document.dump import dump
from briefgen.model.amount import in_base, is_money
from briefgen.model.numbers import exact
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order, Question, answer, build, explain_file, save_answers
from briefgen.write.workbook import SOURCE_HEADS, SOURCES
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.document.nodes import Document
    from briefgen.document.trace import Trace

HEAD = "单位,月份,指标,累计值,计量单位,填报人,备注\n"
OTHER = {"亿元": ("万元", 10000)}  # what every other report is written in
PATHS = ("signed.count", "signed.invest", "signed.large.count", "signed.large.invest", "signed.top500",
         "started.count", "started.invest", "waiting.count", "waiting.invest", "arrived.fixed")
MONTHS = ("2021-11", "2021-12", "2022-11", "2022-12")


def _reports(units: Sequence[str]) -> str:
    """Report what the sample's rows give."""
    desk = Desk(SAMPLE)
    lines: list[str] = []
    for month in MONTHS:
        for name in units:
            for path in PATHS:
                figure = desk.calculator.figure(path, desk.unit(name), Period.parse(month))
                assert figure.value is not None
                same = (figure.measure, 1)
                measure, times = OTHER.get(figure.measure, same) if len(lines) % 2 else same
                called = figure.name if len(lines) % 3 else path
                lines.append(f"{name},{month},{called},{exact(figure.value * times)},{measure},示例丁,")
    return HEAD + "\n".join(lines) + "\n"


def _office(folder: Path, units: Sequence[str], rule: str, *, without: Sequence[str] = ()) -> Path:
    """Copy the sample; some units report, and some tables are not kept at all."""
    office = Path(shutil.copytree(SAMPLE, folder / "office", ignore=shutil.ignore_patterns("out", ".briefgen")))
    (office / "data/汇总填报.csv").write_text(_reports(units), encoding="utf-8")
    config = office / "briefgen.toml"
    text = config.read_text(encoding="utf-8")
    for table in without:
        text = re.sub(rf'^"{table}" = .*\n', "", text, flags=re.MULTILINE)
    named = f'[reported]\nunits = {rule}\n\n[data]\n"汇总填报" = {{ file = "data/汇总填报.csv" }}'
    config.write_text(re.sub(r"(?s)# 核对后认为没有问题的.*", "", text.replace("[data]", named, 1)), encoding="utf-8")
    return office


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _office(tmp_path_factory.mktemp("county"), ["寿阳县"], '["寿阳县"]')


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    units = [unit.name for unit in Desk(SAMPLE).ledger.units.units]
    without = ("签约项目台账", "到位资金月报", "三个一批", "招商活动成果", "问题清单")
    return _office(tmp_path_factory.mktemp("bare"), units, '"all"', without=without)


def _compose(office: Path, unit: str = "", kind: str = "monthly") -> Document:
    desk, order = Desk(office), Order(period="2022-12")
    return desk.compose(desk.kind(kind), desk.unit(unit), Period.parse("2022-12"), order)


def _run(office: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "briefgen", *arguments, "--office", str(office), "--lang", "zh"],
                          capture_output=True, text=True, check=False, env=dict(os.environ))


def _sum(trace: Trace, name: str) -> Fraction:
    """Add up what a figure names, in its measure, less what is taken away."""
    figure, total = trace.figures[name], Fraction(0)
    for rows in (trace.rowsets[each] for each in figure.rowsets):
        counts = rows.aggregate == "count"
        money = is_money(rows.measure) and is_money(figure.measure)
        scale = Fraction(in_base(rows.measure)) / Fraction(in_base(figure.measure)) if money else Fraction(1)
        found = sum((Fraction(1 if counts else row.value or 0) for row in rows.rows), Fraction(0))
        total += (-1 if rows.taken else 1) * found * scale
    return total


@pytest.mark.parametrize("unit", ["晋中市", "寿阳县", "太谷区"])
def test_equal_reports_give_the_figures_that_the_rows_give(county: Path, bare: Path, unit: str) -> None:
    for office in (county, bare):
        ours, theirs = Desk(office), Desk(SAMPLE)
        for path in PATHS:
            for more in ("", ".month", ".yoy", ".diff", ".completion", ".pace", ".rank"):
                found, wanted = (desk.calculator.figure(path + more, desk.unit(unit), Period.parse("2022-12"))
                                 for desk in (ours, theirs))
                if more != ".month" or not path.startswith("waiting"):
                    assert (found.value, found.reason) == (wanted.value, wanted.reason), path + more


def test_a_bare_office_builds_its_briefing(bare: Path, tmp_path: Path) -> None:
    report = build(bare, Order(period="2022-12", kinds=("monthly",), formats=("docx",), out=tmp_path))
    trace = explain_file(next(file for file in report.files if file.suffix == ".docx"))
    shown = [figure for figure in trace.figures.values() if figure.shown and figure.indicator.startswith("signed.")]
    assert len(shown) > 20
    assert all(figure.reported for figure in shown if not figure.indicator.endswith((".target", ".rank")))
    assert {rows.table for rows in trace.rowsets.values()} >= {"汇总填报"}
    assert "签约项目台账" not in {rows.table for rows in trace.rowsets.values()}
    assert "示例丁" not in next(file for file in report.files if file.suffix == ".json").read_text(encoding="utf-8")
    for name, figure in trace.figures.items():
        if figure.rowsets and figure.value is not None and figure.formula.split("(")[0].split()[0] in {
                "sum", "count", "reported"}:
            assert _sum(trace, name) == Fraction(figure.value), figure


def test_the_paper_says_what_is_reported_and_never_that_there_was_nothing(county: Path, bare: Path) -> None:
    told = dump(_compose(bare))
    assert "本表数据为汇总填报数" in told
    assert "12月的项目数为汇总填报数，未列项目明细。" in told
    assert "无新签约" not in told
    mixed = dump(_compose(county))
    assert "寿阳县的数据为汇总填报数" in mixed
    assert "本表数据含汇总填报数" in mixed
    assert "汇总填报的项目未列" in mixed
    assert "汇总填报" not in dump(_compose(county, "太谷区"))
    assert "汇总填报" not in dump(_compose(SAMPLE))
    assert "汇总填报" in dump(_compose(county, "寿阳县", "summary"))
    assert "暂无" not in dump(_compose(bare, "", "summary"))


def test_rows_of_the_county_are_told_and_nothing_stops(county: Path, bare: Path) -> None:
    assert _run(bare, "check", "--period", "2022-12").returncode == 0
    run = _run(county, "check", "--period", "2022-12", "--json")
    codes = [each["code"] for each in json.loads(run.stdout) if each["code"].startswith("reported.")]
    assert (run.returncode, codes) == (0, ["reported.rows", "reported.rows"])  # the ledger and 到位资金月报


def test_a_month_that_is_missing_stops(county: Path) -> None:
    run = _run(county, "check", "--period", "2022-10", "--json")
    missing = [each for each in json.loads(run.stdout) if each["code"] == "reported.missing"]
    assert (run.returncode, len(missing)) == (3, 1)
    assert "寿阳县" in missing[0]["message"]


def test_explain_names_the_reported_cell(county: Path) -> None:
    run = _run(county, "explain", "signed.invest.month", "--period", "2022-12", "--unit", "寿阳县")
    text = run.stdout
    assert run.returncode == 0
    lines = [line for line in text.splitlines() if "data/汇总填报.csv" in line]
    assert len(lines) == 2  # this month's and the one taken away
    cells = re.findall(r"^ +D\d+ ", text, re.MULTILINE)
    assert len(cells) == 2
    trace = json.loads(_run(county, "explain", "signed.invest", "--period", "2022-12", "--json").stdout)["trace"]
    assert trace["figures"]["f1"]["reported"] is True
    assert [rows["table"] for rows in trace["rowsets"].values()] == ["签约项目台账", "汇总填报"]


def test_figures_say_it_below_the_table_and_the_workbook_adds_up(county: Path, tmp_path: Path) -> None:
    (found,) = answer(county, Order(period="2022-12"), Question(("signed.invest",), compare="last-month"))
    assert "寿阳县的数据为汇总填报数" in found.notes
    (whole,) = answer(county, Order(period="2022-12", unit="寿阳县"), Question(("signed.invest",)))
    assert "数据含汇总填报数" in whole.notes
    (plain,) = answer(SAMPLE, Order(period="2022-12"), Question(("signed.invest",)))
    assert not any("汇总填报" in note for note in plain.notes)
    lines = load_workbook(save_answers([found], tmp_path / "答.xlsx"))[SOURCES].iter_rows(2, values_only=True)
    sources = [dict(zip(SOURCE_HEADS, row, strict=True)) for row in lines]
    ours = [row for row in sources if row["项目"] == "寿阳县" and row["栏"] == "本月"]
    worth = {"万元": Decimal(1), "亿元": Decimal(10000)}
    total = sum(Decimal(str(row["数值"])) * worth[str(row["计量单位"])] for row in ours)
    part = next(part for part in found.breakdown.parts if part.label == "寿阳县")
    assert part.figure.value is not None
    assert Fraction(total) / 10000 == part.figure.value
