"""Amounts of another size than the rest, and funds that fall or exceed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.check.judging import arrived, brief, found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("sizes", "told"), [
    (("1000", "1000", "9999.99"), []), (("1000", "1000", "10000"), [("amount.large", "I4", [])]),
    (("499999.99", "400000", "300000"), []), (("500000", "400000", "300000"), [("amount.large", "I2", [])]),
    (("0", "0", "5"), []),
])
def test_a_total_of_another_size(tmp_path: Path, sizes: tuple[str, ...], told: object) -> None:
    assert brief(found(tmp_path, *({"总投资(万元)": size} for size in sizes))) == told


def test_the_median_is_said(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, *({"总投资(万元)": size} for size in ("1000", "2001", "3000", "26000")))
    assert problem.message == "总投资 is 26000 万元; the median of the table is 2500.5 万元"


@pytest.mark.parametrize(("money", "told"), [
    (("50", "-10"), [("funds.fell", "C3", ["C2"])]), (("50", "0"), []), (("-10", "50"), [("funds.fell", "C2", [])]),
])
def test_money_that_falls_from_one_month_to_the_next(tmp_path: Path, money: tuple[str, ...], told: object) -> None:
    rows = [("A1", f"2022-0{month}", value) for month, value in enumerate(money, 3)]
    assert brief(found(tmp_path, {}, 到位资金月报=arrived(*rows))) == told


def test_a_month_counts_as_a_whole(tmp_path: Path) -> None:
    rows = [("A1", "2022-03", "50"), ("A1", "2022-04", "-10"), ("A1", "2022-04", "10"), ("A2", "2022-05", "9")]
    assert found(tmp_path, {}, {}, 到位资金月报=arrived(*rows)) == []


def test_a_fall_says_from_what_to_what(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, {}, 到位资金月报=arrived(("A1", "2022-04", "-10.5"), ("A1", "2022-03", "50")))
    assert problem.message == (
        "with 2022-04 the money arrived for the project A1 (固定资产投资) falls from 50 to 39.5 万元")


@pytest.mark.parametrize(("money", "told"), [
    ("500", []), ("500.01", [("funds.over", "I2", ["C3"])])])
def test_more_money_than_the_project_costs(tmp_path: Path, money: str, told: object) -> None:
    rows = arrived(("A1", "2022-03", "500"), ("A1", "2022-04", money))
    assert brief(found(tmp_path, {}, 到位资金月报=rows)) == told


def test_an_amount_below_zero_stops_wherever_money_has_not_arrived(tmp_path: Path) -> None:
    rows: tuple[dict[str, str], ...] = ({"总投资(万元)": "-1000"}, {"总投资(万元)": "0"}, {})
    assert ("amount.negative", "I2", []) in brief(found(tmp_path, *rows))
    money = arrived(("A1", "2022-03", "50"), ("A1", "2022-04", "-10"))
    assert [problem.code for problem in found(tmp_path, {}, 到位资金月报=money)] == ["funds.fell"]
    assert [code for code, *_ in brief(found(tmp_path, *rows[:1]))] == ["amount.negative"]  # it had no money either
