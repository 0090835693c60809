"""Walking over a document: numbers of headings and tables, notes, and every character that it prints."""

from __future__ import annotations

from datetime import date

import pytest

from briefgen.document.dump import dump
from briefgen.document.nodes import (
    Align,
    Block,
    Colophon,
    Document,
    Heading,
    Masthead,
    Meta,
    Paragraph,
    Place,
    Signature,
    Strong,
    Table,
    TableColumn,
    TableRow,
    Text,
)
from briefgen.document.walk import note_lines, numbered, text

HERE = Place("kinds/x/body.md.j2", 1)


def _heading(level: int) -> Heading:
    return Heading(level, (Text("题"),), HERE)


def _document(*blocks: Block) -> Document:
    meta = Meta("monthly", "月度工作简报", "标题", "140700", "晋中市", "2022-12", date(2022, 12, 31), date(2023, 1, 5),
                Masthead("工作简报", 12, "示例中心", date(2023, 1, 5)), Colophon("甲", "乙", "", 60), "（示例）")
    return Document(meta, blocks, {})


def _table(*notes: str) -> Table:
    columns = (TableColumn("单位", 2), TableColumn("个数", 1, Align.RIGHT, "签约项目"))
    return Table("完成情况", "单位：个", columns, (TableRow(((Text("寿阳县"),), (Text("25"),))),), notes, HERE)


@pytest.mark.parametrize(("levels", "numbers"), [
    ([1, 1, 1], ["一、", "二、", "三、"]),
    ([1, 2, 2, 1, 2], ["一、", "（一）", "（二）", "二、", "（一）"]),
    ([1, 2, 3, 4, 4, 3, 4], ["一、", "（一）", "1.", "（1）", "（2）", "2.", "（1）"]),
])
def test_headings_are_numbered_by_level(levels: list[int], numbers: list[str]) -> None:
    assert [number for _, number in numbered([_heading(level) for level in levels])] == numbers


def test_tables_are_numbered_through_the_document() -> None:
    assert [number for _, number in numbered([_table(), _heading(1), _table()])] == ["表1", "一、", "表2"]


@pytest.mark.parametrize(("notes", "lines"), [
    ((), []), (("甲",), ["注：甲。"]), (("甲", "乙"), ["注：1.甲；", "2.乙。"])])
def test_notes(notes: tuple[str, ...], lines: list[str]) -> None:
    assert note_lines(notes) == lines


def test_text_holds_every_character_on_paper() -> None:
    body = Paragraph((Text("正文"), Strong((Text("一是"),))), HERE)
    found = text(_document(_heading(1), body, _table("注释"), Signature("署名", date(2023, 1, 5), HERE)))
    for part in ("工作简报", "第12期", "示例中心", "标题", "（示例）", "一、", "正文一是", "表1", "签约项目",
                 "完成情况", "25", "注：注释。", "署名", "2023年1月5日", "报：甲", "送：乙"):
        assert part in found, part


def test_dump_writes_one_line_a_node() -> None:
    assert dump(_document(_heading(1), _table("注释"))).splitlines() == [
        "document monthly 晋中市 2022-12 as of 2022-12-31", "title 标题",
        "masthead 工作简报 第12期 示例中心 2023年1月5日",
        "h1 一、题", "table 表1 完成情况 单位：个", "  head 单位 | 签约项目/个数", "  row 寿阳县 | 25", "  note 注释",
        "colophon 报：甲", "colophon 送：乙"]
