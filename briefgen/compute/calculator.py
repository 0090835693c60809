"""Compute any figure by its path: an indicator's id and derivations, `signed.invest.completion.rank`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from briefgen.compute import derive, judge
from briefgen.compute.reports import Reports, indicator_ids
from briefgen.compute.resolution import stands
from briefgen.compute.rows import Rows
from briefgen.compute.tally import counted, drawn, told, without, worth
from briefgen.compute.targets import Targets
from briefgen.errors import BriefgenError
from briefgen.i18n import N_
from briefgen.model.figure import CARRIED, PLACE, PROVISIONAL, RESTATED, Figure, Key, Reason, RowSet
from briefgen.model.indicator import Aggregate, Indicator, Window
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefgen.compute.rows import Groups
    from briefgen.model.indicator import Division, Profile
    from briefgen.model.issue import IssuedValue
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.period import Period
    from briefgen.model.table import Record
    from briefgen.model.unit import Unit

LEVELS: Mapping[str, str] = {"city": "市定", "province": "省定"}  # the levels of targets that can stand side by side


class IndicatorUnknown(BriefgenError):
    """The profile has no such indicator or derivation."""

    message = N_("there is no indicator {name}{nearest}")


class Calculator:
    """Computes the figures of one ledger, each once; safe to ask for the same figure again and again."""

    def __init__(self, ledger: Ledger, office: Office, profile: Profile,
                 issued: Callable[[Key], IssuedValue | None] = lambda _key: None) -> None:
        """Stand on a ledger, an office's settings and its profile; last month and last year are as `issued`."""
        since = date.fromisoformat(f"{office.since}-01") if office.since else None
        self._rows = Rows(ledger, profile, since)
        self._ledger, self._office, self._profile = ledger, office, profile
        self._targets = Targets(ledger)
        self._reports = Reports(ledger, office, profile)
        self._issued = issued
        self._succession = any(unit.successor for unit in ledger.units.units)
        self._known: dict[tuple[str, str, tuple[str, ...], Period], Figure] = {}
        self._derive: Mapping[str, Callable[[str, Unit, Period, Key], Figure]] = {
            "month": self._month, "last_year": self._last_year, "last_month": self._last_month,
            "yoy": self._yoy, "mom": self._mom, "diff": self._diff, "target": self._target,
            "completion": self._completion, "pace": self._pace, "gap": self._gap, "rank": self._rank,
            "light": self._light,
            **{f"target_{name}": partial(self._target, level=level) for name, level in LEVELS.items()},
            **{f"completion_{name}": partial(self._completion, beside=f"target_{name}") for name in LEVELS}}

    def names(self) -> Mapping[str, Sequence[str]]:
        """Give the derivations of each indicator."""
        return dict.fromkeys(self._profile.indicator, tuple(self._derive))

    def options(self) -> Mapping[str, str]:
        """Give the words that stand for each option of the profile."""
        return self._profile.settled

    def divisions(self) -> Mapping[str, Division]:
        """Give the ways to break a figure down beside that by unit."""
        return self._profile.by

    def metrics(self) -> Mapping[str, str]:
        """Give the target metrics that the profile measures against, with the measure of each."""
        return {entry.target: entry.measure for entry in self._profile.indicator.values() if entry.target}

    def measured(self, period: Period) -> Iterator[Figure]:
        """Compute what is said beside the indicators that have a target: completion, growth and place of each unit."""
        units = self._ledger.units
        for name in (name for name, entry in self._profile.indicator.items() if entry.target):
            for unit in (units.city, *units.existing(period.as_of)):
                for derivation in ("completion", "yoy", "rank"):
                    yield self.figure(f"{name}.{derivation}", unit, period)

    def deciding(self) -> frozenset[tuple[str, str]]:
        """Give the columns (table, column) by whose words the profile chooses rows."""
        return frozenset((each.table, condition.field) for each in self._rows.selections.values()
                         for condition in each.where)

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        """Compute a figure; raises IndicatorUnknown.

        A unit counts the rows of those that it has succeeded by the as-of day, in what it is compared with, too.
        """
        if self._succession and not unit.heir_of:
            unit = self._ledger.units.heir(unit, period.as_of)
        mark = (path, unit.code, unit.heir_of, period)
        known = self._known.get(mark)
        if known is None:
            known = self._known[mark] = self._compute(path, unit, period)
        return known

    def _compute(self, path: str, unit: Unit, period: Period) -> Figure:
        key = Key(path, unit.code, period.id)
        if path in self._profile.indicator:
            indicator = self._profile.indicator[path]
            part = period.first > 1 and indicator.aggregate.of_rows
            return (self._of_part if part else self._indicator)(indicator, unit, period, key)
        base, _, name = path.rpartition(".")
        if not self._starts(path) or name not in self._derive:
            known = [*self._profile.indicator, *(f"{base}.{name}" for name in self._derive)]
            raise IndicatorUnknown(name=path, nearest=nearest(path, known))
        return self._derive[name](base, unit, period, key)

    def indicator(self, path: str) -> Indicator:
        """Give the indicator that a path starts with; raises IndicatorUnknown."""
        parts = path.split(".")
        candidates = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        found = next((self._profile.indicator[name] for name in candidates if name in self._profile.indicator), None)
        if found is None:
            raise IndicatorUnknown(name=path, nearest=nearest(path, self._profile.indicator))
        return found

    def reportable(self) -> Mapping[str, tuple[str, Indicator]]:
        """Give the indicators that units may report, with their ids, by each name that a report may call them by."""
        ids = indicator_ids(self._profile)
        return {name: (key, self._profile.indicator[key]) for name, key in ids.items()}

    def grows(self, indicator: Indicator) -> bool:
        """Tell whether a year's cumulative figure cannot fall: what happened counts, not what is left."""
        return self._rows.selections[indicator.selection].window is Window.PERIOD and not self._remains(indicator)

    def _remains(self, indicator: Indicator) -> bool:
        """Tell whether what is left counts: of two months' numbers nobody can say what came and what went."""
        return bool(self._rows.selections[indicator.selection].unreached)

    def table(self, indicator: Indicator) -> str:
        """Name the table that an indicator counts or sums."""
        return self._rows.selections[indicator.selection].table

    def by_rows(self, name: str, unit: Unit, period: Period) -> Figure:
        """Compute an indicator that counts or sums from the unit's rows, whatever the unit reports."""
        indicator = self._profile.indicator[name]
        make = _maker(indicator, unit, Key(name, unit.code, period.id))
        return self._by_rows(make, indicator, unit, period)

    def tally(self, like: Figure, records: Sequence[Record], column: str) -> Figure:
        """Count rows that a template lists, or add up a column of theirs; cells that are all empty are not zero."""
        if column and records and all(record[column] in (None, "") for record in records):
            return like
        aggregate = Aggregate.SUM if column else Aggregate.COUNT
        listed = Indicator(name=like.name, measure=like.measure, definition=like.definition, aggregate=aggregate,
                           field=column)
        return counted(like, listed, tuple(records))

    def share(self, like: Figure, part: Figure, whole: Figure) -> Figure:
        """Divide a part by its whole, in %."""
        return derive.ratio(like, numerator=part, denominator=whole)

    def _starts(self, path: str) -> bool:
        return any(path.startswith(f"{name}.") for name in self._profile.indicator)

    def _indicator(self, indicator: Indicator, unit: Unit, period: Period, key: Key) -> Figure:
        """Compute an indicator: what its parts make, a count or sum of rows, of reports, or of both."""
        make = _maker(indicator, unit, key)
        if not indicator.aggregate.of_rows:
            return self._composed(make(), indicator, unit, period)
        table = self.table(indicator)
        stated = self._reports.stated(key.indicator, table, unit, period)
        if stated is None:
            return self._by_rows(make, indicator, unit, period)
        if stated.records is None:
            return make()
        if stated.alone:
            return counted(make(), indicator, (), stated=told(stated.records))
        whole = self._by_rows(make, indicator, unit, period)
        if whole.rows is None:
            return whole
        groups = self._rows.select(indicator.selection, period)
        theirs = {id(record) for code in stated.units for record in groups.get(code, ())}
        others = tuple(record for record in whole.rows.records if id(record) not in theirs)
        return counted(make(), indicator, others, stated=told(stated.records))

    def _of_part(self, indicator: Indicator, unit: Unit, period: Period, key: Key) -> Figure:
        """Compute what later months of a year brought: as their months add up; what is there on a day, its last."""
        if self.grows(indicator):
            like = _maker(indicator, unit, key)()
            return self._between(key.indicator, unit, period.cumulative, period.before, like)
        return replace(self.figure(key.indicator, unit, period.cumulative), key=key)

    def _composed(self, empty: Figure, indicator: Indicator, unit: Unit, period: Period) -> Figure:
        """Divide the parts of a ratio, or add up those of a score."""
        if indicator.aggregate is Aggregate.SCORE:
            return judge.score(empty, indicator, {path: self.figure(path, unit, period) for path in indicator.parts})
        if period.first > 1 and not self._comparable(indicator):
            return replace(empty, reason=Reason.NOT_COMPARABLE)
        over, under = self._pair((indicator.numerator, indicator.denominator), unit, period)
        return derive.ratio(empty, numerator=over, denominator=under)

    def _comparable(self, ratio: Indicator) -> bool:
        """Tell whether both parts of a ratio come about by the same dates, or stand on a day.

        What starts in spring was signed in winter: of a quarter's starts and its signings there is no rate.
        """
        parts = [self._profile.indicator[name] for name in ratio.parts]
        chosen = [self._rows.selections[part.selection] for part in parts if part.selection]
        flows = {(each.table, each.date, each.reached, each.unreached, each.reached_any, each.dated)
                 if each.window is Window.PERIOD else () for each in chosen}
        return len(flows) == 1 and len(chosen) == len(parts)

    def _by_rows(self, make: Callable[..., Figure], indicator: Indicator, unit: Unit, period: Period) -> Figure:
        """Count the unit's rows, whatever is reported; there is no figure where the office does not keep them."""
        if not self._rows.kept(indicator.selection, indicator.field, period, unit):
            return make()
        codes = (unit.code, *unit.heir_of)
        records, total = self._rows.draw(indicator.selection, indicator.field, period, codes)
        return drawn(make, indicator, self.table(indicator), records, total)

    def _pair(self, paths: tuple[str, str], unit: Unit, period: Period) -> tuple[Figure, Figure]:
        return self.figure(paths[0], unit, period), self.figure(paths[1], unit, period)

    def _month(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        """Take last month's cumulative rows away from this month's (当月).

        Where a correction takes effect this month, the row as it counted before is taken away, too: the month carries
        the difference.
        """
        current = self.figure(base, unit, period.cumulative)
        like = replace(current, key=key, name=derive.named(key, current))
        indicator = self._profile.indicator.get(base)
        if indicator is None or not indicator.aggregate.of_rows:
            return derive.missing(key, current, current.reason or Reason.NOT_COMPARABLE, like.name)
        previous = self._before(base, period.cumulative)
        month = self._between(base, unit, period.cumulative, previous, like)
        moved = previous is not None and self._earlier(base, unit, previous).restated
        if not moved or month.value is None:
            return month
        return replace(month, note="；".join(filter(None, (month.note, RESTATED))))

    def _between(self, base: str, unit: Unit, period: Period, previous: Period | None, like: Figure) -> Figure:
        """Take an earlier month's cumulative rows away from a later one's; `like` gives what it is called."""
        indicator, current = self._profile.indicator[base], self.figure(base, unit, period)
        if current.value is None:
            return derive.missing(like.key, current, current.reason or Reason.NOT_COMPARABLE, like.name)
        if previous is None:
            return replace(current, key=like.key, name=like.name)
        before = self.figure(base, unit, previous)
        if current.stated is not None and (before.value is None or self._remains(indicator)):
            return derive.missing(like.key, current, before.reason or Reason.NOT_COMPARABLE, like.name)
        rows, old = (figure.rows.records if figure.rows else () for figure in (current, before))
        gone = self._dropped(indicator, unit, period, previous, old)
        stated, past = (figure.stated.records if figure.stated else () for figure in (current, before))
        fresh, taken = without(rows, old, indicator), without(gone, rows, indicator)
        made = counted(current, indicator, fresh, taken, told(stated, past))
        new = replace(made.rows, late=self._late(indicator, unit, period, previous, fresh)) if made.rows else None
        own = worth(indicator, new.fresh if new else ())
        carries = worth(indicator, fresh) - worth(indicator, taken) != own
        return replace(made, key=like.key, name=like.name, rows=new, note=CARRIED if carries else "")

    def _late(self, indicator: Indicator, unit: Unit, period: Period, before: Period,
              fresh: Sequence[Record]) -> tuple[Record, ...]:
        """Give those of a month's rows that would have counted before, had a correction not taken effect since."""
        if not self._rows.corrected(before, period):
            return ()
        early = {id(record) for record in _theirs(self._rows.select(indicator.selection, before, period.as_of), unit)}
        return tuple(record for record in fresh if id(record) in early)

    def _dropped(self, indicator: Indicator, unit: Unit, period: Period, before: Period,
                 old: Sequence[Record]) -> tuple[Record, ...]:
        """Give those of last month's rows that would still count if no correction had taken effect since."""
        if not self._rows.corrected(before, period):
            return ()
        still = _theirs(self._rows.select(indicator.selection, period, before.as_of), unit)
        counting = {id(record) for record in still}
        return tuple(record for record in old if id(record) in counting)

    def _last_year(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        figure = self._earlier(base, unit, period.last_year)
        return replace(figure, key=key, name=derive.named(key, figure))

    def _last_month(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        previous = self._before(base, period)
        if previous is None:
            current = self.figure(base, unit, period)
            return derive.missing(key, current, Reason.NOT_COMPARABLE, derive.named(key, current))
        figure = self._earlier(base, unit, previous)
        return replace(figure, key=key, name=derive.named(key, figure))

    def _before(self, base: str, period: Period) -> Period | None:
        """Give the period up to the month before; January begins anew, but not what is one month's or a day's."""
        indicator = self._profile.indicator.get(base)
        alone = base.endswith(".month") if indicator is None else stands(self._profile, indicator)
        return period.previous or (period.december if alone else None)

    def _earlier(self, base: str, unit: Unit, period: Period) -> Figure:
        """Give the figure of an earlier period as it was printed, if it was."""
        figure = self.figure(base, unit, period)
        return derive.as_issued(figure, self._issued(figure.key))

    def _yoy(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        return derive.change(key, *self._pair((base, f"{base}.last_year"), unit, period))

    def _mom(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        return derive.change(key, *self._pair((base, f"{base}.last_month"), unit, period))

    def _diff(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        return derive.difference(key, *self._pair((base, f"{base}.last_year"), unit, period))

    def _target(self, base: str, unit: Unit, period: Period, key: Key, level: str = "") -> Figure:
        """Take the latest version that stands at the as-of day, of the office's level unless another is asked for.

        A pending target is not yet due. Targets are the year's: months that do not start in January have none.
        """
        current, indicator = self.figure(base, unit, period), self._profile.indicator.get(base)
        metric = indicator.target if indicator is not None and period.first == 1 else ""
        name = derive.named(key, current)
        level = level or self._office.targets.level
        versions = self._targets.standing(metric, unit, period, level)
        values = [target.value for target in versions if target.value is not None]
        if not values or len(values) < len(versions):
            # a province may set targets for the city alone
            due = metric and (versions or unit.is_city or level == LEVELS["city"])
            return derive.missing(key, current, Reason.NOT_DUE if due else Reason.NOT_COMPARABLE, name)
        records = tuple(target.record for target in versions)
        rows = RowSet(records[0].origin.schema.name, Aggregate.SUM, "目标值", records)
        formula = " + ".join(f"{target.level} {target.year} v{target.version}" for target in versions)
        provisional = any(target.provisional for target in versions)
        return replace(current, key=key, name=name, value=sum(values, Fraction(0)), reason=None, rows=rows, stated=None,
                       parents=None, formula=formula, note=PROVISIONAL if provisional else "")

    def _completion(self, base: str, unit: Unit, period: Period, key: Key, beside: str = "target") -> Figure:
        current, target = self._pair((base, f"{base}.{beside}"), unit, period)
        like = replace(current, key=key, name=derive.named(key, current))
        return derive.ratio(like, value=current, target=target)

    def _pace(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        completion = self.figure(f"{base}.completion", unit, period)
        return derive.pace(key, completion, period.pace)

    def _light(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        return judge.light(key, self.figure(f"{base}.pace", unit, period), self._profile.lights)

    def _gap(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        target, value = self._pair((f"{base}.target", base), unit, period)
        return replace(derive.difference(key, target, value), name=derive.named(key, value))

    def _rank(self, base: str, unit: Unit, period: Period, key: Key) -> Figure:
        """Rank among the units that take part and exist on the as-of day, or among those of its 考核分组.

        By value, or by completion where the profile says so.
        """
        own = self._profile.indicator.get(base)
        path = f"{base}.completion" if own is not None and own.rank == "completion" and own.target else base
        figure, notes = self.figure(path, unit, period), self.indicator(base).place_notes
        units = self._ledger.units
        if unit.ranked and units.exists(unit, period.as_of) and self._weighs(base, unit, period):
            group = unit.group if self._office.ranking.by == "group" else ""
            rivals = [self.figure(path, rival, period) for rival in units.existing(period.as_of)
                      if rival.ranked and group in ("", rival.group)
                      and self._weighs(base, rival, period)]
            place = derive.place(key, figure, rivals, group)
        else:
            name = derive.named(key, figure)
            place = derive.missing(key, figure, Reason.NOT_COMPARABLE, name, PLACE)
        return replace(place, remarks=(*figure.remarks, *notes))

    def _weighs(self, path: str, unit: Unit, period: Period) -> bool:
        """Tell whether a rate has the least base that a place asks for."""
        indicator = self.indicator(path)
        if not indicator.rank_minimum or not indicator.denominator:
            return True
        base = self.figure(indicator.denominator, unit, period).value
        return base is None or base >= indicator.rank_minimum


def _theirs(groups: Groups, unit: Unit) -> tuple[Record, ...]:
    """Give the rows of a unit and of those that it is the heir of."""
    return tuple(record for code in (unit.code, *unit.heir_of) for record in groups.get(code, ()))


def _maker(indicator: Indicator, unit: Unit, key: Key) -> Callable[..., Figure]:
    """Prepare an indicator's figure; unless it is given a value, it is one that nobody has collected."""
    return partial(Figure, key, indicator.name, unit.name, indicator.measure, definition=indicator.definition,
                   value=None, reason=Reason.NOT_COLLECTED, places=indicator.places, fixed=indicator.fixed,
                   higher_is_better=indicator.better == "higher", remarks=indicator.notes)
