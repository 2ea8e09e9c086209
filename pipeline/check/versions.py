"""Guarantee 9: one version and one date everywhere, and nothing else under a version that was released.

What kind of version a change calls for is said in one place, ``counternarcotics._diff.rules``. Of released versions the
fingerprints are at hand, not the rows: that a table came, went or changed is seen here, and the full rule is applied
where the version is released (``pipeline/release/__main__.py``), against the released package itself.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from counternarcotics._diff.rules import BUMPS, Change, called_for, taken
from counternarcotics._versions import RELEASES, Version, described, released
from pipeline.check.made import Count
from pipeline.faults import Fault, Position
from pipeline.write.files import CITATION, CITATIONS, COMPANIONS, DESCRIPTOR

README = "README.md"
CHANGELOG = "CHANGELOG.md"
PLACES = 6
"""The places that name the version, and the list of releases."""
BUMP = f"raise the version in pyproject.toml, and give it a heading with its date in {CHANGELOG}"


def one_version(root: Path, staging: Path, project: Mapping[str, Any]) -> tuple[Count, list[Fault]]:
    """Guarantee 9: what is staged, README and changelog carry one version, and it is no other than what was released.

    Born from: a package in which two files named two versions, and a table corrected under a number already cited.

    Args:
        root: the project's folder.
        staging: the folder in which all derived files are staged.
        project: version and date, as `read_project` gives them.
    """
    version, date = project["version"], project["date"]
    faults: list[Fault] = []
    for place, seen, expected in _said(root, staging, version, date):
        if seen != expected:
            faults.append(
                Fault(
                    Position(place), "unnamed", "version", seen, expected, f"write {expected} there, or build it anew"
                )
            )
    try:
        releases = released(root)
    except (OSError, ValueError) as error:
        faults.append(_unreadable(error))
        return Count(PLACES - 1, PLACES, len(faults) - 1), faults
    checked, release_faults = _against(releases, _staged(root, staging))
    faults += release_faults
    return Count(PLACES + checked, PLACES + checked, len(faults)), faults


def _said(root: Path, staging: Path, version: str, date: str) -> Iterator[tuple[str, str, str]]:
    """Yield each place that names the version, what it says and what it should say."""
    descriptor = json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8"))
    yield DESCRIPTOR, f"{descriptor.get('version')}, {descriptor.get('created')}", f"{version}, {date}T00:00:00Z"
    citation = yaml.load((staging / CITATION).read_text(encoding="utf-8"), yaml.BaseLoader)
    yield CITATION, f"{citation.get('version')}, {citation.get('date-released')}", f"{version}, {date}"
    cited = json.loads((staging / CITATIONS).read_text(encoding="utf-8"))["dataset"]["csl"]
    parts = [int(part) for part in date.split("-")]
    yield CITATIONS, f"{cited.get('version')}, {cited.get('issued')}", f"{version}, {{'date-parts': [{parts}]}}"
    changes = (root / CHANGELOG).read_text(encoding="utf-8")
    yield CHANGELOG, next(iter(re.findall(r"^## (.*)$", changes, re.M)), "no heading"), f"{version}, {date}"
    readme = (root / README).read_text(encoding="utf-8")
    named = sorted(set(re.findall(r"\bVersion (\d+(?:\.\d+)*)", readme))) or ["no version"]
    yield README, " and ".join(named), version


def _unreadable(error: Exception) -> Fault:
    """Return the fault of a list of releases that says nothing."""
    todo = "restore it as it was committed: what was released cannot be known without it"
    return Fault(Position(RELEASES), "unnamed", "releases", str(error), "the list of releases", todo)


def _staged(root: Path, staging: Path) -> Version:
    """Return what is staged, and what goes with it, as a version."""
    paths = {path.relative_to(staging).as_posix(): path for path in staging.rglob("*") if path.is_file()}
    paths |= {path: root / path for path in COMPANIONS}
    files = {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in paths.items()}
    return described(json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8")), files)


def _against(releases: Sequence[Version], staged: Version) -> tuple[int, list[Fault]]:
    """Return how much was held against what was released, and where a version would not be what it was or must be."""
    same = [one for one in releases if one.version == staged.version]
    if same:
        return _frozen(same[0], staged)
    numbers = ["0.0.0", *(one.version for one in releases), staged.version]
    faults = [
        Fault(
            Position(RELEASES),
            "unnamed",
            "version",
            f"{after} after {before}",
            "a later version, of three numbers",
            BUMP,
        )
        for before, after in pairwise(numbers)
        if taken(before, after) not in BUMPS[1:]
    ]
    if releases and not faults:
        faults += _too_small(releases[-1], staged)
    return len(numbers) - 1 + bool(releases), faults


def _frozen(release: Version, staged: Version) -> tuple[int, list[Fault]]:
    """Return how many fingerprints and files were compared with the released ones, and those that differ."""
    whole = {"dataset": release.fingerprint}, {"dataset": staged.fingerprint}
    files = {path: digest for path, digest in release.files.items() if path in staged.files}
    pairs = [whole, (release.tables, staged.tables), (files, staged.files)]
    faults = [
        Fault(
            Position(name), "unnamed", release.version, f"{now.get(name)}", f"{was.get(name)}, as it was released", BUMP
        )
        for was, now in pairs
        for name in sorted(was.keys() | (now.keys() if was is release.tables else ()))
        if was.get(name) != now.get(name)
    ]
    return 1 + len(release.tables) + len(files), faults


def _too_small(release: Version, staged: Version) -> Iterator[Fault]:
    """Yield the fault of a version that is no step as large as tables that came, went or changed call for at least."""
    before, after = release.tables, staged.tables
    changes = [Change("table removed", table) for table in before.keys() - after.keys()]
    changes += [Change("table added", table) for table in after.keys() - before.keys()]
    changes += [Change("value changed", table) for table in before if after.get(table, before[table]) != before[table]]
    needed, kind = called_for(changes), taken(release.version, staged.version) or "none"
    if BUMPS.index(kind) < BUMPS.index(needed):
        tables = ", ".join(sorted(f"{change.rule}: {change.table}" for change in changes))
        seen = f"{release.version} -> {staged.version}, a {kind} version"
        yield Fault(Position(RELEASES), "unnamed", "version", seen, f"at least a {needed} version ({tables})", BUMP)
