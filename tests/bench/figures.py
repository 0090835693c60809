"""Compute every indicator of each unit in each month of 2022 over so many rows; print CPU seconds, and MB at most.

The rows are the sample's, repeated in their proportions under keys of their own, with other amounts; the tables from
which nothing of a size is counted stay as they are. With `projects` all rows are projects.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import cli
from briefgen.compute.calculator import Calculator
from briefgen.model.amount import Amount
from briefgen.model.period import Period
from briefgen.pipeline import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger
    from briefgen.model.table import Record

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
PROJECTS = "签约项目台账"
REPEATED = (PROJECTS, "到位资金月报", "三个一批", "储备项目库", "外出招商", "来访接待", "展会活动", "在外人才库")


def _again(record: Record, turn: int) -> Record:
    """Give a row once more, as another one."""
    keys = {record.origin.schema.key, "项目编号"}
    values = (Amount(cell.value + turn) if isinstance(cell, Amount) else f"{cell}-{turn}" if name in keys else cell
              for name, cell in zip(record.origin.schema.index, record.values, strict=True))
    return replace(record, row=record.row + turn * 10_000, values=tuple(values))


def grown(ledger: Ledger, rows: int, names: tuple[str, ...] = REPEATED) -> Ledger:
    """Repeat the rows of some tables until they are so many."""
    found: dict[str, list[Record]] = {name: [] for name in names}
    for at, record in enumerate(_turns(ledger, names)):
        if at == rows:
            break
        found[record.origin.schema.name].append(record)
    return replace(ledger, tables={**ledger.tables, **{name: tuple(some) for name, some in found.items()}})


def _turns(ledger: Ledger, names: tuple[str, ...]) -> Iterator[Record]:
    own = [record for name in names for record in ledger.rows(name)]
    for at, record in enumerate(cycle(own)):
        turn = at // len(own)
        yield _again(record, turn) if turn else record


def main() -> None:
    """Measure once, in a process of its own."""
    desk = Desk(SAMPLE)
    ledger = grown(desk.ledger, int(sys.argv[1]), (PROJECTS,) if sys.argv[2:] == ["projects"] else REPEATED)
    gc.set_threshold(cli.COLLECT_AFTER)  # as the program does
    units = (ledger.units.city, *ledger.units.units)
    periods = [Period.parse(f"2022-{month:02}") for month in range(1, 13)]
    start = time.process_time()
    calculator = Calculator(ledger, desk.office, desk.profile)
    for period in periods:
        for name in desk.profile.indicator:
            for unit in units:
                calculator.figure(name, unit, period)
    seconds = time.process_time() - start
    sys.stdout.write(f"{seconds} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}\n")


if __name__ == "__main__":
    main()
