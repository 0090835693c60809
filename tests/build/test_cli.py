"""The command line as its user meets it: what it prints, and how it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.conftest import SAMPLE


def _run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; keywords are environment variables."""
    return subprocess.run([sys.executable, "-m", "briefgen", *arguments], capture_output=True, text=True, check=False,
                          cwd=cwd, env={**os.environ, "BRIEFGEN_LANG": "en", **environment})


def _word(out: Path, *more: str, office: Path = SAMPLE) -> subprocess.CompletedProcess[str]:
    return _run("build", "monthly", "--office", str(office), "--period", "2022-12", "--format", "docx",
                "--out", str(out), "--lang", "en", *more)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "office", ignore=shutil.ignore_patterns("out", ".briefgen")))


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("check",), 0, "0 to mend"),
    (("check", "--period", "2022-12"), 0, "0 to mend"),
    (("check", "--period", "2023-06"), 3, "2023-06"),
    (("check", "--period", "2020-06"), 3, "2021-01"),
    (("check", "--period", "June"), 2, "June is not a period"),
    (("build", "--period", "2022-13"), 2, "2022-13 is not a period"),
    (("build", "monthy", "--period", "2022-12"), 2, "monthly"),
    (("build", "--period", "2022-12", "--unit", "寿阴县"), 2, "寿阳县"),
    (("build", "--period", "2022-12", "--format", "odt"), 2, "docx, pdf"),
    (("build", "--period", "2022-12", "--as-of", "2022-11-30"), 2, "2022-11-30"),
    (("build", "--period", "2022-12", "--as-of", "yesterday"), 2, "yesterday"),
    (("build", "--period", "2022-12", "--issue-no", "0"), 2, "0 is not an issue number"),
    (("build",), 2, "--period is missing"),
    (("build", "--perod", "2022-12"), 2, "--period"),
    (("explain", "signed.invest"), 2, "--period"),
    (("explain", "signed.invst", "--period", "2022-12"), 2, "signed.invest"),
    (("explain", "none.docx"), 2, "none.docx"),
    (("explain", "signed.invest", "--period", "2022-12", "--unit", "寿阳县"), 0, "25 rows  sum 2121300 万元"),
    (("figures", "signed.invest", "--period", "2022-12", "--compare", "last-year"), 0, "212.13     109.6      93.55"),
    (("figures", "signed.invest", "--period", "2022-12", "--by", "county"), 2, "unit, chain, origin"),
    (("nonsense",), 2, "nonsense"),
])
def test_commands_end_with_a_clear_line_and_their_code(arguments: tuple[str, ...], code: int, said: str,
                                                       tmp_path: Path) -> None:
    where = ("--office", str(SAMPLE)) if arguments[0] in ("check", "build", "explain", "figures") else ()
    out = ("--out", str(tmp_path / "out")) if arguments[0] == "build" else ()
    run = _run(*arguments, *where, *out, "--lang", "en", cwd=tmp_path)
    assert run.returncode == code, run.stderr
    assert said in run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out").exists()


def test_help_speaks_both_languages() -> None:
    assert "用法" in _run("build", "--help", "--lang", "zh").stdout
    assert "Usage" in _run("build", "--help", "--lang", "en").stdout
    assert "用法" in _run("--help", BRIEFGEN_LANG="zh").stdout


def test_language_comes_from_the_office_before_the_environment(office: Path) -> None:
    assert "须改正" in _run("check", "--office", str(office), BRIEFGEN_LANG="en").stdout
    assert "to mend" in _run("check", "--office", str(office), "--lang", "en").stdout
    assert _run("check", "--lang", "fr").returncode == 2


