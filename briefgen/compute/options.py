"""Settle an indicator profile's loose ends: lay what the office chose under [options] over its definitions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_, _
from briefgen.model.indicator import Indicator, Selection, words
from briefgen.tomlfile import BadValue, line_of, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.model.indicator import Option, Profile

_PLACE = re.compile(r"\{([^{}]*)\}")
EVERY = "*"
COMPLETION = ".completion"
_Entry = Indicator | Selection
_FIELDS = {"selection": Selection.model_fields, "indicator": Indicator.model_fields}


class OptionUnknown(BriefgenError):
    """The profile has no such option."""

    message = N_("{place}: the indicator file has no option {name}{nearest}")


class ChoiceUnknown(BriefgenError):
    """The option has no such choice."""

    message = N_("{place}: the option {name} has no choice {choice}{nearest}; there are: {known}")


@dataclass(frozen=True)
class Chosen:
    """What an office chose under [options], with the text and the name of the file that says so."""

    values: Mapping[str, str | int]
    text: str = ""
    file: str = "briefgen.toml"

    def place(self, name: str) -> str:
        """Name the file and line of an option."""
        return f"{self.file}:{line_of(self.text, ('options', name))}"


def settle(profile: Profile, chosen: Chosen) -> Profile:
    """Give the profile as the office wants it: each option's default is what was chosen, and its words are filled in.

    Raises ConfigError for options and choices that are not there.
    """
    if faults := list(_faults(profile, chosen)):
        raise ConfigError(chosen.file, faults)
    option = {key: entry.model_copy(update={"default": chosen.values.get(key, entry.default)})
              for key, entry in profile.option.items()}
    before, profile = profile.option, profile.model_copy(update={"option": option})
    for key, entry in option.items():
        profile = _settled(profile, key, entry, chosen)
        told = _note(entry, changed=entry.default != before[key].default)
        profile = _noted(profile, entry, told) if told else profile
    return _worded(profile)


def layers_of(profile: Profile, path: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the ways in which a settled definition's key may be said: by a choice, or by the definition itself."""
    ways = [("option", key, "choice", str(entry.default), *path) for key, entry in profile.option.items()]
    return [*ways, tuple(path)]


def unfilled(text: str) -> list[str]:
    """Give the words in braces that nothing has filled in."""
    return _PLACE.findall(text)


def _faults(profile: Profile, chosen: Chosen) -> Iterator[BriefgenError]:
    for name, value in chosen.values.items():
        option = profile.option.get(name)
        if option is None:
            yield OptionUnknown(place=chosen.place(name), name=name, nearest=nearest(name, profile.option))
        elif option.choice and value not in option.choice:
            yield ChoiceUnknown(place=chosen.place(name), name=name, choice=value, known=", ".join(option.choice),
                                nearest=nearest(str(value), option.choice))
        elif not option.choice and not option.holds(value):
            yield BadValue(place=chosen.place(name), key=f"options.{name}", reason=bounds(option))


def bounds(option: Option) -> str:
    """Say which numbers an option takes."""
    if option.greatest is None:
        return _("must be a whole number from {least}").format(least=option.least)
    return _("must be a whole number from {least} to {greatest}").format(least=option.least, greatest=option.greatest)


def _settled(profile: Profile, key: str, option: Option, chosen: Chosen) -> Profile:
    """Lay an option's choice over the definitions, and write it into the keys that the option sets."""
    tables: dict[str, dict[str, _Entry]] = {"selection": {**profile.selection}, "indicator": {**profile.indicator}}
    if choice := option.choice.get(str(option.default)):
        for section, entries in (("selection", choice.selection), ("indicator", choice.indicator)):
            for name, entry in entries.items():
                changes = {field: getattr(entry, field) for field in entry.model_fields_set}
                if name in tables[section]:
                    tables[section][name] = tables[section][name].model_copy(update=changes)
    for section, name, field in option.sets:
        for each in _named(profile, section, name) if field in _FIELDS[section] else ():
            tables[section][each] = _with(tables[section][each], field, option.default, chosen.place(key), key)
    return profile.model_copy(update=tables)


