"""Exports: the whole dataset in one format, with what explains, proves and cites it.

An export appears in its folder whole or not at all. Each module in `formats` is one format.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from counternarcotics._errors import UsageError, is_one_of, unknown
from counternarcotics._export.format import Format
from counternarcotics._package import DataPackage
from counternarcotics._text import visible

try:
    import fcntl
except ImportError:  # Windows has no such locks: there, what a killed export left stays
    fcntl = None  # type: ignore[assignment]

_FORMATS = Path(__file__).with_name("formats")
_SCRATCH = ".counternarcotics-export-unfinished-"


def format_names() -> list[str]:
    """Return the names of the formats, which are the names of the modules in `formats`; none of them is imported."""
    return sorted(module.name for module in pkgutil.iter_modules([str(_FORMATS)]))


def export(package: DataPackage, format: str, folder: Path, *, for_excel: bool = False) -> Path:
    """Write the dataset in one format as one new entry of a folder, and return the path of that entry.

    If the entry is there already with the same content, nothing is written. After an error `folder` holds what it held;
    where it was missing, it may be there, empty.

    Args:
        package: The dataset.
        format: One of `format_names()`.
        folder: Where the entry goes; made if it is missing.
        for_excel: Write cells so that a spreadsheet does not change them; for ``csv``.

    Raises:
        UsageError: There is no such format, or it has no variant for spreadsheets; another entry is in the way; the
            format cannot hold a value; the package is damaged.
        OSError: A file of the package cannot be read, or `folder` cannot be made or written to.
    """
    from counternarcotics._export.about import write

    form = _format(format, for_excel)
    name = f"counternarcotics-{package.version}-{format}{'-for-excel' if for_excel else ''}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _scratch(folder) as scratch:
            made = scratch / name
            write(package, form, made)
            return _handed_over(form.pack(made) if form.pack else made, folder)
    except UsageError:
        raise
    except (LookupError, ValueError) as error:
        fault = f"the tables do not fit together ({type(error).__name__}: {error})"
        raise UsageError(f"{package.root}: {fault}; install the package again") from error
    except OSError as error:
        todo = "fix that, or name another folder"
        raise OSError(f"{visible(str(folder))}: the export failed and wrote nothing ({error}); {todo}") from error


def _format(name: str, for_excel: bool) -> Format:
    """Return the format of a name or its variant for spreadsheets; raises `UsageError` if there is none."""
    if not is_one_of(name, format_names()):
        raise unknown("export format", name, format_names())
    form: Format = import_module(f"{__name__}.formats.{name}").FORMAT
    if not for_excel:
        return form
    if form.for_excel is None:
        raise UsageError(f"--for-excel changes cells of CSV files; use it with --format csv, not with {name}")
    return form.for_excel


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Give an empty folder below another, and clear first what exports that were killed left there.

    Exports that are running share a lock on the folder: whoever can have it alone knows that no other one runs.
    """
    import shutil
    from tempfile import TemporaryDirectory

    handle = os.open(folder, os.O_RDONLY) if fcntl else None
    try:
        if handle is not None:
            with suppress(OSError):  # another export is running, or the file system has no locks
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for leftover in folder.glob(f"{_SCRATCH}*"):
                    shutil.rmtree(leftover)
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_SH)
        with TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
            yield Path(scratch)
    finally:
        if handle is not None:
            os.close(handle)


def _handed_over(made: Path, folder: Path) -> Path:
    """Move a finished export into its folder; raises `UsageError` if another entry is in the way."""
    target = folder / made.name
    if made.is_file():
        with suppress(OSError):  # some file systems have no links
            os.link(made, target)  # a rename would replace a file that appears meanwhile
    if not os.path.lexists(target):
        try:
            return made.rename(target)
        except OSError:
            if not target.exists():
                raise
            # Another export of the same was faster.
    if _files(made) != _files(target):
        raise UsageError(f"{visible(str(target))}: exists already, with other content; name another folder, or move it")
    return target


def _files(entry: Path) -> dict[Path, bytes]:
    """Return the content of a file, or of each file below a folder."""
    paths = entry.rglob("*") if entry.is_dir() else [entry]
    return {path.relative_to(entry): path.read_bytes() for path in paths if path.is_file()}
