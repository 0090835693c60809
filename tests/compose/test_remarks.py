"""What an office chose stands below the sentences whose figures it changes, once, unless a table says it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from briefgen.compose.remarks import remarked
from briefgen.document.nodes import Block, FigureRef, Heading, Paragraph, Place, Signature, Strong, Table, Text
from briefgen.document.walk import plain
from briefgen.model.figure import Figure, Key

PLACE = Place("body.md.j2", 1)
SIGNED = Signature("示例招商中心", date(2023, 1, 5), PLACE)
COUNTED = "达效率按个数计算"


def _sentence(*remarks: str) -> Paragraph:
    figure = Figure(Key("batches.capacity_rate", "1407", "2022-12"), "达效率", "晋中市", "%", Fraction(50), "定义",
                    remarks=remarks)
    return Paragraph((Text("达效率"), Strong((FigureRef("f1", figure, "50%"),))), PLACE)


def _heading(text: str, level: int = 1) -> Heading:
    return Heading(level, (Text(text),), PLACE)


def _table(*notes: str) -> Table:
    return Table("表", "", (), (), notes, PLACE)


def _shown(blocks: tuple[Block, ...]) -> list[str]:
    return [plain(block.inlines) if isinstance(block, Heading | Paragraph) else type(block).__name__
            for block in blocks]


@pytest.mark.parametrize(("blocks", "shown"), [
    ([_sentence(COUNTED)], ["达效率50%", "注：达效率按个数计算。"]),
    ([_sentence()], ["达效率50%"]),
    ([_sentence(COUNTED), _heading("二")], ["达效率50%", "注：达效率按个数计算。", "二"]),
    ([_sentence(COUNTED), _heading("二", 2), _sentence()], ["达效率50%", "二", "达效率50%", "注：达效率按个数计算。"]),
    ([_sentence(COUNTED), SIGNED], ["达效率50%", "注：达效率按个数计算。", "Signature"]),
    ([_sentence(COUNTED), _heading("二"), _sentence(COUNTED, "含省内")],
     ["达效率50%", "注：达效率按个数计算。", "二", "达效率50%", "注：含省内。"]),
    ([_sentence(COUNTED, "含省内")], ["达效率50%", "注：1.达效率按个数计算；2.含省内。"]),
    ([_sentence(COUNTED), _heading("二"), _table("甲", COUNTED)], ["达效率50%", "二", "Table"]),
])
def test_a_remark_closes_the_section_unless_a_table_tells_it(blocks: list[Block], shown: list[str]) -> None:
    assert _shown(remarked(blocks)) == shown
