"""Read the Word file and the PDF of a document, and hold them against what was built and against their trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefgen.desk import FileMissing
from briefgen.errors import BriefgenError, Exit
from briefgen.files import digest
from briefgen.i18n import N_, _
from briefgen.model.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefgen.document.trace import Trace

MOST: Final = 10  # figures named in a refusal
_PAIR = (".docx", ".pdf")


class PairUnfit(BriefgenError):
    """The two files of a document differ from each other or from their trace."""

    exit = Exit.DATA
    message = N_("{name} cannot be published; build it again, and publish the files as they were built:\n{list}")


class NotOfPair(BriefgenError):
    """The file is neither a Word file nor a PDF."""

    message = N_("{file}: give the .docx or the .pdf of a finished document")


class Untraced(BriefgenError):
    """A file of the pair has no trace."""

    exit = Exit.DATA
    message = N_("{file} carries no figures of briefgen, or lost them; build the pair again")


class FiguresWrong(BriefgenError):
    """Figures of the trace are not what their rows or parents make."""

    exit = Exit.DATA
    message = N_("{name} cannot be published: figures are not what they are said to come from:\n{list}")


@dataclass(frozen=True)
class Pair:
    """The Word file and the PDF of one document, with the trace that both carry."""

    word: Path
    pdf: Path
    contents: Mapping[str, bytes]
    trace: Trace


def read_pair(file: Path) -> Pair:
    """Read a document's Word file and PDF, given either; raises NotOfPair, FileMissing, Untraced, PairUnfit."""
    if file.suffix.lower() not in _PAIR:
        raise NotOfPair(file=file)
    word, pdf = (file if file.suffix.lower() == suffix else file.with_suffix(suffix) for suffix in _PAIR)
    contents = {}
    for suffix, path in zip(_PAIR, (word, pdf), strict=True):
        try:
            contents[suffix] = path.read_bytes()
        except OSError:
            raise FileMissing(file=path) from None
    left, right = _traces(word, pdf, contents)
    found = [*_traces_differ(word, pdf, left, right)] or [*_texts_differ(word, pdf, contents, left)]
    if found := [*found, *_altered((word, pdf), contents)]:
        raise PairUnfit(name=word.stem, list="\n".join(found))
    return Pair(word, pdf, contents, left)


def _traces(word: Path, pdf: Path, contents: Mapping[str, bytes]) -> tuple[Trace, Trace]:
    from briefgen.document.trace import from_json
    from briefgen.write.pdf.embedded import read_trace as read_attached
    from briefgen.write.word.embedded import read_trace

    texts = (word, read_trace(contents[".docx"])), (pdf, read_attached(contents[".pdf"]))
    for path, text in texts:
        if text is None:
            raise Untraced(file=path)
    left, right = (from_json(text or "", path.name) for path, text in texts)
    return left, right


def _traces_differ(word: Path, pdf: Path, left: Trace, right: Trace) -> Iterator[str]:
    """Say where two traces part: the files are of different builds, or of different documents."""
    if left == right:
        return
    yield _("{word} and {pdf} are not of the same build").format(word=word, pdf=pdf)
    text = _("{name}: {word} has {left}, {pdf} has {right}")
    for name in sorted({*left.document, *right.document}):
        if (mine := left.document.get(name)) != (other := right.document.get(name)):
            yield text.format(name=name, word=word.name, left=mine, pdf=pdf.name, right=other)
    for name in (each for each in left.figures if left.figures[each] != right.figures.get(each)):
        figures = (left.figures[name], right.figures.get(name))
        mine, other = (" / ".join(dict.fromkeys(each.shown)) if each else None for each in figures)
        if mine != other:
            yield text.format(name=f"{name} {figures[0].unit_name}{figures[0].name}", word=word.name,
                              left=mine or "—", pdf=pdf.name, right=other or "—")


def _texts_differ(word: Path, pdf: Path, contents: Mapping[str, bytes], trace: Trace) -> Iterator[str]:
    from briefgen.proof.pair import figures_differ, texts_differ
    from briefgen.write.pdf.reading import read_pieces
    from briefgen.write.word.inlines import controlled
    from briefgen.write.word.reading import read_body

    body, pieces = read_body(contents[".docx"]), read_pieces(contents[".pdf"])
    for path, read in ((word, body), (pdf, pieces)):
        if read is None:
            yield _("{file}: its text cannot be read").format(file=path)
    if body is None or pieces is None:
        return
    yield from figures_differ(word, body.figures, trace, controlled)
    yield from texts_differ(word, pdf, body.paragraphs, pieces)


def _altered(files: tuple[Path, ...], contents: Mapping[str, bytes]) -> Iterator[str]:
    """Say which file is not the one that was built, by the digest in the trace beside it.

    What our writers never write is looked for, too.
    """
    from briefgen.document.trace import built_files
    from briefgen.write.pdf.foreign import foreign as foreign_pdf
    from briefgen.write.word.foreign import foreign as foreign_word

    beside = files[0].with_name(f"{files[0].stem}.trace.json")
    try:
        built = built_files(beside.read_bytes())
    except OSError:
        built = {}
    for path, (suffix, data), foreign in zip(files, contents.items(), (foreign_word, foreign_pdf), strict=True):
        if suffix in built and built[suffix] != digest(data):
            yield _("{file} is not the file that was built: its bytes have changed").format(file=path)
        elif found := foreign(data):
            yield _("{file} holds what briefgen never writes: {found}").format(file=path, found="、".join(found))


def refuse_wrong(pair: Pair) -> None:
    """Refuse figures that are not what their own rows or parents make; raises FiguresWrong."""
    from briefgen.document.recount import contradictions

    text = _("{id} {figure}: {value}; its rows or the figures that it comes from make {made}")
    found = [text.format(id=figure.id, figure=f"{figure.unit_name}{figure.name}", value=figure.value,
                         made="/".join(exact(value) for value in sorted(made)[:1]) or "—")
             for figure, made in contradictions(pair.trace)]
    if found:
        raise FiguresWrong(name=pair.word.stem, list="\n".join(found[:MOST]))
