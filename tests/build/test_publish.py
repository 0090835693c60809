"""What was issued is frozen: checked against its trace, kept with its rows, and the ground of what comes after."""

from __future__ import annotations

import io
import re
import shutil
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from briefgen.archive import (
    FiguresStale,
    FolderLeft,
    IssuedTooEarly,
    IssueUnknown,
    NothingDiffers,
    NumberTaken,
    PublishedAlready,
    ReplacesOther,
    RowLost,
    TextStale,
)
from briefgen.desk import Desk
from briefgen.document.trace import TraceInvalid
from briefgen.evidence import Altered, evidence_of
from briefgen.files import OutputFailed
from briefgen.model.issue import ISSUES, PUBLISHED, RECORD
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused
from briefgen.pair import FiguresWrong, PairUnfit, Untraced, read_pair, refuse_wrong
from briefgen.pipeline import Edition, Order, build, check, diff, explain_file, publish, replace_issue
from tests.build.conftest import SAMPLE
from tests.build.reading import word_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("publish")
EDITION = Edition(date(2023, 1, 5), "示例甲")
MONTHLY = "data/到位资金月报.csv"
NOVEMBER = "QY20210112,2022-11,4760,"  # a row of 榆次区


@dataclass(frozen=True)
class Built:
    """An office whose December and November issues of 榆次区 are built."""

    folder: Path
    december: Path
    november: Path


def _office(folder: Path) -> Path:
    shutil.copytree(SAMPLE, folder)
    return folder


def _build(folder: Path, period: str, out: str, unit: str = "榆次区", issue_no: int | None = None) -> Path:
    """Build a pair; gives the Word file."""
    report = build(folder, Order(period=period, kinds=("monthly",), unit=unit, issue_no=issue_no, out=folder / out))
    for failure in report.failures:
        pytest.skip(f"{failure} (make setup brings it)")
    return next(file for file in report.files if file.suffix == ".docx")


def _change(folder: Path, old: str, new: str, file: str = MONTHLY) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = _office(tmp_path_factory.mktemp("issued") / "office")
    return Built(folder, _build(folder, "2022-12", "out"), _build(folder, "2022-11", "out", issue_no=14))


@pytest.fixture
def built(once: Built, tmp_path: Path) -> Built:
    folder = tmp_path / "office"
    shutil.copytree(once.folder, folder)
    return Built(folder, *(folder / file.relative_to(once.folder) for file in (once.december, once.november)))


def _rewrite(file: Path, change: Callable[[str], str], part: str = "word/document.xml") -> None:
    """Change one part of a Word file, as an office program would."""
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_all_rows_are_shown_when_the_data_is_gone(built: Built) -> None:
    (issue,) = publish(built.folder, [built.december], EDITION)
    shutil.rmtree(built.folder / "data")
    kept = built.folder / issue.folder
    trace, evidence = explain_file(kept), evidence_of(kept)
    assert trace == explain_file(kept / f"{issue.name}.docx") == explain_file(kept / f"{issue.name}.pdf")
    assert evidence is not None
    record = evidence.record
    contents = {(row.file, row.sheet, row.row): row for row in record.rows}
    rows = [(rows, row) for rows in trace.rowsets.values() for row in rows.rows]
    assert len(rows) > 100
    assert all(contents[rows.file, rows.sheet, row.row].key == row.key for rows, row in rows)
    columns = {column for row in record.rows if row.table == "签约项目台账" for column in row.values}
    assert {"项目名称", "总投资", "签约日期"} <= columns
    assert not columns & {"联系人", "联系电话"}
    assert (record.by, record.targets) == ("示例甲", ("市定 2022 v1",))
    assert record.definitions["signed.count"].startswith("签约项目数为")
    assert {"kinds/monthly/body.md.j2", "indicators/shanxi.toml"} <= set(record.templates)


def test_an_edited_figure_is_refused_with_both_texts(built: Built) -> None:
    figure = next(each for each in explain_file(built.december).figures.values() if "24.36亿元" in each.shown)
    _rewrite(built.december, lambda text: re.sub(
        rf'(<w:tag w:val="bg:{figure.id}"/>.*?<w:t[^>]*>)24\.36(</w:t>)', r"\g<1>24.63\2", text, count=1))
    with pytest.raises(PairUnfit) as refused:
        publish(built.folder, [built.december.with_suffix(".pdf")], EDITION)
    told = str(refused.value)
    assert f"{figure.id} 榆次区" in told
    assert "24.63" in told
    assert "24.36" in told
    assert not (built.folder / "published").exists()


