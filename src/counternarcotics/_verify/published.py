"""The versions that the installed package knows, which no change of a copy can alter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from counternarcotics import _descriptor, _package
from counternarcotics._errors import UsageError
from counternarcotics._shared.kept import kept, kept_path
from counternarcotics._shared.versions import RELEASES, SUMS, Version, described, listed, released
from counternarcotics._verify.files import Files
from counternarcotics._verify.report import Check


@dataclass(frozen=True)
class Catalogue:
    """The versions that the installed package knows.

    Attributes:
        versions: Those in its list of releases, then its own.
        package: Its own version, for the schemas and rows; None where it cannot be used.
        problems: What of this could not be read, where the installed package is itself the copy that is checked.
    """

    versions: list[Version] = field(default_factory=list)
    package: _package.DataPackage | None = None
    problems: list[str] = field(default_factory=list)

    def named(self, number: object) -> Version | None:
        """Return the version with a number; a released version comes before the installed one."""
        return next((version for version in self.versions if version.version == number), None)

    @property
    def numbers(self) -> str:
        """The numbers of the versions, for messages."""
        return ", ".join(dict.fromkeys(version.version for version in self.versions)) or "none"

    @cached_property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """The schema of each table of the installed version."""
        return {table: self.package.schema(table) for table in self.package.tables} if self.package else {}

    def unproven(self) -> Check:
        """Return the check that cannot run for a copy of a version that is none of these."""
        otherwise = (
            f"Consistent with itself, but not a version that this package knows ({self.numbers}): nothing proves "
            "that it was published."
        )
        return Check("version, against the known ones", 0, 1, otherwise=otherwise)

    def unknown(self, version: str) -> str:
        """Return the note on a copy of a version that is none of these."""
        return (
            f"Version {version} is not a published version that this package knows ({self.numbers}): the copy agrees "
            "with itself, which does not prove that it was published. Compare its fingerprint with that in a citation."
        )


def read_catalogue(root: Path | None, itself: bool = False) -> Catalogue:
    """Return the versions that the installed package knows.

    Args:
        root: The folder of its data; None where it has no data.
        itself: Whether it is the copy that is checked. Its own version is left out then: it cannot prove itself.

    Raises:
        UsageError: It is damaged, and another copy is to be checked by it.
    """
    if root is None:
        return Catalogue()
    versions, package, problems = list[Version](), None, list[str]()
    try:
        versions += released(root)
    except (OSError, ValueError) as error:
        problems.append(f"{RELEASES} of the installed package: {error}; install the package again")
    try:
        package = None if itself else _package.at(root)
    except (OSError, UsageError) as error:
        problems.append(f"{_descriptor.NAME} of the installed package: {error}")
    if problems and not itself:
        raise UsageError("; ".join(problems))
    if package:
        files, _ = listed(root)
        if (root / SUMS).is_file():
            files[SUMS] = hashlib.sha256((root / SUMS).read_bytes()).hexdigest()
        versions.append(described(package.descriptor, files))
    return Catalogue(versions, package, problems)


def check_kept(root: Path, releases: Sequence[Version]) -> Check:
    """Return the check of the releases that the installed package keeps, each by its entry in the list."""
    faults = []
    for release in releases:
        try:
            kept(root, release)
        except (OSError, ValueError) as error:
            faults.append(f"{kept_path(release.version)}: {error}; install the package again")
    return Check("releases that the package keeps", len(releases), len(releases), faults)


def check_published(published: Version, files: Files, paths: Iterable[str]) -> Check:
    """Return the check of some files of a copy against the version that was published under its number.

    It finds a forgery that is consistent with itself. What the copy's own lists show is not reported again.
    """
    due = {path: published.files[path] for path in paths if path in published.files}
    faults = []
    for path in sorted(due.keys() - files.faults.keys()):
        if path in files.digests and files.digests[path] != due[path]:
            faults.append(f"{path}: it is not the file of version {published.version}")
        elif path not in files.digests and not files.lists.keys() & files.faults.keys():  # else its line cannot be read
            faults.append(f"{path}: missing; it is a file of version {published.version}")
    name = f"version {published.version}, as this package knows it"
    return Check(name, len(due.keys() & files.digests), len(due), faults)
