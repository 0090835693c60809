"""What a hostile county, a careless clerk or a colleague's template once got past the program."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from briefgen.document.trace import TraceInvalid, from_json, to_json
from briefgen.errors import BriefgenError
from briefgen.files import digest
from briefgen.model.period import Period
from briefgen.model.problem import DataRefused
from briefgen.pipeline import Desk, Order, build, check, explain_file, explain_indicator

SAMPLE = Path(__file__).parents[2] / "samples" / "jinzhong-2022"
WORD = Order(period="2022-12", kinds=("monthly",), formats=("docx",))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "office", ignore=shutil.ignore_patterns("out", ".briefgen")))


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _template(office: Path, name: str, content: str | bytes) -> None:
    file = office / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def _fault(office: Path) -> str:
    with pytest.raises(BriefgenError) as caught:
        build(office, Order(period="2022-12", formats=("docx",), out=office / "out"))
    assert not (office / "out").exists()
    return str(caught.value)


@pytest.mark.parametrize(("file", "old", "new", "told"), [
    ("到位资金月报.csv", "QY20200004,2021-01,1090,", "QY20200004,2021-01,1,090,", "row.long 到位资金月报.csv H2"),
    ("目标任务.csv", "晋中市,签约总投资,1465,", "晋中市,签约总投资,-1465,", "target.negative 目标任务.csv E"),
    ("目标任务.csv", "晋中市,开工率,40,", "晋中市,开工率,0.4,", "target.small 目标任务.csv E"),
])
def test_data_that_would_print_a_wrong_number_is_told(office: Path, file: str, old: str, new: str, told: str) -> None:
    _change(office / "data" / file, old, new)
    found = [f"{problem.code} {problem.source}".replace("data/", "") for problem in check(office)]
    assert any(line.startswith(told) for line in found), found


def test_all_problems_of_a_build_are_told_before_anything_is_written(office: Path) -> None:
    _change(office / "data" / "到位资金月报.csv", ",1090,", ",很多,")
    _change(office / "data" / "储备项目库.csv", "灵石县", "零石县")
    with pytest.raises(DataRefused) as caught:
        build(office, Order(period="2022-12", out=office / "out"))
    assert {problem.code for problem in caught.value.problems} >= {"cell.money", "cell.unit"}
    assert not (office / "out").exists()


@pytest.mark.parametrize("body", [
    '{{ "1" ~ signed.count }}个', "{{ signed.count }}{{ signed.count }}个", "{{ signed.count }}00个",
    "9{{ signed.count }}个",
    "{{ signed.count }}万个", "**1**{{ signed.count }}", '{% for c in "1234" %}{{ c }}{% endfor %}',
    "{% set x %}{{ signed.count }}{% endset %}{% for c in x %}{{ c }}{% endfor %}",
    '{% include "themes/gbt9704/theme.toml" %}', '{% include "indicators/shanxi.toml" %}',
    '{{ table([signed.count], [col("name", width=-1), col("self")]) }}', "{{ table([signed.count], []) }}",
    '{{ table([signed.count], [col("name", width=0)]) }}',
])
def test_templates_that_would_print_a_number_without_rows_are_refused(office: Path, body: str) -> None:
    _template(office, "kinds/monthly/body.md.j2", body)
    assert "body.md.j2:1" in _fault(office)


@pytest.mark.parametrize(("name", "content"), [
    ("kinds/monthly/kind.toml", "format = 1\nid = \"月度\"".encode("gbk")),
    ("themes/gbt9704/theme.toml", b"\xff\xfe\xfa"),
    ("indicators/shanxi.toml", "# 口径".encode("gbk")), ("kinds/monthly/body.md.j2", "正文".encode("gbk")),
    ("kinds/monthly/body.md.j2", "{% if false %}{% include 'partials/x.j2' %}{% endif %}甲"),
])
def test_template_files_that_are_no_text_are_one_sentence(office: Path, name: str, content: str | bytes) -> None:
    _template(office, name, content)
    _template(office, "partials/x.j2", "文".encode("gbk"))
    assert _fault(office)


@pytest.mark.parametrize(("content", "told"), [
    ("[page]\ntop = -50\n", "page.top"), ("[page]\nleft = nan\n", "page.left"),
    ("[page]\nleft = 120\nright = 120\n", "theme.toml"),
    ("[grid]\nlines = 0\n", "grid.lines"), ("[body]\nsize = 0\n", "body.size"), ("[body]\nsize = 1e9\n", "body.size"),
    ("[body]\nface = \"fang\"\n", "fang"), ('[masthead.rule]\ncolor = "red;}"\n', "masthead.rule.color"),
    ('[page]\nleft = "28mm"\n', "page.left"), ("[page]\nlef = 28\n", "left"),
])
def test_impossible_themes_are_refused_by_key(office: Path, content: str, told: str) -> None:
    _template(office, "themes/gbt9704/theme.toml", content)
    assert told in _fault(office)


@pytest.mark.parametrize("content", [
    '[indicator."a.x"]\nname = "甲"\nmeasure = "%"\naggregate = "ratio"\nnumerator = "a.x"\ndenominator = "a.x"\n'
    'definition = "甲"\n', '[selection.arrived]\nof = "arrived"\n', '[indicator."signed.count"]\nmeasure = "亿元"\n',
    '[selection.pool]\nwhere = [["估算总投资", ">=", "abc"]]\n', '[selection.pool]\nwhere = [["状态", "in"]]\n',
])
def test_definitions_that_cannot_be_computed_are_refused(office: Path, content: str) -> None:
    _template(office, "indicators/shanxi.toml", content)
    assert "shanxi.toml:" in _fault(office)
    with pytest.raises(BriefgenError):
        explain_indicator(office, "signed.count", WORD)


@pytest.mark.parametrize(("old", "new"), [
    ('since = "2021-01"', 'since = "2021-99"'), ('since = "2021-01"', 'since = "２０２１-01"'),
    ('masthead = "晋', 'masthead = "\u202e晋'), ('build = ["monthly"]', "build = []"), ("copies = 60", "copies = 0"),
    ('name = "晋中市招商引资服务中心"', 'name = ""'), ("format = 1", "format = -1"),
])
def test_impossible_settings_are_refused(office: Path, old: str, new: str) -> None:
    _change(office / "briefgen.toml", old, new)
    assert "briefgen.toml" in _fault(office)


def test_units_whose_names_read_alike_get_a_document_each(office: Path) -> None:
    for file in (office / "data").glob("*.csv"):
        text = file.read_text(encoding="utf-8-sig")
        text = text.replace("140702,榆次区,榆次", "140702,榆?区,榆次区")
        file.write_text(text.replace("140703,太谷区,太谷", "140703,榆/区,太谷区"), encoding="utf-8")
    report = build(office, Order(period="2022-12", formats=("docx",), all_units=True, out=office / "out"))
    assert len([file for file in report.files if file.suffix == ".docx"]) == 12


def test_a_torn_or_binary_manifest_is_passed_over(office: Path) -> None:
    order = Order(period="2022-12", formats=("docx",), out=office / "out")
    build(office, order)
    with (office / "out" / ".briefgen" / "manifest.jsonl").open("ab") as manifest:
        manifest.write(b"\xff\xfe\n" + b"[" * 100_000 + b"\n")
    build(office, order)


def test_traces_of_another_shape_are_refused(tmp_path: Path) -> None:
    desk = Desk(SAMPLE)
    period = Period.parse("2022-12")
    document = desk.compose(desk.kind("monthly"), desk.unit(""), period, WORD)
    from briefgen.document.trace import trace_document

    good = json.loads(to_json(trace_document(document, {})))["trace"]
    changes: tuple[dict[str, object], ...] = (
        {"figures": {"f1": {**good["figures"]["f1"], "shown": [1]}}},
        {"figures": {"f1": {**good["figures"]["f1"], "parents": ["a"]}}},
        {"figures": {"f1": {**good["figures"]["f1"], "parents": {"value": "p99"}}}},
        {"document": None}, {"rowsets": {"r1": {}}}, {"inputs": []}, {"figures": {"x": {}}})
    for change in changes:
        body = json.dumps({**good, **change}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        text = f'{{"digest":"{digest(body.encode())}","format":1,"trace":{body}}}'
        with pytest.raises(TraceInvalid):
            from_json(text, "x.json")
    with pytest.raises(TraceInvalid):
        from_json('{"digest":"","format":1,"trace":{"a":"\\ud800"}}', "x.json")
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    with pytest.raises(BriefgenError):
        explain_file(tmp_path / "x.json")


@pytest.mark.parametrize(("body", "typed"), [
    ("总投资{{ '8888' }}亿元", "8888亿元"), ("共{{ 9999 | cn }}个", "九千九百九十九个"),
    ("{% set n = '77' %}共{{ n }}家", "77家"),
    ("共25个", "25个"), ("{{ signed.count }}个", ""), ("{{ units | pluck('name') | listing(2) }}", ""),
])
def test_numbers_that_no_row_answers_for_are_remarked(office: Path, body: str, typed: str) -> None:
    _template(office, "kinds/monthly/body.md.j2", body)
    report = build(office, Order(period="2022-12", formats=("docx",), out=office / "out"))
    assert [remark for remark in report.remarks if typed not in remark] == []
    assert len(report.remarks) == bool(typed)
