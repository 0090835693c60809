"""A workbook goes back with its faulty cells marked and everything else as it was."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from python_calamine import CalamineWorkbook

from briefgen.files import EditedByHand
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.pipeline import Returned, check, send_back
from briefgen.write.sendback import send_back as paper

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

FILE, SHEET, OFFICE = "data/台账.xlsx", "签约项目", "晋中市招商局"
RED, AMBER = "FFFF9999", "FFFFD966"
DRAWING = b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
EXTENSION = (b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
             b'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings/></ext></extLst></worksheet>')


def problem(code: str, cell: str = "", sheet: str | None = SHEET, file: str = FILE, **params: object) -> Problem:
    column, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJ")
    return Problem(code, Source(file, sheet, int(row) if row else None, column or None), params)


EMPTY = problem("cell.empty", "D4", column="签约日期")
MONEY = problem("cell.money", "C3", column="总投资", value="约三亿")
LARGE = problem("amount.large", "C4", column="总投资", value="9,000", median="300")
DRESS = problem("cell.dress", "A3", column="编号", value="Ｑ１", read="Q1")


def book() -> bytes:
    """Make a workbook with merged cells, formats, notes, a hidden sheet, parts of other programs and an extension."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = SHEET
    sheet.append(["签约项目台账"])
    sheet.merge_cells("A1:D1")
    sheet.append(["编号", "名称", "总投资", "签约日期"])
    sheet.append(["Ｑ１", "甲", "约三亿"])
    sheet.append(["Q2", "乙", 9000.5])
    sheet["F9"] = "=C4*2"
    sheet["C4"].number_format, sheet["C4"].font = "#,##0.00", Font(italic=True)
    sheet["C4"].border = Border(left=Side(style="thick"))
    sheet["B2"].comment, sheet["C3"].comment = Comment("全称", "张三"), Comment("电话问过", "张三")
    made.create_sheet("底稿").append(["不外传"])
    made["底稿"].sheet_state = "hidden"
    saved = io.BytesIO()
    made.save(saved)
    edits = {"xl/worksheets/sheet1.xml": lambda data: data.replace(b"</worksheet>", EXTENSION)}
    return changed(saved.getvalue(), edits, {"xl/drawings/drawing9.xml": DRAWING, "xl/vbaProject.bin": b"\x00macro",
                                             "xl/media/image1.png": b"png"})