def test_no_office_is_one_line(tmp_path: Path) -> None:
    run = _run("check", cwd=tmp_path)
    assert run.returncode == 2
    assert "briefgen.toml" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_unknown_keys_are_named_by_line(office: Path) -> None:
    text = (office / "briefgen.toml").read_text(encoding="utf-8")
    (office / "briefgen.toml").write_text(text.replace("copies = 60", "copys = 60\nissue = 1"), encoding="utf-8")
    run = _word(office / "out", office=office)
    assert run.returncode == 2
    assert "copies" in run.stderr
    assert "issue" in run.stderr
    assert "briefgen.toml:" in run.stderr


def test_bad_data_stops_with_every_problem_and_leaves_nothing(office: Path) -> None:
    pool = office / "data" / "储备项目库.csv"
    pool.write_text(pool.read_text(encoding="utf-8-sig").replace(",29000,", ",两万九,", 1), encoding="utf-8")
    (office / "data" / "三个一批.csv").unlink()
    run = _word(office / "out", office=office)
    assert run.returncode == 3
    assert "储备项目库.csv" in run.stderr
    assert "两万九" in run.stderr
    assert "三个一批.csv" in run.stderr
    assert not (office / "out").exists()


def test_a_hand_edited_file_is_not_overwritten(tmp_path: Path) -> None:
    assert _word(tmp_path).returncode == 0
    file = tmp_path / "2022-12" / "晋中市-月度工作简报.docx"
    assert _word(tmp_path).returncode == 0
    file.write_bytes(file.read_bytes() + b"edited")
    run = _word(tmp_path)
    assert run.returncode == 4
    assert file.name in run.stderr
    assert file.read_bytes().endswith(b"edited")


def test_an_open_file_is_left_alone(tmp_path: Path) -> None:
    assert _word(tmp_path).returncode == 0
    (tmp_path / "2022-12" / "~$晋中市-月度工作简报.docx").write_bytes(b"")
    assert _word(tmp_path).returncode == 4


def test_explain_lists_every_figure_of_a_file(tmp_path: Path) -> None:
    assert _word(tmp_path).returncode == 0
    run = _run("explain", str(tmp_path / "2022-12" / "晋中市-月度工作简报.docx"))
    assert run.returncode == 0
    lines = run.stdout.splitlines()[1:]
    assert len(lines) > 150
    assert any("1474.31亿元" in line and "signed.invest" in line for line in lines)
    one = _run("explain", str(tmp_path / "2022-12" / "晋中市-月度工作简报.docx"), "--figure", lines[0].split()[0])
    assert "197 rows" in one.stdout
    assert _run("explain", str(tmp_path / "2022-12" / "晋中市-月度工作简报.docx"), "--figure", "f9999").returncode == 2


def test_a_word_build_needs_no_pango(tmp_path: Path) -> None:
    """Pango hidden: whoever imports WeasyPrint fails as on a machine without it; PDF then ends with 1, Word stands."""
    blocker = tmp_path / "weasyprint.py"
    blocker.write_text("raise OSError('cannot load library libpango-1.0-0')\n", encoding="utf-8")
    common = ("build", "monthly", "--office", str(SAMPLE), "--period", "2022-12", "--lang", "en")
    word = _run(*common, "--format", "docx", "--out", str(tmp_path / "a"), PYTHONPATH=str(tmp_path))
    assert (word.returncode, word.stderr.count("\n"), word.stderr[-14:-1]) == (0, 1, "[figure.ties]")
    both = _run(*common, "--out", str(tmp_path / "b"), PYTHONPATH=str(tmp_path))
    assert both.returncode == 1
    assert "apt-get install" in both.stderr
    assert {file.suffix for file in (tmp_path / "b" / "2022-12").iterdir()} == {".docx", ".json"}


def test_a_word_build_never_imports_weasyprint(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "briefgen", "build", "monthly", "--office", str(SAMPLE),
         "--period", "2022-12", "--format", "docx", "--out", str(tmp_path)], capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert "docx" in imported
    assert imported & {"weasyprint", "pydyf", "pikepdf", "fontTools", "openpyxl"} == set()
