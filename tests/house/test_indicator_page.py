"""docs/indicators.md lists what the indicator files hold; rewrite it with BRIEFGEN_GOLDEN=1."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.compute.derive import SUFFIXES
from briefgen.compute.profile import read_profile
from briefgen.resources import Layers
from tests.read.making import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.indicator import Option, Profile

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"
HEAD = """\
# 指标目录

内置两套口径：`shanxi`（默认）和 `fixed2`。用哪一套写在 `briefgen.toml` 里：`indicators = "fixed2"`。
只改其中几项的，在本单位的 `templates/indicators/` 下放一个同名文件，写上要改的那几项；
另立一套的，换个文件名，开头写 `extends = "shanxi"`，只写不同的。写错的，出材料时指明文件、行号和最相近的名称。

编号写在模板里（`{{ signed.count }}`），也用来查数（`briefgen figures signed.count --period 2022-12`）。
在编号后面接上派生的名称，就是由它算出的数，如 `signed.invest.completion` 是签约总投资完成率。
没有这一列、没有这张表的，报“暂无统计数据”，不当作零。

`figures` 和 `explain` 的 `--period` 写 `2022-12` 是 1—12 月累计，也可以写一个季度 `2022-Q4`、半年 `2022-H2` 或
几个月 `2022-03..2022-05`：
期内发生的数是各月当月数之和（第四季度的新开工，是四季度开工的，不论在当年哪个月签约）；截至某日的数（如储备项目）是最后一天的；
分子、分母不是同一批的比率（如开工率）分段时期不计算，年度目标也不按分段时期比较。

Each indicator of the two built-in files with its id, unit and definition, then the options an office may set.
"""


def test_the_page_lists_what_the_files_hold() -> None:
    text = "\n".join(_lines())
    if os.environ.get("BRIEFGEN_GOLDEN"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def _lines() -> Iterator[str]:
    shanxi, other = (read_profile(Layers(), name, SCHEMAS) for name in ("shanxi", "fixed2"))
    yield HEAD
    yield from ("## 指标（`shanxi`）", "", "| 编号 | 名称 | 单位 | 口径 |", "|---|---|---|---|")
    for key, entry in shanxi.indicator.items():
        yield f"| `{key}` | {entry.name} | {entry.measure} | {entry.definition} |"
    yield from ("", "## 派生", "", "| 接在编号后面 | 名称 |", "|---|---|")
    yield from (f"| `.{key}` | {name} |" for key, name in SUFFIXES.items())
    lights = shanxi.lights
    yield from ("", f"`.light` 落后序时进度{lights.yellow}个百分点及以上为黄，超过{lights.red}个百分点为红，其余为绿；"
                "界限是 `[lights]` 里的两个数。")
    yield from ("", "## 可选的口径", "")
    yield from ("写在 `briefgen.toml` 的 `[options]` 里；选了哪一种，定义和注跟着变；"
                "注印在有关的表下，没有表的印在有关各节末尾。", "",
                "| 选项 | 含义 | 可选 | 默认 | `fixed2` 的默认 |", "|---|---|---|---|---|")
    for key, option in shanxi.option.items():
        yield f"| `{key}` | {option.name} | {_choices(option)} | {option.default} | {other.option[key].default} |"
    yield from ("", "## 分组", "")
    yield from ("`briefgen figures --by` 后面写编号，另有 `unit` 分县（区、市）。", "", "| 编号 | 按什么分 |",
                "|---|---|")
    yield from (f"| `{key}` | {division.name} |" for key, division in shanxi.by.items())
    yield from ("", "## `fixed2` 不同的指标", "")
    yield from ("金额、比率一律两位小数。", "", "| 编号 | 名称 | 口径 |", "|---|---|---|")
    yield from _different(shanxi, other)
    yield ""


def _choices(option: Option) -> str:
    return "、".join(f"`{key}` {choice.text}" for key, choice in option.choice.items()) or _number(option)


def _number(option: Option) -> str:
    return f"{option.least}至{option.greatest}的整数"


def _different(one: Profile, other: Profile) -> Iterator[str]:
    for key, entry in other.indicator.items():
        if entry.definition != one.indicator[key].definition:
            yield f"| `{key}` | {entry.name} | {entry.definition} |"
