"""Read all tables of an office into one frozen ledger, with every problem of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_
from briefgen.model.ledger import Ledger
from briefgen.model.problem import Problem
from briefgen.model.source import Source
from briefgen.read.office import CONFIG
from briefgen.read.rows import Extract, read_table
from briefgen.read.shelf import Shelf
from briefgen.read.targets import TARGETS, read_targets
from briefgen.read.units import UNITS, unit_set
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.model.office import Office
    from briefgen.model.table import TableSchema
    from briefgen.model.unit import UnitSet


class UnknownTable(BriefgenError):
    """A table under [data] that no schema describes."""

    message = N_("{file}: no schema describes the table {table}{nearest}")


def read_ledger(folder: Path, office: Office, schemas: Mapping[str, TableSchema]) -> tuple[Ledger, list[Problem]]:
    """Read every table under [data] in briefgen.toml below the office folder.

    Raises ConfigError for tables without a schema; all trouble in the files is in the list, units first.
    """
    faults = [UnknownTable(file=CONFIG, table=name, nearest=nearest(name, schemas))
              for name in office.data if name not in schemas]
    if faults:
        raise ConfigError(CONFIG, faults)
    shelf = Shelf(folder)
    first = _unit_table(shelf, office, schemas)
    units = unit_set(office, first.records)
    known = units if first.records else None
    extracts = {UNITS: first}
    extracts |= {name: _extract(shelf, office, schemas[name], known) for name in office.data if name != UNITS}
    targets, missing = read_targets(extracts[TARGETS].records if TARGETS in extracts else (), office, units)
    found = {name: extract for name, extract in extracts.items() if extract.origin is not None}
    ledger = Ledger(
        tables={name: extract.records for name, extract in found.items()},
        origins={name: (extract.origin,) for name, extract in found.items() if extract.origin is not None},
        units=units, targets=tuple(targets),
        totals=tuple(total for extract in found.values() for total in extract.totals), files=shelf.files)
    return ledger, [problem for extract in extracts.values() for problem in extract.problems] + missing


def _extract(shelf: Shelf, office: Office, schema: TableSchema, units: UnitSet | None) -> Extract:
    """Read one table; without units (their own table is at fault) the names of units stay as they stand."""
    taken = shelf.take(schema.name, office.data[schema.name])
    return Extract(None, (), (), (taken,)) if isinstance(taken, Problem) else read_table(taken, schema, units)


def _unit_table(shelf: Shelf, office: Office, schemas: Mapping[str, TableSchema]) -> Extract:
    """Read the table that the others' unit names rest on: it must be there and have a row."""
    params = {"table": UNITS}
    if UNITS not in office.data:
        return Extract(None, (), (), (Problem("file.missing", Source(CONFIG), params),))
    extract = _extract(shelf, office, schemas[UNITS], None)
    if extract.origin is None or extract.records:
        return extract
    none = Problem("row.none", Source(extract.origin.file, extract.origin.sheet), params)
    return Extract(extract.origin, (), (), (*extract.problems, none))
