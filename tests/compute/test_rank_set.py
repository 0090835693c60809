"""Units that are gone are neither ranked nor listed, their rows still count; places may be taken within a 考核分组."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.compose import contradictions
from briefgen.document.dump import dump
from briefgen.model.figure import Reason
from briefgen.model.period import Period
from briefgen.pipeline import Desk, Order

if TYPE_CHECKING:
    from fractions import Fraction

    from briefgen.document.nodes import Document
    from briefgen.model.figure import Figure

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
JIEXIU = "140781,介休市,介休,,县区,一组,是,2000-01-01,,11,"


def _office(folder: Path, old: str, new: str, file: str = "data/单位.csv") -> Desk:
    """Copy the sample with one change."""
    shutil.copytree(SAMPLE, folder / "office")
    path = folder / "office" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Desk(folder / "office")


def _rank(desk: Desk, unit: str, path: str = "signed.invest.rank", month: str = "2022-12") -> Figure:
    return desk.calculator.figure(path, desk.unit(unit), Period.parse(month))


def _monthly(desk: Desk, month: str, unit: str = "") -> Document:
    return desk.compose(desk.kind("monthly"), desk.unit(unit), Period.parse(month), Order(period=month))


@pytest.fixture
def gone(tmp_path: Path) -> Desk:
    return _office(tmp_path, JIEXIU, JIEXIU.replace(",,11", ",2022-06-30,11"))


def test_a_unit_that_is_gone_has_no_place_and_takes_none(gone: Desk) -> None:
    assert _rank(gone, "介休市").reason is Reason.NOT_COMPARABLE
    assert _rank(gone, "寿阳县").formula == "rank(value) of 10"
    assert _rank(gone, "介休市", month="2022-05").value is not None
    assert _rank(gone, "寿阳县", month="2022-05").formula == "rank(value) of 11"


def test_its_rows_still_count_and_the_table_says_so(gone: Desk) -> None:
    document, whole = _monthly(gone, "2022-12"), _monthly(Desk(SAMPLE), "2022-12")
    text = dump(document)
    assert "  row 介休市" not in text
    assert "  note 合计含未单列的介休市的数据" in text
    assert next(line for line in text.splitlines() if line.startswith("  total")).split("|")[1].split()[1] == "197}"
    assert "单列" not in dump(whole)
    found = contradictions({"简报": document}, gone.calculator, gone.ledger.units, Period.parse("2022-12"))
    assert list(map(str, found)) == []


def test_a_unit_that_has_not_come_yet_is_not_ranked(tmp_path: Path) -> None:
    desk = _office(tmp_path, JIEXIU, JIEXIU.replace("2000-01-01", "2022-07-01"))
    assert _rank(desk, "介休市", month="2022-06").reason is Reason.NOT_COMPARABLE
    assert _rank(desk, "介休市", month="2022-07").value is not None


@pytest.fixture
def grouped(tmp_path: Path) -> Desk:
    return _office(tmp_path, "[targets]", '[ranking]\nby = "group"\n\n[targets]', "briefgen.toml")


def test_places_are_taken_within_the_group(grouped: Desk) -> None:
    units = [unit for unit in grouped.ledger.units.units if unit.ranked]
    for group in ("一组", "二组"):
        members = [unit for unit in units if unit.group == group]
        found = {unit.name: _rank(grouped, unit.name) for unit in members}
        values = {unit.name: _rank(grouped, unit.name, "signed.invest") for unit in members}
        best = max(members, key=lambda unit: values[unit.name].value or 0)
        assert found[best.name].value == 1
        assert {figure.name for figure in found.values()} == {f"签约总投资{group}排名"}
        assert {figure.formula for figure in found.values()} == {f"rank(value) of {len(members)}"}


def test_the_text_names_the_group(grouped: Desk) -> None:
    county, city = dump(_monthly(grouped, "2022-12", "寿阳县")), dump(_monthly(grouped, "2022-12"))
    assert "居全市二组{" in county
    assert "（一组{" in city
    assert "（二组{" in city
    assert "note 排名在各自考核分组内计算" in city
    assert "分组" not in dump(_monthly(Desk(SAMPLE), "2022-12"))


@pytest.fixture
def merged(tmp_path: Path) -> Desk:
    """灵石县 is dissolved into 介休市 at the end of June 2022."""
    lingshi = "140729,灵石县,灵石,,县区,一组,是,2000-01-01,,10,"
    desk = _office(tmp_path, lingshi, lingshi.replace(",,10,", ",2022-06-30,10,"))
    units = tmp_path / "office" / "data" / "单位.csv"
    lines = units.read_text(encoding="utf-8").splitlines()
    told = [line + (",承接单位" if not at else ",介休市" if "灵石县" in line else ",") for at, line in enumerate(lines)]
    units.write_text("\n".join(told) + "\n", encoding="utf-8")
    return Desk(desk.folder)


def _value(desk: Desk, path: str, unit: str, month: str) -> Fraction:
    value = desk.calculator.figure(path, desk.unit(unit), Period.parse(month)).value
    assert value is not None
    return value


@pytest.mark.parametrize("path", ["signed.count", "signed.invest", "arrived.fixed", "signed.count.last_year"])
def test_a_successor_counts_the_rows_of_the_unit_that_it_took_over(merged: Desk, path: str) -> None:
    plain = Desk(SAMPLE)
    both = [_value(plain, path, unit, "2022-12") for unit in ("介休市", "灵石县")]
    assert _value(merged, path, "介休市", "2022-12") == sum(both)
    for unit in ("介休市", "灵石县"):
        assert _value(merged, path, unit, "2022-06") == _value(plain, path, unit, "2022-06")


def test_the_change_is_that_of_both_together(merged: Desk) -> None:
    now, then = (_value(merged, f"signed.invest{path}", "介休市", "2022-12") for path in ("", ".last_year"))
    assert _value(merged, "signed.invest.yoy", "介休市", "2022-12") == (now - then) / then * 100


def test_units_still_add_up_to_the_city_after_a_merger(merged: Desk) -> None:
    for month in ("2022-06", "2022-07", "2022-12"):
        document = _monthly(merged, month)
        assert ("  row 灵石县" in dump(document)) is (month == "2022-06")
        assert ("note 介休市含已并入的灵石县的数据" in dump(document)) is (month != "2022-06")
        assert "单列" not in dump(document)
        found = contradictions({"简报": document}, merged.calculator, merged.ledger.units, Period.parse(month))
        assert list(map(str, found)) == []


def test_an_unknown_successor_is_told(tmp_path: Path) -> None:
    desk = _office(tmp_path, "有效止,排序", "承接单位,排序")
    assert not [problem for problem in desk.problems() if problem.stops]
    other = _office(tmp_path / "b", "单位类型,考核分组", "承接单位,单位类型")
    assert [problem for problem in other.problems() if "承接单位" in str(problem.params.get("column", ""))]


def test_a_successors_documents_list_the_rows_that_it_took_over(merged: Desk, tmp_path: Path) -> None:
    kind = tmp_path / "templates" / "kinds" / "sheet"
    kind.mkdir(parents=True)
    (kind / "kind.toml").write_text('id = "sheet"\ntitle = "清单"\nheadline = "清单"\nbody = "body.md.j2"\n',
                                    encoding="utf-8")
    (kind / "body.md.j2").write_text('{{ tally(records("签约项目台账"), "项目") }}个。\n', encoding="utf-8")

    def listed(desk: Desk, unit: str, month: str) -> Fraction:
        period = Period.parse(month)
        document = desk.compose(desk.kind("sheet"), desk.unit(unit), period, Order(period=month))
        [figure] = document.figures.values()
        assert figure.value is not None
        return figure.value

    plain, after = Desk(SAMPLE, [tmp_path / "templates"]), Desk(merged.folder, [tmp_path / "templates"])
    jiexiu, lingshi = (listed(plain, unit, "2022-12") for unit in ("介休市", "灵石县"))
    assert (listed(after, "介休市", "2022-12"), listed(after, "介休市", "2022-06")) == (jiexiu + lingshi, jiexiu)


def test_a_successor_is_measured_by_both_targets_until_it_gets_a_new_one(merged: Desk) -> None:
    plain = Desk(SAMPLE)
    both = [_value(plain, "signed.invest.target", unit, "2022-12") for unit in ("介休市", "灵石县")]
    assert _value(merged, "signed.invest.target", "介休市", "2022-12") == sum(both)
    assert _value(merged, "signed.invest.target", "介休市", "2022-06") == both[0]
    rate = _value(plain, "started.rate.target", "介休市", "2022-12")  # rates do not add up
    assert _value(merged, "started.rate.target", "介休市", "2022-12") == rate
    path = merged.folder / "data" / "目标任务.csv"
    text = path.read_text(encoding="utf-8-sig")
    line = next(line for line in text.splitlines()
                if line.startswith("2022,") and "介休市,签约总投资" in line and "市定" in line)
    cells = line.split(",")
    new = ",".join([*cells[:4], "150", *cells[5:8], "2", "2022-07-10", ""])
    path.write_text(f"{text.rstrip()}\n{new}\n", encoding="utf-8")
    assert _value(Desk(merged.folder), "signed.invest.target", "介休市", "2022-12") == 150


def test_a_rate_of_none_stands_behind_the_others_where_there_is_any(tmp_path: Path) -> None:
    ledger = _office(tmp_path, JIEXIU, JIEXIU)
    found = {unit.name: ledger.calculator.figure("started.rate.rank", unit, Period.parse("2022-03"))
             for unit in ledger.ledger.units.units if unit.ranked}
    none = [name for name, place in found.items() if (place.parents or {})["value"].value == 0]
    others = [place.value for name, place in found.items() if name not in none and place.value is not None]
    assert none
    assert all(found[name].value == len(others) + 1 for name in none)


def test_a_renamed_unit_stands_in_the_months_before_under_its_name_of_today(tmp_path: Path) -> None:
    before = "140781,介休市,介休,,县区,一组,是,2000-01-01,,11,"
    desk = _office(tmp_path, before, "140781,新介休市,介休,介休市,县区,一组,是,2022-07-01,,11,")
    assert _rank(desk, "新介休市", month="2022-05").value == _rank(Desk(SAMPLE), "介休市", month="2022-05").value
    assert "  row 新介休市" in dump(_monthly(desk, "2022-05"))
