"""Every figure of random ledgers equals that of a second, independent computation, whatever order the rows come in."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from briefgen.compute.breakdown import Divider
from briefgen.model.period import Period
from tests.compute import oracle, worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.compute.calculator import Calculator
    from tests.compute.oracle import Value, When, World

FULL = bool(os.environ.get("BRIEFGEN_FULL"))
LEDGERS, CHUNKS = (10_000, 20) if FULL else (500, 2)
ROOT = Path(__file__).parents[2]
SHOWN = [*oracle.COUNTED, *oracle.RATIOS]
SHOWN.remove("batches.count")
PATHS = [*SHOWN, *(f"{base}.{derived}" for base in SHOWN for derived in oracle._DERIVE),
         *(f"{base}.month.{derived}" for base in ("signed.invest", "arrived.fixed") for derived in ("mom", "yoy"))]


def _figure(calculator: Calculator, path: str, unit: str, when: When) -> Value:
    units = calculator._ledger.units
    found = units.city if unit == oracle.CITY else units.find(unit)
    assert found is not None
    figure = calculator.figure(path, found, Period.of(when.year, when.month, as_of=when.last))
    if figure.value is None:
        assert figure.reason is not None
        return figure.reason.value
    return figure.value


def _asked(world: World) -> list[str]:
    """Leave out what a correction makes a matter of definition: which of what is left came in this month."""
    return [path for path in PATHS if not (world.corrections and path == "waiting.count.month")]


def _differences(seed: int) -> Iterator[str]:
    random = Random(seed)
    world, when = worlds.world(random), worlds.when(random)
    calculator = worlds.calculator(world)
    for unit in (oracle.CITY, random.choice(world.units)["code"]):
        for path in _asked(world):
            wanted, found = oracle.ask(world, path, unit, when), _figure(calculator, path, unit, when)
            if wanted != found:
                yield f"{seed} {path}@{unit} {when}: {wanted} {found}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_figure_of_random_ledgers_is_that_of_the_oracle(chunk: int) -> None:
    assert [each for seed in range(chunk, LEDGERS, CHUNKS) for each in _differences(seed)] == []


def _fingerprint(world: World, when: When, calculator: Calculator) -> list[Value]:
    codes = [oracle.CITY, *sorted(row["code"] for row in world.units)]
    return [_figure(calculator, path, unit, when) for path in PATHS for unit in codes]


def digest(count: int) -> str:
    """Digest the figures of some ledgers, for a process of another hash seed."""
    found = []
    for seed in range(count):
        random = Random(seed)
        world, when = worlds.world(random), worlds.when(random)
        found += _fingerprint(world, when, worlds.calculator(world))
    return hashlib.sha256("\n".join(map(str, found)).encode()).hexdigest()


@pytest.mark.parametrize("parts", [1, 3])
def test_neither_the_order_of_rows_nor_the_number_of_files_changes_a_figure(parts: int) -> None:
    for seed in range(200 if FULL else 25):
        random = Random(seed)
        world, when = worlds.world(random), worlds.when(random)
        other = worlds.shuffled(world, random)
        assert _fingerprint(world, when, worlds.calculator(world)) == _fingerprint(
            other, when, worlds.calculator(other, parts)), seed


def test_no_hash_seed_changes_a_figure() -> None:
    script = "from tests.compute.test_oracle import digest; print(digest(10))"
    for seed in ("1", "4711"):
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
                              capture_output=True, text=True, check=True)
        assert done.stdout.strip() == digest(10)


@pytest.mark.parametrize("path", ["signed.count", "signed.invest", "started.invest", "arrived.fixed", "pool.invest",
                                  "batches.count", "waiting.count", "signed.invest.month", "arrived.fixed.month"])
def test_units_add_up_to_the_city(path: str) -> None:
    checked = 0
    for seed in range(2_000 if FULL else 100):
        random = Random(seed)
        world, when = worlds.world(random), worlds.when(random)
        calculator = worlds.calculator(world)
        whole = _figure(calculator, path, oracle.CITY, when)
        parts = [_figure(calculator, path, row["code"], when) for row in world.units]
        if not isinstance(whole, str):
            assert sum((each for each in parts if not isinstance(each, str)), Fraction(0)) == whole, seed
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(("by", "field"), [("chain", "chain"), ("origin", "source")])
@pytest.mark.parametrize("path", ["signed.count", "signed.invest"])
def test_chains_and_origins_are_those_of_the_oracle_and_add_up_to_the_city(path: str, by: str, field: str) -> None:
    for seed in range(2_000 if FULL else 100):
        random = Random(seed)
        world, when = worlds.world(random), worlds.when(random)
        calculator = worlds.calculator(world)
        ledger = calculator._ledger
        period = Period.of(when.year, when.month, as_of=when.last)
        whole = calculator.figure(path, ledger.units.city, period)
        if whole.value is None or whole.stated is not None:
            continue
        found = Divider(calculator, ledger, period).divide(path, ledger.units.city, by, "")
        parts = {part.label: part.figure.value for part in found.parts}
        assert parts == oracle.shares(world, field, when, money=path == "signed.invest"), seed
        assert sum((each for each in parts.values() if each is not None), Fraction(0)) == whole.value


def test_the_oracle_catches_a_wrong_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that cannot fail is none."""
    monkeypatch.setattr(oracle, "_money", lambda text: Fraction(text) / 10_000 + Fraction(1, 10**9))
    assert any(True for seed in range(20) for _ in _differences(seed))
