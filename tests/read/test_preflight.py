from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import xlwt

from briefgen.read.bounds import Bounds
from briefgen.read.grid import letters
from briefgen.read.preflight import Archive
from briefgen.read.reasons import CellsMany, Declares, InflatedLarge, PartTwice, Unreadable
from tests.read.foreign import archive, ods, sheet_xml, xlsx
from tests.read.making import office, told
from tests.read.test_sources import HEADINGS, LEDGER, ROW, taken

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.model.problem import Problem
    from briefgen.read.facts import Facts

ERROR = '<row r="5"><c r="C5" t="e"><v>#REF!</v></c></row>'
FILLED = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>二</t></is></c></row>'


def facts(xml: str | bytes, cells: int = 1_000_000) -> Facts:
    """Look through a sheet of which the given XML is the whole part: at once, and in pieces, to the same end."""
    archive_ = Archive(xlsx(xml), Bounds(cells=cells))
    found = [archive_.facts(LEDGER)]
    for size in () if len(xml) > 100_000 else (1, 7, 150, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("briefgen.read.preflight._CHUNK", size)
            patch.setattr("briefgen.read.sheetscan.WORTH", 0)
            found.append(archive_.facts(LEDGER))
    assert all(each == found[0] for each in found)
    return found[0]


@pytest.mark.parametrize("rows", [
    ERROR, ERROR.replace('"', "'"), '<row r="5"><c t="e" r="C5"><f>A1/0</f><v>#REF!</v></c></row>',
    '<row r="5"><c\n r = "C5"\tt="&#101;"><v>#REF!</v></c></row>', FILLED + ERROR,
    '<!-- <row> --><row r="5"><c r="C5" t="e"><v><![CDATA[#REF!]]></v></c></row>',
    '<row/><row/><row/><row/><row><c/><c/><c t="e"><v>#REF!</v></c></row>',
    '<row r="5"><c r="C5" s="3" t="e"><f t="shared" ref="C5:C6" si="0">A1/0</f><v>#REF!</v></c></row>',
])
def test_an_error_is_found_however_it_is_written(rows: str) -> None:
    assert facts(sheet_xml(rows)).unseen == {(4, 2): "#REF!"}


def test_an_error_is_found_under_prefixes_and_in_utf_16() -> None:
    xml = sheet_xml(ERROR)
    wide = xml.replace("UTF-8", "UTF-16")
    prefixed = xml.replace("</", "</x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    for tag in ("worksheet", "sheetData", "row", "c ", "v"):
        prefixed = prefixed.replace(f"<{tag}", f"<x:{tag}")
    assert facts(prefixed).unseen == facts(wide.encode("utf-16")).unseen == {(4, 2): "#REF!"}


@pytest.mark.parametrize(("cell", "text"), [
    ("<f>SUM(A1:A2)</f>", "=SUM(A1:A2)"), ("<f>A1</f><v></v>", "=A1"), ("<f>A1</f><v />", "=A1"),
    ('<f t="shared" si="0"/>', "=?"), ("<f>A1</f><v>0</v>", None), ("<v>1</v>", None),
])
def test_a_formula_without_a_value_is_found(cell: str, text: str | None) -> None:
    found = facts(sheet_xml(FILLED + f'<row r="2"><c r="B2">{cell}</c></row>')).unseen
    assert found == ({(1, 1): text} if text else {})


def test_a_formula_that_gives_an_empty_text_has_its_value() -> None:
    assert facts(sheet_xml('<row r="2"><c r="B2" t="str"><f>""</f><v></v></c></row>')).unseen == {}


@pytest.mark.parametrize("rows", [
    "<!--{}-->", "<![CDATA[{}]]>", "<?a {}?>", "<!-- -->{}<!-- --><row r='2'/>",
])
def test_rows_within_a_comment_do_not_count(rows: str) -> None:
    found = facts(sheet_xml(FILLED + rows.format(ERROR)))
    assert found.unseen == ({(4, 2): "#REF!"} if rows.startswith("<!-- -->") else {})


def test_plain_blocks_and_all_others_give_the_same() -> None:
    """The quick way over plain rows must find what the slow one finds: a comment in front forces the slow one."""
    rows = "".join(
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row % 7 == 0 else ""} spans="1:3">'
        f'<c r="AX{row}" s="1"/><c r="AY{row}" t="n"></c>'
        f'<c r="{letters(row % 30)}{row}" t="{"e" if row % 5 == 0 else "n"}">'
        f'<v>{"#N/A" if row % 5 == 0 else row}</v></c></row>' for row in range(1, 40_000))
    hidden = '<cols><col min="3" max="4" hidden="1"/></cols>'
    for head in ("", hidden):
        quick, slow = facts(sheet_xml(rows, head), 2_000_000), facts(sheet_xml("<!-- -->" + rows, head), 2_000_000)
        assert quick == slow
        assert len(quick.unseen) == 39_999 // 5
        assert len(quick.hidden_rows) == 39_999 // 7


@pytest.mark.parametrize(("rows", "cell"), [
    (FILLED + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576"),
    ('<row r="9"><c r="XFD9"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>', "XFD1048576"),
    ("<row r='1000001'><c r='A1000001'><v>1</v></c></row>", "A1000001"),
])
def test_a_sheet_that_reaches_too_far(rows: str, cell: str) -> None:
    with pytest.raises(CellsMany) as caught:
        facts(sheet_xml(rows))
    assert caught.value.params == {"sheet": LEDGER, "cell": cell, "limit": 1_000_000}


def test_empty_cells_with_a_style_do_not_reach() -> None:
    rows = FILLED + '<row r="1048576" ht="14"><c r="XFD1048576" s="1"/></row>'
    found = facts(sheet_xml(rows))
    assert (found.last_row, found.last_column) == (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "docProps/app.xml"])
def test_a_document_type_is_refused_in_every_part_and_encoding(encoding: str, part: str) -> None:
    text = '<?xml version="1.0"?>' + " " * 70_000 + '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    with pytest.raises(Declares) as caught:
        Archive(xlsx("", **{part.replace("/", "__"): text.encode(encoding)}), Bounds())
    assert caught.value.params == {"part": part}


def test_two_parts_of_one_name() -> None:
    with pytest.raises(PartTwice):
        Archive(archive({"xl/workbook.xml": "a", "XL\\Workbook.xml": "b"}), Bounds())


def test_what_is_really_inflated_counts_and_not_what_is_declared() -> None:
    size = 3 * 1024 * 1024
    data = xlsx("<worksheet/>", xl__media__a=b" " * size)
    little = data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert little != data
    for each in (data, little):
        with pytest.raises(InflatedLarge):
            Archive(each, Bounds(inflated_mb=2))
    with pytest.raises(Unreadable):
        list(Archive(data[:-300], Bounds()).parts("xl/media/a"))


ODS_ERROR = ('<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
             "<text:p>#DIV/0!</text:p></table:table-cell>")


def found_in(tmp_path: Path, name: str, content: bytes) -> list[Problem]:
    return taken(tmp_path, name, content)[1]


def row_xml(number: int, cells: list[str], attributes: str = "") -> str:
    """Write a row; a cell that begins with `<` is taken as its inside, others as text."""
    inside = "".join(f'<c r="{letters(at)}{number}"{cell}</c>' if cell.startswith((">", " t"))
                     else f'<c r="{letters(at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                     for at, cell in enumerate(cells))
    return f'<row r="{number}"{attributes}>{inside}</row>'


@pytest.mark.parametrize(("cell", "told_"), [
    (' t="e"><f>B1/0</f><v>#DIV/0!</v>', ("cell.error", "#DIV/0!")),
    ("><f>SUM(G2:G3)</f><v></v>", ("cell.formula", "=SUM(G2:G3)")),
])
def test_errors_and_uncalculated_formulas_are_faults_of_their_cells(tmp_path: Path, cell: str,
                                                                    told_: tuple[str, str]) -> None:
    cells = [str(value) for value in ROW]
    cells[5] = cell
    (problem,) = found_in(tmp_path, "a.xlsx", xlsx(sheet_xml(row_xml(1, HEADINGS) + row_xml(2, cells))))
    assert told([problem]) == [(told_[0], f"a.xlsx {LEDGER}!F2")]
    assert problem.params["value"] == problem.source.raw == told_[1]


def test_a_row_of_nothing_but_an_uncalculated_formula_is_not_passed_over(tmp_path: Path) -> None:
    rows = row_xml(1, HEADINGS) + row_xml(2, [str(value) for value in ROW]) + '<row r="3"><c r="F3"><f>F2</f></c></row>'
    codes = [code for code, place in told(found_in(tmp_path, "a.xlsx", xlsx(sheet_xml(rows)))) if place.endswith("F3")]
    assert codes == ["cell.formula"]


def test_errors_of_an_ods(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEADINGS), list(ROW), list(ROW)]
    rows[1][5], rows[2][0] = ODS_ERROR, "QY2"
    rows[2][5] = '<table:table-cell table:formula="of:=SUM([.G2])"/>'
    assert told(found_in(tmp_path, "a.ods", ods("一月", rows))) == [
        ("cell.error", "a.ods 一月!F2"), ("cell.formula", "a.ods 一月!F3")]


def test_hidden_rows_and_columns_that_hold_data_are_named_and_read(tmp_path: Path) -> None:
    head = '<cols><col min="2" max="3" hidden="1"/><col min="40" max="16384" hidden="true"/></cols>'
    texts = [str(value) for value in ROW]
    rows = row_xml(1, HEADINGS) + "".join(
        row_xml(number, [f"QY{number}", *texts[1:]], ' hidden="1"' if number in (3, 4, 6) else "")
        for number in range(2, 7))
    rows += '<row r="7" hidden="1"/>'
    ledger, (problem,) = taken(tmp_path, "a.xlsx", xlsx(sheet_xml(rows, head)))
    assert (problem.code, problem.params["places"]) == ("sheet.hidden", "3-4、6、B-C")
    assert len(ledger.rows(LEDGER)) == 5


def test_hidden_columns_of_an_ods(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    (problem,) = found_in(tmp_path, "a.ods", ods("一月", [HEADINGS, ROW], columns))
    assert (problem.code, problem.params["places"]) == ("sheet.hidden", "B-C")


@pytest.mark.parametrize("rows", [3, 3000])
def test_errors_and_hidden_rows_of_an_xls(tmp_path: Path, rows: int) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一月")
    table: list[list[object]] = [[*HEADINGS], *([f"QY{row}", *ROW[1:]] for row in range(1, rows))]
    for at, cells in enumerate(table):
        for column, value in enumerate(cells):
            sheet.write(at, column, value)
    sheet.write(rows, 0, "末")
    sheet.row(rows).set_cell_error(5, "#REF!")
    sheet.row(1).hidden = sheet.row(rows + 5).hidden = True
    sheet.col(3).hidden = True
    book.save(tmp_path / "a.xls")
    found = [problem for problem in taken(tmp_path, "a.xls")[1] if problem.code != "cell.empty"]
    assert [(problem.code, problem.source.row) for problem in found] == [
        ("sheet.hidden", None), ("cell.error", rows + 1)]
    assert found[0].params["places"] == "2、D"
    assert found[1].params["value"] == "#REF!"


def test_repeated_cells_of_an_ods_reach_as_far_as_they_stand_for() -> None:
    far = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    assert Archive(ods("一月", [[1, empty]]), Bounds(cells=1000)).facts("一月").last_column == 0
    with pytest.raises(CellsMany):
        Archive(ods("一月", [[1, far]]), Bounds(cells=1000)).facts("一月")


@pytest.mark.parametrize(("limits", "said"), [
    ({"cells": 1000}, "cells under [limits]"), ({"inflated_mb": 1}, "inflated_mb under [limits]"),
    ({"file_mb": 1}, "file_mb under [limits]"),
])
def test_every_limit_says_how_to_raise_it(tmp_path: Path, limits: dict[str, int], said: str) -> None:
    many = "".join(f'<row r="{row}"><c r="K{row}"><v>{row}</v></c></row>' for row in range(1, 100))
    data = xlsx(sheet_xml(many), xl__media__a=bytes(1_500_000))
    if "file_mb" in limits:
        data += bytes(1_500_000)
    (problem,) = taken(tmp_path, "a.xlsx", data, limits=limits)[1]
    assert (problem.code, problem.source.file) == ("file.unreadable", "a.xlsx")
    assert said in problem.hint


def test_a_hundred_thousand_rows_are_looked_through_quickly() -> None:
    texts = "".join(f'<c r="{letter}%d" s="1" t="s"><v>17</v></c>' for letter in "ABCDEFGHIJKLMNOP")
    rows = "".join(f'<row r="{row}" spans="1:16">{texts % ((row,) * 16)}</row>' for row in range(1, 20_001))
    archive_ = Archive(xlsx(sheet_xml(rows)), Bounds())
    start = time.process_time()
    found = archive_.facts(LEDGER)
    assert (found.last_row, found.last_column) == (19_999, 15)
    assert time.process_time() - start < 1.5
    assert office({}).limits.cells == Bounds().cells
