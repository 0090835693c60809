"""Describe a kind of document: its kind.toml."""

from __future__ import annotations

from pydantic import Field

from briefgen.tomlfile import Declared


class Dress(Declared):
    """Which parts a document wears around its body."""

    masthead: bool = False
    colophon: bool = False


class Kind(Declared):
    """The whole of kind.toml: title (月度工作简报), headline and masthead as templates, the tables it needs."""

    id: str
    title: str
    headline: str
    masthead: str = ""
    body: str = "body.md.j2"
    extends: str = ""
    public: bool = False
    tables: tuple[str, ...] = ()
    dress: Dress = Field(default_factory=Dress)
