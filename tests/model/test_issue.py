"""Issues are numbered within kind, unit and year; of a document the one stands that nothing replaces."""

from __future__ import annotations

from datetime import date

from briefgen.model.issue import Issue, next_number, standing


def _issue(period: str, number: int | None, name: str = "", replaces: str = "", unit: str = "140700") -> Issue:
    return Issue(folder=f"published/{period}/{name or 'a'}", kind="monthly", unit=unit, period=period,
                 as_of=date(2022, 12, 1), number=number, day=date(2023, 1, 5), replaces=replaces, record="0" * 64,
                 trace="0" * 64)


def _next(register: list[Issue], period: str, default: int) -> int:
    return next_number(register, "monthly", "140700", period, default)


def test_the_first_number_is_the_months() -> None:
    assert _next([], "2022-05", 5) == 5
    assert _next([_issue("2022-04", 9, unit="140721"), _issue("2021-12", 14)], "2022-05", 5) == 5


def test_numbers_go_on_from_the_highest_and_a_month_keeps_its_own() -> None:
    register = [_issue("2022-03", 3), _issue("2022-04", 7), _issue("2022-02", 2)]
    assert [_next(register, period, 1) for period in ("2022-05", "2022-04", "2022-03")] == [8, 7, 3]


def test_a_replaced_issue_stands_no_longer_but_keeps_its_number() -> None:
    wrong = _issue("2022-04", 4)
    right = _issue("2022-04", 4, "a-2", replaces=wrong.folder)
    assert standing([wrong, right]) == (right,)
    assert _next([wrong, right], "2022-05", 5) == 5
    assert _next([wrong, right], "2022-04", 1) == 4
