"""Read kinds of documents from the template layers; a kind may extend another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from briefgen.compose.errors import KindIncomplete, KindMisnamed, KindsInCircle, KindUnknown
from briefgen.document.kind import Dress, Kind, Part, Series
from briefgen.tomlfile import Declared, load, nearest

if TYPE_CHECKING:
    from briefgen.resources import Layers

_DEPTH = 5


class _KindFile(Declared):
    """A kind.toml as written: what it does not set is inherited."""

    id: str
    title: str = ""
    headline: str = ""
    masthead: str = ""
    body: str = ""
    extends: str = ""
    public: bool = False
    city_only: bool = False
    tables: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    dress: Dress = Field(default_factory=Dress)
    series: Series | None = None
    parts: dict[str, Part] = Field(default_factory=dict)


def read_kind(layers: Layers, name: str) -> Kind:
    """Read a kind by its id or Chinese title; raises KindUnknown, KindsInCircle, ConfigError."""
    ids = _ids(layers)
    if name in ids:
        return _read(layers, name, ())
    kinds = list_kinds(layers)
    found = next((kind for kind in kinds if kind.title == name), None)
    if found is None:
        known = [word for kind in kinds for word in (kind.id, kind.title)]
        listed = ", ".join(f"{kind.id} {kind.title}" for kind in kinds)
        raise KindUnknown(name=name, nearest=nearest(name, known), known=listed)
    return found


def list_kinds(layers: Layers) -> list[Kind]:
    """Read all kinds of all layers, by id."""
    return [_read(layers, name, ()) for name in _ids(layers)]


def body_of(kind: Kind) -> str:
    """Name the kind's body template, layer-relative; an inherited body already carries its folder."""
    return kind.body if "/" in kind.body else f"kinds/{kind.id}/{kind.body}"


def _ids(layers: Layers) -> list[str]:
    return [name for name in layers.names("kinds") if layers.find(f"kinds/{name}/kind.toml") is not None]


def _read(layers: Layers, name: str, chain: tuple[str, ...]) -> Kind:
    chain = (*chain, name)
    if name in chain[:-1] or len(chain) > _DEPTH:
        raise KindsInCircle(depth=_DEPTH, chain=" → ".join(chain))
    file = f"kinds/{name}/kind.toml"
    if layers.find(file) is None:
        raise KindUnknown(name=name, nearest=nearest(name, _ids(layers)), known=", ".join(_ids(layers)))
    written = load(layers.read(file), file, _KindFile)
    if written.id != name:
        raise KindMisnamed(file=file, id=written.id)
    values = _inherited(layers, written, chain) | written.model_dump(exclude_unset=True, exclude={"dress"})
    values["dress"] = values.get("dress", {}) | written.dress.model_dump(exclude_unset=True)
    for key in ("title", "headline"):
        if not values.get(key):
            raise KindIncomplete(file=file, key=key)
    return Kind.model_validate(values)


def _inherited(layers: Layers, written: _KindFile, chain: tuple[str, ...]) -> dict[str, Any]:
    """Take over the parent's keys; its body too, unless the kind has one of its own."""
    if not written.extends:
        return {}
    parent = _read(layers, written.extends, chain)
    own = layers.find(f"kinds/{written.id}/{written.body or 'body.md.j2'}") is not None
    return parent.model_dump() | {"body": written.body or "body.md.j2" if own else body_of(parent)}
