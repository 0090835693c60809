"""Random offices for the oracle: plain rows, and the same rows as briefgen holds them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from briefgen.compute.calculator import Calculator
from briefgen.compute.profile import read_profile
from briefgen.model.amount import Amount
from briefgen.model.correction import Correction
from briefgen.model.ledger import Ledger, Target
from briefgen.model.report import REPORTED, Report
from briefgen.model.source import Source
from briefgen.model.table import Origin, Record, Value
from briefgen.model.unit import CITY, Unit, UnitSet
from briefgen.resources import Layers
from tests.compute.oracle import TARGETED, Row, When, World
from tests.read.making import SCHEMAS, office

if TYPE_CHECKING:
    from random import Random

PROFILE = read_profile(Layers(), "shanxi", SCHEMAS)
CODE = "140700"
CODES = ("140725", "140703", "1407KF", "140727")
CHAINS, SOURCES = ("新材料", "新能源汽车", "现代食品"), ("长三角", "省内", "港澳台", "国外", "京津冀")
# how the plain names stand in the tables, and which of the columns hold money
COLUMNS = {
    "签约项目台账": {"key": "项目编号", "unit": "落地单位", "source": "来源区域", "chain": "产业链", "money": "总投资",
               "kind": "协议类型", "signed": "签约日期", "started": "开工日期", "state": "状态"},
    "到位资金月报": {"project": "项目编号", "month": "月份", "money": "当月到位资金", "category": "资金类别",
               "key": "凭证编号"},
    "储备项目库": {"key": "储备编号", "unit": "拟落地单位", "money": "估算总投资", "day": "入库日期", "state": "状态"},
    "三个一批": {"key": "批次编号", "round": "期次", "day": "活动日期", "batch": "批次类别", "unit": "落地单位",
             "money": "总投资", "expected": "预计年产值", "actual": "实际年产值", "started": "实际开工日期",
             "produced": "实际投产日期"}}
MONEY = {"money", "expected", "actual"}


def world(random: Random) -> World:
    """Make up an office: dates close to month ends, amounts that tie, units without rows, targets in versions."""
    units: list[Row] = [{"code": code, "ranked": random.random() < 0.8} for code in CODES[:random.randint(2, 4)]]
    codes = [row["code"] for row in units]
    projects: list[Row] = [
        {"key": f"P{at}", "unit": random.choice(codes), "source": random.choice(SOURCES),
         "chain": random.choice(CHAINS), "money": _amount(random),
         "kind": "框架协议" if random.random() < 0.1 else "投资协议",
         "signed": _day(random), "started": _day(random) if random.random() < 0.6 else None,
         "state": "退库" if random.random() < 0.1 else "有效"} for at in range(random.randint(0, 14))]
    arrivals: list[Row] = [
        {"key": f"A{at}", "project": random.choice(projects)["key"], "month": _day(random).replace(day=1),
         "money": _amount(random), "category": random.choice(("固定资产投资", "固定资产投资", "流动资金"))}
        for at in range(random.randint(0, 12) if projects else 0)]
    pool: list[Row] = [{"key": f"C{at}", "unit": random.choice(codes), "money": _amount(random), "day": _day(random),
                        "state": random.choice(("在库", "在库", "退库"))} for at in range(random.randint(0, 5))]
    corrections = [_correction(random, codes, random.choice(projects)["key"])
                   for _ in range(random.choice((0, 0, 0, 1, 2)) if projects else 0)]
    telling = tuple(random.sample(codes, random.choice((0, 0, 0, 0, 1, 1, 2))))
    return World(units, projects, arrivals, pool, _batches(random, codes), _targets(random, codes), corrections,
                 _told(random, telling), telling, date(2021, 1, 1) if random.random() < 0.8 else date(2022, 1, 1))


def when(random: Random) -> When:
    """Choose a month's end, or now and then a day within the month."""
    year, month = random.choice((2022, 2022, 2022, 2021, 2024)), random.randint(1, 12)
    end = monthrange(year, month)[1]
    return When(year, month, end if random.random() < 0.7 else random.randint(1, end))


def _amount(random: Random) -> str:
    """An amount in 万元, often one of a few, so that there are ties and bounds are met."""
    return random.choice(("100000", "10000", "30000", "99999.9999", f"{random.randint(1, 10**7)}",
                          f"{random.randint(1, 10**9)}e-4"))


def _day(random: Random) -> date:
    year, month = random.choice((2020, 2021, 2021, 2022, 2022, 2022, 2023, 2024)), random.randint(1, 12)
    end = monthrange(year, month)[1]
    return date(year, month, random.choice((1, end, random.randint(1, end))))


def _batches(random: Random, codes: list[str]) -> list[Row]:
    def maybe(value: Any) -> Any:
        return value if random.random() < 0.7 else None

    return [{"key": f"B{at}", "round": random.choice(("第一次", "第二次", "第三次")), "day": _day(random),
             "batch": random.choice(("签约一批", "开工一批", "投产一批")), "unit": random.choice(codes),
             "money": _amount(random), "expected": maybe(_amount(random)), "actual": maybe(_amount(random)),
             "started": maybe(_day(random)), "produced": maybe(_day(random))} for at in range(random.randint(0, 9))]


