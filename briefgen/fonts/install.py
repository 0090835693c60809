"""Install the free Fandol faces for this user, out of Debian's TeX package but without installing TeX."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from fnmatch import fnmatch
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Exit
from briefgen.fonts.places import user_folder
from briefgen.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FILES = ("FandolFang-Regular.otf", "FandolHei-Regular.otf", "FandolKai-Regular.otf", "FandolSong-Bold.otf",
         "FandolSong-Regular.otf")
_PACKAGE = "texlive-lang-chinese"
_LICENCE = "*/fandol/COPYING*"


class AptMissing(BriefgenError):
    """This system has no apt, so the free fonts cannot come from Debian."""

    exit = Exit.FINDINGS
    message = N_("the free fonts come from Debian by {program}, which is not here; "
                 "copy Fandol*.otf into {folder} yourself")


class DownloadFailed(BriefgenError):
    """The package could not be fetched or opened."""

    exit = Exit.FINDINGS
    message = N_("the free fonts could not be fetched, is there a network? {reason}")


def install(report: Callable[[str], None] | None = None) -> Path:
    """Fetch what is missing of the Fandol files (49 MB over the network, 27 MB kept) and give their folder.

    Works as an ordinary user; tells `report` what it does. Raises AptMissing or DownloadFailed.
    """
    folder = user_folder()
    if all((folder / name).is_file() for name in FILES):
        return folder
    for program in ("apt-get", "dpkg-deb"):
        if which(program) is None:
            raise AptMissing(program=program, folder=folder)
    say = report or (lambda _line: None)
    with tempfile.TemporaryDirectory(prefix="briefgen-fonts-") as work:
        say(_("fetching the list of packages …"))
        _apt(Path(work), "update")
        say(_("fetching the free fonts (49 MB) …"))
        _apt(Path(work), "download", _PACKAGE)
        _unpack(next(Path(work).glob(f"{_PACKAGE}_*.deb")), folder)
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise DownloadFailed(reason=missing[0])
    return folder


def _apt(work: Path, *command: str) -> None:
    """Run apt-get in private folders: no root, no lock, nothing changed on the system."""
    for name in ("lists/partial", "cache/archives/partial"):
        (work / name).mkdir(parents=True, exist_ok=True)
    options = (f"Dir::State::lists={work / 'lists'}", f"Dir::Cache={work / 'cache'}", "APT::Sandbox::User=",
               "Debug::NoLocking=1")
    _run(["apt-get", "--quiet", *(part for option in options for part in ("-o", option)), *command], work)


def _run(command: Sequence[str], work: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise DownloadFailed(reason=lines[0] if lines else command[0])


def _unpack(package: Path, folder: Path) -> None:
    """Copy the font files and their licence out of the package's stream, each under a temporary name first."""
    folder.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as source:
        try:
            with tarfile.open(fileobj=source.stdout, mode="r|") as archive:
                for member in archive:
                    if Path(member.name).name in FILES or fnmatch(member.name, _LICENCE):
                        _copy(archive, member, folder)
        except tarfile.TarError as error:
            raise DownloadFailed(reason=error) from None


def _copy(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    content = archive.extractfile(member)
    if content is None:  # a link or a folder
        return
    data = content.read()
    if len(data) != member.size:
        raise DownloadFailed(reason=member.name)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".fetching-", delete=False) as target:
        target.write(data)
    Path(target.name).chmod(0o644)
    Path(target.name).replace(folder / Path(member.name).name)
