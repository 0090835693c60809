from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.errors import ConfigError
from briefgen.model.problem import Severity
from briefgen.read.ledger import read_ledger
from briefgen.read.office import ConfigUnreadable, OfficeMissing, read_office
from tests.read.making import SCHEMAS, SIGNED, TARGETS, UNITS, office, read, signed, told, workbook

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "签约项目台账"
CONFIG = '[office]\nname = "示例中心"\ncity = "晋中市"\ncity_code = "140700"\n[data]\n"单位" = { file = "单位.csv" }\n'


def refused(folder: Path, name: str, content: bytes | None = None) -> tuple[str, str]:
    """Read an office whose ledger is the given file, and tell its one problem: code and message."""
    if content is not None:
        (folder / name).write_bytes(content)
    (folder / "单位.csv").write_text(UNITS, encoding="utf-8")
    ledger, (problem,) = read_ledger(folder, office({"单位": "单位.csv", LEDGER: name}), SCHEMAS)
    assert LEDGER not in ledger.tables
    assert problem.source.file == name
    assert problem.severity is Severity.ERROR
    assert problem.hint
    return problem.code, problem.message


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path, "data/没有.xlsx") == ("file.missing", f"the file of the table {LEDGER} is not there")
    assert refused(tmp_path, "长" * 300 + ".csv")[0] == "file.missing"


def test_a_missing_sheet_lists_those_that_are_there(tmp_path: Path) -> None:
    code, message = refused(tmp_path, "a.xlsx", workbook({"上月": [["旧"]], "本月": [["新"]]}))
    assert (code, message) == ("sheet.missing", f"the workbook has no sheet {LEDGER}; it has: 上月、本月")


