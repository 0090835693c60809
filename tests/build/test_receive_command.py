"""`briefgen receive`: shown before it is taken in, asked about on a terminal, and told to programs as JSON."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.read.making import ARRIVED, UNITS, signed
from tests.read.making import SIGNED as HEAD

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "签约项目台账"
ONE = HEAD + signed("A") + signed("B", day="2022-11-18")
CHANGED = HEAD + signed("A", invest="1200") + signed("C", day="2022-12-20")
KEPT = "received/2022-12/寿阳县/签约项目台账.csv"


def run(folder: Path, *arguments: str, lang: str = "en", answer: bytes | None = None) -> tuple[int, str, str]:
    """Run `briefgen receive` beside the office; with an answer, on a terminal."""
    command = [sys.executable, "-m", "briefgen", "receive", *arguments, "--office", "office", "--lang", lang]
    keyboard, terminal = pty.openpty()
    if answer is not None:
        os.write(keyboard, answer)
    done = subprocess.run(command, stdin=subprocess.DEVNULL if answer is None else terminal, capture_output=True,
                          text=True, check=False, cwd=folder, env={**os.environ, "BRIEFGEN_LANG": "en"})
    os.close(keyboard)
    os.close(terminal)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make an office that receives the ledger, and two versions of a county's file beside it."""
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "单位.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "office" / "briefgen.toml").write_text(
        '[office]\nname = "示例中心"\ncity = "晋中市"\ncity_code = "140700"\n[data]\n"单位" = { file = "单位.csv" }\n'
        f'"{LEDGER}" = {{ received = "whole" }}\n[receive]\ndue = 8\n', encoding="utf-8")
    (tmp_path / "寿阳2022-12.csv").write_text(ONE, encoding="utf-8")
    (tmp_path / "最终版(2).csv").write_text(CHANGED, encoding="utf-8")
    return tmp_path


def test_it_is_compared_then_taken_in_and_named(folder: Path) -> None:
    assert run(folder, "寿阳2022-12.csv", "--date", "2023-01-03", "--yes") == (0, (
        "寿阳2022-12.csv  寿阳县 2022-12 签约项目台账\n  the first of this unit\n  2 rows added, 0 gone, 0 changed\n"
        f"taken in: {KEPT}\n"), "")
    (folder / "office" / "published" / "2022-11").mkdir(parents=True)
    code, out, told = run(folder, "最终版(2).csv", "--period", "2022-12", "--date", "2023-01-09", "--by", "甲", "--yes")
    assert (code, told) == (0, "")
    assert out.splitlines() == [
        "最终版(2).csv  寿阳县 2022-12 签约项目台账",
        f"  it stands in for {KEPT}, received on 2023-01-03",
        "  1 rows added, 1 gone, 1 changed",
        f"  ~  A 示例项目A  总投资: 1000万元 ({KEPT} F2) -> 1200万元 (最终版(2).csv F2)"
        "  ! this touches the published 2022-11",
        f"  -  B 示例项目B  {KEPT} 3  ! this touches the published 2022-11",
        "  +  C 示例项目C  最终版(2).csv 3",
        "  2 of these touch months that were published: 2022-11",
        "taken in: received/2022-12/寿阳县/签约项目台账-2.csv"]
    line = json.loads((folder / "office/received/register.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert (line["day"], line["by"], line["original"]) == ("2023-01-09", "甲", "最终版(2).csv")
    code, out, _ = run(folder, "寿阳2022-12.csv", "--yes")
    assert (code, out.splitlines()[1]) == (0, (
        "  received already on 2023-01-03; received/2022-12/寿阳县/签约项目台账-2.csv, received on 2023-01-09, "
        "has taken its place"))


def test_without_a_terminal_and_without_yes_nothing_is_taken_in(folder: Path) -> None:
    code, out, told = run(folder, "寿阳2022-12.csv")
    assert (code, told) == (1, "nothing was taken in; --yes takes in what can be (1)\n")
    assert out.endswith("  2 rows added, 0 gone, 0 changed\n")
    assert not (folder / "office" / "received").exists()


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), ("是\n".encode(), 0), (b"n\n", 1), (b"\n", 1), (b"\x04", 1)])
def test_on_a_terminal_it_asks_first(folder: Path, answer: bytes, code: int) -> None:
    found, _, told = run(folder, "寿阳2022-12.csv", answer=answer)
    assert (found, (folder / "office" / KEPT).exists()) == (code, code == 0)
    assert told.startswith("Take 1 in? y takes them in, anything else does not: ")


