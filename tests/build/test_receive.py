"""What the counties send is looked at, compared, kept and counted once."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen import intake
from briefgen.desk import Desk, UnitUnknown
from briefgen.errors import BriefgenError
from briefgen.files import OutputFailed
from briefgen.intake import NothingReceived, TableNotReceived, look, reported, take_in
from briefgen.model.arrival import Arrivals, Delivery
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused
from tests.build.conftest import SAMPLE
from tests.read.making import ARRIVED, UNITS, signed, workbook
from tests.read.making import SIGNED as HEAD
from tests.read.test_counties import county_files

if TYPE_CHECKING:
    from collections.abc import Sequence

LEDGER, MONTHLY = "签约项目台账", "到位资金月报"
DAY = Delivery(date(2023, 1, 3))
ONE = HEAD + signed("A") + signed("B", day="2022-11-20")
CHANGED = HEAD + signed("A", invest="1200") + signed("C", day="2022-12-20")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make an office that receives the ledger whole and the money by month."""
    office = tmp_path / "office"
    office.mkdir()
    (office / "单位.csv").write_text(UNITS, encoding="utf-8")
    (office / "briefgen.toml").write_text(
        '[office]\nname = "示例中心"\ncity = "晋中市"\ncity_code = "140700"\n[data]\n"单位" = { file = "单位.csv" }\n'
        f'"{LEDGER}" = {{ received = "whole" }}\n"{MONTHLY}" = {{ received = "month" }}\n', encoding="utf-8")
    return office


def sent(folder: Path, name: str, content: str | bytes) -> Path:
    """Put a file beside the office."""
    path = folder.parent / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def took(folder: Path, *files: Path, day: str = "2023-01-03", **said: str) -> Arrivals:
    """Take files in."""
    delivery = Delivery(date.fromisoformat(day), **said)
    found = look(folder, files, delivery)
    take_in(folder, found, delivery)
    return found


def lines(text: str) -> list[list[object]]:
    """Split a CSV text into cells."""
    return [[*line.split(",")] for line in text.splitlines()]


def keys(folder: Path, table: str = LEDGER) -> list[str]:
    """Give the keys of the rows that count."""
    return [row.key for row in Desk(folder).ledger.rows(table)]


def kept(folder: Path) -> list[str]:
    """Name what lies below received/, but for the register."""
    received = folder / "received"
    return sorted(path.relative_to(received).as_posix() for path in received.rglob("*.*") if path.suffix != ".jsonl")


def told(found: Arrivals) -> list[tuple[str, str]]:
    """Give the codes and places of all problems that stop."""
    return [(problem.code, str(problem.source).rsplit("/", 1)[-1]) for each in found.arrivals
            for problem in each.problems if problem.stops] + [(problem.code, problem.source.file.rsplit("/", 1)[-1])
                                             for problem in found.unread]


def test_eleven_counties_and_the_zone_give_the_figures_of_the_one_ledger(tmp_path: Path) -> None:
    office = Path(shutil.copytree(SAMPLE, tmp_path / "office"))
    config = office / "briefgen.toml"
    entry = f'"{LEDGER}" = {{ file = "data/签约项目台账.xlsx", sheet = "签约项目" }}\n'
    text = config.read_text(encoding="utf-8")
    assert entry in text
    config.write_text(text.replace(entry, f'"{LEDGER}" = {{ received = "whole" }}\n'), encoding="utf-8")
    before = Desk(SAMPLE)
    files = [sent(office, name, content) for name, content in county_files(before).items()]
    found = took(office, *files, period="2022-12")
    assert (found.failures, found.unread, found.caused, len(found.arrivals)) == ((), (), (), 12)
    after = Desk(office)
    assert [problem for problem in after.problems() if problem.stops] == []
    assert len(kept(office)) == 12
    period = Period.parse("2022-12")
    for unit in (before.ledger.units.city, *before.ledger.units.units):
        for name in before.calculator.names():
            one, other = (desk.calculator.figure(name, unit, period) for desk in (before, after))
            assert (one.value, one.reason) == (other.value, other.reason), one.key
    places = {row.origin.file for row in after.ledger.rows(LEDGER)}
    assert "received/2022-12/寿阳县/签约项目台账.xlsx" in places
    assert {each.state.value for each in reported(office).standings} == {"reported"}


