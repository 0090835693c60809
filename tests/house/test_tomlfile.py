"""A TOML file is read whole, or every fault of it is told by line and nearest key."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads it at run time

import pytest
from pydantic import Field

from briefgen.errors import ConfigError
from briefgen.tomlfile import Declared, line_of, load


class Inner(Declared):
    size: int = 1


class Outer(Declared):
    name: str
    inner: Mapping[str, Inner] = Field(default_factory=dict)
    one: Inner = Inner()


def _faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(text, "x.toml", Outer)
    return str(caught.value).splitlines()


def test_a_good_file_is_read() -> None:
    assert load('format = 1\nname = "a"\n[inner."b c"]\nsize = 2\n', "x.toml", Outer).inner["b c"].size == 2


@pytest.mark.parametrize(("text", "told"), [
    ('nam = "a"\n', ["x.toml:1: unknown key nam (-> name?)", "x.toml:1: the key name is missing"]),
    ('name = "a"\n[one]\nsiez = 1\n', ["x.toml:3: unknown key one.siez (-> size?)"]),
    ('name = "a"\n[inner.b]\nsize = "x"\n', ["x.toml:3: inner.b.size is not valid: must be a whole number"]),
    ('name = 1\n[one]\nsize = [1]\n', ["x.toml:1: name is not valid: must be a text",
                                       "x.toml:3: one.size is not valid: must be a whole number"]),
    ('name = "a"\none = 3\n', ["x.toml:2: one is not valid: must be a table of keys"]),
    ("name = \n", ["x.toml: not valid TOML: near line 1, column 8"]),
    ('format = 99\nname = "a"\n', ["x.toml: written for format 99, this briefgen reads up to format 1"]),
])
def test_faults_are_told_together_by_line(text: str, told: list[str]) -> None:
    assert sorted(_faults(text)) == sorted(told)


def test_lines_of_dotted_and_quoted_keys() -> None:
    text = '[a]\nx = 1\n\n[a."b.c"]\ny = 2\nz.w = 3\n'
    assert line_of(text, ("a", "x")) == 2
    assert line_of(text, ("a", "b.c", "y")) == 5
    assert line_of(text, ("a", "b.c", "z", "w")) == 6
    assert line_of(text, ("a", "b.c", "none")) == 4
