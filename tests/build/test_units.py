"""Which units have papers: those that exist on the as-of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.desk import Desk, Order, UnitGone
from briefgen.model.period import Period
from briefgen.papers import wanted
from tests.build.wording import copied

if TYPE_CHECKING:
    from pathlib import Path

MAY, JUNE = Period.parse("2022-05"), Period.parse("2022-06")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Open an office in which 左权县 ended on 31 May 2022."""
    office = copied(tmp_path).lines("单位.csv", lambda line: line.replace(
        "2000-01-01,,4", "2000-01-01,2022-05-31,4"))
    return Desk(office.folder)


def test_a_unit_has_no_paper_of_a_month_at_whose_end_it_is_gone(desk: Desk) -> None:
    kinds, order = [desk.kind("monthly")], Order(period="2022-06", unit="左权县")
    assert list(wanted(desk, kinds, MAY, order)[0]) == ["2022-05/左权县-月度工作简报"]
    with pytest.raises(UnitGone, match="2022-06-30"):
        wanted(desk, kinds, JUNE, order)


def test_the_papers_of_all_units_leave_it_out_and_say_so(desk: Desk) -> None:
    kinds, order = [desk.kind("monthly")], Order(period="2022-06", all_units=True)
    before, after = (wanted(desk, kinds, period, order) for period in (MAY, JUNE))
    assert {*before[0]} - {name.replace("2022-06", "2022-05") for name in after[0]} == {"2022-05/左权县-月度工作简报"}
    assert before[1] == []
    assert len(after[1]) == 1
    assert "左权县" in after[1][0]
