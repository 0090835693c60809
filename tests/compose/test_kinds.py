from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.compose import errors, list_kinds, read_kind, typed_results
from briefgen.compose.kinds import body_of
from briefgen.errors import ConfigError
from briefgen.resources import Layers

if TYPE_CHECKING:
    from tests.compose.desk import Desk

BASE = 'id = "base"\ntitle = "基础简报"\nheadline = "标题"\ntables = ["甲"]\n[dress]\nmasthead = true\n'


def test_a_kind_is_found_by_id_and_by_title(desk: Desk) -> None:
    desk.write("kinds/base/kind.toml", BASE)
    assert read_kind(desk.layers, "base") == read_kind(desk.layers, "基础简报")
    assert [kind.id for kind in list_kinds(desk.layers) if kind.id == "base"] == ["base"]


def test_an_heir_takes_over_what_it_does_not_set(desk: Desk) -> None:
    desk.write("kinds/base/kind.toml", BASE, layer="far").write("kinds/base/body.md.j2", "底", layer="far")
    desk.write("kinds/heir/kind.toml", 'id = "heir"\nextends = "base"\ntitle = "子简报"\n[dress]\ncolophon = true\n')
    heir = read_kind(desk.layers, "heir")
    assert (heir.title, heir.headline, heir.tables, heir.dress.masthead, heir.dress.colophon) == (
        "子简报", "标题", ("甲",), True, True)
    assert body_of(heir) == "kinds/base/body.md.j2"
    assert body_of(read_kind(desk.write("kinds/heir/body.md.j2", "子").layers, "heir")) == "kinds/heir/body.md.j2"


@pytest.mark.parametrize(("files", "asked", "error", "words"), [
    ({}, "bsae", errors.KindUnknown, "(-> base?)"), ({}, "基础简讯", errors.KindUnknown, "(-> 基础简报?)"),
    ({"a": 'id = "a"\nextends = "b"', "b": 'id = "b"\nextends = "a"'}, "a", errors.KindsInCircle, "a → b → a"),
    ({c: f'id = "{c}"\nextends = "{chr(ord(c) + 1)}"' for c in "efghij"}, "e", errors.KindsInCircle, "5"),
    ({"a": 'id = "a"\nextends = "bsae"'}, "a", errors.KindUnknown, "base"),
    ({"a": 'id = "b"\ntitle = "甲"'}, "a", errors.KindMisnamed, "kinds/a/kind.toml"),
    ({"a": 'id = "a"\ntitle = "甲"'}, "a", errors.KindIncomplete, "headline"),
    ({"a": 'id = "a"\n\ntilte = "甲"'}, "a", ConfigError, "kinds/a/kind.toml:3"),
    ({"a": 'id = '}, "a", ConfigError, "kinds/a/kind.toml"), ({"a": 'format = 9\nid = "a"'}, "a", ConfigError, "9"),
])
def test_bad_kinds_are_named(desk: Desk, files: dict[str, str], asked: str, error: type[Exception], words: str) -> None:
    desk.write("kinds/base/kind.toml", BASE)
    for name, text in files.items():
        desk.write(f"kinds/{name}/kind.toml", text)
    with pytest.raises(error) as caught:
        read_kind(desk.layers, asked)
    assert words in str(caught.value)


@pytest.mark.parametrize(("body", "found"), [
    ("一\n签约25个，总投资212.13亿元", ["2 25个", "2 212.13亿元"]), ("完成率202.03%", ["1 202.03%"]),
    ("二十五个项目", ["1 二十五个"]),
    ("1000余人、８家", ["1 1000余人", "1 ８家"]), ("2022年3月第12次会议、三个一批、五大活动、一个", []),
    ("{# 25个 #}{{ signed.count }}个", []),
    ("{{ table([], [], caption='共25个') }}", ["1 25个"]), ("{% if x > 25 %}个{% endif %}", []),
])
def test_typed_results_are_found(desk: Desk, body: str, found: list[str]) -> None:
    desk.write("kinds/sheet/body.md.j2", body)
    assert [f"{result.line} {result.text}" for result in typed_results(desk.layers, desk.kind)] == found


def test_lint_follows_the_templates_that_are_named(desk: Desk) -> None:
    desk.write("kinds/sheet/body.md.j2", "底25个", layer="far").write("partials/p.md.j2", "\n30家")
    desk.write("kinds/sheet/body.md.j2", "{% extends '!base/kinds/sheet/body.md.j2' %}{% include 'partials/p.md.j2' %}")
    assert [(result.template, result.line) for result in typed_results(desk.layers, desk.kind)] == [
        ("kinds/sheet/body.md.j2", 1), ("partials/p.md.j2", 2)]


def test_lint_names_a_broken_template(desk: Desk) -> None:
    desk.write("kinds/sheet/body.md.j2", "\n{{")
    with pytest.raises(errors.TemplateBroken, match=r"kinds/sheet/body\.md\.j2:2"):
        typed_results(Layers([desk.folder / "near"]), desk.kind)
