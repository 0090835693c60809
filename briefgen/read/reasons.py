"""Name the reasons for which a file is not read; each is worded as the reason in a Problem."""

from __future__ import annotations

from typing import ClassVar

from briefgen.errors import BriefgenError
from briefgen.i18n import N_, _


class Unreadable(BriefgenError):
    """A file whose content is not what its name says; `remedy` words what to do, `key` names its limit."""

    message = N_("its content is damaged or of another kind")
    remedy: ClassVar[str] = N_("open it in Excel or WPS and save it again as .xlsx")
    key: ClassVar[str] = ""


class Remedy:
    """What to do about a file that is not read, worded when it is shown."""

    def __init__(self, reason: Unreadable) -> None:
        """Keep the reason."""
        self._reason = reason

    def __str__(self) -> str:
        """Word it in the reader's language."""
        return _(self._reason.remedy).format(**self._reason.params, key=self._reason.key)


class OverLimit(Unreadable):
    """A file that takes more of the machine than [limits] in briefgen.toml allows."""

    remedy = N_("if it is to be trusted, raise {key} under [limits] in briefgen.toml")


class FileEmpty(Unreadable):
    """A file without a byte in it."""

    message = N_("the file is empty")


class NotOrdinary(Unreadable):
    """A folder, a pipe or a device in the place of a file."""

    message = N_("a folder, a pipe or a device stands in the place of the file")
    remedy = N_("put the file there, or name another under [data] in briefgen.toml")


class KindUnknown(Unreadable):
    """A file name that ends in nothing that is read."""

    message = N_("only .xlsx, .xlsm, .xls, .et, .ods, .csv, .tsv, .db and .sqlite files are read")


class NoRights(Unreadable):
    """A file that the system does not hand out."""

    message = N_("the system refuses it")


class HeldElsewhere(Unreadable):
    """A file that another program keeps to itself, as Excel does on Windows, or that this user may not read."""

    message = N_("it is open in Excel or WPS, or this user may not read it")
    remedy = N_("close it there, and if that does not help, ask for the right to read it")


class NotText(Unreadable):
    """Bytes that no usual encoding explains."""

    message = N_("it is no text in UTF-8 or GB18030")


class PasswordNeeded(Unreadable):
    """A workbook that is locked."""

    message = N_("it is locked with a password")
    remedy = N_("open it in Excel or WPS, take the password off, and save it")


class SheetMissing(Unreadable):
    """A workbook without the sheet; the parameter `sheets` words those it has, `names` lists them."""

    message = N_("the workbook has no sheet {sheet}; it has: {sheets}")


class SheetsMany(Unreadable):
    """A workbook of more sheets than can be looked through for a table."""

    message = N_("it has {count} sheets, too many to look through")
    remedy = N_("say with --sheet which of them counts")


class TableMissing(Unreadable):
    """A database without the table or view."""

    message = N_("the database has no table or view {table}; it has: {known}")
    remedy = N_("name one of them as sheet under [data] in briefgen.toml")


class BinaryHeld(Unreadable):
    """A database cell that holds bytes, a picture perhaps."""

    message = N_("the column {column} holds binary data at {cell}")
    remedy = N_("make a view without it and name that as sheet under [data] in briefgen.toml")


class StillOpen(Unreadable):
    """A database whose last changes are still in the journal beside it."""

    message = N_("its last changes are still in {journal}")
    remedy = N_("close the program that uses it")


class ReallyKind(Unreadable):
    """A file of a kind that is read, under the name of another."""

    message = N_("it is really a {ending} file")
    remedy = N_("let its name end in {ending}")


class ReallyPage(Unreadable):
    """A web page under the name of a workbook, as some systems export them."""

    message = N_("it is really a web page (HTML)")


class ReallyText(Unreadable):
    """A text under the name of a workbook."""

    message = N_("it is really plain text")
    remedy = N_("let its name end in .csv or .tsv, or save it as .xlsx")


class ReallyArchive(Unreadable):
    """A zip archive, or what another program keeps in one."""

    message = N_("it is really a zip archive or another program's document")


class PartTwice(Unreadable):
    """A zip with two members of one name: which of them counts is anybody's guess."""

    message = N_("it holds the part {part} twice")


class PartsMany(Unreadable):
    """A zip with more members than any workbook has."""

    message = N_("it holds {count} parts, and no workbook has more than {limit}")


class Declares(Unreadable):
    """A part that declares a document type, and with it entities."""

    message = N_("its part {part} declares a document type (DOCTYPE), as no office program writes it")


class FileLarge(OverLimit):
    """A file over the limit of bytes."""

    message = N_("it is larger than {limit} MB")
    key = "file_mb"


class InflatedLarge(OverLimit):
    """A zip that inflates beyond the limit."""

    message = N_("its content unpacks to more than {limit} MB")
    key = "inflated_mb"


class CellsMany(OverLimit):
    """A sheet, or a table of a database, that reaches too far."""

    message = N_("{sheet} reaches to {cell}, more than {limit} cells")
    remedy = N_("delete what stands far out, or raise {key} under [limits] in briefgen.toml")
    key = "cells"


class TimeNeeded(OverLimit):
    """A file that is read for too long."""

    message = N_("it could not be read within {limit} seconds")
    key = "seconds"


class MemoryNeeded(OverLimit):
    """A file that takes too much memory, or ends the process that reads it."""

    message = N_("it is damaged, or needs more than {limit} MB of memory")
    key = "memory_mb"


class RowsMany(OverLimit):
    """A SELECT that gives too much."""

    message = N_("the select gives more than {limit} cells in {columns} columns")
    remedy = N_("narrow it by WHERE, or raise {key} under [limits] in briefgen.toml")
    key = "cells"


class ExtraMissing(Unreadable):
    """SQLAlchemy, which no file needs, is not installed."""

    message = N_("what reads databases is not installed")
    remedy = N_("run: pip install briefgen[db]")


class DriverMissing(Unreadable):
    """The database's own driver is not installed."""

    message = N_("the driver {driver} is not installed")
    remedy = N_("install it beside briefgen: for PostgreSQL, pip install psycopg[binary]")


class VariableUnset(Unreadable):
    """The environment does not tell the database's address."""

    message = N_("the environment variable {variable} is not set")
    remedy = N_("set it to the address, such as postgresql+psycopg://USER:PASSWORD@HOST/NAME")


class AddressBad(Unreadable):
    """The environment tells something else."""

    message = N_("the environment variable {variable} holds no address of a database")
    remedy = N_("set it to the address, such as postgresql+psycopg://USER:PASSWORD@HOST/NAME")


class NotConnected(Unreadable):
    """A database that does not answer, or refuses the user."""

    message = N_("it cannot be reached: {said}")
    remedy = N_("compare address, user and network with whoever keeps it")


class SelectRefused(Unreadable):
    """A SELECT that the database does not understand or allow."""

    message = N_("it refuses the select: {said}")
    remedy = N_("correct select under [data] in briefgen.toml")


class SelectWrites(Unreadable):
    """A SELECT that would change the data."""

    message = N_("the select would change data, and nothing was changed: {said}")
    remedy = N_("let select under [data] in briefgen.toml read only")


class ValueHeld(Unreadable):
    """A value that no cell can hold: bytes, a list."""

    message = N_("the column {column} holds a value of the kind {kind} in row {row}")
    remedy = N_("leave the column out of the select, or turn it into text there")
