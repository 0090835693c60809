"""Say what went wrong in a command, and with which exit code it ends."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

from briefgen.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    DATA = 3
    OUTPUT = 4
    INTERRUPTED = 130


class BriefgenError(Exception):
    """Trouble in the program's surroundings or its command line, worded when it is shown."""

    exit: ClassVar[Exit] = Exit.USAGE
    message: ClassVar[str] = ""

    def __init__(self, **params: object) -> None:
        """Keep the parameters of the sentence."""
        super().__init__()
        self.params = params

    def __str__(self) -> str:
        """Word the sentence in the reader's language."""
        return _(self.message).format(**self.params)


class ConfigError(BriefgenError):
    """All faults of one configuration file, each with its place."""

    message = N_("{file}: the configuration is not valid")

    def __init__(self, file: str, faults: Sequence[BriefgenError]) -> None:
        """Keep the file's name and its faults, each a sentence of its own."""
        super().__init__(file=file)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """Word every fault on a line of its own."""
        return "\n".join(str(fault) for fault in self.faults)
