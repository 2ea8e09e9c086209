"""Export as Parquet: the published files byte for byte."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from counternarcotics._export.format import Format
from counternarcotics._export.tables import copy_tables
from counternarcotics._package import DataPackage


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write the published file of each table, and ``support.parquet``; raises as `about.write` does."""
    copy_tables(package, "parquet", folder)
    pq.write_table(support, folder / "support.parquet")


FORMAT = Format(
    contents="Each table is one Parquet file, which keeps the type of every column.",
    write=write,
    table_file="{table}.parquet",
    loading={
        "pandas": 'import pandas as pd\n\nseizures = pd.read_parquet("seizures.parquet")',
        "polars": 'import polars as pl\n\nseizures = pl.read_parquet("seizures.parquet")',
        "R": 'seizures <- arrow::read_parquet("seizures.parquet")',
    },
)
