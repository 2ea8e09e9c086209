"""A lone table as some other program may have saved it: other order of rows and columns, other types, other marks.

A fingerprint is of what a table says, so any reading that gives the columns of a table may be tried: no reading can
take one content for another, because what was read is then written as canonical lines and hashed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from counternarcotics._copies.limits import LONGEST_HEAD
from counternarcotics._copies.sources import reason
from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._text import told_apart

if TYPE_CHECKING:
    import pyarrow as pa

Schema = Mapping[str, Any]

_ROW_NUMBERS = ("", "__index_level_0__", "Unnamed: 0", "X", "...1")
"""What pandas and R call the column in which they number rows."""

_LARGER = 64
"""How many times larger a table may be than its Parquet file, which is small if its cells are alike."""

_AROUND = 60
"""How many characters of a cell a message shows."""


class DeclinedError(ValueError):
    """Why a file cannot be compared with the tables of a version."""


def readings(content: bytes, schemas: Mapping[str, Schema]) -> tuple[str, list[pa.Table]]:
    """Return the table whose columns a file has, and its rows in each way in which they can be read.

    Raises:
        DeclinedError: It has the columns of no table, or they cannot be read.
    """
    import pyarrow as pa

    from counternarcotics._copies import parquet

    try:
        if content.startswith(b"PAR1"):
            rows = parquet.read(content, _LARGER * len(content))
            table = _with_columns(rows.column_names, schemas)
            return table, [_typed(rows, schemas[table])]
        delimiter, table = _head(content, schemas)
        schema, tables = schemas[table], list[pa.Table]()
        with suppress(ValueError):  # as where NA stands in a column of numbers
            tables.append(_typed(_texts(content, delimiter, schema, [""]), schema))
        if not tables or b"NA" in content:  # which R writes for an empty cell
            tables.append(_typed(_texts(content, delimiter, schema, ["", "NA"]), schema))
        return table, tables
    except (DeclinedError, MemoryError):
        raise
    except (pa.ArrowException, ValueError) as error:
        what = f"it is damaged, or was saved in another form ({reason(error)})"
        raise DeclinedError(f"cannot be compared: {what}") from None


def _head(content: bytes, schemas: Mapping[str, Schema]) -> tuple[str, str]:
    """Return what separates the cells of a CSV file, and the table whose columns it has; raises as `readings` does."""
    try:
        head = content.partition(b"\n")[0][:LONGEST_HEAD].decode("utf-8-sig")
        delimiter = ";" if head.count(";") > head.count(",") else ","
        return delimiter, _with_columns(next(csv.reader([head], delimiter=delimiter), []), schemas)
    except (UnicodeDecodeError, csv.Error):
        return ",", _with_columns([], schemas)


def _with_columns(names: Sequence[str], schemas: Mapping[str, Schema]) -> str:
    """Return the table that has these columns in any order; raises as `readings` does."""
    named = sorted(name for name in names if name not in _ROW_NUMBERS)
    for table, schema in schemas.items():
        if sorted(field["name"] for field in schema["fields"]) == named:
            return table
    raise DeclinedError(
        "cannot be checked: neither a file of a version that this package knows nor a table as CSV or Parquet with "
        "the columns of one of its tables"
    )


def _texts(content: bytes, delimiter: str, schema: Schema, missing: Sequence[str]) -> pa.Table:
    """Return a CSV file as texts, in which numbers have a decimal point; raises `ValueError` if it is damaged."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pa_csv

    from counternarcotics._shared.arrow import owned

    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    table = pa_csv.read_csv(
        pa.BufferReader(owned(content)),
        pa_csv.ReadOptions(use_threads=False),
        pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(kinds, pa.string()),
            include_columns=[*kinds],
            null_values=missing,
            strings_can_be_null=True,
        ),
    )
    columns = {}
    for name, kind in kinds.items():
        texts = table.column(name)
        # What keeps a spreadsheet from taking a text for a date: ="2019-05".
        inner = pc.replace_substring(pc.utf8_slice_codeunits(texts, 2, -1), '""', '"')
        texts = pc.if_else(pc.match_substring_regex(texts, '^="(?s:.*)"$'), inner, texts)
        if kind in ("integer", "number"):
            texts = pc.replace_substring(texts, ",", ".") if delimiter == ";" else texts
        if kind == "integer":  # as pandas writes a column with empty cells
            texts = pc.replace_substring_regex(texts, r"\.0+$", "")
        columns[name] = texts
    return pa.table(columns)


def _typed(rows: pa.Table, schema: Schema) -> pa.Table:
    """Return a table's columns in the types of the schema; raises `ValueError` where a value would be another."""
    import pyarrow as pa

    from counternarcotics._shared.arrow import arrow_schema

    columns = {}
    for field in arrow_schema(schema):
        column = rows.column(field.name)
        try:
            columns[field.name] = column.cast(field.type)
            if pa.types.is_timestamp(column.type) and not columns[field.name].cast(column.type).equals(column):
                raise ValueError("a time of day in a column of days")
        except MemoryError:
            raise
        except (pa.ArrowException, ValueError) as error:
            raise ValueError(f"{field.name}: {error}") from None
    return pa.table(columns)


def first_difference(table: str, schema: Schema, published: pa.Table, rows: pa.Table) -> str:
    """Return in words the first difference between the rows of a published table and others with its columns."""
    from counternarcotics._shared.comparison.rows import NotComparable, row_changes

    try:
        change = next(row_changes(table, (published, schema), (rows, schema)), None)
    except NotComparable as error:
        return str(error).removeprefix("in the new version ")
    if change is None:
        return "and no difference from the installed version"
    if change.rule != "value changed":
        return f"it {'has' if change.rule == 'row added' else 'lacks'} the row {change.row[:_AROUND]}"
    texts = [cell_text(change.new), cell_text(change.old)]
    same = next((place for place, (here, there) in enumerate(zip(*texts, strict=False)) if here != there), 0)
    start = max(0, same - _AROUND // 2)
    actual, expected = told_apart(*(text[start : start + _AROUND] for text in texts))
    return f'{change.row[:_AROUND]}.{change.column} is "{actual}", published "{expected}"'
