"""One conversion from Arrow to a frame and back, so that CSV and Parquet give equal frames.

Both are read into the Arrow schema that the Table Schema gives (`arrow`), and only that becomes a frame. Codes are text
like any other: a category would list each code of its vocabulary in every count and group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from counternarcotics._shared.arrow import TableSchema, arrow_schema


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame.

    string → ``str``, integer → ``Int64``, number → ``float64``, boolean → ``boolean``, date → ``datetime64[s]``.
    """
    text = text_type()
    mapper = {pa.string(): text, pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    dated = pa.schema([_with_timestamps(field) for field in table.schema])
    frame: pd.DataFrame = table.cast(dated).to_pandas(types_mapper=mapper.get, use_threads=False)
    return frame


def to_arrow(frame: pd.DataFrame, table_schema: TableSchema) -> pa.Table:
    """Return a frame that `to_frame` made as an Arrow table again; its rows may be fewer, or in another order.

    Raises:
        ValueError: Columns are missing, were added or have other types than `to_frame` gives them.
    """
    schema = arrow_schema(table_schema)
    promised = to_frame(schema.empty_table()).dtypes.to_dict()
    if faults := [*_column_faults(frame, schema.names)] or [*_type_faults(frame, promised)]:
        raise ValueError(f"This is not the frame as `load` returned it: {'; '.join(faults)}.")
    # Without the step by way of the type that pandas gives, pyarrow refuses dates.
    arrays = [pa.array(frame[field.name], from_pandas=True).cast(field.type) for field in schema]
    return pa.table(arrays, schema=schema)


def _column_faults(frame: pd.DataFrame, names: list[str]) -> Iterator[str]:
    """Yield what is wrong with the names of the columns."""
    if missing := [name for name in names if name not in frame.columns]:
        yield f"it lacks the columns {', '.join(missing)}"
    if added := [str(name) for name in frame.columns if name not in names]:
        yield f"it has the further columns {', '.join(added)}"
    if repeated := frame.columns[frame.columns.duplicated()].tolist():
        yield f"it has a column twice: {', '.join(map(str, repeated))}"


def _type_faults(frame: pd.DataFrame, promised: Mapping[Any, Any]) -> Iterator[str]:
    """Yield each column that has another type than `to_frame` gives it."""
    for name, dtype in zip(frame.columns, frame.dtypes, strict=True):
        if name in promised and not _is_as_promised(dtype, promised[name]):
            # The types of text of pandas 2 print alike.
            other = f"not {promised[name]}" if str(dtype) != str(promised[name]) else "but not as `load` gives it"
            yield f"its column {name} is of type {dtype}, {other}"
        elif dtype.kind == "M" and (frame[name].dropna() != frame[name].dropna().dt.normalize()).any():
            yield f"its column {name} holds times of day"


def _is_as_promised(dtype: Any, promised: Any) -> bool:
    """Return whether a type is the one that `to_frame` gives, or days in another unit, as files can return them."""
    days = dtype.kind == promised.kind == "M" and getattr(dtype, "tz", None) is None
    return bool(dtype == promised) or days


def _with_timestamps(field: pa.Field) -> pa.Field:
    """Return `field` as it enters a frame: pandas would make Python objects of Arrow's dates."""
    return field.with_type(pa.timestamp("s")) if pa.types.is_date(field.type) else field


def text_type() -> pd.StringDtype:
    """Return the type of text whose missing value is NaN, which pandas 3 calls ``str``."""
    try:
        return pd.StringDtype(na_value=np.nan)
    except TypeError:  # pandas 2.2 has the type, under its first name only
        return cast("pd.StringDtype", pd.api.types.pandas_dtype("string[pyarrow_numpy]"))
