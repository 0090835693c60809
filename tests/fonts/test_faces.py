from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from briefgen.document.theme import Fit, Theme
from briefgen.fonts.check import missing_glyphs, report
from briefgen.fonts.faces import FontsMissing, resolve
from briefgen.fonts.names import family_names
from briefgen.resources import Layers
from briefgen.tomlfile import load


@pytest.fixture
def theme() -> Theme:
    return load(Layers().read("themes/gbt9704/theme.toml"), "theme.toml", Theme)


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fc-list, without fonts and without the fallback package."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("briefgen.fonts.faces.system_folders", lambda: [tmp_path / "system"])
    monkeypatch.setattr("briefgen.fonts.faces.package_folder", lambda: tmp_path / "package")


def font(file: Path, family: str = "Any", chars: str = "甲") -> Path:
    """Make a font file with one name and a few empty glyphs."""
    names = [f"glyph{index}" for index in range(len(chars))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names])
    builder.setupCharacterMap(dict(zip(map(ord, chars), names, strict=True)))
    builder.setupGlyf({name: Glyph() for name in [".notdef", *names]})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names], (1000, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": {"en": "Latin " + family, "zh": family}, "styleName": "Regular"})
    builder.setupPost()
    file.parent.mkdir(parents=True, exist_ok=True)
    builder.save(file)
    return file


def fallbacks(tmp_path: Path) -> None:
    font(tmp_path / "package" / "NotoSerifSC-Regular.otf", "Noto Serif SC", "甲乙堃")
    font(tmp_path / "package" / "NotoSansSC-Regular.otf", "Noto Sans SC", "甲乙堃")


def test_both_names_of_a_font_are_read(tmp_path: Path) -> None:
    assert {"仿宋_gb2312", "latin 仿宋_gb2312"} <= family_names(font(tmp_path / "a.ttf", "仿宋_GB2312"))


@pytest.mark.parametrize("content", [
    b"", b"no font", b"ttcf\x00\x01\x00\x00\x00\xff\xff\xff", b"\x00\x01\x00\x00\xff\xff"])
def test_what_is_no_font_has_no_names(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ttf").write_bytes(content)
    assert family_names(tmp_path / "a.ttf") == frozenset()


def test_the_office_s_own_file_comes_before_the_system_s_and_the_free_one(tmp_path: Path, theme: Theme) -> None:
    fallbacks(tmp_path)
    own = font(tmp_path / "office" / "gw.ttf", "仿宋_GB2312")
    font(tmp_path / "system" / "simfang.ttf", "仿宋_GB2312")
    font(tmp_path / "data" / "briefgen" / "fonts" / "FandolFang-Regular.otf")
    body = resolve(theme, [tmp_path / "office"])["body"]
    assert (body.file, body.fit) == (own, Fit.EXACT)
    assert body.fallback == tmp_path / "package" / "NotoSerifSC-Regular.otf"


@pytest.mark.parametrize("name", ["仿宋", "FangSong", "仿宋_GB2312"])
def test_a_system_font_is_found_by_any_of_the_face_s_names(tmp_path: Path, theme: Theme, name: str) -> None:
    fallbacks(tmp_path)
    found = font(tmp_path / "system" / "deep" / "simfang.TTF", name)
    font(tmp_path / "data" / "briefgen" / "fonts" / "FandolFang-Regular.otf")
    body = resolve(theme, [])["body"]
    assert (body.file, body.fit) == (found, Fit.EXACT)


def test_fandol_is_equivalent_and_noto_a_substitute(tmp_path: Path, theme: Theme) -> None:
    fallbacks(tmp_path)
    fang = font(tmp_path / "data" / "briefgen" / "fonts" / "FandolFang-Regular.otf")
    found = resolve(theme, [])
    assert (found["body"].file, found["body"].fit) == (fang, Fit.EQUIVALENT)
    assert (found["kai"].file.name, found["kai"].fit, found["kai"].fallback) == (
        "NotoSerifSC-Regular.otf", Fit.SUBSTITUTED, None)
    assert found["hei"].file.name == "NotoSansSC-Regular.otf"


def test_the_fc_list_of_a_system_is_asked(tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    fallbacks(tmp_path)
    listing = tmp_path / "bin" / "fc-list"
    listing.parent.mkdir()
    listing.write_text("#!/bin/sh\n"
                       "printf '/f/simhei-b.ttf\\tBold\\tSimHei,黑体\\n/f/simhei.ttf\\tRegular\\tSimHei,黑体\\n'")
    listing.chmod(0o755)
    monkeypatch.setenv("PATH", str(listing.parent))
    hei = resolve(theme, [])["hei"]
    assert (hei.file, hei.fit) == (Path("/f/simhei.ttf"), Fit.EXACT)


def test_without_any_file_the_command_that_mends_it_is_named(theme: Theme) -> None:
    with pytest.raises(FontsMissing, match="briefgen fonts install") as caught:
        resolve(theme, [])
    assert "仿宋_GB2312" in str(caught.value)


def test_the_report_names_every_face_and_what_is_missing(tmp_path: Path, theme: Theme) -> None:
    font(tmp_path / "data" / "briefgen" / "fonts" / "FandolHei-Regular.otf")
    found = {entry.face: entry for entry in report(theme, [])}
    assert list(found) == list(theme.faces)
    assert (found["hei"].fit, found["hei"].name) == (Fit.EQUIVALENT, "黑体")
    assert (found["body"].fit, found["body"].file) == (None, None)


def test_characters_are_sorted_into_borrowed_and_absent(tmp_path: Path, theme: Theme) -> None:
    fallbacks(tmp_path)
    font(tmp_path / "data" / "briefgen" / "fonts" / "FandolFang-Regular.otf", chars="甲乙")
    found = missing_glyphs("甲 堃\n乙堃😀", resolve(theme, [])["body"])
    assert (found.borrowed, found.absent) == ("堃", "😀")
