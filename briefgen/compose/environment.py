"""Run templates in a closed sandbox: one environment a render, every value checked on its way to the page."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.environment import Template, TemplateModule
from jinja2.loaders import BaseLoader
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefgen.compose.errors import (
    ArgumentUnfit,
    FactUnknown,
    Incomparable,
    NameUnknown,
    NotOffered,
    NumberBare,
    TemplateBroken,
    TemplateEndless,
    TemplateFault,
    TemplateMissing,
    TruthUnclear,
)
from briefgen.compose.facts import FactValue
from briefgen.compose.filters import TESTS, Filters, words
from briefgen.compose.guard import Guard
from briefgen.compose.phrases import Phrase, Shown
from briefgen.compose.texts import MAX_SOURCE, Gap
from briefgen.compose.tokens import Tokens, refuse_characters
from briefgen.compose.values import CellValue, Day, Offered
from briefgen.compose.weave import PRINTABLE, weight
from briefgen.document.nodes import Place
from briefgen.errors import BriefgenError
from briefgen.model.figure import Figure
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jinja2.runtime import Context

    from briefgen.compose.texts import Section
    from briefgen.compose.values import Finder
    from briefgen.resources import Layers

MAX_STEPS = 1_000_000
MAX_CHARACTERS = 4_000_000
MAX_SECONDS = 30.0
_LOOP_NAMES = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem")
_TRUTHS = (bool, int, str, list, tuple, Figure)
_NESTED = (list, tuple)
_BASE = "!base/"
TEXT = "text"
_ENDING = ".j2"


class _LayerLoader(BaseLoader):
    """Loads `2!kinds/monthly/body.md.j2`: the layer's number, then the layer-relative name."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers

    def get_source(self, environment: object, template: str) -> tuple[str, str | None, None]:
        """Read a template of one layer; raises TemplateNotFound, CharacterRefused."""
        layer, _, name = template.partition("!")
        found = self._layers.find(name, int(layer) - 1) if layer else None
        if found is None:
            raise TemplateNotFound(name)
        try:
            source = found[1].read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError) as error:
            raise TemplateBroken(place=name, reason=error) from None
        return source, None, None


