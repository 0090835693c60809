from __future__ import annotations

import re
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
    assert (len(schemas), ledger.key, ledger.unit) == (21, "项目编号", "落地单位")
    assert total is not None
    assert (total.type, total.need) == (CellType.MONEY, Need.CELL)
    assert {f"{schema.name}.{column.name}" for schema in schemas.values() for column in schema.columns
            if column.personal} == {
        "招商活动任务分工.责任人", "外出招商.跟进人", "来访接待.跟进人", "招商专班.组长", "在外人才库.姓名"}


@pytest.mark.parametrize("name", ["own.toml", "a.toml", "standard.toml", "z.toml"])
def test_a_nearer_layer_replaces_a_table_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    schemas = read_schemas(layer(tmp_path, '[table."合作协议"]\ncolumns = { "编号" = {}, "甲方" = {} }\n', name))
    assert [column.name for column in schemas["合作协议"].columns] == ["编号", "甲方"]
    assert "储备项目库" in schemas


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
