"""Make the head of a document: the red masthead of a 简报, the title, the mark below it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefgen.model.numerals import day
from briefgen.write.measure import break_title, cells
from briefgen.write.word import styles
from briefgen.write.word.units import half_points, mm, pt, sheet
from briefgen.write.word.xml import paragraph, run, run_properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Masthead, Meta
    from briefgen.document.theme import Theme

_TAB = "<w:r><w:tab/></w:r>"
_TALL = 1.1  # the masthead's line over its type size, so that the type's top is the line's top


def head(meta: Meta, theme: Theme) -> Iterator[str]:
    """Make masthead, title and mark; one blank line parts them from the body."""
    page = sheet(theme)
    if meta.masthead:
        yield from _masthead(meta.masthead, theme)
    width = page.text_width / pt(theme.title.size)
    lines = "<w:r><w:br/></w:r>".join(run(line) for line in break_title(meta.title, width))
    above = 2 * page.pitch if meta.masthead else 0
    yield paragraph(styles.TITLE, lines, spacing={
        "before": above, "after": 0 if meta.mark else page.pitch, "line": page.line(theme.title),
        "lineRule": "exact"})
    if meta.mark:
        yield paragraph(styles.MARK, run(meta.mark), spacing={
            "before": 0, "after": page.pitch, "line": page.pitch, "lineRule": "exact"})


def _masthead(masthead: Masthead, theme: Theme) -> Iterator[str]:
    """Make name, issue number, and the line with issuer and date over the red rule."""
    size = name_size(masthead.name, theme)
    look = run_properties(sz=half_points(size), szCs=half_points(size))
    name = run(masthead.name).replace("<w:r>", f"<w:r>{look}", 1)
    yield paragraph(styles.MAST_NAME, name, snapToGrid=False, spacing={
        "before": mm(theme.masthead.drop), "after": 0, "line": pt(size * _TALL), "lineRule": "exact"})
    yield paragraph(styles.MAST_ISSUE, run(masthead.issue))
    yield paragraph(styles.MAST_LINE, _TAB, run(masthead.issuer), _TAB, run(day(masthead.date)))


def name_size(name: str, theme: Theme) -> float:
    """Shrink the masthead's name to one line: the theme's size in pt or less, in half-points."""
    fitting = theme.page.text_width * 72 / 25.4 / max(cells(name), 1)
    return math.floor(2 * min(theme.masthead.name.size, fitting)) / 2