def _named(profile: Profile, section: str, name: str) -> list[str]:
    if name == EVERY:
        return [key for key, entry in profile.indicator.items() if entry.target] if section == "indicator" else []
    return [name] if name in getattr(profile, section) else []


def _with(entry: _Entry, field: str, value: str | int, place: str, option: str) -> _Entry:
    """Write a value into a key; raises ConfigError when the key cannot hold it."""
    try:
        return type(entry).model_validate({**{name: getattr(entry, name) for name in entry.model_fields_set},
                                           field: value})
    except ValidationError:
        fault = BadValue(place=place, key=f"options.{option} -> {field}", reason=_("has the wrong form"))
        raise ConfigError(place.partition(":")[0], [fault]) from None


def _note(option: Option, *, changed: bool) -> str:
    choice = option.choice.get(str(option.default))
    note = choice.note if choice is not None else option.note if changed else ""
    return note.replace("{value}", str(option.default))


def _noted(profile: Profile, option: Option, told: str) -> Profile:
    """Put a note on every indicator that the option touches."""
    field = "place_notes" if option.about == "places" else "notes"
    touched = _touched(profile, option)
    return profile.model_copy(update={"indicator": {
        key: entry.model_copy(update={field: (*getattr(entry, field), told)}) if key in touched else entry
        for key, entry in profile.indicator.items()}})


def _touched(profile: Profile, option: Option) -> set[str]:
    """Find the indicators that stand on what an option changes, whatever its choice; without such, all of them."""
    if not option.sets and not option.choice:
        return set(profile.indicator)
    sets = [(section, each) for section, name, _field in option.sets for each in _named(profile, section, name)]
    changed = {name for section, name in sets if section == "selection"}
    touched = {name for section, name in sets if section == "indicator"}
    for choice in option.choice.values():
        changed |= set(choice.selection)
        touched |= set(choice.indicator)
    selections = {key for key in profile.selection if changed & set(_below(profile, key))}
    touched |= {key for key, entry in profile.indicator.items() if entry.selection in selections}
    while more := {key for key, entry in profile.indicator.items()
                   if key not in touched and touched & set(entry.parts)}:
        touched |= more
    return touched


def _below(profile: Profile, key: str) -> Iterator[str]:
    """Give a selection and all those that it stands on, each once."""
    seen, waiting = set[str](), [key]
    while waiting:
        name = waiting.pop()
        if name in profile.selection and name not in seen:
            seen.add(name)
            waiting += [profile.selection[name].extends, profile.selection[name].of]
            yield name


def _worded(profile: Profile) -> Profile:
    """Fill the options' words, and what a score adds up, into names and definitions."""
    told = {key: words(option) for key, option in profile.option.items()}
    return profile.model_copy(update={"indicator": {
        key: entry.model_copy(update={field: _filled(getattr(entry, field), told | _rules(profile, entry))
                                      for field in ("name", "definition")})
        for key, entry in profile.indicator.items()}})


def _filled(text: str, told: Mapping[str, str]) -> str:
    """Fill words in, and those that stand in them."""
    once = _PLACE.sub(lambda found: told.get(found[1], found[0]), text)
    return once if once == text else _filled(once, told)


def _rules(profile: Profile, indicator: Indicator) -> dict[str, str]:
    """Word what a score adds up and takes away: 签约总投资完成率30分（最高按100%计）."""
    if not indicator.scored:
        return {}
    scored = [f"{_called(profile, each.indicator)}{each.weight}分（最高按{each.cap}%计）" for each in indicator.scored]
    deducted = [f"{_called(profile, each.indicator)}每个扣{each.each}分" for each in indicator.deducted]
    return {"scored": "、".join(scored), "deducted": "、".join(deducted)}


def _called(profile: Profile, path: str) -> str:
    found = profile.indicator.get(path.removesuffix(COMPLETION))
    return path if found is None else found.name + ("完成率" if path.endswith(COMPLETION) else "")
