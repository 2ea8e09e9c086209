"""Export as one zip: the data package whole, the same bytes wherever and whenever it is made."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pyarrow as pa

from counternarcotics._errors import UsageError
from counternarcotics._export.format import Format
from counternarcotics._export.tables import csv_bytes
from counternarcotics._package import DataPackage
from counternarcotics._shared.versions import SUMS, listed
from counternarcotics._text import visible


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write the files that the checksums of the package list, and ``support.csv``; raises as `about.write` does."""
    hashes, faults = listed(package.root)
    if faults:
        raise UsageError(f"{visible(str(package.root))}: {faults[0]}; install or fetch the version again")
    (folder / "data").mkdir()
    for name in (SUMS, *hashes):
        shutil.copyfile(package.root / name, folder / name)
    (folder / "support.csv").write_bytes(csv_bytes(support))


def pack(folder: Path) -> Path:
    """Make a zip of a folder beside it and return the zip.

    The names are sorted, dates and modes fixed, and the files stored as they are: what a compressor makes of them
    differs from one machine to another.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    file = folder.with_name(f"{folder.name.removesuffix('-zip')}.zip")
    with ZipFile(file, "w") as archive:
        for name in names:
            entry = ZipInfo(name)  # dated 1980-01-01, the first day that a zip knows, and stored
            entry.create_system = 3  # Unix, which knows the modes of files
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, (folder / name).read_bytes())
    return file


FORMAT = Format(
    contents=(
        "This is the data package whole. `data/` holds each table as CSV and as Parquet, which keeps the type of every "
        "column. `datapackage.json` ([Data Package](https://datapackage.org), version 2) describes the tables for "
        "programs."
    ),
    write=write,
    pack=pack,
    table_file="data/{table}.parquet",
    loading={
        "pandas": 'import pandas as pd\n\nseizures = pd.read_parquet("data/seizures.parquet")',
        "polars": 'import polars as pl\n\nseizures = pl.read_parquet("data/seizures.parquet")',
        "R": 'seizures <- arrow::read_parquet("data/seizures.parquet")',
    },
)
