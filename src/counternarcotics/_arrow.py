"""One reading of either file format: CSV and Parquet both become the Arrow table that the Table Schema gives.

A Table Schema is a dict as it stands in ``datapackage.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

TableSchema = Mapping[str, Any]

_ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow_schema(table_schema: TableSchema) -> pa.Schema:
    """Return the Arrow schema of a table: its columns in order, nullable unless required.

    >>> arrow_schema({"fields": [{"name": "arrests", "type": "integer"}]})
    arrests: int64
    """
    return pa.schema([_arrow_field(field) for field in table_schema["fields"]])


def read_csv(path: Path, table_schema: TableSchema) -> pa.Table:
    """Return the table in a CSV file; an empty cell is null, and no other text is.

    Raises:
        ValueError: A column or a cell is not as the schema says (pyarrow's ArrowInvalid is a ValueError).
    """
    schema = arrow_schema(table_schema)
    convert = pa_csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    parse = pa_csv.ParseOptions(newlines_in_values=True)
    table = pa_csv.read_csv(path, convert_options=convert, parse_options=parse)
    if table.column_names != schema.names:
        raise ValueError(f"{path}: the columns are {table.column_names}, the schema has {schema.names}")
    return table.cast(schema)


def read_parquet(path: Path, table_schema: TableSchema) -> pa.Table:
    """Return the table in a Parquet file, which must have the schema's very types.

    Raises:
        ValueError: A column is not as the schema says.
    """
    schema = arrow_schema(table_schema)
    with pq.ParquetFile(path) as file:
        table = file.read().replace_schema_metadata(None)
    if table.schema != schema:
        raise ValueError(f"{path}: the columns are\n{table.schema}\nthe schema has\n{schema}")
    return table


def _arrow_field(field: Mapping[str, Any]) -> pa.Field:
    """Return the Arrow field of a column."""
    required = field.get("constraints", {}).get("required", False)
    return pa.field(field["name"], _ARROW_TYPES[field["type"]], nullable=not required)
