"""One reading of either file format: CSV and Parquet both become the Arrow table that the Table Schema gives.

A Table Schema is a dict as it stands in ``datapackage.json``. Files are read without threads: tables of this size need
no threads, and a process that ends while pyarrow starts them is sometimes aborted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
_LINES_IN_CELLS = pa_csv.ParseOptions(newlines_in_values=True)
_PART = 1 << 20
"""How many bytes of a CSV file are read as one part."""
_ROWS = 10_000
"""How many rows of a Parquet file are read as one part."""


def arrow_schema(table_schema: TableSchema) -> pa.Schema:
    """Return the Arrow schema of a table: its columns in order, nullable unless required.

    >>> arrow_schema({"fields": [{"name": "arrests", "type": "integer"}]})
    arrests: int64
    """
    return pa.schema([_arrow_field(field) for field in table_schema["fields"]])


def read_csv(source: Path | pa.Buffer, table_schema: TableSchema) -> pa.Table:
    """Return the table in a CSV file, or in the bytes of one; an empty cell is null, and no other text is.

    Raises:
        ValueError: A column or a cell is not as the schema says (pyarrow's ArrowInvalid is a ValueError).
    """
    schema = arrow_schema(table_schema)
    alone = pa_csv.ReadOptions(use_threads=False)
    with _opened(source) as file:
        table = pa_csv.read_csv(
            file, read_options=alone, convert_options=_cells_of(schema), parse_options=_LINES_IN_CELLS
        )
    if differences := other_columns(table.column_names, schema.names):
        raise ValueError(f"{source}: {differences}")
    return table.cast(schema)


def csv_parts(path: Path, table_schema: TableSchema) -> Iterator[pa.Table]:
    """Yield what `read_csv` returns a part at a time, one at least, for large files; raises as it does."""
    schema = arrow_schema(table_schema)
    alone = pa_csv.ReadOptions(use_threads=False, block_size=_PART)
    with (
        _opened(path) as file,
        pa_csv.open_csv(
            file, read_options=alone, convert_options=_cells_of(schema), parse_options=_LINES_IN_CELLS
        ) as reader,
    ):
        if differences := other_columns(reader.schema.names, schema.names):
            raise ValueError(f"{path}: {differences}")
        yield from _parts(reader, schema)


def _cells_of(schema: pa.Schema) -> pa_csv.ConvertOptions:
    """Return how cells are read: an empty cell is null, and no other text is."""
    return pa_csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )


def read_parquet(path: Path, table_schema: TableSchema) -> pa.Table:
    """Return the table in a Parquet file, which must have the schema's very types.

    Raises:
        ValueError: A column is not as the schema says.
    """
    with _opened_parquet(path, table_schema) as file:
        return file.read(use_threads=False).replace_schema_metadata(None)


def parquet_parts(path: Path, table_schema: TableSchema) -> Iterator[pa.Table]:
    """Yield what `read_parquet` returns a part at a time, one at least, for large files; raises as it does."""
    with _opened_parquet(path, table_schema) as file:
        yield from _parts(file.iter_batches(_ROWS, use_threads=False), arrow_schema(table_schema))


def _parts(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield batches of rows as tables of a schema; an empty one where there are none."""
    part = None
    for batch in batches:
        part = pa.Table.from_batches([batch]).cast(schema)
        yield part
    if part is None:
        yield schema.empty_table()


@contextmanager
def _opened_parquet(path: Path, table_schema: TableSchema) -> Iterator[pq.ParquetFile]:
    """Yield a Parquet file that is open and has the columns of a Table Schema; raises `ValueError` where it has not."""
    with _opened(path) as opened, pq.ParquetFile(opened) as file:
        try:
            check_schema(file.schema_arrow.remove_metadata(), table_schema)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        yield file


def check_schema(schema: pa.Schema, table_schema: TableSchema) -> None:
    """Raise `ValueError` unless an Arrow schema is the one that a Table Schema gives."""
    expected = arrow_schema(table_schema)
    if schema != expected:
        raise ValueError(other_columns(schema.names, expected.names) or _other_types(schema, expected))


def owned(content: bytes) -> pa.Buffer:
    """Return bytes in memory of Arrow's own.

    Of a file or bytes of Python's own, pyarrow 16 sometimes frees them in a thread of its own while Python ends, which
    aborts the process.
    """
    sink = pa.BufferOutputStream()
    sink.write(content)
    return sink.getvalue()


def _opened(source: Path | pa.Buffer) -> pa.NativeFile:
    """Return a file opened by pyarrow, which takes a path that is not UTF-8 only as bytes; see `owned`."""
    return pa.BufferReader(source) if isinstance(source, pa.Buffer) else pa.OSFile(os.fsencode(source))


def other_columns(names: Sequence[str], expected: Sequence[str]) -> str:
    """Return in words where the columns of a file are not the expected ones; empty where they are.

    >>> other_columns(["event_id", "remark"], ["event_id", "note"])
    'it lacks note; it has remark, which the schema lacks'
    """
    differences = [f"it lacks {name}" for name in expected if name not in names]
    differences += [f"it has {name}, which the schema lacks" for name in names if name not in expected]
    if not differences and list(names) != list(expected):
        differences = [f"its columns are {', '.join(names)}, expected {', '.join(expected)}"]
    return "; ".join(differences)


def _other_types(schema: pa.Schema, expected: pa.Schema) -> str:
    """Return in words which columns of the same names have other types, or may be empty where they must not."""
    empty = {True: "that may be empty", False: "that may not be empty"}
    return "; ".join(
        f"{field.name} is {field.type}, expected {wanted.type}"
        if field.type != wanted.type
        else f"{field.name} is a column {empty[field.nullable]}, expected a column {empty[wanted.nullable]}"
        for field, wanted in zip(schema, expected, strict=True)
        if field != wanted
    )


def _arrow_field(field: Mapping[str, Any]) -> pa.Field:
    """Return the Arrow field of a column."""
    required = field.get("constraints", {}).get("required", False)
    return pa.field(field["name"], _ARROW_TYPES[field["type"]], nullable=not required)
