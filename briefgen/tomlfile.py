"""Read a TOML file into a frozen pydantic model, or name every fault by file, line and nearest known key."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMAT = 1
_TURNING = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
                      "\ue000-\uf8ff\ufffe\uffff]")
_UNSEEN = re.compile(f"{_TURNING.pattern}|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Declared(BaseModel):
    """A piece of configuration: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


_REASONS = (
    ("string_type", N_("must be a text")), ("int", N_("must be a whole number")),
    ("float", N_("must be a number")), ("finite", N_("must be a number")),
    ("variable", N_("must be the name of an environment variable that holds the address; an address with its password "
                    "does not belong here")),
    ("statement", N_("must be one statement that begins with SELECT or WITH, without a semicolon in it")),
    ("place", N_("must name a file (and sheet), a database and its select, or how it is received")),
    ("names", N_("must be a text or a list of texts")),
    ("filters", N_('must be a list of filters, each in brackets of its own: [["column", "=", "value"]]')),
    ("margins", N_("the margins leave no room for text")), ("too_short", N_("must not be empty")),
    ("string_too_short", N_("must not be empty")), ("bool", N_("must be yes or no: true or false")),
    ("list", N_("must be a list")), ("tuple", N_("must be a list")), ("dict", N_("must be a table of keys")),
    ("mapping", N_("must be a table of keys")), ("model", N_("must be a table of keys")),
    ("literal_error", N_("must be one of {expected}")), ("enum", N_("must be one of {expected}")),
    ("greater_than", N_("must be {limit} or more")), ("less_than", N_("must be {limit} or less")),
)
Model = TypeVar("Model", bound=Declared)


class SyntaxFault(BriefgenError):
    """The text is not TOML."""

    message = N_("{file}: not valid TOML: {reason}")


class CharacterBad(BriefgenError):
    """A character that cannot be printed, or that turns the reading direction."""

    message = N_("{place}: the character {code} cannot be used; delete it and type the text anew")


class UnknownKey(BriefgenError):
    """A key that nobody reads."""

    message = N_("{place}: unknown key {key}{nearest}")


class MissingKey(BriefgenError):
    """A key that must be there."""

    message = N_("{place}: the key {key} is missing")


class EntryUnknown(BriefgenError):
    """Changes to an entry that is not there, too few to make a new one of."""

    message = N_("{place}: there is no {name}{nearest}; a new one needs {keys}")


class BadValue(BriefgenError):
    """A value of the wrong kind."""

    message = N_("{place}: {key} is not valid: {reason}")


class CheckUnknown(BriefgenError):
    """A check that does not exist."""

    message = N_("{place}: there is no check {name}{nearest}")


class CheckFixed(BriefgenError):
    """A check whose severity is not the office's to choose."""

    message = N_("{place}: {name} cannot be set or accepted: without it a figure could be wrong unseen")


class NewerFormat(BriefgenError):
    """A file of a later version of briefgen."""

    message = N_("{file}: written for format {found}, this briefgen reads up to format {known}")


def load(text: str, file: str, model: type[Model]) -> Model:
    """Parse and validate one file; raises ConfigError with all its faults."""
    data = parse(text, file)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = [_fault(entry, text, file, model) for entry in error.errors()]
        raise ConfigError(file, faults) from None


def load_layers(parts: Sequence[tuple[str, str]], model: type[Model]) -> Model:
    """Read one configuration from the (file, text) of several layers, the deepest first.

    A nearer layer overrides key by key. Raises ConfigError; a fault is told of the nearest file that has its key.
    """
    merged: dict[str, Any] = {}
    for file, text in parts:
        merged = _merged(merged, parse(text, file))
    try:
        return model.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(parts[-1][0], list(_faults(error.errors(), parts, merged, model))) from None


def _faults(errors: Sequence[Any], parts: Sequence[tuple[str, str]], merged: Mapping[str, Any],
            model: type[Declared]) -> Iterator[BriefgenError]:
    """Word faults; what a layer's entry lacks that is named nearly like another one is a single fault."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for entry in errors:
        if entry["type"] == "missing" and _near_another(parts, merged, path := tuple(entry["loc"][:-1])):
            lacking.setdefault(path, []).append(entry["loc"][-1])
        else:
            yield _fault(entry, *place_of(parts, entry["loc"]), model)
    for path, keys in lacking.items():
        yield EntryUnknown(place=locate(parts, [path]), name=".".join(path), keys=_(", ").join(keys),
                           nearest=_near_another(parts, merged, path))


def _near_another(parts: Sequence[tuple[str, str]], merged: object, path: Sequence[str | int]) -> str:
    """Name the entry that one of a single layer may have been meant to change, as the end of a sentence, or nothing."""
    *above, name = path or ("",)
    for key in above:
        merged = merged.get(key) if isinstance(merged, dict) else None
    if not above or not isinstance(name, str) or not isinstance(merged, dict) or len(parts) == 1:
        return ""
    own = sum(_holds(parse(text, file), path) for file, text in parts) == 1
    return nearest(name, (key for key in merged if key != name)) if own else ""


def place_of(parts: Sequence[tuple[str, str]], path: Sequence[str | int]) -> tuple[str, str]:
    """Give text and file of the nearest layer in which a key path goes deepest."""
    depths = [(_reach(text, path)[1], at) for at, (_, text) in enumerate(parts)]
    file, text = parts[max(depths)[1]]
    return text, file


def locate(parts: Sequence[tuple[str, str]], paths: Sequence[Sequence[str | int]]) -> str:
    """Name file and line where one of several ways to say a key goes deepest, an earlier way and a nearer layer first.

    Longer ways begin with words of their own: how deep each goes is counted from its end.
    """
    tries = [(_reach(text, path)[1] - len(path), -way, at, path)
             for way, path in enumerate(paths) for at, (_, text) in enumerate(parts)]
    *_, at, path = max(tries, key=lambda each: each[:3])
    return f"{parts[at][0]}:{line_of(parts[at][1], path)}"


def last_said(parts: Sequence[tuple[str, str]], paths: Sequence[Sequence[str]]) -> str:
    """Name file and line of the nearest layer that says one of several keys; where none does, of the first's."""
    for file, text in reversed(parts):
        data = parse(text, file)
        if found := next((path for path in paths if _holds(data, path)), None):
            return f"{file}:{line_of(text, found)}"
    return locate(parts, paths[:1])