def test_a_file_sent_again_is_never_counted_twice(folder: Path) -> None:
    took(folder, sent(folder, "寿阳2022-12.csv", ONE))
    again = took(folder, sent(folder, "最终版(2).csv", ONE), period="2022-12")
    assert again.arrivals[0].known is not None
    assert again.waiting == ()
    assert (keys(folder), kept(folder)) == (["A", "B"], ["2022-12/寿阳县/签约项目台账.csv"])
    changed = took(folder, sent(folder, "最终版(2).csv", CHANGED), period="2022-12", day="2023-01-09")
    assert changed.arrivals[0].tally == (1, 1, 1)
    assert (keys(folder), kept(folder)) == (["A", "C"], ["2022-12/寿阳县/签约项目台账-2.csv",
                                                         "2022-12/寿阳县/签约项目台账.csv"])
    old = took(folder, sent(folder, "最终版.csv", ONE), period="2022-12")
    assert (old.waiting, keys(folder)) == ((), ["A", "C"])
    first, second = Desk(folder).register[0]
    assert (first.added, second.added, second.gone, second.changed) == (2, 1, 1, 1)
    assert (second.replaces, second.original, second.day) == (first.sha256, "最终版(2).csv", date(2023, 1, 9))
    (standing,) = [each for each in reported(folder).standings if each.count]
    assert (standing.unit.name, standing.state.value, standing.day, standing.count) == (
        "寿阳县", "reported", date(2023, 1, 3), 2)


def test_the_next_months_whole_submission_takes_the_place_of_this_months(folder: Path) -> None:
    took(folder, sent(folder, "2022-11.csv", ONE))
    found = took(folder, sent(folder, "2022-12.csv", CHANGED))
    assert found.arrivals[0].tally == (1, 1, 1)
    assert keys(folder) == ["A", "C"]
    late = took(folder, sent(folder, "2022-11.csv", HEAD + signed("Z")))
    assert (late.arrivals[0].counts, late.arrivals[0].differences) == (False, ())
    assert keys(folder) == ["A", "C"]
    assert kept(folder) == ["2022-11/寿阳县/签约项目台账-2.csv", "2022-11/寿阳县/签约项目台账.csv",
                            "2022-12/寿阳县/签约项目台账.csv"]


def test_the_same_rows_may_be_sent_for_the_next_month(folder: Path) -> None:
    took(folder, sent(folder, "2022-11.csv", ONE))
    found = took(folder, sent(folder, "2022-12.csv", ONE))
    assert (found.arrivals[0].known, found.arrivals[0].tally, keys(folder)) == (None, (0, 0, 0), ["A", "B"])


def test_months_add_up_and_a_row_of_another_month_is_refused(folder: Path) -> None:
    took(folder, sent(folder, "2022-12.csv", ONE))
    for month in ("2022-11", "2022-12"):
        took(folder, sent(folder, f"{month}.csv", f"{ARRIVED}A,{month},5,固定资产投资,P{month}\n"), unit="寿阳")
    assert keys(folder, MONTHLY) == ["P2022-11", "P2022-12"]
    again = f"{ARRIVED}A,2022-12,6,固定资产投资,P2022-12\nA,2022-11,5,固定资产投资,P9\n"
    found = took(folder, sent(folder, "2022-12.csv", again), unit="寿阳县")
    assert told(found) == [("received.month", "2022-12.csv B3")]
    assert (found.waiting, keys(folder, MONTHLY)) == ((), ["P2022-11", "P2022-12"])


def test_rows_of_another_unit_are_refused_by_cell(folder: Path) -> None:
    mixed = sent(folder, "2022-12.csv", HEAD + signed("A") + signed("B", "太谷区") + signed("C"))
    assert told(took(folder, mixed)) == [("received.unit", "2022-12.csv C3")]
    assert told(took(folder, mixed, unit="太谷")) == [("received.unit", "2022-12.csv C2"),
                                                    ("received.unit", "2022-12.csv C4")]
    titled = sent(folder, "2022-12.xlsx", workbook({"台账": [["填报单位：太谷区"], *lines(ONE)]}))
    assert told(took(folder, titled)) == [("received.unit", "2022-12.xlsx 台账!C3"),
                                         ("received.unit", "2022-12.xlsx 台账!C4")]
    assert kept(folder) == []


