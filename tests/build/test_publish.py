"""What was issued is frozen: checked against its trace, kept with its rows, and the ground of what comes after."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefgen.archive import (
    IssueUnknown,
    NumberTaken,
    PairUnfit,
    PublishedAlready,
    ReplacesOther,
    RowLost,
    Untraced,
)
from briefgen.desk import Desk
from briefgen.document.record import RecordInvalid
from briefgen.document.trace import TraceInvalid
from briefgen.model.issue import ISSUES, RECORD
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused
from briefgen.pipeline import Edition, Order, build, check, diff, explain_file, publish, record_beside, replace_issue
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
    trace, record = explain_file(kept), record_beside(kept)
    assert trace == explain_file(kept / f"{issue.name}.docx") == explain_file(kept / f"{issue.name}.pdf")
    assert record is not None
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


def test_rows_that_only_moved_are_found(built: Built) -> None:
    lines = (built.folder / MONTHLY).read_text(encoding="utf-8").splitlines()
    lines[1:1] = ["QY20200004,2021-01,1,固定资产投资,省外境内,新凭证1,"]
    (built.folder / MONTHLY).write_text("\n".join(lines), encoding="utf-8")
    (issue,) = publish(built.folder, [built.december], EDITION)
    record = record_beside(built.folder / issue.folder)
    assert record is not None
    assert record.changed == (MONTHLY,)


def test_an_issue_is_never_published_twice_nor_overwritten(built: Built) -> None:
    (issue,) = publish(built.folder, [built.december], EDITION)
    kept = {file: file.read_bytes() for file in (built.folder / "published").rglob("*") if file.is_file()}
    assert len(kept) == 5
    with pytest.raises(PublishedAlready, match=issue.folder):
        publish(built.folder, [built.december], EDITION)
    with pytest.raises(PublishedAlready):
        publish(built.folder, [built.november, built.december], EDITION)
    assert kept == {file: file.read_bytes() for file in (built.folder / "published").rglob("*") if file.is_file()}


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
    right, draft = replace_issue(built.folder, again, Edition(EDITION.day, replaces="12"))
    assert (right.replaces, right.number, right.folder) == (wrong.folder, 12, f"{wrong.folder}-2")
    assert (built.folder / wrong.folder / f"{wrong.name}.docx").is_file()
    text = draft.read_text(encoding="utf-8")
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
        with pytest.raises((RecordInvalid, TraceInvalid), match=file):
            diff(built.folder, "14")
        path.write_bytes(kept)


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
