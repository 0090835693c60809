"""A second computation of the core figures, over plain dicts, written from the definitions and from nothing else.

It shares no line with briefgen.compute: no selections, no row sets, no caches. A figure is an exact Fraction, or the
reason for which there is none. Money stands in 亿元, rates in %.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = dict[str, Any]
Value = Fraction | str
CITY = "市"
UNCOLLECTED, INCOMPARABLE, UNDUE, BASELESS = "not collected", "not comparable", "not yet due", "no base"
PLAIN = ("签约一批", "开工一批", "投产一批")
TARGETED = {"signed.invest": "签约总投资", "started.rate": "开工率", "started.invest": "新开工项目投资额",
            "arrived.fixed": "固投到位资金"}
RATIOS = {"started.rate": ("started.count", "signed.count"), "batches.start_rate": ("b.started", "b.signed"),
          "batches.produce_rate": ("b.produced", "b.opened"), "batches.capacity_rate": ("b.actual", "b.expected")}
COUNTED = ("signed.count", "signed.invest", "signed.large.count", "started.count", "started.invest", "waiting.count",
           "arrived.fixed", "pool.count", "pool.invest", "batches.rounds", "batches.count")


@dataclass(frozen=True)
class World:
    """The rows of an office as plain dicts; `city` is the city's code, `since` the first day that is collected.

    `told` maps (unit, first day of the month, indicator) to what a unit without rows reports.
    """

    units: list[Row]
    projects: list[Row]
    arrivals: list[Row]
    pool: list[Row]
    batches: list[Row]
    targets: list[Row]
    corrections: list[Row]
    told: dict[tuple[str, date, str], Fraction]
    telling: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class When:
    """The months 1 to `month` of a year, seen on a day of that month."""

    year: int
    month: int
    day: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, self.day)

    @property
    def year_before(self) -> When:
        """The same months a year ago: a month's end stays one, and 29 February becomes 28."""
        end, end_before = (monthrange(year, self.month)[1] for year in (self.year, self.year - 1))
        return When(self.year - 1, self.month, end_before if self.day == end else min(self.day, end_before))

    @property
    def month_before(self) -> When | None:
        if self.month == 1:
            return None
        return When(self.year, self.month - 1, monthrange(self.year, self.month - 1)[1])


def seen(world: World, when: When) -> list[Row]:
    """Give the projects as they stand for an as-of day: corrected unless the correction takes effect later."""
    projects = [dict(row) for row in world.projects]
    for each in world.corrections:
        if each["since"] is None or each["since"] <= when.last:
            for row in projects:
                if row["key"] == each["key"]:
                    row[each["field"]] = each["new"]
    return projects


def counting(projects: Iterable[Row]) -> list[Row]:
    """Keep what an office counts as signed: agreements in force with investors from outside the province."""
    return [row for row in projects
            if row["state"] == "有效" and row["source"] != "省内" and row["kind"] == "投资协议"]


def ask(world: World, path: str, unit: str, when: When) -> Value:
    """Give a figure by its path."""
    if path in COUNTED or path.startswith("b."):
        return _counted(world, path, unit, when)
    if path in RATIOS:
        return _ratio(*(ask(world, part, unit, when) for part in RATIOS[path]))
    base, _, derivation = path.rpartition(".")
    derive: Callable[[World, str, str, When], Value] = _DERIVE[derivation]
    return derive(world, base, unit, when)


def shares(world: World, field: str, when: When, *, money: bool) -> dict[str, Fraction]:
    """Divide the city's signed projects, by number or by money, by what stands in a field."""
    found: dict[str, Fraction] = {}
    for row in counting(seen(world, when)):
        if when.first <= row["signed"] <= when.last:
            found[row[field]] = found.get(row[field], Fraction(0)) + (_money(row["money"]) if money else 1)
    return found


def _counted(world: World, path: str, unit: str, when: When) -> Value:
    """Count or add up, for a unit that reports instead of keeping rows as it reports."""
    about_projects = path.split(".", maxsplit=1)[0] in ("signed", "started", "waiting", "arrived")
    if not about_projects or not world.telling:
        return _from_rows(world, path, unit, when, ())
    month = date(when.year, when.month, 1)
    if unit in world.telling:
        return world.told.get((unit, month, path), UNCOLLECTED)
    if unit != CITY:
        return _from_rows(world, path, unit, when, ())
    told = [world.told.get((each, month, path)) for each in world.telling]
    rest = _from_rows(world, path, unit, when, world.telling)
    if None in told or (isinstance(rest, str) and len(world.telling) < len(world.units)):
        return UNCOLLECTED
    return sum((each for each in told if each is not None), Fraction(0) if isinstance(rest, str) else rest)


