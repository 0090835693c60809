"""A table that one SELECT gives; SQLite stands for the database, PostgreSQL is tried by `make validate`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from briefgen.check.rules import check_ledger
from briefgen.errors import ConfigError
from briefgen.model.amount import Amount
from briefgen.read import query
from briefgen.read.bounds import Bounds
from briefgen.read.ledger import read_ledger
from briefgen.read.office import read_office
from briefgen.read.reasons import ValueHeld
from tests.read.making import SCHEMAS, SIGNED, UNITS, office, told

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.ledger import Ledger
    from briefgen.model.problem import Problem

LEDGER = "签约项目台账"
PLACE = f"{LEDGER}（数据库）"
HEADINGS = SIGNED.strip().split(",")
COLUMNS = tuple("abcdefghijklm")
NAMED = ", ".join(f'{name} AS "{head}"' for name, head in zip(COLUMNS, HEADINGS, strict=True))
SELECT = f"SELECT {NAMED} FROM p"
ROW = "'QY1','项目','寿阳县','长三角','新材料',1000.5,900,'协议','2022-03-15',NULL,NULL,'公开','有效'"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an office beside a database of one project, which the variable BRIEFGEN_DB names."""
    with closing(sqlite3.connect(tmp_path / "系统.db")) as base:
        base.execute(f"CREATE TABLE p ({', '.join(COLUMNS)})")
        base.execute(f"INSERT INTO p VALUES ({ROW})")
        base.commit()
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    monkeypatch.setenv("BRIEFGEN_DB", f"sqlite:///{tmp_path / '系统.db'}")
    return tmp_path


def taken(folder: Path, select: str = SELECT, variable: str = "BRIEFGEN_DB",
          **more: object) -> tuple[Ledger, list[Problem]]:
    own = office({"单位": "单位.csv"}, **more)
    data: Any = own.model_dump(exclude={"accepted"}) | {
        "data": {"单位": {"file": "单位.csv"}, LEDGER: {"database": variable, "select": select}}}
    return read_ledger(folder, type(own).model_validate(data), SCHEMAS)


def test_a_select_gives_the_rows_and_each_says_its_key(folder: Path) -> None:
    before = (folder / "系统.db").read_bytes()
    ledger, problems = taken(folder)
    (row,) = ledger.rows(LEDGER)
    assert problems == []
    assert (row.key, row["总投资"], row["其中固定资产投资"], row["签约日期"]) == (
        "QY1", Amount(Decimal("1000.5")), Amount(Decimal(900)), date(2022, 3, 15))
    assert str(row.source("总投资")) == f"{PLACE} F2 QY1"
    assert (folder / "系统.db").read_bytes() == before


def test_the_digest_is_that_of_the_rows_in_any_order(folder: Path) -> None:
    def digest(select: str) -> str:
        return taken(folder, select)[0].files[PLACE]

    both = f"{SELECT} UNION ALL SELECT {ROW.replace('QY1', 'QY2')} ORDER BY 1"
    assert digest(both) == digest(f"{both} DESC") != digest(SELECT)
    assert digest(SELECT) != digest(SELECT.replace("f AS", "f + 1 AS"))


def test_a_fault_in_a_row_names_its_key(folder: Path) -> None:
    _, problems = taken(folder, SELECT.replace("c AS", "'无此县' AS"))
    assert told(problems) == [("cell.unit", f"{PLACE} C2 QY1")]
    ledger, _ = taken(folder, f"{SELECT} UNION ALL {SELECT}")
    assert told(check_ledger(ledger, office({})))[0] == ("key.duplicate", f"{PLACE} A3 QY1")


@pytest.mark.parametrize(("select", "said"), [
    ("SELECT * FROM 无", "it refuses the select: no such table: 无"),
    ("WITH x AS (SELECT 1) DELETE FROM p", "the select would change data, and nothing was changed: attempt to write"),
    ("SELECT x'00' AS 甲", "the column 甲 holds a value of the kind bytes in row 2"),
])
def test_a_select_that_does_not_do(folder: Path, select: str, said: str) -> None:
    _, (problem,) = taken(folder, select)
    assert told([problem]) == [("database.unreadable", PLACE)]
    assert said in problem.message
    assert len(taken(folder)[0].rows(LEDGER)) == 1


