"""Exports: the whole dataset in one format, each with the citation and the licence beside or inside it."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from counternarcotics._errors import UsageError, unknown

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage

FORMATS = ("csv", "parquet", "sqlite", "xlsx", "jsonl", "zip")
"""The formats that `export` knows."""


def export(package: DataPackage, format: str, folder: Path) -> list[Path]:
    """Write the dataset in one format and return the files, those of the tables first.

    ``csv`` and ``parquet`` are the published files byte for byte, and ``jsonl`` has one object a line; each with a
    README, the citation, the licence and the rights beside them. ``sqlite`` and ``xlsx`` are one file that holds all
    that; ``zip`` is the data package whole. A file that is there already stays if it says the same; if it does not,
    nothing is written. After an error `folder` is as it was.

    Args:
        package: The dataset.
        format: One of `FORMATS`.
        folder: Where the files go; made if it is missing.

    Raises:
        UsageError: There is no such format; a file with other content is in the way; the package lacks a file that
            belongs to the export, or its tables break their schemas; for ``xlsx``, xlsxwriter is not installed.
        OSError: `folder` cannot be made or written to.
    """
    if format not in FORMATS:
        raise unknown("export format", format, FORMATS)
    try:
        with _made(folder), TemporaryDirectory(prefix=".export-", dir=folder) as scratch:
            names = _write(package, format, Path(scratch))
            _hand_over(Path(scratch), names, folder)
    except UsageError:
        raise
    except OSError as error:
        todo = "fix that, or name another folder"
        raise OSError(f"{folder}: the export failed and wrote nothing ({error}); {todo}") from error
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{package.root}: not as its schemas say ({error!r}); fetch the version again") from error
    return [folder / name for name in names]


def _write(package: DataPackage, format: str, folder: Path) -> list[str]:
    """Write the files of a format into an empty folder and return their names; raises as `export` does."""
    if format == "sqlite":
        from counternarcotics._export.sqlite import write
    elif format == "xlsx":
        from counternarcotics._export.xlsx import write
    elif format == "zip":
        from counternarcotics._export.zip import write
    else:
        from counternarcotics._export.tables import write_tables

        return write_tables(package, format, folder)
    return [write(package, folder)]


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder with those above it, and take away again what was made if an error follows."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for parent in missing:
            if parent.is_dir():
                parent.rmdir()
        raise


def _hand_over(scratch: Path, names: list[str], folder: Path) -> None:
    """Move finished files to their folder: all of them or none."""
    fresh = [name for name in names if not _is_there(scratch / name, folder / name)]
    moved: list[Path] = []
    try:
        for name in fresh:
            os.replace(scratch / name, folder / name)
            moved.append(folder / name)
    except BaseException:
        for file in moved:
            file.unlink()
        raise


def _is_there(made: Path, target: Path) -> bool:
    """Return whether a file stands at its target already, the same to the byte; raises `UsageError` if another does."""
    if target.is_file() and filecmp.cmp(made, target, shallow=False):
        return True
    if os.path.lexists(target):
        raise UsageError(f"{target}: exists already, with other content; name another folder, or move it away")
    return False
