"""Read all tables of an office into one frozen ledger, with every problem of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, ConfigError
from briefgen.i18n import N_
from briefgen.model.ledger import Ledger
from briefgen.model.problem import Problem
from briefgen.model.report import REPORTED, Report
from briefgen.model.source import Source
from briefgen.model.submission import valid
from briefgen.read.corrections import correct
from briefgen.read.office import CONFIG
from briefgen.read.register import read_register
from briefgen.read.rows import Extract, read_table
from briefgen.read.shelf import Shelf
from briefgen.read.targets import TARGETS, read_targets
from briefgen.read.units import UNITS, unit_set
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefgen.model.office import Office
    from briefgen.model.submission import Submission
    from briefgen.model.table import Record, TableSchema
    from briefgen.model.unit import UnitSet
    from briefgen.read.grid import Grid


class UnknownTable(BriefgenError):
    """A table under [data] that no schema describes."""

    message = N_("{file}: no schema describes the table {table}{nearest}")


class UnitsReceived(BriefgenError):
    """The table of the units is to be sent in by the units."""

    message = N_("{file}: the table {table} is the office's own and cannot be received")


def read_ledger(folder: Path, office: Office, schemas: Mapping[str, TableSchema],
                tops: list[tuple[str, Grid]] | None = None) -> tuple[Ledger, list[Problem]]:
    """Read every table under [data] in briefgen.toml below the office folder, and what was received for it.

    `tops` takes the table and the first rows of every sheet, for `explain_columns`.
    Raises ConfigError for tables without a schema; all trouble in the files is in the list, units first.
    """
    faults: list[BriefgenError] = [UnknownTable(file=CONFIG, table=name, nearest=nearest(name, schemas))
                                   for name in (*office.data, *office.reported.tables) if name not in schemas]
    faults += [UnitsReceived(file=CONFIG, table=UNITS)] if UNITS in office.received else []
    if faults:
        raise ConfigError(CONFIG, faults)
    register, damaged = read_register(folder) if office.received else ((), [])
    with Shelf(folder, office.limits) as shelf:
        shelf.tops = tops
        first = _unit_table(shelf, office, schemas)
        units = unit_set(office, _records(first))
        known = units if _records(first) else None
        extracts = {UNITS: first}
        extracts |= {name: _extracts(shelf, office, schemas[name], known, register)
                     for name in office.data if name != UNITS}
    origins = {name: tuple(extract.origin for extract in parts if extract.origin is not None)
               for name, parts in extracts.items()}
    every = [extract for parts in extracts.values() for extract in parts]
    read = {name: _records(parts) for name, parts in extracts.items() if origins[name]}
    corrected = correct(read, schemas, known)
    targets, missing = read_targets(corrected.tables.get(TARGETS, ()), office, units)
    reports = tuple(report for record in read.get(REPORTED, ()) if (report := Report.of(record)) is not None)
    ledger = Ledger(
        tables=corrected.tables, origins={name: found for name, found in origins.items() if found}, units=units,
        targets=tuple(targets), totals=tuple(total for extract in every for total in extract.totals),
        files=shelf.files, turns=corrected.turns, reports=reports)
    told = [problem for extract in every for problem in extract.problems]
    return ledger, [*damaged, *told, *corrected.problems, *missing]


def _extracts(shelf: Shelf, office: Office, schema: TableSchema, units: UnitSet | None,
              register: Sequence[Submission] = ()) -> tuple[Extract, ...]:
    """Read one table, file by file; without units (their own table is at fault) unit names stay as they stand."""
    every = shelf.take(schema, office.data[schema.name])
    if mode := office.received.get(schema.name):
        every += [shelf.take_received(line, _name(line.unit, units)) for line in valid(register, schema.name, mode)]
    return tuple(Extract(None, (), (), (taken,)) if isinstance(taken, Problem) else read_table(taken, schema, units)
                 for taken in every)


def _name(code: str, units: UnitSet | None) -> str:
    unit = units.find(code) if units else None
    return unit.name if unit else code


def _records(extracts: Sequence[Extract]) -> tuple[Record, ...]:
    return tuple(record for extract in extracts for record in extract.records)


def _unit_table(shelf: Shelf, office: Office, schemas: Mapping[str, TableSchema]) -> tuple[Extract, ...]:
    """Read the table that the others' unit names rest on: it must be there and have a row."""
    params = {"table": UNITS}
    if UNITS not in office.data:
        return (Extract(None, (), (), (Problem("file.missing", Source(CONFIG), params),)),)
    extracts = _extracts(shelf, office, schemas[UNITS], None)
    origin = next((extract.origin for extract in extracts if extract.origin is not None), None)
    if origin is None or _records(extracts):
        return extracts
    none = Problem("row.none", Source(origin.file, origin.sheet), params)
    return (*extracts, Extract(None, (), (), (none,)))
