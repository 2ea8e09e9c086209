"""One checksum for what a table says, whatever file or frame holds it; ``docs/fingerprint.md`` specifies it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATORS = "\t\n\r"
_BATCH = 10_000
"""How many rows are written as lines at a time."""


def table_fingerprint(table: pa.Table, table_schema: Mapping[str, Any]) -> str:
    """Return ``sha256:`` and the digest of a table's canonical lines.

    Args:
        table: The table, with the types that its Table Schema gives.
        table_schema: The Table Schema, of which names and types of the columns count.

    Raises:
        ValueError: A cell holds a tab or a line end, so that the lines would not tell the cells apart.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {field["name"]: field["type"] for field in table_schema["fields"]}
    digest = hashlib.sha256("\t".join(f"{name}:{kind}" for name, kind in columns.items()).encode() + b"\n")
    parts = [_lines(table.select([*columns]).slice(start, _BATCH)) for start in range(0, table.num_rows, _BATCH)]
    lines = pa.chunked_array(parts, pa.large_string()).combine_chunks()
    lines = lines.take(pc.array_sort_indices(lines))
    for start in range(0, len(lines), _BATCH):
        digest.update("".join(f"{line}\n" for line in lines.slice(start, _BATCH).to_pylist()).encode())
    return f"sha256:{digest.hexdigest()}"


def _lines(table: pa.Table) -> pa.Array:
    """Return the canonical line of each row of a part of a table; raises `ValueError` as `table_fingerprint` does."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [_texts(column.combine_chunks()) for column in table.columns]
    return pc.binary_join_element_wise(*texts, pa.scalar("\t", pa.large_string()), null_handling="replace")


def _texts(column: pa.Array) -> pa.Array:
    """Return the canonical texts of a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):  # of which Arrow writes some with an exponent
        values = pc.unique(column)
        numbers = pa.array(
            [None if value is None else cell_text(value) for value in values.to_pylist()], pa.large_string()
        )
        return pc.take(numbers, pc.index_in(column, values))
    texts = column.cast(pa.large_string())
    if pc.any(pc.match_substring_regex(texts, f"[{_SEPARATORS}]")).as_py():
        cell = texts.filter(pc.match_substring_regex(texts, f"[{_SEPARATORS}]"))[0].as_py()
        raise ValueError(f"the cell {cell[:40]!r} holds a tab or a line end")
    return texts


def dataset_fingerprint(fingerprints: Mapping[str, str]) -> str:
    """Return the fingerprint of a dataset from those of its tables, by name."""
    lines = sorted(f"{table}\t{fingerprint}\n".encode() for table, fingerprint in fingerprints.items())
    return f"sha256:{hashlib.sha256(b''.join(lines)).hexdigest()}"


def cell_text(value: str | bool | int | float | date | None) -> str:
    """Return the canonical text of a cell, which is the one of the CSV files.

    >>> [cell_text(value) for value in (None, "NA", 262, 430.0, 1e-07, True, date(2025, 11, 26))]
    ['', 'NA', '262', '430.0', '0.0000001', 'true', '2025-11-26']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # A column in which every number were whole would look like one of whole numbers.
        text = format(Decimal(repr(value)), "f")
        return text if "." in text else f"{text}.0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
