"""Indicator files: an office overrides single entries, and a wrong definition is refused by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compute.profile import ProfileUnknown, read_profile
from briefgen.errors import ConfigError
from briefgen.i18n import activate
from briefgen.resources import Layers
from tests.read.making import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'name = "本市"\n[selection]\n'


def _layer(folder: Path, text: str) -> Layers:
    (folder / "indicators").mkdir()
    (folder / "indicators" / "shanxi.toml").write_text(text, encoding="utf-8")
    return Layers([folder])


def test_an_office_overrides_a_single_entry(tmp_path: Path) -> None:
    layers = _layer(tmp_path, HEAD + '[indicator."signed.count"]\nname = "签约个数"\nmeasure = "项"\n'
                    'aggregate = "count"\nselection = "signed"\ndefinition = "本市口径"\n')
    profile = read_profile(layers, "shanxi", SCHEMAS)
    assert profile.indicator["signed.count"].name == "签约个数"
    assert profile.indicator["signed.invest"].name == "签约总投资"


@pytest.mark.parametrize(("definition", "told"), [
    ('[selection.x]\ntable = "签约项目台帐"\n[indicator]\n', r":3: .*签约项目台账"),
    ('[selection.x]\nextends = "effectiv"\n[indicator]\n', r":3: .*effective"),
    ('[selection.x]\nextends = "x"\n[indicator]\n', r":3: .*x"),
    ('[selection.x]\nextends = "effective"\nwhere = [["状太", "=", "有效"]]\n[indicator]\n', r":5: .*状态"),
    ('[selection.x]\nextends = "effective"\ndate = "项目名称"\n[indicator]\n', r":5: .*项目名称"),
    ('[indicator.x]\nname = "x"\nmeasure = "个"\naggregate = "cuont"\ndefinition = "x"\n', r":6: .*aggregate"),
    ('[indicator.x]\nname = "x"\nmeasure = "亿元"\naggregate = "sum"\nselection = "signed"\nfield = "项目名称"\n'
     'definition = "x"\n', r":8: .*项目名称"),
    ('[indicator.x]\nname = "x"\nmeasure = "%"\naggregate = "ratio"\nnumerator = "signed.count"\ndefinition = "x"\n',
     r":3: .*denominator"),
    ('[indicator.x]\nname = "x"\nmeasure = "%"\naggregate = "ratio"\nnumerator = "signed.count"\n'
     'denominator = "signed.cout"\ndefinition = "x"\n', r":8: .*signed\.count"),
    ('[indicator.x]\nnam = "x"\nmeasure = "个"\naggregate = "count"\nselection = "signed"\ndefinition = "x"\n',
     r":4: .*name"),
])
def test_wrong_definitions_are_refused_by_line_and_nearest_name(tmp_path: Path, definition: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_profile(_layer(tmp_path, HEAD + definition), "shanxi", SCHEMAS)


COUNTED = 'measure = "个"\naggregate = "count"\nselection = "signed"\ndefinition = "x"\n'
PROJECTS = '[selection.x]\ntable = "签约项目台账"\n'
MONEY = '[selection.x]\ntable = "到位资金月报"\n'


@pytest.mark.parametrize(("definition", "told"), [
    (MONEY + 'through = "项目编号"\n', r":3: x needs of"),
    (MONEY + 'of = "signed"\n', r":3: x needs through"),
    (MONEY + 'through = "项目编号"\nof = "y"\n[selection.y]\nextends = "x"\n', r": x is defined by itself"),
    *((f'{PROJECTS}where = [["{column}", "{operator}", "5"]]\n', f":5: the column {column} cannot serve as {operator}")
      for column, operator in (("总投资", "="), ("总投资", "has"), ("项目名称", ">="), ("签约日期", ">="),
                               ("签约日期", "="), ("世界500强", ">"))),
    (f'[indicator]\n"signed.invest.completion" = {{ name = "x", {COUNTED.strip().replace(chr(10), ", ")} }}\n',
     r":4: .*signed\.invest derives by itself"),
    *((f'[indicator."{name}"]\nname = "x"\n{COUNTED}', r":3: .*words joined by dots")
      for name in ("", "a..b", "__class__", "1.a", "a b")),
    ('[indicator.x]\nname = "x"\nmeasure = "分"\naggregate = "score"\ndefinition = "x"\n'
     'scored = [{ indicator = "started.rate", weight = "1e-999999" }]\n', r":8: .*weight"),
    ('[by.x]\nname = "x"\ncolumn = "总投资"\n', r":5: the column 总投资 cannot serve as by\.x"),
    ('[by.x]\nname = "x"\ncolumn = "落地单位"\n', r":5: .*落地单位"),
    ('[by.x]\nname = "x"\ncolumn = "产业链"\ntiers = [["大", 1]]\n', r":5: .*产业链"),
    ('[by.x]\nname = "x"\ncolumn = "总投资"\ntiers = [["小", 1], ["大", 2]]\n', r":6: .*from the greatest"),
    ('[by.x]\nname = "x"\ncolumn = "总投资"\ntiers = [["大", 2], ["大", 1]]\n', r":6: .*label of its own"),
    ('[option.q]\nname = "x"\ndefault = 1\nsets = [["selection", "*", "where"]]\n', r": selection \* does not exist"),
])
def test_what_no_row_could_meet_or_no_name_could_mean_is_refused(tmp_path: Path, definition: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_profile(_layer(tmp_path, HEAD + definition), "shanxi", SCHEMAS)


@pytest.mark.parametrize(("definition", "told"), [
    ('[indicator."signed.invest"]\nmeasure = "万元"\n',
     r":2: signed\.large\.share\.invest cannot divide signed\.large\.invest \(亿元\) by signed\.invest \(万元\)"),
    ('[indicator]\n"signed.invest" = { measure = "万元" }\n', r":2: signed\.large\.share\.invest"),
    ('[indicator."signed.invest"]\nmeasure = "个"\n', r":2: .*总投资.*sum"),
    ('[indicator."signed.invest"]\naggregate = "count"\n', r":2: .*亿元.*count"),
    ('[indicator."started.rate"]\nname = "率"\nnumerator = "landed.rate"\n[indicator."landed.rate"]\n'
     'numerator = "started.rate"\n', r":3: started\.rate is defined by itself"),
])
def test_only_what_the_office_changed_is_blamed(tmp_path: Path, definition: str, told: str) -> None:
    layers = _layer(tmp_path, definition)
    with pytest.raises(ConfigError, match=told) as caught:
        read_profile(layers, "shanxi", SCHEMAS)
    assert {str(fault).partition(":")[0] for fault in caught.value.faults} == {
        str(tmp_path / "indicators" / "shanxi.toml")}
    assert not any("score is defined" in str(fault) for fault in caught.value.faults)


@pytest.mark.parametrize(("definition", "told"), [
    ('[indicator."signed.invst"]\ndefinition = "x"\n',
     ":1: there is no indicator.signed.invst (-> signed.invest?); a new one needs name, measure, aggregate"),
    ('[selection.signd]\nwhere = [["状态", "=", "有效"]]\n',
     ":1: there is no selection.signd (-> signed?); a new one needs table"),
    ('[selection.signed]\nwhere = ["产业链", "=", "新材料"]\n',
     ':2: selection.signed.where is not valid: must be a list of filters, each in brackets of its own: '
     '[["column", "=", "value"]]'),
    ('[selection.signed]\nwhere = [["状态"]]\n',
     ':2: selection.signed.where is not valid: must be a list of filters, each in brackets of its own: '
     '[["column", "=", "value"]]'),
    ('[indicator."signed.count"]\naggregate = "cuont"\n',
     ":2: indicator.signed.count.aggregate is not valid: must be one of count, sum, distinct, ratio, score"),
])
def test_each_slip_is_told_once_with_what_to_write(tmp_path: Path, definition: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_profile(_layer(tmp_path, definition), "shanxi", SCHEMAS)
    assert str(caught.value) == f"{tmp_path / 'indicators' / 'shanxi.toml'}{told}"


def test_allowed_words_are_listed_as_the_reader_lists_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    activate("zh")
    try:
        with pytest.raises(ConfigError) as caught:
            read_profile(_layer(tmp_path, '[indicator."signed.count"]\naggregate = "cuont"\n'), "shanxi", SCHEMAS)
        assert "count、sum、distinct、ratio、score" in str(caught.value)
    finally:
        activate("en")


def test_a_byte_order_mark_at_the_start_is_no_character(tmp_path: Path) -> None:
    layers = _layer(tmp_path, '\ufeff[indicator."signed.count"]\nname = "签约个数"\n')
    assert read_profile(layers, "shanxi", SCHEMAS).indicator["signed.count"].name == "签约个数"


def test_unknown_profile() -> None:
    with pytest.raises(ProfileUnknown):
        read_profile(Layers(), "nowhere", SCHEMAS)


def test_an_office_overrides_a_single_key(tmp_path: Path) -> None:
    profile = read_profile(_layer(tmp_path, '[indicator."signed.invest"]\nplaces = 0\n'), "shanxi", SCHEMAS)
    assert (profile.indicator["signed.invest"].places, profile.indicator["signed.invest"].name) == (0, "签约总投资")


def test_a_fault_is_told_once_and_of_the_office_file(tmp_path: Path) -> None:
    layers = _layer(tmp_path, '[selection.signed]\nwhere = [["状太", "=", "有效"]]\n')
    with pytest.raises(ConfigError) as caught:
        read_profile(layers, "shanxi", SCHEMAS)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(str(tmp_path))
    assert ":2:" in line
