"""Is a copy of the data whole, unchanged and the published one? Every file, every table, with articles every quote."""

from __future__ import annotations

import os
from pathlib import Path

from counternarcotics._copies import DamageError
from counternarcotics._copies.limits import limits
from counternarcotics._copies.places import PACKAGE_MARKS, located
from counternarcotics._copies.sources import Folder, Source
from counternarcotics._errors import UsageError
from counternarcotics._paths import data_root
from counternarcotics._verify.lone import verify_file, verify_tables
from counternarcotics._verify.package import verify_package
from counternarcotics._verify.published import read_catalogue
from counternarcotics._verify.report import Check, Report

__all__ = ["Check", "Report", "verify"]


def verify(path: Path | None = None, seeds: Path | None = None, large: bool = False) -> Report:
    """Check that a copy of the data is whole, unchanged and the published one.

    Args:
        path: A folder with ``datapackage.json``, its ``data`` folder, a zip of one, an export, a folder of tables
            alone, or one file of the package, which may have any name and may have been saved again by another
            program; None for the installed package.
        seeds: The folder of the articles, to check every quote as well.
        large: Whether to read the copy however large it is.

    Returns:
        The report, with a fault for everything that is wrong with the files.

    Raises:
        UsageError: There is nothing at `path` that could be a copy, or it is too large; `seeds` is no folder, or was
            given with something that is no whole copy; the installed package, by which others are checked, is damaged.
        OSError: This machine cannot read it.
    """
    own = _own_root()
    target = path or own
    if target is None:
        raise UsageError("the installed package has no data: install it again; in a checkout, run build.py first")
    called = str(target)
    try:
        with located(target, limits(large)) as place:
            return _report(place, target, own, seeds)
    except DamageError as error:
        return Report(called, None, None, None, [Check("files of the zip", 0, 1, [f"{called}: {error}"])])
    except MemoryError:
        raise UsageError(f"{called}: this machine has not enough memory to check it") from None


def _own_root() -> Path | None:
    """Return the folder of the installed data, or None where there is no data."""
    try:
        return data_root()
    except FileNotFoundError:
        return None


def _report(place: Source | bytes, path: Path, own: Path | None, seeds: Path | None) -> Report:
    """Return the report of what stands at a path; raises as `verify` does."""
    if isinstance(place, Source) and any(place.has(mark) for mark in PACKAGE_MARKS):
        itself = own is not None and isinstance(place, Folder) and os.path.samefile(place.root, own)
        return verify_package(place, read_catalogue(own, itself), seeds, itself)
    if seeds is not None:
        raise UsageError(f"{path}: it has no quotes to check; name the folder or zip of a version")
    catalogue = read_catalogue(own)
    if isinstance(place, bytes):
        return verify_file(str(path), place, catalogue)
    return verify_tables(place, catalogue)
