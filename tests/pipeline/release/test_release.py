"""Releases: what is kept and listed, what is refused, and what the build then says of later versions."""

import json
import os
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

import build
from counternarcotics._shared.kept import MOST_KEPT
from counternarcotics._shared.versions import released
from pipeline.check.made import Count
from pipeline.check.versions import one_version
from pipeline.faults import CannotBuild, Fault
from pipeline.read.project import read_project
from pipeline.release import __main__ as release
from tests.support import ROOT
from tests.support import verified_copies as copies
from tests.support.example import number, replace, without_frictionless, write_example

pytestmark = pytest.mark.usefixtures("quick_builds")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example under a README of its own, built."""
    root = write_example(tmp_path_factory.mktemp("example"))
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    number(root, "0.1.0", "2026-11-22")
    with without_frictionless():
        assert build.main([], root) == 0
    return root


@pytest.fixture(scope="module")
def built_first(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project built again after its first version was released."""
    root = Path(shutil.copytree(built, tmp_path_factory.mktemp("first") / "project"))
    release.release(root)
    with without_frictionless():
        assert build.main([], root) == 0
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the built project."""
    return Path(shutil.copytree(built, tmp_path / "project"))


def guarantee(root: Path) -> tuple[Count, list[Fault]]:
    """Return the count and the faults of the version in a built project, of which everything counts as staged."""
    return one_version(root, root, read_project(root))


def wrong_places(root: Path) -> list[str]:
    """Return the files and tables that guarantee 10 finds wrong; it must have looked at everything."""
    count, faults = guarantee(root)
    assert count.skipped == 0 < count.checked
    assert count.wrong == len(faults)
    return [str(fault.position) for fault in faults]


def test_9_the_sound_project(project: Path) -> None:
    assert guarantee(project)[0] == Count(7, 7)


PLANTED = [
    ("datapackage.json", '"version": "0.1.0"', '"version": "0.1.1"'),
    ("datapackage.json", '"created": "2026-11-22T', '"created": "2026-11-23T'),
    ("CITATION.cff", "version: 0.1.0", "version: 0.1"),
    ("CITATION.cff", "date-released: 2026-11-22", "date-released: 2026-11-21"),
    ("croissant.json", '"version": "0.1.0"', '"version": "0.2.0"'),
    ("croissant.json", '"datePublished": "2026-11-22"', '"datePublished": "2025-11-22"'),
    ("data/citations.json", '"version": "0.1.0 ', '"version": "0.1.1 '),
    ("data/datacite.json", '"version": "0.1.0"', '"version": "0.1"'),
    ("data/datacite.json", '"date": "2026-11-22"', '"date": "2026-11-23"'),
    ("README.md", "Version 0.1.0", "Version 0.0.9"),
    ("README.md", "Version 0.1.0", "Version 0.1.0 and Version 0.2.0"),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted[0]} {planted[2]}")
def test_9_a_version_or_date_that_is_another(project: Path, planted: tuple[str, str, str]) -> None:
    replace(project, *planted)
    assert wrong_places(project) == [planted[0]]


def test_9_a_heading_of_the_changelog_that_is_another(project: Path) -> None:
    settings = read_project(project)
    replace(project, "CHANGELOG.md", "## 0.1.0", "## 0.2.0")
    _, faults = one_version(project, project, settings)
    assert [(str(fault.position), fault.seen) for fault in faults] == [("CHANGELOG.md", "0.2.0, 2026-11-22")]


def refused(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the faults that a build prints, which must find some."""
    capsys.readouterr()
    assert build.main([], root) == 1
    return [line for line in capsys.readouterr().err.splitlines() if line.endswith("]")]


@pytest.mark.parametrize("version", ["0.0.0", "0.1", "1.0.0rc1"])
def test_9_a_first_version_that_is_none(project: Path, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    number(project, version, "2026-11-22")
    assert any(line.startswith(f"pyproject.toml version: {version} after 0.0.0; ") for line in refused(project, capsys))


def test_9_a_list_of_releases_that_cannot_be_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "releases.json").write_text("{", encoding="utf-8")
    (line,) = refused(project, capsys)
    assert line.startswith("releases.json file: ")


