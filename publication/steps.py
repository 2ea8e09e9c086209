"""What must be done before a version can be published: one function a step, each naming what is still open.

All steps are looked at, so that one run tells everything.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from counternarcotics._shared.versions import RELEASES, released
from pipeline.faults import CannotBuild
from pipeline.read.project import read_project
from publication.notes import section
from publication.open_step import CannotPublish, OpenStep

CHECKS = {
    "build-not-current": ("build.py", "--check"),
    "codings-not-in-order": ("-m", "codings", "--check"),
    "referees-not-in-order": ("-m", "referees", "--check"),
}
"""What each command of the project must find in order, by the rule that it stands for."""
SHOWN = 5
"""How many files or messages are shown; the rest is counted."""
VERSION_TAG = re.compile(r"v\d+(?:\.\d+)*")


def open_steps(root: Path) -> list[OpenStep]:
    """Return the steps that are still open in the working copy of a project, those that are quick to see first.

    Raises:
        CannotPublish: the folder is no working copy of git, or has no commit.
        OSError: git or a file cannot be read.
    """
    commit = git(root, "rev-parse", "--verify", "HEAD").strip()
    return [*_uncommitted(root), *_of_version(root, commit), *_of_checks(root)]


def git(root: Path, *arguments: str) -> str:
    """Return what git answers in a folder; raises `CannotPublish` with its message if it cannot."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise CannotPublish(f"git {arguments[0]}: {done.stderr.strip()}; run this in a working copy with a commit")
    return done.stdout


def _uncommitted(root: Path) -> Iterator[OpenStep]:
    """Yield the step of changes that no commit has: what is published must be what the tag names."""
    changed = [line[3:] for line in git(root, "status", "--porcelain", "--untracked-files=all").splitlines()]
    if changed:
        yield OpenStep("changes-uncommitted", _listed(changed), "commit them, or put them away with: git stash -u")


def _of_version(root: Path, commit: str) -> Iterator[OpenStep]:
    """Yield the open steps of the version: its date, what changed in it, its registration and its tag."""
    try:
        version = read_project(root)["version"]
    except CannotBuild as error:
        fix = "make the first heading of CHANGELOG.md the version of pyproject.toml and its day: ## 0.2.0, 2027-01-31"
        yield OpenStep("changelog-not-dated", str(error), fix)
        return
    if not section(root, version):
        seen = f"CHANGELOG.md says nothing below the heading of {version}"
        yield OpenStep("changelog-empty", seen, "list there what changed for users of the data")
    yield from _unregistered(root, version)
    yield from _of_tags(root, version, commit)


def _unregistered(root: Path, version: str) -> Iterator[OpenStep]:
    """Yield the step of a version that the list of releases lacks: nobody could verify a copy of it."""
    fix = f"run: python -m pipeline.release, then build.py, and commit; {RELEASES} is written by nothing else"
    try:
        versions = [release.version for release in released(root)]
    except (OSError, ValueError) as error:
        yield OpenStep("version-not-registered", f"{RELEASES} cannot be read ({error})", "restore it as committed")
        return
    if version not in versions:
        yield OpenStep("version-not-registered", f"{RELEASES} does not list {version}", fix)


def _of_tags(root: Path, version: str, commit: str) -> Iterator[OpenStep]:
    """Yield the steps of a commit with the tag of another version, and of a tag that names another commit.

    The commit may have no tag yet: the tag is set when its files have been looked at.
    """
    tag = f"v{version}"
    for other in git(root, "tag", "--points-at", commit).split():
        if VERSION_TAG.fullmatch(other) and other != tag:
            seen = f"this commit has the tag {other}, pyproject.toml says {version}"
            yield OpenStep("tag-of-another-version", seen, f"go to the commit of {tag}, or raise the version")
    if tag in git(root, "tag", "--list", tag).split():
        tagged = git(root, "rev-list", "-n", "1", tag).strip()
        if tagged != commit:
            seen = f"{tag} names {tagged[:12]}, this commit is {commit[:12]}"
            fix = f"check out {tag} to make its files; for something new raise the version, and never move a tag"
            yield OpenStep("tag-of-another-commit", seen, fix)


def _of_checks(root: Path) -> Iterator[OpenStep]:
    """Yield a step for each command of the project that finds something out of order, with what it says first."""
    for rule, arguments in CHECKS.items():
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            shown = " ".join(["python", *arguments])
            messages = (done.stderr or done.stdout).strip().splitlines()
            yield OpenStep(rule, f"{shown} says: {_listed(messages)}", "run make, put right what it says, and commit")


def _listed(lines: list[str]) -> str:
    """Return the first of some lines, and how many more there are.

    >>> _listed(["a", "b"])
    'a, b'
    >>> _listed(list("abcdefg"))
    'a, b, c, d, e, and 2 more'
    """
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return ", ".join([*lines[:SHOWN], *more])
