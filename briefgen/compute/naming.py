"""Find what an indicator is called by: its id, or its Chinese name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.compute.calculator import IndicatorUnknown
from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from briefgen.model.indicator import Profile


class NameShared(BriefgenError):
    """Several indicators bear the name."""

    message = N_("{name} is the name of several indicators; give the id of one: {ids}")


def path_of(profile: Profile, asked: str) -> str:
    """Put the id in the place of a name, 签约总投资.yoy; an id stays. Raises IndicatorUnknown, NameShared."""
    if asked.isascii():
        return asked
    name, dot, derivation = asked.partition(".")
    ids = [key for key, entry in profile.indicator.items() if entry.name == name]
    if not ids:
        raise IndicatorUnknown(name=asked, nearest=nearest(name, [each.name for each in profile.indicator.values()]))
    if len(ids) > 1:
        raise NameShared(name=name, ids=", ".join(ids))
    return f"{ids[0]}{dot}{derivation}"
