"""What make release refuses: each open step, planted in a small project, and nothing where no step is open."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from counternarcotics._shared.versions import RELEASES
from publication import dist
from publication.__main__ import main
from publication.open_step import CannotPublish
from publication.steps import CHECKS, open_steps
from tests.support.publishable import commit, git, write_publishable

CHANGELOG = "CHANGELOG.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of which a release can be made: committed, registered, with every check in order."""
    return write_publishable(tmp_path / "project")


def rules(root: Path) -> list[str]:
    return [step.rule for step in open_steps(root)]


def test_no_step_is_open_with_the_tag_or_before_it(project: Path) -> None:
    assert open_steps(project) == []
    git(project, "tag", "v1.0.0")
    git(project, "tag", "reviewed")
    assert open_steps(project) == []
    git(project, "tag", "--delete", "v1.0.0")
    git(project, "tag", "--annotate", "--message", "a version", "v1.0.0")
    assert open_steps(project) == []


def written(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Return what replaces a text in a file of a project and commits it."""

    def plant(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")
        commit(root)

    return plant


def failing(file: str) -> Callable[[Path], None]:
    """Return what makes a command of a project find something out of order."""
    return written(file, "sys.exit(0)", "print('records/a.yaml:3 wrong', file=sys.stderr); sys.exit(1)")


def tagged_elsewhere(root: Path) -> None:
    git(root, "tag", "v1.0.0")
    written(CHANGELOG, "The first", "The very first")(root)


def unlisted(root: Path) -> None:
    (root / RELEASES).write_text(json.dumps({"releases": []}), encoding="utf-8")
    commit(root)


def staged(root: Path) -> None:
    (root / "new").touch()
    git(root, "add", "new")


PLANTED: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a changed file": (
        lambda root: (root / CHANGELOG).write_text("# Changes\n\n## 1.0.0, 2027-01-31\n\n- Others.\n", "utf-8"),
        "changes-uncommitted: CHANGELOG.md",
        "commit them",
    ),
    "a new file": (
        lambda root: (root / "data" / "new.csv").write_text("id\n", "utf-8"),
        "changes-uncommitted: data/new.csv",
        "commit them",
    ),
    "a staged file": (
        staged,
        "changes-uncommitted: new",
        "commit them",
    ),
    "no day": (
        written(CHANGELOG, "## 1.0.0, 2027-01-31", "## 1.0.0, unreleased"),
        "changelog-not-dated: ",
        "make the first heading of CHANGELOG.md",
    ),
    "the heading of another version": (
        written(CHANGELOG, "## 1.0.0,", "## 0.9.0,"),
        "changelog-not-dated: ",
        "make the first heading of CHANGELOG.md",
    ),
    "no changes": (
        written(CHANGELOG, "- The first tables.\n", "## 0.9.0, 2026-01-31\n\n- Older.\n"),
        "changelog-empty: CHANGELOG.md says nothing below the heading of 1.0.0",
        "list there what changed",
    ),
    "a version that is not registered": (
        unlisted,
        "version-not-registered: releases.json does not list 1.0.0",
        "run: python -m pipeline.release",
    ),
    "no list of releases": (
        written(RELEASES, '"releases"', '"release"'),
        "version-not-registered: releases.json cannot be read",
        "restore it as committed",
    ),
    "the tag of another version": (
        lambda root: git(root, "tag", "v0.9.0"),
        "tag-of-another-version: this commit has the tag v0.9.0, pyproject.toml says 1.0.0",
        "go to the commit of v1.0.0",
    ),
    "a tag that names another commit": (
        tagged_elsewhere,
        "tag-of-another-commit: v1.0.0 names ",
        "never move a tag",
    ),
    "a build that is not current": (
        failing("build.py"),
        "build-not-current: python build.py --check says: records/a.yaml:3 wrong",
        "run make",
    ),
    "codings that are not in order": (
        failing("codings/__main__.py"),
        "codings-not-in-order: python -m codings --check says: records/a.yaml:3 wrong",
        "run make",
    ),
    "referees that are not in order": (
        failing("referees/__main__.py"),
        "referees-not-in-order: python -m referees --check says: records/a.yaml:3 wrong",
        "run make",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_an_open_step_is_told_and_nothing_is_made(project: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    plant, seen, fix = PLANTED[name]
    plant(project)
    (step,) = open_steps(project)
    assert str(step).startswith(seen)
    assert fix in step.fix
    assert main([], project) == 1
    assert str(step) in capsys.readouterr().err
    assert not (project / dist.DIST).exists()


def test_all_open_steps_are_told_at_once(project: Path) -> None:
    unlisted(project)
    git(project, "tag", "v0.9.0")
    failing("build.py")(project)
    git(project, "tag", "v0.8.0")
    (project / "new").touch()
    expected = ["changes-uncommitted", "version-not-registered", "tag-of-another-version", "build-not-current"]
    assert rules(project) == expected


def test_every_command_is_run_as_make_runs_it(project: Path) -> None:
    """A check that is not run would be in order by silence."""
    assert [" ".join(arguments) for arguments in CHECKS.values()] == [
        "build.py --check",
        "-m codings --check",
        "-m referees --check",
    ]
    for file in ("build.py", "codings/__main__.py", "referees/__main__.py"):
        written(file, "sys.exit(0)", "sys.exit(sys.argv[1:] == ['--check'])")(project)
    assert rules(project) == list(CHECKS)


def test_only_some_of_many_files_are_shown(project: Path) -> None:
    for number in range(9):
        (project / f"{number}").touch()
    (step,) = open_steps(project)
    assert step.seen == "0, 1, 2, 3, 4, and 4 more"


def test_a_folder_without_a_commit_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    with pytest.raises(CannotPublish, match="run this in a working copy with a commit"):
        open_steps(tmp_path)
    assert main([], tmp_path) == 2
    assert capsys.readouterr().err.startswith("publication: could not run: git rev-parse: ")
