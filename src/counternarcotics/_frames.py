"""One conversion from either file format to one frame, so that CSV and Parquet give equal frames.

Both are read into the Arrow schema that the Table Schema gives, and only that becomes a frame. A Table Schema is a
dict as it stands in ``datapackage.json``: a column with a vocabulary has its codes in `categories`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
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


def to_frame(table: pa.Table, table_schema: TableSchema) -> pd.DataFrame:
    """Return an Arrow table as a frame.

    string → ``str``, integer → ``Int64``, number → ``float64``, boolean → ``boolean``, date → ``datetime64[s]``; a
    column with a vocabulary → category with all codes, in the vocabulary's order.

    Raises:
        ValueError: A cell holds a code that its vocabulary does not have.
    """
    text = _text_type()
    mapper = {pa.string(): text, pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    dated = pa.schema([_with_timestamps(field) for field in table.schema])
    frame: pd.DataFrame = table.cast(dated).to_pandas(types_mapper=mapper.get)
    for field in table_schema["fields"]:
        if "categories" in field:
            frame[field["name"]] = _categorical(frame[field["name"]], field["categories"], text)
    return frame


def _arrow_field(field: Mapping[str, Any]) -> pa.Field:
    """Return the Arrow field of a column."""
    required = field.get("constraints", {}).get("required", False)
    return pa.field(field["name"], _ARROW_TYPES[field["type"]], nullable=not required)


def _with_timestamps(field: pa.Field) -> pa.Field:
    """Return `field` as it enters a frame: pandas would make Python objects of Arrow's dates."""
    return field.with_type(pa.timestamp("s")) if pa.types.is_date(field.type) else field


def _text_type() -> pd.StringDtype:
    """Return the type of text whose missing value is NaN, which pandas 3 calls ``str``."""
    try:
        return pd.StringDtype(na_value=np.nan)
    except TypeError:  # pandas 2.2 has the type, under its first name only
        return cast("pd.StringDtype", pd.api.types.pandas_dtype("string[pyarrow_numpy]"))


def _categorical(column: pd.Series[Any], categories: list[Mapping[str, str]], text: pd.StringDtype) -> pd.Series[Any]:
    """Return `column` as a category over the codes of its vocabulary."""
    codes = pd.Index([category["value"] for category in categories], dtype=text)
    unknown = column.dropna()[~column.dropna().isin(codes)].unique().tolist()
    if unknown:
        raise ValueError(f"column {column.name}: the codes {unknown} are not in its vocabulary")
    return column.astype(pd.CategoricalDtype(codes))