def test_a_refused_file_ends_with_3_and_one_that_says_too_little_with_2(folder: Path) -> None:
    (folder / "错2022-12.csv").write_text(HEAD + signed("A", day="12月底"), encoding="utf-8")
    code, out, told = run(folder, "错2022-12.csv", "--yes")
    assert (code, told) == (3, "")
    assert "  E 错2022-12.csv I2  签约日期 must be a day, not 12月底; write it as 2022-03-15  [cell.date]" in out
    assert out.endswith("  refused: it must be mended first\n")
    code, out, told = run(folder, "最终版(2).csv", "--yes")
    assert (code, out) == (2, "")
    assert told == ("最终版(2).csv: neither a title nor the name of the file says its month; say it with --period\n")
    assert run(folder)[0] == run(folder, "最终版(2).csv", "--status")[0] == 2


def test_many_differences_and_notes_are_counted(folder: Path) -> None:
    many = HEAD + "".join(signed(f"N{number}", invest='"1,000"') for number in range(30))
    (folder / "多2022-12.csv").write_text(many, encoding="utf-8")
    run(folder, "寿阳2022-12.csv", "--yes")
    lines = run(folder, "多2022-12.csv")[1].splitlines()
    assert lines[2] == "  30 rows added, 2 gone, 0 changed"
    assert lines[23:] == ["  … and 12 more; --json lists all", "  30 notes; --json lists them"]
    (each,) = json.loads(run(folder, "多2022-12.csv", "--json")[1])["submissions"]
    assert (len(each["differences"]), len(each["problems"])) == (32, 30)


def test_what_the_rest_of_the_data_would_lack_is_told_in_a_few_lines(folder: Path) -> None:
    config = folder / "office" / "briefgen.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[data]", '[data]\n"到位资金月报" = { file = "到位.csv" }'), encoding="utf-8")
    rows = "".join(f"B,2022-{month:02},5,固定资产投资,P{month}\n" for month in range(1, 9))
    (folder / "office" / "到位.csv").write_text(ARRIVED + rows, encoding="utf-8")
    run(folder, "寿阳2022-12.csv", "--yes")
    asked = ("最终版(2).csv", "--period", "2022-12")
    lines = run(folder, *asked)[1].splitlines()[6:]
    assert lines[0] == "once they are taken in, the rest of the data will have to be mended:"
    assert lines[1].startswith("  E 到位.csv A2  项目编号 B is not in the table 签约项目台账")
    assert (len(lines), lines[6]) == (7, "  … and 3 more; --json lists all")
    assert len(json.loads(run(folder, *asked, "--json")[1])["caused"]) == 8


def test_json_tells_all_of_it_and_never_asks(folder: Path) -> None:
    run(folder, "寿阳2022-12.csv", "--date", "2023-01-03", "--yes")
    code, out, told = run(folder, "最终版(2).csv", "--period", "2022-12", "--json", answer=b"y\n")
    assert (code, told) == (1, "nothing was taken in; --yes takes in what can be (1)\n")
    found = json.loads(out)
    assert {key: value for key, value in found.items() if key != "submissions"} == {
        "problems": [], "caused": [], "failures": []}
    (each,) = found["submissions"]
    differences = each.pop("differences")
    assert each == {
        "file": "最终版(2).csv", "sheet": None, "table": LEDGER, "unit": "140725", "unit_name": "寿阳县",
        "period": "2022-12", "state": "waiting", "counts": True, "kept": None, "replaces": KEPT, "compared": True,
        "added": 1, "gone": 1, "changed": 1, "problems": []}
    assert [(entry["kind"], entry["row"], entry["at"], entry["published"]) for entry in differences] == [
        ("added", "C 示例项目C", "最终版(2).csv 3", []), ("changed", "A 示例项目A", "最终版(2).csv 2", []),
        ("gone", "B 示例项目B", f"{KEPT} 3", [])]
    assert differences[1]["cells"] == [{"column": "总投资", "old": "1000万元", "old_at": f"{KEPT} F2",
                                        "new": "1200万元", "new_at": "最终版(2).csv F2"}]
    states = [json.loads(run(folder, name, "--period", "2022-12", "--json", "--yes")[1])["submissions"][0]["state"]
              for name in ("最终版(2).csv", "寿阳2022-12.csv")]
    assert states == ["taken", "known"]


