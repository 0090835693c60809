"""Put the commands together, and word what the command-line library would say in English only."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_, _


class UsageFault(BriefgenError):
    """The command line cannot be understood."""

    message = N_("{reason} (see {command} --help)")


class _Command(TyperCommand):
    """A command whose usage line and help option speak the reader's language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Word the usage, and leave out what Python calls the type of an argument."""
        super().__init__(*args, **options)
        self.options_metavar = _("[OPTIONS]")
        for each in self.params:
            if each.param_type_name == "argument":
                each.display_type_rich = _untold  # type: ignore[attr-defined]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        """Describe --help."""
        return _described(super().get_help_option(ctx))


class _Group(TyperGroup):
    """A group of commands, worded likewise."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Word the usage."""
        super().__init__(*args, **options)
        self.options_metavar, self.subcommand_metavar = _("[OPTIONS]"), _("COMMAND [ARGS]...")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command; raises UsageFault with the nearest."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            text = _("there is no command {name}; there are: {known}")
            reason = text.format(name=args[0], known=", ".join(self.commands))
            raise UsageFault(command=ctx.command_path, reason=reason)
        return super().resolve_command(ctx, args)

    format_usage = _Command.format_usage

    def get_help_option(self, ctx: Any) -> Any:
        """Describe --help."""
        return _described(super().get_help_option(ctx))


def _untold(ctx: Any) -> str:
    return ""


def _described(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this message and exit.")
    return option


def _application(arguments: list[str]) -> typer.Typer:
    """Put the commands together; only those named in the arguments are imported, so that help comes at once."""
    settings = {"help_option_names": ["-h", "--help"]}
    app = typer.Typer(
        name="briefgen", cls=_Group, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
        no_args_is_help=True, context_settings=settings,
        help=_("Turn the ledgers of an investment-promotion office into finished briefings."),
        epilog=_("Every command takes --lang zh or --lang en, and runs in the office folder or with --office DIR."))
    commands = {
        "check": _("Check the data: every problem, with its cell."), "build": _("Build documents, Word and PDF."),
        "explain": _("Show what a figure is and the rows it comes from."),
        "figures": _("Answer with a table and a sentence to paste."),
        "forms": _("Write blank Excel forms for the counties to fill in."),
        "receive": _("Take in what the counties send; show who has reported."),
        "publish": _("Freeze the issued Word and PDF of a document."),
        "diff": _("Show what changed between issues, or an issue and today's data.")}
    for name, text in commands.items():
        work = import_module(f"briefgen.cli.{name}").command if name in arguments else _elsewhere
        app.command(name, cls=_Command, help=text)(work)
    text = _("Find or install the fonts of the page.")
    if "fonts" in arguments:
        app.add_typer(_fonts(text, settings), name="fonts")
    else:
        app.command("fonts", cls=_Command, help=text)(_elsewhere)
    return app


def _fonts(text: str, settings: dict[str, list[str]]) -> typer.Typer:
    from briefgen.cli import fonts

    faces = typer.Typer(cls=_Group, no_args_is_help=True, rich_markup_mode=None, context_settings=settings, help=text)
    faces.command("check", cls=_Command, help=_("Show which font stands for each face."))(fonts.check)
    faces.command("install", cls=_Command, help=_("Install the free faces for this user."))(fonts.install)
    return faces


def _elsewhere() -> None:
    """Stand in for a command that was not asked for."""


def run(arguments: list[str]) -> int:
    """Parse and run one command; gives the exit code. Raises UsageFault and what the command raises."""
    command = typer.main.get_command(_application(arguments))
    try:
        return int(command.main(arguments, prog_name="briefgen", standalone_mode=False) or Exit.DONE)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            return Exit.USAGE
        raise UsageFault(reason=_reason(error), command=_path(error)) from None


def _path(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "briefgen"


def _reason(error: TyperException) -> str:
    """Word a fault of the command line by its class; the library has English for some of them only."""
    name, parameter = type(error).__name__, getattr(error, "param", None)
    if name == "NoSuchOption":
        options = ", ".join(getattr(error, "possibilities", None) or ())
        text = _("there is no option {name}").format(name=getattr(error, "option_name", ""))
        return text + _(" (-> {name}?)").format(name=options) if options else text
    if name == "MissingParameter" and parameter is not None:
        return _("{name} is missing").format(name=parameter.opts[-1] if parameter.opts else parameter.name)
    if name == "BadParameter" and parameter is not None:
        return _("{name} is not valid").format(name=parameter.opts[-1] if parameter.opts else parameter.name)
    if name == "BadOptionUsage":
        return _("{name} takes a value").format(name=getattr(error, "option_name", ""))
    if match := re.search(r"\((.*)\)$", error.format_message()):
        return _("too many words: {words}").format(words=match[1])
    return error.format_message()
