"""Putting a finished build in place of the last one: all of it or nothing.

The new files are written to ``.staging``. Renaming that folder to ``.ready`` is the commit point:
before it nothing of the last build has been touched, after it the new files are moved in. Whatever
stops the moves, the next build finishes them from what lies in ``.ready``.
"""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from pipeline.faults import CannotBuild
from pipeline.write.paths import DATA, DERIVED

if sys.platform != "win32":
    import fcntl

STAGING = ".staging"
READY = ".ready"
_OLD = "old"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let one build at a time work in `root`: two would write into one ``.staging``.

    The lock is the folder's own, so it ends with the process that holds it.

    Raises:
        CannotBuild: another build holds it, or the folder cannot be opened.
    """
    if sys.platform == "win32":
        yield
        return
    try:
        folder = os.open(root, os.O_RDONLY)
    except OSError as error:
        raise CannotBuild(f"{root}: {error.strerror}") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise CannotBuild(f"{root}: another build is running") from error
    finally:
        os.close(folder)


def new_staging(root: Path) -> Path:
    """Return an empty ``.staging`` folder; what a killed build left in it is removed.

    Raises:
        OSError: the folder cannot be written.
    """
    staging = root / STAGING
    if staging.exists():
        shutil.rmtree(staging)
    (staging / DATA).mkdir(parents=True)
    return staging


def drop_staging(root: Path) -> None:
    """Remove ``.staging`` as far as the disk lets it; the next build removes the rest."""
    shutil.rmtree(root / STAGING, ignore_errors=True)


def finish(root: Path) -> None:
    """Finish the moves of a build that was stopped after its commit point, if there is one.

    Raises:
        OSError: a move is not possible.
    """
    for source, target in _moves(root):
        os.replace(source, target)
    if (root / READY).exists():
        shutil.rmtree(root / READY)


def commit(root: Path) -> None:
    """Put what is staged in place, on disk before the first move and undone if a move fails.

    The moves run in a process and session of their own: killing the build cannot stop them between two.

    Raises:
        CannotBuild: a move was not possible; everything is as it was.
        OSError: the staged files could not be written through to the disk.
    """
    _write_through(root / STAGING)
    code = _apart(root) if hasattr(os, "fork") else move_in(root)
    if code != 0:
        raise CannotBuild(f"{root}: the new files could not be put in place: {os.strerror(code)}")
    with suppress(OSError):
        finish(root)


def _apart(root: Path) -> int:
    """Move in from a child process; return 0 or the error number.

    The child gives up where the build is already gone: then nothing changes after its end.
    """
    parent = os.getpid()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else _killed(root)
    code = 255
    try:
        os.setsid()
        if os.getppid() == parent:
            code = move_in(root)
    finally:
        os._exit(code)


def _killed(root: Path) -> int:
    """Finish what a killed child left; return 0 if it had reached the commit point, else EINTR's number."""
    if not (root / READY).exists():
        return errno.EINTR
    finish(root)
    return 0


def move_in(root: Path, move: Callable[[Path, Path], None] = os.replace) -> int:
    """Rename ``.staging`` to ``.ready`` and move its files in; undo all where one fails.

    Args:
        root: the project's folder.
        move: what moves one path to another, for rehearsals of a swap that stops.

    Returns:
        0, or the number of the error that stopped it.
    """
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in chain([(root / STAGING, root / READY)], _moves(root)):
            move(source, target)
            done.append((source, target))
    except OSError as error:
        for source, target in reversed(done):
            os.replace(target, source)
        return error.errno or 255
    with suppress(OSError):
        for name in DERIVED:
            _sync((root / name).parent)
    return 0


def _moves(root: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the moves that are still due, in order, by what lies where.

    What is replaced is moved aside first and nothing is overwritten, so that every move can be undone.
    """
    ready = root / READY
    for name in DERIVED:
        if (ready / name).exists():
            for folder in ((root / name).parent, (ready / _OLD / name).parent):
                folder.mkdir(parents=True, exist_ok=True)
            if (root / name).exists():
                yield root / name, ready / _OLD / name
            yield ready / name, root / name


def _write_through(folder: Path) -> None:
    """Flush every file and folder below `folder` to the disk, so that no rename outruns its content."""
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    """Flush one file or folder to the disk (folders cannot be opened on Windows and are left)."""
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
