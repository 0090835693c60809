"""Name what can be wrong with a template, with the file and line where it stands."""

from __future__ import annotations

from typing import Self

from briefgen.errors import BriefgenError
from briefgen.i18n import N_


class TemplateFault(BriefgenError):
    """A template cannot be rendered, for a reason found elsewhere."""

    message = N_("{place}: {reason}")

    def __init__(self, **params: object) -> None:
        """Keep the parameters; the place may be added on the way up."""
        super().__init__(**{"place": "", **params})

    def at(self, place: object) -> Self:
        """Add the place unless it is known."""
        self.params["place"] = self.params["place"] or place
        return self


class TemplateBroken(TemplateFault):
    """The text is not a valid template."""

    message = N_("{place}: not a valid template: {reason}")


class TemplateMissing(TemplateFault):
    """A template names a file that no layer has."""

    message = N_("{place}: no template layer has {name}")


class NameUnknown(TemplateFault):
    """A template uses a name that nobody offers."""

    message = N_("{place}: there is no {name}{nearest}")


class NameTaken(TemplateFault):
    """An indicator's first segment is a word of the template language."""

    message = N_("the indicators {name}.… need another first word: templates use {name} for something else")


class NotOffered(TemplateFault):
    """A template uses a construct that is closed to templates."""

    message = N_("{place}: templates cannot use {what}; {hint}")


class NumberBare(TemplateFault):
    """A number, list or other plain value was printed."""

    message = N_("{place}: a value of the kind {kind} cannot be printed; figures come from indicators, "
                 "loop counters and lengths through `| cn`")


class TruthUnclear(TemplateFault):
    """A value was used as a condition that is neither true nor false."""

    message = N_("{place}: a value of the kind {kind} is neither true nor false; write `is known`, `is zero` or `> 0`")


class Incomparable(TemplateFault):
    """Printed text was compared."""

    message = N_("{place}: a value of the kind {kind} cannot be compared; compare the figure itself")


class ArgumentUnfit(TemplateFault):
    """A function or filter was given something that it cannot take."""

    message = N_("{place}: {function} takes {wanted}, not {given}")


class TemplateEndless(TemplateFault):
    """A template takes too many steps, too much time or too much room."""

    message = N_("{place}: the template takes too long or writes too much; it was stopped")


class CharacterRefused(TemplateFault):
    """A template holds a private-use, control or direction character."""

    message = N_("{place}: the character U+{code} cannot stand in a template")


class TokenTorn(TemplateFault):
    """A printed value was cut, changed or taken from another document on its way to the page."""

    message = N_("{place}: a printed value was cut, changed or taken from another document")


class MarkupUnknown(TemplateFault):
    """A line looks like markup that is not part of the language."""

    message = N_("{place}: {mark} is no markup here; use # to ####, **, - and blank lines")


class StressUnpaired(TemplateFault):
    """The marks ** do not pair, or stress nothing."""

    message = N_("{place}: the marks ** do not pair")


class BlockInLine(TemplateFault):
    """A table or signature does not stand alone on its line."""

    message = N_("{place}: a table or signature must stand alone on its line")


class FigureTouched(TemplateFault):
    """A figure has another number beside it."""

    message = N_("{place}: a figure stands beside another number ({text}); put a word between them")


class FactUnknown(TemplateFault):
    """A fact is printed that the table does not hold, or not yet."""

    message = N_("{place}: the table 事实 holds no fact {key} that is known by the document's day{reason}; "
                 "write `is known` before it, or add it")


class SectionTwice(TemplateFault):
    """A text file names two sections alike."""

    message = N_("{place}: the section {name} stands twice in the file")


class SectionUnasked(TemplateFault):
    """A text file holds a section that the document does not print."""

    message = N_("{place}: the document has no place for the section {name}{nearest}; it asks for: {known}")


class SectionUnnamed(TemplateFault):
    """A text file begins with text that belongs to no section."""

    message = N_("{place}: text stands before the first section; begin with a line such as # 主要做法")


class FigureInHeadline(TemplateFault):
    """A headline or masthead holds more than plain text."""

    message = N_("{place}: a headline and a masthead take plain text only")


class PersonalInPublic(TemplateFault):
    """A public kind prints a personal column."""

    message = N_("{place}: the column {column} is personal and cannot be printed in a public document")


class KindUnknown(BriefgenError):
    """No layer has a kind of that id or title."""

    message = N_("there is no kind {name}{nearest}; there are: {known}")


class KindMisnamed(BriefgenError):
    """A kind.toml names another id than its folder."""

    message = N_("{file}: the id {id} must be the name of the folder")


class KindIncomplete(BriefgenError):
    """A kind.toml neither sets nor inherits a key that must be there."""

    message = N_("{file}: the key {key} is missing")


class KindsInCircle(BriefgenError):
    """Kinds extend each other in a circle, or too deep."""

    message = N_("kinds extend each other in a circle or deeper than {depth}: {chain}")
