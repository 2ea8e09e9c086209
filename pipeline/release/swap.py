"""Putting the files of a finished build in place of those of the last one.

The new files are staged in ``.staging/new``. Copies of the files that they replace go to ``.staging/old``
and, last, a journal lists both with their SHA-256. Once the journal is on the disk the swap has begun: each
new file is renamed over its old one, so that at every moment every file is whole, old or new. The journal
goes when all are in place.

- Stopped before there is a journal: nothing in place was touched, and the next build clears ``.staging``.
- Stopped after that: the next build completes the swap; until then `verify` and ``build.py --check`` say so.
- A rename that fails: the old files are put back from their copies, and nothing has changed.

A build removes only what a build made: the files that the last build's checksums list with the content that
they have, and the staged files.
"""

import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from pipeline.faults import CannotBuild, Fault, Position
from pipeline.release.compare import differing, digest_of, outdated
from pipeline.write.paths import CITATION, CODEBOOK, CROISSANT, DATA, DESCRIPTOR, README
from pipeline.write.staged import Staged, sha256_of

if sys.platform != "win32":
    import fcntl

STAGING = ".staging"
JOURNAL = "journal"
NEW = "new"
OLD = "old"
_UNFINISHED_JOURNAL = "journal.part"
# What people wrote in data/ is not derived.
_DERIVED = re.compile(rf"(?!{README}$)({DATA}/\w[\w.-]*|{CITATION}|{CODEBOOK}|{CROISSANT}|{DESCRIPTOR})", re.A)


@dataclass(frozen=True)
class Journal:
    """What a swap does.

    Attributes:
        new: The SHA-256 of each file that it puts in place, by path.
        old: The SHA-256 of each file that it replaces or removes.
    """

    new: Mapping[str, str]
    old: Mapping[str, str]


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let one build at a time work in `root`: two would write into one ``.staging``.

    The lock is the folder's own, so it ends with the process that holds it. Windows has no such lock: there,
    nothing holds a second build back.

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
        raise CannotBuild(f"{root}: another build is running; wait until it has ended") from error
    finally:
        os.close(folder)


def unfinished(root: Path) -> list[Fault]:
    """Return a fault if a build was stopped while it put its files in place.

    Raises:
        CannotBuild: something that no build made lies in the place of ``.staging`` or its journal.
        OSError: a file cannot be read.
    """
    if _stopped(root) is None:
        return []
    seen, expected = "a build was stopped while it put its files in place", "all files of one build"
    return [Fault(Position(f"{STAGING}/{JOURNAL}"), "build-unfinished", DATA, seen, expected, "run build.py")]


def finish(root: Path) -> None:
    """Complete the swap of a build that was stopped, if there is one, and clear what it staged.

    If a staged file is gone or damaged, the old files are put back instead. If the files in place are neither
    the old nor the new ones, somebody has put others there since, and they are left.

    Raises:
        CannotBuild: something that no build made lies in the place of ``.staging``, its journal or a file.
        OSError: a file cannot be read, replaced or removed.
    """
    journal = _stopped(root)
    if journal:
        check_places(root, journal.new.keys() | journal.old.keys())
        with _uninterrupted():
            if _complete(root, NEW, journal.new):
                _put(root, NEW, journal.new, journal.old)
            elif _complete(root, OLD, journal.old):
                _put(root, OLD, journal.old, journal.new)
    _clear(root)


def _stopped(root: Path) -> Journal | None:
    """Return the journal of a swap that was stopped, if the files in place are those that it left."""
    path = _staging_folder(root) / JOURNAL
    if not os.path.lexists(path):
        return None
    try:
        journal = Journal(**json.loads(path.read_text(encoding="utf-8")))
        listed = {*journal.new.items(), *journal.old.items()}
        if not all(_DERIVED.fullmatch(name) and re.fullmatch(r"[0-9a-f]{64}", digest) for name, digest in listed):
            raise ValueError("no build makes this file")
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise CannotBuild(f"{path} is not the journal of a build; move it away and run build.py again") from None
    paths = journal.new.keys() | journal.old.keys()
    left = all(digest_of(root / name) in (journal.old.get(name), journal.new.get(name)) for name in paths)
    done = all(digest_of(root / name) == journal.new.get(name) for name in paths)
    return journal if left and not done else None


def _complete(root: Path, side: str, listed: Mapping[str, str]) -> bool:
    """Return whether each listed file is in place already or staged."""
    staged = root / STAGING / side
    return all(digest in (digest_of(root / path), digest_of(staged / path)) for path, digest in listed.items())


def _staging_folder(root: Path) -> Path:
    """Return the path of ``.staging``, which may be missing.

    Raises:
        CannotBuild: something that no build made lies there.
    """
    staging = root / STAGING
    _refuse_other(staging, "folder")
    names = {path.name for path in staging.iterdir()} if staging.exists() else set()
    strange = sorted(names - {NEW, OLD, JOURNAL, _UNFINISHED_JOURNAL})
    if strange:
        raise CannotBuild(f"{staging / strange[0]}: no build made this file; move it away and run build.py again")
    return staging


def check_places(root: Path, paths: Iterable[str]) -> None:
    """Check that each path is free or holds a file, and that its folders are folders.

    Raises:
        CannotBuild: there is a link, a folder in the place of a file or a file in the place of a folder.
    """
    for path in paths:
        for folder in PurePosixPath(path).parents:
            if folder.name:
                _refuse_other(root / folder, "folder")
        _refuse_other(root / path, "file")


