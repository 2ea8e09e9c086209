"""The folder dist/: whole or not at all, never overwritten, and every fault in it told."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from publication import artefacts, dist, notes, sums
from publication.__main__ import main
from publication.open_step import CannotPublish
from tests.support.publishable import commit, write_publishable

NOTES = "\n\n".join(["# counternarcotics 1.0.0, 2027-01-31", "An example.", notes.FILES, "- The first tables.\n"])
FILES = ["CITATION.cff", "LICENSE-DATA", "RIGHTS.md", "datacite.json", "example-1.0.0-timeline.csv", "release-notes.md"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of whose files only the quick ones are made."""
    monkeypatch.setattr(artefacts, "MADE", {"release-notes.md": artefacts.MADE["release-notes.md"]})
    return write_publishable(tmp_path / "project")


@pytest.fixture
def published(project: Path) -> Path:
    """Return the project with its files in dist/."""
    assert main([], project) == 0
    return project


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rules(root: Path) -> list[str]:
    return [step.rule for step in dist.check(root)]


def test_it_holds_every_file_and_the_checksums_of_all(published: Path) -> None:
    folder = published / dist.DIST
    assert sorted(content(folder)) == sorted([*FILES, sums.SUMS])
    assert (folder / "release-notes.md").read_text(encoding="utf-8") == NOTES
    done = subprocess.run(["sha256sum", "--check", "--strict", sums.SUMS], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(FILES)
    assert not list(published.glob(".dist-*"))


def test_it_is_made_from_the_commit_and_not_from_what_git_ignores(project: Path) -> None:
    (project / ".gitignore").write_text("__pycache__/\n.dist-*/\ndist/\nLICENSE-DATA\n", encoding="utf-8")
    commit(project)
    subprocess.run(["git", "update-index", "--assume-unchanged", "RIGHTS.md"], cwd=project, check=True)
    (project / "RIGHTS.md").write_text("Others\n", encoding="utf-8")
    assert main([], project) == 0
    assert (project / dist.DIST / "RIGHTS.md").read_text(encoding="utf-8") == "# Rights\n"


def test_a_second_time_changes_nothing(published: Path) -> None:
    before = content(published / dist.DIST)
    times = {path: path.stat().st_mtime_ns for path in (published / dist.DIST).iterdir()}
    assert main([], published) == 0
    assert main(["--check"], published) == 0
    assert content(published / dist.DIST) == before
    assert {path: path.stat().st_mtime_ns for path in (published / dist.DIST).iterdir()} == times


def edited(folder: Path) -> None:
    (folder / "release-notes.md").write_text(NOTES.replace("first", "second"), encoding="utf-8")


def edited_with_its_checksum(folder: Path) -> None:
    edited(folder)
    sums.write(folder)


def removed_with_its_checksum(folder: Path) -> None:
    (folder / "release-notes.md").unlink()
    sums.write(folder)


def emptied_with_its_checksum(folder: Path) -> None:
    (folder / "release-notes.md").write_bytes(b"")
    sums.write(folder)


PLANTED: dict[str, tuple[Callable[[Path], object], str]] = {
    "an edited file": (edited, "artefact-edited: dist/release-notes.md is not what SHA256SUMS says"),
    "an edited file and its checksum": (
        edited_with_its_checksum,
        "artefact-of-another-commit: dist/release-notes.md is not what this commit gives",
    ),
    "a missing file": (
        lambda folder: (folder / "RIGHTS.md").unlink(),
        "artefact-missing: dist/RIGHTS.md is listed in SHA256SUMS and is not there",
    ),
    "a missing file and no checksum": (removed_with_its_checksum, "release-notes.md is "),
    "an empty file and its checksum": (emptied_with_its_checksum, "release-notes.md is "),
    "another file": (
        lambda folder: (folder / "example-0.9.0.zip").write_bytes(b"x"),
        "artefact-not-made: dist/example-0.9.0.zip is no file that make release made",
    ),
    "a folder": (
        lambda folder: (folder / "site").mkdir(),
        "artefact-not-made: dist/site is no file that make release made",
    ),
    "no checksums": (lambda folder: (folder / sums.SUMS).unlink(), "checksums-missing: dist/SHA256SUMS is missing"),
    "checksums that are none": (
        lambda folder: (folder / sums.SUMS).write_text("nothing\n", "utf-8"),
        "checksums-missing: dist/SHA256SUMS is missing, or is no list of checksums",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_is_told_and_nothing_is_overwritten(
    published: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plant, seen = PLANTED[name]
    folder = published / dist.DIST
    plant(folder)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    (step,) = dist.check(published)
    assert seen in str(step)
    for arguments in (["--check"], []):
        assert main(arguments, published) == 1
        assert seen in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_files_of_an_earlier_commit_are_told_and_left(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (published / "RIGHTS.md").write_text("# Other rights\n", encoding="utf-8")
    commit(published)
    assert rules(published) == ["artefact-of-another-commit"]
    before = content(published / dist.DIST)
    assert main([], published) == 1
    assert "artefact-of-another-commit: dist/RIGHTS.md" in capsys.readouterr().err
    assert content(published / dist.DIST) == before


def test_nothing_to_check_is_told(project: Path) -> None:
    assert rules(project) == ["dist-missing"]
    (project / dist.DIST).mkdir()
    assert rules(project) == ["dist-missing"]
    assert main([], project) == 0


def nothing(root: Path, file: Path) -> None:
    """Make no file."""


def an_empty_file(root: Path, file: Path) -> None:
    file.touch()


@pytest.mark.parametrize("make", [nothing, an_empty_file])
def test_an_artefact_that_was_not_made_leaves_no_release(
    project: Path, make: artefacts.Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(artefacts, "MADE", {"{stem}.zip": make})
    assert main([], project) == 1
    assert "artefact-missing: example-1.0.0.zip is missing or empty" in capsys.readouterr().err
    assert not (project / dist.DIST).exists()


FAILURES = {
    "a package": (ModuleNotFoundError(name="typst"), "the package typst is missing; run make release"),
    "a part": (CannotPublish("explorer/node_modules is missing; run make site"), "explorer/node_modules is missing"),
    "a command": (subprocess.CalledProcessError(1, ["hatchling"], stderr=b"no such file"), "hatchling: no such file"),
    "a disk": (OSError(28, "No space left on device"), "No space left on device"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_cannot_be_made_is_told_and_leaves_nothing(
    project: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error, told = FAILURES[name]

    def fail(root: Path, file: Path) -> None:
        raise error

    monkeypatch.setattr(artefacts, "MADE", {"{stem}.zip": fail})
    assert main([], project) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in project.iterdir() if path.name.startswith((".dist-", "dist"))] == []


def test_the_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "a").write_bytes(b"1")
    sums.write(tmp_path)
    expected = {name: hashlib.sha256(text).hexdigest() for name, text in (("a", b"1"), ("b", b"2"))}
    assert sums.read(tmp_path) == expected
    assert list(sums.digests(tmp_path)) == ["a", "b"]
