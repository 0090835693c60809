"""Load WeasyPrint under our own font configuration, and refuse to work with another version than the tested one."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

_SERIES = "70."


class PangoMissing(BriefgenError):
    """The system library that lays out the PDF's lines is not there."""

    message = N_("the PDF needs Pango, which is missing ({reason}); on Debian or Ubuntu: "
                 "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


class EngineUnknown(BriefgenError):
    """Another series of WeasyPrint than the one whose line breaking is known."""

    message = N_("the PDF needs WeasyPrint {known}x, found {found}: install the version that requirements name")


@contextlib.contextmanager
def engine() -> Iterator[None]:
    """Make WeasyPrint importable and ready: fonts only by file, no garbage collection; raises PangoMissing.

    The system's own fonts stay out of sight, so that a page looks the same on every machine.
    """
    found = version("weasyprint")
    if not found.startswith(_SERIES):
        raise EngineUnknown(known=_SERIES, found=found)
    with _own_fontconfig(), _no_collection(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it expects system fonts, we bring our own
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its colour profile open
        _import()
        yield


def _import() -> None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # its advice to install Pango by hand is not ours
            import weasyprint  # noqa: F401
    except OSError as error:
        library = re.search(r"lib[a-z]+[-.][\w.+-]+", str(error))
        raise PangoMissing(reason=library[0] if library else type(error).__name__) from error


@contextlib.contextmanager
def _own_fontconfig() -> Iterator[None]:
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the collector while boxes are made by the hundred thousand: a third less time, no more memory."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
