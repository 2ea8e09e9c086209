"""Guarantee 10, against the released versions: each stays as it was, and a later one has a number that says so.

What changed since the last release is computed from the tables, descriptors and files themselves;
`counternarcotics._shared.version_rule` says what each change calls for.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from counternarcotics._shared.comparison import Contents, compared
from counternarcotics._shared.kept import FOLDER, kept, kept_path
from counternarcotics._shared.version_rule import BUMPS, RULES, Change, called_for, least_after, taken
from counternarcotics._shared.versions import RELEASES, Version, described, released
from pipeline.check.corrections import Step, correction_faults
from pipeline.check.made import Count, Made
from pipeline.faults import Fault, Position
from pipeline.read.folders import README, is_left_by_editors
from pipeline.read.project import COMPANIONS
from pipeline.write.paths import DESCRIPTOR

PROJECT = "pyproject.toml"
BUMP = f"raise the version in {PROJECT}, and give it a heading with its date in CHANGELOG.md"
SHOWN = 8
"""How many changes a message names."""


def releases_are_kept(made: Made, staging: Path) -> tuple[Count, list[Fault]]:
    """Guarantee 10: a released version stays as it was, and a later number and the records say what changed.

    Born from: a table corrected under a number already cited.

    Counted are the list of releases, the versions that it names and this one, the tables of this one where they can be
    compared with the last release, and the corrected cells and removed rows of all versions.

    Args:
        made: what the stages have made; its tables are those that are staged.
        staging: the folder in which all derived files are staged.
    """
    try:
        releases = released(made.root)
    except (OSError, ValueError) as error:
        fix = "restore it as it was committed; nothing else says what was released"
        fault = Fault(Position(RELEASES), "releases-unreadable", "file", str(error), "the list of releases", fix)
        return Count(0, 1), [fault]
    staged = _staged(made.root, staging)
    versions, faults = _kept(made.root, releases)
    faults += [*_unlisted(made.root, releases), *_out_of_order(releases, staged)]
    checked = 2 + len(releases)
    new = Contents(
        json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8")), staged.tables, made.tables.__getitem__
    )
    if releases and not faults:
        checked += len(staged.tables)
        faults += _since(versions[-1], releases[-1], new, staged)
    if faults:  # where the version is wrong, so may be the one to which corrections belong
        return Count(checked, checked + 1, len(faults)), faults
    history = [*versions, new] if staged.version not in [release.version for release in releases] else versions
    steps = [Step(before, after) for before, after in pairwise(history)]
    texts = {article.seed_file: article.text for article in made.articles.values()}
    corrected, faults = correction_faults(steps, made.records, texts)
    return Count(checked + corrected, checked + corrected, len(faults)), faults


def _staged(root: Path, staging: Path) -> Version:
    """Return what is staged, and what goes with it, as a version."""
    paths = {path.relative_to(staging).as_posix(): path for path in staging.rglob("*") if path.is_file()}
    paths |= {path: root / path for path in COMPANIONS}
    files = {path: _sha256(file) for path, file in paths.items()}
    return described(json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8")), files)


def _sha256(path: Path) -> str:
    """Return the checksum of a file, which is read a part at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kept(root: Path, releases: Sequence[Version]) -> tuple[list[Contents], list[Fault]]:
    """Return the released versions as they are kept, and a fault for each that is not what the list says."""
    versions, faults = list[Contents](), list[Fault]()
    for release in releases:
        try:
            versions.append(kept(root, release))
        except (OSError, ValueError) as error:
            expected = f"the descriptor and tables of version {release.version}, as {RELEASES} lists them"
            fix = f"restore it and {RELEASES} as they were committed"
            position = Position(kept_path(release.version))
            faults.append(Fault(position, "release-damaged", "file", str(error), expected, fix))
    return versions, faults


def _unlisted(root: Path, releases: Sequence[Version]) -> Iterator[Fault]:
    """Yield the files among the kept versions that no release has."""
    listed = {kept_path(release.version) for release in releases}
    paths = sorted((root / FOLDER).iterdir()) if (root / FOLDER).is_dir() else []
    for path in [path for path in paths if path.name != README and not is_left_by_editors(path.name)]:
        if f"{FOLDER}/{path.name}" not in listed:
            seen, expected = f"{RELEASES} has no such version", "only versions that were released"
            fix = "move it away; python -m pipeline.release writes both"
            yield Fault(Position(f"{FOLDER}/{path.name}"), "release-unlisted", "file", seen, expected, fix)


def _out_of_order(releases: Sequence[Version], staged: Version) -> Iterator[Fault]:
    """Yield each version that is not later than the one before; the staged one may be the last release itself."""
    numbers = ["0.0.0", *(release.version for release in releases)]
    expected = "a later version, of three numbers"
    for before, after in pairwise(numbers):
        if taken(before, after) not in BUMPS[1:]:
            fix = "restore the list as it was committed"
            seen = f"{after} after {before}"
            yield Fault(Position(RELEASES), "version-not-later", "version", seen, expected, fix)
    if taken(numbers[-1], staged.version) not in (BUMPS if releases else BUMPS[1:]):
        seen = f"{staged.version} after {numbers[-1]}"
        yield Fault(Position(PROJECT), "version-not-later", "version", seen, expected, BUMP)


def _since(old: Contents, release: Version, new: Contents, staged: Version) -> Iterator[Fault]:
    """Yield the fault of a number that does not say what changed since the last release.

    Args:
        old: what the last release holds.
        release: its entry in the list.
        new: what is staged.
        staged: its number, and all files that go with it.
    """
    changes, not_compared = compared(old, new)
    # What cannot be compared may have lost anything.
    needed = "major" if not_compared else called_for(changes)
    reasons = _reasons([change for change in changes if RULES[change.rule] == needed], not_compared, new)
    step = taken(release.version, staged.version) or "none"
    if step == "none":
        files = [path for path in release.files if staged.files.get(path, release.files[path]) != release.files[path]]
        needed = "patch" if needed == "none" and files else needed
        reasons = reasons or files
    if BUMPS.index(step) < BUMPS.index(needed):
        more = f" and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
        because = f"{'; '.join(reasons[:SHOWN])}{more}"
        expected = f"at least {least_after(release.version, needed)}, a {needed} version, because of {because}"
        if step == "none":
            seen = f"{staged.version}, which is released, and something else is built"
            yield Fault(Position(PROJECT), "release-changed", "version", seen, expected, BUMP)
        else:
            seen = f"{staged.version} after {release.version}, a {step} version"
            yield Fault(Position(PROJECT), "version-too-small", "version", seen, expected, BUMP)


def _reasons(changes: Sequence[Change], not_compared: Mapping[str, str], new: Contents) -> list[str]:
    """Return changes and what cannot be compared in words, last the changes of tables that follow from the others."""
    built = {table for table, resource in new.resources.items() if resource["schema"].get("built")}
    ordered = sorted(changes, key=lambda change: change.table in built)
    named = [f"{change.rule}: {change.place}" for change in ordered]
    return [*named, *(f"not compared: {table}: {reason}" for table, reason in not_compared.items())]
