"""The files of a release: the same bytes whoever makes them, and each what its name says."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from publication import artefacts
from publication.notes import release_notes
from publication.open_step import CannotPublish
from tests.support import ROOT

QUICK = ("{stem}-py3-none-any.whl", "{stem}.tar.gz", "{stem}.zip", "{stem}.xlsx", "{stem}.sqlite", "release-notes.md")
"""What is made without what only a release needs: the codebook has tests of its own, and so has the site."""
MAKE = """
import sys
from pathlib import Path
from publication import artefacts
for name in sys.argv[3:]:
    artefacts.MADE[name](Path(sys.argv[1]), Path(sys.argv[2]) / name)
"""


def copy(folder: Path) -> Path:
    """Return a copy of what the archives are made from, with the modes and times of this process."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split("\0")
    for name in names:
        if (ROOT / name).is_file() and not name.startswith(("explorer/", "tests/", "seeds/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def made(folder: Path, **environment: str) -> Path:
    """Return a folder with the quick files, made from a copy in a process with other settings."""
    (folder / "files").mkdir(parents=True)
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "src"))), **environment}
    command = [sys.executable, "-c", MAKE, str(copy(folder / "project")), str(folder / "files"), *QUICK]
    subprocess.run(command, cwd=folder, env=settings, check=True)
    return folder / "files"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """Return two folders of files, made in two places by two users."""
    here = made(tmp_path_factory.mktemp("here"), TZ="UTC", PYTHONHASHSEED="1")
    mask = os.umask(0o077)
    try:
        folder = tmp_path_factory.mktemp("there") / "o'ther place"
        there = made(folder, TZ="Asia/Shanghai", LC_ALL="C", PYTHONUTF8="0", PYTHONHASHSEED="2")
    finally:
        os.umask(mask)
    yield here, there
    shutil.rmtree(there)


@pytest.mark.parametrize("name", QUICK)
def test_two_users_make_the_same_bytes(name: str, files: tuple[Path, Path]) -> None:
    here, there = files
    assert (here / name).read_bytes() == (there / name).read_bytes()


def test_the_archives_have_one_date_and_modes_for_everybody(files: tuple[Path, Path]) -> None:
    wheel, source = (files[1] / name for name in QUICK[:2])
    with zipfile.ZipFile(wheel) as archive:
        entries = archive.infolist()
        assert {entry.external_attr >> 16 & 0o777 for entry in entries} == {0o644}
        assert len({entry.date_time for entry in entries}) == 1
    with tarfile.open(source) as archive:
        members = archive.getmembers()
        assert {member.mode for member in members} == {0o644}
        assert len({member.mtime for member in members}) == 1
        assert {(member.uid, member.gid, member.uname, member.gname) for member in members} == {(0, 0, "", "")}


def test_no_archive_is_made_where_it_would_lack_the_licences(tmp_path: Path) -> None:
    root = tmp_path / "br[1]en"
    root.mkdir()
    with pytest.raises(CannotPublish, match="hatchling finds no licence"):
        artefacts.MADE["{stem}.tar.gz"](root, tmp_path / "archive")


def test_the_archives_hold_the_licences(files: tuple[Path, Path]) -> None:
    wheel, source = (files[1] / name for name in QUICK[:2])
    with zipfile.ZipFile(wheel) as archive:
        held = {name.partition("/licenses/")[2] for name in archive.namelist()}
    with tarfile.open(source) as archive:
        held_by_source = {name.partition("/")[2] for name in archive.getnames()}
    licences = {"LICENSE", "LICENSE-DATA", "LICENSES/LicenseRef-Quotations.txt"}
    assert licences <= held
    assert licences <= held_by_source


def test_every_file_is_named_after_the_version_or_says_it() -> None:
    names = artefacts.makers({"name": "example", "version": "1.0.0"})
    assert len(names) == len(artefacts.MADE) + len(artefacts.COPIED)
    assert {name for name in names if not name.startswith("example-1.0.0")} == {
        "CITATION.cff",
        "LICENSE-DATA",
        "RIGHTS.md",
        "datacite.json",
        "release-notes.md",
    }
    assert all((ROOT / path).is_file() for path in artefacts.COPIED.values())


CHANGES = """# Changes

## 0.2.0, 2027-01-31

- Read [how](docs/reading.md), and [the standard](https://example.org/a).

## 0.1.0, 2026-11-22

- The first.
"""


def test_the_notes_are_what_the_changelog_says_of_the_version(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    project = {"version": "0.2.0", "date": "2027-01-31", "description": "An example"}
    notes = release_notes(tmp_path, project)
    assert notes.startswith("# counternarcotics 0.2.0, 2027-01-31\n\nAn example.\n\nWhich file to take: ")
    assert notes.endswith("\n\n- Read how, and [the standard](https://example.org/a).\n")
    assert release_notes(tmp_path, {**project, "version": "0.1.0"}).endswith("\n\n- The first.\n")
