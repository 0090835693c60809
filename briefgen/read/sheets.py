"""Choose the sheet of a workbook that holds a table where briefgen.toml names none."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from briefgen.model.problem import Problem
from briefgen.read.header import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefgen.model.table import TableSchema
    from briefgen.read.grid import Grid

_READ = 60  # sheets; who keeps more in one workbook has to name one


def chosen(take: Callable[[str], Grid | Problem], schema: TableSchema, missing: Problem) -> list[Grid | Problem]:
    """Take the sheet named like the table, else the only one with its headings; of several none is preferred.

    `missing` is the problem that lists the sheets; it is given back where no sheet holds the table.
    """
    names = cast("Sequence[str]", missing.params["names"])
    fitting: dict[str, Grid | Problem] = {}
    for name in names if len(names) <= _READ else ():
        taken = take(name)
        if isinstance(taken, Problem) or _holds(taken, schema):  # what cannot be read may hold it
            fitting[name] = taken
    if schema.name in names:
        named = fitting.pop(schema.name) if schema.name in fitting else take(schema.name)
        return [named, *_beside(schema, missing, fitting)]
    if not fitting:
        return [Problem(missing.code, missing.source, {**missing.params, "sheet": schema.name})]
    first, *others = fitting
    if others:
        params = {"table": schema.name, "sheets": "、".join(fitting), "first": first}
        return [Problem("sheet.several", missing.source, params)]
    params = {"table": schema.name, "sheet": first, "sheets": str(missing.params["sheets"])}
    return [fitting[first], *([Problem("sheet.chosen", missing.source, params)] if first != names[0] else [])]


def _beside(schema: TableSchema, missing: Problem, fitting: Mapping[str, object]) -> list[Problem]:
    params = {"sheet": schema.name, "sheets": "、".join(fitting)}
    return [Problem("sheet.beside", missing.source, params)] if fitting else []


def _holds(grid: Grid, schema: TableSchema) -> bool:
    place = locate(grid, schema)
    return place is not None and place.enough
