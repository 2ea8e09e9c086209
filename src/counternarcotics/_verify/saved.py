"""A lone table as some other program may have saved it: other order of rows and columns, other types, other marks.

A fingerprint is of what a table says, so each reading that gives the columns of a table may be tried: no reading can
take one content for another, because what was read is then written as canonical lines and hashed.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

Schema = Mapping[str, Any]

_MISSING = (("",), ("", "NA"))
"""What marks an empty cell: nothing, or what R writes, and then the text NA is an empty cell too."""

_ROW_NUMBERS = ("", "__index_level_0__", "Unnamed: 0")
"""What pandas and R call the column in which they number rows."""


def readings(content: bytes, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, pa.Table | str]]:
    """Yield what a file may say: the table whose columns it has, and its typed content or why it cannot be read."""
    if content.startswith(b"PAR1"):
        yield from _from_parquet(content, schemas)
        return
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return
    for delimiter in ",;\t":
        yield from _from_text(text, delimiter, schemas)


def _from_text(text: str, delimiter: str, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, pa.Table | str]]:
    """Yield the readings of a text in which this mark separates the cells."""
    try:
        header, *rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except (csv.Error, ValueError):
        return
    table = _with_columns(header, schemas)
    ragged = next((number for number, row in enumerate(rows, 2) if len(row) != len(header)), 0)
    if table and ragged:
        yield table, f"row {ragged} has {len(rows[ragged - 2])} cells, expected {len(header)}"
        return
    for missing in _MISSING if table else ():
        try:
            columns = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(header, ())
            yield table, _typed(columns, schemas[table], missing)
        except ValueError as error:
            yield table, str(error)


def _with_columns(names: Sequence[str], schemas: Mapping[str, Schema]) -> str:
    """Return the table that has these columns in any order, or an empty text."""
    named = sorted(name for name in names if name not in _ROW_NUMBERS)
    same = [table for table, schema in schemas.items() if sorted(field["name"] for field in schema["fields"]) == named]
    return same[0] if same else ""


def _typed(columns: Mapping[str, Sequence[str]], schema: Schema, missing: Sequence[str]) -> pa.Table:
    """Return texts as a table of the schema's types.

    Raises:
        ValueError: A cell is no value of its column's type.
    """
    import pyarrow as pa

    from counternarcotics._shared.arrow import arrow_schema

    arrays = {}
    for field, typed in zip(schema["fields"], arrow_schema(schema), strict=True):
        texts = columns[field["name"]]
        values = [None if text in missing else _value(text, field) for text in texts]
        arrays[field["name"]] = pa.array(values, typed.type)
    return pa.table(arrays)


def _value(text: str, field: Mapping[str, Any]) -> Any:
    """Return a text as a value of a column's type, in the forms in which programs write it.

    >>> [_value("9.0", {"type": "integer"}), _value("TRUE", {"type": "boolean"})]
    [9, True]
    >>> _value("2025-11-26 00:00:00", {"type": "date"})
    datetime.date(2025, 11, 26)

    Raises:
        ValueError: It is not such a value.
    """
    try:
        return _VALUES[field["type"]](text)
    except (ValueError, KeyError, ArithmeticError):
        raise ValueError(f'"{text[:60]}" in column {field["name"]} is no {field["type"]}') from None


def _integer(text: str) -> int:
    number = Decimal(text)
    if not -(2**63) <= number < 2**63 or number != int(number):
        raise ValueError(text)
    return int(number)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _day(text: str) -> date:
    moment = datetime.fromisoformat(text)
    if moment.time() != time():
        raise ValueError(text)
    return moment.date()


_VALUES: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": _integer,
    "number": _number,
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
    "date": _day,
}


def _from_parquet(content: bytes, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, pa.Table | str]]:
    """Yield the reading of a Parquet file, its columns turned into the types of the schema where nothing is lost."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from counternarcotics._shared.arrow import arrow_schema

    try:
        with pq.ParquetFile(pa.BufferReader(content)) as file:
            read = file.read(use_threads=False)
        table = _with_columns(read.column_names, schemas)
        if table:
            schema = arrow_schema(schemas[table])
            yield table, pa.table({typed.name: _cast(read.column(typed.name), typed.type) for typed in schema})
    except Exception as error:  # on a damaged file, pyarrow raises anything from OSError to OverflowError
        yield "", " ".join(str(error).split())[:200]


def _cast(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """Return a column in another type.

    Raises:
        ValueError: A value would not be the same any more, such as a time of day made a day.
    """
    import pyarrow as pa

    cast = column.cast(wanted)
    if pa.types.is_timestamp(column.type) and not cast.cast(column.type).equals(column):
        raise ValueError("a time of day in a column of days")
    return cast
