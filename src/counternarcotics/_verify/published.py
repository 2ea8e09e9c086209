"""A copy against the version that was published under its number, which a change of the copy cannot alter."""

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
class Catalogue:
    """The versions that the installed package knows.

    Attributes:
        versions: Those in its list of releases, then its own.
        package: Its own version, for the schemas and rows; None where it cannot be used.
        problems: What of this could not be read.
    """

    versions: list[Version] = field(default_factory=list)
    package: DataPackage | None = None
    problems: list[str] = field(default_factory=list)

    def named(self, number: object) -> Version | None:
        """Return the version with a number; a released version comes before the installed one."""
        return next((version for version in self.versions if version.version == number), None)

    def meant(self, number: object, digests: Mapping[str, str]) -> Version | None:
        """Return the version that a copy should be: the one of which it has the most files.

        The number in the copy may be what was changed. A copy with an unknown number is none of these versions.

        Args:
            number: The version that its descriptor says it is, or None where it says nothing.
            digests: The SHA-256 of each of its files.
        """
        if number is not None and self.named(number) is None:
            return None
        shared = {version.version: len(version.files.items() & digests.items()) for version in reversed(self.versions)}
        best = max(shared, key=lambda name: (shared[name], name == number), default=None)
        return self.named(best) if best and (shared[best] or number) else None

    @property
    def numbers(self) -> str:
        """The numbers of the versions, for messages."""
        return ", ".join(dict.fromkeys(version.version for version in self.versions)) or "none"


def read_catalogue(root: Path | None, copy: Path | None = None) -> Catalogue:
    """Return the versions that the installed package knows.

    Args:
        root: The folder of its data; None where it has no data.
        copy: The folder of the copy that is checked. Where that is the installed package itself, its own version is
            left out: it cannot prove itself.
    """
    if root is None:
        return Catalogue()
    versions, problems = list[Version](), list[str]()
    try:
        versions += released(root)
    except (OSError, ValueError) as error:
        problems.append(f"{RELEASES} of the installed package: {error}; install the package again")
    if copy is not None and copy.resolve() == root.resolve():
        return Catalogue(versions, None, problems)
    descriptor, faults = _descriptor.read(root)
    if descriptor is None or faults:
        problems += [f"the installed package, with which the copy is to be compared: {fault}" for fault in faults]
        return Catalogue(versions, None, problems)
    files = listed(root)[0]
    if (root / SUMS).is_file():
        files[SUMS] = hashlib.sha256((root / SUMS).read_bytes()).hexdigest()
    return Catalogue([*versions, described(descriptor, files)], DataPackage(root, descriptor), problems)


def check_published(claimed: Version, catalogue: Catalogue, fingerprints: Mapping[str, str], files: Files) -> Check:
    """Return the check of a copy against the published version of its number: every fingerprint and every file.

    It finds a forgery that is consistent with itself. What the copy's own lists show is not reported again.

    Args:
        claimed: The published version.
        catalogue: The versions to compare it with.
        fingerprints: The fingerprint of each table, computed again; a table that could not be read is not there.
        files: The files of the copy.
    """
    due = {path: digest for path, digest in claimed.files.items() if path not in UNLISTED}
    computed = claimed.tables.keys() & fingerprints.keys()
    whole = fingerprints.keys() >= claimed.tables.keys()
    faults = [*_table_faults(claimed, catalogue, fingerprints), *_file_faults(claimed, files, due)]
    if whole and not faults and dataset_fingerprint(fingerprints) != claimed.fingerprint:
        faults.append(
            f"the known fingerprint of version {claimed.version} is not that of its tables: its list is damaged"
        )
    name, total = f"version {claimed.version}, as this package knows it", len(claimed.tables) + len(due) + 1
    return Check(name, len(computed) + len(due) + whole, total, faults)


def _table_faults(claimed: Version, catalogue: Catalogue, fingerprints: Mapping[str, str]) -> Iterator[str]:
    """Yield the tables whose content is not that of the published version."""
    for table, fingerprint in fingerprints.items():
        published = claimed.tables.get(table)
        if fingerprint != published:
            others = [version.version for version in catalogue.versions if version.tables.get(table) == fingerprint]
            expected = (
                f"that of version {claimed.version} is {published}" if published else "which that version has not"
            )
            source = f"; it is that of version {others[0]}" if others else ""
            yield f"{table}: the fingerprint of the table is {fingerprint}, {expected}{source}"


def _file_faults(claimed: Version, files: Files, due: Mapping[str, str]) -> Iterator[str]:
    """Yield the files that are changed or missing, though the copy's own lists agree with that."""
    digests = files.digests
    for path, digest in due.items():
        if path not in digests and path not in files.listed and path not in files.described:
            yield f"{path}: missing; version {claimed.version} has it, and no list of the copy does"
        elif digests.get(path, digest) != digest and files.listed.get(path) == digests[path]:
            yield f"{path}: it is not the file of version {claimed.version}, though {SUMS} lists it as it is"
