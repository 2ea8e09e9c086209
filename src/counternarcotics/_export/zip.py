"""Export as one zip: the data package whole, the same bytes wherever and whenever it is made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

from counternarcotics._errors import UsageError
from counternarcotics._export.about import CHECK_PACKAGE, COMPANIONS, companion, readme
from counternarcotics._package import FORMATS

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage

_FILES = ("datapackage.json", "CHANGELOG.md", "releases.json", *COMPANIONS)
_SUMS = "data/SHA256SUMS"
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
    files = {name: companion(package, name) for name in (*_FILES, _SUMS, *_listed(package))}
    files["README.md"] = readme(package, FORMATS, "data/", CHECK_PACKAGE)
    name = f"counternarcotics-{package.version}.zip"
    with ZipFile(folder / name, "w") as archive:
        for one, content in sorted(files.items()):
            entry = ZipInfo(one)  # dated 1980-01-01, the first day that a zip knows, and stored
            entry.create_system = _UNIX
            entry.external_attr = _MODE << 16
            archive.writestr(entry, content)
    return name


def _listed(package: DataPackage) -> list[str]:
    """Return the files that the checksums list, seen from the root of the package.

    Raises:
        UsageError: They list a file that lies neither in ``data/`` nor beside it.
    """
    lines = companion(package, _SUMS).decode("utf-8").splitlines()
    names = [line.partition("  ")[2] for line in lines]
    odd = [name for name in names if not re.fullmatch(r"(\.\./)?\w[\w.-]*", name)]
    if odd:
        raise UsageError(f"{package.root / _SUMS}: lists {odd[0]!r}, no file of the package; fetch the version anew")
    return [name.removeprefix("../") if name.startswith("../") else f"data/{name}" for name in names]