def test_9_a_released_version_stays_as_it_was(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(first, *TITLE)
    (line,) = refused(first, capsys)
    assert "[release-changed]" in line
    assert "at least 0.1.1, a patch version, because of value changed: events: talks.title" in line
    assert build.main(["--check"], first) == 1


def test_9_what_goes_with_a_released_version_stays_too(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (first / "RIGHTS.md").write_text("None.\n", encoding="utf-8")
    (line,) = refused(first, capsys)
    assert "at least 0.1.1, a patch version, because of RIGHTS.md; " in line


def test_the_first_release(project: Path) -> None:
    before = (project / "data" / "SHA256SUMS").read_bytes()
    release.release(project)
    assert (project / "data" / "SHA256SUMS").read_bytes() == before
    listed = json.loads((project / "releases.json").read_text(encoding="utf-8"))
    assert listed == {"releases": [copies.entry(project)]}
    assert released(project)[0].as_entry() == copies.entry(project)
    assert {"datapackage.json", "CITATION.cff", "data/seizures.csv"} <= listed["releases"][0]["files"].keys()


def test_a_release_is_kept_with_its_tables_and_nothing_else(built_first: Path, project: Path) -> None:
    first = built_first
    with ZipFile(first / "releases/0.1.0.zip") as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    tables = {path.relative_to(first).as_posix() for path in (first / "data").glob("*.csv")}
    assert kept.keys() == {"datapackage.json", *tables}
    assert all(content == (first / name).read_bytes() for name, content in kept.items())
    assert os.listdir(first / "releases") == ["0.1.0.zip"]
    release.release(project)
    assert (project / "releases/0.1.0.zip").read_bytes() == (first / "releases/0.1.0.zip").read_bytes()


def test_no_more_is_kept_than_a_wheel_may_grow_by(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "MOST_KEPT", 10_000)
    with pytest.raises(release.CannotRelease, match=r"^releases/ would have [0-9,]+ bytes, more than 10,000; "):
        release.release(project)
    assert not (project / "releases").exists()


def test_what_is_kept_stays_within_the_bound() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "releases").glob("*.zip")) <= MOST_KEPT


def next_version(root: Path, version: str, *edits: tuple[str, str, str]) -> Path:
    """Return the next version of a released project, with changes in its files, in a folder of its own."""
    later = Path(shutil.copytree(root, root.parent / f"later-{version}"))
    for edit in edits:
        replace(later, *edit)
    number(later, version, "2027-01-31")
    return later