def _targets(random: Random, codes: list[str]) -> list[Row]:
    found = [{"year": year, "unit": unit, "metric": metric, "level": level, "version": version,
              "value": None if random.random() < 0.1 else f"{random.randint(1, 200)}",
              "issued": date(year, random.randint(1, 12), random.randint(1, 28)) if random.random() < 0.6 else None}
             for year in (2021, 2022) for unit in (*codes, "市") for metric in TARGETED.values()
             for level in ("市定", "省定") for version in (1, 2) if random.random() < 0.4]
    random.shuffle(found)
    return found


def _correction(random: Random, codes: list[str], key: str) -> Row:
    field = random.choice(("unit", "money", "state", "signed", "started", "chain"))
    new = {"unit": random.choice(codes), "money": _amount(random), "state": "退库", "signed": _day(random),
           "started": _day(random), "chain": CHAINS[0]}[field]
    since = date(2022, random.randint(1, 12), 1) if random.random() < 0.7 else None
    return {"key": key, "field": field, "new": new, "since": since}


def _told(random: Random, telling: tuple[str, ...]) -> dict[tuple[str, date, str], Fraction]:
    return {(unit, date(year, month, 1), path): Fraction(random.randint(0, 5000), 100 if path == "signed.invest" else 1)
            for unit in telling for year in (2021, 2022) for month in range(1, 13)
            for path in ("signed.count", "signed.invest", "started.count") if random.random() < 0.8}


def calculator(of: World, parts: int = 1) -> Calculator:
    """Hand the rows to briefgen, each table spread over so many files."""
    tables = {"签约项目台账": of.projects, "到位资金月报": of.arrivals, "储备项目库": of.pool, "三个一批": of.batches}
    origins = {name: tuple(Origin(SCHEMAS[name], f"data/{name}{at}.csv", None, dict.fromkeys(SCHEMAS[name].index, "A"))
                           for at in range(parts)) for name in tables}
    records = {name: tuple(_record(origins[name][at % parts], at, name, row) for at, row in enumerate(rows))
               for name, rows in tables.items()}
    corrected, turns = _corrected(records["签约项目台账"], of.corrections)
    units = UnitSet(Unit(CODE, "晋中市", CITY), tuple(
        Unit(row["code"], row["code"], "县区", at, ranked=row["ranked"]) for at, row in enumerate(of.units, 1)))
    ledger = Ledger(records | {"签约项目台账": corrected}, origins, units, tuple(map(_target, of.targets)), (), {},
                    turns, tuple(_report(*key, value) for key, value in of.told.items()))
    settings = office({}, since=f"{of.since:%Y-%m}", reported={"units": list(of.telling)})
    return Calculator(ledger, settings, PROFILE)


def _record(origin: Origin, at: int, name: str, row: Row) -> Record:
    values: dict[str, Value] = dict.fromkeys(origin.schema.index)
    for plain, column in COLUMNS[name].items():
        values[column] = _value(plain, row[plain])
    return Record(origin, at + 2, tuple(values.values()))


def _value(plain: str, value: Any) -> Value:
    return Amount(Decimal(value)) if plain in MONEY and value is not None else value


def _corrected(records: tuple[Record, ...], corrections: list[Row]) -> tuple[tuple[Record, ...], tuple[date, ...]]:
    done = []
    for record in records:
        now: dict[str, Value] = {}
        found = []
        for each in (each for each in corrections if each["key"] == record.key):
            column = COLUMNS["签约项目台账"][each["field"]]
            before, after = now.get(column, record[column]), _value(each["field"], each["new"])
            now[column] = after
            found.append(Correction(1, column, before, after, "", "", "", "", None, each["since"], Source("x.csv")))
        done.append(record.corrected(tuple(found)) if found else record)
    return tuple(done), tuple(sorted({each["since"] for each in corrections if each["since"] is not None}))


def _target(row: Row) -> Target:
    origin = Origin(SCHEMAS["目标任务"], "data/目标任务.csv", None, {})
    measure = "%" if row["metric"] == "开工率" else "亿元"
    return Target(row["year"], CODE if row["unit"] == "市" else row["unit"], row["metric"], row["level"],
                  None if row["value"] is None else Fraction(row["value"]), measure, row["version"], row["issued"],
                  Record(origin, 2, (None,) * len(origin.schema.columns)))


def _report(unit: str, month: date, metric: str, value: Fraction) -> Report:
    origin = Origin(SCHEMAS[REPORTED], "data/汇总填报.csv", None, {})
    measure = "亿元" if metric.endswith("invest") else "个"
    values: dict[str, Value] = dict.fromkeys(origin.schema.index)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    values |= {"单位": unit, "月份": month, "指标": metric, "累计值": exact, "计量单位": measure}
    return Report(unit, month, metric, value, measure, Record(origin, 2, tuple(values.values())))


def shuffled(of: World, random: Random) -> World:
    """Put the rows in another order; corrections keep theirs, which is part of what they say."""
    def mixed(rows: list[Row]) -> list[Row]:
        return random.sample(rows, len(rows))

    return replace(of, projects=mixed(of.projects), arrivals=mixed(of.arrivals), pool=mixed(of.pool),
                   batches=mixed(of.batches), targets=mixed(of.targets))