def test_an_edited_text_is_refused_with_the_place_in_both(built: Built) -> None:
    _rewrite(built.december, lambda text: re.sub(r"(<w:t[^>]*>[^<]*)项目到位资金", r"\1项目落实资金", text, count=1))
    with pytest.raises(PairUnfit, match=r"“[^”]*项目落实资金[^”]*”.*“[^”]*项目到位资金[^”]*”"):
        publish(built.folder, [built.december], EDITION)


def test_a_typed_number_in_place_of_a_figure_is_refused(built: Built) -> None:
    _rewrite(built.december, lambda text: re.sub(r"<w:sdt>.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>", r"\1", text,
                                                 count=1))
    with pytest.raises(PairUnfit, match="f1 榆次区"):
        publish(built.folder, [built.december], EDITION)


def test_a_pair_of_two_builds_is_refused(built: Built) -> None:
    shutil.copy(built.november.with_suffix(".pdf"), built.december.with_suffix(".pdf"))
    with pytest.raises(PairUnfit) as refused:
        publish(built.folder, [built.december], EDITION)
    assert re.search(r"period.*2022-12.*2022-11", str(refused.value))


def test_a_pair_built_before_and_after_a_row_changed_is_refused(built: Built) -> None:
    _change(built.folder, NOVEMBER, "QY20210112,2022-11,9760,")
    again = _build(built.folder, "2022-12", "again")
    shutil.copy(again.with_suffix(".pdf"), built.december.with_suffix(".pdf"))
    with pytest.raises(PairUnfit, match=r"固投项目到位资金: .*docx has 24\.36亿元.*pdf has 24\.86亿元"):
        publish(built.folder, [built.december], EDITION)


def test_a_file_without_a_trace_is_refused(built: Built) -> None:
    with zipfile.ZipFile(built.december, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    with pytest.raises(Untraced, match=r"\.docx"):
        publish(built.folder, [built.december], EDITION)


def test_rows_that_changed_since_the_building_are_refused(built: Built) -> None:
    _change(built.folder, NOVEMBER, "QY20210112,2022-11,4761,")
    with pytest.raises(RowLost, match=r"示例凭证202211001.*4760"):
        publish(built.folder, [built.december], EDITION)


def test_a_pair_whose_figures_contradict_its_rows_is_refused(built: Built) -> None:
    pair = read_pair(built.december)
    first = pair.trace.figures["f1"]
    doctored = {**pair.trace.figures, "f1": replace(first, value=str(Fraction(first.value or 0) + 100))}
    with pytest.raises(FiguresWrong, match=rf"f1 榆次区{first.name}[^\n]*make {first.value}"):
        refuse_wrong(replace(pair, trace=replace(pair.trace, figures=doctored)))


def test_rows_that_were_added_since_the_building_are_refused(built: Built) -> None:
    path = built.folder / MONTHLY
    row = next(line for line in path.read_text(encoding="utf-8").splitlines() if NOVEMBER in line)
    path.write_text(path.read_text(encoding="utf-8") + row.replace("2022-11,4760", "2022-12,50000").replace(
        "示例凭证202211001", "示例凭证新") + "\n", encoding="utf-8")
    with pytest.raises(FiguresStale, match=r"榆次区固投项目到位资金.*24\.36亿元.*29\.36亿元"):
        publish(built.folder, [built.december], EDITION)
    assert not (built.folder / PUBLISHED).exists()


def test_of_two_publishings_at_once_one_is_refused(built: Built) -> None:
    copies = [built.folder / name / built.december.name for name in ("copy", "other")]
    for copy in copies:
        shutil.copytree(built.december.parent, copy.parent)

    def done(file: Path) -> str:
        try:
            return publish(built.folder, [file], EDITION)[0].folder
        except PublishedAlready:
            return "refused"

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(done, copies)) == ["published/2022-12/榆次区-月度工作简报", "refused"]
    assert len((built.folder / ISSUES).read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32",
                    reason="Windows has no limit on the size of files to set: make test on Linux or macOS runs it")
