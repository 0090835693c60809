"""The archive is evidence: whoever asks about it is refused what was changed, and told what came in its place."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from briefgen.document.trace import TraceInvalid
from briefgen.evidence import Altered, NotRegistered, evidence_of
from briefgen.model.issue import ISSUES, PUBLISHED, RECORD
from briefgen.model.problem import DataRefused
from briefgen.pipeline import Edition, Order, build, diff, publish, replace_issue
from tests.build.conftest import SAMPLE
from tests.build.test_publish_command import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("publish")
NAME = "晋中市-月度工作简报"
ISSUE = f"{PUBLISHED}/2022-11/{NAME}"
LEDGER = "data/到位资金月报.csv"


def _build(folder: Path, out: str, period: str = "2022-11") -> Path:
    report = build(folder, Order(period=period, kinds=("monthly",), out=folder / out))
    for failure in report.failures:
        pytest.skip(f"{failure} (make setup brings it)")
    return next(file for file in report.files if file.suffix == ".docx")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish November and what stands on it, December; then correct November."""
    folder = tmp_path_factory.mktemp("evidence") / "office"
    shutil.copytree(SAMPLE, folder)
    publish(folder, [_build(folder, "out")], Edition(date(2022, 12, 5), "示例甲"))
    publish(folder, [_build(folder, "out", "2022-12")], Edition(date(2023, 1, 5), "示例甲"))
    text = (folder / LEDGER).read_text(encoding="utf-8")
    (folder / LEDGER).write_text(text.replace("QY20210112,2022-11,4760,", "QY20210112,2022-11,4860,"), encoding="utf-8")
    replace_issue(folder, _build(folder, "again"), Edition(date(2023, 1, 9), "示例乙", "11"))
    return folder


@pytest.fixture
def office(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "office")
    return tmp_path / "office"


@pytest.mark.parametrize("asked", ["", f"/{RECORD}", f"/{NAME}.docx", f"/{NAME}.pdf", f"/{NAME}.trace.json"])
def test_an_amount_altered_in_the_record_is_never_shown(office: Path, asked: str) -> None:
    record = office / ISSUE / RECORD
    record.write_text(record.read_text(encoding="utf-8").replace("262500万元", "362500万元", 1), encoding="utf-8")
    code, out, told = run(office, "explain", ISSUE + asked, "--figure", "f1", lang="en")
    assert (code, out) == (2, "")
    assert told == f"{ISSUE}/{RECORD} is not as it was published: it was changed since, or it is gone\n"
    assert run(office, "diff", ISSUE)[0] == run(office, "diff", ISSUE.removeprefix("published/"))[0] == 2


@pytest.mark.parametrize("name", [f"{NAME}.docx", f"{NAME}.pdf", f"{NAME}.trace.json"])
def test_any_file_that_was_changed_or_removed_is_named(office: Path, name: str) -> None:
    file = office / ISSUE / name
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises((Altered, TraceInvalid), match=re.escape(name)):
        evidence_of(office / ISSUE)
    file.unlink()
    with pytest.raises((Altered, TraceInvalid), match=re.escape(name)):
        evidence_of(office / ISSUE / RECORD)


def test_a_file_that_was_laid_beside_the_published_ones_is_not_of_them(office: Path) -> None:
    other = office / ISSUE / "other.docx"
    shutil.copy(office / ISSUE / f"{NAME}.docx", other)
    with pytest.raises(NotRegistered, match=r"other\.docx"):
        evidence_of(other)
    assert evidence_of(office / "out/2022-11" / f"{NAME}.docx") is None


def test_a_link_in_the_archive_that_leads_out_of_it_is_held_likewise(office: Path) -> None:
    shutil.move(office / ISSUE, office / "elsewhere")
    (office / ISSUE).symlink_to(office / "elsewhere")
    word = office / ISSUE / f"{NAME}.docx"
    assert evidence_of(word) is not None
    shutil.copy(office / f"{ISSUE}-2" / f"{NAME}-2.docx", office / "elsewhere" / f"{NAME}.docx")
    with pytest.raises(Altered, match=re.escape(word.name)):
        evidence_of(word)


