from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from briefgen.errors import ConfigError
from briefgen.model.table import CellType, Need
from briefgen.read.schemas import read_schemas
from briefgen.resources import Layers

if TYPE_CHECKING:
    from pathlib import Path


def layer(folder: Path, text: str, name: str = "own.toml") -> Layers:
    (folder / "tables").mkdir(exist_ok=True)
    (folder / "tables" / name).write_text(text, encoding="utf-8")
    return Layers([folder])


def test_the_shipped_tables() -> None:
    schemas = read_schemas(Layers())
    ledger = schemas["签约项目台账"]
    total = ledger.column("总投资")
    assert (len(schemas), ledger.key, ledger.unit) == (24, "项目编号", "落地单位")
    assert total is not None
    assert (total.type, total.need) == (CellType.MONEY, Need.CELL)
    assert {f"{schema.name}.{column.name}" for schema in schemas.values() for column in schema.columns
            if column.personal} == {
        "招商活动任务分工.责任人", "外出招商.跟进人", "来访接待.跟进人", "招商专班.组长", "在外人才库.姓名",
        "汇总填报.填报人"}


@pytest.mark.parametrize("name", ["own.toml", "a.toml", "standard.toml", "z.toml"])
def test_a_nearer_layer_replaces_a_table_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    schemas = read_schemas(layer(tmp_path, '[table."合作协议"]\ncolumns = { "编号" = {}, "甲方" = {} }\n', name))
    assert [column.name for column in schemas["合作协议"].columns] == ["编号", "甲方"]
    assert "储备项目库" in schemas


def test_a_byte_order_mark_at_the_start_is_no_character(tmp_path: Path) -> None:
    assert "甲" in read_schemas(layer(tmp_path, '\ufeff[table."甲"]\ncolumns = { "编号" = {} }\n'))


@pytest.mark.parametrize(("text", "said"), [
    ('[table."甲".columns]\n"编号" = {}\n"金额" = { tipe = "money" }\n',
     r"own.toml:3: unknown key .*tipe \(-> type\?\)"),
    ('[table."甲".columns]\n"编号" = { type = "cash" }\n', "own.toml:2: "),
    ('[table."甲"]\nkey = "编码"\ncolumns = { "编号" = {} }\n', "key names the unknown column 编码"),
    ('[table."甲"]\nunit = "县"\ncolumns = { "编号" = {} }\n', "unit names the unknown column 县"),
    ('[table."甲"]\ncolumns = { "编号" = { refers = "签约项目台账.项目编码" } }\n',
     r"项目编码 \(-> 签约项目台账.项目编号\?\)"),
    ('[table."甲"]\ncolumns = {}\n', "own.toml:2: "),
    ("[table", "not valid TOML"),
])
def test_faults_name_file_line_and_nearest(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_schemas(layer(tmp_path, text))
    assert re.search(said, str(caught.value))


def aliases(folder: Path, text: str) -> Layers:
    (folder / "aliases.toml").write_text(text, encoding="utf-8")
    return Layers([folder])


def test_an_office_adds_its_headings_to_the_shipped_ones(tmp_path: Path) -> None:
    own = aliases(tmp_path, '[columns]\n"总投资" = ["拟投资金额"]\n[table."合作协议"]\n"甲方" = ["签约甲方"]\n')
    schemas = read_schemas(own)
    column = schemas["签约项目台账"].column("总投资")
    assert column is not None
    assert {"签约金额", "拟投资金额"} <= set(column.aliases)
    assert schemas["合作协议"].columns[1].aliases == ("签约甲方",)


def test_a_tables_own_column_is_never_anothers_alias() -> None:
    ledger, reserve = (read_schemas(Layers())[name] for name in ("三个一批", "储备项目库"))
    assert {name for column in ledger.columns for name in column.aliases} & set(ledger.index) == set()
    assert [column.name for column in reserve.columns if "总投资" in column.aliases] == ["估算总投资"]


@pytest.mark.parametrize(("text", "said"), [
    ('[columns]\n"总投姿" = ["投资"]\n', r"总投姿 \(-> 总投资\?\)"),
    ('[table."合作协议"]\n"甲" = ["签约方"]\n', "no table has the column 甲"),
    ('[table."合作协约"]\n"甲方" = ["签约方"]\n', "no table has the column 甲方"),
    ('[columns]\n"甲方" = ["签约方"]\n"乙方" = ["签约方"]\n', "签约方 would mean both 甲方 and 乙方"),
    ('[columns]\n"总投资" = 1\n', "aliases.toml:2"),
])
def test_faults_of_aliases_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_schemas(aliases(tmp_path, text))
    assert re.search(said, str(caught.value))


STATE = '[word."签约项目台账"."状态"]\n'


def test_an_office_adds_words_and_other_ways_to_write_them(tmp_path: Path) -> None:
    own = aliases(tmp_path, f'[add."签约项目台账"]\n"状态" = ["中止"]\n{STATE}"中止" = ["暂停"]\n"退库" = ["撤项"]\n')
    column = read_schemas(own)["签约项目台账"].column("状态")
    assert column is not None
    assert [word.text for word in column.words] == ["有效", "退库", "终止", "中止"]
    assert {"撤项", "出库"} <= set(column.words[1].aliases)
    assert column.words[3].aliases == ("暂停",)


def test_a_nearer_tables_list_of_words_is_taken_whole(tmp_path: Path) -> None:
    own = layer(tmp_path, '[table."签约项目台账".columns]\n"项目编号" = {}\n"状态" = { words = ["在库", "退库"] }\n'
                          '"协议类型" = {}\n')
    _, state, agreement = read_schemas(own)["签约项目台账"].columns
    assert [(word.text, word.aliases) for word in state.words] == [("在库", ()), ("退库", ("已退库", "出库"))]
    assert agreement.words == ()


@pytest.mark.parametrize(("text", "said"), [
    ('[add."签约项目台账"]\n"招商方式" = ["以商招商"]\n', "no column 签约项目台账.招商方式 has a list of words"),
    ('[word."签约项目台帐"."状态"]\n"有效" = ["好"]\n', r"\(-> 签约项目台账.状态\?\)"),
    (f'{STATE}"有郊" = ["好"]\n', r"has no word 有郊 \(-> 有效\?\)"),
    (f'{STATE}"有效" = ["出 库"]\n', "出库 would mean both 有效 and 退库"),
])
def test_faults_of_words_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_schemas(aliases(tmp_path, text))
    assert re.search(said, str(caught.value))


def test_no_shipped_heading_stands_for_two_columns_wherever_they_meet() -> None:
    general = tomllib.loads(Layers().read("aliases.toml"))["columns"]
    headings = [name for names in general.values() for name in names]
    assert sorted(headings) == sorted(set(headings))