def changed(data: bytes, edits: dict[str, Any], more: dict[str, bytes] | None = None) -> bytes:
    """Write a package anew with some of its parts edited, and with more parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, edits.get(name, bytes)(old.read(name)))
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return written.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values(data: bytes) -> list[Any]:
    """Read every value, by both libraries."""
    ours = load_workbook(io.BytesIO(data))
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [({cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None},
             sheet.merged_cells.ranges, sheet.sheet_state) for sheet in ours] + [
        theirs.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in theirs.sheet_names]


def marked(*found: Problem, data: bytes | None = None) -> tuple[bytes, Any]:
    made = paper(FILE, data or book(), found, OFFICE, ())
    assert made.marked
    assert made.name == "台账.xlsx"
    return made.content, load_workbook(io.BytesIO(made.content))[SHEET]


def test_the_values_are_those_of_the_original() -> None:
    content, _ = marked(EMPTY, MONEY, LARGE, DRESS)
    assert values(content) == values(book())


def test_untouched_parts_keep_their_bytes() -> None:
    old, new = parts(book()), parts(marked(EMPTY, MONEY, LARGE)[0])
    touched = {name for name, part in old.items() if new[name] != part}
    assert touched == {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments/comment1.xml",
                       next(name for name in old if name.endswith(".vml"))}
    assert new["xl/worksheets/sheet1.xml"].endswith(EXTENSION)
    assert list(new)[:len(old)] == list(old)


def test_a_coloured_cell_keeps_its_own_format() -> None:
    _, sheet = marked(MONEY, LARGE, EMPTY, DRESS)
    large = sheet["C4"]
    assert large.fill.fgColor.rgb == AMBER
    assert (large.number_format, large.font.italic, large.border.left.style) == ("#,##0.00", True, "thick")
    assert sheet["C3"].fill.fgColor.rgb == RED
    assert sheet["D4"].fill.fgColor.rgb == RED
    assert sheet["D4"].value is None
    assert sheet["A3"].fill.fill_type is None
    assert sheet["B4"].fill.fill_type is None


def test_a_comment_says_what_is_wrong_and_what_to_do() -> None:
    _, sheet = marked(EMPTY, DRESS)
    note = sheet["D4"].comment
    assert note.author == OFFICE
    assert note.text == f"E {EMPTY.message}；{EMPTY.hint}  [cell.empty]"
    assert "[cell.dress]" in sheet["A3"].comment.text


def test_comments_that_stand_keep_their_text_and_author() -> None:
    _, sheet = marked(MONEY, EMPTY)
    assert sheet["B2"].comment.text == "全称"
    assert sheet["C3"].comment.text.startswith("电话问过\nE ")
    assert sheet["C3"].comment.text.endswith("[cell.money]")
    assert sheet["C3"].comment.author == "张三"


def test_each_new_comment_has_its_box() -> None:
    content, _ = marked(MONEY, EMPTY, LARGE)
    drawing = next(part for name, part in parts(content).items() if name.endswith(".vml")).decode()
    assert drawing.count('ObjectType="Note"') == 4  # two that stood, of which one was added to, and two more
    assert "<x:Row>3</x:Row><x:Column>3</x:Column>" in drawing


def test_of_two_problems_in_a_cell_the_graver_colours_it() -> None:
    _, sheet = marked(problem("amount.large", "C3", column="总投资", value="1", median="2"), MONEY)
    assert sheet["C3"].fill.fgColor.rgb == RED
    assert sheet["C3"].comment.text.index("[cell.money]") < sheet["C3"].comment.text.index("[amount.large]")


@pytest.mark.parametrize(("cell", "place"), [("", "A1"), ("J20", "J20"), ("C1", "A1")])
def test_a_problem_without_a_cell_of_its_own_finds_a_place(cell: str, place: str) -> None:
    """A whole table goes to A1, a cell far from all others is made, one inside a merged range goes to its corner."""
    content, sheet = marked(problem("cell.empty", cell, column="名称"))
    assert "[cell.empty]" in sheet[place].comment.text
    assert sheet[place].fill.fgColor.rgb == RED
    assert values(content)[0] == values(book())[0]


def test_a_row_without_a_column_is_marked_in_its_first_cell() -> None:
    row = Problem("row.long", Source(FILE, SHEET, 3), {"width": 4})
    assert "[row.long]" in marked(row)[1]["A3"].comment.text


def test_a_sheet_without_comments_gets_them_at_their_place_in_the_order() -> None:
    content, _ = marked(problem("cell.empty", "B2", "底稿", column="名称"))
    new = parts(content)
    assert load_workbook(io.BytesIO(content))["底稿"]["B2"].comment.author == OFFICE
    assert new["[Content_Types].xml"].count(b"spreadsheetml.comments+xml") == 2
    assert b"legacyDrawing" in new["xl/worksheets/sheet2.xml"]


def test_the_drawing_is_named_before_what_follows_it_in_the_schema() -> None:
    data = changed(book(), {"xl/worksheets/sheet2.xml": lambda part: part.replace(b"</worksheet>", EXTENSION)})
    text = parts(marked(problem("cell.empty", "B2", "底稿", column="名称"), data=data)[0])["xl/worksheets/sheet2.xml"]
    assert text.index(b"pageMargins") < text.index(b"legacyDrawing") < text.index(b"extLst")


def test_a_sheet_with_a_prefix_and_cells_that_count_on_is_marked() -> None:
    """Other programs write `x:row` and leave the numbers of rows and cells out."""
    plain = (b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
             b'<x:row><x:c><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>two</x:t></x:is></x:c></x:row>'
             b'<x:row r="5"><x:c r="D5"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>')
    data = changed(book(), {"xl/worksheets/sheet2.xml": lambda _: plain})
    found = [problem("cell.empty", cell, "底稿", column="名称") for cell in ("B1", "C3", "B5", "E5")]
    content, _ = marked(*found, data=data)
    sheet = load_workbook(io.BytesIO(content))["底稿"]
    assert [sheet[cell].fill.fgColor.rgb for cell in ("B1", "C3", "B5", "E5")] == [RED] * 4
    assert (sheet["A1"].value, sheet["B1"].value, sheet["D5"].value) == (1, "two", 4)
    assert sheet["D5"].fill.fill_type is None
    assert b"ns0" not in parts(content)["xl/worksheets/sheet2.xml"]


@pytest.mark.parametrize("data", [
    b"", b"no zip", changed(book(), {"xl/styles.xml": lambda _: b"<broken"}),
    changed(book(), {"xl/worksheets/sheet1.xml": lambda _: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
    changed(book(), {}, {"_xmlsignatures/sig1.xml": b"<Signature/>"}),
], ids=["empty", "no zip", "broken styles", "entities", "signed"])
def test_a_workbook_that_cannot_be_marked_safely_gets_a_list(data: bytes) -> None:
    made = paper(FILE, data, [MONEY], OFFICE, ())
    assert (made.name, made.marked) == ("台账-问题清单.xlsx", False)
    sheet: Any = load_workbook(io.BytesIO(made.content)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["序号", "表", "单元格", "现在的内容", "问题", "怎么改", "代码"],
        [1, SHEET, "C3", "约三亿", MONEY.message, MONEY.hint, "cell.money"]]


def test_a_list_holds_no_formula() -> None:
    made = paper("data/a.csv", b"", [problem("cell.money", "C3", None, "data/a.csv", column="总投资", value="=1+1")],
                 OFFICE, ["a-问题清单.xlsx"])
    assert made.name == "a-问题清单（2）.xlsx"
    sheet: Any = load_workbook(io.BytesIO(made.content)).active
    assert (sheet["B2"].value, sheet["D2"].value, sheet["D2"].data_type) == ("a", "=1+1", "s")


CONFIG = """format = 1
[office]
name = "晋中市招商局"
city = "晋中市"
city_code = "140700"
[data]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "office"
    (made / "data").mkdir(parents=True)
    (made / "briefgen.toml").write_text(CONFIG.replace("format = 1\n", ""), encoding="utf-8")
    (made / FILE).write_bytes(book())
    (made / "data" / "单位.csv").write_text("代码,名称\n", encoding="utf-8")
    return made


