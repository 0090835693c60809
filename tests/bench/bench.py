"""Measure what the issues bound: medians of seven runs within one run, and print one table, without a verdict.

The base of each ratio is the same work without our program around it, the two taken in turn, in CPU seconds; what a
user waits for is wall time of a whole process.
"""

from __future__ import annotations

import contextlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order
from briefgen.write.pdf import engine, write_html, write_pdf
from tests.bench import ledgers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
RUNS = 7
BRIEFGEN = [sys.executable, "-m", "briefgen"]
BARE = """
import sys, os, pathlib, warnings
warnings.simplefilter("ignore")
os.environ["FONTCONFIG_FILE"] = sys.argv[3]
from weasyprint import HTML
HTML(string=pathlib.Path(sys.argv[1]).read_text()).write_pdf(sys.argv[2], pdf_variant="pdf/a-3a")
"""
ALONE = """
import sys
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(skip_empty_area=False)
"""


class Row(NamedTuple):
    """What was measured: seconds of ours and of the base, and the value that the bound is for."""

    what: str
    ours: float
    base: float | None
    value: str
    bound: str


def _cpu(command: Sequence[str]) -> float:
    """Give the CPU seconds (user + system) of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _wall(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def _inside(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _pair(ours: Callable[[], float], base: Callable[[], float]) -> tuple[float, float, float]:
    """Measure two pieces of work in turn; gives both medians and the median of the ratios."""
    ours(), base()
    pairs = [(ours(), base()) for _ in range(RUNS)]
    return (statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs),
            statistics.median(pair[0] / pair[1] for pair in pairs))


def _ratio(what: str, ours: Callable[[], float], base: Callable[[], float], bound: str) -> Row:
    mine, theirs, ratio = _pair(ours, base)
    return Row(what, mine, theirs, f"{ratio:.2f} x", bound)


def _html(folder: Path) -> tuple[Path, Callable[[], object], Callable[[], object]]:
    """Write the sample's HTML with its fonts as file addresses, and give both ways to render it in this process."""
    desk = Desk(SAMPLE)
    period = Period.parse("2022-12")
    document = desk.compose(desk.kind("monthly"), desk.unit(""), period, Order(period="2022-12"))
    faces = desk.faces()
    html = write_html(document, desk.theme, faces)
    from briefgen.write.pdf.css import font_addresses

    for address, file in font_addresses(faces).items():
        html = html.replace(address, file.as_uri())
    (folder / "page.html").write_text(html, encoding="utf-8")

    def bare() -> object:
        from weasyprint import HTML

        return HTML(string=html).write_pdf(pdf_variant="pdf/a-3a")

    return folder / "page.html", lambda: write_pdf(document, desk.theme, faces, "{}"), bare


def _pdf(folder: Path) -> list[Row]:
    page, ours, bare = _html(folder)
    fonts = str(Path(engine.__file__).with_name("fonts.conf"))
    os.environ["FONTCONFIG_FILE"] = fonts
    build = [*BRIEFGEN, "build", "monthly", "--office", str(SAMPLE), "--period", "2022-12", "--format", "pdf",
             "--out", str(folder / "out")]
    alone = [sys.executable, "-c", BARE, str(page), str(folder / "bare.pdf"), fonts]
    return [_ratio("build of the PDF / bare WeasyPrint, processes, CPU", lambda: _cpu(build), lambda: _cpu(alone),
                   "1.6 x"),
            _ratio("render step / bare WeasyPrint, one process, CPU", lambda: _inside(ours), lambda: _inside(bare),
                   "1.3 x")]


def _waits() -> list[Row]:
    asked = [*BRIEFGEN, "figures", "signed.invest", "--by", "unit", "--compare", "last-year",
             "--period", "2022-01..2022-12", "--office", str(SAMPLE)]
    answer = statistics.median(_wall(asked) for _ in range(RUNS))
    help_, bare, _ = _pair(lambda: _wall([*BRIEFGEN, "--help"]), lambda: _wall([sys.executable, "-c", "pass"]))
    return [Row("figures by unit against last year, process, wall", answer, None, f"{answer:.2f} s", "1 s"),
            Row("--help above the bare interpreter, processes, wall", help_, bare, f"{(help_ - bare) * 1000:.0f} ms",
                "60 ms")]