def test_a_publishing_that_failed_leaves_nothing_and_is_no_issue(built: Built) -> None:
    import resource
    import signal

    usual, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    assert Desk(built.folder).ledger.files  # what reading keeps is kept before the limit
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, usual[1]))
        with pytest.raises(OutputFailed):
            publish(built.folder, [built.december], EDITION)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, handler)
    assert [file.name for file in (built.folder / PUBLISHED).rglob("*") if file.is_file()] == [".lock"]
    (issue,) = publish(built.folder, [built.december], EDITION)
    assert issue.folder == "published/2022-12/榆次区-月度工作简报"


def test_a_folder_that_nobody_entered_is_no_earlier_issue(built: Built) -> None:
    left = built.folder / "published/2022-12/榆次区-月度工作简报"
    left.mkdir(parents=True)
    (left / "榆次区-月度工作简报.docx").touch()
    with pytest.raises(FolderLeft, match="published/2022-12/榆次区-月度工作简报"):
        publish(built.folder, [built.december], EDITION)


def test_a_link_out_of_the_archive_is_not_followed(built: Built, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (built.folder / PUBLISHED).mkdir()
    (built.folder / PUBLISHED / "2022-12").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputFailed, match="2022-12"):
        publish(built.folder, [built.december], EDITION)


def test_an_issue_is_not_replaced_by_one_that_reads_like_it(built: Built) -> None:
    publish(built.folder, [built.december], EDITION)
    with pytest.raises(NothingDiffers, match="published/2022-12"):
        replace_issue(built.folder, built.december, Edition(EDITION.day, replaces="12"))


def test_a_register_that_was_cut_short_is_noticed(built: Built) -> None:
    (issue,) = publish(built.folder, [built.november], EDITION)
    (built.folder / ISSUES).write_bytes(b"")
    (found,) = (each for each in check(built.folder) if each.code.startswith("published"))
    assert (found.code, found.source.file) == ("published.unlisted", f"{issue.folder}/{RECORD}")
    with pytest.raises(DataRefused):
        publish(built.folder, [built.december], EDITION)


@pytest.mark.parametrize(("change", "code"), [
    (lambda line: line.replace('"format":1', '"format":2'), "published.newer"),
    (lambda line: line.replace("榆次区-月度工作简报", "..", 1), "published.line"),
    (lambda line: line[:-9], "published.line")], ids=["newer", "outside", "torn"])
def test_a_line_that_cannot_be_used_says_why(built: Built, change: Callable[[str], str], code: str) -> None:
    publish(built.folder, [built.november], EDITION)
    register = built.folder / ISSUES
    register.write_text(change(register.read_text(encoding="utf-8")), encoding="utf-8")
    assert [each.code for each in check(built.folder) if each.code.startswith("published")] == [code]


def test_rows_that_only_moved_are_found(built: Built) -> None:
    lines = (built.folder / MONTHLY).read_text(encoding="utf-8").splitlines()
    lines[1:1] = ["QY20200004,2021-01,1,固定资产投资,省外境内,新凭证1,"]
    (built.folder / MONTHLY).write_text("\n".join(lines), encoding="utf-8")
    (issue,) = publish(built.folder, [built.december], EDITION)
    evidence = evidence_of(built.folder / issue.folder)
    assert evidence is not None
    assert evidence.record.changed == (MONTHLY,)
    kept = {(row.file, row.sheet, row.row): row.key for row in evidence.record.rows}
    assert all(kept[rows.file, rows.sheet, row.row] == row.key
               for rows in evidence.trace.rowsets.values() for row in rows.rows)


def test_an_issue_is_never_published_twice_nor_overwritten(built: Built) -> None:
    (issue,) = publish(built.folder, [built.december], EDITION)
    kept = {file: file.read_bytes() for file in (built.folder / "published").rglob("*") if file.is_file()}
    assert len(kept) == 6  # four files, the register and its lock
    with pytest.raises(PublishedAlready, match=issue.folder):
        publish(built.folder, [built.december], EDITION)
    with pytest.raises(PublishedAlready):
        publish(built.folder, [built.november, built.december], EDITION)
    assert kept == {file: file.read_bytes() for file in (built.folder / "published").rglob("*") if file.is_file()}