class _Unknown(StrictUndefined):
    """A name that nobody offers; any use of it raises NameUnknown."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: object = None, name: str | None = None,
                 exc: object = None) -> None:
        def fault(message: str) -> TemplateFault:
            return NameUnknown(name=name, nearest="") if name else TemplateFault(reason=hint or message)
        super().__init__(hint, obj, name, fault)  # type: ignore[arg-type]


@pass_context
def _finalize(context: Context, value: object) -> object:
    environment = context.environment
    assert isinstance(environment, Environment)
    return environment.printed(value)


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox of one render. Constants are not folded, so that every value passes `printed`."""

    def __init__(self, layers: Layers, finder: Finder, names: Mapping[str, object],
                 functions: Mapping[str, Callable[..., object]], sections: Mapping[str, Section]) -> None:
        """Offer the given names, functions and sections of text and the filters, and nothing else."""
        super().__init__(loader=_LayerLoader(layers), autoescape=True, optimized=False, undefined=_Unknown,
                         finalize=_finalize, lstrip_blocks=True, auto_reload=False)
        self.tokens = Tokens()
        self._layers, self._finder, self._sections = layers, finder, sections
        functions = {**functions, TEXT: self.text, "has_text": self.has_text}
        self._functions: tuple[object, ...] = (*functions.values(), self.step, self.truth, self.comparable, self.joined,
                                               self.rows)
        self._blocks: dict[str, set[str]] = {}
        self.asked: dict[str, None] = {}
        self._in_text = False
        self._steps, self._characters, self._deadline = 0, 0, time.monotonic() + MAX_SECONDS
        self.filters = dict(Filters(finder).offered())
        self.tests = {"defined": self.tests["defined"], **TESTS}
        self.offered = tuple(functions)
        self.globals = {**names, **functions}

    def render(self, name: str) -> str:
        """Render a template of the nearest layer; the text still holds tokens and marks. Raises TemplateFault."""
        try:
            return self._text(self.get_template(self.join_path(name, "0!")))
        except Exception as error:  # a template can raise anything that Python can
            self._raise(error, Place(name, 1))

    def render_text(self, source: str, name: str) -> str:
        """Render a template that is given as text, under a name for its places. Raises TemplateFault."""
        try:
            refuse_characters(source, name)
            return self._text(self._compiled(source, name))
        except Exception as error:
            self._raise(error, Place(name, 1))

    def has_text(self, name: object) -> bool:
        """Tell whether the office wrote a section that may be left out."""
        self.asked[words("has_text", name)] = None
        return name in self._sections

    def text(self, name: object, hint: object = "") -> Markup:
        """Render a section of the office's text file; a missing one prints as 【待补：…】."""
        name, hint = words("text", name), words("text(hint=)", hint)
        self.asked[name] = None
        section = self._sections.get(name)
        if section is None:
            return self.printed(Gap(name, hint))
        if self._in_text:
            raise NotOffered(what=f"{TEXT}()", hint=section.place.template)
        self._in_text = True
        done = self._text(self._compiled(section.placed, section.place.template))
        self._in_text = False
        return Markup(done)

    def _compiled(self, source: str, name: str) -> Template:
        return Template.from_code(self, self.compile(source, name), self.make_globals(None))

    def _text(self, template: Template) -> str:
        return "".join(template.root_render_func(template.new_context()))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse and guard a template."""
        shown = _relative(name)
        refuse_characters(source, shown)
        if len(source) > MAX_SOURCE:
            raise TemplateEndless(place=Place(shown, 1))
        tree = super()._parse(source, name, filename)
        self._inherit(tree, name or "", Place(shown, 1))
        guarded: nodes.Template = Guard(self, shown).visit(tree)  # type: ignore[assignment]
        return guarded

    def _inherit(self, tree: nodes.Template, name: str, place: Place) -> None:
        """Know the blocks of the templates that one extends; refuse blocks that none of them fills in."""
        parent = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
        inherited: set[str] = set()
        if parent is not None and isinstance(parent.template, nodes.Const):
            path = self.join_path(parent.template.value, name)
            if path == name:
                raise NotOffered(place=place, what="extends", hint=f'{{% extends "{_BASE}{_relative(name)}" %}}')
            inherited = {*self.get_template(path).blocks, *self._blocks.get(path, ())}
            for block in tree.body:
                if isinstance(block, nodes.Block) and block.name not in inherited:
                    raise NameUnknown(place=Place(place.template, block.lineno), name=f"block {block.name}",
                                      nearest=nearest(block.name, inherited))
        self._blocks[name] = inherited

    def join_path(self, template: str, parent: str) -> str:
        """Find a template in its layer; `!base/` looks in the layers below the asking file."""
        if isinstance(template, _Unknown):
            bool(template)
        if not isinstance(template, str) or isinstance(template, Markup):
            raise ArgumentUnfit(function="include", wanted="a template's name", given=type(template).__name__)
        if not template.endswith(_ENDING):
            raise NotOffered(what=template, hint=f"*{_ENDING}")
        asking = parent.partition("!")[0]
        name, based = template.removeprefix(_BASE), template.startswith(_BASE) and asking.isdigit()
        below = int(asking) if based else -1
        found = self._layers.find(name, below)
        return f"{'' if found is None else found[0]}!{name}"

    def getattr(self, obj: object, attribute: str) -> object:
        """Reach a name; what is not offered is refused."""
        if isinstance(obj, Offered | Figure):
            return self._finder.reach(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        if isinstance(obj, BlockReference) and attribute == "super":
            return obj.super
        if isinstance(obj, TemplateReference):
            with suppress(KeyError):
                return obj[attribute]
        if isinstance(obj, TemplateModule) and not attribute.startswith("_") and attribute in vars(obj):
            return vars(obj)[attribute]
        if isinstance(obj, _Unknown):
            bool(obj)
        raise NotOffered(what=f".{attribute}", hint=type(obj).__name__)

    def getitem(self, obj: object, argument: object) -> object:
        """Reach a name in brackets, or the nth of a list."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, list | tuple) and isinstance(argument, int):
            return obj[argument]
        raise NotOffered(what="[…]", hint=type(obj).__name__)

    def call(__self, __context: Context, __obj: object, *args: object, **kwargs: object) -> object:  # noqa: N805
        """Call a function, macro or block; whatever else can be called is refused."""
        if isinstance(__obj, Macro | BlockReference) or (callable(__obj) and __obj in __self._functions):
            return __context.call(__obj, *args, **kwargs)
        if isinstance(__obj, _Unknown):
            bool(__obj)
        raise NotOffered(what=f"{type(__obj).__name__}()", hint=", ".join(sorted(__self.offered)))

    def printed(self, value: object) -> Markup:
        """Turn a value into its token; text made by templates passes, numbers and lists are refused."""
        if isinstance(value, Markup):
            self.step(len(value))
            return value
        if isinstance(value, _Unknown):
            bool(value)
        if isinstance(value, FactValue) and value.record is None:
            raise FactUnknown(key=value.key, reason=value.reason)
        if isinstance(value, Undefined):
            raise NotOffered(what="`if` without `else` inside {{ }}", hint="else ''")
        if not isinstance(value, PRINTABLE):
            raise NumberBare(kind=type(value).__name__)
        self.step(weight(value))
        return self.tokens.put(value)

    def step(self, characters: int) -> None:
        """Count a step and the characters that it writes; raises TemplateEndless."""
        self._steps += 1
        self._characters += characters
        if self._steps > MAX_STEPS or self._characters > MAX_CHARACTERS or time.monotonic() > self._deadline:
            raise TemplateEndless

    def truth(self, value: object) -> bool:
        """Take a condition; texts and lists are true when they hold anything, figures say why they are not."""
        if isinstance(value, _Unknown) or (isinstance(value, _TRUTHS) and not isinstance(value, Markup)):
            return bool(value)
        raise TruthUnclear(kind=type(value).__name__)

    def rows(self, value: object) -> object:
        """Take what a loop runs over: lists, never texts, whose characters could spell a figure."""
        if isinstance(value, str):
            raise ArgumentUnfit(function="for", wanted="a list", given=type(value).__name__)
        return value

    def comparable(self, value: object) -> object:
        """Take one side of a comparison; cells are compared by value, printed text and lists of lists not at all."""
        if isinstance(value, CellValue):
            return value.plain
        nested = isinstance(value, _NESTED) and any(isinstance(each, _NESTED) for each in value)
        if nested or isinstance(value, Markup | Phrase | Shown | Day):
            raise Incomparable(kind=type(value).__name__)
        return value

    def joined(self, parts: Sequence[object]) -> str:
        """Join texts (`~`); figures and captured text among them keep their tokens."""
        if all(isinstance(part, str) and not isinstance(part, Markup) for part in parts):
            text = "".join(str(part) for part in parts)
            self.step(len(text))
            return text
        return Markup("".join(self.printed(part) for part in parts))

    def _raise(self, error: Exception, fallback: Place) -> NoReturn:
        place = _place(error) or fallback
        if isinstance(error, NameUnknown) and not error.params["nearest"]:
            error.params["nearest"] = nearest(str(error.params["name"]), self.globals)
        if isinstance(error, TemplateFault):
            raise error.at(place) from None
        if isinstance(error, TemplateSyntaxError):
            raise TemplateBroken(place=place, reason=error.message) from None
        if isinstance(error, TemplateNotFound):
            raise TemplateMissing(place=place, name=_relative(error.message)) from None
        if isinstance(error, RecursionError | MemoryError):
            raise TemplateEndless(place=place) from None
        if isinstance(error, BriefgenError):
            raise TemplateFault(place=place, reason=error) from error
        raise TemplateBroken(place=place, reason=error) from error


def _place(error: Exception) -> Place | None:
    """Find the template line that was running: the innermost frame of a template."""
    if isinstance(error, TemplateSyntaxError):
        return Place(_relative(error.name), error.lineno)
    place, traceback = None, error.__traceback__
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            place = Place(_relative(template.name), template.get_corresponding_lineno(traceback.tb_lineno))
        traceback = traceback.tb_next
    return place


def _relative(name: str | None) -> str:
    return (name or "").rpartition("!")[2]
