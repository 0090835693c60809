"""What rows cannot give comes from the table of facts, with its source, and not before it was known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from briefgen.compose import errors
from briefgen.document.trace import from_json, to_json, trace_document
from briefgen.model.table import CellType
from tests.compose.desk import Desk, rows

COLUMNS = {"键": CellType.TEXT, "内容": CellType.TEXT, "数值": CellType.NUMBER, "计量单位": CellType.TEXT,
           "来源": CellType.TEXT, "截至日期": CellType.DATE, "核准人": CellType.TEXT}
FACTS = rows("事实", COLUMNS,
             ("place", "三率居全省前列", None, "", "某报", date(2022, 12, 31), "某人"),
             ("case", "某项目落地", Decimal(30), "万吨", "某报", date(2023, 1, 5), ""),
             ("later", "明年办五项活动", Decimal(5), "个", "某报", date(2023, 1, 6), ""), key="键")


@pytest.fixture
def facts(desk: Desk) -> Desk:
    return desk.with_(more={"事实": FACTS})  # as of 31 December 2022, dated 5 January 2023


def test_a_fact_prints_as_it_stands_with_its_cell(facts: Desk) -> None:
    body = "{{ fact('place') }}；{{ fact('case') }}，规模{{ fact('case').number }}。"
    document = facts.document(body)
    assert facts.lines(body) == ["p [三率居全省前列]；[某项目落地]，规模{f1 30万吨}。"]
    assert [(fact.key, str(fact.source)) for fact in document.facts] == [
        ("place", "data/事实.csv B2"), ("case", "data/事实.csv B3")]


def test_the_trace_keeps_the_source_of_a_fact(facts: Desk) -> None:
    document = facts.document("{{ fact('place') }}，{{ fact('case').number }}")
    trace = from_json(to_json(trace_document(document, {})), "x")
    assert [(fact.text, fact.origin, fact.as_of, fact.approved) for fact in trace.facts] == [
        ("三率居全省前列", "某报", "2022-12-31", "某人"), ("某项目落地", "某报", "2023-01-05", "")]
    figure = trace.figures["f1"]
    assert (figure.value, figure.shown, "来源：某报" in figure.definition) == ("30", ("30万吨",), True)


@pytest.mark.parametrize("key", ["later", "none"])
def test_what_is_not_known_yet_can_be_asked_and_not_printed(facts: Desk, key: str) -> None:
    fact = f"fact('{key}')"
    assert facts.lines("{% if " + fact + " is known %}{{ " + fact + " }}{% else %}未知{% endif %}") == ["p 未知"]
    with pytest.raises(errors.FactUnknown, match=f"sheet/body.md.j2:2.*{key}"):
        facts.document("甲\n{{ " + fact + " }}")


def test_a_fact_without_a_number_has_none(facts: Desk) -> None:
    with pytest.raises(errors.NameUnknown, match=r"place\.number"):
        facts.document("{{ fact('place').number }}")
