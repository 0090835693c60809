"""What a hostile county once did to the register, the corrections and the reports."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from briefgen.desk import Desk
from briefgen.files import OutputFailed
from briefgen.intake import look, reported, take_in
from briefgen.model.arrival import Delivery
from briefgen.model.findings import MOST
from briefgen.model.period import PeriodUnknown
from briefgen.pipeline import check
from briefgen.read.bounds import Bounds
from briefgen.read.query import read_query
from briefgen.read.reasons import Unreadable
from tests.read.making import ARRIVED, SIGNED, UNITS, read, signed, told, workbook

if TYPE_CHECKING:
    from pathlib import Path

LEDGER, MONTHLY = "签约项目台账", "到位资金月报"
SENT = Delivery(date(2023, 1, 3), period="2022-12")
CORRECTIONS = "序号,表,编号,字段,原值,新值,生效月份,原因,更正人,更正日期\n"
REPORTS = "单位,月份,指标,累计值,计量单位,填报人\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make an office that receives the ledger whole and the money by month."""
    office = tmp_path / "office"
    (office / "received").mkdir(parents=True)
    (office / "单位.csv").write_text(UNITS, encoding="utf-8")
    (office / "briefgen.toml").write_text(
        '[office]\nname = "示例中心"\ncity = "晋中市"\ncity_code = "140700"\n[data]\n"单位" = { file = "单位.csv" }\n'
        f'"{LEDGER}" = {{ received = "whole" }}\n"{MONTHLY}" = {{ received = "month" }}\n', encoding="utf-8")
    return office


def sent(folder: Path, text: str, name: str = "寿阳.csv") -> Path:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def enter(folder: Path, file: str, content: str, **more: str) -> None:
    """Add a line to the register."""
    line = {"period": "2022-12", "unit": "140725", "table": LEDGER, "file": file, "day": "2023-01-03",
            "sha256": hashlib.sha256(content.encode()).hexdigest(), **more}
    with (folder / "received" / "register.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")


@pytest.mark.parametrize("period", ["9999-12", "0000-01", "0001-01"])
def test_a_month_at_the_end_of_time_is_told(folder: Path, period: str) -> None:
    with pytest.raises(PeriodUnknown):
        check(folder, period)
    enter(folder, "received/x.csv", "", period=period)
    assert ("received.line", "received/register.jsonl 1") in told(check(folder))


def test_the_register_cannot_make_the_office_read_a_pipe(folder: Path) -> None:
    text = SIGNED + signed("A")
    os.mkfifo(folder / "received" / "x.csv")
    enter(folder, "received/x.csv", text)
    enter(folder, "/dev/zero", text)
    found: list[object] = []
    looking = threading.Thread(target=lambda: found.append(look(folder, [sent(folder, text)], SENT)), daemon=True)
    looking.start()
    looking.join(10)
    assert len(found) == 1


