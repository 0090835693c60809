from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger
from tests.read.making import SIGNED, TARGETS, office, read, signed, told

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.problem import Problem
    from briefgen.model.table import Value

LEDGER, OLD, NEW = "签约项目台账", "140726", "140703"
HEAD = "单位代码,单位名称,简称,曾用名,单位类型,参与排名,有效起,有效止,排序\n"
OTHER = "140725,寿阳县,寿阳,,县区,是,2000-01-01,,2\n"
RENAMED = f"{HEAD}{NEW},太谷区,太谷,太谷县,县区,是,2020-01-01,,1\n{OTHER}"
TWO = (f"{HEAD}{OLD},太谷县,太谷,,县区,是,,2019-12-31,3\n{NEW},太谷区,太谷,太谷县,县区,是,2020-01-01,,1\n{OTHER}")


def of(folder: Path, units: str, *rows: tuple[str, str], **tables: str) -> tuple[list[Value], list[Problem]]:
    """Read a ledger of rows (unit, day of signing) and give the units read, with all that was found."""
    text = SIGNED + "".join(signed(f"A{at}", unit, day=day) for at, (unit, day) in enumerate(rows))
    ledger, problems = read(folder, {"单位": units, LEDGER: text, **tables})
    found = [*problems, *check_ledger(ledger, office({}))]
    return [row["落地单位"] for row in ledger.rows(LEDGER)], [each for each in found if each.code.startswith("unit.")]


def test_a_name_that_a_unit_handed_on_stands_for_the_unit_of_the_rows_day(tmp_path: Path) -> None:
    rows = [("太谷县", "2019-12-31"), ("太谷", "2019-05-06"), ("太谷", "2020-01-01"), ("太谷区", "2021-03-05"),
            ("寿阳县", "2019-05-06")]
    units, problems = of(tmp_path, TWO, *rows)
    assert (units, problems) == ([OLD, OLD, NEW, NEW, "140725"], [])


def test_a_former_name_after_the_renaming_is_the_same_unit_and_told_once(tmp_path: Path) -> None:
    for units in (RENAMED, TWO):
        rows = [("太谷县", "2022-05-06"), ("太谷区", "2022-05-06"), ("太谷县", "2022-05-09")]
        read_as, (problem,) = of(tmp_path, units, *rows)
        assert read_as == [NEW, NEW, NEW]
        assert told([problem]) == [("unit.former", f"{LEDGER}.csv C2")]
        assert [str(place) for place in problem.related] == [f"{LEDGER}.csv C4"]
        assert (problem.params["value"], problem.params["name"], problem.params["rows"]) == ("太谷县", "太谷区", 2)


def test_a_renamed_unit_serves_for_the_time_before_its_renaming(tmp_path: Path) -> None:
    assert of(tmp_path, RENAMED, ("太谷县", "2019-05-06"), ("太谷区", "2019-05-06")) == ([NEW, NEW], [])


def test_a_unit_that_was_no_more_is_asked_about_once(tmp_path: Path) -> None:
    units = TWO.replace("2019-12-31,3", "2018-12-31,3")
    read_as, (problem,) = of(tmp_path, units, (OLD, "2021-05-06"), (OLD, "2022-05-06"), (OLD, "2018-05-06"))
    assert (read_as, told([problem])) == ([OLD, OLD, OLD], [("unit.invalid", f"{LEDGER}.csv C2")])
    assert (problem.params["validity"], str(problem.params["day"]), problem.params["rows"]) == (
        "…–2018-12-31", "2021-05-06", 2)


@pytest.mark.parametrize("day", ["", "2019年12月", "2019-03-05"])
def test_a_row_whose_day_cannot_tell_is_not_given_to_either(tmp_path: Path, day: str) -> None:
    units = TWO.replace("2019-12-31,3", "2018-12-31,3") if day == "2019-03-05" else TWO.replace(
        "2019-12-31,3", "2019-12-15,3").replace("2020-01-01,,1", "2019-12-16,,1")
    read_as, (problem,) = of(tmp_path, units, ("太谷", day))
    assert (read_as, told([problem])) == ([None], [("unit.undecided", f"{LEDGER}.csv C2")])
    assert problem.params["units"] in {"太谷县、太谷区", "太谷区、太谷县"}


def test_units_that_exist_side_by_side_share_no_name(tmp_path: Path) -> None:
    units = TWO.replace("2019-12-31,3", "2020-06-30,3")
    found = of(tmp_path, units, ("太谷", "2022-05-06"))[1]
    assert (told(found), [each.params["value"] for each in found]) == (
        [("unit.ambiguous", "单位.csv")] * 2, ["太谷", "太谷县"])


def test_a_target_belongs_to_the_unit_of_its_year(tmp_path: Path) -> None:
    rows = "2019,太谷县,开工率,40,%,市定,,1,\n2020,太谷,开工率,42,%,市定,,1,\n"
    ledger, problems = read(tmp_path, {"单位": TWO, "目标任务": TARGETS + rows})
    assert ([target.unit for target in ledger.targets], problems) == ([OLD, NEW], [])


def test_a_code_beside_the_name_does_not_say_the_same_again(tmp_path: Path) -> None:
    text = SIGNED.replace("落地单位", "落地单位,单位代码") + signed("A1", f"{OLD},{OLD}", day="2021-05-06")
    _, problems = read(tmp_path, {"单位": TWO, LEDGER: text})
    assert told(problems) == [("unit.invalid", f"{LEDGER}.csv C2")]
