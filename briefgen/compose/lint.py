"""Find results typed into prose: digits or numerals with a unit word, which no row can answer for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.compose.errors import TemplateBroken, TemplateEndless
from briefgen.compose.kinds import body_of
from briefgen.document.nodes import Place, Table, Text
from briefgen.document.walk import inlines_of, leaves
from briefgen.i18n import N_, _
from briefgen.resources import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document
    from briefgen.resources import Layers

_UNITS = "个百分点|百分点|万亿元|亿美元|万美元|亿元|万元|批次|人次|个|家|人|次|场|项|户|名|位|元|％|%"
_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_RESULT = re.compile(rf"(?<![第0-9０-９.．{_NUMERALS}])(?:[0-9０-９][0-9０-９,，.．]{{0,30}}|[{_NUMERALS}]{{2,}})"
                     rf"\s*余?(?:{_UNITS})(?!及?以[上下])")  # 10亿元以上 is a bound, not a result
_BASE = "!base/"
_OTHER = "\ufffc"
_AND_MORE = "等"  # 甲、乙等5个: the program counted
_TYPED = N_("{place}: {text} is typed and no row can answer for it; take it from an indicator")


@dataclass(frozen=True, slots=True)
class TypedResult:
    """A typed result: template (layer-relative), line, and the text that looks like one."""

    template: str
    line: int
    text: str

    def __str__(self) -> str:
        """Word the warning in the reader's language."""
        return _(_TYPED).format(place=Place(self.template, self.line), text=self.text)


def lint_kind(layers: Layers, kind: Kind) -> list[TypedResult]:
    """Lint a kind's body and all templates that it names outright."""
    found = lint_text(kind.headline, f"kinds/{kind.id}/kind.toml headline")
    waiting, seen = [(body_of(kind), -1)], set[tuple[str, int]]()
    while waiting:
        name, below = waiting.pop(0)
        hit = layers.find(name, below)
        if hit is None or (name, hit[0]) in seen:
            continue
        seen.add((name, hit[0]))
        source = read_text(hit[1])
        found += lint_text(source, name)
        waiting += [(other.removeprefix(_BASE), hit[0] if other.startswith(_BASE) else -1)
                    for other in _referenced(source, name)]
    return found


def lint_document(document: Document) -> list[TypedResult]:
    """Find results in a finished document's words that are neither a figure nor a ledger value.

    They come from quoted texts and literals, which the lint of the templates cannot see next to their unit words.
    """
    found = []
    for block in document.blocks:
        if not isinstance(block, Table):
            texts = ("".join(leaf.text if isinstance(leaf, Text) else _OTHER for leaf in leaves(inlines))
                     for inlines in inlines_of(block))
            found += [TypedResult(block.place.template, block.place.line, match[0])
                      for text in texts for match in _RESULT.finditer(text) if text[:match.start()][-1:] != _AND_MORE]
    return found


def lint_text(source: str, template: str) -> list[TypedResult]:
    """Lint one template's literal text and quoted texts, not its comments."""
    return [TypedResult(template, line + text.count("\n", 0, match.start()), match[0])
            for line, text in _literals(source, template) for match in _RESULT.finditer(text)]


def _literals(source: str, template: str) -> Iterator[tuple[int, str]]:
    from jinja2 import Environment, TemplateSyntaxError

    try:
        for line, kind, text in Environment(autoescape=True).lex(source):
            if kind in ("data", "string"):
                yield line, text
    except TemplateSyntaxError as error:
        raise TemplateBroken(place=Place(template, error.lineno), reason=error.message) from None
    except RecursionError as error:
        raise TemplateEndless(place=Place(template, 1)) from error


def _referenced(source: str, template: str) -> list[str]:
    from jinja2 import Environment, TemplateSyntaxError
    from jinja2.meta import find_referenced_templates

    try:
        return [name for name in find_referenced_templates(Environment(autoescape=True).parse(source)) if name]
    except TemplateSyntaxError as error:
        raise TemplateBroken(place=Place(template, error.lineno), reason=error.message) from None
    except RecursionError as error:
        raise TemplateEndless(place=Place(template, 1)) from error
