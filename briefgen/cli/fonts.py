"""`briefgen fonts`: which font stands for each face, and installing the free ones."""

from __future__ import annotations

from pathlib import Path

from briefgen.cli.options import Json, Office
from briefgen.errors import Exit
from briefgen.i18n import _


def check(office: Office = Path(), as_json: Json = False) -> int:
    """Show which font stands for each face; ends with 1 when one is missing."""
    from briefgen.cli import show
    from briefgen.pipeline import check_fonts

    reports = check_fonts(office)
    show.faces(reports, as_json=as_json)
    return Exit.DONE if all(report.file for report in reports) else Exit.FINDINGS


def install() -> int:
    """Install the free faces for this user."""
    from briefgen.cli import show
    from briefgen.fonts.install import install as install_faces

    show.say(_("The faces are in {folder}.").format(folder=install_faces(show.say)))
    return Exit.DONE