@pytest.fixture
def first(built_first: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the project with its first version released."""
    return Path(shutil.copytree(built_first, tmp_path / "project"))


TITLE = "records/harbour.yaml", "title: Talks held", "title: Talks were held"
RENAMED = "records/harbour.yaml", "id: minister\n", "id: a-minister\n"


def pasted(lines: list[str]) -> str:
    """Return the entries that faults print, with a reason in each."""
    entries = [re.findall(r"- \{.*\}(?= \[)", line) for line in lines]
    return "".join(f"  {entry.replace('…', 'it was wrong')}\n" for (entry,) in entries)


def explain(root: Path, version: str, entries: str) -> None:
    """Write the entries of a version, and nothing else, into ``records/changes.yaml``."""
    (root / "records/changes.yaml").write_text(f"changes:\n  {version}:\n{entries}", encoding="utf-8")


def test_a_corrected_row_needs_an_entry_which_stays(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = next_version(first, "0.1.1", TITLE)
    (line,) = refused(later, capsys)
    assert line.startswith('records/changes.yaml events.talks.title: "Talks held" in 0.1.0, now "Talks were held"; ')
    explain(later, "0.1.1", pasted([line]))
    assert build.main([], later) == 0
    release.release(later)
    assert [version.version for version in released(later)] == ["0.1.0", "0.1.1"]
    assert build.main([], later) == 0
    replace(later, "records/changes.yaml", "from: Talks held", "from: Talks")
    (line,) = refused(later, capsys)
    assert line.startswith('records/changes.yaml:3 events.talks.title: from: "Talks"; ')
    (later / "records/changes.yaml").unlink()
    (line,) = refused(later, capsys)
    assert line.startswith('records/changes.yaml events.talks.title: "Talks held" in 0.1.0, now "Talks were held"; ')


def test_a_removed_row_needs_a_major_version_an_entry_and_a_retired_id(
    first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = next_version(first, "0.1.1", RENAMED)
    (line,) = refused(later, capsys)
    assert "0.1.1 after 0.1.0, a patch version; expected at least 1.0.0, a major version, because of row" in line
    number(later, "1.0.0", "2027-01-31")
    lines = refused(later, capsys)
    (retired,) = [line for line in lines if line.startswith("records/retired.yaml ")]
    table, row_id = retired.split()[1].removesuffix(":").split(".")
    explain(later, "1.0.0", pasted([line for line in lines if line != retired]))
    assert refused(later, capsys) == [retired]
    (later / "records/retired.yaml").write_text(f"retired:\n  {table}: [{row_id}]\n", encoding="utf-8")
    assert build.main([], later) == 0
    release.release(later)
    back = RENAMED[0], RENAMED[2], RENAMED[1]
    again = next_version(later, "2.0.0", back)
    assert any("[id-retired]" in line for line in refused(again, capsys))
    (again / "records/retired.yaml").unlink()
    assert any(line.startswith(f"records/retired.yaml {table}.{row_id}: ") for line in refused(again, capsys))


def test_a_version_twice(first: Path) -> None:
    with pytest.raises(release.CannotRelease, match=r"version 0\.1\.0 is released already"):
        release.release(first)


WRONG = [
    ("data/seizures.csv", "430", "431"),
    ("RIGHTS.md", "The", "A"),
    ("datapackage.json", '"0.1.0"', '"0.1.1"'),
    ("records/harbour.yaml", "title: Talks held", "title: Talks were held"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[0])
def test_files_that_are_not_what_the_build_makes(project: Path, wrong: tuple[str, str, str]) -> None:
    replace(project, *wrong)
    with pytest.raises(
        release.CannotRelease, match=r"build\.py --check finds \d+ faults, the first is: .*run build\.py"
    ):
        release.release(project)
    assert released(project) == []
    assert not (project / "releases").exists()


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("## 0.1.0, unreleased", 'CHANGELOG.md begins with "0.1.0, unreleased"'),
        ("## 0.1.0, 2026-02-30", 'CHANGELOG.md begins with "0.1.0, 2026-02-30"'),
        ("## 0.2.0, 2026-11-22", 'CHANGELOG.md begins with "0.2.0, 2026-11-22"'),
        ("No heading", "CHANGELOG.md has no heading"),
    ],
)
def test_a_changelog_that_does_not_date_the_version(project: Path, heading: str, told: str) -> None:
    replace(project, "CHANGELOG.md", "## 0.1.0, 2026-11-22", heading)
    with pytest.raises(CannotBuild) as why:
        release.release(project)
    assert told in str(why.value)
    assert released(project) == []


def test_the_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main([], project) == 0
    assert capsys.readouterr().out.startswith("released 0.1.0, 2026-11-22, sha256:")
    assert build.main([], project) == 0
    capsys.readouterr()
    assert release.main([], project) == 1
    assert capsys.readouterr().err == "not released: version 0.1.0 is released already; releases.json has it\n"
    (project / "releases.json").write_text("[]", encoding="utf-8")
    assert release.main([], project) == 2
    assert capsys.readouterr().err.startswith("pipeline.release: could not run: not a list of releases")
    with pytest.raises(SystemExit) as stopped:
        release.main(["--now"], project)
    assert stopped.value.code == 2
