"""Guarantee 10: one version and one date everywhere, and nothing else under a version that was released.

`counternarcotics._shared.version_rule` says what kind of version a change calls for. Of released versions only the
fingerprints are at hand, not the rows: so this check sees that a table came, went or changed, and the full rule is
applied when the version is released (``pipeline/release/__main__.py``), against the released package itself.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from counternarcotics._shared.version_rule import BUMPS, RULES, Change, called_for, taken
from counternarcotics._shared.versions import RELEASES, Version, described, released
from pipeline.check.made import Count
from pipeline.faults import Fault, Position
from pipeline.read.project import COMPANIONS
from pipeline.write.paths import CITATION, CITATIONS, DESCRIPTOR

README = "README.md"
CHANGELOG = "CHANGELOG.md"
PLACES = 6
"""The places that name the version, and the list of releases."""
BUMP = f"raise the version in pyproject.toml, and give it a heading with its date in {CHANGELOG}"


def one_version(root: Path, staging: Path, project: Mapping[str, Any]) -> tuple[Count, list[Fault]]:
    """Guarantee 10: staged files, README and changelog carry one version, and a released version stays as it was.

    Born from: a package in which two files named two versions, and a table corrected under a number already cited.

    Args:
        root: the project's folder.
        staging: the folder in which all derived files are staged.
        project: version and date, as `read_project` gives them.
    """
    version, date = project["version"], project["date"]
    faults = [
        Fault(Position(place), "version-differs", "version", seen, expected, f"write {expected} there, or run build.py")
        for place, seen, expected in _named_versions(root, staging, version, date)
        if seen != expected
    ]
    try:
        releases = released(root)
    except (OSError, ValueError) as error:
        faults.append(_unreadable(error))
        return Count(PLACES - 1, PLACES, len(faults) - 1), faults
    compared, broken = _against(releases, _staged(root, staging))
    faults += broken
    return Count(PLACES + compared, PLACES + compared, len(faults)), faults


def _named_versions(root: Path, staging: Path, version: str, date: str) -> Iterator[tuple[str, str, str]]:
    """Yield each place that names the version, what it says and what it should say."""
    descriptor = json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8"))
    yield DESCRIPTOR, f"{descriptor.get('version')}, {descriptor.get('created')}", f"{version}, {date}T00:00:00Z"
    citation = yaml.load((staging / CITATION).read_text(encoding="utf-8"), yaml.BaseLoader)
    yield CITATION, f"{citation.get('version')}, {citation.get('date-released')}", f"{version}, {date}"
    cited = json.loads((staging / CITATIONS).read_text(encoding="utf-8"))["dataset"]["csl"]
    parts = [int(part) for part in date.split("-")]
    cited_version = str(cited.get("version")).split()[0]  # before the fingerprint
    yield CITATIONS, f"{cited_version}, {cited.get('issued')}", f"{version}, {{'date-parts': [{parts}]}}"
    changes = (root / CHANGELOG).read_text(encoding="utf-8")
    yield CHANGELOG, next(iter(re.findall(r"^## (.*)$", changes, re.M)), "no heading"), f"{version}, {date}"
    readme = (root / README).read_text(encoding="utf-8")
    named = sorted(set(re.findall(r"\bVersion (\d+(?:\.\d+)*)", readme)))
    # It need not name a version, but no other.
    yield README, " and ".join(named) or version, version


def _unreadable(error: Exception) -> Fault:
    """Return the fault of a list of releases that cannot be read."""
    fix = "restore it as it was committed; nothing else says what was released"
    return Fault(Position(RELEASES), "releases-unreadable", "file", str(error), "the list of releases", fix)


def _staged(root: Path, staging: Path) -> Version:
    """Return what is staged, and what goes with it, as a version."""
    paths = {path.relative_to(staging).as_posix(): path for path in staging.rglob("*") if path.is_file()}
    paths |= {path: root / path for path in COMPANIONS}
    files = {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in paths.items()}
    return described(json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8")), files)


def _against(releases: Sequence[Version], staged: Version) -> tuple[int, list[Fault]]:
    """Return how many facts were compared with the releases, and the faults.

    A version that was released must be what it was; a new one needs a later number, large enough for what changed.
    """
    same = [release for release in releases if release.version == staged.version]
    if same:
        return _frozen(same[0], staged)
    numbers = ["0.0.0", *(release.version for release in releases), staged.version]
    expected = "a later version, of three numbers"
    faults = [
        Fault(Position(RELEASES), "version-not-later", "version", f"{after} after {before}", expected, BUMP)
        for before, after in pairwise(numbers)
        if taken(before, after) not in BUMPS[1:]
    ]
    if releases and not faults:
        faults += _too_small(releases[-1], staged)
    return len(numbers) - 1 + bool(releases), faults


def _frozen(release: Version, staged: Version) -> tuple[int, list[Fault]]:
    """Return how many fingerprints and files were compared with the released ones, and those that differ."""
    paths = [path for path in release.files if path in staged.files]
    facts: list[tuple[str, str | None, str | None]] = [("dataset", release.fingerprint, staged.fingerprint)]
    facts += [
        (table, release.tables.get(table), staged.tables.get(table))
        for table in sorted({*release.tables, *staged.tables})
    ]
    facts += [(path, release.files[path], staged.files[path]) for path in paths]
    faults = [
        Fault(
            Position(name),
            "release-changed",
            f"version {release.version}",
            f"it has {after}" if after else "it is missing",
            f"{before or 'no such table'}, as in the released version",
            BUMP,
        )
        for name, before, after in facts
        if before != after
    ]
    return 1 + len(release.tables) + len(paths), faults


def _too_small(release: Version, staged: Version) -> Iterator[Fault]:
    """Yield the fault of a version number that is too small for the tables that were added, removed or changed."""
    before, after = release.tables, staged.tables
    changes = [Change("table removed", table) for table in before.keys() - after.keys()]
    changes += [Change("table added", table) for table in after.keys() - before.keys()]
    changes += [Change("value changed", table) for table in before if after.get(table, before[table]) != before[table]]
    needed, kind = called_for(changes), taken(release.version, staged.version) or "none"
    if BUMPS.index(kind) < BUMPS.index(needed):
        decisive = sorted(f"{change.rule}: {change.table}" for change in changes if RULES[change.rule] == needed)
        tables = ", ".join(decisive)
        seen = f"{staged.version} after {release.version}, a {kind} version"
        expected = f"at least a {needed} version ({tables})"
        yield Fault(Position(RELEASES), "version-too-small", "version", seen, expected, BUMP)
