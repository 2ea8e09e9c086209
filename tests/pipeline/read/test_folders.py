"""Which files of a folder are read, and what is said of those that cannot be."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.faults import CannotBuild
from pipeline.read.folders import MAX_BYTES, decode, files_of, read_bytes
from tests.support.planting import OF_EDITORS
from tests.support.project import Project


def test_what_editors_leave_is_passed_over(tmp_path: Path) -> None:
    for name in ["a.yaml", "README.md", *OF_EDITORS[1:]]:
        (tmp_path / name).write_text("- [", encoding="utf-8")
    # The lock of an unsaved buffer is a link that leads nowhere.
    (tmp_path / OF_EDITORS[0]).symlink_to("user@host.4913:1")
    assert files_of(tmp_path, ".yaml") == ([tmp_path / "a.yaml"], [])


@pytest.mark.parametrize("folder", ["records", "seeds"])
def test_what_editors_leave_stops_neither_records_nor_articles(example: Project, folder: str) -> None:
    for name in [*OF_EDITORS, "README.md"]:
        example.write(f"{folder}/{name}", "- [")
        example.write(f"{folder}/{name.replace('.yaml', '.txt')}", "- [")
    assert example.faults() == []


@pytest.mark.parametrize(
    ("file", "seen", "fix"),
    [
        ("records/x.yml", "nothing reads this file", "rename it to x.yaml"),
        ("records/X.YAML", "nothing reads this file", "rename it to X.yaml"),
        ("records/X.YML", "nothing reads this file", "rename it to X.yaml"),
        ("records/rows.csv", "nothing reads this file", "move it elsewhere"),
        ("records/notes.md", "nothing reads this file", "move it elsewhere"),
        ("records/yaml", "nothing reads this file", "move it elsewhere"),
        ("seeds/X.TXT", "nothing reads this file", "rename it to X.txt"),
        ("seeds/old/a.txt", "a folder", "move it elsewhere"),
    ],
)
def test_a_file_that_nothing_reads_is_reported(example: Project, file: str, seen: str, fix: str) -> None:
    example.write(file, "x")
    (fault,) = example.faults()
    entry = "/".join(file.split("/")[:2])
    assert (str(fault.position), fault.kind, fault.seen) == (f"{entry}:1", "file-not-read", seen)
    assert fix in fault.fix


def test_a_missing_folder_cannot_be_built(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="records is missing"):
        files_of(tmp_path / "records", ".yaml")


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


UNREADABLE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "link that leads nowhere": (lambda path: path.symlink_to("no"), "file-unreadable", "a link that leads nowhere"),
    "link to itself": (
        lambda path: path.symlink_to(path.name),
        "file-unreadable",
        "it cannot be read: Too many levels",
    ),
    "folder": (Path.mkdir, "file-unreadable", "a folder"),
    "pipe": (os.mkfifo, "file-unreadable", "a pipe, a socket or a device"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "file-unreadable", "a pipe, a socket or a device"),
    "large file": (large, "file-too-large", f"it has {MAX_BYTES + 1} bytes"),
}


@pytest.mark.parametrize("file", ["records/x.yaml", "seeds/x.txt"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_reported_with_its_file(example: Project, name: str, file: str) -> None:
    make, kind, seen = UNREADABLE[name]
    make(example.root / file)
    fault = next(fault for fault in example.faults() if fault.position.file == file)
    assert (str(fault.position), fault.kind) == (f"{file}:1", kind)
    assert fault.seen.startswith(seen)


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    data, (fault,) = read_bytes(path, "records/x.yaml")
    assert data is None
    assert (fault.kind, fault.seen) == ("file-unreadable", "it cannot be read: Permission denied")


def test_only_utf_8_without_a_mark_is_text() -> None:
    assert decode("é\n".encode(), "x") == ("é\n", [])
    for data, line, seen in ((b"a\n\xff", 2, "byte 0xff is not UTF-8"), (b"\xef\xbb\xbfa", 1, "a byte order mark")):
        text, (fault,) = decode(data, "x", ", then go on")
        assert (text, str(fault.position), fault.kind, fault.seen) == (None, f"x:{line}", "file-not-utf8", seen)
        assert fault.fix.endswith(", then go on")
