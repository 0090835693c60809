"""Every code of a problem has its page in docs/checks, every page its code, and they agree on the severity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefgen.model.problem import RULES

DOCS = Path(__file__).parents[2] / "docs" / "checks"


def test_codes_and_pages_are_the_same() -> None:
    assert {page.stem for page in DOCS.glob("*.md")} - {"README"} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_page_says_the_severity_and_whether_it_can_be_set(code: str) -> None:
    text = (DOCS / f"{code}.md").read_text(encoding="utf-8")
    severity = RULES[code].severity.value
    assert text.startswith(f"# {code}\n")
    assert re.findall(r"严重程度：([EWI])|Severity ([EWI])", text) == [(severity, ""), ("", severity)]
    assert ("能否调整或保留：可以" in text) is RULES[code].judges
    assert ("can be set" in text) is RULES[code].judges
    for part in ("意思：", "例子：", "怎么改：", "## English"):
        assert part in text


def test_the_index_lists_every_code_once() -> None:
    rows = re.findall(r"^\| \[([a-z.-]+)\]\(\1\.md\) \| ([EWI]) \| ([是否]) \|",
                      (DOCS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = [(code, rule.severity.value, "是" if rule.judges else "否") for code, rule in RULES.items()]
    assert sorted(rows) == sorted(told)
