"""Make tables: rows are units, figures or ledger rows; columns are paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from briefgen.compose.errors import ArgumentUnfit
from briefgen.compose.filters import sequence, words
from briefgen.compose.groups import LABEL, Group
from briefgen.compose.issued import followed, restatements
from briefgen.compose.notes import dashes, rests
from briefgen.compose.phrases import AIMED
from briefgen.compose.values import CELL_UNITS, MONEY, SHORT_MONTH, CellValue, Offered, Row, Scope
from briefgen.document.nodes import Align, Table, TableColumn, TableRow, Text
from briefgen.model.figure import LIGHT, PLACE, POINTS, Figure
from briefgen.model.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.compose.values import Finder
    from briefgen.compose.weave import Numbering
    from briefgen.document.nodes import Inlines, Place

ROUNDED = "部分数据因四舍五入，合计数与分项之和略有差异"
BEYOND = "合计含未单列的"
_NOTE = "_note"  # behind an option's name: the note of its choice
_WIDEST = 10_000
_NEVER_SUMMED = (POINTS, PLACE, LIGHT)


@dataclass(frozen=True, slots=True)
class Col:
    """A column as a template asks for it; `path` is an indicator, a derivation, a ledger column, name or index."""

    path: str
    title: str
    width: float
    align: Align
    group: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableCall:
    """A table as a template asks for it."""

    rows: tuple[object, ...]
    columns: tuple[Col, ...]
    caption: str
    unit_line: str
    total: Scope | Group | None
    total_name: str
    notes: tuple[str, ...]


def col(path: str, title: str = "", width: float = 1, align: str = "center", group: str = "",
        unit: str = "") -> Col:
    """Describe a column; width is relative, unit is for ledger rows: 亿元 or 万元 for money, 月日 for short days."""
    if align not in tuple(Align):
        raise ArgumentUnfit(function="col(align=)", wanted=" ".join(Align), given=align)
    if unit not in CELL_UNITS:
        raise ArgumentUnfit(function="col(unit=)", wanted=" ".join(CELL_UNITS), given=unit)
    if not isinstance(width, int | float) or isinstance(width, bool) or not 0 < width <= _WIDEST:
        raise ArgumentUnfit(function="col(width=)", wanted=f"0 … {_WIDEST}", given=str(width))
    path, title = words("col", path), words("col", title)
    return Col(path, title or path, float(width), Align(align), words("col(group=)", group), unit)


def table(rows: object, columns: object, caption: str = "", unit_line: str = "",
          total: object = None, total_name: str = "合计", notes: object = ()) -> TableCall:
    """Describe a table; `total` is the scope (city) whose figures stand in the last row.

    An empty text among the columns or the notes stands for none, so that a template can choose.
    """
    columns = [column for column in sequence("table(columns=)", columns) if column != ""]
    if not columns:
        raise ArgumentUnfit(function="table(columns=)", wanted="col(…)", given="[]")
    for column in columns:
        if not isinstance(column, Col):
            raise ArgumentUnfit(function="table(columns=)", wanted="col(…)", given=type(column).__name__)
    for row in sequence("table", rows):
        if not isinstance(row, Scope | Figure | Row | Group):
            raise ArgumentUnfit(function="table", wanted="units, figures, groups or rows", given=type(row).__name__)
    if total is not None and not isinstance(total, Scope | Group):
        raise ArgumentUnfit(function="table(total=)", wanted="a unit or all_of(…)", given=type(total).__name__)
    told = tuple(words("table(notes=)", note) for note in sequence("table(notes=)", notes) if note != "")
    return TableCall(tuple(rows), tuple(columns), words("table(caption=)", caption),  # type: ignore[arg-type]
                     words("table(unit_line=)", unit_line), total, words("table(total_name=)", total_name), told)


class _Maker:
    """Makes the cells of one table, and remembers its figures for the notes."""

    def __init__(self, call: TableCall, numbering: Numbering, finder: Finder) -> None:
        self.call, self.numbering, self.finder = call, numbering, finder
        self.figures: list[tuple[Col, bool, Figure]] = []
        self.amounts: list[tuple[Col, Fraction, Decimal]] = []

    def row(self, row: object, index: int) -> TableRow:
        """Make a row; its index counts from 1."""
        return TableRow(tuple(self._cell(row, column, index, total=False) for column in self.call.columns))

    def total(self, scope: Scope | Group) -> TableRow:
        """Make the row of totals."""
        return TableRow(tuple(self._cell(scope, column, 0, total=True) for column in self.call.columns), total=True)

    def _cell(self, row: object, column: Col, index: int, *, total: bool) -> Inlines:
        if column.path == "index":
            return () if total else (Text(str(index)),)
        if total and self._is_named(row, column):
            return (Text(self.call.total_name),) if column is self._names else ()
        value = _value(row, column, self.finder)
        if isinstance(value, Figure):
            self.figures.append((column, total, value))
            return (self.numbering.ref(value, value.number),)
        if isinstance(value, CellValue):
            if amount := value.amount(column.unit):
                self.amounts.append((column, *amount))
            return () if value.empty else (value.inline(column.unit, bare=True),)
        text = words(f"col('{column.path}')", value)
        return (Text(text),) if text else ()

    def _is_named(self, row: object, column: Col) -> bool:
        """Tell whether a column of the row of totals holds words: a name of the rows, or a text of listed rows."""
        return column.path in ("name", "short", LABEL) or (isinstance(row, Group) and row.words(column.path))

    @property
    def _names(self) -> Col:
        """Give the column that names the row of totals: the first of words."""
        columns = (each for each in self.call.columns if each.path != "index")
        return next(each for each in columns if self._is_named(self.call.total, each))

    def notes(self) -> Iterator[str]:
        """Word the table's notes: the template's, why there are dashes, and that rounded parts do not add up."""
        yield from self._counting([note.removeprefix("注：").rstrip("。；") for note in self.call.notes])
        yield from self._reported()
        figures = [figure for _column, _total, figure in self.figures]
        yield from restatements(figures, self._unit, self._last_month)
        yield from rests(figures)
        if any(figure.group for _column, _total, figure in self.figures):
            yield "排名在各自考核分组内计算"
        if gone := self._gone():
            yield f"{BEYOND}{'、'.join(gone)}的数据"
        yield from self._merged()
        yield from dashes((column.title, figure) for column in self.call.columns
                          for each, _total, figure in self.figures if each is column)
        if any(figure.apportioned is not None for _column, _total, figure in self.figures):
            yield "占比按最大余数法取舍，使各项之和为100%"
        if any(self._rounded(column) for column in self.call.columns):
            yield ROUNDED

    def _counting(self, told: Sequence[str]) -> Iterator[str]:
        """Give the template's notes and how the figures are counted, unless an earlier table has said it."""
        definitions = {figure.definition for *_others, figure in self.figures}
        defined = [note for note in told if note in definitions]
        remarks = dict.fromkeys(remark for *_others, figure in self.figures for remark in figure.remarks)
        before = self.numbering.told
        if earlier := sorted({before[each] for each in (*defined, *remarks) if each in before}):
            yield f"口径同{'、'.join(f'表{number}' for number in earlier)}"
        yield from (note for note in told if note not in definitions or note not in before)
        said = self._said(defined)
        yield from (each for each in remarks if each not in (*told, *before, *said))
        for each in (*defined, *remarks):
            before.setdefault(each, self.numbering.table)

    def _said(self, definitions: Sequence[str]) -> set[str]:
        """Give the notes of those choices that a definition of this table names."""
        options = self.finder.source.options()
        return {note for key, note in options.items() if key.endswith(_NOTE)
                and any(options[key.removesuffix(_NOTE)] in each for each in definitions)}

    @property
    def _unit(self) -> str:
        """Name the unit that the whole table is of, if it is of one."""
        names = {figure.unit_name for _column, _total, figure in self.figures}
        return names.pop() if len(names) == 1 else ""

    def _last_month(self, month: Figure) -> Figure:
        """Give the cumulative figure that a month is counted on from."""
        return followed(month, self.finder.source, self.finder.units, self.finder.period)

    def _reported(self) -> Iterator[str]:
        """Say which figures are, or hold, what units reported without project rows."""
        told = [(total, figure.unit_name) for _column, total, figure in self.figures if figure.reported]
        units = dict.fromkeys(name for total, name in told if not total)
        rows = {row.unit.name for row in self.call.rows if isinstance(row, Scope)}
        if told and all(figure.reported or figure.value is None for _column, _total, figure in self.figures):
            yield "本表数据为汇总填报数"
        elif units and set(units) < rows:
            yield f"{'、'.join(units)}的数据为汇总填报数"
        elif told:
            yield "本表数据含汇总填报数"

    def _gone(self) -> list[str]:
        """Name the units that are no longer there on the as-of day, so that no row tells what the total counts."""
        total, finder = self.call.total, self.finder
        listed = {row.unit.code for row in self.call.rows if isinstance(row, Scope)}
        if not isinstance(total, Scope) or not total.unit.is_city or not listed:
            return []
        gone = [unit for unit in finder.units.units
                if not finder.units.exists(unit, finder.period.as_of) and unit.code not in listed
                and not unit.succeeded(finder.period.as_of)]
        paths = dict.fromkeys(figure.key.indicator for _column, whole, figure in self.figures
                              if whole and figure.rows is not None)
        return [unit.name for unit in gone if any(finder.source.figure(path, unit, finder.period).value
                                                  for path in paths if path.rpartition(".")[2] not in AIMED)]

    def _merged(self) -> Iterator[str]:
        """Say which units hold the data of those that they took over."""
        told, units = {figure.key.unit for *_others, figure in self.figures}, self.finder.units
        for unit in (each for each in units.units if each.code in told):
            heirs = units.heir(unit, self.finder.period.as_of).heir_of
            if names := [each.name for each in units.units if each.code in heirs]:
                yield f"{unit.name}含已并入的{'、'.join(names)}的数据"

    def _rounded(self, column: Col) -> bool:
        """Tell whether exact parts add up to the exact total of a column, and the shown ones do not."""
        figures = [(total, figure) for each, total, figure in self.figures
                   if each is column and figure.value is not None and figure.measure not in _NEVER_SUMMED]
        totals = [figure for total, figure in figures if total]
        parts = [(figure.value or Fraction(0), _shown(figure)) for total, figure in figures if not total]
        parts += [(exact, shown) for each, exact, shown in self.amounts if each is column]
        if not parts or not totals or sum(exact for exact, _shown_ in parts) != totals[0].value:
            return False
        return sum(shown for _exact, shown in parts) != _shown(totals[0])