def test_faulty_rows_are_refused_and_the_other_files_of_the_call_are_taken_in(folder: Path) -> None:
    bad = sent(folder, "寿阳2022-12.csv", HEAD + signed("A", day="12月底") + signed("A"))
    good = sent(folder, "太谷2022-12.csv", HEAD + signed("T", "太谷区"))
    found = took(folder, bad, good)
    assert sorted(told(found)) == [("cell.date", "寿阳2022-12.csv I2"), ("key.duplicate", "寿阳2022-12.csv A3")]
    assert keys(folder) == ["T"]


def test_a_project_of_another_unit_is_not_taken_in_a_second_time(folder: Path) -> None:
    took(folder, sent(folder, "2022-12.csv", HEAD + signed("A", "太谷区")))
    assert told(took(folder, sent(folder, "2022-12.csv", ONE))) == [("key.duplicate", "2022-12.csv A2")]


def test_money_of_a_file_that_comes_with_its_projects_is_taken_in_with_them(folder: Path) -> None:
    money = sent(folder, "到位2022-12.csv", f"{ARRIVED}A,2022-12,5,固定资产投资,P1\n")
    took(folder, sent(folder, "太谷2022-12.csv", HEAD + signed("T", "太谷区")))
    assert told(took(folder, money, unit="寿阳县")) == [("key.unknown", "到位2022-12.csv A2")]
    found = took(folder, money, sent(folder, "台账2022-12.csv", ONE), unit="寿阳县")
    assert [each.table for each in found.waiting] == [MONTHLY, LEDGER]
    gone = look(folder, [sent(folder, "2022-12.csv", HEAD + signed("B"))], DAY)
    assert [(problem.code, problem.source.file) for problem in gone.caused] == [
        ("key.unknown", "received/2022-12/寿阳县/到位资金月报.csv")]


def test_a_workbook_of_two_tables_is_taken_in_as_two(folder: Path) -> None:
    book = workbook({LEDGER: lines(ONE), "说明": [["以万元计"]],
                     MONTHLY: [[*ARRIVED.strip().split(",")], ["A", "2022-12", "5", "固定资产投资", "P1"]]})
    took(folder, sent(folder, "2022-12.xlsx", book), unit="寿阳县")
    assert (keys(folder), keys(folder, MONTHLY)) == (["A", "B"], ["P1"])
    assert kept(folder) == ["2022-12/寿阳县/到位资金月报.xlsx", "2022-12/寿阳县/签约项目台账.xlsx"]
    assert took(folder, sent(folder, "2022-12.xlsx", book), unit="寿阳县").waiting == ()


def test_changes_of_published_months_are_flagged(folder: Path) -> None:
    took(folder, sent(folder, "2022-12.csv", ONE))
    (folder / "published" / "2022-11").mkdir(parents=True)
    found = look(folder, [sent(folder, "2022-12.csv", CHANGED)], DAY)
    assert [(each.record.key, each.touches) for each in found.arrivals[0].differences] == [
        ("C", ()), ("A", ("2022-11",)), ("B", ("2022-11",))]


@pytest.mark.parametrize(("names", "said", "words"), [
    (("最终版.csv",), {}, "say it with --period"),
    (("a2022-12.csv", "b2022-12.csv"), {}, "they are of the same unit and table (寿阳县, 签约项目台账)"),
    (("2023-02.csv",), {}, "2023-02 had not begun on 2023-01-03"),
    (("不在.csv",), {}, "is not there or cannot be read"), (("甲\0乙.csv",), {}, "is not there or cannot be read"),
])
def test_what_cannot_be_told_is_said_and_nothing_is_taken_in(folder: Path, names: Sequence[str], said: dict[str, str],
                                                            words: str) -> None:
    files = [folder.parent / name if "不在" in name or "\0" in name else sent(folder, name, ONE) for name in names]
    found = took(folder, *files, **said)
    assert (found.arrivals, len(found.failures)) == ((), 1)
    assert words in str(found.failures[0])
    assert all(name in str(found.failures[0]) for name in names)