def test_a_register_that_lacks_the_issue_or_names_it_twice_vouches_for_nothing(office: Path) -> None:
    lines = (office / ISSUES).read_text(encoding="utf-8").splitlines(keepends=True)
    for text in ("", lines[2], "".join(lines) + lines[0]):
        (office / ISSUES).write_text(text, encoding="utf-8")
        with pytest.raises(NotRegistered, match=re.escape(ISSUE)):
            evidence_of(office / ISSUE)
    (office / ISSUES).unlink()
    code, out, told = run(office, "explain", ISSUE, lang="en")
    assert (code, out, ISSUES in told) == (2, "", True)


def test_a_register_that_cannot_be_read_is_told(office: Path) -> None:
    with (office / ISSUES).open("ab") as register:
        register.write(b'\xff{"format":1,"folder":"publ')
    with pytest.raises(DataRefused):
        evidence_of(office / ISSUE)
    code, out, told = run(office, "explain", ISSUE)
    assert (code, out) == (3, "")
    assert f"{ISSUES} 4" in told
    with pytest.raises(DataRefused):
        diff(office, ISSUE, "")


def test_the_issue_and_what_came_in_its_place_are_told(office: Path) -> None:
    for more in ((), ("--figure", "f1")):
        code, out, _told = run(office, "explain", ISSUE, *more)
        assert code == 0
        assert out.startswith(f"第 11 期\n印发日期 2022-12-05，经办 示例甲\n已由 {ISSUE}-2 代替（2023-01-09 印发）\n")
        code, out, _told = run(office, "explain", f"{ISSUE}-2/{NAME}-2.docx", *more)
        assert out.startswith(f"第 11 期\n印发日期 2023-01-09，经办 示例乙\n代替 {ISSUE}\n")
        assert "已由" not in out


def test_a_row_names_its_unit_as_the_ledger_does(office: Path) -> None:
    code, out, _told = run(office, "explain", ISSUE, "--figure", "f1")
    assert code == 0
    assert "单位代码: 1407KF; 落地单位: 晋中开发区; " in out
    assert "落地单位: 1" not in out


def _withdraw(folder: Path, key: str) -> str:
    """Take a project off the ledger; gives the place of the cell."""
    book = load_workbook(folder / "data/签约项目台账.xlsx")
    sheet = book["签约项目"]
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == key)
    cell = next(each for each in row if each.value == "有效")
    cell.value = "退库"
    book.save(folder / "data/签约项目台账.xlsx")
    return f"data/签约项目台账.xlsx 签约项目!{cell.coordinate}"


def test_a_project_that_was_withdrawn_is_the_cause_of_its_payments_leaving(office: Path) -> None:
    place = _withdraw(office, "QY20210112")
    against_today = diff(office, f"{ISSUE}-2")
    made = replace_issue(office, _build(office, "third"), Edition(date(2023, 1, 12), replaces="11"))
    for found in (against_today, diff(office, f"{ISSUE}-2", made.issue.folder)):
        arrived = next(each for each in found.figures if (each.indicator, each.unit) == ("arrived.fixed", "140700"))
        cause, *payments = arrived.rows
        assert (cause.table, cause.key) == ("签约项目台账", "QY20210112")
        assert [(each.column, each.old, each.new, each.place) for each in cause.cells] == [
            ("状态", "有效", "退库", place)]
        assert {(row.kind, row.table) for row in payments} == {("gone", "到位资金月报")}
        signed = next(each for each in found.figures if (each.indicator, each.unit) == ("signed.invest.yoy", "140700"))
        assert [cell.place for row in signed.rows for cell in row.cells] == [place]


def test_later_issues_that_stand_on_a_replaced_one_are_told(office: Path) -> None:
    text = (office / LEDGER).read_text(encoding="utf-8")
    text = text.replace("QY20210112,2022-11,4860,", "QY20210112,2022-11,94860,")
    (office / LEDGER).write_text(text, encoding="utf-8")
    word = _build(office, "third").relative_to(office)
    code, out, _told = run(office, "publish", str(word), "--replaces", "11", "--date", "2023-01-12")
    assert code == 0
    december = f"{PUBLISHED}/2022-12/{NAME}"
    assert f"{december} 印出的下列数依据被代替的一期，所依据的数现已更正：晋中市固投项目到位资金当月环比" in out
    found = diff(office, december)
    (change,) = (each for each in found.figures if each.indicator == "arrived.fixed.month.mom")
    assert [(each.old_issue.partition("#")[0], each.new_issue.partition("#")[0]) for each in change.causes] == [
        (ISSUE, f"{ISSUE}-3")]
    assert f"{ISSUE}-3#" in run(office, "diff", december)[1]
