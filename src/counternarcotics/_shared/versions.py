"""The versions that this package knows: its own, and those that ``releases.json`` lists."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RELEASES = "releases.json"
SUMS = "data/SHA256SUMS"
EXPORT_SUMS = "SHA256SUMS"
"""The checksums of an export, in its root, of every other file in it."""
UNLISTED = (SUMS, RELEASES)
"""No entry of the list can hold the hash of the list itself, nor of the checksums, which hold that hash."""
_LINE = re.compile(rb"([0-9a-f]{64})  ((?:\.\./)?(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*)")


@dataclass(frozen=True)
class Version:
    """One version of the dataset.

    Attributes:
        version: As in the descriptor, ``0.1.0``.
        date: Its day, YYYY-MM-DD.
        fingerprint: Of the whole dataset, ``sha256:…``.
        tables: The fingerprint of each table.
        files: The SHA-256 of each file by its path beside or below ``datapackage.json``.
    """

    version: str
    date: str
    fingerprint: str
    tables: Mapping[str, str]
    files: Mapping[str, str]

    def as_entry(self) -> dict[str, Any]:
        """Return the version as an entry of ``releases.json``."""
        files = {path: digest for path, digest in sorted(self.files.items()) if path not in UNLISTED}
        about = {"version": self.version, "date": self.date, "fingerprint": self.fingerprint}
        return {**about, "tables": dict(sorted(self.tables.items())), "files": files}


def described(descriptor: Mapping[str, Any], files: Mapping[str, str]) -> Version:
    """Return the version that a descriptor describes.

    Args:
        descriptor: The descriptor.
        files: The SHA-256 of each file by path.

    Raises:
        KeyError: The descriptor lacks a property that every version has.
    """
    tables = {resource["name"]: resource["fingerprint"] for resource in descriptor["resources"]}
    return Version(descriptor["version"], descriptor["created"][:10], descriptor["fingerprint"], tables, files)


def released(root: Path) -> list[Version]:
    """Return the versions that ``releases.json`` in a folder lists, oldest first.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not a list of releases.
    """
    try:
        entries = json.loads((root / RELEASES).read_text(encoding="utf-8"))["releases"]
        versions = [Version(**entry) for entry in entries]
        for release in versions:
            texts = [release.version, release.date, release.fingerprint]
            texts += [*release.tables.values(), *release.files.values()]
            if not all(isinstance(text, str) for text in texts):
                raise TypeError("a value that is not a text")
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a list of releases ({error})") from error
    return versions


def origin(versions: list[Version], digest: str) -> dict[str, list[str]]:
    """Return the paths that a file with this SHA-256 has, with the versions in which it has them."""
    numbers: dict[str, list[str]] = {}
    for version in versions:
        for path, listed_digest in version.files.items():
            if listed_digest == digest and version.version not in numbers.get(path, ()):
                numbers.setdefault(path, []).append(version.version)
    return numbers


def listed(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return the SHA-256 of each file that the checksums of a data package list, and what is wrong with them.

    Args:
        root: The folder of the descriptor; paths are relative to it.
    """
    try:
        return read_sums((root / SUMS).read_bytes(), SUMS)
    except OSError as error:
        return {}, [f"{SUMS}: {'missing' if isinstance(error, FileNotFoundError) else error}"]


def read_sums(content: bytes, path: str) -> tuple[dict[str, str], list[str]]:
    """Return the SHA-256 of each file that checksums list, and what is wrong with them.

    Args:
        content: The checksums, as ``sha256sum`` writes them.
        path: Where they stand, which their names are relative to.
    """
    hashes: dict[str, str] = {}
    if b"\r\n" in content:
        return hashes, [f"{path}: its lines end in CR LF, expected LF: a program changed them"]
    faults = [] if content.endswith(b"\n") else [f"{path}: its last line has no end: it was cut short or changed"]
    for number, line in enumerate(content.splitlines(), 1):
        entry = _LINE.fullmatch(line)
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path), entry[2].decode())) if entry else ""
        if not entry or name.startswith("..") or name in hashes:
            faults.append(
                f"{path}: line {number}: {line[:100]!r}: expected a SHA-256, two spaces and the name of a new file"
            )
            break
        hashes[name] = entry[1].decode()
    return hashes, faults
