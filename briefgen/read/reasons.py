"""Name the reasons for which a file is not read; each is worded as the reason in a Problem."""

from __future__ import annotations

from briefgen.errors import BriefgenError
from briefgen.i18n import N_


class Unreadable(BriefgenError):
    """A file whose content is not what its name says."""

    message = N_("its content is damaged or of another kind")


class FileEmpty(Unreadable):
    """A file without a byte in it."""

    message = N_("the file is empty")


class NotOrdinary(Unreadable):
    """A folder, a pipe or a device in the place of a file."""

    message = N_("a folder, a pipe or a device stands in the place of the file")


class KindUnknown(Unreadable):
    """A file name that ends in nothing that is read."""

    message = N_("only .xlsx, .xlsm, .xls, .et, .ods, .csv, .tsv, .db and .sqlite files are read")


class NoRights(Unreadable):
    """A file that the system does not hand out."""

    message = N_("the system refuses it")


class NotText(Unreadable):
    """Bytes that no usual encoding explains."""

    message = N_("it is no text in UTF-8 or GB18030")


class PasswordNeeded(Unreadable):
    """A workbook that is locked."""

    message = N_("it is locked with a password")


class SheetMissing(Unreadable):
    """A workbook without the sheet; the parameter `sheets` lists those it has."""

    message = N_("the workbook has no sheet {sheet}; it has: {sheets}")


class TableMissing(Unreadable):
    """A database without the table or view."""

    message = N_("the database has no table or view {table}; it has: {known}")


class BinaryHeld(Unreadable):
    """A database cell that holds bytes, a picture perhaps."""

    message = N_("the column {column} holds binary data at {cell}; make a view without it and name that as the sheet")


class StillOpen(Unreadable):
    """A database whose last changes are still in the journal beside it."""

    message = N_("its last changes are still in {journal}; close the program that uses it")


class ReallyKind(Unreadable):
    """A file of a kind that is read, under the name of another."""

    message = N_("it is really a {ending} file; let its name end in {ending}")


class ReallyPage(Unreadable):
    """A web page under the name of a workbook, as some systems export them."""

    message = N_("it is really a web page (HTML); open it in Excel or WPS and save it as .xlsx")


class ReallyText(Unreadable):
    """A text under the name of a workbook."""

    message = N_("it is really plain text; let its name end in .csv or .tsv, or save it as .xlsx")


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


class FileLarge(Unreadable):
    """A file over the limit of bytes."""

    message = N_("it is larger than {limit} MB; if it is to be trusted, raise file_mb under [limits] in briefgen.toml")


class InflatedLarge(Unreadable):
    """A zip that inflates beyond the limit."""

    message = N_("its content unpacks to more than {limit} MB; if it is to be trusted, raise inflated_mb "
                 "under [limits] in briefgen.toml")


class CellsMany(Unreadable):
    """A sheet, or a table of a database, that reaches too far."""

    message = N_("{sheet} reaches to {cell}, more than {limit} cells; delete what stands far out, "
                 "or raise cells under [limits] in briefgen.toml")


class TimeNeeded(Unreadable):
    """A file that is read for too long."""

    message = N_("it could not be read within {limit} seconds; if it is to be trusted, raise seconds "
                 "under [limits] in briefgen.toml")


class MemoryNeeded(Unreadable):
    """A file that takes too much memory, or ends the process that reads it."""

    message = N_("it is damaged, or needs more than {limit} MB of memory; if it is to be trusted, raise memory_mb "
                 "under [limits] in briefgen.toml")
