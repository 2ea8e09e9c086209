"""Where the files of a copy are read from, a folder or a zip: only ordinary files, and never more than is due."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from counternarcotics._copies.limits import MOST_FILES, Limits, too_large
from counternarcotics._errors import UsageError
from counternarcotics._text import visible

_LONGEST_NAME = 255
_DIRECTORY = 1 << 20
"""The bytes of the directory of a zip."""

# Windows lacks all but the last: it has no FIFOs among files, and `lstat` tells a link there, though not a junction.
_HARMLESS = sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))

_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class DamageError(ValueError):
    """What is wrong with one file of a copy, in one line that does not name the file."""


def reason(error: Exception) -> str:
    """Return what a library said of a damaged file, in one line of no great length."""
    return " ".join(str(error).split())[:200]


class Source:
    """The files of a copy, by their path from its root with ``/`` between the parts."""

    def __init__(self, subject: str, limits: Limits) -> None:
        """Say what this is in words, and how much may be read of it in all."""
        self.subject = subject
        self.limits = limits
        self._left = limits.copy

    def names(self, below: str = "", deep: bool = True) -> list[str]:
        """Return the path of each file, and of all else that is no folder, in a folder of the copy."""
        raise NotImplementedError

    def has(self, name: str) -> bool:
        """Return whether anything is there by this name."""
        raise NotImplementedError

    def opened(self, name: str) -> AbstractContextManager[tuple[IO[bytes], int]]:
        """Give a file and its size; raises `DamageError` if it is no ordinary file that can be read."""
        raise NotImplementedError

    def read(self, name: str, most: int, size: int | None = None) -> bytes:
        """Return a file's bytes.

        Args:
            name: The file.
            most: How many bytes it may have.
            size: How many it must have, if that is stated: a file of another size is not read.

        Raises:
            DamageError: It is missing, no ordinary file, damaged, or of another size.
            UsageError: The copy is too large to check here.
            OSError: This machine cannot read it.
        """
        with self.opened(name) as (file, there):
            if size not in (None, there):
                what = "cut short" if there < (size or 0) else "changed"
                raise DamageError(f"it is {there} bytes, should be {size}: it was {what}")
            if there > most:
                raise DamageError(f"it is {there} bytes, more than the {most} that such a file may have")
            if there > self._left:
                raise too_large(self.subject, self.limits.copy - self._left + there, self.limits.copy)
            self._left -= there
            content = file.read(there)
            if len(content) < there:
                raise DamageError(f"its last {there - len(content)} bytes are missing")
            return content


class Folder(Source):
    """A folder, in which no link is followed and nothing but an ordinary file is opened."""

    def __init__(self, root: Path, limits: Limits) -> None:
        """Take the files below a folder that the user named, which itself may be a link."""
        super().__init__(visible(str(root)), limits)
        self.root = root

    def has(self, name: str) -> bool:
        return os.path.lexists(self.root / name)

    def names(self, below: str = "", deep: bool = True) -> list[str]:
        names, folders, entries = list[str](), [self.root / below], 0
        while folders:
            try:
                listing = os.scandir(folders.pop())
            except (FileNotFoundError, NotADirectoryError):
                continue
            with listing:
                for entry in listing:
                    entries += 1
                    if entries > MOST_FILES:
                        raise UsageError(f"{self.subject}: more than {MOST_FILES:,} files; name a folder of data alone")
                    if not entry.is_dir(follow_symlinks=False):
                        names.append(Path(entry.path).relative_to(self.root).as_posix())
                    elif deep:
                        folders.append(Path(entry.path))
        return sorted(names)

    @contextmanager
    def opened(self, name: str) -> Iterator[tuple[IO[bytes], int]]:
        path = self.root
        if "\0" in name or any(len(part) > _LONGEST_NAME for part in name.split("/")):
            raise DamageError("missing")  # no file system has such a name
        if "\\" in name or ":" in name:
            raise DamageError("a name with \\ or :, which leads elsewhere on Windows")
        try:
            for part in Path(name).parts[:-1]:
                path /= part
                _expect(os.lstat(path).st_mode, stat.S_IFDIR, f"its folder {part} is ")
            path = self.root / name
            _expect(os.lstat(path).st_mode, stat.S_IFREG, "")
        except (FileNotFoundError, NotADirectoryError):
            raise DamageError("missing") from None
        with open(os.open(path, os.O_RDONLY | _HARMLESS), "rb") as file:
            about = os.fstat(file.fileno())
            _expect(about.st_mode, stat.S_IFREG, "")
            yield file, about.st_size


def kind(mode: int) -> str:
    """Return in words what else than an ordinary file something is."""
    return _KINDS.get(stat.S_IFMT(mode), "no ordinary file")


def _expect(mode: int, wanted: int, beginning: str) -> None:
    """Raise `DamageError` where something in a folder or zip is of another kind than it should be."""
    if stat.S_IFMT(mode) != wanted:
        raise DamageError(f"{beginning}{kind(mode)}, which is not opened; only ordinary files belong to a copy")


class Zip(Source):
    """A zip, or the folder in it that holds the copy; nothing is unpacked to disk."""

    def __init__(self, archive: ZipFile, subject: str, root: str, limits: Limits) -> None:
        """Take the files of an archive whose names begin with `root`."""
        super().__init__(subject, limits)
        self._archive = archive
        named = [(name.removeprefix(root), member) for name, member in members(archive) if name.startswith(root)]
        self._members: dict[str, ZipInfo] = dict(named)
        self._times = Counter(name for name, _ in named)

    def has(self, name: str) -> bool:
        return name in self._members

    def names(self, below: str = "", deep: bool = True) -> list[str]:
        start = f"{below}/" if below else ""
        names = [name for name in self._members if name.startswith(start)]
        return sorted(name for name in names if deep or "/" not in name.removeprefix(start))

    @contextmanager
    def opened(self, name: str) -> Iterator[tuple[IO[bytes], int]]:
        if name not in self._members:
            raise DamageError("missing")
        member = self._members[name]
        if self._times[name] > 1:
            raise DamageError("it is in the zip twice")
        if stat.S_IFMT(member.external_attr >> 16):  # which programs on Windows leave empty
            _expect(member.external_attr >> 16, stat.S_IFREG, "")
        if member.flag_bits & 1:
            raise DamageError("it is encrypted; unpack the zip and name the folder")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DamageError("it is packed by a method that can hide any amount of data; zip it again with deflate")
        try:
            with self._archive.open(member) as file:
                yield file, member.file_size
        except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error, OSError) as error:
            raise _of_zip(error, f"it cannot be unpacked ({error})") from None


def members(archive: ZipFile) -> list[tuple[str, ZipInfo]]:
    r"""Return the files of a zip by name, with ``/`` for the ``\`` that some programs write.

    Raises:
        DamageError: A name leads out of the zip.
    """
    named = [(member.filename.replace("\\", "/"), member) for member in archive.infolist()]
    for name, _ in named:
        if ".." in name.split("/") or re.match("/|[A-Za-z]:", name):
            raise DamageError(f"{name[:100]}: a name that leads out of the zip")
    return [(name, member) for name, member in named if not name.endswith("/")]


@contextmanager
def unzipped(file: IO[bytes], subject: str) -> Iterator[ZipFile]:
    """Give the zip in a file, of whose directory no more than its limit is read.

    Raises:
        DamageError: It cannot be read as a zip.
        UsageError: It holds too many files.
    """
    try:
        archive = ZipFile(_Sparing(file))  # type: ignore[arg-type]
    except (BadZipFile, NotImplementedError, ValueError, LookupError, OverflowError, OSError) as error:
        raise _of_zip(error, f"it cannot be opened as a zip ({error}); fetch it again") from None
    with archive:
        if len(archive.filelist) > MOST_FILES:
            raise UsageError(f"{subject}: more than {MOST_FILES:,} files; name a zip of the data alone")
        yield archive


def _of_zip(error: Exception, damage: str) -> Exception:
    """Return what went wrong with a zip as damage to it, or an error of this machine as it is."""
    of_machine = isinstance(error, OSError) and error.errno != errno.EINVAL  # a place before the beginning of the file
    return error if of_machine else DamageError(damage)


class _Sparing(io.BufferedReader):
    """A file that gives at most so much at a time: `zipfile` takes the size of a zip's directory on trust."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(_DIRECTORY if size is None or size < 0 else min(size, _DIRECTORY))
