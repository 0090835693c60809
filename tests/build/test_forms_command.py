"""`briefgen forms`: a blank workbook for each table, never over what somebody has filled in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path


def _run(*arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "briefgen", "forms", *arguments, "--lang", lang], capture_output=True,
                          text=True, check=False, env={**os.environ, "BRIEFGEN_LANG": "en"})


def test_each_table_of_the_office_has_a_form(tmp_path: Path) -> None:
    done = _run("--office", str(SAMPLE), "--out", str(tmp_path))
    names = sorted(file.name for file in (tmp_path / "forms").iterdir())
    assert (done.returncode, done.stderr) == (0, "")
    assert len(names) == 21
    assert {"签约项目台账.xlsx", "到位资金月报.xlsx"} <= set(names)
    assert sorted(done.stdout.splitlines()) == sorted(str(tmp_path / "forms" / name) for name in names)


def test_the_same_bytes_whatever_the_language_and_again_over_its_own(tmp_path: Path) -> None:
    file = tmp_path / "forms" / "合作协议.xlsx"
    order = ("合作协议", "--office", str(SAMPLE), "--out", str(tmp_path))
    assert json.loads(_run(*order, "--json").stdout) == {"files": [str(file)]}
    first = file.read_bytes()
    assert _run(*order, lang="zh").returncode == 0
    assert file.read_bytes() == first


def test_a_form_that_was_filled_in_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "forms" / "合作协议.xlsx"
    order = ("合作协议", "--office", str(SAMPLE), "--out", str(tmp_path))
    assert _run(*order).returncode == 0
    file.write_bytes(b"filled in")
    done = _run(*order)
    assert (done.returncode, done.stdout) == (4, "")
    assert "was changed after it was built" in done.stderr
    assert file.read_bytes() == b"filled in"


def test_an_unknown_table_is_named_with_the_nearest(tmp_path: Path) -> None:
    done = _run("签约项目台帐", "--office", str(SAMPLE), "--out", str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "there is no table 签约项目台帐 (-> 签约项目台账?)" in done.stderr


def test_an_office_without_data_but_its_units_has_forms(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_text(
        'format = 1\n[office]\nname = "甲中心"\ncity = "甲市"\ncity_code = "1"\n[data]\n'
        '"单位" = { file = "单位.csv" }\n"合作协议" = { file = "合作协议.xlsx" }\n', encoding="utf-8")
    order = ("--office", str(tmp_path), "--out", str(tmp_path / "out"))
    assert _run(*order).returncode == 3
    assert not (tmp_path / "out").exists()
    (tmp_path / "单位.csv").write_text("单位代码,单位名称,单位类型,参与排名\n2,乙县,县区,是\n", encoding="utf-8")
    assert _run(*order).returncode == 0
    assert (tmp_path / "out" / "forms" / "合作协议.xlsx").is_file()


def test_the_sheet_is_the_one_that_the_office_reads(tmp_path: Path) -> None:
    assert _run("签约项目台账", "--office", str(SAMPLE), "--out", str(tmp_path)).returncode == 0
    book = load_workbook(tmp_path / "forms" / "签约项目台账.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [("签约项目", "visible"), ("表式", "hidden")]