def test_a_day_of_issue_before_the_day_of_the_figures_is_refused(built: Built) -> None:
    with pytest.raises(IssuedTooEarly, match=r"2022-12-30.*2022-12-31"):
        publish(built.folder, [built.december], Edition(date(2022, 12, 30)))
    assert publish(built.folder, [built.december], Edition(date(2022, 12, 31)))


def test_numbers_go_on_from_the_published_ones(built: Built) -> None:
    publish(built.folder, [built.november], EDITION)
    desk = Desk(built.folder)
    unit, other = desk.unit("榆次区"), desk.unit("寿阳县")
    numbers = [desk.issue_no("monthly", each, Period.parse(period))
               for each, period in ((unit, "2022-12"), (unit, "2022-11"), (unit, "2023-01"), (other, "2022-12"))]
    assert numbers == [15, 14, 1, 12]
    with pytest.raises(NumberTaken, match="14"):
        publish(built.folder, [_build(built.folder, "2022-12", "again", issue_no=14)], EDITION)


def test_a_wrong_issue_is_replaced_and_kept(built: Built) -> None:
    (wrong,) = publish(built.folder, [built.december], EDITION)
    publish(built.folder, [built.november], EDITION)
    _change(built.folder, NOVEMBER, "QY20210112,2022-11,4860,")
    again = _build(built.folder, "2022-12", "again")
    with pytest.raises(IssueUnknown):
        publish(built.folder, [again], Edition(EDITION.day, replaces="13"))
    with pytest.raises(ReplacesOther):
        publish(built.folder, [again], Edition(EDITION.day, replaces="14"))
    made = replace_issue(built.folder, again, Edition(EDITION.day, replaces="12"))
    right = made.issue
    assert (right.replaces, right.number, right.folder) == (wrong.folder, 12, f"{wrong.folder}-2")
    assert (built.folder / wrong.folder / f"{wrong.name}.docx").is_file()
    text = made.draft.read_text(encoding="utf-8")
    assert "榆次区固投项目到位资金：“24.36亿元”更正为“24.37亿元”" in text
    assert "当月到位资金：4760万元 → 4860万元" in text
    with pytest.raises(PublishedAlready, match=right.folder):
        publish(built.folder, [again], EDITION)


def test_a_damaged_line_of_the_register_stops(built: Built) -> None:
    publish(built.folder, [built.november], EDITION)
    with (built.folder / ISSUES).open("a", encoding="utf-8") as register:
        register.write('{"format":1,"folder":"publ')
    found = [problem for problem in check(built.folder) if problem.code == "published.line"]
    assert [(str(problem.source), problem.stops) for problem in found] == [(f"{ISSUES} 2", True)]
    with pytest.raises(DataRefused):
        publish(built.folder, [built.december], EDITION)


def test_an_archive_that_was_changed_is_not_trusted(built: Built) -> None:
    (issue,) = publish(built.folder, [built.november], EDITION)
    for file in (RECORD, f"{issue.name}.trace.json"):
        path = built.folder / issue.folder / file
        kept = path.read_bytes()
        path.write_bytes(kept + b" ")
        with pytest.raises((Altered, TraceInvalid), match=file):
            diff(built.folder, "14")
        path.write_bytes(kept)


def test_words_of_templates_that_are_gone_are_refused(built: Built) -> None:
    body = built.folder / "templates" / "kinds" / "monthly" / "body.md.j2"
    body.parent.mkdir(parents=True)
    body.write_text('{% extends "!base/kinds/monthly/body.md.j2" %}\n'
                    "{% block next_steps %}{{ super() }}\n\n实为另一数。\n{% endblock %}\n", encoding="utf-8")
    word = _build(built.folder, "2022-12", "doctored")
    shutil.rmtree(built.folder / "templates")
    with pytest.raises(TextStale, match="templates, texts/ or ledgers"):
        publish(built.folder, [word], EDITION)


@pytest.mark.parametrize(("old", "new"), [
    ('"by":"示例甲"', '"by":"示例乙"'), ('"day":"2023-01-05"', '"day":"2022-12-06"'),
    ('"period":"2022-11"', '"period":"2022-12"'), ('"number":14', '"number":15')])