def _from_rows(world: World, path: str, unit: str, when: When, without: tuple[str, ...]) -> Value:
    """Count or add up the rows of a unit, or of the city without some of its units."""
    projects = seen(world, when)
    table, days = {
        "pool": (world.pool, "day"), "batches": (world.batches, "day"), "b": (world.batches, "day"),
        "arrived": (world.arrivals, "month")}.get(path.split(".", maxsplit=1)[0], (projects, "signed"))
    to_date = path.startswith("pool")
    if not to_date and when.first < world.since:
        return UNCOLLECTED
    if not any(row[days] <= when.last for row in table):
        return UNCOLLECTED
    start = date.min if to_date else when.first
    dated = [row for row in table if start <= row[days] <= when.last]
    if path == "arrived.fixed":
        homes = {row["key"]: row["unit"] for row in counting(projects)}
        dated = [{**row, "unit": homes[row["project"]]} for row in dated
                 if row["project"] in homes and row["category"] == "固定资产投资"]
    elif table is projects:
        dated = counting(dated)
    mine = [row for row in dated if (row["unit"] == unit if unit != CITY else row["unit"] not in without)]
    return _measure(path, mine, when)


def _measure(path: str, rows: list[Row], when: When) -> Fraction:
    def reached(name: str) -> list[Row]:
        return [row for row in rows if row[name] is not None and row[name] <= when.last]

    def batch(kind: str, among: list[Row]) -> list[Row]:
        return [row for row in among if row["batch"] == kind]

    def added(among: list[Row], field: str = "money") -> Fraction:
        return sum((_money(row[field]) for row in among if row[field] is not None), Fraction(0))

    large = [row for row in rows if "signed" in row and Fraction(row["money"]) >= 100_000]
    kept = [row for row in rows if row.get("state") == "在库" and Fraction(row["money"]) >= 10_000]
    chosen: dict[str, Callable[[], Fraction | int]] = {
        "signed.count": lambda: len(rows), "batches.count": lambda: len(rows), "signed.invest": lambda: added(rows),
        "arrived.fixed": lambda: added(rows), "signed.large.count": lambda: len(large),
        "started.count": lambda: len(reached("started")), "started.invest": lambda: added(reached("started")),
        "waiting.count": lambda: len(rows) - len(reached("started")),
        "pool.count": lambda: len(kept), "pool.invest": lambda: added(kept),
        "batches.rounds": lambda: len({row["round"] for row in rows}),
        "b.signed": lambda: len(batch(PLAIN[0], rows)), "b.started": lambda: len(batch(PLAIN[0], reached("started"))),
        "b.opened": lambda: len(batch(PLAIN[1], rows)), "b.produced": lambda: len(batch(PLAIN[1], reached("produced"))),
        "b.actual": lambda: added(batch(PLAIN[2], rows), "actual"),
        "b.expected": lambda: added(batch(PLAIN[2], rows), "expected")}
    return Fraction(chosen[path]())


def _money(text: str) -> Fraction:
    """Turn 万元, in which ledgers are kept here, into 亿元."""
    return Fraction(text) / 10_000


def _reason(*values: Value) -> str:
    return next((value for value in values if isinstance(value, str)), "")


def _ratio(over: Value, under: Value) -> Value:
    if isinstance(over, str) or isinstance(under, str):
        return _reason(over, under)
    return over / under * 100 if under else BASELESS


def _is_rate(path: str) -> bool:
    return path in RATIOS


def _month(world: World, base: str, unit: str, when: When) -> Value:
    """What came in this month: this month's cumulative less last month's; what is left of projects, the new ones."""
    now, before = ask(world, base, unit, when), when.month_before
    if before is None and base.startswith("pool."):
        before = When(when.year - 1, 12, 31)
    if isinstance(now, str):
        return now
    if _is_rate(base):
        return INCOMPARABLE
    if before is None:
        return now
    then = ask(world, base, unit, before)
    about_projects = base.split(".", maxsplit=1)[0] in ("signed", "started", "waiting", "arrived")
    told = about_projects and (unit in world.telling or (unit == CITY and bool(world.telling)))
    if told and (isinstance(then, str) or base == "waiting.count"):
        return _reason(then) or INCOMPARABLE
    if base == "waiting.count":
        fresh = [row for row in counting(seen(world, when)) if before.last < row["signed"] <= when.last]
        return Fraction(sum(unit in (CITY, row["unit"]) and not (row["started"] and row["started"] <= when.last)
                            for row in fresh))
    return now - (Fraction(0) if isinstance(then, str) else then)