def test_a_select_may_hold_what_drivers_take_for_parameters(folder: Path) -> None:
    _, problems = taken(folder, f"{SELECT} WHERE b LIKE '%目%' OR b = ':x' OR b = '?'")
    assert problems == []


def test_more_than_the_limit_of_cells(folder: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i AS j FROM n"
    _, (problem,) = taken(folder, numbers, limits={"cells": 1000})
    assert "the select gives more than 1000 cells in 2 columns" in problem.message
    assert "raise cells under [limits]" in problem.hint


def test_a_select_without_end_is_stopped(folder: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    _, (problem,) = taken(folder, numbers, limits={"seconds": 2})
    assert "it could not be read within 2 seconds" in problem.message


@pytest.mark.parametrize(("address", "said"), [
    ("", "the environment variable OTHER_DB is not set"),
    ("geheim", "the environment variable OTHER_DB holds no address of a database"),
    ("nosuch://u:geheim@h/d", "the driver nosuch is not installed"),
    ("mysql+nosuch://u:geheim@h/d", "the driver mysql+nosuch is not installed"),
    ("sqlite:////nowhere/geheim.db", "it cannot be reached: unable to open database file"),
])
def test_a_database_that_cannot_be_reached_is_told_without_its_address(
        folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str) -> None:
    monkeypatch.setenv("OTHER_DB", address)
    _, (problem,) = taken(folder, variable="OTHER_DB")
    assert said in problem.message
    assert "geheim" not in f"{problem.message}{problem.hint}{problem.source}"


def test_without_sqlalchemy_one_line_names_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = folder / "hidden" / "sqlalchemy"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder / "hidden"))
    _, (problem,) = taken(folder)
    assert "what reads databases is not installed" in problem.message
    assert problem.hint == "run: pip install briefgen[db]"


@pytest.mark.parametrize("address", [
    "postgresql://u:geh%40eim@h/d", "postgresql://u:geh@eim@h/d", "postgresql://h/d?user=u&password=geh%40eim"])
def test_no_password_is_told_in_any_form(address: str) -> None:
    for said in (f"bad {address}", "auth geh@eim failed", "auth geh%40eim failed"):
        assert "eim" not in str(query._reason(RuntimeError(said), address, Bounds()))


@pytest.mark.parametrize(("value", "cell"), [
    (Decimal("1000.5000"), "1000.5000"), (Decimal("40.00"), "40"), (Decimal("1E+3"), "1000"), (Decimal("NaN"), "NaN"),
    (True, "是"), (date(2022, 3, 15), date(2022, 3, 15)), (202212345678901234, 202212345678901234),
    (datetime(2022, 3, 15, tzinfo=UTC), datetime(2022, 3, 15)), (UUID(int=1), str(UUID(int=1))), (None, None),
])
def test_values_come_exactly(value: object, cell: object) -> None:
    assert query._cell(value, "甲", 2) == cell


def test_a_list_is_no_cell() -> None:
    with pytest.raises(ValueHeld):
        query._cell([1], "甲", 2)


HEAD = '[office]\nname = "a"\ncity = "b"\ncity_code = "1"\n[data]\n"单位" = '


@pytest.mark.parametrize(("entry", "said"), [
    ('{ database = "postgresql://u:geheim@h/d", select = "SELECT 1" }', "must be the name of an environment variable"),
    ('{ database = "DB", select = "DELETE FROM p" }', "must be one statement that begins with SELECT or WITH"),
    ('{ database = "DB", select = "SELECT 1; DROP TABLE p" }', "must be one statement that begins with SELECT"),
    ('{ database = "DB" }', "must name a file (and sheet), a database and its select, or how it is received"),
    ('{ file = "a.csv", database = "DB", select = "SELECT 1" }', "must name a file (and sheet), a database"),
    ("{ }", "must name a file (and sheet), a database and its select, or how it is received"),
])
def test_an_entry_that_names_no_place(tmp_path: Path, entry: str, said: str) -> None:
    (tmp_path / "briefgen.toml").write_text(f"{HEAD}{entry}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_office(tmp_path)
    assert said in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_select_may_end_in_a_semicolon(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_text(f'{HEAD}{{ database = "DB", select = "select 1 ;" }}\n', encoding="utf-8")
    assert read_office(tmp_path).data["单位"].select == "select 1 "
