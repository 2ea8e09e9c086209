"""What stands at a path that a user named: a folder, a zip, or a file alone, which may also come through a pipe."""

from __future__ import annotations

import io
import os
import select
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counternarcotics import _descriptor
from counternarcotics._copies.limits import Limits, too_large
from counternarcotics._copies.sources import DamageError, Folder, Source, Zip, kind, members, unzipped
from counternarcotics._errors import UsageError
from counternarcotics._shared.versions import EXPORT_SUMS, SUMS

PACKAGE_MARKS = (_descriptor.NAME, SUMS)
"""The files of which a data package has one at least in its root; an export has `EXPORT_SUMS` there."""

_PIECE = 1 << 16
_LONGEST_WAIT = 8
"""How many seconds a pipe may take."""


@contextmanager
def located(path: Path, limits: Limits) -> Iterator[Source | bytes]:
    """Give the folder or zip at a path, from the root of the copy in it if there is one; of another file, its bytes.

    Raises:
        UsageError: There is nothing at `path`, or nothing that could be read, or what is too large.
        DamageError: It is a zip that cannot be read.
        OSError: This machine cannot read it.
    """
    called = str(path)
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{called}: there is no such file or folder") from None
    if stat.S_ISDIR(mode):
        yield _folder(path, limits)
        return
    if not stat.S_ISFIFO(mode) and not stat.S_ISREG(mode):
        raise UsageError(f"{called}: {kind(mode)}; name a folder, a zip or a file")
    with io.BytesIO(_piped(path, limits.copy)) if stat.S_ISFIFO(mode) else path.open("rb") as file:
        head = file.read(4)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if path.suffix.lower() in (".zip", ".whl") or head in (b"PK\3\4", b"PK\5\6"):
            with unzipped(file, called) as archive:
                yield Zip(archive, called, _root([name for name, _ in members(archive)], called), limits)
        elif size > limits.table:
            raise too_large(called, size, limits.table)
        else:
            yield file.read(size)


def _folder(path: Path, limits: Limits) -> Folder:
    """Return a folder, or the one above it where it is the ``data`` folder of a copy; raises as `located` does."""
    # A path such as "." has another name than the folder, and so has a link to it.
    homes = [path, *(folder.parent for folder in (path, path.resolve()) if folder.name == "data")]
    folder = next((home for home in homes if any(os.path.lexists(home / mark) for mark in PACKAGE_MARKS)), path)
    if (folder / "data").is_symlink():
        raise UsageError(f"{folder}: its folder data is a link, which is not followed; copy what it holds")
    return Folder(folder, limits)


def _root(names: list[str], called: str) -> str:
    """Return the folder of a copy in a zip, as its names begin with it.

    Raises:
        DamageError: The zip has no file.
        UsageError: It holds no copy, or more than one.
    """
    if not names:
        raise DamageError("no file can be found in the zip; fetch it again")
    for marks in (PACKAGE_MARKS, (EXPORT_SUMS,)):
        roots = {name.removesuffix(mark) for name in names for mark in marks if f"/{name}".endswith(f"/{mark}")}
        upper = sorted(root for root in roots if root.count("/") == min(other.count("/") for other in roots))
        if len(upper) > 1:
            raise UsageError(f"{called}: more than one copy ({', '.join(upper)[:200]}); unpack it and name one")
        if upper:
            return upper[0]
    lists = ", ".join((*PACKAGE_MARKS, EXPORT_SUMS))
    raise UsageError(f"{called}: no copy of the data, so it cannot be checked: the zip has none of {lists}")


def _piped(path: Path, most: int) -> bytes:
    """Return what comes through a pipe before its end; raises `UsageError` if that is too much, or takes too long."""
    content, end = bytearray(), time.monotonic() + _LONGEST_WAIT
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as pipe:
        while (left := end - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            piece = pipe.read(_PIECE)
            if not piece:
                return bytes(content)
            content += piece
            if len(content) > most:
                raise too_large(str(path), len(content), most)
    raise UsageError(f"{path}: not all came through this pipe within {_LONGEST_WAIT} seconds")
