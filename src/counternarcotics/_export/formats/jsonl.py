"""Export as JSON Lines: one object a line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa

from counternarcotics._export.format import Format
from counternarcotics._package import DataPackage


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write a file for each table, and ``support.jsonl``; raises as `about.write` does.

    Numbers and booleans are such, days are text, and an empty cell is null.
    """
    tables = {table: package.read(table) for table in package.tables}
    for name, table in {**tables, "support": support}.items():
        lines = [json.dumps(row, ensure_ascii=False, default=date.isoformat) + "\n" for row in table.to_pylist()]
        (folder / f"{name}.jsonl").write_bytes("".join(lines).encode("utf-8"))


FORMAT = Format(
    contents="Each table is one file of JSON Lines: an object a line with every column; null is an empty cell.",
    write=write,
    table_file="{table}.jsonl",
    loading={
        # pandas' own reader turns ids into numbers and months into days; how to prevent it differs by its version.
        "pandas": (
            'import json\n\nimport pandas as pd\n\nwith open("seizures.jsonl", encoding="utf-8") as file:\n'
            "    seizures = pd.DataFrame(map(json.loads, file))"
        ),
        "polars": 'import polars as pl\n\nseizures = pl.read_ndjson("seizures.jsonl", infer_schema_length=None)',
        "R": 'seizures <- jsonlite::stream_in(file("seizures.jsonl"))',
    },
)
