from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from briefgen.fonts.install import FILES, AptMissing, DownloadFailed, install

if TYPE_CHECKING:
    from pathlib import Path

FANDOL = "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
APT = ('#!/bin/sh\necho "$@" >> "{log}"\nfor last; do :; done\n'
       '[ "$last" = update ] || cp "{deb}" texlive-lang-chinese_1_all.deb\n')


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(name)
            archive.addfile(entry, io.BytesIO(name.encode()))
    return stream.getvalue()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose apt-get delivers a small package and whose dpkg-deb hands its files out."""
    (tmp_path / "the.deb").write_bytes(package(*(FANDOL + name for name in FILES), FANDOL + "FandolBraille-Regular.otf",
                                               "./usr/share/doc/fonts/fandol/COPYING.gz", "./etc/passwd"))
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("apt-get", APT.format(log=tmp_path / "log", deb=tmp_path / "the.deb")),
                       ("dpkg-deb", '#!/bin/sh\ncat "$2"\n')):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/bin:/usr/bin")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_the_fonts_and_their_licence_are_installed_and_nothing_else(machine: Path) -> None:
    said: list[str] = []
    folder = install(said.append)
    assert folder == machine / "data" / "briefgen" / "fonts"
    assert {file.name for file in folder.iterdir()} == {*FILES, "COPYING.gz"}
    assert (folder / FILES[0]).read_text() == FANDOL + FILES[0]
    assert len(said) == 2


def test_apt_works_in_private_folders(machine: Path) -> None:
    install()
    for line in (machine / "log").read_text().splitlines():
        assert "Dir::State::lists=" in line
        assert "Debug::NoLocking=1" in line


def test_what_is_there_is_not_fetched_again(machine: Path) -> None:
    install()
    (machine / "log").unlink()
    install()
    assert not (machine / "log").exists()


def test_without_apt_one_sentence_says_so(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(machine / "data"))
    with pytest.raises(AptMissing, match="apt-get"):
        install()


def test_without_network_the_reason_of_apt_is_told(machine: Path) -> None:
    (machine / "bin" / "apt-get").write_text("#!/bin/sh\necho 'E: Unable to locate package' >&2\nexit 100\n")
    with pytest.raises(DownloadFailed, match="Unable to locate package"):
        install()


def test_a_broken_package_leaves_no_half_file(machine: Path) -> None:
    (machine / "the.deb").write_bytes((machine / "the.deb").read_bytes()[:1600])
    with pytest.raises(DownloadFailed):
        install()
    folder = machine / "data" / "briefgen" / "fonts"
    assert all(file.read_text() == FANDOL + file.name for file in folder.iterdir())