def sent(folder: Path, out: Path) -> Returned:
    csv = problem("cell.empty", "B2", None, "data/单位.csv", column="名称")
    accepted = Problem("amount.large", Source(FILE, SHEET, 4, "C"), LARGE.params, accepted="已核")
    return send_back(folder, [MONEY, csv, accepted, Problem("file.missing", Source("briefgen.toml"), {"table": "a"}),
                              problem("cell.empty", "A1", file="../outside.xlsx", column="名称")], out)


def test_files_are_written_and_originals_left_alone(folder: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    returned = sent(folder, tmp_path / "back")
    assert [file.name for file in returned.files] == ["台账.xlsx", "单位-问题清单.xlsx"]
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    sheet: Any = load_workbook(returned.files[0])[SHEET]
    assert sheet["C4"].comment is None
    assert sheet["C4"].fill.fill_type is None


def test_a_copy_that_was_corrected_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    """Our own file is written anew; one that somebody has worked in stands, and so does the original."""
    copy = sent(folder, tmp_path / "back").files[0]
    assert sent(folder, tmp_path / "back").files[0] == copy
    copy.write_bytes(copy.read_bytes() + b"corrected")
    with pytest.raises(EditedByHand, match=r"台账\.xlsx|changed"):
        sent(folder, tmp_path / "back")
    with pytest.raises(EditedByHand):
        sent(folder, folder / "data")


def test_what_was_received_goes_back_under_the_name_of_its_unit() -> None:
    for file, name in (("received/2022-12/寿阳县/台账.csv", "寿阳县-台账-问题清单.xlsx"),
                       ("received/2022-12/寿阳县/台账.xlsx", "寿阳县-台账.xlsx"), ("data/台账.xlsx", "台账.xlsx")):
        assert paper(file, book(), [problem("cell.empty", "D4", file=file, column="签约日期")], OFFICE, ()).name == name


def test_a_file_with_only_notes_has_nothing_to_send_back(folder: Path, tmp_path: Path) -> None:
    assert send_back(folder, [DRESS], tmp_path / "back").files == ()
    assert check(folder)  # the folder itself is no full office


def test_a_workbook_with_macros_stays_one() -> None:
    made = paper("data/台账.xlsm", book(), [MONEY], OFFICE, ["台账.xlsx"])
    assert (made.name, made.marked) == ("台账.xlsm", True)
    assert parts(made.content)["xl/vbaProject.bin"] == b"\x00macro"


def test_a_cell_under_discussion_is_listed_for_excel_would_not_show_the_note() -> None:
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    thread = (b'<Relationship Id="t1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
              b'Target="../threadedComments/threadedComment1.xml"/></Relationships>')
    data = changed(book(), {name: lambda part: part.replace(b"</Relationships>", thread)})
    assert not paper(FILE, data, [MONEY], OFFICE, ()).marked
    assert paper(FILE, data, [EMPTY], OFFICE, ()).marked
