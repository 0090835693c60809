"""An office that differs from the sample in one thing, and the words of a paper that it builds."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.document.dump import dump
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

CORRECTED = "序号,表,编号,字段,原值,新值,原因,更正人,更正日期,生效月份\n"
_FIGURE = re.compile(r"\{f\d+ ([^}]*)\}")


@dataclass(frozen=True)
class Office:
    """A copy of the sample."""

    folder: Path

    def config(self, text: str, place: str = "[office]") -> Office:
        """Write something into briefgen.toml, before a line of it."""
        file = self.folder / "briefgen.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(place, f"{text}\n{place}", 1), encoding="utf-8")
        return self

    def lines(self, name: str, change: Callable[[str], str]) -> Office:
        """Change the lines of a file one by one; an empty one goes."""
        file = self.folder / "data" / name
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        kept = [lines[0], *(made for line in lines[1:] if (made := change(line)))]
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")
        return self

    def corrected(self, line: str) -> Office:
        """Enter a correction."""
        (self.folder / "data/更正记录.csv").write_text(f"{CORRECTED}{line}\n", encoding="utf-8")
        return self.config('[data."更正记录"]\nfile = "data/更正记录.csv"')

    def paper(self, kind: str, unit: str, month: str) -> str:
        """Compose a paper; figures stand as their text alone."""
        desk = Desk(self.folder)
        period = desk.closed(Period.parse(month))
        document = desk.compose(desk.kind(kind), desk.unit(unit), period, Order(period=month))
        return _FIGURE.sub(r"\1", dump(document))


def copied(folder: Path) -> Office:
    """Copy the sample."""
    return Office(Path(shutil.copytree(SAMPLE, folder / "office", ignore=shutil.ignore_patterns("out", ".briefgen"))))
