"""Find projects that stand in the ledger twice, under one name or under two."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from briefgen.check.rows import BATCHES, PROJECTS, amount, live, text, texts
from briefgen.model.numbers import exact
from briefgen.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model.amount import Amount
    from briefgen.model.ledger import Ledger
    from briefgen.model.office import Office
    from briefgen.model.table import Record

_NOISE = re.compile(r"[\s()\[\]{}<>《》【】〔〕〈〉「」『』“”‘’\"'、,，.。·・:：;；_—–-]+")
_PHASE = re.compile(r"第?[一二三四五六七八九十0-9]{1,3}期(?:工程|项目)?$")
_NOBODY = frozenset(("", "无", "暂无", "待定", "不详", "未定", "自然人", "个人"))
_UNIT = "落地单位"
_NOT_COUNTED = ("框架", "意向")
_ALIKE = 0.85
_NEAR = Decimal("0.8")  # of the larger amount
_LONGEST = 100  # letters of a name; comparing takes their square
_MOST = 40  # projects of one investor; a name with more is a placeholder, and its pairs would take minutes


class _Project(NamedTuple):
    record: Record
    name: str
    investor: str
    unit: str


def repeated_projects(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find projects that look like another one in force, each told once, by its most telling likeness."""
    named: dict[str, _Project] = {}
    held: dict[str, list[_Project]] = defaultdict(list)
    for project in _counted(ledger):
        problem = _same(named.setdefault(project.name, project), project, ledger)
        if project.investor not in _NOBODY:
            before = held[project.investor]
            if len(before) < _MOST:
                problem = problem or _similar(before, project) or _twin(before, project)
                before.append(project)
        if problem:
            yield problem


def _counted(ledger: Ledger) -> Iterator[_Project]:
    """Give the projects in force under an agreement that counts."""
    records, firms = live(ledger), dict[str, str]()
    columns = (texts(records, name) for name in ("协议类型", "项目名称", "投资方", _UNIT))
    for record, agreed, name, investor, unit in zip(records, *columns, strict=True):
        if not agreed.startswith(_NOT_COUNTED):
            if investor not in firms:
                firms[investor] = _bare(investor)
            yield _Project(record, _normal(name), firms[investor], unit)


def units_apart(ledger: Ledger, office: Office) -> Iterator[Problem]:
    """Find entries of 三个一批 that name another unit than the project's row in the ledger."""
    known = {record.key: record for record in ledger.rows(PROJECTS)}
    for record in ledger.rows(BATCHES):
        project = known.get(text(record, "台账编号"))
        if project and _unit(project) and _unit(record) and _unit(project) != _unit(record):
            params = {"name": text(record, "项目名称"), "unit": _called(ledger, record),
                      "other": _called(ledger, project), "place": project.source("落地单位")}
            yield Problem("project.two-units", record.source("落地单位"), params, (project.source("落地单位"),))


def _same(first: _Project, later: _Project, ledger: Ledger) -> Problem | None:
    """Compare with the first project of the name; a row that stands twice under one key is told elsewhere."""
    if first is later or not later.name or first.record.key == later.record.key:
        return None
    one_firm = first.investor == later.investor or bool({first.investor, later.investor} & _NOBODY)
    name = text(later.record, "项目名称")
    if first.unit != later.unit and one_firm:
        place = first.record.source("落地单位")
        params = {"name": name, "unit": _called(ledger, later.record), "other": _called(ledger, first.record),
                  "place": place}
        return Problem("project.two-units", later.record.source("落地单位"), params, (place,))
    return _named("project.same-name", first, later)


def _similar(before: list[_Project], later: _Project) -> Problem | None:
    return next((_named("project.similar", first, later) for first in before
                 if first.name != later.name and _alike(first.name, later.name)
                 and first.record.key != later.record.key), None)


def _alike(one: str, other: str) -> bool:
    """Compare two names; what is surely too little is seen by their letters alone, which costs less."""
    needed = (len(one) + len(other)) * _ALIKE / 2
    if min(len(one), len(other)) < needed or max(len(one), len(other)) > _LONGEST:
        return False
    if sum(min(one.count(letter), other.count(letter)) for letter in set(one)) < needed:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _named(code: str, first: _Project, later: _Project) -> Problem:
    place = first.record.source("项目名称")
    params = {"name": text(later.record, "项目名称"), "other": text(first.record, "项目名称"), "place": place,
              "investor": text(later.record, "投资方")}
    return Problem(code, later.record.source("项目名称"), params, (place,))


def _twin(before: list[_Project], later: _Project) -> Problem | None:
    size, chain = amount(later.record, "总投资"), text(later.record, "产业链")
    for first in before:
        other = amount(first.record, "总投资")
        if (size and other and chain and text(first.record, "产业链") == chain and _near(size, other)
                and first.record.key != later.record.key):
            place = first.record.source("总投资")
            params = {"investor": text(later.record, "投资方"), "chain": chain, "value": exact(Fraction(size.value)),
                      "other": exact(Fraction(other.value)), "measure": size.unit, "place": place}
            return Problem("project.twin", later.record.source("总投资"), params, (place,))
    return None


def _near(one: Amount, other: Amount) -> bool:
    larger, smaller = max(one.value, other.value), min(one.value, other.value)
    return one.unit == other.unit and _NEAR * larger <= smaller


def _normal(name: str) -> str:
    """Strip a name of brackets, blanks, line breaks and marks, of its phase, and of 项目 at the end."""
    bare = _PHASE.sub("", _bare(name))
    return bare.removesuffix("项目") or bare


def _bare(name: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _unit(record: Record) -> str:
    return text(record, _UNIT)


def _called(ledger: Ledger, record: Record) -> str:
    found = ledger.units.find(_unit(record))
    return found.name if found else _unit(record)
