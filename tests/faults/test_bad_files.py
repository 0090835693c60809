"""A file that cannot be read is refused by name, in one run, without a traceback and without a hang."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from briefgen.model.office import Limits
from briefgen.read.bounds import Bounds
from briefgen.read.child import Child
from briefgen.read.reasons import MemoryNeeded, TimeNeeded, Unreadable
from briefgen.read.serve import Request
from tests.read.foreign import archive, encrypted, ods, sheet_xml, xls, xlsx
from tests.read.making import UNITS, workbook

LEDGER = "签约项目台账"
BOOK = workbook({LEDGER: [["项目编号"]]})
FAR = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst><si><t>&b;</t></si></sst>'
PAGE = b"<html><body><table><tr><td>1</td></tr></table></body></html>"


def configure(folder: Path, name: str, limits: str = "") -> None:
    """Write an office of units and a ledger in the given file."""
    (folder / "单位.csv").write_text(UNITS, encoding="utf-8")
    (folder / "briefgen.toml").write_text(
        '[office]\nname = "示例中心"\ncity = "晋中市"\ncity_code = "1"\n[data]\n"单位" = { file = "单位.csv" }\n'
        f'"{LEDGER}" = {{ file = "{name}" }}\n[limits]\n{limits}', encoding="utf-8")


def check(folder: Path, name: str, limits: str = "") -> tuple[dict[str, object], str]:
    """Run `briefgen check` over an office whose ledger is the file, and give its one problem."""
    configure(folder, name, limits)
    run = subprocess.run([sys.executable, "-m", "briefgen", "check", "--office", str(folder), "--json", "--lang", "en"],
                         capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 3, run.stdout + run.stderr
    assert run.stderr == ""
    found = json.loads(run.stdout)
    (problem,) = found if isinstance(found, list) else found["problems"]
    assert problem["file"] == name
    return problem, f"{problem['message']}; {problem['hint']}"


@pytest.mark.parametrize(("name", "content", "reason"), [
    ("a.xlsx", b"", "the file is empty"), ("a.xls", b"", "the file is empty"), ("a.db", b"", "the file is empty"),
    ("a.xlsx", BOOK[:900], "damaged"), ("a.ods", ods("a", [[1]])[:200], "damaged"),
    ("a.xls", xls({"a": [[1]]})[:700], "damaged"), ("a.xlsx", encrypted(), "locked with a password"),
    ("a.xls", encrypted(), "locked with a password"),
    ("a.xls", PAGE, "really a web page (HTML)"), ("a.csv", PAGE, "really a web page (HTML)"),
    ("a.xls", "项目编号\t总投资\n".encode("gb18030"), "really plain text"),
    ("a.xls", BOOK, "really a .xlsx file; let its name end in .xlsx"),
    ("a.et", ods("a", [[1]]), "really a .ods file; let its name end in .ods"), ("a.csv", BOOK, "really a .xlsx file"),
    ("a.xlsx", xls({"a": [[1]]}), "really a .xls file; let its name end in .xls"),
    ("a.xlsx", archive({"word/document.xml": "<a/>"}), "a zip archive or another program's document"),
    ("a.csv", archive({"a.csv": "项目编号"}), "a zip archive"), ("a.db", b"\x00\x01\x02\xff", "damaged"),
    ("a.xlsx", xlsx(FAR), "reaches to XFD1048576, more than 2500000 cells"),
    ("a.xlsx", xlsx(sheet_xml(""), xl__sharedStrings=OUTSIDE), "declares a document type"),
    ("a.docx", b"PK", "files are read"),
])
def test_a_file_that_is_no_ledger(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    problem, message = check(tmp_path, name)
    assert (problem["code"], problem["severity"]) == ("file.unreadable", "E")
    assert reason in message


def test_a_database_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.xls")) as base:
        base.execute("CREATE TABLE a (b)")
    assert "really a .db file" in check(tmp_path, "a.xls")[1]


def test_a_sheet_that_unpacks_without_end(tmp_path: Path) -> None:
    piece = b'<row r="1"><c r="A1"><v>1</v></c></row>' * 100_000
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target, \
            target.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(80):
            part.write(piece)
    assert len(piece) * 80 > 256 * 1024 * 1024
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as target:
        target.writestr("xl/workbook.xml", "<workbook/>")
    assert "unpacks to more than 256 MB" in check(tmp_path, "a.xlsx")[1]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.db"])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert "a folder, a pipe or a device stands" in check(tmp_path, name)[1]
    (tmp_path / name).rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / name)
        assert "a folder, a pipe or a device stands" in check(tmp_path, name)[1]


VIEW = f"""CREATE VIEW "{LEDGER}" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
           SELECT i FROM n WHERE i < 0"""


def test_a_view_that_never_ends_is_stopped_in_time(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        base.execute(VIEW)
    start = time.monotonic()
    told = check(tmp_path, "a.db", "seconds = 1\n")[1]
    assert "within 1 seconds; if it is to be trusted, raise seconds under [limits]" in told
    assert time.monotonic() - start < 20


@pytest.mark.skipif(sys.platform == "win32",
                    reason="read/serve.py sets no memory limit on Windows: lifted once it does")
def test_a_sheet_that_needs_too_much_memory_names_the_limit(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="P{row}"><v>1</v></c></row>'
                   for row in range(1, 1_000_000, 2))
    (tmp_path / "a.xlsx").write_bytes(xlsx(sheet_xml(rows)))
    told = check(tmp_path, "a.xlsx", "memory_mb = 256\ncells = 20000000\n")[1]
    assert "needs more than 256 MB of memory; if it is to be trusted, raise memory_mb" in told


def request(folder: Path, name: str, content: bytes) -> Request:
    return Request(name, str(folder / name), f".{name.rpartition('.')[2]}", content, "", LEDGER, Bounds())


def test_after_a_death_the_next_file_is_read(tmp_path: Path) -> None:
    good = request(tmp_path, "a.xlsx", workbook({LEDGER: [["项目编号"], ["QY1"]]}))
    with closing(sqlite3.connect(tmp_path / "b.db")) as base:
        base.execute(VIEW)
    endless = request(tmp_path, "b.db", b"")
    with Child(Bounds(seconds=1)) as child:
        assert child.read(good, "1").rows == [["项目编号"], ["QY1"]]
        assert child._process is not None
        first = child._process.pid
        with pytest.raises(TimeNeeded):
            child.read(endless, "2")
        assert child.read(good, "1").rows == [["项目编号"], ["QY1"]]
        assert child._process.pid != first
        os.kill(child._process.pid, signal.SIGTERM)
        child._process.wait()
        assert child.read(good, "1").rows == [["项目编号"], ["QY1"]]
        process = child._process
    assert process.poll() is not None


def test_an_object_that_a_broken_child_might_send_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import pickle, sys, os; sys.stdout.buffer.write(pickle.dumps(('rows', os.system)))"
    monkeypatch.setattr("briefgen.read.child._CODE", code)
    with Child(Bounds()) as child, pytest.raises(MemoryNeeded):
        child.read(request(tmp_path, "a.xlsx", BOOK), "1")


def test_one_process_reads_all_files_and_all_sheets(tmp_path: Path) -> None:
    book = request(tmp_path, "a.xlsx", workbook({LEDGER: [["a"]], "乙": [["b"]]}))
    old = request(tmp_path, "b.xls", xls({"甲": [["c"]]}))
    with Child(Bounds()) as child:
        grids = [child.read(book, "1"), child.read(old, "2"), child.read(book, "1"), child.read(book, "1")]
        with pytest.raises(Unreadable):
            child.read(request(tmp_path, "c.xlsx", b"PK"), "3")
        assert [(grid.file, grid.sheet, grid.rows) for grid in grids] == [
            ("a.xlsx", LEDGER, [["a"]]), ("b.xls", "甲", [["c"]]), *[("a.xlsx", LEDGER, [["a"]])] * 2]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(),
                    reason="the child is found through /proc: lifted by running on Linux")
def test_an_interrupt_ends_both_processes(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        base.execute(VIEW)
    configure(tmp_path, "a.db")
    run = subprocess.Popen([sys.executable, "-m", "briefgen", "check", "--office", str(tmp_path)],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    while not (child := children.read_text().split()):
        assert run.poll() is None
        time.sleep(0.05)
    time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=10)
    assert run.returncode == 130
    assert b"Traceback" not in told
    assert not Path(f"/proc/{child[0]}").exists()


def test_the_limits_of_the_configuration_are_those_of_the_reader() -> None:
    assert Bounds(**Limits().model_dump()) == Bounds()