def test_status_lists_who_has_reported_late_or_not(folder: Path) -> None:
    assert run(folder, "--status")[0] == 2
    run(folder, "寿阳2022-12.csv", "--date", "2023-01-10", "--yes")
    run(folder, "最终版(2).csv", "--period", "2022-12", "--date", "2023-01-12", "--yes")
    code, out, told = run(folder, "--status")
    assert (code, told) == (0, "")
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "reports for 2022-12, due on 2023-01-08", LEDGER, "太谷区 not reported",
        "寿阳县 late by 2 (2023-01-10), 2 times", "0 reported, 1 late, 1 not reported"]
    _, out, _ = run(folder, "--status", lang="zh")
    assert out.splitlines()[0] == "2022-12 报送情况（2023-01-08 前报送）"
    assert "未报" in out
    assert "迟报 2 天（2023-01-10），共报 2 次" in out
    found = json.loads(run(folder, "--status", "--period", "2022-11", "--json")[1])
    assert found == {"period": "2022-11", "due": "2022-12-08", "tables": [LEDGER], "standings": [
        {"unit": code, "unit_name": name, "table": LEDGER, "state": "missing", "day": None, "days_late": 0, "count": 0}
        for code, name in (("140703", "太谷区"), ("140725", "寿阳县"))]}


def test_it_speaks_chinese(folder: Path) -> None:
    run(folder, "寿阳2022-12.csv", "--date", "2023-01-03", "--yes")
    (folder / "office" / "published" / "2022-11").mkdir(parents=True)
    (folder / "office" / "published" / "2022-12").mkdir(parents=True)
    code, out, told = run(folder, "最终版(2).csv", "--period", "2022-12", lang="zh", answer=b"n\n")
    assert code == 1
    assert out.splitlines() == [
        "最终版(2).csv  寿阳县 2022-12 签约项目台账", f"  拟代替 {KEPT}（2023-01-03 收到）",
        "  新增 1 行，减少 1 行，改动 1 行",
        "  +  C 示例项目C  最终版(2).csv 3  ！该项改动涉及已印发的 2022-12",
        f"  ~  A 示例项目A  “总投资”由 1000万元（{KEPT} F2）改为 1200万元（最终版(2).csv F2）"
        "  ！该项改动涉及已印发的 2022-11 等 2 个月",
        f"  -  B 示例项目B  {KEPT} 3  ！该项改动涉及已印发的 2022-11 等 2 个月",
        "  其中 3 项涉及已印发的月份：2022-11、2022-12"]
    assert told == "收下这 1 份？输入 y 收下，输入其他不收：未收下任何文件；可收的有 1 份，加 --yes 即可收下\n"
    assert run(folder, "寿阳2022-12.csv", lang="zh")[1].splitlines()[1] == f"  已于 2023-01-03 收过（{KEPT}），不再计入"


def test_an_entry_without_file_must_be_received(folder: Path) -> None:
    config = folder / "office" / "briefgen.toml"
    text = config.read_text(encoding="utf-8")
    for entry, told in (('sheet = "a"', "must name a file (and sheet), a database and its select, or"),
                        ('received = "all"', "must be one of whole, month"),
                        ('received = "month", file = []', "must be a text or a list of texts")):
        config.write_text(text.replace('received = "whole"', entry), encoding="utf-8")
        code, _, said = run(folder, "--status")
        assert (code, told in said) == (2, True), said
