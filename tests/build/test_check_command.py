"""`briefgen check` with findings that are accepted, and what `build` tells of findings that do not stop."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.conftest import SAMPLE

START = 'code = "project.early-start"\n'


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "briefgen", *arguments, "--lang", "en"], capture_output=True,
                          text=True, check=False, env={**os.environ, "BRIEFGEN_LANG": "en"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the sample, with one acceptance less and one that matches nothing."""
    copied = Path(shutil.copytree(SAMPLE, tmp_path / "office"))
    config = copied / "briefgen.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("QY20210046", "QY20210001"), encoding="utf-8")
    return copied


def test_the_command_line_lists_accepted_findings_last(folder: Path) -> None:
    done = run("check", "--office", str(folder))
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line[0] for line in lines] == ["W", "I", "a", "W", "W", "W", "0"]
    assert lines[0].endswith("[project.similar]")
    assert lines[1].startswith("I briefgen.toml  the accepted finding project.similar of QY20210001 is not found")
    assert lines[2] == "accepted: 3"
    assert "accepted: 示例数据：同一企业" in lines[3]
    assert lines[6] == "0 to mend, 1 to look at, 1 notes"
    assert run("check", "--office", str(folder), "--json").stdout.count('"accepted": "示例数据') == 3


def test_many_findings_of_one_kind_hide_no_others(folder: Path) -> None:
    money = folder / "data" / "到位资金月报.csv"
    lines = money.read_text(encoding="utf-8").splitlines()
    money.write_text("\n".join([lines[0], *(f"X{line}" for line in lines[1:41])]), encoding="utf-8")
    told = run("check", "--office", str(folder)).stdout.splitlines()
    assert sum(line.endswith("[key.unknown]") for line in told) == 21
    assert "… and 20 more in data/到位资金月报.csv; --json lists them  [key.unknown]" in told
    assert told[-1].startswith("40 to mend, ")
    assert [line.split()[2] for line in told[:3]] == ["A2", "A3", "A4"]


@pytest.mark.skipif(sys.platform == "win32",
                    reason="Windows has no pty to ask for a narrow terminal: lifted by running on Linux or macOS")
def test_a_narrow_terminal_has_what_to_do_on_a_line_of_its_own(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-m", "briefgen", "check", "--office", str(folder), "--lang", "en"], check=False,
                   stdout=theirs, env={**os.environ, "COLUMNS": "100"})
    os.close(theirs)
    told = os.read(ours, 100_000).decode().splitlines()
    os.close(ours)
    assert told[0].startswith("W data/签约项目台账.xlsx") and not told[0].endswith("]")
    assert told[1].startswith("    delete one if") and told[1].endswith("[project.similar]")


def test_strict_lets_a_question_stop_but_not_an_accepted_one(folder: Path) -> None:
    assert run("check", "--office", str(folder), "--strict").returncode == 3
    assert run("check", "--office", str(SAMPLE), "--strict").returncode == 0


def test_a_build_counts_findings_that_are_more_than_a_handful(folder: Path, tmp_path: Path) -> None:
    def built() -> list[str]:
        done = run("build", "monthly", "--office", str(folder), "--period", "2022-12", "--format", "docx",
                   "--out", str(tmp_path / "out"))
        assert done.returncode == 0
        return [line for line in done.stderr.splitlines() if "face" not in line]

    assert [line.split()[0] + line.split()[-1] for line in built()] == [
        "W[project.similar]", "I[figure.ties]", "I[accepted.unused]"]
    config = folder / "briefgen.toml"
    text = config.read_text(encoding="utf-8").split("[[accepted]]")[0]
    config.write_text(text + "".join(f'[[accepted]]\n{START}row = "A{row}"\nreason = "已核"\n' for row in range(2)),
                      encoding="utf-8")
    assert built() == ["7 findings in the data that do not stop; `briefgen check` lists them"]


def test_send_back_marks_the_ledger_and_names_the_files(folder: Path, tmp_path: Path) -> None:
    config = folder / "briefgen.toml"
    config.write_text(config.read_text(encoding="utf-8").split("[[accepted]]")[0], encoding="utf-8")
    ledger = folder / "data" / "签约项目台账.xlsx"
    before = ledger.read_bytes()
    asked = ("check", "--office", str(folder), "--period", "2022-12", "--send-back", str(tmp_path / "back"))
    assert run(*asked).stdout.splitlines()[-1] == str(tmp_path / "back" / ledger.name)
    told = json.loads(run(*asked, "--json").stdout)
    assert told["files"] == [str(tmp_path / "back" / ledger.name)]
    assert {problem["code"] for problem in told["problems"]} >= {"project.similar"}
    assert ledger.read_bytes() == before
    (tmp_path / "back" / ledger.name).write_bytes(before)
    done = run(*asked)
    assert done.returncode == 4
    assert "was changed after it was built" in done.stderr


def test_explain_columns_works_although_the_data_is_at_fault(folder: Path) -> None:
    funds = folder / "data" / "到位资金月报.csv"
    text = funds.read_text(encoding="utf-8-sig")
    funds.write_text(text.replace("当月到位资金(万元)", "当月到帐资金（万元）").replace("项目编号", "项目代码", 1),
                     encoding="utf-8")
    done = run("check", "--office", str(folder), "--explain-columns")
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert "签约项目台账  data/签约项目台账.xlsx 签约项目  headings in row 4" in lines
    assert "  总投资            P5    投资额 / 总投资            its name    万元（above the table, AD3）" in lines
    at = lines.index("到位资金月报  data/到位资金月报.csv  headings in row 1")
    assert "the alias 项目代码 (built in)" in lines[at + 2]
    assert "columns without a heading (each cell needed): 当月到位资金" in lines[at:]
    assert lines[lines.index("if that is what is meant, write into templates/aliases.toml:") + 1:][:2] == [
        '  [table."到位资金月报"]', '  "当月到位资金" = ["当月到帐资金"]']
    assert any(line.endswith("[column.missing]") for line in lines)
    told = json.loads(run("check", "--office", str(folder), "--explain-columns", "--json").stdout)
    assert [each["file"] for each in told["columns"] if each["table"] == "到位资金月报"] == ["data/到位资金月报.csv"]
    assert {problem["code"] for problem in told["problems"]} >= {"column.missing"}
