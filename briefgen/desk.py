"""Hold an office with its templates, read once: everything that the commands ask of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.files import digest
from briefgen.i18n import N_, _
from briefgen.model.issue import ISSUED, next_number
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.resources import Layers
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from briefgen.compose import Entry
    from briefgen.compute.calculator import Calculator
    from briefgen.document.kind import Kind
    from briefgen.document.nodes import Document
    from briefgen.document.theme import FaceFile, Theme
    from briefgen.model.indicator import Profile
    from briefgen.model.issue import Issue
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.period import Period
    from briefgen.model.submission import Standings, Submission
    from briefgen.model.table import TableSchema
    from briefgen.model.unit import Unit
    from briefgen.read.columns import Columns
    from briefgen.read.grid import Grid

FORMATS = ("docx", "pdf")
AS_OF = "as_of_day"  # the option on which day of the month the office closes its figures


class UnitUnknown(BriefgenError):
    """The office has no such unit."""

    message = N_("the office has no unit {name}{nearest}; it has: {known}")


class ThemeUnknown(BriefgenError):
    """No layer has the theme."""

    message = N_("there is no theme {name}{nearest}")


class PartUnknown(BriefgenError):
    """The kind has no such part."""

    message = N_("the kind {kind} has no part {name}; it has: {known}")


class CityOnly(BriefgenError):
    """A county's document was asked for of a kind that only the city has."""

    message = N_("the kind {kind} is made for the city only; leave --unit and --all-units out")


class UnitGone(BriefgenError):
    """A document was asked for of a unit that is no more, or not yet."""

    message = N_("{unit} does not exist on {day}; no document of it is made for {period}")


class FileMissing(BriefgenError):
    """The file is not there."""

    message = N_("{file} is not there or cannot be read")


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
    campaign: str = ""
    part: str = ""
    final: bool = False
    basis: str = ISSUED


