"""Carry a figure from its rows to the page as an object that cannot lose its origin."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.amount import is_money
from briefgen.model.numbers import NONE, printed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.model.indicator import Aggregate
    from briefgen.model.table import Record

RATE = "%"
POINTS = "百分点"
PLACE = "位"
LIGHT = "灯"
LIGHTS = ("绿", "黄", "红")  # what the values 0, 1, 2 of a light print as
SCORE = "分"
FOREIGN = "美元"
TIED = "并列"
PROVISIONAL = "暂定"
CARRIED = "含以前月份更正的差额"
RESTATED = "已印发的截至上月数与现有数据不同，当月按现有数据计算"
_MEASURED = (RATE, POINTS, SCORE)
_TEN_THOUSAND = 10000
_SCALES = ("万", "亿")
_WORDS = {"亿元": "亿元", "万元": "万元", RATE: RATE, POINTS: "个百分点"}


class FigureMisused(BriefgenError):
    """A template turned a figure into text or a truth value."""

    message = N_("the figure {key} reaches paper only as itself: {hint}")


class FiguresDiffer(BriefgenError):
    """Figures of different units were compared."""

    message = N_("{left} ({left_unit}) and {right} ({right_unit}) cannot be compared")


class Reason(StrEnum):
    """Why a figure has no value; zero is a value."""

    NOT_COLLECTED = "not collected"
    NOT_COMPARABLE = "not comparable"
    NOT_DUE = "not yet due"
    NO_BASE = "no base"


class Key(NamedTuple):
    """What a figure is: indicator (with its derivation, `signed.invest.yoy`), unit code, period id."""

    indicator: str
    unit: str
    period: str

    def __str__(self) -> str:
        """Print the key as `signed.invest@140725/2022-12`."""
        return f"{self.indicator}@{self.unit}/{self.period}"


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows that a figure was counted or summed from; `field` is the summed or distinct column.

    What the rows `taken` away bring in is subtracted: they counted last month and were corrected since. Rows that are
    `late` are of earlier months, and count only since a correction.
    """

    table: str
    aggregate: Aggregate
    field: str
    records: Sequence[Record]
    taken: Sequence[Record] = ()
    late: Sequence[Record] = ()

    @property
    def fresh(self) -> tuple[Record, ...]:
        """Give the rows that are new: not late, and of which no earlier version is taken away."""
        before = {(id(record.origin), record.row) for record in (*self.taken, *self.late)}
        return tuple(record for record in self.records if (id(record.origin), record.row) not in before)


@dataclass(frozen=True, eq=False, slots=True)
class Figure:
    """A value in `measure` (个, 亿元, %, 百分点 …) or None with a reason, its rows, and the figures it came from.

    `parents` maps a role (numerator, denominator, target, base, value) to a figure; `formula` names the roles.
    `stated` are rows of 汇总填报 that are added: reported by a unit, and not counted from its projects.
    `issued` names the published figure whose value it has; a `restated` one differs from today's data, its parent
    `current`. `remarks` say how the office reads it; they print under every table that shows it, else below
    its sentence.
    `group` is the 考核分组 within which a place is taken, `apportioned` what paper shows of a share that is rounded
    so that all shares of a whole add up to 100.
    Compares exactly with figures of one measure and with plain numbers in that measure; missing values come last.
    """

    key: Key
    name: str
    unit_name: str
    measure: str
    value: Fraction | None
    definition: str
    reason: Reason | None = None
    rows: RowSet | None = None
    stated: RowSet | None = None
    formula: str = ""
    parents: Mapping[str, Figure] | None = None
    places: int = 2
    fixed: bool = False
    higher_is_better: bool = True
    note: str = ""
    issued: str = ""
    restated: bool = False
    remarks: tuple[str, ...] = ()
    group: str = ""
    apportioned: Fraction | None = None

    @property
    def reported(self) -> bool:
        """Tell whether the figure, or one that it came from, is a reported aggregate or holds one."""
        return self.stated is not None or any(parent.reported for parent in (self.parents or {}).values())

    @property
    def paper(self) -> Fraction | None:
        """Give the value that is rounded for paper."""
        return self.value if self.apportioned is None else self.apportioned

    @property
    def number(self) -> str:
        """Print the number alone, a light as its colour, or — where there is none."""
        if self.value is not None and self.measure == LIGHT:
            return LIGHTS[int(self.value)]
        return NONE if self.paper is None else self._printed(self.paper)

    def _printed(self, value: Fraction) -> str:
        """Print with fixed places what is measured; what is counted never shows any."""
        measured = is_money(self.measure) or self.measure in _MEASURED or self.measure.endswith(FOREIGN)
        return printed(value, self.places, fixed=self.fixed and measured)

    @property
    def text(self) -> str:
        """Print the number with its unit word, as it stands in a sentence.

        Money from 10 000 亿元 is told in 万亿元; a count takes its word from the sentence, unless it is one of scale
        (30万吨), which must not part from its number.
        """
        if self.paper is None or self.measure == LIGHT:
            return self.number
        value, word = self.paper, _WORDS.get(self.measure, self.measure if self.measure[:1] in _SCALES else "")
        if word == "亿元" and abs(value) >= _TEN_THOUSAND:
            value, word = value / _TEN_THOUSAND, "万亿元"
        return self._printed(value) + word

    def __str__(self) -> NoReturn:
        """Refuse: text has no rows."""
        raise FigureMisused(key=self.key, hint="{{ " + self.key.indicator + " }}")

    def __format__(self, spec: str) -> NoReturn:
        """Refuse: text has no rows."""
        str(self)
        raise AssertionError

    def __bool__(self) -> NoReturn:
        """Refuse: zero, unknown and present are three things."""
        raise FigureMisused(key=self.key, hint="`is known`, `is zero`, `> 0`")

    def __repr__(self) -> str:
        """Name the figure without its value."""
        return f"<Figure {self.key}>"

    def __hash__(self) -> int:
        """Hash by what the figure is."""
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        """Compare values exactly."""
        return self._order(other) == self.sort_key

    def __lt__(self, other: object) -> bool:
        """Compare values exactly; a missing value is never less than a number."""
        return self.sort_key < self._order(other)

    def __le__(self, other: object) -> bool:
        """Compare values exactly."""
        return self.sort_key <= self._order(other)

    def __gt__(self, other: object) -> bool:
        """Compare values exactly; a missing value is never greater than a number."""
        return self._comparable(other) and self.sort_key > self._order(other)

    def __ge__(self, other: object) -> bool:
        """Compare values exactly."""
        return self._comparable(other) and self.sort_key >= self._order(other)

    def _comparable(self, other: object) -> bool:
        return self.value is not None and not (isinstance(other, Figure) and other.value is None)

    @property
    def sort_key(self) -> tuple[bool, Fraction]:
        """Order by value, missing ones last."""
        return (self.value is None, self.value or Fraction(0))

    def _order(self, other: object) -> tuple[bool, Fraction]:
        if isinstance(other, Figure):
            if other.measure != self.measure:
                raise FiguresDiffer(left=self.key, left_unit=self.measure, right=other.key, right_unit=other.measure)
            return other.sort_key
        if isinstance(other, bool) or not isinstance(other, int | float | Decimal | Fraction):
            raise FiguresDiffer(left=self.key, left_unit=self.measure, right=repr(other),
                                right_unit=type(other).__name__)
        return (False, Fraction(str(other)))
