from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger, check_period
from briefgen.errors import ConfigError
from briefgen.model.amount import Amount
from briefgen.model.period import Period
from briefgen.read.ledger import read_ledger
from briefgen.read.office import read_office
from tests.read.foreign import ods, xls
from tests.read.making import ARRIVED, SCHEMAS, SIGNED, UNITS, office, signed, told, workbook

if TYPE_CHECKING:
    from briefgen.model.ledger import Ledger
    from briefgen.model.problem import Problem

LEDGER = "签约项目台账"
HEADINGS = SIGNED.strip().split(",")
ROW = ["QY1", "示例项目", "寿阳县", "长三角", "新材料", 1000.5, 900, "投资协议", "2022-03-15", "", "", "公开", "有效"]


def taken(folder: Path, file: str | list[str], content: bytes | None = None,
          **more: object) -> tuple[Ledger, list[Problem]]:
    """Read an office of units and of a ledger in the given file or files."""
    if content is not None and isinstance(file, str):
        (folder / file).write_bytes(content)
    (folder / "单位.csv").write_text(UNITS, encoding="utf-8")
    return read_ledger(folder, office({"单位": "单位.csv", LEDGER: file}, **more), SCHEMAS)


@pytest.mark.parametrize(("file", "content", "place"), [
    ("台账.xls", xls({"一月": [HEADINGS, ROW]}), "台账.xls 一月!F2"),
    ("台账.et", xls({"别的": [["旧"]], LEDGER: [HEADINGS, ROW]}), f"台账.et {LEDGER}!F2"),
    ("台账.ods", ods("一月", [["标题"], HEADINGS, ROW]), "台账.ods 一月!F3"),
    ("台账.tsv", ("\t".join(HEADINGS) + "\n" + "\t".join(map(str, ROW)) + "\n").encode("gb18030"), "台账.tsv F2"),
    ("台账.xlsm", workbook({"一月": [HEADINGS, ROW]}), "台账.xlsm 一月!F2"),
])
def test_every_kind_of_file_gives_the_same_row(tmp_path: Path, file: str, content: bytes, place: str) -> None:
    ledger, problems = taken(tmp_path, file, content)
    (row,) = ledger.rows(LEDGER)
    assert problems == []
    assert (row.key, row["落地单位"], row["总投资"], row["签约日期"]) == (
        "QY1", "140725", Amount(Decimal("1000.5")), date(2022, 3, 15))
    assert str(row.source("总投资")) == place


def database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()


CREATE = f'CREATE TABLE "{LEDGER}" ({", ".join(chr(34) + name + chr(34) for name in HEADINGS)})'
INSERT = f"INSERT INTO \"{LEDGER}\" VALUES ('QY1','项目','寿阳县','长三角','新材料',1000.5,900,'协议','2022-03-15'" \
         ",NULL,NULL,'公开','有效')"


@pytest.mark.parametrize("file", ["台账.db", "台账.sqlite"])
def test_a_table_of_a_database_is_read_and_never_written(tmp_path: Path, file: str) -> None:
    database(tmp_path / file, CREATE, INSERT)
    before = (tmp_path / file).read_bytes()
    ledger, problems = taken(tmp_path, file)
    (row,) = ledger.rows(LEDGER)
    assert (problems, row["总投资"], row["其中固定资产投资"]) == ([], Amount(Decimal("1000.5")), Amount(Decimal(900)))
    assert str(row.source("总投资")) == f"{file} {LEDGER}!F2"
    assert (tmp_path / file).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file, "单位.csv"])


@pytest.mark.parametrize(("statement", "said"), [
    (INSERT.replace("1000.5", "x'89504E47'"), "the column 总投资(万元) holds binary data at F2"),
    (f'ALTER TABLE "{LEDGER}" RENAME TO "旧""表"', ""),
    (f'CREATE VIEW "甲" AS SELECT * FROM "{LEDGER}"', ""),
])
def test_what_a_database_holds(tmp_path: Path, statement: str, said: str) -> None:
    database(tmp_path / "台账.db", CREATE, statement)
    _, problems = taken(tmp_path, "台账.db")
    assert [said in problem.message for problem in problems] == ([True] if said else [])


def test_a_database_without_the_table_lists_what_it_has(tmp_path: Path) -> None:
    database(tmp_path / "台账.db", "CREATE TABLE 甲 (a)", "CREATE TABLE 乙 (a)")
    _, (problem,) = taken(tmp_path, "台账.db")
    assert (problem.code, problem.source.file) == ("file.unreadable", "台账.db")
    assert f"no table or view {LEDGER}; it has: 乙、甲" in problem.message