def test_a_table_without_units_needs_one_named(folder: Path) -> None:
    found = took(folder, sent(folder, "2022-12.csv", f"{ARRIVED}A,2022-12,5,固定资产投资,P1\n"))
    assert "say it with --unit" in str(found.failures[0])


def test_the_city_and_strangers_are_no_senders(folder: Path) -> None:
    for name in ("晋中市", "示例县"):
        with pytest.raises(UnitUnknown, match=name):
            look(folder, [], Delivery(DAY.day, unit=name))


def test_a_file_that_counts_already_is_not_received(folder: Path) -> None:
    took(folder, sent(folder, "2022-12.csv", ONE))
    found = look(folder, [folder / "received/2022-12/寿阳县/签约项目台账.csv", folder / "单位.csv"], DAY)
    assert (found.arrivals, len(found.failures)) == ((), 2)
    assert all("is counted already" in str(failure) for failure in found.failures)


def test_a_table_that_is_not_received_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(TableNotReceived, match=f"签约项目台帐 is not received .-> {LEDGER}.*{LEDGER}、{MONTHLY}"):
        look(folder, [], Delivery(DAY.day, table="签约项目台帐"))


def test_a_sheet_that_does_not_hold_the_table_named_tells_what_is_missing(folder: Path) -> None:
    found = look(folder, [sent(folder, "2022-12.csv", ONE)], Delivery(DAY.day, table=MONTHLY))
    assert told(found) == [("header.missing", "2022-12.csv")]


def test_an_office_that_receives_nothing_says_so() -> None:
    with pytest.raises(NothingReceived):
        look(SAMPLE, [], DAY)
    with pytest.raises(NothingReceived):
        reported(SAMPLE)


