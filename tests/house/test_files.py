"""Files are written whole or not at all, and never over somebody's edits."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from briefgen.files import EditedByHand, OpenInWord, OutputFailed, digest, safe_name, save_all

OLD = {"2022-12/a.docx": b"old a", "2022-12/a.pdf": b"old b"}
NEW = {"2022-12/a.docx": b"new a", "2022-12/a.pdf": b"new b"}


def _tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*")
            if file.is_file() and ".briefgen/" not in file.as_posix()}


def test_files_are_written_and_written_again(tmp_path: Path) -> None:
    assert save_all(tmp_path, OLD) == [tmp_path / name for name in OLD]
    save_all(tmp_path, NEW)
    assert _tree(tmp_path) == NEW


def test_an_edited_file_keeps_all_files_of_the_run_back(tmp_path: Path) -> None:
    save_all(tmp_path, OLD)
    (tmp_path / "2022-12" / "a.pdf").write_bytes(b"edited")
    with pytest.raises(EditedByHand, match=r"a\.pdf"):
        save_all(tmp_path, NEW)
    assert _tree(tmp_path) == {"2022-12/a.docx": b"old a", "2022-12/a.pdf": b"edited"}


def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "2022-12").mkdir()
    (tmp_path / "2022-12" / "a.docx").write_bytes(b"somebody's")
    with pytest.raises(EditedByHand):
        save_all(tmp_path, NEW)


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "2022-12" / "a.docx").mkdir(parents=True)
    with pytest.raises(EditedByHand):
        save_all(tmp_path, NEW)


@pytest.mark.parametrize("mark", ["~$a.docx", "~$docx", ".~a.docx", ".~lock.a.docx#"])
def test_a_file_that_is_open_in_word_is_left_alone(tmp_path: Path, mark: str) -> None:
    save_all(tmp_path, OLD)
    (tmp_path / "2022-12" / mark).write_bytes(b"")
    with pytest.raises(OpenInWord):
        save_all(tmp_path, NEW)
    assert _tree(tmp_path)["2022-12/a.docx"] == b"old a"


@pytest.mark.parametrize("call", ["fsync", "replace", "mkstemp"])
@pytest.mark.parametrize("failing", [1, 2])
def test_at_each_failure_every_file_is_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str,
                                                  failing: int) -> None:
    save_all(tmp_path, OLD)
    owner = {"fsync": os, "replace": Path, "mkstemp": tempfile}[call]
    real, calls = getattr(owner, call), []

    def broken(*arguments: object, **more: object) -> object:
        calls.append(call)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        return real(*arguments, **more)

    monkeypatch.setattr(owner, call, broken)
    with pytest.raises(OutputFailed, match="No space"):
        save_all(tmp_path, NEW)
    monkeypatch.undo()
    found = _tree(tmp_path)
    assert found.keys() == OLD.keys()
    assert all(found[name] in (OLD[name], NEW[name]) for name in OLD)
    save_all(tmp_path, NEW)
    assert _tree(tmp_path) == NEW


def test_a_torn_manifest_line_is_passed_over(tmp_path: Path) -> None:
    save_all(tmp_path, OLD)
    with (tmp_path / ".briefgen" / "manifest.jsonl").open("a") as manifest:
        manifest.write('{"name": "2022-12/a.do')
    save_all(tmp_path, NEW)
    assert _tree(tmp_path) == NEW


@pytest.mark.parametrize(("text", "name"), [
    ("晋中市", "晋中市"), ("月度工作简报（二）", "月度工作简报（二）"), ("../../etc", "______etc"),
    ("a/b\\c:d", "a_b_c_d"), ("CON", "_CON"), ("nul", "_nul"), ("", "_"), ("甲" * 200, "甲" * 25),
    ("a\u0000b\u202ec", "a_b_c"), ("e\u0301", "é"),
])
def test_names_from_data_are_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_digest_is_sha256() -> None:
    assert digest(b"").startswith("e3b0c44298fc1c14")