def test_a_database_whose_changes_are_still_in_its_journal(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "台账.db")) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute(CREATE)
        _, (problem,) = taken(tmp_path, "台账.db")
    assert "still in 台账.db-wal" in problem.message


def test_whole_numbers_of_a_database_stay_exact(tmp_path: Path) -> None:
    database(tmp_path / "台账.db", CREATE, INSERT.replace("'QY1'", "202212345678901234"))
    ledger, problems = taken(tmp_path, "台账.db")
    assert (problems, ledger.rows(LEDGER)[0].key) == ([], "202212345678901234")


@pytest.mark.parametrize(("file", "order"), [
    (["报送/太谷.csv", "报送/寿阳.xlsx"], ["报送/太谷.csv", "报送/寿阳.xlsx"]),
    ("报送/*", ["报送/太谷.csv", "报送/寿阳.xlsx"]), (["报送/*.xlsx", "报送/*"], ["报送/寿阳.xlsx", "报送/太谷.csv"]),
])
def test_several_files_make_one_table(tmp_path: Path, file: str | list[str], order: list[str]) -> None:
    (tmp_path / "报送").mkdir()
    wide: list[list[object]] = [["标题"], ["序号", *HEADINGS], [1, "B", *ROW[1:]]]
    (tmp_path / "报送" / "寿阳.xlsx").write_bytes(workbook({"一月": wide}))
    (tmp_path / "报送" / "太谷.csv").write_text(SIGNED + signed("A") + "合计,1,,,,1000\n", encoding="utf-8")
    for lock in ("~$别的.xlsx", ".~别的.xlsx", ".~lock.别的.xlsx#"):
        (tmp_path / "报送" / lock).write_bytes(b"")
    ledger, problems = taken(tmp_path, file)
    assert [*problems, *check_ledger(ledger, office({}))] == []
    assert {str(row.source("项目编号")) for row in ledger.rows(LEDGER)} == {
        "报送/太谷.csv A2", "报送/寿阳.xlsx 一月!B3"}
    assert [origin.file for origin in ledger.origins[LEDGER]] == order
    assert set(ledger.files) == {"单位.csv", *order}


