"""The tables of a copy that nobody trusts, from the bytes of their files."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counternarcotics._copies.limits import LONGEST_HEAD
from counternarcotics._copies.sources import DamageError, reason

if TYPE_CHECKING:
    import pyarrow as pa


def table_of(content: bytes, format: str, resource: Mapping[str, Any]) -> pa.Table:
    """Return the content of a table's file, typed as its schema says.

    Args:
        content: The file.
        format: ``csv`` or ``parquet``.
        resource: What the descriptor says of the table: schema, rows, and the size of the CSV file.

    Raises:
        DamageError: The file is not as the descriptor says.
    """
    from counternarcotics._copies import parquet
    from counternarcotics._shared.arrow import check_schema

    try:
        if format == "csv":
            return _from_csv(content, resource)
        table = parquet.read(content, resource["bytes"])
        if table.num_rows != resource["rows"]:
            raise DamageError(f"it has {table.num_rows} rows, the descriptor says {resource['rows']}")
        check_schema(table.schema, resource["schema"])
        return table
    except (DamageError, MemoryError):
        raise
    except Exception as error:  # on a damaged file, pyarrow raises anything from OSError to OverflowError
        raise DamageError(reason(error)) from None


def _from_csv(content: bytes, resource: Mapping[str, Any]) -> pa.Table:
    """Return a CSV file as a table; no cell of a published table holds a line end, so its lines are its rows."""
    from counternarcotics._shared.arrow import other_columns, owned, read_csv

    lines = content.count(b"\n") - 1
    if lines != resource["rows"]:
        raise DamageError(f"it has {lines} lines below its head, the descriptor says {resource['rows']} rows")
    head = content[: content.index(b"\n")]
    names = [] if len(head) > LONGEST_HEAD else next(csv.reader([head.decode("utf-8")]), [])
    if differences := other_columns(names, [field["name"] for field in resource["schema"]["fields"]]):
        raise DamageError(differences[:200])
    table = read_csv(owned(content), resource["schema"])
    if table.num_rows != lines:
        raise DamageError(f"it has {table.num_rows} rows in {lines} lines")
    return table