def build(call: TableCall, numbering: Numbering, finder: Finder, place: Place) -> Table:
    """Make the table block; raises NameUnknown, ArgumentUnfit."""
    maker = _Maker(_with_years(call, finder), numbering, finder)
    call = maker.call
    rows = [maker.row(row, index) for index, row in enumerate(call.rows, 1)]
    rows += [maker.total(call.total)] if call.total else []
    columns = tuple(TableColumn(column.title, column.width, column.align, column.group) for column in call.columns)
    return Table(call.caption, call.unit_line, columns, tuple(rows), tuple(maker.notes()), place)


def _with_years(call: TableCall, finder: Finder) -> TableCall:
    """Print months with their years where the short ones of a table are not all of one year."""
    short = [column for column in call.columns if column.unit == SHORT_MONTH]
    values = [finder.follow(row, column.path) for column in short for row in call.rows if isinstance(row, Row)]
    years = {value.value.year for value in values if isinstance(value, CellValue) and isinstance(value.value, date)}
    if len(years) <= 1:
        return call
    return replace(call, columns=tuple(replace(column, unit="") if column in short else column
                                       for column in call.columns))


def _value(row: object, column: Col, finder: Finder) -> object:
    if isinstance(row, Figure) and column.path in ("self", "name", "unit"):
        return {"self": row, "name": f"{row.name}（{row.measure}）", "unit": row.unit_name}[column.path]
    if isinstance(row, Group) and column.unit in MONEY and row.sums(column.path):
        return row.total(column.path, column.unit)
    value = finder.follow(row, column.path)
    if isinstance(value, Offered):
        raise ArgumentUnfit(function=f"col('{column.path}')", wanted="an indicator", given=type(value).__name__)
    return value


def _shown(figure: Figure) -> Decimal:
    return Decimal(figure.number.replace(MINUS, "-"))