@pytest.mark.parametrize("link", ["received/2022-12", "received/2022-12/寿阳县", "received/register.jsonl"])
def test_nothing_is_kept_through_a_link_that_leads_out(folder: Path, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    (folder / link).symlink_to(outside / "register" if link.endswith("jsonl") else outside)
    found = look(folder, [sent(folder, SIGNED + signed("A"))], SENT)
    with pytest.raises(OutputFailed):
        take_in(folder, found, SENT)
    assert list(outside.iterdir()) == []


def test_two_calls_at_once_keep_both_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (look(folder, [sent(folder, SIGNED + signed("A", invest=invest))], SENT) for invest in ("1", "2"))
    replace = os.replace

    def slow(source: str, target: str) -> None:
        time.sleep(0.2)
        replace(source, target)

    monkeypatch.setattr(os, "replace", slow)
    calls = [threading.Thread(target=take_in, args=(folder, each, SENT)) for each in (one, other)]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    kept = {path.read_bytes() for path in (folder / "received").rglob("*.csv")}
    assert kept == {one.arrivals[0].content, other.arrivals[0].content}
    assert "received.changed" not in {problem.code for problem in check(folder)}


def test_a_submission_is_compared_with_what_came_before_and_not_with_its_corrections(folder: Path) -> None:
    take_in(folder, look(folder, [sent(folder, SIGNED + signed("A"))], SENT), SENT)
    config = folder / "briefgen.toml"
    config.write_text(config.read_text(encoding="utf-8") + '"更正记录" = { file = "c.csv" }\n', encoding="utf-8")
    (folder / "c.csv").write_text(f"{CORRECTIONS}1,{LEDGER},A,总投资,1000万元,1200万元,,错,甲,2023-01-01\n",
                                  encoding="utf-8")
    for invest, changed in (("1000", 0), ("1200", 1)):
        text = SIGNED + signed("A", invest=invest) + signed("B")
        assert look(folder, [sent(folder, text)], SENT).arrivals[0].tally == (1, 0, changed)


def test_who_takes_in_may_be_no_text(folder: Path) -> None:
    found = look(folder, [sent(folder, SIGNED + signed("A"))], SENT)
    take_in(folder, found, Delivery(SENT.day, period="2022-12", by="\udcff"))
    assert sorted(each.count for each in reported(folder).standings) == [0, 0, 0, 1]


def test_one_file_never_counts_for_two_lines_of_the_register(folder: Path) -> None:
    text = ARRIVED + "A,2022-12,5,内资,P1\n"
    (folder / "received" / "m.csv").write_text(text, encoding="utf-8")
    for more in ({}, {"period": "2022-11"}, {"unit": "140703"}):
        enter(folder, "received/m.csv", text, table=MONTHLY, **more)
    lines = [place for code, place in told(check(folder)) if code == "received.line"]
    assert lines == ["received/register.jsonl 2", "received/register.jsonl 3"]
    assert len(Desk(folder).ledger.rows(MONTHLY)) == 1


def test_a_file_of_foreign_rows_is_told_a_thousand_times_and_no_more(folder: Path) -> None:
    rows = "".join(signed(f"Q{number}", unit="太谷区") for number in range(MOST + 500))
    said = Delivery(SENT.day, unit="寿阳县", period="2022-12")
    problems = look(folder, [sent(folder, SIGNED + rows)], said).arrivals[0].problems
    foreign = [problem for problem in problems if problem.code == "received.unit"]
    assert (len(foreign), foreign[-1].more) == (MOST, 500)


def test_corrections_of_nothing_are_told_in_time(tmp_path: Path) -> None:
    rows = "".join(signed(f"Q{number}") for number in range(4900))
    wrong = "".join(f"{number},{LEDGER},Q{number}X,总投资,1000万元,1万元,,错,甲,2023-01-01\n"
                    for number in range(1, 3000))
    start = time.monotonic()
    _, problems = read(tmp_path, {LEDGER: SIGNED + rows, "更正记录": CORRECTIONS + wrong})
    unknown = [problem for problem in problems if problem.code == "correction.unknown"]
    assert (len(unknown), unknown[-1].more, "-> Q1" in str(unknown[0].params["nearest"])) == (MOST, 1999, True)
    assert time.monotonic() - start < 10


def test_reports_of_nothing_are_told_in_time(folder: Path) -> None:
    config = folder / "briefgen.toml"
    config.write_text(config.read_text(encoding="utf-8") + '"汇总填报" = { file = "r.csv" }\n', encoding="utf-8")
    rows = "".join(f"寿阳县,2022-12,无此{number}指标,1,万元,甲\n" for number in range(20_000))
    (folder / "r.csv").write_text(REPORTS + rows, encoding="utf-8")
    unknown = [problem for problem in check(folder) if problem.code == "reported.indicator"]
    assert (len(unknown), unknown[-1].more) == (MOST, 19_000)


def test_wide_sheets_and_thousands_of_totals_are_read_in_time(tmp_path: Path) -> None:
    wide = "\n".join(",".join(f"甲{row}{column}" for column in range(30_000)) for row in range(30))
    totals = "".join(signed(f"Q{number}") + "小计,,,,,1000,,,,,,,\n合计,,,,,1,,,,,,,\n" for number in range(15_000))
    for text in (wide, SIGNED + totals):
        start = time.process_time()
        read(tmp_path, {LEDGER: text})
        assert time.process_time() - start < 6


def test_a_password_with_an_at_sign_is_never_told_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("DB", "postgresql://u:first@second@third@127.0.0.1:1/db")
    with pytest.raises(Unreadable) as caught:
        read_query("DB", "select 1", "f", Bounds(seconds=2))
    assert not [word for word in ("first", "second", "third") if word in str(caught.value)]


def test_sheets_that_are_too_much_together_are_refused(folder: Path, tmp_path: Path) -> None:
    config = folder / "briefgen.toml"
    config.write_text(config.read_text(encoding="utf-8") + "[limits]\ncells = 1000\n", encoding="utf-8")
    book = tmp_path / "2022-12.xlsx"
    book.write_bytes(workbook({f"表{number}": [[1] * 20] * 20 for number in range(3)}))
    assert [problem.code for problem in look(folder, [book], SENT).unread] == ["file.unreadable"]
