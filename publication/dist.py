"""The folder ``dist/``: filled whole or not at all, never overwritten, compared with its checksums and the commit."""

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.read.project import read_project
from publication import sums
from publication.artefacts import makers
from publication.open_step import OpenStep
from publication.steps import git

DIST = "dist"
SCRATCH = ".dist-"
"""How the folder begins in which the files are made, beside ``dist/``; git ignores it."""
MOVE = f"move {DIST}/ away, if any of it has been published, or delete it, and run make release again"
MAKER = "correct what makes it, in publication/artefacts.py"


def publish(root: Path) -> list[OpenStep]:
    """Make the files of the committed version and put them into ``dist/``; return why that was not done, or nothing.

    A folder that holds the same files already is left as it is.

    Raises:
        CannotPublish: git cannot give the files of the commit.
        OSError: a file cannot be read or written.
        Exception: what a maker of a file raises.
    """
    dist = root / DIST
    if _has_entries(dist) and (faults := [*_edited(dist)]):
        return faults
    with _made(root) as folder:
        if faults := [*_missing(folder, root, MAKER)]:
            return faults
        if not _has_entries(dist):
            if dist.exists():
                dist.rmdir()
            folder.rename(dist)
            return []
        return [*_differing(dist, folder)]


def check(root: Path) -> list[OpenStep]:
    """Return what is wrong with ``dist/``: against its own checksums, the list of files, and the commit.

    The files are made anew for it, unless the checksums say already that one was changed.

    Raises:
        CannotPublish: git cannot give the files of the commit.
        OSError: a file cannot be read or written.
        Exception: what a maker of a file raises.
    """
    dist = root / DIST
    if not _has_entries(dist):
        return [OpenStep("dist-missing", f"there is no {DIST}/, or nothing in it", "run: make release")]
    if faults := [*_edited(dist)] or [*_missing(dist, root, MOVE)]:
        return faults
    with _made(root) as folder:
        return [*_differing(dist, folder)]


def _has_entries(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _edited(dist: Path) -> Iterator[OpenStep]:
    """Yield a step for each file of ``dist/`` that is not what its checksums say."""
    listed = sums.read(dist)
    if listed is None:
        yield OpenStep("checksums-missing", f"{DIST}/{sums.SUMS} is missing, or is no list of checksums", MOVE)
        return
    present = sums.digests(dist)
    entries = {path.name for path in dist.iterdir()} - {sums.SUMS}
    for name in sorted(entries - listed.keys()):
        yield OpenStep("artefact-not-made", f"{DIST}/{name} is no file that make release made", "move it elsewhere")
    for name, digest in listed.items():
        if name not in present:
            yield OpenStep("artefact-missing", f"{DIST}/{name} is listed in {sums.SUMS} and is not there", MOVE)
        elif present[name] != digest:
            yield OpenStep("artefact-edited", f"{DIST}/{name} is not what {sums.SUMS} says", MOVE)


def _missing(folder: Path, root: Path, fix: str) -> Iterator[OpenStep]:
    """Yield a step for each file that the release of a project should have and a folder lacks, or has empty."""
    for name in makers(read_project(root)):
        if not (folder / name).is_file() or not (folder / name).stat().st_size:
            yield OpenStep("artefact-missing", f"{name} is missing or empty", fix)


def _differing(dist: Path, made: Path) -> Iterator[OpenStep]:
    """Yield a step for each file of ``dist/`` that is not what the commit gives."""
    present, anew = sums.digests(dist), sums.digests(made)
    for name in sorted(present.keys() | anew.keys()):
        if present.get(name) != anew.get(name):
            seen = f"{DIST}/{name} is not what this commit gives"
            yield OpenStep("artefact-of-another-commit", seen, f"check out the commit that it was made from, or {MOVE}")


@contextmanager
def _made(root: Path) -> Iterator[Path]:
    """Give a folder with all files of the release and their checksums, made from the files of the commit alone.

    Whatever else lies in the working copy, such as files that git ignores, stays out of the archives.
    """
    with (
        tempfile.TemporaryDirectory() as elsewhere,
        # Beside dist/, so that the finished folder can be moved there at once.
        tempfile.TemporaryDirectory(prefix=SCRATCH, dir=root) as scratch,
    ):
        commit, folder = Path(elsewhere) / "commit", Path(scratch) / "files"
        folder.mkdir()
        _export_commit(root, commit)
        for name, make in makers(read_project(commit)).items():
            make(commit, folder / name)
        sums.write(folder)
        yield folder


def _export_commit(root: Path, folder: Path) -> None:
    """Write the files of the commit into a new folder."""
    archive = folder.with_suffix(".tar")
    git(root, "archive", "--format=tar", f"--output={archive.resolve()}", "HEAD")
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as files:
        files.extractall(folder, filter="data")
