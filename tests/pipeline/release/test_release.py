"""Releases: what the list holds, what is refused, and that guarantee 10 sees a version that is not what it was."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import build
from counternarcotics._shared.versions import released
from pipeline.check import versions as version_guarantee
from pipeline.check.made import Count
from pipeline.faults import Fault
from pipeline.read.project import read_project
from pipeline.release import __main__ as release
from tests.support import ROOT
from tests.support import verified_copies as copies
from tests.support.example import without_frictionless, write_example

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
    release.release(root, None)
    with without_frictionless():
        assert build.main([], root) == 0
    return root


@pytest.fixture(scope="module")
def built_reworded(built_first: Path) -> Path:
    """Return the next version, with a title that was reworded."""
    with without_frictionless():
        return next_version(built_first, "0.1.1", *REWORDED)


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the built project."""
    return Path(shutil.copytree(built, tmp_path / "project"))


def replace(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def number(root: Path, version: str, date: str) -> None:
    """Give a project a version and a date, everywhere where people write them."""
    old = next(
        line for line in (root / "pyproject.toml").read_text(encoding="utf-8").splitlines() if "version = " in line
    )
    replace(root, "pyproject.toml", old, f'version = "{version}"')
    (root / "CHANGELOG.md").write_text(f"# Changes\n\n## {version}, {date}\n\n- x\n", encoding="utf-8")
    (root / "README.md").write_text(f"> counternarcotics maintainers. Version {version}, {date}.\n", encoding="utf-8")


def guarantee(root: Path) -> tuple[Count, list[Fault]]:
    """Return the count and the faults of guarantee 10 in a built project, of which everything counts as staged."""
    return version_guarantee.one_version(root, root, read_project(root))


def wrong_places(root: Path) -> list[str]:
    """Return the files and tables that guarantee 10 finds wrong; it must have looked at everything."""
    count, faults = guarantee(root)
    assert count.skipped == 0 < count.checked
    assert count.wrong == len(faults)
    return [str(fault.position) for fault in faults]


def test_9_the_sound_project(project: Path) -> None:
    assert guarantee(project)[0].kept
    assert guarantee(project)[0].total == version_guarantee.PLACES + 1


PLANTED = [
    ("datapackage.json", '"version": "0.1.0"', '"version": "0.1.1"'),
    ("datapackage.json", '"created": "2026-11-22T', '"created": "2026-11-23T'),
    ("CITATION.cff", "version: 0.1.0", "version: 0.1"),
    ("CITATION.cff", "date-released: 2026-11-22", "date-released: 2026-11-21"),
    ("data/citations.json", '"version": "0.1.0 ', '"version": "0.1.1 '),
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
    _, faults = version_guarantee.one_version(project, project, settings)
    assert [(str(fault.position), fault.seen) for fault in faults] == [("CHANGELOG.md", "0.2.0, 2026-11-22")]


@pytest.mark.parametrize("version", ["0.0.0", "0.1", "1.0.0rc1"])
def test_9_a_first_version_that_is_none(project: Path, version: str) -> None:
    number(project, version, "2026-11-22")
    assert build.main([], project) == 1
    assert "releases.json" in version_planted(project, {"version": version})


def version_planted(root: Path, about: dict[str, Any]) -> list[str]:
    """Return what guarantee 10 finds with other properties in the descriptor."""
    copies.save(root, {**copies.load(root), **about})
    return [str(fault.position) for fault in guarantee(root)[1]]


def test_9_a_list_of_releases_that_cannot_be_read_is_skipped_and_not_kept(project: Path) -> None:
    (project / "releases.json").write_text("{", encoding="utf-8")
    count, faults = guarantee(project)
    assert (count.skipped, [str(fault.position) for fault in faults]) == (1, ["releases.json"])
    assert not count.kept


def test_9_a_released_version_stays_as_it_was(first: Path) -> None:
    assert guarantee(first)[0].kept
    tables = len(copies.load(first)["resources"])
    assert guarantee(first)[0].total > version_guarantee.PLACES + 1 + 3 * tables
    replace(first, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    assert build.main([], first) == 1
    assert build.main(["--check"], first) == 1


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "dataset": (lambda content: content.update(fingerprint="sha256:0"), "dataset"),
    "table": (lambda content: content["resources"][0].update(fingerprint="sha256:0"), "timeline"),
    "schema": (lambda content: content["resources"][0]["schema"].update(title="x"), "datapackage.json"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_9_rows_or_schemas_changed_under_a_released_version(project: Path, change: str) -> None:
    release.release(project, None)
    content = copies.load(project)
    alter, name = CHANGES[change]
    alter(content)
    copies.save(project, content)
    assert wrong_places(project) == list(dict.fromkeys([name, "datapackage.json"]))


def test_9_what_goes_with_a_released_version_stays_too(project: Path) -> None:
    release.release(project, None)
    (project / "RIGHTS.md").write_text("None.\n", encoding="utf-8")
    assert wrong_places(project) == ["RIGHTS.md"]


def test_9_a_later_version_is_later_than_every_released_one(project: Path) -> None:
    copies.release(
        project, {**copies.entry(project), "version": "0.0.9"}, {**copies.entry(project), "version": "0.2.0"}
    )
    assert wrong_places(project) == ["releases.json"]
    assert guarantee(project)[1][0].seen == "0.1.0 after 0.2.0"
    copies.release(project, {**copies.entry(project), "version": "0.0.9"})
    assert wrong_places(project) == []


def test_9_a_step_is_no_smaller_than_the_tables_call_for(project: Path) -> None:
    entry = {**copies.entry(project), "version": "0.0.9"}
    renamed = {("ports" if name == "places" else name): digest for name, digest in entry["tables"].items()}
    copies.release(project, {**entry, "tables": renamed})
    assert wrong_places(project) == ["releases.json"]
    assert guarantee(project)[1][0].expected.startswith("at least a major version (table removed: ports)")
    copies.release(project, {**entry, "tables": {**entry["tables"], "places": "sha256:0"}})
    assert wrong_places(project) == []
    less = {name: digest for name, digest in entry["tables"].items() if name != "places"}
    copies.release(project, {**entry, "tables": less})
    assert wrong_places(project) == []


def test_the_first_release(project: Path) -> None:
    before = (project / "data" / "SHA256SUMS").read_bytes()
    release.release(project, None)
    assert (project / "data" / "SHA256SUMS").read_bytes() == before
    listed = json.loads((project / "releases.json").read_text(encoding="utf-8"))
    assert listed == {"releases": [copies.entry(project)]}
    assert released(project)[0].as_entry() == copies.entry(project)
    assert {"datapackage.json", "CITATION.cff", "data/seizures.csv"} <= listed["releases"][0]["files"].keys()


def next_version(root: Path, version: str, old: str, new: str) -> Path:
    """Return the next version of a released project, with a change in the records and built, in a folder of its own."""
    later = Path(shutil.copytree(root, root.parent / "later"))
    replace(later, "records/harbour.yaml", old, new)
    number(later, version, "2027-01-31")
    assert build.main([], later) == 0
    return later


@pytest.fixture
def first(built_first: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the project with its first version released."""
    return Path(shutil.copytree(built_first, tmp_path / "project"))


@pytest.fixture
def reworded(built_reworded: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the next version."""
    return Path(shutil.copytree(built_reworded, tmp_path / "reworded"))


REWORDED = ("title: Talks held", "title: Talks were held")
RENAMED = ("id: minister\n", "id: a-minister\n")


def test_the_second_release_needs_the_first(first: Path, reworded: Path) -> None:
    with pytest.raises(release.CannotRelease, match=r"name a folder or zip of version 0\.1\.0"):
        release.release(reworded, None)
    with pytest.raises(release.CannotRelease, match=r"expected 0\.1\.0 with sha256:"):
        release.release(reworded, reworded)
    release.release(reworded, first)
    assert [version.version for version in released(reworded)] == ["0.1.0", "0.1.1"]
    assert build.main([], reworded) == 0


def test_a_step_that_is_too_small_for_the_rows(first: Path) -> None:
    """An id goes: the fingerprints of the tables cannot tell that from a corrected value."""
    later = next_version(first, "0.1.1", *RENAMED)
    with pytest.raises(release.CannotRelease, match=r"at least a major version.*a patch version: too small"):
        release.release(later, first)
    number(later, "1.0.0", "2027-01-31")
    assert build.main([], later) == 0
    release.release(later, first)


def test_a_version_twice_and_a_first_one_after_another(first: Path) -> None:
    with pytest.raises(release.CannotRelease, match=r"version 0\.1\.0 is released already"):
        release.release(first, None)
    (first / "releases.json").write_text('{"releases": []}\n', encoding="utf-8")
    copies.sum_up(first)
    with pytest.raises(release.CannotRelease, match="the first release has no version before it"):
        release.release(first, first)


WRONG = [
    ("data/seizures.csv", "430", "431", "data/seizures.csv: "),
    ("CHANGELOG.md", "## 0.1.0, 2026-11-22", "## 0.1.0, unreleased", "CHANGELOG.md: "),
    ("datapackage.json", '"0.1.0"', '"0.1.1"', "datapackage.json: "),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[0])
def test_files_that_are_not_what_the_descriptor_says(project: Path, wrong: tuple[str, str, str, str]) -> None:
    file, old, new, told = wrong
    replace(project, file, old, new)
    with pytest.raises(release.CannotRelease, match=f"(?s){told}.*run build.py first"):
        release.release(project, None)


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("## 0.1.0, unreleased", 'CHANGELOG.md begins with "0.1.0, unreleased"'),
        ("## 0.1.0, 2026-02-30", 'CHANGELOG.md begins with "0.1.0, 2026-02-30"'),
        ("## 0.2.0, 2026-11-22", 'CHANGELOG.md begins with "0.2.0, 2026-11-22"'),
        ("No heading", "CHANGELOG.md has no heading"),
        (
            "## 0.1.0, 2026-11-23",
            "built is version 0.1.0, 2026-11-22, pyproject.toml and CHANGELOG.md say 0.1.0, 2026-11-23",
        ),
    ],
)
def test_a_changelog_that_does_not_date_the_version(project: Path, heading: str, told: str) -> None:
    """The checksums follow the change, so that the files alone are sound."""
    replace(project, "CHANGELOG.md", "## 0.1.0, 2026-11-22", heading)
    copies.sum_up(project)
    with pytest.raises(release.CannotRelease) as refused:
        release.release(project, None)
    assert told in str(refused.value)
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


def test_no_folder_of_the_version_before_ends_the_command_with_2(first: Path, reworded: Path) -> None:
    assert release.main([str(first / "nowhere")], reworded) == 2
    assert release.main([str(first)], reworded) == 0
