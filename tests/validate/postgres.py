"""A PostgreSQL of the test's own: on loopback, in a folder of its own, ended by its own process."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PASSWORD = "geh@eim 1"
QUOTED = "geh%40eim%201"
_OWNER = "postgres"  # the server refuses to run as root
_PATIENCE = 60


class Server(NamedTuple):
    """A running server and the address of its database, as a user who may do everything."""

    port: int
    address: str

    def run(self, *statements: str, rows: list[tuple[Any, ...]] | None = None) -> list[tuple[Any, ...]]:
        """Run statements, the last one once for each of the rows if there are any; gives what it returned."""
        place = f"host=127.0.0.1 port={self.port} user=briefgen dbname=postgres"
        with psycopg.connect(place, password=PASSWORD) as connection, connection.cursor() as cursor:
            for statement in statements[:-1]:
                cursor.execute(statement.encode())
            if rows is not None:
                cursor.executemany(statements[-1].encode(), rows)
                return []
            cursor.execute(statements[-1].encode())
            return cursor.fetchall() if cursor.description else []


def binaries() -> Path | None:
    """Find the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Start a server and end it again, whatever happens in between."""
    folder = Path(tempfile.mkdtemp(prefix="briefgen-pg-", dir="/tmp"))  # the path of a socket must be short
    user: Mapping[str, Any] = {}
    try:
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            user = {"user": _OWNER, "group": _OWNER, "extra_groups": []}
            for path in (folder, folder / "password"):
                shutil.chown(path, _OWNER, _OWNER)
        subprocess.run([programs / "initdb", "-D", folder / "data", "-U", "briefgen", "-A", "scram-sha-256",
                        "-E", "UTF8", "--locale=C", "-N", f"--pwfile={folder / 'password'}"],
                       check=True, capture_output=True, cwd=folder, **user)
        port = _free_port()
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, "-c",
                 "listen_addresses=127.0.0.1", "-F"], stdout=log, stderr=log, cwd=folder, **user)
        try:
            made = Server(port, f"postgresql://briefgen:{QUOTED}@127.0.0.1:{port}/postgres")
            _wait(made, server, folder / "log")
            yield made
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(made: Server, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            made.run("SELECT 1")
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")) from None
            time.sleep(0.1)
        else:
            return