def _last_year(world: World, base: str, unit: str, when: When) -> Value:
    return ask(world, base, unit, when.year_before)


def _last_month(world: World, base: str, unit: str, when: When) -> Value:
    """What a month brought stands beside December's in January, what a year has brought beside nothing."""
    if when.month_before is not None:
        return ask(world, base, unit, when.month_before)
    alone = base.endswith(".month") or base.startswith("pool.")
    return ask(world, base, unit, When(when.year - 1, 12, 31)) if alone else INCOMPARABLE


def _growth(now: Value, then: Value, *, rate: bool) -> Value:
    if isinstance(now, str) or isinstance(then, str):
        return _reason(now, then)
    if rate:
        return now - then
    return (now - then) / then * 100 if then > 0 and now >= 0 else BASELESS


def _yoy(world: World, base: str, unit: str, when: When) -> Value:
    return _growth(ask(world, base, unit, when), _last_year(world, base, unit, when), rate=_is_rate(base))


def _mom(world: World, base: str, unit: str, when: When) -> Value:
    return _growth(ask(world, base, unit, when), _last_month(world, base, unit, when), rate=_is_rate(base))


def _diff(world: World, base: str, unit: str, when: When) -> Value:
    return _growth(ask(world, base, unit, when), _last_year(world, base, unit, when), rate=True)


def _target(world: World, base: str, unit: str, when: When, level: str = "市定") -> Value:
    """The newest version that was out by the as-of day."""
    if base not in TARGETED:
        return INCOMPARABLE
    standing = [row for row in world.targets
                if (row["year"], row["unit"], row["metric"], row["level"]) == (when.year, unit, TARGETED[base], level)
                and (row["issued"] is None or row["issued"] <= when.last)]
    if not standing and level == "省定" and unit != CITY:
        return INCOMPARABLE  # a province may set targets for the city alone
    newest = max(standing, key=lambda row: row["version"], default=None)
    return UNDUE if newest is None or newest["value"] is None else Fraction(newest["value"])


def _completion(world: World, base: str, unit: str, when: When) -> Value:
    return _ratio(ask(world, base, unit, when), _target(world, base, unit, when))


def _target_province(world: World, base: str, unit: str, when: When) -> Value:
    return _target(world, base, unit, when, "省定")


def _completion_province(world: World, base: str, unit: str, when: When) -> Value:
    return _ratio(ask(world, base, unit, when), _target_province(world, base, unit, when))


def _pace(world: World, base: str, unit: str, when: When) -> Value:
    done = _completion(world, base, unit, when)
    if _is_rate(base):
        return INCOMPARABLE
    return done if isinstance(done, str) else done - Fraction(when.month, 12) * 100


def _gap(world: World, base: str, unit: str, when: When) -> Value:
    target, value = _target(world, base, unit, when), ask(world, base, unit, when)
    if isinstance(target, str) or isinstance(value, str):
        return _reason(target, value)
    return target - value


def _rank(world: World, base: str, unit: str, when: When) -> Value:
    """1 and one more for each ranked unit that is better; nothing has no place, a rate of none is behind others'."""
    ranked = [row["code"] for row in world.units if row["ranked"]]
    if unit not in ranked:
        return INCOMPARABLE
    own = ask(world, base, unit, when)
    fewer = base == "waiting.count"
    values = [value for code in ranked if not isinstance(value := ask(world, base, code, when), str)]
    last = base in RATIOS and any(values)
    if isinstance(own, str) or (not own and not fewer and not last):
        return own if isinstance(own, str) else BASELESS
    return Fraction(1 + sum(value < own if fewer else value > own for value in values))


_DERIVE: dict[str, Callable[[World, str, str, When], Value]] = {
    "month": _month, "last_year": _last_year, "last_month": _last_month, "yoy": _yoy, "mom": _mom, "diff": _diff,
    "target": _target, "completion": _completion, "pace": _pace, "gap": _gap, "rank": _rank,
    "target_city": _target, "completion_city": _completion,
    "target_province": _target_province, "completion_province": _completion_province}
