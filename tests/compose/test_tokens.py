"""Figures reach paper as themselves or not at all: each rule of the token mechanism, broken on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compose import errors
from briefgen.compose.tokens import Tokens
from briefgen.document.nodes import Place
from briefgen.model.office import KindSettings

if TYPE_CHECKING:
    from tests.compose.desk import Desk


@pytest.mark.parametrize("body", [
    "共{{ signed.count }}个", "{% set x = signed.count %}共{{ x }}个",
    "{% set x %}{{ signed.count }}{% endset %}共{{ x }}个",
    "共{{ signed.count ~ '个' }}", "{{ '共' ~ signed.count ~ '个' }}",
    "{% macro m(f) %}共{{ f }}个{% endmacro %}{{ m(signed.count) }}",
    "{% macro m() %}共{{ caller() }}个{% endmacro %}{% call m() %}{{ signed.count }}{% endcall %}",
    "{% with f = signed.count %}共{{ f }}个{% endwith %}", "共{{ signed.count if signed.count > 3 else '无' }}个",
    "{% for u in units if u.name == '寿阳县' %}共{{ u.signed.count }}个{% endfor %}",
    "{% block b %}共{{ unit['signed']['count'] }}个{% endblock %}",
    "共{% for f in [signed.count, signed.count] %}{% if loop.first %}{{ f }}{% endif %}{% endfor %}个",
    "{% set x %}{{ signed.count }}{% endset %}{{ '共' ~ x ~ '个' }}",
])
def test_a_figure_stays_a_figure_on_every_way(desk: Desk, body: str) -> None:
    assert desk.lines(body) == ["p 共{f1 25}个"]


@pytest.mark.parametrize("expression", [
    "25", "25 + 1", "1.5", "true", "none", "[signed.count]", "(1, 2)", "-3", "not true", "1 and 2", "units", "unit",
    "units | length", "signed", "table", "signed.count > 3", "loop_of", "period", "col('name', '县区')", "unit.ranked",
])
def test_what_is_no_figure_or_text_is_refused(desk: Desk, expression: str) -> None:
    with pytest.raises(errors.TemplateFault, match=r"kinds/sheet/body\.md\.j2:2"):
        desk.document("# 一\n{{ " + expression + " }}")


@pytest.mark.parametrize("expression", [
    "signed.count * 2", "signed.count + signed.count", "'x' * 10**9", "'%01000000000d' % 1", "10 ** 10", "7 // 2",
    "-signed.count", "+signed.count", "'共%s个' % signed.count", "signed.count / 2",
])
def test_arithmetic_is_refused_before_anything_runs(desk: Desk, expression: str) -> None:
    with pytest.raises(errors.NotOffered, match="arithmetic"):
        desk.document("{% if false %}{{ " + expression + " }}{% endif %}")


@pytest.mark.parametrize("filter_", [
    "string", "format(1)", "join", "upper", "replace('1','2')", "safe", "e", "escape", "pprint", "tojson", "round",
    "sum", "center(9)", "attr('value')", "map('string')", "int", "float", "length | string", "default(1)", "list",
    "striptags", "urlize", "truncate(1)", "reverse", "batch(2)", "indent", "wordcount", "xmlattr", "select",
])
def test_filters_outside_the_list_are_refused(desk: Desk, filter_: str) -> None:
    with pytest.raises(errors.NotOffered, match=r"body\.md\.j2:1"):
        desk.document("{{ signed.count | " + filter_ + " }}")


@pytest.mark.parametrize("attribute", [
    "value", "text", "number", "name", "rows", "key", "places", "__class__", "_order", "sort_key", "parents", "format",
])
def test_a_figure_offers_derivations_only(desk: Desk, attribute: str) -> None:
    for body in ("{{ signed.count." + attribute + " }}", "{{ signed.count['" + attribute + "'] }}"):
        with pytest.raises(errors.NameUnknown, match=f"signed.count.{attribute}"):
            desk.document(body)


@pytest.mark.parametrize("expression", [
    "unit.name.upper()", "unit.name.format(1)", "''.join(['1'])", "'abc'[0]", "units.count", "units[0].unit",
    "caller.__globals__", "table.__globals__", "self.__class__", "office.__class__", "[].__class__", "loop.cycle",
    "units.append(1)", "(1).real", "unit.finder", "super.__func__", "rows_of(signed.count)[0].record",
])
def test_attributes_and_methods_are_closed(desk: Desk, expression: str) -> None:
    with pytest.raises(errors.TemplateFault, match=r"body\.md\.j2:1"):
        desk.document("{{ " + expression + " }}")


@pytest.mark.parametrize("name", ["range", "dict", "lipsum", "cycler", "joiner", "namespace", "open", "environment"])
def test_globals_are_closed(desk: Desk, name: str) -> None:
    with pytest.raises(errors.NameUnknown, match=name):
        desk.document("{{ " + name + "() }}")


@pytest.mark.parametrize("body", [
    "{% filter cn %}x{% endfilter %}", "{% set x | cn %}x{% endset %}", "{% autoescape false %}x{% endautoescape %}",
    "{{ units[:2] }}", "{{ {'a': 1} }}", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{{ table(*[1]) }}", "{{ table(**kwargs) }}", "{% set x.y = 1 %}", "{{ 1 is number }}", "{{ units is iterable }}",
])
def test_constructs_outside_the_list_are_refused(desk: Desk, body: str) -> None:
    with pytest.raises((errors.NotOffered, errors.TemplateBroken), match=r"body\.md\.j2:1"):
        desk.document(body)


@pytest.mark.parametrize("condition", [
    "signed.count", "not signed.count", "signed.count and true", "captured", "captured == '共'", "signed",
    "(signed.count | cn) == '二十五'", "signed.invest > signed.count", "signed.count == '25'", "unit.nmae",
    "[[1]] == [[1]]", "captured in ['共']",
])
def test_unclear_conditions_are_refused(desk: Desk, condition: str) -> None:
    body = "{% set captured %}共{% endset %}\n{% if " + condition + " %}有{% endif %}"
    with pytest.raises(errors.TemplateFault, match=r"body\.md\.j2:2"):
        desk.document(body)


@pytest.mark.parametrize(("condition", "holds"), [
    ("signed.count is known", True), ("signed.invest.mom is known", False), ("signed.count is zero", False),
    ("signed.count > 24.5", True), ("signed.invest.completion == 202.0286", True), ("signed.invest.yoy < 0", True),
    ("signed.invest.mom > 0", False), ("signed.count <= signed.count", True), ("unit.ranked", True),
    ("nothing is defined", False), ("unit.name in ['寿阳县']", True), ("unit == city", False),
    ("signed.invest.completion.rank is tied", True), ("period.month_number == 12 and period.whole_year", True),
    ("[] is empty", True), ("rows_of(signed.count)[0].状态 == '有效'", True), ("units | length > 2", True),
    ("rows_of(signed.count)[0].总投资 >= 120000", True), ("rows_of(signed.count)[0].联系人 is known", True),
    ("rows_of(signed.count)[0].签约日期 < '2022-04-01'", True),
])
def test_decisions(desk: Desk, condition: str, holds: bool) -> None:
    assert desk.lines("{% if " + condition + " %}是{% else %}否{% endif %}") == ["p 是" if holds else "p 否"]


def test_ids_follow_the_finished_text_and_repeat_for_the_same_figure(desk: Desk) -> None:
    body = ("{% set later %}{{ signed.invest }}{% endset %}{{ signed.count }}，{{ later }}，"
            "{{ signed.count }}，{{ city.signed.count }}")
    document = desk.document(body)
    assert desk.lines(body) == ["p {f1 25}，{f2 0.33亿元}，{f1 25}，{f3 197}"]
    assert [str(figure.key) for figure in document.figures.values()] == [
        "signed.count@140725/2022-12", "signed.invest@140725/2022-12", "signed.count@1407/2022-12"]


def test_a_captured_figure_that_never_comes_to_paper_has_no_id(desk: Desk) -> None:
    assert desk.lines("{% set x %}{{ signed.invest }}{% endset %}共{{ signed.count }}") == ["p 共{f1 25}"]


@pytest.mark.parametrize("character", [
    "\ue000", "\uf8ff", "\ue010", "\U000f0000", "\U0010fffd", "\x00", "\x08", "\u202e", "\u2066", "\uffff"])
def test_some_characters_cannot_stand_in_templates(desk: Desk, character: str) -> None:
    written = f"\\U{ord(character):08x}"
    for body in (f"一\n\n二{character}", "一\n\n{{ '" + character + "' }}", "一\n\n{{ '" + written + "' }}"):
        with pytest.raises(errors.CharacterRefused, match=r"body\.md\.j2:3.*U\+"):
            desk.document(body)


@pytest.mark.parametrize("damage", [
    lambda token: token[1:], lambda token: token[:-1], lambda token: token[::-1], lambda token: token + "\ue010",
    lambda token: token.replace("\ue010", "\ue019"), lambda token: token[:2] + "x" + token[2:],
    lambda token: str(Tokens().put("其他文件")), lambda token: "\ue003", lambda token: token.replace("\ue002", ""),
])
def test_torn_unknown_and_foreign_tokens_are_refused(damage: object) -> None:
    tokens = Tokens()
    token = str(tokens.put("甲"))
    assert callable(damage)
    with pytest.raises(errors.TokenTorn):
        tokens.lines(f"前{damage(token)}后", Place("t", 1))


def test_private_use_characters_in_data_pass(desk: Desk) -> None:
    desk = desk.with_(settings=KindSettings(issuer="\ue000甲\ue001"))
    assert desk.lines("{{ issuer }}") == ["p \ue000甲\ue001"]
