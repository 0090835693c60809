"""Write files whole or not at all, and never over somebody's edits."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Exit
from briefgen.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from io import FileIO

_MANIFEST = Path(".briefgen") / "manifest.jsonl"
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
_WORD_DROPS = 2
_NAME_LIMIT = 75  # bytes: three names and an ending make one of at most 255


class OutputFailed(BriefgenError):
    """The disk or its rights refused a file."""

    exit = Exit.OUTPUT
    message = N_("{file} could not be written: {reason}")


class EditedByHand(BriefgenError):
    """The file on disk is not the one that briefgen wrote last."""

    exit = Exit.OUTPUT
    message = N_("{file} was changed after it was built, or is not ours; move it away or write elsewhere")


class OpenInWord(BriefgenError):
    """An office program holds the file."""

    exit = Exit.OUTPUT
    message = N_("{file} is open in Word, Excel or WPS; close it and build again")


def digest(data: bytes) -> str:
    """Digest bytes as hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def there(path: Path) -> bool:
    """Tell whether something stands at a path; a name that no disk could hold names nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def safe_name(text: str) -> str:
    """Turn a text from data into a file name: letters, digits, `-`, `_` and full-width brackets, at most 75 bytes."""
    kept = "".join(char if unicodedata.category(char)[0] in "LN" or char in "-_（）" else "_"
                   for char in unicodedata.normalize("NFC", text))
    while len(kept.encode()) > _NAME_LIMIT:
        kept = kept[:-1]
    return f"_{kept}" if not kept or kept.upper() in _RESERVED else kept


def save_all(out: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files below `out` (names relative, `/`), all checked before the first is touched.

    Raises EditedByHand, OpenInWord or OutputFailed; each file is old or new, never torn.
    """
    known = _recorded(out)
    for name in contents:
        _refuse_foreign(out, name, known)
    written = []
    for name, data in contents.items():
        target = out / name
        _record(out, name, digest(data))  # first, so that a crash in between leaves a file that is still known
        _replace(target, data)
        written.append(target)
    return written


def keep_new(out: Path, name: str, data: bytes) -> Path:
    """Write a file below `out` that is not there yet, whole or not at all; one of the same bytes is kept as it is.

    Raises EditedByHand when other bytes stand there, OutputFailed.
    """
    target = out / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _claimed(target):
            if not target.is_file() or target.read_bytes() != data:
                raise EditedByHand(file=target)
            return target
    except OSError as error:
        raise OutputFailed(file=target, reason=error.strerror or error) from error
    try:
        _replace(target, data)
    except OutputFailed:
        with contextlib.suppress(OSError):
            target.unlink()
        raise
    return target


def _claimed(target: Path) -> bool:
    """Take a name that nobody has yet: of two calls at once only one gets it."""
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    return True


def new_folder(target: Path, contents: Mapping[str, bytes]) -> None:
    """Make a folder with its files under a hidden name, then give it its own: nobody sees half of it.

    What an interrupted call left under the hidden name is cleared away. Raises EditedByHand, OutputFailed.
    """
    hidden = target.with_name(f".{target.name}.tmp")
    if target.exists() or target.is_symlink():
        raise EditedByHand(file=target)
    try:
        shutil.rmtree(hidden, ignore_errors=True)
        hidden.mkdir(parents=True)
        for name, data in contents.items():
            _replace(hidden / name, data)
        hidden.rename(target)
    except OSError as error:
        raise OutputFailed(file=target, reason=error.strerror or error) from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold a lock file, waiting for whoever holds it; a process that dies lets it go. Raises OutputFailed."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("ab")
    except OSError as error:
        raise OutputFailed(file=file, reason=error.strerror or error) from error
    with stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise OutputFailed(file=file, reason=error.strerror or error) from error
        yield


def _lock(handle: int) -> None:
    """Lock an open file until it is closed, as the system does it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def append_lines(file: Path, lines: Iterable[str]) -> None:
    """Add lines to a text file in one write that reaches the disk, each on a line of its own; raises OutputFailed."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab+", buffering=0) as stream:
            end = stream.tell()
            stream.seek(max(0, end - 1))
            torn = stream.read(1) not in {b"", b"\n"}
            _append(stream, ("\n" * torn + "".join(f"{line}\n" for line in lines)).encode(), end)
    except OSError as error:
        raise OutputFailed(file=file, reason=error.strerror or error) from error


def _append(stream: FileIO, data: bytes, end: int) -> None:
    """Write at the end of a file, or leave it as it was."""
    try:
        while data:
            data = data[stream.write(data):]
        os.fsync(stream.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(stream.fileno(), end)
        raise


def _refuse_foreign(out: Path, name: str, known: Mapping[str, set[str]]) -> None:
    target = out / name
    try:
        if any(target.with_name(mark).exists() for mark in open_marks(target.name, _WORD_DROPS)):
            raise OpenInWord(file=target)
        if target.exists() and (not target.is_file() or digest(target.read_bytes()) not in known.get(name, ())):
            raise EditedByHand(file=target)
    except OSError as error:
        raise OutputFailed(file=target, reason=error.strerror or error) from error


def open_marks(name: str, drops: int = 0) -> tuple[str, ...]:
    """Name the files that stand beside an open one: Excel's (Word drops up to two characters), WPS's, LibreOffice's."""
    return (*(f"~${name[drop:]}" for drop in range(drops + 1)), f".~{name}", f".~lock.{name}#")


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target, flush to the disk, then rename over it."""
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".briefgen-", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
        temporary = ""
    except OSError as error:
        raise OutputFailed(file=target, reason=error.strerror or error) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _recorded(out: Path) -> dict[str, set[str]]:
    """Read which digests each file was ever written with; torn last lines are passed over."""
    manifest = out / _MANIFEST
    known: dict[str, set[str]] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for line in _manifest_text(manifest).splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
                entry = json.loads(line)
                known.setdefault(entry["name"], set()).add(entry["sha256"])
    return known


def _manifest_text(manifest: Path) -> str:
    try:
        return manifest.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise OutputFailed(file=manifest, reason=error.strerror or error) from error


def _record(out: Path, name: str, sha256: str) -> None:
    manifest = out / _MANIFEST
    try:
        manifest.parent.mkdir(parents=True, exist_ok=True)
        with manifest.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"name": name, "sha256": sha256}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise OutputFailed(file=manifest, reason=error.strerror or error) from error
