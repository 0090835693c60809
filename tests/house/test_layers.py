"""Templates are found in the nearest layer, and never outside the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefgen.resources import Layers, ResourceMissing, builtin

if TYPE_CHECKING:
    from pathlib import Path


def _layer(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_nearest_layer_wins_and_the_next_is_below(tmp_path: Path) -> None:
    layers = Layers([_layer(tmp_path / "near", a="near"), _layer(tmp_path / "far", a="far", b="far")])
    assert layers.read("a.txt") == "near"
    assert layers.read("a.txt", below=0) == "far"
    assert layers.read("b.txt") == "far"
    assert [text for _, text in layers.every("a.txt")] == ["far", "near"]
    with pytest.raises(ResourceMissing):
        layers.read("a.txt", below=1)


def test_built_in_templates_are_the_last_layer() -> None:
    assert "monthly" in Layers().names("kinds")
    assert (builtin() / "themes" / "gbt9704" / "theme.toml").is_file()


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "", ".", "a//b", "C:/x",
                                  "..\\x"])
def test_names_stay_inside(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    assert Layers([_layer(tmp_path / "near", a="x")]).find(name) is None


def test_links_that_lead_out_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    near = _layer(tmp_path / "near", a="x")
    (near / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert Layers([near]).find("link.txt") is None
