"""Make the heads: masthead of a 简报, letterhead of a 公文, title and mark, and the head of an attachment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.model.numerals import day
from briefgen.write.measure import break_title, one_line_size
from briefgen.write.word import styles
from briefgen.write.word.units import half_points, mm, pt, sheet
from briefgen.write.word.xml import TAB, paragraph, run, run_properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.document.nodes import Attachment, Letterhead, Masthead, Meta
    from briefgen.document.theme import Theme

_TALL = 1.1  # a red name's line over its type size, so that the type's top is the line's top


def head(meta: Meta, theme: Theme) -> Iterator[str]:
    """Make masthead or letterhead, title and mark; one blank line parts them from the body."""
    page = sheet(theme)
    if meta.masthead:
        yield from _masthead(meta.masthead, theme)
    if meta.letterhead:
        yield from _letterhead(meta.letterhead, theme)
    above = 2 * page.pitch if meta.masthead or meta.letterhead else 0
    yield _title(styles.TITLE, meta.title, theme, before=above, after=0 if meta.mark else page.pitch)
    if meta.mark:
        yield paragraph(styles.MARK, run(meta.mark), spacing={
            "before": 0, "after": page.pitch, "line": page.pitch, "lineRule": "exact"})


def attachment(block: Attachment, theme: Theme) -> Iterator[str]:
    """Make the head of an attachment: label on line 1 of a new page, title on line 3 (GB/T 9704-2012 7.3.6)."""
    blank = sheet(theme).pitch
    yield paragraph(styles.LABEL, run(block.label))
    yield _title(styles.ATTACHED, block.title, theme, before=blank, after=blank)


def _title(style: str, title: str, theme: Theme, *, before: int, after: int) -> str:
    page = sheet(theme)
    lines = "<w:r><w:br/></w:r>".join(map(run, break_title(title, page.text_width / pt(theme.title.size))))
    return paragraph(style, lines, spacing={
        "before": before, "after": after, "line": page.line(theme.title), "lineRule": "exact"})


def _masthead(masthead: Masthead, theme: Theme) -> Iterator[str]:
    """Make name, issue number, and the line with issuer and date over the red rule."""
    look, page = theme.masthead, sheet(theme)
    size = one_line_size(masthead.name, look.name.size, theme.page.text_width)
    yield _name(styles.MAST_NAME, masthead.name, size, look.drop)
    yield paragraph(styles.MAST_ISSUE, run(masthead.issue), spacing={
        "before": page.pitch - _spare(size), "after": 0, "line": page.line(look.issue), "lineRule": "exact"})
    yield paragraph(styles.MAST_LINE, TAB, run(masthead.issuer), TAB, run(day(masthead.date)))


def _letterhead(letterhead: Letterhead, theme: Theme) -> Iterator[str]:
    """Make 发文机关标志 and, below two blank lines, 发文字号 over the red rule (7.2.4, 7.2.5, 7.2.7)."""
    look, page = theme.letterhead, sheet(theme)
    size = one_line_size(letterhead.mark, look.mark.size, theme.page.text_width)
    yield _name(styles.LETTER_MARK, letterhead.mark, size, look.drop)
    line = pt(look.number.size * styles.AIR)
    above = 2 * page.pitch + (page.line(look.number) - line) // 2 - _spare(size)
    yield paragraph(styles.LETTER_NUMBER, run(letterhead.number), spacing={
        "before": above, "after": 0, "line": line, "lineRule": "exact"})


def _name(style: str, text: str, size: float, drop: float) -> str:
    """Make the red name in one line, its type `drop` mm below the 版心's top."""
    look = run_properties(sz=half_points(size), szCs=half_points(size))
    return paragraph(style, run(text).replace("<w:r>", f"<w:r>{look}", 1), snapToGrid=False, spacing={
        "before": mm(drop), "after": 0, "line": pt(size * _TALL), "lineRule": "exact"})


def _spare(size: float) -> int:
    """Give what a red name's line has below its type, in twips."""
    return pt(size * (_TALL - 1))
