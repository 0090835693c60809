"""Keep a child process that reads workbooks, so that a file that breaks its reader costs itself and not the run."""

from __future__ import annotations

import contextlib
import io
import json
import pickle
import signal
import subprocess
import sys
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from briefgen.read import reasons
from briefgen.read.grid import Grid

if TYPE_CHECKING:
    from briefgen.read.bounds import Bounds
    from briefgen.read.grid import Cell
    from briefgen.read.serve import Request

_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from briefgen.read.serve import serve; serve()"
_SPENT = -getattr(signal, "SIGXCPU", 0) or None
_PATIENCE = 3 if _SPENT else 1  # the child counts its own seconds of work; a busy machine takes longer over them
_TIMES = {kind.__name__: kind for kind in (date, datetime, time, timedelta)}


class Child:
    """One process for all files of a run; after its death the next request starts another. A context manager."""

    def __init__(self, bounds: Bounds) -> None:
        """Start nothing yet."""
        self._bounds = bounds
        self._process: subprocess.Popen[bytes] | None = None
        self._holds: tuple[str, str] | None = None

    def __enter__(self) -> Child:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is at."""
        self._end()

    def read(self, request: Request, digest: str) -> Grid:
        """Read a sheet within the limits; `digest` tells the content that the child may hold. Raises Unreadable."""
        from dataclasses import replace

        process = self._running()
        mark = (request.file, digest)
        known = self._holds == mark
        self._holds = mark
        over = threading.Event()

        def stop() -> None:
            over.set()
            process.kill()

        timer = threading.Timer(self._bounds.seconds * _PATIENCE, stop)
        timer.start()
        try:
            return self._talk(process, replace(request, data=None) if known else request)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end()
            if over.is_set() or process.returncode == _SPENT:
                raise reasons.TimeNeeded(limit=self._bounds.seconds) from None
            raise reasons.MemoryNeeded(limit=self._bounds.memory_mb) from None
        except reasons.Unreadable:
            self._holds = None
            raise
        except BaseException:
            self._end()
            raise
        finally:
            timer.cancel()
            timer.join()
            if over.is_set():
                self._end()

    def _talk(self, process: subprocess.Popen[bytes], request: Request) -> Grid:
        asked, answers = _pipe(process.stdin), _pipe(process.stdout)
        pickle.dump(request, asked, protocol=5)
        asked.flush()
        head: tuple[Any, Any, Any] = (None, (), "")
        rows: list[list[Cell]] = []
        while True:
            kind, content = _Plain(answers).load()
            if kind == "refused":
                name, params = content
                raise getattr(reasons, name)(**params)
            if kind == "end":
                sheet, merged, hidden = head
                return Grid(request.file, sheet, rows, merged, hidden)
            if kind == "head":
                head = content
            else:
                rows += content

    def _running(self) -> subprocess.Popen[bytes]:
        """Give the process, started anew when there is none."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            places = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
            self._process = subprocess.Popen([sys.executable, "-I", "-c", _CODE, places], stdin=subprocess.PIPE,
                                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return self._process

    def _end(self) -> None:
        process, self._process, self._holds = self._process, None, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # a request that never left
                _pipe(pipe).close()
        process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    return pipe if pipe is not None else io.BytesIO()


class _Plain(pickle.Unpickler):
    """Take builtin values, days and times, and nothing else: the child has met hostile files."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse every other class."""
        if module == "datetime" and name in _TIMES:
            return _TIMES[name]
        raise pickle.UnpicklingError(name)
