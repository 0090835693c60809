"""Hold an office with its templates, read once: everything that the commands ask of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.resources import Layers
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from briefgen.compute.calculator import Calculator
    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document
    from briefgen.document.theme import FaceFile, Theme
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.period import Period
    from briefgen.model.table import TableSchema
    from briefgen.model.unit import Unit

FORMATS = ("docx", "pdf")


class UnitUnknown(BriefgenError):
    """The office has no such unit."""

    message = N_("the office has no unit {name}{nearest}; it has: {known}")


class ThemeUnknown(BriefgenError):
    """No layer has the theme."""

    message = N_("there is no theme {name}{nearest}")


class FolderMissing(BriefgenError):
    """A template folder is not there."""

    message = N_("the template folder {folder} is not there")


@dataclass(frozen=True)
class Order:
    """What is to be built; empty kinds, unit or dates take the office's defaults."""

    period: str
    kinds: Sequence[str] = ()
    unit: str = ""
    all_units: bool = False
    formats: Sequence[str] = FORMATS
    out: Path = Path("out")
    as_of: date | None = None
    date: date | None = None
    issue_no: int | None = None


class Desk:
    """An office with its templates, read once: everything that the commands ask of it."""

    def __init__(self, folder: Path, templates: Sequence[Path] = ()) -> None:
        """Read briefgen.toml and stack the template layers; the data is read when it is first asked for."""
        from briefgen.read.office import read_office

        if missing := next((path for path in templates if not path.is_dir()), None):
            raise FolderMissing(folder=missing)
        self.folder = folder
        self.office: Office = read_office(folder)
        self.layers = Layers([*templates, folder / self.office.templates, _user_folder() / "templates"])

    @cached_property
    def schemas(self) -> Mapping[str, TableSchema]:
        """Read the table schemas of all layers."""
        from briefgen.read.schemas import read_schemas

        return read_schemas(self.layers)

    @cached_property
    def _read(self) -> tuple[Ledger, list[Problem]]:
        from briefgen.read.ledger import read_ledger

        return read_ledger(self.folder, self.office, self.schemas)

    @property
    def ledger(self) -> Ledger:
        """Give the data that was read."""
        return self._read[0]

    @cached_property
    def calculator(self) -> Calculator:
        """Make the calculator of the office's profile over its ledger."""
        from briefgen.compute.calculator import Calculator
        from briefgen.compute.profile import read_profile

        return Calculator(self.ledger, self.office, read_profile(self.layers, self.office.indicators, self.schemas))

    @cached_property
    def theme(self) -> Theme:
        """Read the office's theme."""
        return read_theme(self.layers, self.office.theme)

    def problems(self, period: Period | None = None) -> list[Problem]:
        """Find every problem of the data, and what a period lacks."""
        from briefgen.check.rules import check_ledger, check_period

        found = [*self._read[1], *check_ledger(self.ledger, self.office)]
        if period is not None:
            found += check_period(self.ledger, self.office, period, self.calculator.metrics())
        return found

    def unit(self, name: str) -> Unit:
        """Find a unit by any of its names, the city by none; raises UnitUnknown."""
        units = self.ledger.units
        found = units.find(name) if name else units.city
        if found is None:
            known = [word for unit in (units.city, *units.units) for word in unit.names]
            raise UnitUnknown(name=name, nearest=nearest(name, known),
                              known="、".join(unit.name for unit in (units.city, *units.units)))
        return found

    def faces(self) -> Mapping[str, FaceFile]:
        """Find the font files of the theme's faces, the office's own first."""
        from briefgen.fonts.faces import resolve

        return resolve(self.theme, [self.folder / self.office.fonts])

    def kind(self, name: str) -> Kind:
        """Read a kind by its id or its Chinese title."""
        from briefgen.compose import read_kind

        return read_kind(self.layers, name)

    def lacking(self, kind: Kind) -> list[Problem]:
        """Find the tables that a kind needs and that the office does not name under [data]."""
        return [Problem("file.missing", Source("briefgen.toml"), {"table": table})
                for table in kind.tables if table not in self.office.data]

    def compose(self, kind: Kind, unit: Unit, period: Period, order: Order) -> Document:
        """Compose one document."""
        from briefgen.compose import Request, compose

        issue_no = order.issue_no or self.office.issue_no(kind.id, period.last)
        request = Request(kind=kind, office=self.office, ledger=self.ledger, unit=unit, period=period,
                          date=order.date or period.as_of, issue_no=issue_no)
        return compose(request, self.calculator, self.layers)


def read_theme(layers: Layers, name: str) -> Theme:
    """Read a theme from the template layers; a nearer layer overrides key by key. Raises ThemeUnknown, ConfigError."""
    from briefgen.document.theme import Theme
    from briefgen.tomlfile import load_layers

    parts = layers.every(f"themes/{name}/theme.toml")
    if not parts:
        raise ThemeUnknown(name=name, nearest=nearest(name, layers.names("themes")))
    return load_layers(parts, Theme)


def _user_folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "briefgen"
