"""The files of a build before they are put in place: whole, in a folder apart, each with its size and SHA-256.

Tables of a million rows make files that need not be held in memory. The stages after this one read them from the disk.
"""

import hashlib
import shutil
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp


@dataclass(frozen=True)
class Staged:
    """A whole file.

    Attributes:
        path: Where it lies.
        size: How many bytes it has.
        sha256: Their SHA-256, in hexadecimal digits.
    """

    path: Path
    size: int
    sha256: str


class StagingFolder:
    """A new folder, removed with all that is in it when nothing refers to this object any more."""

    def __init__(self) -> None:
        """Make the folder; raises `OSError` if there is no place for it."""
        self.path = Path(mkdtemp(prefix="counternarcotics-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def staged(path: Path) -> Staged:
    """Return a file that was written, as it lies on the disk; raises `OSError` if it cannot be read."""
    return Staged(path, path.stat().st_size, sha256_of(path))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in parts; raises `OSError` if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path, files: Mapping[str, bytes]) -> dict[str, Staged]:
    """Write files by relative path below `folder`, and return them.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return {path: staged(folder / path) for path in files}
