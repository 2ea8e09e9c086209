"""Export as one zip: the data package whole, the same bytes wherever and whenever it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

from counternarcotics._errors import UsageError
from counternarcotics._export.about import CHECK_PACKAGE, companion, readme
from counternarcotics._package import FORMATS
from counternarcotics._shared.versions import SUMS

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage

README = "README.md"
_UNIX = 3
_MODE = 0o100644


def write(package: DataPackage, folder: Path) -> str:
    """Write ``counternarcotics-<version>.zip`` and return its name.

    The names are sorted, dates and modes fixed, and the files stored as they are: what a compressor makes of them
    differs from one machine to another.

    Raises:
        UsageError: The package lacks a file.
        OSError: A file cannot be read or written.
    """
    files = {SUMS: companion(package, SUMS)}
    files |= {name: companion(package, name) for name in _listed(package)}
    files[README] = readme_of(package)
    name = f"counternarcotics-{package.version}.zip"
    with ZipFile(folder / name, "w") as archive:
        for path, content in sorted(files.items()):
            entry = ZipInfo(path)  # dated 1980-01-01, the first day that a zip knows, and stored
            entry.create_system = _UNIX
            entry.external_attr = _MODE << 16
            archive.writestr(entry, content)
    return name


def readme_of(package: DataPackage) -> bytes:
    """Return the README of a zip; raises as `about.readme` does."""
    return readme(package, FORMATS, "data/", CHECK_PACKAGE)


def _listed(package: DataPackage) -> list[str]:
    """Return the files that the checksums list, seen from the root of the package.

    Raises:
        UsageError: The checksums cannot be read, or list a file that lies neither in ``data/`` nor beside it.
    """
    from counternarcotics._verify.files import listed

    hashes, faults = listed(package.root)
    if faults:
        raise UsageError(f"{package.root}: {faults[0]}; fetch the version again")
    return list(hashes)