def _checked(folder: Path) -> list[str]:
    return [*BRIEFGEN, "check", "--office", str(folder)]


def _large(folder: Path) -> list[Row]:
    """Measure the check of ledgers of 10,000 and 100,000 rows against reading the larger one alone."""
    files = {rows: ledgers.office(folder / str(rows), ledgers.honest(rows), ".xlsx") for rows in (10_000, 100_000)}
    small, large = (_checked(file.parent) for file in files.values())
    alone = [sys.executable, "-c", ALONE, str(files[100_000])]
    memory = statistics.median(_peak(large)[1] for _ in range(3))
    return [_ratio("check of 100,000 rows x 16 / calamine alone, CPU", lambda: _cpu(large), lambda: _cpu(alone), "4 x"),
            Row("the same, memory of both processes together", _wall(large), None, f"{memory:.0f} MB", "600 MB"),
            _ratio("check of 100,000 rows / of 10,000, CPU", lambda: _cpu(large), lambda: _cpu(small), "11 x")]


def _figures() -> list[Row]:
    """Measure all indicators of 12 units and the city in 12 months: of the sample's tables, and of projects alone."""
    found = []
    for words, label in (((), "rows"), (("projects",), "projects")):
        small, large = (_computed(rows, *words, times=times) for rows, times in ((100_000, RUNS), (1_000_000, 3)))
        what = f"all indicators x 13 units x 12 months of 100,000 {label}, CPU"
        found += [Row(what, small[0], None, f"{small[0]:.2f} s", "2 s"),
                  Row(f"the same of 1,000,000 {label}", large[0], small[0], f"{large[0] / small[0]:.2f} x", "11 x"),
                  Row("the same, memory with the ledger", large[0], None, f"{large[1]:.0f} MB", "1200 MB")]
    return found


def _computed(rows: int, *words: str, times: int) -> tuple[float, float]:
    """Give the medians of CPU seconds and of MB."""
    command = [sys.executable, "-m", "tests.bench.figures", str(rows), *words]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(times)]
    return statistics.median(float(run[0]) for run in runs), statistics.median(float(run[1]) for run in runs)


def _costly(folder: Path) -> Iterator[Row]:
    """Measure the check of the costliest files of up to 20 MB: wall time, and memory of the larger process."""
    for name, (ending, make) in ledgers.costly().items():
        file = ledgers.office(folder / name, make(), ending)
        runs = [_peak(_checked(file.parent)) for _ in range(3)]
        seconds = statistics.median(run[0] for run in runs)
        yield Row(f"20 MB, {name}{ending}: s, and MB of one process", seconds, None,
                  f"{max(run[2] for run in runs):.0f} MB", "10/400")


def _peak(command: Sequence[str]) -> tuple[float, float, float]:
    """Give a command's seconds, the most MB of all its processes together, and of one of them."""
    start, together, single = time.perf_counter(), 0.0, 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            used = list(_memory(process.pid))
            together, single = max(together, sum(used)), max([single, *used])
            time.sleep(0.02)
    return time.perf_counter() - start, together, single


def _memory(pid: int) -> Iterator[float]:
    """Give the MB that a process and those below it hold."""
    with contextlib.suppress(OSError):  # it has just ended
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS"):
                yield int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="utf-8").split():
                yield from _memory(int(child))


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*_pdf(folder), *_waits(), *_figures(), *_large(folder), *_costly(folder)]
    sys.stdout.write(f"{'what':<62}{'ours s':>9}{'base s':>9}{'value':>9}{'bound':>9}\n")
    for row in rows:
        base = "" if row.base is None else f"{row.base:.3f}"
        sys.stdout.write(f"{row.what:<62}{row.ours:>9.3f}{base:>9}{row.value:>9}{row.bound:>9}\n")


if __name__ == "__main__":
    main()