def _holds(data: object, path: Sequence[str | int]) -> bool:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one table over another; tables within are merged, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def parse(text: str, file: str) -> dict[str, Any]:
    """Parse TOML text and refuse a newer format version."""
    if bad := _TURNING.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise ConfigError(file, [CharacterBad(place=f"{file}:{line}", code=f"U+{ord(bad[0]):04X}")])
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise ConfigError(file, [SyntaxFault(file=file, reason=_near(str(error)))]) from None
    for path, character in _odd(data, ()):
        raise ConfigError(file, [CharacterBad(place=f"{file}:{line_of(text, path)}", code=f"U+{ord(character):04X}")])
    version = data.pop("format", FORMAT)
    if not isinstance(version, int) or not 1 <= version <= FORMAT:
        raise ConfigError(file, [NewerFormat(file=file, found=version, known=FORMAT)])
    return data


def _odd(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Find characters that an escape brings in, and that no text may hold, each with its key path."""
    if isinstance(value, str):
        yield from ((path, found[0]) for found in _UNSEEN.finditer(value))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from ((path, found[0]) for found in _UNSEEN.finditer(key))
            yield from _odd(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from _odd(each, path)


def nearest(name: str, known: Iterable[str]) -> str:
    """Name the known word that is nearest, as the end of a sentence, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return _(" (-> {name}?)").format(name=close[0]) if close else ""


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Find the line (from 1) where a key path stands, or the nearest part of it that can be found."""
    return _reach(text, path)[0]


def _reach(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Give the line where a key path goes deepest, and how deep; the second [[name]] is (name, 1)."""
    keys = list(path)
    best, depth, here = 1, -1, list[str | int]()
    met = Counter[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*(\[+)\s*([^\]]+?)\s*\]+", line):
            here = [*_split(head[2]), *([met[head[2]]] if head[1] == "[[" else [])]
            met[head[2]] += head[1] == "[["
            candidate = here
        elif key := re.match(r"\s*([^=#]+?)\s*=", line):
            candidate = here + _split(key[1])
        else:
            continue
        common = len(candidate) if keys[: len(candidate)] == candidate else -1
        if common > depth:
            best, depth = number, common
    return best, depth


def _split(dotted: str) -> list[str | int]:
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|([^."\s]+)', dotted)]


def _fault(entry: Any, text: str, file: str, model: type[BaseModel]) -> BriefgenError:
    path = tuple(part for part in entry["loc"] if part != "[key]")
    place, key = f"{file}:{line_of(text, path)}", ".".join(str(part) for part in path)
    if entry["type"] == "extra_forbidden":
        return UnknownKey(place=place, key=key, nearest=nearest(str(path[-1]), _known(model, path[:-1])))
    if entry["type"] == "check_unknown":
        name = entry["ctx"]["name"]
        return CheckUnknown(place=place, name=name, nearest=nearest(name, entry["ctx"]["known"]))
    if entry["type"] == "check_fixed":
        return CheckFixed(place=place, name=entry["ctx"]["name"])
    if entry["type"] == "missing":
        return MissingKey(place=place, key=key)
    return BadValue(place=place, key=key, reason=_reason(entry))


def _near(message: str) -> str:
    """Word the place that the TOML parser names in English."""
    if match := re.search(r"at line (\d+), column (\d+)", message):
        return _("near line {line}, column {column}").format(line=match[1], column=match[2])
    return _("at the end of the file")


def _reason(entry: Any) -> str:
    kind, context = entry["type"], entry.get("ctx", {})
    if kind == "face":
        return _("there is no face {name}").format(name=entry["msg"])
    if kind == "string_too_short" and context.get("min_length", 1) > 1:
        return _("must have {limit} characters or more").format(limit=context["min_length"])
    expected, limit = _listed(context.get("expected", "")), context.get("ge", context.get("le", ""))
    for prefix, text in _REASONS:
        if kind.startswith(prefix):
            return _(text).format(expected=expected, limit=limit)
    return _("has the wrong form")


def _listed(expected: str) -> str:
    """List the words that pydantic lists in English: 'a', 'b' or 'c'."""
    return _(", ").join(re.split(r", | or ", expected.replace("'", "")))


def _known(model: Any, path: Sequence[str | int]) -> list[str]:
    """List the keys that the model takes at a path; unions and containers are looked through."""
    for part in path:
        field = getattr(model, "model_fields", {}).get(part)
        model = _inner(field.annotation) if field is not None else model
    return list(getattr(model, "model_fields", {}))


def _inner(annotation: Any) -> Any:
    arguments = getattr(annotation, "__args__", ())
    models = (_inner(argument) for argument in arguments)
    return annotation if hasattr(annotation, "model_fields") else next(
        (found for found in models if hasattr(found, "model_fields")), None)
