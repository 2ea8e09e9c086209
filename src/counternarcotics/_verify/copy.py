"""What a path holds: a whole copy of the data, as a folder or a zip, or a lone file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from counternarcotics._errors import UsageError
from counternarcotics._verify import descriptors
from counternarcotics._verify.report import Check
from counternarcotics._versions import SUMS

if TYPE_CHECKING:
    from zipfile import ZipFile

_ZIPS = (".zip", ".whl")


@dataclass(frozen=True)
class Copy:
    """A whole copy, unpacked.

    Attributes:
        found: What it is, in words.
        root: The folder that holds, or should hold, ``datapackage.json`` and ``data``.
        faults: What is wrong with the zip that it came in.
        unpacked: How many files of the zip could be unpacked.
        members: How many there are; 0 where it is no zip, or could not be opened.
    """

    found: str
    root: Path
    faults: list[str] = field(default_factory=list)
    unpacked: int = 0
    members: int = 0

    @property
    def checks(self) -> list[Check]:
        """The check of the zip, where there is one."""
        return [Check("files of the zip", self.unpacked, max(1, self.members), self.faults)] * bool(
            self.members or self.faults
        )


@contextmanager
def opened(path: Path) -> Iterator[Copy | None]:
    """Give the copy in a folder, in its ``data`` folder or in a zip, which is unpacked for as long; None for a file.

    A copy is known by its descriptor or by its checksums, so that one without the other is a copy still.

    Raises:
        UsageError: There is nothing at `path`, or a folder or zip of something else.
    """
    if path.is_dir():
        inside = path.resolve().name == "data"
        root = next((one for one in (path, path.resolve().parent)[: 1 + inside] if _holds(one)), None)
        if root is None:
            raise UsageError(f"{path}: no copy of the data: it has neither {descriptors.NAME} nor {SUMS}")
        yield Copy(f"the data package in {path}", root)
        return
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file or folder")
    from tempfile import TemporaryDirectory
    from zipfile import is_zipfile

    if path.suffix.lower() in _ZIPS or is_zipfile(path):
        with TemporaryDirectory() as folder:
            yield _unpacked(path, Path(folder))
    else:
        yield None


def _holds(folder: Path) -> bool:
    """Return whether a folder is the root of a copy."""
    return (folder / descriptors.NAME).is_file() or (folder / SUMS).is_file()


def _unpacked(path: Path, folder: Path) -> Copy:
    """Return the copy in a zip, after unpacking what can be.

    Raises:
        UsageError: The zip is sound and holds something else.
    """
    from zipfile import BadZipFile, ZipFile

    found = f"the data package in the zip {path}"
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            faults = [fault for name in names for fault in _unpack(archive, name, folder)]
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return Copy(found, folder, [f"{path}: it cannot be opened as a zip ({error}); fetch it anew"])
    if not names:
        return Copy(found, folder, [f"{path}: no file can be found in the zip; fetch it anew"])
    unpacked = len(names) - len(faults)
    faults += [f"{name}: it is in the zip twice" for name in sorted({one for one in names if names.count(one) > 1})]
    holders = [one for one in (folder, *folder.rglob("*")) if _holds(one)]
    root = min(holders, key=lambda one: len(one.parts), default=folder)
    if not holders and not faults:
        raise UsageError(f"{path}: no copy of the data: the zip has neither {descriptors.NAME} nor {SUMS}")
    return Copy(found, root, faults, unpacked, len(names))


def _unpack(archive: ZipFile, name: str, folder: Path) -> Iterator[str]:
    """Unpack one file, and yield why it cannot be."""
    try:
        archive.read(name)  # reads to the end, where a fault shows, before anything is written
        archive.extract(name, folder)
    except Exception as error:  # a damaged member fails in any of zipfile, zlib and the file system
        yield f"{name}: it cannot be unpacked ({error})"
