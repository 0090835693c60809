"""The command line: parse, call one function of the pipeline, show, end with an exit code."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from briefgen import __version__, i18n
from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_

COLLECT_AFTER = 50_000  # objects: a command lives for seconds, and the usual 700 would cost it a tenth of them


class LanguageUnknown(BriefgenError):
    """No catalogue speaks the language."""

    message = N_("--lang takes zh or en, not {name}")


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave the process with its exit code."""
    gc.set_threshold(COLLECT_AFTER)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads every package's metadata
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked, rest = _take_language(sys.argv[1:] if arguments is None else arguments)
    i18n.activate(i18n.choose(asked, _office_language(rest)))
    sys.exit(_run(asked, rest))


def _run(asked: str | None, arguments: list[str]) -> int:
    """Run the application; trouble becomes lines on standard error and an exit code."""
    try:
        if asked is not None and asked not in i18n.LANGUAGES:
            raise LanguageUnknown(name=asked)
        if arguments == ["--version"]:
            sys.stdout.write(f"briefgen {__version__}\n")
            return Exit.DONE
        from briefgen.cli.app import run

        return run(arguments)
    except BriefgenError as error:
        from briefgen.cli import show

        show.failure(error, as_json="--json" in arguments)
        return error.exit
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.OUTPUT


def _take_language(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Take `--lang` out of the arguments: help texts are worded before they are parsed."""
    rest, asked = list(arguments), None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" or argument.startswith("--lang="):
            _, has_value, value = argument.partition("=")
            asked = value if has_value else "".join(arguments[at + 1: at + 2])
            del rest[at: at + (1 if has_value else 2)]
            break
    return asked, rest


def _office_language(arguments: list[str]) -> str | None:
    """Read `lang` from the office's briefgen.toml, if there is one; its faults are told later."""
    folder = "."
    for at, argument in enumerate(arguments):
        if argument == "--office":
            folder = "".join(arguments[at + 1: at + 2])
        elif argument.startswith("--office="):
            folder = argument.partition("=")[2]
    file = Path(folder) / "briefgen.toml"
    try:
        text = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    except (OSError, ValueError):
        return None
    if "lang" not in text:
        return None
    import tomllib

    try:
        return str(tomllib.loads(text).get("lang"))
    except (ValueError, RecursionError):
        return None
