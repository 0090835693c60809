"""Describe a kind of document: its kind.toml."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads it at run time

from pydantic import Field

from briefgen.tomlfile import Declared


class Dress(Declared):
    """Which parts a document wears around its body; the foot of a notice (版记) comes with its head."""

    masthead: bool = False
    colophon: bool = False


class Occurrence(Declared):
    """Something that must have happened by the as-of day: a row of a table whose `column` holds `value`."""

    table: str
    date: str
    column: str
    value: str


class Part(Declared):
    """One of several documents on the same thing, such as plan and results: what it has of its own.

    `after` keeps the part to what has such a row behind it.
    """

    title: str = ""
    headline: str = ""
    body: str = ""
    whole: str | None = None
    after: Occurrence | None = None


class Series(Declared):
    """A kind that comes once for each row of a table, for the rows whose `date` lies in the period's year.

    `name` is the column that names the row in files, `word` the row's name in templates, `whole` names the document
    on all rows together, if there is one.
    """

    table: str
    date: str
    name: str
    word: str
    whole: str = ""
    after: Occurrence | None = None


class Kind(Declared):
    """The whole of kind.toml: title (月度工作简报), headline and masthead as templates, the tables it needs.

    It makes do without the `optional` ones.
    """

    id: str
    title: str
    headline: str
    masthead: str = ""
    body: str = "body.md.j2"
    extends: str = ""
    public: bool = False
    city_only: bool = False
    tables: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    dress: Dress = Field(default_factory=Dress)
    series: Series | None = None
    parts: Mapping[str, Part] = Field(default_factory=dict)
    part: str = ""

    def as_part(self, name: str) -> Kind:
        """Give the kind as one of its parts; raises KeyError."""
        part = self.parts[name]
        own = {key: value for key in ("title", "headline", "body") if (value := getattr(part, key))}
        series = self.series
        if series is not None:
            whole = series.whole if part.whole is None else part.whole
            series = series.model_copy(update={"whole": whole, "after": part.after})
        return self.model_copy(update={**own, "series": series, "part": name})

    @property
    def all_parts(self) -> tuple[Kind, ...]:
        """Give the kind as each of its parts; one without parts is its only one."""
        return tuple(self.as_part(name) for name in self.parts) or (self,)