def test_hostile_files_are_refused_as_in_the_ledger(folder: Path) -> None:
    book = workbook({LEDGER: lines(ONE)})
    page = sent(folder, "页2022-12.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>")
    torn = sent(folder, "残2022-12.xlsx", book[:len(book) // 2])
    pipe = folder.parent / "管2022-12.xlsx"
    os.mkfifo(pipe)
    good = sent(folder, "好2022-12.xlsx", book)
    found = took(folder, page, torn, pipe, good, folder.parent / "office")
    assert [(problem.code, Path(problem.source.file).name) for problem in found.unread] == [
        ("file.unreadable", "页2022-12.xls"), ("file.unreadable", "残2022-12.xlsx"),
        ("file.unreadable", "管2022-12.xlsx"), ("file.unreadable", "office")]
    assert (keys(folder), kept(folder)) == (["A", "B"], ["2022-12/寿阳县/签约项目台账.xlsx"])


@pytest.mark.parametrize("broken", ["keep_new", "append_lines"])
def test_a_call_that_is_cut_short_has_taken_nothing_in_and_may_be_made_again(
        folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    took(folder, sent(folder, "2022-11.csv", ONE))
    new = sent(folder, "2022-12.csv", CHANGED)

    def full(*_: object) -> None:
        raise OutputFailed(file="x", reason="No space left on device")

    monkeypatch.setattr(intake, broken, full)
    with pytest.raises(OutputFailed):
        took(folder, new)
    monkeypatch.undo()
    assert keys(folder) == ["A", "B"]
    assert [problem for problem in Desk(folder).problems() if problem.stops] == []
    assert took(folder, new).arrivals[0].tally == (1, 1, 1)
    assert (keys(folder), kept(folder)) == (["A", "C"], ["2022-11/寿阳县/签约项目台账.csv",
                                                         "2022-12/寿阳县/签约项目台账.csv"])


def test_another_file_in_its_place_is_left_alone(folder: Path) -> None:
    place = folder / "received" / "2022-12" / "寿阳县"
    place.mkdir(parents=True)
    (place / "签约项目台账.csv").write_bytes(b"somebody's")
    took(folder, sent(folder, "2022-12.csv", ONE))
    assert kept(folder) == ["2022-12/寿阳县/签约项目台账-2.csv", "2022-12/寿阳县/签约项目台账.csv"]
    assert (place / "签约项目台账.csv").read_bytes() == b"somebody's"
    assert keys(folder) == ["A", "B"]


@pytest.mark.parametrize("spoil", [b"", b"changed"])
def test_what_was_lost_may_be_received_again(folder: Path, spoil: bytes) -> None:
    file = sent(folder, "2022-12.csv", ONE)
    took(folder, file)
    place = folder / "received/2022-12/寿阳县/签约项目台账.csv"
    place.write_bytes(spoil) if spoil else place.unlink()
    codes = {problem.code for problem in Desk(folder).problems() if problem.stops}
    assert codes == {"received.changed" if spoil else "received.missing"}
    found = took(folder, file)
    assert found.arrivals[0].lost
    assert keys(folder) == ["A", "B"]
    assert [problem for problem in Desk(folder).problems() if problem.stops] == []


def test_a_name_that_is_no_utf_8_is_taken_in(folder: Path) -> None:
    place = os.fsencode(folder.parent) + "/寿阳县2022-12.csv".encode("gb18030")
    file = sent(folder, os.fsdecode(place), ONE)
    assert len(took(folder, file).waiting) == 1
    assert Desk(folder).register[0][0].original.endswith("2022-12.csv")
    assert keys(folder) == ["A", "B"]


def test_a_table_of_a_database_is_taken_in_like_a_sheet(folder: Path) -> None:
    file = folder.parent / "2022-12.db"
    with closing(sqlite3.connect(file)) as base:
        heads, *rows = lines(ONE)
        columns = ", ".join(f'"{name}" TEXT' for name in heads)
        base.execute(f"CREATE TABLE 项目 ({columns})")
        base.executemany(f"INSERT INTO 项目 VALUES ({', '.join('?' * len(heads))})", rows)
        base.commit()
    found = took(folder, file)
    assert (told(found), keys(folder)) == ([], ["A", "B"])
    assert Desk(folder).register[0][0].sheet == "项目"


def test_with_a_damaged_register_nothing_is_taken_in(folder: Path) -> None:
    took(folder, sent(folder, "2022-11.csv", ONE))
    register = folder / "received" / "register.jsonl"
    register.write_bytes(register.read_bytes()[:-20])
    for work in (lambda: took(folder, sent(folder, "2022-12.csv", CHANGED)), lambda: reported(folder)):
        with pytest.raises(DataRefused) as caught:
            work()
        assert [str(problem.source) for problem in caught.value.problems] == ["received/register.jsonl 1"]


def test_the_folder_may_not_lead_out_of_the_office(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "received").symlink_to(folder.parent / "elsewhere")
    with pytest.raises(BriefgenError, match="leads out of the office folder"):
        took(folder, sent(folder, "2022-12.csv", ONE))
    assert list((folder.parent / "elsewhere").iterdir()) == []


def test_a_period_is_asked_about_when_some_have_not_reported(folder: Path) -> None:
    took(folder, sent(folder, "2022-12.csv", ONE))
    found = [problem for problem in Desk(folder).problems(Period.parse("2022-12"))
             if problem.code == "period.unreported"]
    assert [problem.params["units"] for problem in found] == ["太谷区", "太谷区、寿阳县"]
    assert not any(problem.stops for problem in found)


def test_one_may_accept_that_some_have_not_reported_in_a_month(folder: Path) -> None:
    took(folder, sent(folder, "2022-12.csv", ONE))
    config = folder / "briefgen.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[[accepted]]\ncode = "period.unreported"\n'
                      'row = "2022-12"\nreason = "太谷区停报"\n', encoding="utf-8")
    found = [problem for problem in Desk(folder).problems(Period.parse("2022-12"))
             if problem.code == "period.unreported"]
    assert [problem.accepted for problem in found] == ["太谷区停报", "太谷区停报"]


def test_looking_writes_nothing(folder: Path) -> None:
    found = look(folder, [sent(folder, "2022-12.csv", ONE)], DAY)
    assert [(each.file.rsplit("/", 1)[-1], each.unit.name, each.period, each.table) for each in found.waiting] == [
        ("2022-12.csv", "寿阳县", "2022-12", LEDGER)]
    assert not (folder / "received").exists()
