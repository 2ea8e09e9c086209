"""A copy against the version that was published under its number, which no change of the copy alone can reach."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from counternarcotics import _descriptor
from counternarcotics._package import DataPackage
from counternarcotics._shared.fingerprint import dataset_fingerprint
from counternarcotics._shared.versions import RELEASES, SUMS, UNLISTED, Version, described, released
from counternarcotics._verify.files import Files, listed
from counternarcotics._verify.report import Check


@dataclass(frozen=True)
class Known:
    """What the installed package knows of versions.

    Attributes:
        versions: Those in its list of releases, then the one that it holds itself.
        package: The one that it holds itself, for its schemas and rows; None where it cannot be used.
        problems: What of this could not be read.
    """

    versions: list[Version] = field(default_factory=list)
    package: DataPackage | None = None
    problems: list[str] = field(default_factory=list)

    def named(self, number: object) -> Version | None:
        """Return the version with a number; what was released counts for more than what is installed."""
        return next((one for one in self.versions if one.version == number), None)

    def meant(self, number: object, digests: Mapping[str, str]) -> Version | None:
        """Return the version that a copy should be: of the known ones, that of which it has the most files.

        Its number may be what was changed in it. A copy with a number of which nothing is known should be none of them.

        Args:
            number: The version that its descriptor says it is, or None where it says nothing.
            digests: The SHA-256 of each of its files.
        """
        if number is not None and self.named(number) is None:
            return None
        shared = {one.version: len(one.files.items() & digests.items()) for one in reversed(self.versions)}
        best = max(shared, key=lambda one: (shared[one], one == number), default=None)
        return self.named(best) if best and (shared[best] or number) else None

    @property
    def numbers(self) -> str:
        """The numbers of the versions, for messages."""
        return ", ".join(dict.fromkeys(one.version for one in self.versions)) or "none"


def known_versions(root: Path | None, copy: Path | None = None) -> Known:
    """Return what the installed package knows of versions.

    Args:
        root: The folder of its data; None where it has none.
        copy: The folder of the copy that is looked at. Where that is the installed package itself, its own version is
            left out: nothing proves itself.
    """
    if root is None:
        return Known()
    versions, problems = list[Version](), list[str]()
    try:
        versions += released(root)
    except (OSError, ValueError) as error:
        problems.append(f"{RELEASES} of the installed package: {error}; install the package anew")
    if copy is not None and copy.resolve() == root.resolve():
        return Known(versions, None, problems)
    descriptor, faults = _descriptor.read(root)
    if descriptor is None or faults:
        problems += [f"the installed package, with which the copy is to be compared: {fault}" for fault in faults]
        return Known(versions, None, problems)
    files = listed(root)[0]
    if (root / SUMS).is_file():
        files[SUMS] = hashlib.sha256((root / SUMS).read_bytes()).hexdigest()
    return Known([*versions, described(descriptor, files)], DataPackage(root, descriptor), problems)


def check_published(claimed: Version, known: Known, found: Mapping[str, str], files: Files) -> Check:
    """Return the check of a copy against the published version of its number: every fingerprint and every file.

    It sees a forgery that is consistent with itself. What a copy's own lists show already is not told again.

    Args:
        claimed: The published version.
        known: Every known version.
        found: The fingerprint of each table, computed anew; a table that is not there could not be read.
        files: The files of the copy.
    """
    due = {path: digest for path, digest in claimed.files.items() if path not in UNLISTED}
    computed = claimed.tables.keys() & found.keys()
    whole = found.keys() >= claimed.tables.keys()
    faults = [*_table_faults(claimed, known, found), *_file_faults(claimed, files, due)]
    if whole and not faults and dataset_fingerprint(found) != claimed.fingerprint:
        faults.append(
            f"the known fingerprint of version {claimed.version} is not that of its tables: its list is damaged"
        )
    name, total = f"version {claimed.version}, as this package knows it", len(claimed.tables) + len(due) + 1
    return Check(name, len(computed) + len(due) + whole, total, faults)


def _table_faults(claimed: Version, known: Known, found: Mapping[str, str]) -> Iterator[str]:
    """Yield the tables whose content is not that of the published version."""
    for table, fingerprint in found.items():
        published = claimed.tables.get(table)
        if fingerprint != published:
            others = [one.version for one in known.versions if one.tables.get(table) == fingerprint]
            expected = (
                f"that of version {claimed.version} is {published}" if published else "which that version has not"
            )
            source = f"; it is that of version {others[0]}" if others else ""
            yield f"{table}: the fingerprint of the table is {fingerprint}, {expected}{source}"


def _file_faults(claimed: Version, files: Files, due: Mapping[str, str]) -> Iterator[str]:
    """Yield the files that are not the published ones though the copy's own lists say so, or do not miss them."""
    digests = files.digests
    for path, digest in due.items():
        if path not in digests and path not in files.listed and path not in files.described:
            yield f"{path}: missing; version {claimed.version} has it, and no list of the copy does"
        elif digests.get(path, digest) != digest and files.listed.get(path) == digests[path]:
            yield f"{path}: it is not the file of version {claimed.version}, though {SUMS} lists it as it is"