def test_a_total_adds_up_the_rows_of_its_own_file(tmp_path: Path) -> None:
    for name, key in (("a", "A"), ("b", "B")):
        (tmp_path / f"{name}.csv").write_text(SIGNED + signed(key) + "合计,,,,,1000\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text(SIGNED + signed("C") + "合计,,,,,3000\n", encoding="utf-8")
    ledger, _ = taken(tmp_path, ["a.csv", "b.csv", "c.csv"])
    assert told(check_ledger(ledger, office({}))) == [("total.differs", "c.csv F3")]


def test_a_row_that_two_files_hold_is_told(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(SIGNED + signed("A"), encoding="utf-8")
    ledger, _ = taken(tmp_path, "?.csv")
    (problem,) = check_ledger(ledger, office({}))
    assert (*told([problem]), str(problem.related[0])) == (("key.duplicate", "b.csv A2"), "a.csv A2")


def test_a_column_that_only_a_later_file_has_can_be_referred_to(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SIGNED.replace("项目编号", "号") + signed("A"), encoding="utf-8")
    (tmp_path / "b.csv").write_text(SIGNED + signed("B"), encoding="utf-8")
    (tmp_path / "到位.csv").write_text(ARRIVED + "QY9,2022-03,10,流动资金,P2\n", encoding="utf-8")
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    files: dict[str, str | list[str]] = {"单位": "单位.csv", LEDGER: ["a.csv", "b.csv"], "到位资金月报": "到位.csv"}
    ledger, problems = read_ledger(tmp_path, office(files), SCHEMAS)
    assert told(problems) == [("column.missing", "a.csv 1")]
    assert told(check_ledger(ledger, office({}))) == [("key.unknown", "到位.csv A2")]


def test_what_is_missing_from_all_files_names_all_of_them(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(SIGNED, encoding="utf-8")
    ledger, _ = taken(tmp_path, "?.csv")
    problem, _ = check_period(ledger, office({}), Period.parse("2022-12"), {"开工率": "%"})
    assert (problem.code, str(problem.source), [str(place) for place in problem.related]) == (
        "row.none", "a.csv", ["b.csv"])


def test_one_bad_file_of_several_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    (tmp_path / "b.csv").write_text(SIGNED + signed("B", unit="无此县"), encoding="utf-8")
    _, problems = taken(tmp_path, ["a.xlsx", "b.csv", "c.csv"])
    assert told(problems) == [("file.unreadable", "a.xlsx"), ("cell.unit", "b.csv C2"), ("file.missing", "c.csv")]


@pytest.mark.parametrize(("pattern", "code"), [
    ("报送/*.xlsx", "file.missing"), ("../*.csv", "file.outside"), ("/tmp/*.csv", "file.outside"),
    ("链接/*.csv", "file.outside"), ("*.csv", "file.outside"),
])
def test_a_pattern_stays_in_the_folder(tmp_path: Path, pattern: str, code: str) -> None:
    folder = tmp_path / "office"
    (folder / "报送").mkdir(parents=True)
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "a.csv").write_text(SIGNED + signed(), encoding="utf-8")
    (folder / "链接").symlink_to(tmp_path / "别处")
    (folder / "x.csv").symlink_to(tmp_path / "别处" / "a.csv")
    ledger, problems = taken(folder, pattern)
    assert code in [problem.code for problem in problems]
    assert "别处" not in str(ledger.files)
    assert [row for row in ledger.rows(LEDGER) if row.key == "QY1"] == []


def test_a_name_with_brackets_that_is_there_is_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "台账[终].csv").write_text(SIGNED + signed(), encoding="utf-8")
    assert taken(tmp_path, "台账[终].csv")[1] == []


@pytest.mark.parametrize(("value", "said"), [
    ("3", "data.单位.file is not valid: must be a text or a list of texts"),
    ("[]", "must be a text or a list of texts"), ('["a.csv", 3]', "must be a text or a list of texts")])
def test_a_file_that_is_no_name(tmp_path: Path, value: str, said: str) -> None:
    (tmp_path / "briefgen.toml").write_text(
        f'[office]\nname = "a"\ncity = "b"\ncity_code = "1"\n[data]\n"单位" = {{ file = {value} }}\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_office(tmp_path)
    assert str(caught.value).count("\n") == 0
    assert said in str(caught.value)


@pytest.mark.parametrize(("mark", "program"), [
    ("~$台账.xlsx", "Excel"), (".~台账.xlsx", "WPS"), (".~lock.台账.xlsx#", "LibreOffice")])
def test_a_file_that_is_open_elsewhere_is_read_and_told_once(tmp_path: Path, mark: str, program: str) -> None:
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    book = workbook({LEDGER: [HEADINGS, ROW], "到位资金月报": [ARRIVED.strip().split(",")]})
    (tmp_path / "台账.xlsx").write_bytes(book)
    (tmp_path / mark).write_bytes(b"")
    files: dict[str, str | list[str]] = {"单位": "单位.csv", LEDGER: "*.xlsx", "到位资金月报": "台账.xlsx"}
    ledger, problems = read_ledger(tmp_path, office(files), SCHEMAS)
    assert told(problems) == [("file.open", "台账.xlsx")]
    assert (problems[0].severity, problems[0].params["program"]) == ("W", program)
    assert mark in problems[0].hint
    assert len(ledger.rows(LEDGER)) == 1


@pytest.mark.parametrize("call", ["read_bytes", "stat"])
def test_a_file_that_another_program_keeps_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                     call: str) -> None:
    real = getattr(Path, call)

    def held(path: Path, **more: object) -> object:
        if path.name == "台账.xlsx":
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return real(path, **more)

    (tmp_path / "台账.xlsx").write_bytes(workbook({LEDGER: [HEADINGS, ROW]}))
    monkeypatch.setattr(Path, call, held)
    _, (problem,) = taken(tmp_path, "台账.xlsx")
    assert told([problem]) == [("file.unreadable", "台账.xlsx")]
    assert "it is open in Excel or WPS, or this user may not read it" in problem.message
    assert problem.hint == "close it there, and if that does not help, ask for the right to read it"


def test_what_begins_with_an_equals_sign_is_text_in_a_csv_and_a_formula_in_a_workbook(tmp_path: Path) -> None:
    text = SIGNED + signed("=甲1")
    ledger, problems = taken(tmp_path, "台账.csv", text.encode())
    assert (ledger.rows(LEDGER)[0].key, problems) == ("=甲1", [])
    _, problems = taken(tmp_path, "台账.xlsx", workbook({"一月": [HEADINGS, ["=甲1", *ROW[1:]]]}))
    assert told(problems) == [("cell.formula", "台账.xlsx 一月!A2")]