@pytest.mark.parametrize(("name", "content", "reason"), [
    ("空.xlsx", b"", "the file is empty"), ("空.csv", b" \n", "the file is empty"),
    ("网页.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "really a web page (HTML)"),
    ("截断.xlsx", workbook({LEDGER: [["项目编号"]]})[:900], "damaged or of another kind"),
    ("图.csv", b"\x89PNG\r\n\x1a\n\0\0\0\xff", "no text in UTF-8 or GB18030"),
    ("引号.csv", '项目编号,总投资\n"QY1,5\n'.encode(), "damaged or of another kind"),
    ("台账.pdf", b"%PDF-1.4", "files are read"),
])
def test_content_of_another_kind(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    code, message = refused(tmp_path, name, content)
    assert code == "file.unreadable"
    assert reason in message


@pytest.mark.parametrize("name", [
    "../a.csv", "data/../../a.csv", "/etc/passwd", "C:\\a.csv", "..\\a.csv", "链接.csv", ""])
def test_a_file_outside_the_office_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (tmp_path / "a.csv").write_text(SIGNED, encoding="utf-8")
    (folder / "链接.csv").symlink_to(tmp_path / "a.csv")
    assert refused(folder, name)[0] == "file.outside"


def test_a_missing_column_and_a_missing_header(tmp_path: Path) -> None:
    text = SIGNED.replace("签约日期", "日子")
    assert refused_codes(tmp_path, text) == [("column.missing", "签约项目台账.csv 1")]
    assert refused_codes(tmp_path, "甲,乙\n1,2\n") == [("header.missing", "签约项目台账.csv")]


def refused_codes(folder: Path, text: str) -> list[tuple[str, str]]:
    return told(read(folder, {LEDGER: text})[1])


@pytest.mark.parametrize(("row", "code", "cell"), [
    (signed(unit="太古区"), "cell.unit", "C2"), (signed(invest="约4800万"), "cell.rough", "F2"),
    (signed(invest="１００"), "cell.dress", "F2"), (signed(day="2022年13月1日"), "cell.date", "I2"),
    (signed(invest=""), "cell.empty", "F2"), (signed(unit="寿阳县\u202e"), "cell.character", "C2"),
    (signed(invest="#REF!"), "cell.error", "F2"),
])
def test_a_bad_cell_is_named_with_its_value(tmp_path: Path, row: str, code: str, cell: str) -> None:
    _, (problem,) = read(tmp_path, {LEDGER: SIGNED + row})
    assert told([problem]) == [(code, f"签约项目台账.csv {cell}")]
    assert problem.source.raw is None or problem.source.raw in row


def test_everything_is_told_in_one_run(tmp_path: Path) -> None:
    tables: dict[str, str | bytes] = {
        LEDGER: SIGNED + signed(unit="太古区", invest="很多") + signed("QY2", day="下周"),
        "目标任务": f"{TARGETS}2022,寿阳县,开工率,,%,市定,,1,\n2022,无此县,开工率,40,%,市定,,1,\n",
        "到位资金月报": "项目编号,月份,当月到位资金,资金类别,凭证编号\nQY1,2022.1,5,流动资金,P1\n",
        "合作协议": "编号,甲方\n",
        "储备项目库": b"PK",
    }
    assert told(read(tmp_path, tables)[1]) == [
        ("cell.unit", "签约项目台账.csv C2"), ("cell.money", "签约项目台账.csv F2"),
        ("cell.date", "签约项目台账.csv I3"), ("cell.unit", "目标任务.csv B3"),
        ("column.unit", "到位资金月报.csv C1"), ("cell.month", "到位资金月报.csv B2"),
        ("header.missing", "合作协议.csv"), ("file.unreadable", "储备项目库.xlsx"),
        ("target.missing", "目标任务.csv D2")]


@pytest.mark.parametrize(("units", "codes"), [
    (None, ["file.missing"]), ("单位代码,单位名称,单位类型,参与排名\n", ["row.none"]), ("甲,乙\n", ["header.missing"]),
])
def test_without_units_only_their_own_table_is_blamed(tmp_path: Path, units: str | None, codes: list[str]) -> None:
    (tmp_path / "a.csv").write_text(SIGNED + signed(), encoding="utf-8")
    files = {LEDGER: "a.csv"}
    if units is not None:
        (tmp_path / "u.csv").write_text(units, encoding="utf-8")
        files["单位"] = "u.csv"
    assert [problem.code for problem in read_ledger(tmp_path, office(files), SCHEMAS)[1]] == codes


def test_a_folder_without_configuration(tmp_path: Path) -> None:
    with pytest.raises(OfficeMissing, match="no office folder"):
        read_office(tmp_path)


@pytest.mark.parametrize("text", [CONFIG, f"\ufeff{CONFIG}"])
def test_a_good_configuration(tmp_path: Path, text: str) -> None:
    (tmp_path / "briefgen.toml").write_text(text, encoding="utf-8")
    assert read_office(tmp_path).data["单位"].file == "单位.csv"


@pytest.mark.parametrize(("text", "said"), [
    (CONFIG.replace("city_code", "citycode"), r"briefgen.toml:4: unknown key office.citycode \(-> city_code\?\)"),
    (CONFIG.replace("file", "fil"), "briefgen.toml:6: unknown key"),
    (CONFIG + "[kinds.monthly]\ncopies = 0\n", "briefgen.toml:8: kinds.monthly.copies"),
    ("[office", "not valid TOML"), ("format = 9\n" + CONFIG, "format 9"),
])
def test_a_bad_configuration_names_line_and_nearest(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "briefgen.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        read_office(tmp_path)


def test_a_configuration_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").write_bytes(CONFIG.encode("gb18030"))
    with pytest.raises(ConfigUnreadable):
        read_office(tmp_path)


ROWS = st.lists(st.lists(st.text("项目编号,\"\n合计单位:万元1\ud7ff"))).map(
    lambda rows: (SIGNED + "\n".join(",".join(row) for row in rows)).encode())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.one_of(st.binary(), st.text().map(str.encode), ROWS))
def test_any_bytes_give_rows_or_problems_and_never_an_exception(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    (tmp_path / "b.xlsx").write_bytes(content)
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    files = {"单位": "单位.csv", LEDGER: "a.csv", "合作协议": "b.xlsx"}
    _, problems = read_ledger(tmp_path, office(files), SCHEMAS)
    assert "合作协议" in str([problem.params for problem in problems]) or "b.xlsx" in str(told(problems))