def _refuse_other(path: Path, kind: str) -> None:
    """Raise `CannotBuild` if there is something else at a path than a file, or a folder, or nothing."""
    right = path.is_dir() if kind == "folder" else path.is_file()
    if path.is_symlink():
        raise CannotBuild(f"{path} is a link, and the build would replace it; put a {kind} in its place")
    if not right and os.path.lexists(path):
        raise CannotBuild(f"{path} is not a {kind}, and the build puts a {kind} there; move it away")


def put_in_place(root: Path, files: Mapping[str, Staged]) -> None:
    """Put the files of a build in place of those that differ; ``.staging`` is gone afterwards.

    Args:
        root: the project's folder.
        files: each file by path.

    Raises:
        CannotBuild: a file could not be put in place; nothing has changed, unless the message says so.
        OSError: the folder cannot be written, or the disk is full; nothing has changed.
    """
    check_places(root, files)
    try:
        new = {path: files[path].sha256 for path in differing(root, files)}
        for path, digest in new.items():
            _copy(files[path].path, root / STAGING / NEW / path)
            if digest_of(root / STAGING / NEW / path) != digest:
                raise CannotBuild(f"{files[path].path} was changed while the build ran; run it again")
        commit(root, new, outdated(root, files))
    finally:
        # A journal is left where a swap could not be completed or undone: the next build needs it.
        if not (root / STAGING / JOURNAL).exists():
            with suppress(OSError):
                _clear(root)


def commit(root: Path, new: Mapping[str, str], removed: Sequence[str]) -> None:
    """Put the staged files in place, and remove those of the last build that this one does not make.

    From the journal on, Ctrl-C and SIGTERM are ignored: it takes milliseconds, a second for a gigabyte, and then all is
    done.

    Args:
        root: the project's folder.
        new: the SHA-256 of each staged file by path.
        removed: the paths of the files to remove.

    Raises:
        CannotBuild: a file could not be put in place; nothing has changed, unless the message says so.
        OSError: the disk is full, or a staged file cannot be written through to it.
    """
    if not new and not removed:
        return
    staging = root / STAGING
    old: dict[str, str] = {}
    for name in [*(name for name in new if (root / name).is_file()), *removed]:
        _copy(root / name, staging / OLD / name)
        old[name] = sha256_of(staging / OLD / name)
    for path in [*((staging / NEW / path) for path in new), *((staging / OLD / path) for path in old)]:
        _sync(path)
    for folder in [path for path in staging.rglob("*") if path.is_dir()]:
        _sync(folder)
    with _uninterrupted():
        _write_journal(staging, Journal(new, old))
        try:
            _put(root, NEW, new, old)
        except OSError as error:
            _undo(root, Journal(new, old), error)
        with suppress(OSError):  # what is left of it is cleared by the next build
            _clear(root)


def _copy(source: Path, target: Path) -> None:
    """Copy the content of a file; raises `OSError` if it cannot be read or written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write_journal(staging: Path, journal: Journal) -> None:
    """Write the journal, so that it is on the disk whole or not at all."""
    part = staging / _UNFINISHED_JOURNAL
    part.write_text(json.dumps(asdict(journal), indent=1), encoding="utf-8")
    _sync(part)
    os.replace(part, staging / JOURNAL)
    _sync(staging)


def _put(root: Path, side: str, due: Mapping[str, str], other: Mapping[str, str]) -> None:
    """Rename the files of one side, new or old, over those of the other, and remove what only the other has."""
    for path, digest in due.items():
        if digest_of(root / path) != digest:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(root / STAGING / side / path, root / path)
    for path in other.keys() - due.keys():
        if digest_of(root / path) == other[path]:
            (root / path).unlink()
    for folder in {root, *((root / path).parent for path in [*due, *other])}:
        if folder.exists():
            _sync(folder)


def _undo(root: Path, journal: Journal, error: OSError) -> None:
    """Put the old files back.

    Raises:
        CannotBuild: always; it says whether they are back.
    """
    try:
        _put(root, OLD, journal.old, journal.new)
    except OSError as again:
        raise CannotBuild(
            f"{reason(error)}; the build was stopped while it put its files in place, and the old ones could not be "
            f"put back ({reason(again)}): run build.py again to complete it"
        ) from error
    with suppress(OSError):
        _clear(root)
    raise CannotBuild(f"{reason(error)}; nothing was changed") from error


def _clear(root: Path) -> None:
    """Remove what a build staged, the journal first: without it, what is left says nothing."""
    staging = _staging_folder(root)
    for name in (JOURNAL, _UNFINISHED_JOURNAL):
        (staging / name).unlink(missing_ok=True)
    for name in (NEW, OLD):
        if os.path.lexists(staging / name):
            shutil.rmtree(staging / name)
    if staging.exists():
        staging.rmdir()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ignore Ctrl-C and SIGTERM for a moment."""
    handlers = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _sync(path: Path) -> None:
    """Flush a file or folder to the disk, so that no rename outruns its content.

    Not every system can flush a folder: Windows cannot open one. There the order of the renames is its own.

    Raises:
        OSError: a file could not be flushed.
    """
    if path.is_dir():
        with suppress(OSError):
            _flush(path, os.O_RDONLY)
    else:
        _flush(path, os.O_RDWR)


def _flush(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Return in one line which file could not be used and why.

    >>> reason(PermissionError(13, "Permission denied", "new/a.csv", None, "a.csv"))
    'a.csv: Permission denied'
    """
    path = error.filename2 or error.filename
    return f"{path}: {error.strerror}" if path else str(error)