def test_a_line_of_the_register_that_says_otherwise_than_the_record_is_not_trusted(built: Built, old: str,
                                                                                   new: str) -> None:
    (issue,) = publish(built.folder, [built.november], EDITION)
    register = built.folder / ISSUES
    text = register.read_text(encoding="utf-8")
    assert old in text
    register.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Altered, match=re.escape(ISSUES)):
        evidence_of(built.folder / issue.folder)


def test_todays_data_is_compared_and_the_row_is_named(built: Built) -> None:
    (issue,) = publish(built.folder, [built.december], EDITION)
    assert diff(built.folder, issue.folder).figures == ()
    _change(built.folder, NOVEMBER, "QY20210112,2022-11,4860,")
    found = diff(built.folder, "12")
    changed = {each.indicator: each for each in found.figures}
    assert {"arrived.fixed", "arrived.fixed.completion"} <= set(changed)
    assert not any(name.startswith("signed") for name in changed)
    arrived = changed["arrived.fixed"]
    assert (arrived.old, arrived.new, arrived.difference) == ("24.36亿元", "24.37亿元", "0.01")
    (row,) = arrived.rows
    (cell,) = row.cells
    assert (row.key, cell.column, cell.old, cell.new) == ("示例凭证202211001", "当月到位资金", "4760万元", "4860万元")


def test_last_month_and_last_year_are_as_published(built: Built) -> None:
    publish(built.folder, [built.november], EDITION)
    _change(built.folder, NOVEMBER, "QY20210112,2022-11,4860,")
    desk = Desk(built.folder)
    period, unit = Period.parse("2022-12"), desk.unit("榆次区")
    figure = desk.calculator.figure("arrived.fixed.last_month", unit, period)
    today = Desk(built.folder, basis="current").calculator.figure("arrived.fixed.last_month", unit, period)
    assert (figure.text, today.text) == ("18.2亿元", "18.21亿元")
    assert figure.issued.startswith("published/2022-11/榆次区-月度工作简报#f")
    assert (figure.parents or {})["current"] == today
    month = desk.calculator.figure("arrived.fixed.month", unit, period)
    assert month.note.startswith("已印发的截至上月数与现有数据不同")
    assert desk.calculator.figure("signed.invest.last_month", unit, period).restated is False
    order = Order(period="2022-12", kinds=("monthly",), unit="榆次区", formats=("docx",), out=built.folder / "new")
    told = [remark for remark in build(built.folder, order).remarks if f"{figure.issued}" in remark]
    assert len(told) == 1
    assert "18.2亿元" in told[0]
    assert "18.21亿元" in told[0]


def test_a_restated_last_year_is_noted_below_the_table_and_traced(tmp_path: Path) -> None:
    folder = _office(tmp_path / "office")
    publish(folder, [_build(folder, "2021-12", "out", unit="")], EDITION)
    text = (folder / MONTHLY).read_text(encoding="utf-8")
    row = re.search(r"^QY\d+,2021-11,\d+,固定资产投资.*$", text, re.MULTILINE)
    assert row is not None
    _change(folder, row[0], re.sub(r",2021-11,\d+,", ",2021-11,90000,", row[0]))
    order = Order(period="2022-12", kinds=("monthly",), formats=("docx",), out=folder / "new")
    report = build(folder, order)
    word = next(file for file in report.files if file.suffix == ".docx")
    paragraphs = "\n".join(word_paragraphs(word.read_bytes()))
    assert re.search("数据更正：上年同期固投项目到位资金已印发[0-9.]+亿元，现为[0-9.]+亿元，按已印发数比较", paragraphs)
    assert paragraphs.count("数据更正") == 1  # under the one table that compares with last year
    assert any("published/2021-12/晋中市-月度工作简报#" in remark for remark in report.remarks)
    issued = [figure for figure in explain_file(word).figures.values() if figure.issued]
    assert any("current" in figure.parents for figure in issued)
    current = build(folder, Order(period="2022-12", kinds=("monthly",), formats=("docx",), out=folder / "current",
                                  basis="current"))
    assert "数据更正" not in "\n".join(word_paragraphs(current.files[0].read_bytes()))
