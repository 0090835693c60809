"""Read an indicator profile over all template layers, and refuse definitions that cannot be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.compute.inspector import Circular, Inspector
from briefgen.compute.options import Chosen, settle
from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_
from briefgen.model.indicator import Profile
from briefgen.tomlfile import load_layers, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.model.table import TableSchema
    from briefgen.resources import Layers

class ProfileUnknown(BriefgenError):
    """No layer has the indicator file."""

    message = N_("there is no indicator file indicators/{name}.toml in any template layer")


def read_profile(layers: Layers, name: str, schemas: Mapping[str, TableSchema],
                 chosen: Chosen = Chosen({})) -> Profile:  # noqa: B008 - frozen
    """Read `indicators/<name>.toml` over the one that it extends, and settle its options as the office chose.

    A nearer layer overrides the keys of the entries below. Raises ProfileUnknown, or ConfigError with every definition
    that cannot be computed.
    """
    parts = _parts(layers, name)
    profile = settle(_printing(load_layers(parts, Profile)), chosen)
    if faults := list(Inspector(profile, schemas, parts, chosen).faults()):
        raise ConfigError(parts[-1][0], faults)
    return profile


def _printing(profile: Profile) -> Profile:
    """Give every indicator that does not say how it prints the profile's own way."""
    wanted = {key: value for key, value in (("places", profile.places), ("fixed", profile.fixed)) if value is not None}
    return profile.model_copy(update={"indicator": {
        key: entry.model_copy(update={name: value for name, value in wanted.items()
                                      if name not in entry.model_fields_set})
        for key, entry in profile.indicator.items()}})


def _parts(layers: Layers, name: str, above: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Gather a profile's texts from all layers, those of the one that it extends below them.

    Raises ProfileUnknown, and Circular for one that extends itself.
    """
    own = layers.every(f"indicators/{name}.toml")
    if not own:
        raise ProfileUnknown(name=name)
    base = next((found for file, text in reversed(own) if (found := parse(text, file).get("extends"))), "")
    if name in above:
        raise Circular(place=own[-1][0], name=name)
    return [*(_parts(layers, str(base), (*above, name)) if base else ()), *own]
