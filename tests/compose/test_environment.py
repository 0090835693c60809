"""Layers, inheritance, limits, and places of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compose import environment, errors

if TYPE_CHECKING:
    from tests.compose.desk import Desk

BASE = "{% block title %}# 底层{% endblock %}\n\n{% block body %}签约{{ signed.count }}个{% endblock %}\n"
ME = "kinds/sheet/body.md.j2"


def test_an_override_extends_the_file_that_it_replaces(desk: Desk) -> None:
    desk.write(ME, BASE, layer="far")
    assert desk.lines("{% extends '!base/kinds/sheet/body.md.j2' %}\n{% block body %}{{ super() }}，其中"
                      "当月{{ signed.count.month }}个{% endblock %}") == ["h1 一、底层",
                      "p 签约{f1 25}个，其中当月{f2 2}个"]


def test_a_byte_order_mark_at_the_start_is_not_printed(desk: Desk) -> None:
    desk.write("partials/end.md.j2", "\ufeff止", layer="far")
    assert desk.lines("\ufeff# 起\n\n{% include 'partials/end.md.j2' %}") == ["h1 一、起", "p 止"]


def test_blocks_know_the_file_and_line_they_were_written_in(desk: Desk) -> None:
    desk.write(ME, BASE, layer="far").write("partials/end.md.j2", "\n\n{{ signature() }}\n", layer="far")
    document = desk.document("{% extends '!base/kinds/sheet/body.md.j2' %}\n\n{% block body %}\n{% for u in units %}\n"
                             "{{ u.name }}\n\n{% endfor %}\n{% include 'partials/end.md.j2' %}\n{% endblock %}")
    assert [str(block.place) for block in document.blocks] == [
        f"{ME}:1", f"{ME}:5", f"{ME}:5", f"{ME}:5", "partials/end.md.j2:3"]


@pytest.mark.parametrize("use", [
    "{% include 'partials/p.md.j2' %}", "{% include 'partials/p.md.j2' without context %}",
    "{% import 'partials/p.md.j2' as p %}{{ p.say(signed.count) }}",
    "{% from 'partials/p.md.j2' import say %}{{ say(signed.count) }}",
    "{% from 'partials/p.md.j2' import say with context %}{{ say(signed.count) }}",
    "{% include ['partials/none.md.j2', 'partials/p.md.j2'] %}",
    "{% include 'partials/none.md.j2' ignore missing %}{% include 'partials/p.md.j2' %}",
])
def test_includes_and_imports(desk: Desk, use: str) -> None:
    included = "include" in use
    desk.write("partials/p.md.j2", "{% macro say(f) %}共{{ f }}个{% endmacro %}"
               + ("{{ say(signed.count) }}" if included else ""))
    assert desk.lines(use) == ["p 共{f1 25}个"]


def test_renders_do_not_mix(desk: Desk) -> None:
    body = "{% from 'partials/p.md.j2' import say %}{{ say() }}"
    desk.write("partials/p.md.j2", "{% set kept %}{{ unit.name }}{{ signed.count }}{% endset %}"
               "{% macro say() %}{{ kept }}{% endmacro %}")
    first, second = desk.lines(body), desk.with_(unit=desk.document(body).meta and _south()).lines(body)
    assert (first, second) == (["p 寿阳县{f1 25}"], ["p 平遥县{f1 12}"])


def _south() -> object:
    from tests.compose.desk import SOUTH

    return SOUTH


@pytest.mark.parametrize("name",
    ["../secret.md.j2", "/etc/passwd.j2", "!base/kinds/sheet/body.md.j2", "partials/none.j2", "C:x.j2"])
def test_templates_stay_inside_their_layers(desk: Desk, name: str) -> None:
    desk.write("../secret.md.j2", "秘密")
    with pytest.raises(errors.TemplateMissing, match=r"body\.md\.j2:2"):
        desk.document("一\n{% include '" + name + "' %}")


def test_links_out_of_a_layer_do_not_count(desk: Desk) -> None:
    desk.write("partials/here.md.j2", "x").write("../secret.md.j2", "秘密")
    (desk.folder / "near/partials/link.md.j2").symlink_to(desk.folder / "secret.md.j2")
    with pytest.raises(errors.TemplateMissing):
        desk.document("{% include 'partials/link.md.j2' %}")


@pytest.mark.parametrize("body", [
    "{% for a in units %}" * 15 + "{% endfor %}" * 15,
    "{% set l = [1,1,1,1,1,1,1,1,1,1] %}"
    + "".join(f"{{% for {c} in l %}}" for c in "abcdefgh") + "x" + "{% endfor %}" * 8,
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% include 'kinds/sheet/body.md.j2' %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    "{% set a %}" + "甲" * 100 + "{% endset %}"
    + "".join(f"{{% set a %}}{{{{ a }}}}{{{{ a }}}}{{% endset %}}{{# {n} #}}" for n in range(40)) + "{{ a }}",
    "{% set a = '甲' %}" + "{% set a = a ~ a %}" * 40, "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% set n = units | pluck('name') %}{% set a %}{{ n | listing }}{% endset %}"
    + "{% set a %}{{ a }}{{ a }}{% endset %}" * 17 + "{{ a }}",
])
def test_endless_templates_are_stopped(desk: Desk, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MAX_STEPS", 20_000)
    with pytest.raises(errors.TemplateEndless):
        desk.document(body)


def test_time_is_limited(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MAX_SECONDS", -1.0)
    with pytest.raises(errors.TemplateEndless):
        desk.document("一")


@pytest.mark.parametrize(("body", "place", "words"), [
    ("一\n\n{{ signde.count }}", "3", "there is no signde (-> signed?)"),
    ("一\n{{ signed.cuont }}", "2", "signed.cuont (-> signed.count?)"),
    ("一\n{{ signed.count.yoi }}", "2", "signed.count.yoi (-> signed.count.yoy?)"),
    ("{{ signed.count.yoy.nothing }}", "1", "signed.count.yoy.nothing"),
    ("一\n{{ unit.nmae }}", "2", "nmae (-> name?)"), ("{{ period.monht }}", "1", "monht (-> month"),
    ("{{ signed.count | rize }}", "1", "the filter rize (-> rise?)"),
    ("{% if signed.count is knwon %}{% endif %}", "1", "known"),
    ("一\n\n\n{% if x %}", "4", "not a valid template"),
    ("{% macro m(a) %}{{ a }}{% endmacro %}\n{{ m() }}", "1", "no a"),
    ("\n{{ rows_of(signed.count)[0].项目名 }}", "2", "项目名 (-> 项目名称?)"),
    ("{{ records('签约项目') }}", "1", "签约项目台账"),
    ("{% for u in units %}\n\n{{ u.none }}\n{% endfor %}", "3", "there is no none"), ("{{ super() }}", "1", "super"),
    ("{% block a %}{{ super() }}{% endblock %}", "1", "super"), ("{{ self.nothing() }}", "1", "nothing"),
    ("\n{{ units[7] }}", "2", "index"), ("{% for x in signed.count %}{% endfor %}", "1", "not iterable"),
])
def test_errors_name_place_and_nearest_name(desk: Desk, body: str, place: str, words: str) -> None:
    with pytest.raises(errors.TemplateFault) as caught:
        desk.document(body)
    assert str(caught.value).startswith(f"kinds/sheet/body.md.j2:{place}: ")
    assert words in str(caught.value)


def test_an_error_in_a_partial_names_the_partial(desk: Desk) -> None:
    desk.write("partials/p.md.j2", "一\n{{ nothing }}")
    with pytest.raises(errors.NameUnknown, match=r"^partials/p\.md\.j2:2"):
        desk.document("{% include 'partials/p.md.j2' %}")


def test_a_template_that_is_not_utf8_is_refused(desk: Desk) -> None:
    desk.write("partials/p.md.j2", "")
    (desk.folder / "near/partials/p.md.j2").write_bytes("招商引资".encode("gb18030"))
    with pytest.raises(errors.TemplateBroken, match=r"partials/p\.md\.j2"):
        desk.document("{% include 'partials/p.md.j2' %}")


def test_a_template_that_extends_itself_is_told_how(desk: Desk) -> None:
    with pytest.raises(errors.NotOffered, match="!base/kinds/sheet"):
        desk.document("{% extends 'kinds/sheet/body.md.j2' %}")


def test_a_block_that_nobody_fills_in_is_told_with_the_nearest(desk: Desk) -> None:
    desk.write("kinds/sheet/body.md.j2", "{% block overview %}底{% endblock %}", layer="far")
    with pytest.raises(errors.NameUnknown, match="overview"):
        desk.document("{% extends '!base/kinds/sheet/body.md.j2' %}{% block overveiw %}面{% endblock %}")
    assert desk.lines("{% extends '!base/kinds/sheet/body.md.j2' %}{% block overview %}面"
                      "{% block own %}己{% endblock %}{% endblock %}") == ["p 面己"]


def test_only_an_empty_line_of_the_template_ends_a_paragraph(desk: Desk) -> None:
    body = ("甲\n{% if false %}乙{% endif %}\n{% if true %}\n丙\n{% endif %}\n丁\n\n"
            "{% for u in units %}\n戊\n{% endfor %}\n己")
    assert desk.lines(body) == ["p 甲丙丁", "p 戊戊戊己"]


def test_the_next_table_is_named_before_it_stands(desk: Desk) -> None:
    one = "{{ table([signed.count], [col('self', '数')]) }}"
    lines = desk.lines(f"见{{{{ next_table }}}}。\n\n{one}\n\n见{{{{ next_table }}}}。\n\n{one}")
    told = [line for line in lines if line.startswith(("p", "t"))]
    assert told == ["p 见表1。", "table 表1", "p 见表2。", "table 表2"]
