"""One conversion from Arrow to a frame and back, so that CSV and Parquet give equal frames.

Both are read into the Arrow schema that the Table Schema gives (`arrow`), and only that becomes a frame. Codes are text
like any other: a category would list each code of its vocabulary in every count and group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from counternarcotics._shared.arrow import TableSchema, arrow_schema, other_columns

_NUMBERS = (pa.types.is_integer, pa.types.is_floating)
_KINDS: Mapping[pa.DataType, Sequence[Callable[[pa.DataType], bool]]] = {
    pa.string(): (pa.types.is_string, pa.types.is_large_string),
    pa.int64(): _NUMBERS,
    pa.float64(): _NUMBERS,
    pa.bool_(): (pa.types.is_boolean,),
    pa.date32(): (pa.types.is_date, lambda kind: pa.types.is_timestamp(kind) and kind.tz is None),
}
"""Each type of column, and the kinds of values of which Arrow makes it without changing one or taking it on trust."""


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame.

    string → ``str``, integer → ``Int64``, number → ``float64``, boolean → ``boolean``, date → ``datetime64[s]``.
    """
    text = text_type()
    mapper = {pa.string(): text, pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    # pandas would make Python objects of Arrow's dates.
    fields = [field.with_type(pa.timestamp("s")) if pa.types.is_date(field.type) else field for field in table.schema]
    frame: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas(types_mapper=mapper.get, use_threads=False)
    return frame


def to_arrow(frame: pd.DataFrame, table_schema: TableSchema) -> pa.Table:
    """Return a frame that `to_frame` made as an Arrow table again; its rows may be fewer, or in another order.

    How a column stores its values does not count: text may be objects, whole numbers ``int64`` or ``float64``, and days
    may be in any unit, as files and merges give them back.

    Raises:
        ValueError: Columns are missing or were added, or hold values of another kind.
    """
    schema = arrow_schema(table_schema)
    kinds = {field["name"]: field["type"] for field in table_schema["fields"]}
    faults = other_columns(sorted(map(str, frame.columns)), sorted(schema.names))
    if not faults:
        columns = {field.name: _values(frame[field.name], field.type) for field in schema}
        others = [name for name, values in columns.items() if values is None]
        faults = "; ".join(f"its column {name} ({frame[name].dtype}) holds what is no {kinds[name]}" for name in others)
    if faults:
        raise ValueError(f"This is not the frame as `load` returned it: {faults}.")
    return pa.table(columns, schema=schema)


def _values(column: pd.Series[Any], wanted: pa.DataType) -> pa.Array | None:
    """Return a column as Arrow; None where a value would be another one in that type."""
    if column.isna().all():  # a column without any value can have any type
        return pa.nulls(len(column), wanted)
    try:
        array = pa.array(column, from_pandas=True)
        kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
        if not any(is_kind(kind) for is_kind in _KINDS[wanted]):
            return None
        values = array.cast(wanted)
    except (pa.ArrowException, OverflowError):
        return None
    # Arrow cuts a time of day off a date.
    return None if pa.types.is_timestamp(kind) and values.cast(kind) != array else values


def text_type() -> pd.StringDtype:
    """Return the type of text whose missing value is NaN, which pandas 3 calls ``str``."""
    try:
        return pd.StringDtype(na_value=np.nan)
    except TypeError:  # pandas 2.2 has the type, under its first name only
        return cast("pd.StringDtype", pd.api.types.pandas_dtype("string[pyarrow_numpy]"))
