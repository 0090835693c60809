"""Read workbooks and databases in a process of their own, for the parent that `child` keeps.

Each request is a pickled Request on standard input; the answer is pickled tuples of builtin values on standard output:
a head, the rows in portions, and an end, or at any point a refusal.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefgen.read.reasons import MemoryNeeded, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.read.bounds import Bounds
    from briefgen.read.grid import Grid
    from briefgen.read.workbook import Workbook

_PORTION = 2000
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """A sheet that is asked for; `data` is None when the child holds the workbook already, and for a database.

    For a QUERY, `path` is the environment variable with the address, and `sheet` the SELECT.
    """

    file: str
    path: str
    ending: str
    data: bytes | None
    sheet: str
    table: str
    bounds: Bounds


def serve() -> None:
    """Answer requests until the parent closes the pipe or goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    gc.disable()
    desk = _Desk()
    limited = False
    while True:
        try:
            request: Request = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        if not limited:
            _limit_memory(request.bounds)
            limited = True
        _limit_time(request.bounds)
        for message in _answer(desk, request):
            pickle.dump(message, answers, protocol=5)
        answers.flush()


def _answer(desk: _Desk, request: Request) -> Iterator[tuple[str, Any]]:
    try:
        grid = desk.grid(request)
        yield "head", (grid.sheet, grid.merged, grid.hidden)
        rows = list(grid.rows)
        del grid
        while rows:  # each portion is let go as it leaves: two processes need not hold the sheet at once
            yield "rows", rows[:_PORTION]
            del rows[:_PORTION]
        yield "end", None
    except Unreadable as reason:
        yield "refused", (type(reason).__name__, reason.params)
    except MemoryError:
        desk.close()
        yield "refused", (MemoryNeeded.__name__, {"limit": request.bounds.memory_mb})


class _Desk:
    """The workbook that was opened last: its tables mostly follow each other."""

    def __init__(self) -> None:
        self._book: Workbook | None = None

    def grid(self, request: Request) -> Grid:
        from briefgen.read.sniff import DATABASES, QUERY

        if request.ending == QUERY:
            from briefgen.read.query import read_query
            return read_query(request.path, request.sheet, request.file, request.bounds)
        if request.ending in DATABASES:
            from briefgen.read.database import read_table
            return read_table(request.path, request.file, request.sheet, request.table, request.bounds)
        if request.data is not None:
            from briefgen.read.workbook import Workbook
            self._book = None
            self._book = Workbook(request.data, request.ending, request.bounds)
        if self._book is None:
            raise Unreadable
        return self._book.sheet(request.file, request.sheet, request.table)

    def close(self) -> None:
        self._book = None


def _limit_time(bounds: Bounds) -> None:
    """Let this request take its own seconds of work, however busy the machine is; the next one has its own again."""
    try:
        import resource
    except ImportError:  # on Windows the parent's clock alone tells
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + bounds.seconds
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _limit_memory(bounds: Bounds) -> None:
    """Cap the address space where the system can; what goes beyond ends this process and not the run."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_mb * _MB, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
