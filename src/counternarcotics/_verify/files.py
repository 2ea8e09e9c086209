"""The files of a copy against the lists of their SHA-256 that came with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from counternarcotics._copies.limits import MOST_FILES, MOST_LISTED
from counternarcotics._copies.sources import DamageError, Source
from counternarcotics._errors import UsageError
from counternarcotics._shared.versions import read_sums
from counternarcotics._verify.report import Check


@dataclass
class Files:
    """The files of a copy as they are read, each once.

    Attributes:
        source: Where they are.
        lists: The SHA-256 of each file by its path, by the file that lists them.
        contents: The bytes of each file that could be read.
        digests: The SHA-256 of each of these.
        faults: What is wrong with a file that is not as it should be.
    """

    source: Source
    lists: dict[str, Mapping[str, str]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> set[str]:
        """The lists themselves and all that they name."""
        return {*self.lists, *(path for hashes in self.lists.values() for path in hashes)}

    def add_list(self, path: str) -> None:
        """Read checksums; raises `UsageError` and `OSError` as `Source.read` does."""
        try:
            self.lists[path], faults = read_sums(self.source.read(path, MOST_LISTED), path)
        except DamageError as error:
            self.lists[path], faults = {}, [f"{path}: {error}"]
        if len(self.lists[path]) > MOST_FILES:
            raise UsageError(f"{self.source.subject}: {path} lists more than {MOST_FILES:,} files")
        if faults or not self.lists[path]:
            self.faults[path] = faults[0].removeprefix(f"{path}: ") if faults else "it is empty"

    def read(self, paths: Iterable[str], sizes: Mapping[str, int], large: Iterable[str] = ()) -> None:
        """Read files and compare each with the lists.

        Args:
            paths: The files.
            sizes: The bytes that a file must have, where that is stated.
            large: The files that hold tables, though nothing states their size.

        Raises:
            UsageError: The copy is too large.
            OSError: This machine cannot read a file.
        """
        for path in sorted({*paths} - self.faults.keys()):
            most = self.source.limits.copy if path in large else self.source.limits.text
            try:
                self.contents[path] = self.source.read(path, sizes.get(path, most), sizes.get(path))
            except DamageError as error:
                self.faults[path] = str(error)
                continue
            self.digests[path] = digest = hashlib.sha256(self.contents[path]).hexdigest()
            for name, hashes in self.lists.items():
                if hashes.get(path, digest) != digest:
                    short = f"its SHA-256 is {digest[:12]}…, {name} says {hashes[path][:12]}…"
                    self.faults[path] = f"it was changed ({short})"

    def unlisted(self, paths: Iterable[str], name: str) -> None:
        """Note the files that should be listed in these checksums and are not, unless these cannot be read."""
        if name not in self.faults:
            for path in paths:
                self.faults.setdefault(path, f"it is not listed in {name}")

    def check(self, unlisted: int = 0) -> Check:
        """Return the check of all files, with so many that no list names."""
        faults = [f"{path}: {fault}" for path, fault in sorted(self.faults.items())]
        return Check("files, by SHA-256", len(self.digests), len(self.paths) + unlisted, faults)
