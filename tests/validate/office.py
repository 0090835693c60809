"""Read Word files through LibreOffice, with the page's own faces in the place of the ones that Windows has."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from briefgen.fonts.faces import resolve
from briefgen.fonts.names import family_names
from briefgen.pipeline import read_theme
from briefgen.resources import Layers

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'


def convert(file: Path, folder: Path, target: str = "pdf") -> Path:
    """Convert a file with LibreOffice into a folder; gives the new file."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_configuration(folder), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(folder / "made"), str(file)]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=180)
    return folder / "made" / f"{file.stem}.{target.partition(':')[0]}"


def _configuration(folder: Path) -> str:
    theme = read_theme(Layers(), "gbt9704")
    lines = [_HEAD, f"<cachedir>{folder / 'cache'}</cachedir>"]
    for key, found in resolve(theme, []).items():
        family = min(family_names(found.file), key=len)
        lines.append(f"<dir>{found.file.parent}</dir><alias binding='same'><family>{theme.faces[key].name}</family>"
                     f"<prefer><family>{family}</family></prefer></alias>")
    return "\n".join([*lines, "</fontconfig>"])
