"""A ledger that stands in a real PostgreSQL gives the same figures, and cannot be changed by reading it."""

from __future__ import annotations

import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.model.amount import Amount
from briefgen.model.table import CellType
from briefgen.pipeline import Desk, Order, Question, answer, check
from tests.validate.conftest import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.table import Value
    from tests.validate.postgres import Server

LEDGER = "签约项目台账"
PLACE = f"{LEDGER}（数据库）"
FILE = '{ file = "data/签约项目台账.xlsx", sheet = "签约项目" }'
TYPES = {CellType.MONEY: "numeric(18,4)", CellType.DATE: "date", CellType.YES_NO: "boolean"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not os.environ.get("BRIEFGEN_VALIDATE"):
        pytest.skip("make validate brings PostgreSQL")
    from tests.validate.postgres import binaries, running

    programs = binaries()
    assert programs is not None, "make validate installs postgresql"
    with running(programs) as made:
        _fill(made)
        yield made


def _fill(server: Server) -> None:
    """Copy the sample's ledger into a table of numbers, days and texts."""
    desk = Desk(SAMPLE)
    schema = desk.schemas[LEDGER]
    columns = ", ".join(f"c{at} {TYPES.get(column.type, 'text')}" for at, column in enumerate(schema.columns))
    places = ", ".join(["%s"] * len(schema.columns))
    rows = [tuple(_stored(value) for value in record.values) for record in desk.ledger.rows(LEDGER)]
    server.run(f"CREATE TABLE p ({columns})", f"INSERT INTO p VALUES ({places})", rows=rows)
    server.run("CREATE FUNCTION wipe() RETURNS bigint LANGUAGE sql VOLATILE AS "
               "'WITH x AS (DELETE FROM p RETURNING 1) SELECT count(*) FROM x'", "CREATE SEQUENCE s")


def _stored(value: Value) -> Any:
    if isinstance(value, Amount):
        return value.value
    return value if isinstance(value, date | bool | None) else str(value)


def _select() -> str:
    """Name the columns as the ledger heads them, money with its unit."""
    named = (f'c{at} AS "{column.name}{"(万元)" if column.type is CellType.MONEY else ""}"'
             for at, column in enumerate(Desk(SAMPLE).schemas[LEDGER].columns))
    return f"SELECT {', '.join(named)} FROM p ORDER BY 1"


@pytest.fixture
def folder(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the sample with its ledger in the database."""
    monkeypatch.setenv("BRIEFGEN_DB", server.address)
    copied = Path(shutil.copytree(SAMPLE, tmp_path / "office"))
    _configure(copied, _select())
    return copied


def _configure(folder: Path, select: str, limits: str = "") -> None:
    text = (SAMPLE / "briefgen.toml").read_text(encoding="utf-8")
    assert FILE in text
    entry = "{ database = \"BRIEFGEN_DB\", select = '''" + select + "''' }"
    (folder / "briefgen.toml").write_text(text.replace(FILE, entry) + limits, encoding="utf-8")


def _said(folder: Path, select: str, limits: str = "") -> str:
    """Give the one reason for which the ledger is not read."""
    _configure(folder, select, limits)
    (problem,) = (each for each in check(folder) if each.code == "database.unreadable")
    assert str(problem.source) == PLACE
    for word in (problem.message, problem.hint):
        assert "eim" not in word
    return problem.message


def test_the_ledger_gives_the_same_rows_and_figures(folder: Path) -> None:
    here, there = Desk(SAMPLE), Desk(folder)
    assert [row.values for row in there.ledger.rows(LEDGER)] == [
        row.values for row in sorted(here.ledger.rows(LEDGER), key=lambda row: row.key)]
    order, question = Order(period="2022-12"), Question()
    assert [each.sentence for each in answer(folder, order, question)] == [
        each.sentence for each in answer(SAMPLE, order, question)]
    assert len(check(folder, "2022-12")) == len(check(SAMPLE, "2022-12"))
    assert len(there.ledger.files[PLACE]) == 64


@pytest.mark.parametrize("select", [
    "SELECT wipe()", "WITH x AS (DELETE FROM p RETURNING *) SELECT * FROM x",
    "SELECT nextval('s')", "SELECT * FROM p FOR UPDATE",
])
def test_a_select_that_would_write_is_refused(folder: Path, server: Server, select: str) -> None:
    before = server.run("SELECT count(*), (SELECT last_value FROM s) FROM p")
    assert "the select would change data, and nothing was changed" in _said(folder, select)
    assert server.run("SELECT count(*), (SELECT last_value FROM s) FROM p") == before


@pytest.mark.parametrize("select", [
    "SELECT set_config('transaction_read_only', 'off', true), wipe()",
    "SELECT set_config('default_transaction_read_only', 'off', false), wipe()", "SELECT * INTO q FROM p",
])
def test_nor_can_a_select_free_itself(folder: Path, server: Server, select: str) -> None:
    before = server.run("SELECT count(*) FROM p")
    assert "select" in _said(folder, select)
    assert server.run("SELECT count(*) FROM p") == before


@pytest.mark.parametrize(("select", "said"), [
    ("SELECT * FROM nowhere", 'it refuses the select: relation "nowhere" does not exist'),
    ("SELECT '\\x00'::bytea AS a", "the column a holds a value of the kind bytes in row 2"),
    ("SELECT ARRAY['甲'] AS a", "the column a holds a value of the kind list in row 2"),
    ("SELECT i, i AS j FROM generate_series(1, 100000) AS i", "more than 2000 cells in 2 columns"),
])
def test_what_the_server_or_the_reader_refuses(folder: Path, select: str, said: str) -> None:
    assert said in _said(folder, select, "[limits]\ncells = 2000\n")


def test_a_select_without_end_ends_on_the_server_too(folder: Path, server: Server) -> None:
    assert "within 2 seconds" in _said(folder, "SELECT pg_sleep(600)", "[limits]\nseconds = 2\n")
    left = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' " \
           "AND pid <> pg_backend_pid() AND now() - query_start > interval '5 seconds'"
    server.run("SELECT pg_sleep(4)")
    assert server.run(left) == [(0,)]


def test_a_wrong_password_and_a_closed_port(folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFGEN_DB", server.address.replace("geh", "falsch-geh"))
    assert "it cannot be reached" in _said(folder, "SELECT 1")
    monkeypatch.setenv("BRIEFGEN_DB", server.address.replace(f":{server.port}/", ":1/"))
    assert "Connection refused" in _said(folder, "SELECT 1")


def test_decimals_come_exactly(folder: Path) -> None:
    invest = Desk(SAMPLE).schemas[LEDGER].index["总投资"]
    _configure(folder, _select().replace(f"c{invest} AS", "99999999.0001::numeric AS"))
    assert {row["总投资"] for row in Desk(folder).ledger.rows(LEDGER)} == {Amount(Decimal("99999999.0001"))}
