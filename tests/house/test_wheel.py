"""The wheel holds the templates and the compiled messages, and runs from where it is unpacked."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_runs_alone(tmp_path: Path) -> None:
    built = subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w",
                            str(tmp_path), str(ROOT)], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    assert {"briefgen/templates/kinds/monthly/kind.toml", "briefgen/templates/themes/gbt9704/theme.toml",
            "briefgen/locale/zh_CN/LC_MESSAGES/briefgen.mo", "briefgen/write/pdf/page.css"} <= names
    assert [name for name in names if name.startswith(("tests", "samples", "templates/"))] == []
    code = ("import briefgen, sys; from briefgen.resources import Layers; from briefgen.compose import list_kinds\n"
            "assert 'site' in briefgen.__file__; kinds = list_kinds(Layers())\n"
            "sys.stdout.write(','.join(kind.title for kind in kinds))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
                         env={**os.environ, "PYTHONPATH": str(tmp_path / "site")})
    assert run.stdout == "招商活动方案,月度工作简报,工作总结"
