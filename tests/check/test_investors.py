"""来源区域 against what the row says of the investor; the office lies in 山西."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.check.judging import brief, found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("region", "row", "cell"), [
    ("长三角", {"投资方": "山西示例公司"}, "D2"), ("京津冀", {"投资方": "太原示例公司"}, "D2"),
    ("省内", {"投资方": "山西示例公司"}, ""), ("京津冀", {"投资方": "北京太原路公司"}, ""),
    ("长三角", {"投资方省份": "山西省"}, "E2"), ("省内", {"投资方省份": "浙江省"}, "E2"),
    ("长三角", {"投资方省份": "浙江省"}, ""), ("省内", {"投资方省份": "山西省", "投资方": "山西示例公司"}, ""),
    ("港澳台", {"投资方省份": "香港特别行政区", "投资方性质": "港澳台投资企业"}, ""),
    ("国外", {"投资方省份": "香港特别行政区"}, "E2"), ("珠三角", {"投资方省份": "台湾省"}, "E2"),
    ("港澳台", {"投资方省份": "广东省"}, "E2"), ("境外", {"投资方省份": "澳门特别行政区"}, ""),
    ("珠三角", {"投资方性质": "港澳台投资企业"}, "G2"), ("港澳台", {"投资方性质": "外商投资企业"}, "G2"),
    ("国外", {"投资方省份": "德国", "投资方性质": "外商投资企业"}, ""),
    ("长三角", {"投资方": "山西示例公司", "状态": "退库"}, ""),
])
def test_the_region_fits_the_investor(tmp_path: Path, region: str, row: dict[str, str], cell: str) -> None:
    expected = [("investor.place", "F2", [cell])] if cell else []
    assert brief(found(tmp_path, {"来源区域": region, **row})) == expected
