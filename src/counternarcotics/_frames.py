"""One conversion from Arrow to a frame, so that CSV and Parquet give equal frames.

Both are read into the Arrow schema that the Table Schema gives (`_arrow`), and only that becomes a frame. A column with
a vocabulary has its codes in `categories`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from counternarcotics._arrow import TableSchema


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
