"""Verify, of an export: every file by the checksums in its root, and its tables against the known versions."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counternarcotics import _verify
from counternarcotics._verify import verify
from tests.support import verified_copies as copies

SUMS = "SHA256SUMS"
OF_VERSION = ("CITATION.cff", "LICENSE-DATA", "RIGHTS.md")
LISTED = "Not checked: {}, which only the checksums of the export itself list."


def sum_up(folder: Path) -> None:
    """Write the checksums of an export."""
    files = sorted(file for file in folder.iterdir() if file.name != SUMS)
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the tables of a version as an export has them."""
    published = copies.published(tmp_path)
    monkeypatch.setattr(_verify, "data_root", lambda: published)
    (tmp_path / "export").mkdir()
    for file in [*(published / "data").glob("*.csv"), *(published / name for name in OF_VERSION)]:
        shutil.copy(file, tmp_path / "export")
    (tmp_path / "export" / "codebook.csv").write_text("table,column\n", encoding="utf-8")
    sum_up(tmp_path / "export")
    return tmp_path / "export"


def test_an_export_as_it_was_made(export: Path) -> None:
    report = verify(export)
    assert report.sound, report.text()
    assert (report.version, report.notes) == ("0.1.0", [LISTED.format("codebook.csv")])
    assert report.verdict == "Sound, except for the files named above, which were not checked."
    names = ["files, by SHA-256", "tables, against the known versions", "version 0.1.0, as this package knows it"]
    assert [check.name for check in report.checks] == names
    zipped = Path(shutil.make_archive(str(export), "zip", export.parent, "export"))
    assert verify(zipped).sound


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda folder: (folder / "events.csv").unlink(), "events.csv: missing"),
    "changed": (lambda folder: (folder / "events.csv").write_text("x"), "events.csv: it was changed (its SHA-256 is "),
    "text changed": (lambda folder: (folder / "RIGHTS.md").write_text("x"), "RIGHTS.md: it was changed"),
    "added": (lambda folder: (folder / "more.csv").write_text("x"), f"more.csv: it is not listed in {SUMS}"),
    "a link": (lambda folder: (folder / "more.csv").symlink_to("/dev/zero"), f"more.csv: it is not listed in {SUMS}"),
    "no line": (lambda folder: (folder / SUMS).write_text("x\n"), f"{SUMS}: line 1: b'x': expected a SHA-256"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_export_that_was_changed(export: Path, name: str) -> None:
    change, said = CHANGES[name]
    change(export)
    report = verify(export)
    assert any(fault.startswith(said) for fault in report.faults), report.faults
    assert not report.sound


def test_an_export_that_its_checksums_make_whole_is_told_by_its_tables(export: Path) -> None:
    (export / "events.csv").unlink()
    sum_up(export)
    assert verify(export).faults == ["it lacks tables of version 0.1.0: events"]
    text = (export / "seizures.csv").read_text(encoding="utf-8")
    (export / "seizures.csv").write_text(text.replace("85.0,kilogram", "86.0,kilogram"), encoding="utf-8")
    sum_up(export)
    assert 'quantity is "86.0", published "85.0"' in verify(export).faults[0]


def test_an_export_that_its_checksums_make_whole_is_told_by_what_goes_with_its_tables(export: Path) -> None:
    (export / "evil.sqlite").write_bytes(b"x")
    (export / "README.md").write_bytes(b"x")
    sum_up(export)
    assert verify(export).notes == [LISTED.format("README.md, codebook.csv, evil.sqlite")]
    for name in OF_VERSION:
        content = (export / name).read_bytes()
        (export / name).write_bytes(b"x")
        sum_up(export)
        assert verify(export).faults == [f"{name}: it is not the file of version 0.1.0"]
        (export / name).unlink()
        sum_up(export)
        assert verify(export).faults == [f"{name}: missing; it is a file of version 0.1.0"]
        (export / name).write_bytes(content)


def test_an_export_whose_tables_cannot_be_read_proves_less_and_says_so(export: Path) -> None:
    for file in export.glob("*.csv"):
        file.unlink()
    sum_up(export)
    assert verify(export).faults == [f"{SUMS}: it lists no tables"]
    (export / "tables.ods").write_bytes(b"PK")
    sum_up(export)
    report = verify(export)
    assert (report.passed, report.sound, report.version) == (True, False, "0.1.0")
    assert report.verdict.startswith("Consistent: its files are those that its checksums list.")
    (export / "CITATION.cff").write_text("x", encoding="utf-8")
    sum_up(export)
    report = verify(export)
    assert (report.passed, report.version, report.faults) == (False, None, [])
    assert report.verdict.startswith("Consistent with itself, but not a version that this package knows (0.1.0)")
