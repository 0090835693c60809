"""Collect trouble in the user's data as values, worded only when they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.model.source import Source


class Severity(StrEnum):
    """E stops, W asks, I informs."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


class Rule(NamedTuple):
    """What a problem's code means: severity, sentence, and what to do.

    A rule that judges may be set to another severity and its findings accepted; without the others a figure could be
    wrong and nobody would see it.
    """

    severity: Severity
    message: str
    hint: str
    judges: bool = False


def _stop(message: str, hint: str) -> Rule:
    return Rule(Severity.ERROR, message, hint)


def _tell(message: str) -> Rule:
    return Rule(Severity.INFO, message, N_("nothing to do"))


def _ask(message: str, hint: str) -> Rule:
    return Rule(Severity.WARNING, message, hint, judges=True)


RULES: Mapping[str, Rule] = {
    "file.missing": _stop(N_("the file of the table {table} is not there"),
                          N_("put it there or name another under [data] in briefgen.toml")),
    "file.outside": _stop(N_("the file of the table {table} lies outside the office folder"),
                          N_("copy it into the folder and name it there under [data] in briefgen.toml")),
    "file.unreadable": _stop(N_("the file cannot be read as {kind}: {reason}"), "{remedy}"),
    "received.line": _stop(N_("this line of the register of submissions cannot be read"),
                           N_("put the register back from a copy; a last line that is torn may be deleted, "
                              "and its file received again")),
    "published.line": _stop(N_("this line of the register of published issues cannot be read"),
                            N_("put the register back from a copy; a last line that is torn may be deleted, "
                               "and its issue published again")),
    "published.newer": _stop(N_("a newer briefgen wrote this line of the register of published issues"),
                             N_("install that briefgen here; do not delete the line")),
    "published.unlisted": _stop(
        N_("this was published, or nearly, and stands in no line of the register of published issues"),
        N_("put the register back from a copy; if publishing was interrupted, move the folder out of published/ and "
           "publish again")),
    "received.missing": _stop(N_("the submission of {unit} for {period} ({table}) is not there any more"),
                              N_("put the file back from a copy, or receive it again")),
    "received.changed": _stop(N_("the submission of {unit} for {period} ({table}) is not the file that was received"),
                              N_("put it back as it was, or receive the changed one")),
    "received.unit": _stop(N_("{column} says {value}, but the submission is that of {unit}"),
                           N_("let each unit send in its own rows, or say whose it is with --unit")),
    "received.month": Rule(
        Severity.ERROR, N_("{column} says {value}, but the submission is that of {period}"),
        N_("send rows of another month in as the submission of that month"), judges=True),
    "file.open": Rule(Severity.WARNING, N_("the file is open in {program}: what is not saved there was not read"),
                      N_("save and close it, and run this again; if nobody has it open, delete {mark} beside it")),
    "database.unreadable": _stop(N_("the table {table} cannot be read from the database: {reason}"), "{remedy}"),
    "sheet.missing": _stop(N_("the workbook has no sheet {sheet}; it has: {sheets}"),
                           N_("rename the sheet or name another under [data] in briefgen.toml")),
    "sheet.several": _stop(N_("several sheets hold the table {table}: {sheets}"),
                           N_('write the one that counts under [data] in briefgen.toml, such as sheet = "{first}"')),
    "sheet.beside": Rule(Severity.WARNING, N_("the sheet {sheet} was read for its name; these hold the table, too: "
                                              "{sheets}"),
                         N_('write the one that counts under [data] in briefgen.toml, such as sheet = "{sheet}"')),
    "sheet.chosen": Rule(Severity.INFO, N_("of {sheets}, the sheet {sheet} was read; no other holds the table {table}"),
                         N_('write sheet = "{sheet}" under [data] in briefgen.toml to fix the choice')),
    "header.missing": _stop(N_("no row was found that heads the table {table}"),
                            N_("the heading row must hold at least these columns: {columns}; --explain-columns "
                                "shows what was found")),
    "header.repeated": _stop(N_("the column {column} of the table {table} is headed twice, in {first} and {second}"),
                             N_("rename or delete one of them")),
    "header.twice": _stop(N_("the table {table} stands twice side by side, from {first} and from {second} on"),
                          N_("leave the one that counts and move the other, such as last month's, to a sheet of its "
                             "own")),
    "header.months": _stop(N_("the months stand side by side as columns, {first} to {last}; the table {table} takes a "
                              "row for each month"),
                           N_("write a row for each project and month, the month in {column}; `briefgen forms {table}` "
                              "makes the form")),
    "column.missing": _stop(N_("the table {table} has no column {column}"),
                            N_("add it, or rename the column that holds it")),
    "column.unit": _stop(N_("the money column {column} does not say its unit"),
                         N_("write 万元 or 亿元 behind the heading or in a row above it")),
    "column.money": _stop(N_("the money column {column} is in {value}"),
                          N_("write it in 元, 万元 or 亿元; foreign money needs converting first")),
    "row.none": _stop(N_("the table {table} has no row"), N_("fill it in")),
    "row.long": _stop(N_("the row has more cells than the heading's {width}"),
                      N_("put texts with commas into quotes, and write numbers without thousands separators")),
    "cell.empty": _stop(N_("{column} is empty"), N_("fill it in")),
    "cell.money": _stop(N_("{column} must be an amount, not {value}"),
                        N_("write a plain number such as 1474.31, without words")),
    "cell.number": _stop(N_("{column} must be a number, not {value}"),
                         N_("write a plain number such as 40 or 1474.31")),
    "cell.percent": _stop(N_("{column} must be a percentage, not {value}"), N_("write it as 92 or 92%")),
    "percent.small": Rule(Severity.WARNING, N_("{column} says {value} among larger numbers; it was read as {value}%"),
                          N_("write 92 for 92 %, if that is what is meant")),
    "percent.shares": _tell(N_("the bare numbers of {column} are shares of one; 0.92 was read as 92%")),
    "cell.integer": _stop(N_("{column} must be a whole number, not {value}"), N_("write digits only")),
    "cell.date": _stop(N_("{column} must be a day, not {value}"), N_("write it as 2022-03-15")),
    "cell.month": _stop(N_("{column} must be a month, not {value}"), N_("write it as 2022-03")),
    "cell.yesno": _stop(N_("{column} must be 是 or 否, not {value}"), N_("write 是 or 否")),
    "cell.unit": _stop(N_("{column} names the unknown unit {value}{nearest}"),
                       N_("write a name from the table of units, or add the unit there")),
    "cell.word": _stop(N_("{column} says {value}, which is not on its list{nearest}; figures choose rows by it"),
                       N_("write one of {words}; add what is missing in your aliases.toml")),
    "word.odd": _ask(N_("{column} says {value}, which is not on its list{nearest}"),
                          N_("write one of {words}; add what is missing in your aliases.toml")),
    "cell.error": _stop(N_("{column} shows the error {value}"), N_("mend the formula in the workbook")),
    "cell.formula": _stop(N_("{column} holds a formula that was never calculated: {value}"),
                          N_("open the file in Excel or WPS, let it calculate, and save it")),
    "cell.digits": _stop(N_("{column} holds the number {value}, whose end Excel has lost: it keeps 15 digits"),
                         N_("set the column to text and type the number anew")),
    "cell.character": _stop(N_("{column} holds the character {value}, which cannot be printed"),
                            N_("delete it and type the text anew")),
    "unit.ambiguous": _stop(N_("the name {value} stands for several units: {units}"),
                            N_("delete it from all but one of them")),
    "unit.undecided": _stop(N_("{column} names {value}, which stands for {units}, and the row has no day that decides"),
                            N_("fill in the day, or write the name that only one of them bears")),
    "unit.invalid": Rule(Severity.WARNING, N_("{column} names {value}, valid {validity}, for {day}; {rows} such rows"),
                         N_("name the unit of that day, or correct 有效起 and 有效止 in the table of units")),
    "unit.former": _tell(N_("{column} names {value} for {day}, when it was called {name} already; read as the same "
                            "unit; {rows} such rows")),
    "unit.circular": _stop(N_("{column} of {unit} leads back to itself: {chain}"),
                           N_("name the unit that took over and still exists")),
    "unit.reversed": _stop(N_("{unit} ends on {end}, before it begins on {start}"),
                           N_("correct 有效起 or 有效止")),
    "unit.differs": Rule(
        Severity.ERROR, N_("{column} names {value}, {other} names {second}; the row counts for {value}"),
        N_("correct the one that is wrong; accept it with its reason if both are right"), judges=True),
    "key.duplicate": _stop(N_("{column} {value} stands twice in the table {table}"),
                           N_("each row needs its own; the first is at {first}")),
    "key.unknown": _stop(N_("{column} {value} is not in the table {table}"), N_("correct it, or add the row there")),
    "total.differs": _stop(N_("the total of {column} says {value}, the rows add up to {sum}"),
                           N_("correct the total or the rows")),
    "target.missing": _stop(N_("the {level} target of {unit} for {metric} in {year} is missing"),
                            N_("add it, or declare it pending: an empty 目标值 and 待下达 in 备注, "
                               "or pending in briefgen.toml")),
    "target.conflict": _stop(N_("the target of {unit} for {metric} in {year}, version {version}, stands twice"),
                             N_("delete one, or give the later one a higher 版本; the first is at {first}")),
    "target.measure": _stop(N_("the target of {metric} is in {value}, the indicator in {measure}"),
                            N_("write the target in {measure}")),
    "target.negative": _stop(N_("the target of {metric} is {value}"), N_("write a number of 0 or more")),
    "target.small": _ask(N_("the target of {metric} is {value}%"), N_("write 40 for 40 %, if that is what is meant")),
    "target.undated": _ask(N_("version {version} of the target of {metric} for {year} has no 下达日期"),
                           N_("fill in the day: without it the version counts for all months of the year")),
    "plan.reversed": _stop(N_("the campaign ends in {end}, before it starts in {start}"),
                           N_("correct 开始月 or 结束月")),
    "period.empty": _stop(N_("the data holds nothing for {period} yet: the table {table} ends with {last}"),
                          N_("choose an earlier period, or add the month's rows")),
    "period.early": _stop(N_("the data starts with {since}; {period} lies before it"), N_("choose a later period")),
    "period.unreported": _ask(N_("{count} units have not sent the table {table} in for {period}: {units}"),
                              N_("ask for it; until then what they sent for earlier months counts, or nothing")),
    "period.future": Rule(
        Severity.ERROR, N_("the project {project} is signed on {day}, after the as-of day {as_of}, but its money "
                           "of {month} is counted"), N_("correct 签约日期 or 月份"), judges=True),
    "funds.fell": Rule(
        Severity.ERROR, N_("with {month} the money arrived for the project {project} ({kind}) falls from {before} "
                           "to {value} {measure}"),
        N_("write the month's own amount; accept it with its reason if money was really taken back"), judges=True),
    "funds.over": _ask(N_("{value} {measure} have arrived for the project {project}, "
                          "which is to cost {total} {measure}"),
                       N_("see whether 当月到位资金 holds cumulative amounts, or correct 总投资")),
    "amount.large": _ask(N_("{column} is {value} 万元; the median of the table is {median} 万元"),
                         N_("see whether the unit slipped, such as 元 for 万元")),
    "amount.negative": Rule(Severity.ERROR, N_("{column} is {value} {measure}, less than nothing"),
                            N_("correct the sign; money that is paid back belongs in 到位资金月报"), judges=True),
    "project.two-units": _ask(N_("the project {name} counts in {unit} and also in {other}, at {place}"),
                              N_("leave it in one unit, or tell the shares apart by name")),
    "project.same-name": _ask(N_("the project {name} has the name of {other} at {place}, but for brackets and phases"),
                              N_("delete one if both are the same project, or tell them apart by name")),
    "project.similar": _ask(N_("the project {name} is named almost like {other} of the same investor, at {place}"),
                            N_("delete one if both are the same project, or tell them apart by name")),
    "project.twin": _ask(N_("{investor} has two projects of {chain} of nearly one size: {value} {measure} here, "
                            "{other} {measure} at {place}"), N_("delete one if both are the same project")),
    "project.early-start": _ask(N_("{column} {day} lies before {other} {first}"), N_("correct one of the two days")),
    "project.early-production": _ask(N_("{column} {day} lies before {other} {first}"),
                                     N_("correct one of the two days")),
    "project.undated": _ask(N_("签约日期 is empty, though 项目阶段 says {stage}"),
                            N_("fill it in: without it the project counts in no period")),
    "project.unlisted": _ask(N_("企业标签 says {tags}, but 榜单年份 is empty"),
                             N_("fill in the year of the list: without it the project does not count as one of its")),
    "project.stage": _ask(N_("项目阶段 says {stage}, but {column} says {day}"), N_("correct one of the two")),
    "project.weekend": Rule(Severity.INFO, N_("{count} signings of {month} fall on a weekend: {days}"),
                            N_("compare the days with the agreements"), judges=True),
    "project.surge": _ask(N_("{count} of the {all} signings of {month} fall on its last day"),
                          N_("compare the days with the agreements")),
    "investor.place": _ask(N_("来源区域 says {region}, but {column} says {value}"),
                           N_("correct one of the two: 来源区域 decides whether the project counts as 省外")),
    "figure.completion": _ask(N_("more than 300 % of the target of {indicator} is reached: {units}"),
                              N_("see whether the target or an amount slipped its unit")),
    "figure.growth": _ask(N_("{indicator} has grown by more than 1000 % against last year: {units}"),
                          N_("see whether last year's rows are all there; from a tiny base better print the amounts")),
    "figure.ties": Rule(Severity.INFO, N_("{indicator} ranks units on one place: {units}"),
                        N_("nothing to do: they print as 并列, in the order of the table of units"), judges=True),
    "figure.base": Rule(Severity.INFO, N_("{indicator} was zero at this time last year, so nothing is said of its "
                                          "growth: {units}"), N_("nothing to do if it was zero"), judges=True),
    "accepted.unused": Rule(Severity.INFO, N_("the accepted finding {code} of {row} is not found any more"),
                            N_("delete the entry under [[accepted]], or correct its code and row")),
    "cell.currency": _stop(N_("{column} is foreign money: {value}"),
                           N_("convert it, and write the rate and its day into the remarks")),
    "cell.several": _stop(N_("{column} holds more than one day: {value}"),
                          N_("leave the one that counts and move the others into the remarks")),
    "cell.merged": _stop(N_("{column} has one cell, {value}, merged over the rows {first} to {last}"),
                         N_("take the cell apart and give each row its own")),
    "cell.rough": Rule(Severity.WARNING, N_("{column} says {value}, which is not exact; it was read as {read}"),
                       N_("ask for the exact number")),
    "cell.serial": Rule(Severity.WARNING, N_("{column} holds the bare number {value}, read as the day {read}"),
                        N_("give the column a date format and compare")),
    "cell.own-unit": _tell(N_("{column} gives its own unit: {value} was read as {read}")),
    "cell.alias": _tell(N_("{column} {value} was read as {read}, in {rows} rows")),
    "cell.dress": _tell(N_("{column} {value} was read as {read}")),
    "cell.month-only": _tell(N_("{column} {value} names only a month: it counts in {read} and prints without a day")),
    "cell.not-yet": _tell(N_("{column} says {value}: it has not come and is not counted")),
    "cell.filled": _tell(N_("{column} {value} is one cell over the rows {first} to {last}: each was given it")),
    "row.title": _tell(N_("the row “{value}” heads a group and is not counted")),
    "row.numbers": _tell(N_("the row numbers the columns and is not counted")),
    "row.note": _tell(N_("the row “{value}” is a remark below the table and is not counted")),
    "cell.dash": _tell(N_("{column} {value} was read as empty")),
    "text.trimmed": _tell(N_("{column} was read as {value}, without the blanks around it")),
    "correction.applied": _tell(
        N_("{column} of {key} counts as {new} instead of {old}, by correction {number} of {who} at {place}: {reason}")),
    "correction.differs": _stop(
        N_("the correction says that {column} of {key} is {old}, but it is {value}, at {place}"),
        N_("correct the old value if it was miscopied; if the ledger itself was corrected, put it back there, or "
           "delete this correction and number those below it anew")),
    "correction.unknown": _stop(N_("the correction is of {column} {value}, which is not there{nearest}"),
                                N_("write it as it stands in the ledger")),
    "correction.keyless": _stop(N_("the rows of the table {table} have no key, so that no correction can name one"),
                                N_("correct the table itself")),
    "correction.late": _ask(
        N_("the correction of {column} of {key} takes effect in {since}, but all dates of the row lie in {year} or "
           "before: the figures of {year} stay as they were, and no later month's number holds the difference"),
        N_("leave 生效月份 empty, so that {year} counts anew, or accept it with its reason")),
    "correction.closed": _stop(N_("{column} of the table {table} is not open to corrections"),
                               N_("correct the table itself")),
    "correction.unit": _stop(N_("{column} {value} does not say its unit of money"),
                             N_("write it with its unit, such as 1.5亿元 or 15000万元")),
    "correction.number": _stop(N_("序号 is {value}, where {wanted} is due: corrections are only added at the end"),
                               N_("put back what was taken out or moved; to undo a correction, add another one")),
    "correction.day": _stop(N_("更正日期 {value} lies before {before} of the correction above"),
                            N_("correct the day; corrections are only added at the end")),
    "reported.unit": _stop(N_("[reported] names the unknown unit {value}{nearest}"),
                           N_("write a name from the table of units, or all")),
    "reported.indicator": _stop(N_("{value} is no indicator that counts or sums{nearest}"),
                                N_("write an indicator's name or id; rates follow from what is reported")),
    "reported.measure": _stop(N_("{metric} is reported in {value}, the indicator is in {measure}"),
                              N_("write it in {measure}; money may be in 元, 万元 or 亿元")),
    "reported.whole": _stop(N_("{metric} of {unit} for {month} is reported as {value} {measure}; a number of things is "
                               "a whole number"),
                            N_("write the whole number, and money or rates under their own indicators")),
    "reported.twice": _stop(N_("{metric} of {unit} for {month} is reported twice; the first is at {first}"),
                            N_("delete one")),
    "reported.missing": _stop(N_("{unit} has not reported for {period}: {metrics}"),
                              N_("add the rows to 汇总填报, with 0 where there was nothing")),
    "reported.fell": Rule(
        Severity.ERROR, N_("with {month} the cumulative {metric} of {unit} falls from {before} to {value} {measure}"),
        N_("write the cumulative value from January on; accept it with its reason if it was really reduced"),
        judges=True),
    "reported.rows": _ask(N_("{unit} reports aggregates alone, but {count} of its rows in the table {table} would "
                             "count, the first at {place}; they are not counted"),
                          N_("delete the rows, or take the unit out of [reported]")),
    "reported.differs": _ask(N_("{metric} of {unit} for {month} is reported as {value} {measure}; what stands below it "
                                "gives {other} {measure}: {place}"),
                             N_("find out which is right, and correct the other")),
    "sheet.hidden": Rule(Severity.INFO, N_("hidden rows or columns hold data and are read too: {places}"),
                         N_("delete them if they should not count")),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the user's data: stable code, place, the parameters of its sentence, related places.

    An office may give it another severity (`level`), or have `accepted` it with a reason. `more` like it were found
    and are not listed.
    """

    code: str
    source: Source
    params: Mapping[str, object]
    related: tuple[Source, ...] = ()
    level: Severity | None = None
    accepted: str = ""
    more: int = 0

    @property
    def severity(self) -> Severity:
        """Give the severity that the office set, else that of the code's rule."""
        return self.level or RULES[self.code].severity

    @property
    def stops(self) -> bool:
        """Tell whether nothing can be built while it stands."""
        return self.severity is Severity.ERROR and not self.accepted

    @property
    def message(self) -> str:
        """Word what is wrong, in the reader's language."""
        text = _(RULES[self.code].message).format(**self.params)
        return text if not self.more else _("{text} ({more} more like this are not listed)").format(
            text=text, more=self.more)

    @property
    def hint(self) -> str:
        """Word what to do about it, in the reader's language."""
        return _(RULES[self.code].hint).format(**self.params)


class DataRefused(BriefgenError):
    """The data holds problems that stop the work."""

    exit = Exit.DATA
    message = N_("the data has {count} problems that must be mended first")

    def __init__(self, problems: Sequence[Problem], **more: object) -> None:
        """Keep all problems, the stopping ones and the others; `more` are further parameters of the sentence."""
        super().__init__(count=sum(problem.stops for problem in problems), **more)
        self.problems = tuple(problems)
