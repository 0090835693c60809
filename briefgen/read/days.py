"""Read the days, months and states that a date cell holds, in every form that offices write."""

from __future__ import annotations

import re
from datetime import date, timedelta

from briefgen.model.day import MonthOnly, NotYet

_YEAR = r"((?:19|20)[0-9]{2})"
_CLOCK = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)?"
_DAYS = tuple(re.compile(form + _CLOCK) for form in (
    _YEAR + r"-([0-9]{1,2})-([0-9]{1,2})", _YEAR + r"/([0-9]{1,2})/([0-9]{1,2})",
    _YEAR + r"\.([0-9]{1,2})\.([0-9]{1,2})", _YEAR + r"年([0-9]{1,2})月([0-9]{1,2})[日号]",
    _YEAR + r"([0-9]{2})([0-9]{2})"))
# 2022.1 may be what a spreadsheet made of 2022.10, so that one form stays out
_MONTHS = tuple(map(re.compile, (
    _YEAR + r"-([0-9]{1,2})", _YEAR + r"/([0-9]{1,2})", _YEAR + r"\.(0[1-9]|[2-9]|1[0-2])",
    _YEAR + r"年([0-9]{1,2})月(?:份|初|底|末|[上中下]旬)?")))
_AHEAD = re.compile(r"(?:预计|计划|预期|拟|力争|争取)(?:于|在)?.{1,30}")
_STATE = re.compile(r"(?:未|尚未|暂未|还未|待)(?:开工|动工|开建|投产|竣工|签约|签订|开业|达产|达效|定|确定)")
_SECOND = re.compile(r"(?:19|20)[0-9]{2}[-/.年].*(?:19|20)[0-9]{2}[-/.年]|[、,，;；~～至和]")
_SERIAL = re.compile(r"[0-9]{5}")
_EPOCH = date(1899, 12, 30)  # Excel's day 0; its 1900 leap day lies before every ledger
_SERIALS = range(32874, 73051)  # 1990 to 2099


def read_day(text: str) -> date | None:
    """Read a whole day; None if it is no day of the calendar."""
    return _first_match(_DAYS, text)


def read_month(text: str) -> MonthOnly | None:
    """Read a month; None for 2022.1, which may be October."""
    found = _first_match(_MONTHS, text)
    return None if found is None else MonthOnly(found.year, found.month, 1)


def read_state(text: str) -> NotYet | None:
    """Read that the day has not come: 未开工, or 预计 with a day."""
    return NotYet(text) if _STATE.fullmatch(text) or _AHEAD.fullmatch(text) else None


def read_serial(text: str) -> date | None:
    """Read the bare number of a day, as a spreadsheet counts them, between 1990 and 2099."""
    serial = int(text) if _SERIAL.fullmatch(text) else 0
    return _EPOCH + timedelta(days=serial) if serial in _SERIALS else None


def several(text: str) -> bool:
    """Tell whether a text that is no day holds more than one."""
    return bool(_SECOND.search(text))


def _first_match(patterns: tuple[re.Pattern[str], ...], text: str) -> date | None:
    for pattern in patterns:
        if match := pattern.fullmatch(text):
            year, month, day = (*(int(part) for part in match.groups()), 1)[:3]
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None
