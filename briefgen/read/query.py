"""Run the one SELECT of a table on a database, read-only; runs in the child process.

SQLite and PostgreSQL are tested. On other databases the transaction is rolled back at the end: there the account must
have no right but reading.
"""

from __future__ import annotations

import os
import re
import sqlite3
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from briefgen.read.grid import Grid
from briefgen.read.reasons import (
    AddressBad,
    DriverMissing,
    ExtraMissing,
    InflatedLarge,
    NotConnected,
    RowsMany,
    SelectRefused,
    SelectWrites,
    TimeNeeded,
    Unreadable,
    ValueHeld,
    VariableUnset,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

    from briefgen.read.bounds import Bounds
    from briefgen.read.grid import Cell

_MB = 1024 * 1024
_PORTION = 2000
_SHOWN = 200  # characters of what a server says
_WRITES, _OVERDUE, _CUT = "25006", "57014", "08"  # SQLSTATE
_PATIENCE = 10  # seconds for a connection
_LOGIN = re.compile(r"://[^/?#:]*:([^/]*)@")
_PARAMETER = re.compile(r"[?&](?:pass|pwd)\w*=([^&]*)", re.IGNORECASE)
_YES_NO = {True: "是", False: "否"}


def read_query(variable: str, select: str, file: str, bounds: Bounds) -> Grid:
    """Read what a SELECT gives from the database whose address the environment variable holds.

    Row 1 holds the names of the columns; numbers come exactly. Raises Unreadable, in which no password is told.
    """
    address = os.environ.get(variable, "")
    if not address:
        raise VariableUnset(variable=variable)
    try:
        return Grid(file, None, _read(address, variable, select, bounds))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever a driver comes up with is told in one line
        raise _reason(error, address, bounds) from None


def _read(address: str, variable: str, select: str, bounds: Bounds) -> list[list[Cell]]:
    with _engine(address, variable, bounds).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {bounds.seconds * 1000}")
        try:
            return list(_rows(connection, select, bounds))
        finally:
            connection.rollback()


def _engine(address: str, variable: str, bounds: Bounds) -> Engine:
    try:
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
        from sqlalchemy.pool import NullPool
    except ImportError:
        raise ExtraMissing from None
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise AddressBad(variable=variable) from None
    if url.drivername.startswith("sqlite"):
        return create_engine("sqlite://", creator=lambda: _lite(url.database or ""), poolclass=NullPool)
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    patience = {"connect_timeout": min(_PATIENCE, bounds.seconds)} if url.drivername == "postgresql+psycopg" else {}
    try:
        return create_engine(url, poolclass=NullPool, connect_args=patience,
                             execution_options={"postgresql_readonly": True})
    except (ImportError, NoSuchModuleError):
        raise DriverMissing(driver=url.drivername) from None


def _lite(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA query_only = ON")
    return base


def _rows(connection: Connection, select: str, bounds: Bounds) -> Iterator[list[Cell]]:
    options = {"stream_results": True, "max_row_buffer": _PORTION, "no_parameters": True}
    result = connection.exec_driver_sql(select, execution_options=options)
    names = list(result.keys())
    yield list(names)
    held = 0
    for number, values in enumerate(result, 2):
        if number * len(names) > bounds.cells:
            raise RowsMany(limit=bounds.cells, columns=len(names))
        row = [_cell(value, name, number) for value, name in zip(values, names, strict=True)]
        held += sum(len(cell) for cell in row if isinstance(cell, str))
        if held > bounds.inflated_mb * _MB:
            raise InflatedLarge(limit=bounds.inflated_mb)
        yield row


def _cell(value: Any, name: str, row: int) -> Cell:
    """Take a value as a workbook's cell: decimals as their digits, times as the server writes them."""
    if isinstance(value, bool):
        return _YES_NO[value]
    if value is None or isinstance(value, int | float | timedelta):
        return value
    if isinstance(value, str | UUID):
        return str(value)
    if isinstance(value, Decimal):
        whole = value.is_finite() and value == value.to_integral_value()
        return f"{value.to_integral_value() if whole else value:f}"
    if isinstance(value, datetime | time):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return value
    raise ValueHeld(column=name, kind=type(value).__name__, row=row)


def _reason(error: Exception, address: str, bounds: Bounds) -> Unreadable:
    """Name what a database or its driver refused, in its own words."""
    origin = getattr(error, "orig", None) or error
    said = _scrubbed(str(origin) or type(origin).__name__, address)
    state = getattr(origin, "sqlstate", None)
    if state == _OVERDUE:
        return TimeNeeded(limit=bounds.seconds)
    if state == _WRITES or "data-modifying" in said or "readonly database" in said:
        return SelectWrites(said=said)
    begun = getattr(error, "statement", None) is not None
    return SelectRefused(said=said) if begun and not (state or "").startswith(_CUT) else NotConnected(said=said)


def _scrubbed(said: str, address: str) -> str:
    """Shorten a message to one line, without the address and the password that stands in it."""
    from urllib.parse import quote, unquote, unquote_plus

    logins = _LOGIN.findall(address)
    rests = {login[at:] for login in logins for at, letter in enumerate(login, 1) if letter == "@"}
    secrets = {address, *logins, *rests, *_PARAMETER.findall(address)}  # an @ in it makes its rest part of the host
    known = {form for word in secrets for form in (word, unquote(word), unquote_plus(word)) if form}
    forms = known | {quote(word, safe="") for word in known}
    for secret in sorted(forms, key=len, reverse=True):
        said = said.replace(secret, "***")
    line = " ".join(said.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