class Desk:
    """An office with its templates, read once: everything that the commands ask of it."""

    def __init__(self, folder: Path, templates: Sequence[Path] = (), basis: str = ISSUED) -> None:
        """Read briefgen.toml and stack the template layers; the data is read when it is first asked for.

        The `basis` of last month and last year is what was published, or today's data.
        """
        from briefgen.read.office import read_office

        if missing := next((path for path in templates if not path.is_dir()), None):
            raise FolderMissing(folder=missing)
        self.folder, self.basis = folder, basis
        self.office: Office = read_office(folder)
        self.layers = Layers([*templates, folder / self.office.templates, _user_folder() / "templates"])

    @cached_property
    def schemas(self) -> Mapping[str, TableSchema]:
        """Read the table schemas of all layers."""
        from briefgen.read.schemas import read_schemas

        return read_schemas(self.layers)

    @cached_property
    def _read(self) -> tuple[Ledger, list[Problem], list[tuple[str, Grid]]]:
        from briefgen.read.ledger import read_ledger

        tops: list[tuple[str, Grid]] = []
        return *read_ledger(self.folder, self.office, self.schemas, tops), tops

    def columns(self) -> list[Columns]:
        """Tell of every sheet that was read how its columns were found."""
        from briefgen.read.columns import explain_columns
        from briefgen.read.schemas import alias_files

        files = alias_files(self.layers, self.schemas)
        return [explain_columns(top, self.schemas[table], files) for table, top in self._read[2]]

    @property
    def ledger(self) -> Ledger:
        """Give the data that was read."""
        return self._read[0]

    @cached_property
    def calculator(self) -> Calculator:
        """Make the calculator of the office's profile over its ledger."""
        from briefgen.compute.calculator import Calculator
        from briefgen.read.archive import issued_values

        issued = issued_values(self.folder, self.issues[0] if self.basis == ISSUED else ())
        return Calculator(self.ledger, self.office, self.profile, issued)

    @cached_property
    def profile(self) -> Profile:
        """Read the office's indicator profile, its options settled."""
        from briefgen.compute.options import Chosen
        from briefgen.compute.profile import read_profile
        from briefgen.read.office import CONFIG

        text = (self.folder / CONFIG).read_text(encoding="utf-8-sig") if self.office.options else ""
        return read_profile(self.layers, self.office.indicators, self.schemas, Chosen(self.office.options, text))

    def closed(self, period: Period, as_of: date | None = None) -> Period:
        """Close a period on the day of the month that the office chose, unless an as-of day is given."""
        option = self.profile.option.get(AS_OF)
        return period.closed(int(option.default), as_of) if option is not None else period

    @cached_property
    def issues(self) -> tuple[tuple[Issue, ...], list[Problem]]:
        """Read the register of what was published, and its lines that cannot be read."""
        from briefgen.read.archive import read_issues

        return read_issues(self.folder)

    def issue_no(self, kind: str, unit: Unit, period: Period) -> int:
        """Give the number of an issue that nobody gave one: it follows the published ones, else it is the month's."""
        default = self.office.issue_no(kind, period.last)
        return next_number(self.issues[0], kind, unit.code, period.id, default)

    @cached_property
    def theme(self) -> Theme:
        """Read the office's theme."""
        return read_theme(self.layers, self.office.theme)

    def problems(self, period: Period | None = None, kinds: Sequence[Kind] = ()) -> list[Problem]:
        """Find every problem of the data, and what a period lacks in the tables that the kinds need (all if none).

        The office's own severities and acceptances are laid over them.
        """
        from briefgen.check.rules import (
            check_figures,
            check_ledger,
            check_period,
            check_reports,
            check_words,
            missing_reports,
        )
        from briefgen.check.settle import settle
        from briefgen.check.submission import unreported
        from briefgen.model.findings import few
        from briefgen.read.targets import TARGETS

        found = [*self._read[1], *self.issues[1], *few(check_words(self.ledger, self.calculator.deciding())),
                 *check_ledger(self.ledger, self.office)]
        reporting = bool(self.ledger.reports or self.office.reported.units)
        if reporting:
            found += check_reports(self.ledger, self.office, self.calculator)
        if period is not None:
            needed = {table for kind in kinds for table in kind.tables}
            found += check_period(self.ledger, self.office, period, self.calculator.metrics(), needed)
            found += unreported(self.standings(period, [name for name in self.office.received
                                                        if not needed or name in needed]))
            if reporting and (not needed or needed & {*self.office.reported.tables}):
                found += missing_reports(self.ledger, self.office, period, self.calculator)
            measured = not needed or TARGETS in needed
            if measured and not any(problem.stops for problem in settle(found, self.ledger, self.office)):
                found += check_figures(self.calculator.measured(period))
        return settle(found, self.ledger, self.office)

    @cached_property
    def register(self) -> tuple[tuple[Submission, ...], list[Problem]]:
        """Read the register of what was received, and its lines that cannot be read."""
        from briefgen.read.register import read_register

        return read_register(self.folder) if self.office.received else ((), [])

    def standings(self, period: Period, tables: Sequence[str] | None = None) -> Standings:
        """Tell which units have reported the tables, all that are received if none is named, for a period's month."""
        from briefgen.check.submission import standings

        names = tuple(self.office.received if tables is None else tables)
        return standings(self.register[0], self.ledger.units, names, period, self.office.receive.due)

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

    def kind(self, name: str, part: str = "") -> Kind:
        """Read a kind by its id or its Chinese title, as one of its parts; raises PartUnknown."""
        from briefgen.compose import read_kind

        kind = read_kind(self.layers, name)
        if part and part not in kind.parts:
            raise PartUnknown(kind=kind.id, name=part, known=", ".join(kind.parts) or "—")
        return kind.as_part(part or next(iter(kind.parts))) if kind.parts else kind

    def whole_kind(self, name: str) -> Kind:
        """Read a kind with all its parts."""
        from briefgen.compose import read_kind

        return read_kind(self.layers, name)

    def template_digests(self, kind: str) -> dict[str, str]:
        """Digest the template files that a kind's documents are made from, by their names: the nearest layer's."""
        folders = ["partials"]
        while kind:
            folders.append(f"kinds/{kind}")
            kind = self.whole_kind(kind).extends
        names = [f"{folder}/{name}" for folder in folders for name in self.layers.names(folder)]
        names += [f"indicators/{self.office.indicators}.toml", f"themes/{self.office.theme}/theme.toml"]
        return {name: digest(found[1].read_bytes()) for name in names if (found := self.layers.find(name))}

    def kinds(self, order: Order) -> list[Kind]:
        """Read the kinds of an order; --part and --campaign are for those that have such, and one of them must."""
        from briefgen.compose import NoSeries, read_kind

        kinds = [read_kind(self.layers, name) for name in order.kinds or self.office.build]
        if order.campaign and not any(kind.series for kind in kinds):
            raise NoSeries(kind=kinds[0].id)
        parted = any(kind.parts for kind in kinds)
        return [self.kind(kind.id, order.part if kind.parts or not parted else "") for kind in kinds]

    def lacking(self, kind: Kind) -> list[Problem]:
        """Find the tables that a kind needs and that the office does not name under [data].

        Where all units report aggregates alone, nobody need keep the tables that those stand in for.
        """
        replaced = self.office.reported.tables if self.office.reported.everything else ()
        return [Problem("file.missing", Source("briefgen.toml"), {"table": table})
                for table in kind.tables if table not in self.office.data and table not in replaced]

    def entries(self, kind: Kind, unit: Unit, period: Period, order: Order) -> Sequence[Entry]:
        """List the documents that a kind makes for a unit; raises CityOnly, UnitGone and what the series raises."""
        from briefgen.compose import entries

        if not self.ledger.units.exists(unit, period.as_of):
            raise UnitGone(unit=unit.name, day=period.as_of, period=period.id)
        if kind.city_only and not unit.is_city:
            raise CityOnly(kind=kind.title)
        return entries(kind, self.ledger.at(period.as_of), period, order.campaign if kind.series else "")

    def compose(self, kind: Kind, unit: Unit, period: Period, order: Order, entry: Entry | None = None) -> Document:
        """Compose one document."""
        from briefgen.compose import Entry, Request, compose
        from briefgen.read.prose import read_prose

        entry = entry or Entry()
        name = self.text_name(kind, unit, period, entry)
        issue_no = order.issue_no if kind.series else order.issue_no or self.issue_no(kind.id, unit, period)
        request = Request(kind=kind, office=self.office, ledger=self.ledger.at(period.as_of), unit=unit, period=period,
                          date=order.date or period.as_of, issue_no=issue_no, entry=entry,
                          texts=read_prose(self.folder, name), texts_file=name)
        return compose(request, self.calculator, self.layers)

    def text_name(self, kind: Kind, unit: Unit, period: Period, entry: Entry) -> str:
        """Name the office's text file of a document."""
        from briefgen.read.prose import text_name

        return text_name(self.folder, self.office.texts, kind, unit, period, entry.id)

    def stray_texts(self, period: Period) -> list[str]:
        """Find files in the text folders of the period that no document of any kind would read."""
        known = {Path(name).name for name in self._text_names(period)}
        folders = (self.folder / self.office.texts / str(name) for name in (period.year, period.id))
        files = sorted(file for folder in folders if folder.is_dir() for file in folder.iterdir()
                       if not file.name.startswith((".", "~")))
        text = _("{file}: no document reads it{nearest}")
        return [text.format(file=file.relative_to(self.folder).as_posix(), nearest=nearest(file.name, known))
                for file in files if file.name not in known]

    def _text_names(self, period: Period) -> Iterator[str]:
        """Name the text files of all documents that could be asked for."""
        from briefgen.compose import list_kinds, series_entries

        units = (self.ledger.units.city, *self.ledger.units.units)
        for kind in (part for each in list_kinds(self.layers) for part in each.all_parts):
            for unit in units[:1] if kind.city_only else units:
                for entry in series_entries(kind, self.ledger, period):
                    yield self.text_name(kind, unit, period, entry)


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
