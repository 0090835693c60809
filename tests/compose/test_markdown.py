from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.compose import errors
from briefgen.document.nodes import Cell, Heading, Paragraph, Text
from tests.compose.desk import Desk, record, records

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("body", "lines"), [
    ("# 一\n## 二\n### 三\n#### 四", ["h1 一、一", "h2 （一）二", "h3 1.三", "h4 （1）四"]),
    ("一，\n二。\n\n三。", ["p 一，二。", "p 三。"]), ("　　缩进\n  再缩进", ["p 缩进再缩进"]),
    ("**一是招大引强。**全年", ["p **一是招大引强。**全年"]),
    ("他说“**好**”，**（甲）**", ["p 他说“**好**”，**（甲）**"]),
    ("- 甲\n- 乙\n  续\n\n丙", ["- 甲", "- 乙续", "p 丙"]), ("甲\n- 乙\n# 丙", ["p 甲", "- 乙", "h1 一、丙"]),
    ("2023. 全年工作", ["p 2023. 全年工作"]), ("A*B*C", ["p A*B*C"]), ("甲 < 乙 & 丙", ["p 甲 < 乙 & 丙"]),
    ("1) 甲", ["p 1) 甲"]),
    ("**共{{ signed.count }}个**", ["p **共{f1 25}个**"]), ("\n\n{{ '' }}\n\n甲", ["p 甲"]), ("", []),
    ("甲\n{{ signature() }}\n乙", ["p 甲", "signature 示例招商中心 2023年1月5日", "p 乙"]), ("{# 注 #}甲", ["p 甲"]),
    ("甲\n{% if true %}\n乙\n{% endif %}\n丙", ["p 甲乙丙"]), ("# **甲**{{ unit.name }}", ["h1 一、**甲**寿阳县"]),
    ("甲**乙\n丙**丁", ["p 甲**乙丙**丁"]), ("{{ '#' }} 甲", ["p # 甲"]), ("甲\r\n\r\n乙", ["p 甲", "p 乙"]),
])
def test_the_subset(desk: Desk, body: str, lines: list[str]) -> None:
    assert desk.lines(body) == lines


@pytest.mark.parametrize("line", [
    "> 引用", "```", "~~~", "| 甲 | 乙 |", "---", "===", "***", "___", "* 甲", "+ 甲", "-甲", "-", "#甲", "##### 甲",
    "#", "# ",
    "<b>甲</b>", "<!-- 甲 -->", "见[甲](http://x)", "![图](x.png)",
])
def test_other_markup_is_refused_by_line(desk: Desk, line: str) -> None:
    with pytest.raises(errors.MarkupUnknown, match=r"body\.md\.j2:3"):
        desk.document(f"甲\n\n{line}\n")


@pytest.mark.parametrize("line", ["**甲", "甲**", "甲****乙", "# **甲", "- **甲", "**甲** **乙", "**{{ '' }}**"])
def test_unpaired_stress_is_refused(desk: Desk, line: str) -> None:
    with pytest.raises(errors.StressUnpaired, match=r"body\.md\.j2:2"):
        desk.document(f"\n{line}")


@pytest.mark.parametrize("line", ["甲{{ signature() }}", "# {{ signature() }}", "{{ signature() }}{{ signature() }}"])
def test_blocks_stand_alone(desk: Desk, line: str) -> None:
    with pytest.raises(errors.BlockInLine, match=r"body\.md\.j2:2"):
        desk.document(f"\n{line}")


@pytest.mark.parametrize("body",
    ["{{ rows_of(signed.count)[0].项目名称 }}", "# {{ rows_of(signed.count)[0].项目名称 }}",
                                  "{% set x %}{{ rows_of(signed.count)[0].项目名称 }}{% endset %}{{ x }}"])
@given(text=st.text(min_size=1))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_from_the_ledger_comes_out_unchanged(tmp_path: Path, body: str, text: str) -> None:
    values = replace(records()[0]).values
    row = record(2, [values[0], text, values[2], "1", *values[4:]])
    desk = Desk(tmp_path, projects=(row,))
    block, = desk.document(body.replace("rows_of(signed.count)", "records('签约项目台账')")).blocks
    assert isinstance(block, Heading | Paragraph)
    assert block.inlines == (Cell(text, row.source("项目名称")),)


@given(text=st.text(min_size=1))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_of_the_settings_comes_out_unchanged(tmp_path: Path, text: str) -> None:
    desk = Desk(tmp_path)
    desk = desk.with_(settings=desk.settings.model_copy(update={"issuer": text}))
    block, = desk.document("{{ issuer }}").blocks
    assert isinstance(block, Paragraph)
    assert block.inlines == (Text(text),)
