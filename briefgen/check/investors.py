"""Check where investors come from: name, province, kind and 来源区域 of a project must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.check.rows import live, text, texts
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office

_REGION, _FROM, _KIND, _NAME = "来源区域", "投资方省份", "投资方性质", "投资方"
_WITHIN, _ISLANDS, _ABROAD, _FOREIGN = "省内", "港澳台", "境外", "外商"
_OVERSEAS = ("香港", "澳门", "台湾")
_PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆"}
_CITIES = {"山西": ("太原", "大同", "阳泉", "长治", "晋城", "朔州", "晋中", "运城", "忻州", "临汾", "吕梁")}


def misplaced_investors(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find projects whose 来源区域 does not fit the investor's province, kind or name; the surest sign is told."""
    home = _PROVINCES.get(office.office.city_code[:2], "")
    names = (home, *_CITIES.get(home, ())) if home else ()
    records = live(ledger)
    columns = (texts(records, name) for name in (_REGION, _FROM, _KIND, _NAME))
    for record, region, province, kind, investor in zip(records, *columns, strict=True):
        column = _misfit(region, province, kind, investor, names) if region else ""
        if column:
            params = {"column": column, "value": text(record, column), "region": region}
            yield Problem("investor.place", record.source(_REGION), params, (record.source(column),))


def _misfit(region: str, province: str, kind: str, investor: str, names: tuple[str, ...]) -> str:
    """Name the column that 来源区域 does not fit, or nothing."""
    within, islands = region.startswith(_WITHIN), _ISLANDS in region
    abroad = islands or region.startswith(_ABROAD)
    if province:
        ours, overseas = province.startswith(names), province.startswith(_OVERSEAS)
        if (overseas and not abroad) or (islands and not overseas) or (names and ours != within):
            return _FROM
    if (_ISLANDS in kind and not abroad) or (_FOREIGN in kind and _ISLANDS not in kind and islands):
        return _KIND
    return _NAME if names and not within and investor.startswith(names) else ""
