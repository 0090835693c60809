"""`briefgen publish` and `briefgen diff`: what they say in both languages, and how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from briefgen.pipeline import Order, build
from tests.build.conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("publish")
NAME = "published/2022-11/寿阳县-月度工作简报"


def run(folder: Path, *arguments: str, lang: str = "zh") -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-m", "briefgen", *arguments, "--lang", lang], cwd=folder, check=False,
                          capture_output=True, text=True, env={**os.environ, "BRIEFGEN_LANG": "en"})
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "office"
    shutil.copytree(SAMPLE, folder)
    report = build(folder, Order(period="2022-11", kinds=("monthly",), unit="寿阳县", out=folder / "out"))
    for failure in report.failures:
        pytest.skip(f"{failure} (make setup brings it)")
    return folder


def test_publish_explain_and_diff(office: Path) -> None:
    word = "out/2022-11/寿阳县-月度工作简报.docx"
    assert run(office, "publish", word, word.replace("docx", "pdf"), "--by", "示例甲", "--date", "2022-12-05") == (
        0, f"已印发存档：{NAME}（第 11 期）\n", "")
    code, out, told = run(office, "publish", word, lang="en")
    assert (code, out) == (3, "")
    assert "published already" in told
    assert run(office, "diff", NAME)[:2] == (0, f"{NAME} -> 现有数据\n0 个数有变化，45 个数相同\n")

    ledger = office / "data" / "到位资金月报.csv"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if "示例凭证202211" in line and "固定资产投资" in line
              and _project(line) in _of_unit(office))
    parts = lines[at].split(",")
    lines[at] = ",".join([*parts[:2], str(int(parts[2]) + 100000), *parts[3:]])
    ledger.write_text("".join(lines), encoding="utf-8")

    code, out, _told = run(office, "diff", "11", lang="en")
    assert code == 1
    assert f"当月到位资金: {parts[2]}万元 -> {int(parts[2]) + 100000}万元" in out
    assert "(+10 亿元)" in out
    assert re.search(r" \(\+[0-9]+\.[0-9]{1,4} percentage points\)", out)
    assert not re.search(r"[0-9]/[0-9]", out)
    assert re.search(r" \(\+[0-9]+\.[0-9]{1,4} 百分点\)", run(office, "diff", "11")[1])
    code, out, _told = run(office, "diff", "2022-11/寿阳县-月度工作简报", word, "--json")
    assert (code, json.loads(out)["figures"]) == (0, [])

    shutil.rmtree(office / "data")
    code, out, _told = run(office, "explain", NAME)
    assert code == 0
    assert out.startswith("第 11 期\n印发日期 2022-12-05，经办 示例甲\n目标版本：市定 2022 v")
    code, out, _told = run(office, "explain", f"{NAME}/寿阳县-月度工作简报.pdf", "--figure", "f1")
    assert code == 0
    assert "项目名称: " in out
    code, _out, told = run(office, "explain", "signed.count", "--period", "2022-11", lang="en")
    assert (code, told.splitlines()[-1].endswith(f"briefgen explain {NAME} --figure f1")) == (3, True)
    assert "explained without it" not in run(office, "explain", "signed.count", "--period", "2022-10", lang="en")[2]


def test_an_unknown_issue_or_basis_is_told(office: Path) -> None:
    code, _out, told = run(office, "diff", "99", lang="en")
    assert (code, "99" in told) == (2, True)
    assert run(office, "figures", "--period", "2022-11", "--basis", "x")[0] == 2


def _project(line: str) -> str:
    return line.partition(",")[0]


def _of_unit(folder: Path) -> set[str]:
    from briefgen.desk import Desk

    desk = Desk(folder)
    return {record.key for record in desk.ledger.rows("签约项目台账") if record["单位代码"] == desk.unit("寿阳县").code}
