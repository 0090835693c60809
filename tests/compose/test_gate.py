"""What a document says twice, or says of a figure, must agree; a build that contradicts itself writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose import contradictions, phrases
from briefgen.compose.phrases import Phrase, Shown
from briefgen.compose.readings import agrees, fits
from briefgen.document.nodes import FigureRef, Paragraph, Table
from briefgen.errors import Exit
from briefgen.model.figure import Figure, Key, Reason
from briefgen.model.period import Period
from briefgen.papers import Contradicted
from briefgen.pipeline import Desk, Order, build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefgen.document.nodes import Block, Document
    from briefgen.model.indicator import Indicator
    from briefgen.model.unit import Unit

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
OCTOBER = Period.parse("2022-10")  # 签约总投资 falls by 2.13 %, 新开工项目投资额 has 131.31 % of its target
KIND = 'id = "sheet"\ntitle = "示例通报"\nheadline = "示例通报"\nbody = "body.md.j2"\n'
SHARES = '''{% for rows in [rows_of(signed.count), rows_of(signed.count) | where("产业链", "=", "新材料")] %}

{% for each in grouped(rows, "产业链", name="项目") | where("label", "=", "新材料") %}占{{ each.占比 }}。{% endfor %}

{% endfor %}'''
RANKED = '''{{ table(units | where("ranked"), total=city, columns=[
  col("name", "单位"), col("signed.count", "个数"), col("signed.invest.completion", "完成率")]) }}'''


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SAMPLE)


def _built(folder: Path, body: str) -> str:
    """Build a kind with a body of its own; give what stops it."""
    kind = folder / "kinds" / "sheet"
    kind.mkdir(parents=True)
    (kind / "kind.toml").write_text(KIND, encoding="utf-8")
    (kind / "body.md.j2").write_text(body, encoding="utf-8")
    order = Order(period="2022-10", kinds=["sheet"], formats=("docx",), out=folder / "out")
    try:
        build(SAMPLE, order, [folder])
    except Contradicted as stopped:
        assert stopped.exit is Exit.DATA
        assert not (folder / "out").exists()
        return str(stopped)
    return ""


@pytest.mark.parametrize(("body", "parts"), [
    ("总投资同比增长{{ signed.invest.yoy }}。\n", ["body.md.j2:1", "增长−2.13%", "签约总投资同比", "−2.1311"]),
    ("总投资下降{{ signed.invest.yoy }}。\n", ["下降−2.13%"]),
    ("总投资环比攀升{{ signed.invest.yoy }}。\n", ["攀升−2.13%"]),
    ("项目投资额同比下滑{{ started.invest.yoy }}。\n", ["下滑"]),
    ("项目投资额同比下降，幅度达{{ started.invest.yoy }}。\n", ["下降，幅度达"]),
    ("欠序时进度{{ started.invest.pace }}。\n", ["欠序时进度47.98个百分点"]),
    ("尚未达到目标，仅为{{ started.invest.completion }}。\n", ["未达到目标，仅为131.31%"]),
    ("只完成年度目标的{{ started.invest.completion }}。\n", ["只完成年度目标的131.31%"]),
    ("总投资增长达{{ signed.invest.yoy }}。\n", ["增长达−2.13%"]),
    ("总投资下降了约{{ signed.invest.yoy }}。\n", ["下降了约−2.13%"]),
    ("项目投资额负增长{{ started.invest.yoy }}。\n", ["负增长"]),
    ("项目投资额降幅为{{ started.invest.yoy }}。\n", ["降幅为"]),
    ("个数同比减少{{ signed.count.diff }}个。\n", ["减少26"]),
    ("滞后序时进度{{ started.invest.pace }}。\n\n{{ started.invest.pace | pace }}。\n",
     ["body.md.j2:1", "滞后序时进度47.98个百分点", "body.md.j2:3"]),
    ("未完成年度目标任务，完成率{{ started.invest.completion }}。\n", ["未完成年度目标任务，完成率131.31%"]),
    ("尚未完成任务，仅{{ started.invest.completion }}。\n", ["未完成任务，仅131.31%"]),
    ("超额完成全年目标任务的{{ signed.invest.completion }}。\n", ["超额完成全年目标任务的73.18%"]),
    (RANKED, ["body.md.j2:1", "合计", "163", "个数", "147"]),
])
def test_a_doctored_template_is_stopped_and_both_places_are_named(tmp_path: Path, body: str,
                                                                  parts: Sequence[str]) -> None:
    told = _built(tmp_path, body)
    assert [part for part in parts if part not in told] == [], told


@pytest.mark.parametrize("body", [
    "总投资同比{{ signed.invest.yoy }}，{{ signed.invest.yoy | rise(\"同比\") }}。\n",
    "完成目标任务的{{ started.invest.completion }}。\n",  # as the office's own article says it of 202.03 %
    "各单位没有未完成任务的，完成率{{ started.invest.completion }}。\n",
    "至少{{ signed.count.diff }}个，最多{{ signed.count.last_year }}个。\n",
    "本月增加{{ signed.count.month }}个，减少{{ signed.count }}个中的一部分。\n",
    SHARES,  # one part, two wholes
    RANKED.replace("total=city", "total=city, total_name=\"全市\""),  # a row of the city is no sum of what is listed
    "{{ batches.rounds | cn }}次活动，{{ talents.count | about }}人，排名{{ signed.count.rank }}。\n",
])
def test_what_offices_say_passes(tmp_path: Path, body: str) -> None:
    assert _built(tmp_path, body) == ""


@dataclass(frozen=True)
class Turned:
    """Figures of the sample of which some are not what they are."""

    desk: Desk
    turned: Mapping[tuple[str, str], Fraction]

    def figure(self, path: str, unit: Unit, period: Period) -> Figure:
        figure = self.desk.calculator.figure(path, unit, period)
        return replace(figure, value=self.turned.get((path, unit.name), figure.value))

    def names(self) -> Mapping[str, Sequence[str]]:
        return self.desk.calculator.names()

    def indicator(self, path: str) -> Indicator:
        return self.desk.calculator.indicator(path)

    def grows(self, indicator: Indicator) -> bool:
        return self.desk.calculator.grows(indicator)


def _monthly(desk: Desk) -> Document:
    return desk.compose(desk.kind("monthly"), desk.unit(""), OCTOBER, Order(period="2022-10"))


def _told(desk: Desk, document: Document, fallen: bool = False, **turned: int) -> list[str]:
    names = {"last_month": ("signed.count.last_month", "晋中市"), "county": ("signed.count", "寿阳县")}
    figures = Turned(desk, {names[name]: Fraction(value) for name, value in turned.items()})
    return list(map(str, contradictions({"简报": document}, figures, desk.ledger.units, OCTOBER, fallen=fallen)))


def test_a_cumulative_figure_below_last_months_is_stopped_unless_the_office_lets_it_fall(desk: Desk) -> None:
    [told] = _told(desk, _monthly(desk), last_month=170)
    assert "简报 kinds/monthly/body.md.j2:" in told
    assert "163" in told
    assert "170" in told
    assert _told(desk, _monthly(desk), fallen=True, last_month=170) == []
    assert _told(desk, _monthly(desk), last_month=163) == []


def test_a_figure_below_what_was_printed_last_month_is_no_fall_where_the_data_has_changed_since(desk: Desk) -> None:
    class Issued(Turned):
        def figure(self, path: str, unit: Unit, period: Period) -> Figure:
            figure = self.desk.calculator.figure(path, unit, period)
            if (path, unit.is_city) != ("signed.count.last_month", True):
                return figure
            return replace(figure, value=Fraction(170), restated=True, parents={"current": figure})

    figures, document = Issued(desk, {}), _monthly(desk)
    assert list(contradictions({"简报": document}, figures, desk.ledger.units, OCTOBER)) == []


def test_units_that_do_not_add_up_to_the_city_are_stopped(desk: Desk) -> None:
    [told] = _told(desk, _monthly(desk), county=20)
    assert "163" in told
    assert "162" in told


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _with_table(document: Document, old: Table, new: Table) -> Document:
    return replace(document, blocks=tuple(new if block is old else block for block in document.blocks))


def test_a_table_that_says_another_number_than_the_text_is_stopped_with_both_places(desk: Desk) -> None:
    document = _monthly(desk)
    table = _tables(document)[0]
    row = table.rows[1]
    [ref] = row.cells[2]
    assert isinstance(ref, FigureRef)
    for text in ("1072.12", "1072.1", "1072", "−1072.11", "—", "一千零七十二"):
        cells = (*row.cells[:2], (replace(ref, text=text),), *row.cells[3:])
        rows = (table.rows[0], replace(row, cells=cells), *table.rows[2:])
        found = _told(desk, _with_table(document, table, replace(table, rows=rows)))
        assert len(found) == 1, text
        assert text in found[0]
        assert f"简报 {table.place}" in found[0]
        assert "1072.11亿元" in found[0]
        assert f"简报 {document.blocks[1].place}" in found[0]


def test_two_documents_of_a_build_say_the_same_of_a_figure(desk: Desk) -> None:
    one = _monthly(desk)
    first = next(name for name, figure in one.figures.items() if figure.key.indicator == "signed.count")
    other = replace(one.figures[first], value=Fraction(164))
    blocks = tuple(_renamed(block, other) for block in one.blocks if not isinstance(block, Table))
    both = {"简报": one, "通报": replace(one, blocks=blocks)}
    told = contradictions(both, desk.calculator, desk.ledger.units, OCTOBER)
    assert [str(each) for each in told if "通报" in str(each) and "简报" in str(each) and "164" in str(each)]


def _renamed(block: Block, figure: Figure) -> Block:
    if not isinstance(block, Paragraph):
        return block
    return replace(block, inlines=tuple(
        FigureRef(each.id, figure, figure.text) if isinstance(each, FigureRef) and each.figure.key == figure.key
        else each for each in block.inlines))


def test_the_note_on_rounding_must_stand_where_it_is_true(desk: Desk) -> None:
    document = desk.compose(desk.kind("summary"), desk.unit(""), OCTOBER, Order(period="2022-10"))
    noted = [table for table in _tables(document) if any("四舍五入" in note for note in table.notes)]
    assert noted
    assert _told(desk, document) == []
    found = _told(desk, _with_table(document, noted[0], replace(noted[0], notes=())))
    assert found
    assert all("合计" in each and str(noted[0].place) in each for each in found)


def _figure(value: Fraction | None, path: str, measure: str, places: int = 2) -> Figure:
    reason = Reason.NO_BASE if value is None else None
    return Figure(Key(path, "1407", "2022-12"), "示例", "晋中市", measure, value, "示例", reason=reason, places=places)


VALUES = st.one_of(st.none(), st.fractions(-20_000, 20_000), st.integers(-300, 300).map(Fraction),
                   st.sampled_from(["99.996", "100", "100.004", "0.001", "-0.001"]).map(Fraction))


@given(VALUES, st.sampled_from(["亿元", "万元", "个", "%", "百分点"]), st.integers(0, 3))
def test_what_figures_print_fits_them(value: Fraction | None, measure: str, places: int) -> None:
    figure = _figure(value, "signed.invest", measure, places)
    assert fits(figure, figure.text, tabular=False)
    assert fits(figure, figure.number, tabular=True)


@given(st.fractions(-20_000, 20_000), st.fractions(-20_000, 20_000))
def test_another_number_does_not_fit(value: Fraction, other: Fraction) -> None:
    one, two = (_figure(each, "signed.invest", "亿元") for each in (value, other))
    assert fits(one, two.number, tabular=True) is (one.number == two.number)


def _pairs(phrase: Phrase) -> list[tuple[str, str]]:
    """Give each figure's text with the words in front of it."""
    found, before = [], ""
    for part in phrase.parts:
        if isinstance(part, Shown):
            found.append((part.text, before))
        before += part if isinstance(part, str) else ""
    return found


@given(VALUES, st.sampled_from([("rise", "yoy", "%"), ("rise", "mom", "百分点"), ("change", "diff", "个"),
                                ("pace", "pace", "百分点"), ("completion", "completion", "%")]))
def test_phrases_agree_with_their_figures(value: Fraction | None, kind: tuple[str, str, str]) -> None:
    figure = _figure(value, f"signed.invest.{kind[1]}", kind[2])
    for text, before in _pairs(getattr(phrases, kind[0])(figure)):
        assert fits(figure, text, tabular=False)
        assert agrees(figure, text, before)
        if value and kind[0] != "completion":
            assert not agrees(replace(figure, value=-value), text, before)
