"""An office sets the severity of rules that judge, and accepts findings with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.check.rules import check_ledger
from briefgen.check.settle import settle
from briefgen.errors import ConfigError
from briefgen.model.problem import RULES
from briefgen.read.office import read_office
from tests.check.judging import LEDGER, MONTHLY, arrived, ledger
from tests.read.making import ARRIVED, office, read

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.problem import Problem

START = 'code = "project.early-start"\n'
ROWS = ({"开工日期": "2022-03-01"}, {"开工日期": "2022-03-02"})
CONFIG = ('[office]\nname = "示例中心"\ncity = "晋中市"\ncity_code = "140700"\n[data]\n'
          '"单位" = { file = "单位.csv" }\n"签约项目台账" = { file = "签约项目台账.csv" }\n')


def settled(folder: Path, *rows: dict[str, str], money: str = ARRIVED, **more: object) -> list[Problem]:
    found, problems = read(folder, {LEDGER: ledger(*rows), MONTHLY: money})
    assert problems == []
    config = office({}, **more)
    return settle(check_ledger(found, config), found, config)


def accept(code: str, row: str, **more: str) -> dict[str, str]:
    return {"code": code, "row": row, "reason": "已与企业核对", **more}


@pytest.mark.parametrize(("level", "severity", "stops"), [("E", "E", True), ("W", "W", False), ("I", "I", False)])
def test_a_rule_takes_the_severity_that_the_office_sets(tmp_path: Path, level: str, severity: str, *,
                                                        stops: bool) -> None:
    (problem,) = settled(tmp_path, ROWS[0], checks={"project.early-start": level})
    assert (problem.severity, problem.stops) == (severity, stops)


def test_a_rule_that_is_off_finds_nothing(tmp_path: Path) -> None:
    assert settled(tmp_path, *ROWS, checks={"project.early-start": "off"}) == []


def test_an_accepted_finding_keeps_its_reason_and_the_others_stand(tmp_path: Path) -> None:
    one, two = settled(tmp_path, *ROWS, accepted=[accept("project.early-start", "A2", by="示例甲")])
    assert (one.accepted, two.accepted) == ("", "已与企业核对（示例甲）")


def test_an_accepted_finding_no_longer_stops(tmp_path: Path) -> None:
    money = arrived(("A1", "2022-03", "50"), ("A1", "2022-04", "-10"))
    (fell,) = settled(tmp_path, {}, money=money)
    assert (fell.code, fell.stops) == ("funds.fell", True)
    (fell,) = settled(tmp_path, {}, money=money, accepted=[accept("funds.fell", "P2")])
    assert (fell.severity, fell.stops) == ("E", False)


@pytest.mark.parametrize("row", ["2022-03", "A1", "签约项目台账.csv!L2", "签约项目台账.csv L2"])
def test_a_finding_over_a_month_is_accepted_by_its_month_or_first_row(tmp_path: Path, row: str) -> None:
    (problem,) = settled(tmp_path, {"签约日期": "2022-03-12"}, accepted=[accept("project.weekend", row)])
    assert problem.accepted


@pytest.mark.parametrize("entry", [accept("project.early-start", "A9"), accept("project.twin", "A1"),
                                   accept("project.early-start", "2")])
def test_an_entry_that_matches_nothing_is_told(tmp_path: Path, entry: dict[str, str]) -> None:
    found = settled(tmp_path, ROWS[0], accepted=[entry])
    assert [(problem.code, problem.accepted) for problem in found] == [
        ("project.early-start", ""), ("accepted.unused", "")]
    assert str(found[1].source) == "briefgen.toml"


def test_an_entry_of_a_period_says_nothing_without_one(tmp_path: Path) -> None:
    assert settled(tmp_path, {}, accepted=[accept("period.future", "A1")]) == []


@pytest.mark.parametrize(("text", "told"), [
    ('[checks]\n"project.weekand" = "off"\n',
     "briefgen.toml:9: there is no check project.weekand (-> project.weekend?)"),
    ('[checks]\n"cell.money" = "W"\n', "briefgen.toml:9: cell.money cannot be set or accepted: "
                                       "without it a figure could be wrong unseen"),
    ('[checks]\n"project.twin" = "X"\n', "briefgen.toml:9: checks.project.twin is not valid: "
                                         "must be one of E, W, I, off"),
    (f'[[accepted]]\n{START}row = "A1"\nreason = "已核"\n[[accepted]]\ncode = "key.duplicate"\nrow = "A1"\n'
     'reason = "已核"\n', "briefgen.toml:13: key.duplicate cannot be set or accepted: "
                        "without it a figure could be wrong unseen"),
    (f'[[accepted]]\n{START}row = "A1"\nreason = "已"\n', "briefgen.toml:11: accepted.0.reason is not valid: "
                                                         "must have 2 characters or more"),
    (f'[[accepted]]\n{START}row = "A1"\n[[accepted]]\n{START}row = "A2"\nreason = "已核"\n',
     "briefgen.toml:8: the key accepted.0.reason is missing"),
])
def test_what_cannot_be_set_is_told_by_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "briefgen.toml").write_text(CONFIG + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_office(tmp_path)
    assert str(caught.value) == told


def test_rules_that_read_or_join_cannot_be_set() -> None:
    judging = {code.split(".")[0] for code, rule in RULES.items() if rule.judges}
    assert judging == {"project", "funds", "amount", "investor", "period", "target", "received", "reported", "word",
                       "figure", "unit", "correction"}
    mixed = {code for code, rule in RULES.items() if rule.judges and code.startswith(("unit.", "correction."))}
    assert mixed == {"unit.differs", "correction.late"}
    assert not RULES["period.empty"].judges
