"""Every figure of the newspaper's article stands in the documents of the demo, computed, in Word and in PDF."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from briefgen.pipeline import explain_file
from tests.build.demo import build_demo, recipes
from tests.build.reading import pdf_text, word_paragraphs, word_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("demo")  # built once
SHOUYANG, CITY = "2022-12/寿阳县-工作总结", "2022-12/晋中市-工作总结"
PLAN = "2023-01/晋中市-招商活动方案-总体方案"
# The number in DOMAIN section 1, the document, and the words around the figure as they must stand there.
ARTICLE = {
    1: (SHOUYANG, "项目25个"), 2: (SHOUYANG, "总投资212.13亿元"), 3: (SHOUYANG, "完成率202.03%"),
    4: (SHOUYANG, "开工率92%"), 5: (SHOUYANG, "完成率230%"), 6: (SHOUYANG, "新开工项目投资额122.59亿元"),
    7: (SHOUYANG, "完成率291.88%"), 8: (SHOUYANG, "固投项目到位资金17.03亿元"), 9: (SHOUYANG, "完成率170.3%"),
    10: (SHOUYANG, "开工率92%，居全市第二位"), 11: (SHOUYANG, "122.59亿元，居全市第三位"),
    12: (CITY, "省外招商引资项目197个"),
    13: (CITY, "总投资1474.31亿元"), 14: (CITY, "完成率100.64%"), 15: (CITY, "入库亿元以上储备项目363个"),
    16: (CITY, "总投资4433.5亿元"), 17: (CITY, "“三个一批”活动3次"), 18: (CITY, "铺排项目216个"),
    19: (CITY, "总投资506.8亿元"), 20: (CITY, "处于全省前列"), 21: (SHOUYANG, "1000余人"),
    22: (SHOUYANG, "8个“点对点”招商专班"), 23: (CITY, "省政府驻外的3个招商局建立合作关系（战略合作2个、合作意向1个）"),
    24: (PLAN, "五大招商活动"), 26: (CITY, "30万吨")}
CAMPAIGNS = ["多模式协同招商", "新能源汽车产业链招商", "信创产业（光伏电池及组件）产业链招商", "专业镇招商",
             "其他战略新兴产业招商"]
# months, place, lead, responsible unit
PLANS = [["1月", "12月", "北京、上海、晋中及线上", "示例领导甲", "市招商引资服务中心"],
         ["3月", "6月", "浙江宁波、广东广州、晋中开发区", "示例领导乙", "晋中开发区"],
         ["4月", "9月", "江苏苏州、安徽合肥、晋中", "示例领导丙", "市工信局"],
         ["5月", "10月", "太谷区、祁县、平遥县", "示例领导丁", "太谷区、祁县、平遥县"],
         ["6月", "11月", "广东深圳、上海", "示例领导戊", "市商务局"]]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    build_demo(folder)
    return folder


def test_the_demo_makes_these_documents(out: Path) -> None:
    names = {file.relative_to(out).with_suffix("").as_posix() for file in out.rglob("*.docx")}
    assert names == {"2022-12/晋中市-月度工作简报", CITY, SHOUYANG, PLAN, "2023-01/晋中市-招商活动总结-多模式协同招商",
                     *(f"2023-01/晋中市-招商活动方案-{name}" for name in CAMPAIGNS)}
    assert len(recipes()) == 5


@pytest.mark.parametrize("number", ARTICLE)
def test_word_prints_the_figure(out: Path, number: int) -> None:
    name, words = ARTICLE[number]
    assert _stands(words, _word(out, name))


def test_pdf_prints_all_figures(out: Path) -> None:
    if not (out / f"{CITY}.pdf").exists():
        pytest.skip("Pango is missing; make setup brings it")
    texts = {name: re.sub(r"\s", "", pdf_text((out / f"{name}.pdf").read_bytes()))
             for name in (SHOUYANG, CITY, PLAN)}
    assert [number for number, (name, words) in ARTICLE.items() if not _stands(words, texts[name])] == []


def test_the_plans_stand_in_the_office_s_order_with_months_places_lead_and_units(out: Path) -> None:
    rows = word_rows((out / f"{PLAN}.docx").read_bytes())
    at = next(at for at, row in enumerate(rows) if row[1:2] == CAMPAIGNS[:1])
    assert [row[1] for row in rows[at:at + 5]] == CAMPAIGNS
    assert [row[2:7] for row in rows[at:at + 5]] == PLANS


def test_every_figure_names_its_rows(out: Path) -> None:
    """What a figure shows comes from rows, from parents that come from rows, or says why there is none."""
    for file in sorted(out.rglob("*.docx")):
        trace = explain_file(file)
        for entry in trace.figures.values():
            assert entry.rowsets or entry.parents or entry.reason or entry.value == "0", (file.name, entry.id)


def test_counts_of_rows_are_the_rows(out: Path) -> None:
    """Each counted or summed figure of each document is what its rows give, added up anew."""
    for file in sorted(out.rglob("*.docx")):
        trace = explain_file(file)
        for entry in trace.figures.values():
            sets = [trace.rowsets[name] for name in entry.rowsets]
            rows = [row for rows in sets for row in rows.rows]
            if not sets or sets[0].aggregate == "distinct":
                continue
            total = sum(Fraction(row.value or 0) if sets[0].aggregate == "sum" else 1 for row in rows)
            scale = 10000 if sets[0].measure == "万元" and entry.measure == "亿元" else 1
            assert total == Fraction(entry.value or 0) * scale, (file.name, entry.id)


def test_outside_facts_name_their_source(out: Path) -> None:
    facts: Mapping[str, str] = {fact.key: fact.origin for fact in explain_file(out / f"{CITY}.docx").facts}
    assert facts["batch.rates.place"] == facts["case.xiyang.project"] == "晋中日报2023年2月2日报道"


def _word(out: Path, name: str) -> str:
    return "\n".join(word_paragraphs((out / f"{name}.docx").read_bytes()))


def _stands(words: str, text: str) -> bool:
    """Tell whether words stand in a text and no digit touches them."""
    return re.search(rf"(?<![\d.]){re.escape(words)}(?![\d.])", text) is not None
