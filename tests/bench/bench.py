"""Measure what the issues bound, as ratios within one run: medians of CPU seconds, each pair taken in turn.

`make bench` prints one table. The base of each ratio is the same work without our program around it.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order
from briefgen.write.pdf import engine, write_html, write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
RUNS = 7
BARE = """
import sys, os, pathlib, warnings
warnings.simplefilter("ignore")
os.environ["FONTCONFIG_FILE"] = sys.argv[3]
from weasyprint import HTML
HTML(string=pathlib.Path(sys.argv[1]).read_text()).write_pdf(sys.argv[2], pdf_variant="pdf/a-3a")
"""


def _process(command: Sequence[str]) -> float:
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


def _html(folder: Path) -> tuple[Path, Desk, Callable[[], object], Callable[[], object]]:
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

    return folder / "page.html", desk, lambda: write_pdf(document, desk.theme, faces, "{}"), bare


def main() -> None:
    """Measure and print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page, _, ours, bare = _html(folder)
        fonts = str(Path(engine.__file__).with_name("fonts.conf"))
        os.environ["FONTCONFIG_FILE"] = fonts
        build = [sys.executable, "-m", "briefgen", "build", "monthly", "--office", str(SAMPLE), "--period", "2022-12",
                 "--format", "pdf", "--out", str(folder / "out")]
        alone = [sys.executable, "-c", BARE, str(page), str(folder / "bare.pdf"), fonts]
        rows.append(("build of the PDF / bare WeasyPrint, whole process", *_pair(
            lambda: _process(build), lambda: _process(alone)), 1.6))
        rows.append(("render step / bare WeasyPrint, in one process", *_pair(
            lambda: _inside(ours), lambda: _inside(bare)), 1.3))
    interpreter, helped = [sys.executable, "-c", "pass"], [sys.executable, "-m", "briefgen", "--help"]
    help_, base, _ = _pair(lambda: _wall(helped), lambda: _wall(interpreter))
    out = sys.stdout.write
    out(f"{'what':<52}{'ours s':>9}{'base s':>9}{'ratio':>8}{'bound':>8}\n")
    for what, mine, theirs, ratio, bound in rows:
        out(f"{what:<52}{mine:>9.3f}{theirs:>9.3f}{ratio:>8.2f}{bound:>8}\n")
    out(f"{'--help above the bare interpreter, wall ms':<52}{(help_ - base) * 1000:>9.0f}{'':>17}{60:>8}\n")


if __name__ == "__main__":
    main()
