"""What a path holds: a whole copy of the data, as a folder or a zip, or a lone file."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from counternarcotics import _descriptor
from counternarcotics._errors import UsageError
from counternarcotics._package import FORMATS
from counternarcotics._shared.versions import SUMS
from counternarcotics._verify.report import Check

if TYPE_CHECKING:
    from zipfile import ZipFile

_ZIPS = (".zip", ".whl")
_OTHER = (".jsonl", ".sqlite", ".xlsx")


@dataclass(frozen=True)
class Copy:
    """A whole copy, unpacked.

    Attributes:
        subject: What it is, in words.
        root: The folder that holds, or should hold, ``datapackage.json`` and ``data``.
        faults: What is wrong with the zip that it came in.
        unpacked: How many files of the zip could be unpacked.
        members: How many there are; 0 where it is no zip, or could not be opened.
        installed: Whether it is the installed package, whose folder holds more than the copy.
    """

    subject: str
    root: Path
    faults: list[str] = field(default_factory=list)
    unpacked: int = 0
    members: int = 0
    installed: bool = False

    @property
    def checks(self) -> list[Check]:
        """The check of the zip, where there is one."""
        if not self.members and not self.faults:
            return []
        return [Check("files of the zip", self.unpacked, max(1, self.members), self.faults)]


@contextmanager
def opened(path: Path) -> Iterator[Copy | None]:
    """Give the copy in a folder, in its ``data`` folder or in a zip, which is unpacked for as long.

    None for a file, and for a folder of tables alone.

    A copy has a descriptor or checksums; a copy that lacks one of the two is still a copy.

    Raises:
        UsageError: There is nothing at `path`, a folder or zip of something else, or an export that cannot be checked.
    """
    if path.is_dir():
        inside = path.resolve().name == "data"
        root = next((place for place in (path, path.resolve().parent)[: 1 + inside] if _holds(place)), None)
        if root is None and not lone_tables(path):
            raise UsageError(f"{path}: no copy of the data: it has neither {_descriptor.NAME} nor {SUMS}, nor tables")
        yield Copy(f"the data package in {path}", root) if root else None
        return
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file or folder")
    if path.suffix.lower() in _OTHER:
        raise UsageError(
            f"{path}: a {path.suffix} file cannot be checked, only a table as CSV or Parquet, another file of the "
            "package, or a folder or zip of it; check the version that the file was made from"
        )
    from tempfile import TemporaryDirectory
    from zipfile import is_zipfile

    if path.suffix.lower() in _ZIPS or is_zipfile(path):
        with TemporaryDirectory() as folder:
            yield _unpacked(path, Path(folder))
    else:
        yield None


def lone_tables(folder: Path) -> list[Path]:
    """Return the files of a folder that hold a table, such as an export leaves."""
    return sorted(file for file in folder.iterdir() if file.suffix[1:].lower() in FORMATS and file.is_file())


def _holds(folder: Path) -> bool:
    """Return whether a folder is the root of a copy."""
    return (folder / _descriptor.NAME).is_file() or (folder / SUMS).is_file()


def _unpacked(path: Path, folder: Path) -> Copy:
    """Return the copy in a zip, after unpacking what can be of the files below its root.

    Raises:
        UsageError: The zip holds something else.
    """
    from zipfile import BadZipFile, ZipFile

    subject = f"the data package in the zip {path}"
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            if not names:
                return Copy(subject, folder, [f"{path}: no file can be found in the zip; fetch it again"])
            root = _root(names)
            if root is None:
                raise UsageError(f"{path}: no copy of the data: the zip has neither {_descriptor.NAME} nor {SUMS}")
            inside = Counter(name for name in names if name.startswith(root))
            faults = [fault for name in inside for fault in _unpack(archive, name, root, folder)]
    except UsageError:  # which is a ValueError as well
        raise
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return Copy(subject, folder, [f"{path}: it cannot be opened as a zip ({error}); fetch it again"])
    unpacked = len(inside) - len(faults)
    faults += [f"{name}: it is in the zip twice" for name, times in sorted(inside.items()) if times > 1]
    return Copy(subject, folder, faults, unpacked, len(inside))


def _root(names: list[str]) -> str | None:
    """Return the folder of a copy in a zip, as its names begin with it; None where the zip holds no copy."""
    marks = (_descriptor.NAME, SUMS)
    roots = [name.removesuffix(mark) for name in names for mark in marks if f"/{name}".endswith(f"/{mark}")]
    return min(roots, key=lambda name: name.count("/"), default=None)


def _unpack(archive: ZipFile, name: str, root: str, folder: Path) -> Iterator[str]:
    """Unpack one file, and yield why it cannot be."""
    target = folder / name.removeprefix(root)
    if ".." in target.parts or not target.is_relative_to(folder):
        yield f"{name}: it cannot be unpacked (its place is outside of the copy)"
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)  # reads to the end, where a fault shows
    except Exception as error:  # a damaged member fails in any of zipfile, zlib and the file system
        yield f"{name}: it cannot be unpacked ({error})"
        if target.is_file():
            target.unlink()
