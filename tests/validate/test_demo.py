"""Every document of the demo is valid, and LibreOffice reads its Word file as the PDF prints it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from tests.build.demo import build_demo
from tests.build.reading import numbers, pdf_text, word_paragraphs
from tests.validate.office import convert

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["2022-12/晋中市-月度工作简报", "2022-12/晋中市-工作总结", "2022-12/寿阳县-工作总结",
         "2023-01/晋中市-招商活动方案-总体方案",
         "2023-01/晋中市-招商活动方案-多模式协同招商", "2023-01/晋中市-招商活动方案-新能源汽车产业链招商",
         "2023-01/晋中市-招商活动方案-信创产业（光伏电池及组件）产业链招商", "2023-01/晋中市-招商活动方案-专业镇招商",
         "2023-01/晋中市-招商活动方案-其他战略新兴产业招商", "2023-01/晋中市-招商活动总结-多模式协同招商"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder)
    return folder


def test_the_demo_has_no_other_documents(tools: Path, demo: Path) -> None:
    assert sorted(file.relative_to(demo).with_suffix("").as_posix() for file in demo.rglob("*.docx")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_the_same_numbers_on_as_many_pages(tools: Path, demo: Path, tmp_path: Path,
                                                              name: str) -> None:
    word, pdf = demo / f"{name}.docx", demo / f"{name}.pdf"
    made = convert(word, tmp_path)
    with pdfplumber.open(made) as ours, pdfplumber.open(pdf) as theirs:
        assert len(ours.pages) == len(theirs.pages)
    written = sorted(numbers("\n".join(word_paragraphs(word.read_bytes()))))
    assert sorted(numbers(pdf_text(made.read_bytes()))) == written
    assert sorted(numbers(pdf_text(pdf.read_bytes()))) == written


@pytest.mark.parametrize("name", NAMES)
def test_the_validators_find_nothing(tools: Path, demo: Path, name: str) -> None:
    for command in (["openxml-audit"], ["ooxml-integrity", "check"]):
        done = subprocess.run([str(tools / command[0]), *command[1:], str(demo / f"{name}.docx")], capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_all_pdfs_are_archival_and_accessible(tools: Path, demo: Path, profile: str) -> None:
    files = [str(demo / f"{name}.pdf") for name in NAMES]
    command = [os.environ["BRIEFGEN_VERAPDF"], profile, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["PASS"] * len(NAMES), done.stdout + done.stderr
