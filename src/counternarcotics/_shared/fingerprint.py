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
BATCH = 10_000
"""How many rows are made into text at a time."""


def table_fingerprint(table: pa.Table, table_schema: Mapping[str, Any]) -> str:
    """Return ``sha256:`` and the digest of a table's canonical lines.

    Args:
        table: The table, with the types that its Table Schema gives.
        table_schema: The Table Schema, of which names and types of the columns count.

    Raises:
        ValueError: A cell holds a tab or a line end, so that the lines would not tell the cells apart.
    """
    columns = {field["name"]: field["type"] for field in table_schema["fields"]}
    digest = hashlib.sha256("\t".join(f"{name}:{kind}" for name, kind in columns.items()).encode() + b"\n")
    rows = table.select([*columns]).combine_chunks()
    _refuse_separators(rows)
    order = _order(rows)
    for start in range(0, len(order), BATCH):
        for batch in rows.take(order.slice(start, BATCH)).to_batches():
            digest.update("".join(f"{line}\n" for line in _lines(batch).to_pylist()).encode())
    return f"sha256:{digest.hexdigest()}"


def _refuse_separators(table: pa.Table) -> None:
    """Raise `ValueError` as `table_fingerprint` does."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [field.name for field in table.schema if pa.types.is_string(field.type)]
    for batch in table.select(names).to_batches(max_chunksize=BATCH):
        for texts in batch.columns:
            separated = texts.filter(pc.match_substring_regex(texts, f"[{_SEPARATORS}]"))
            if len(separated):
                raise ValueError(f"the cell {separated[0].as_py()[:40]!r} holds a tab or a line end")


def _order(table: pa.Table) -> pa.Array:
    """Return the rows, by number from 0, in the order of their canonical lines.

    Where the first cells are all different, as ids are, they decide, and the lines are never in memory together.
    """
    import pyarrow.compute as pc

    keys = _all_lines(_beginnings(table))
    if pc.count_distinct(keys).as_py() < len(keys):
        keys = _all_lines(table)
    return pc.sort_indices(keys)


def _beginnings(table: pa.Table) -> pa.Table:
    """Return the first column of a table, and an empty one if there are more: the tab behind a cell counts."""
    import pyarrow as pa

    rest = [] if table.num_columns == 1 else [pa.nulls(len(table), pa.string())]
    return pa.table([table.column(0), *rest], names=[str(number) for number in range(1 + len(rest))])


def _all_lines(table: pa.Table) -> pa.ChunkedArray:
    """Return the canonical line of each row of a table."""
    import pyarrow as pa

    parts = [_lines(batch) for batch in table.to_batches(max_chunksize=BATCH)]
    return pa.chunked_array(parts, pa.large_string())


def _lines(batch: pa.RecordBatch) -> pa.Array:
    """Return the canonical line of each row of a part of a table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [column_texts(column) for column in batch.columns]
    return pc.binary_join_element_wise(*texts, pa.scalar("\t", pa.large_string()), null_handling="replace")


def column_texts(column: pa.Array) -> pa.Array:
    """Return the canonical text of each cell of a column, as `cell_text` does of one value; null stays null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_floating(column.type):
        return column.cast(pa.large_string())
    values = pc.unique(column)  # of which Arrow writes some with an exponent
    numbers = [None if value is None else cell_text(value) for value in values.to_pylist()]
    return pa.array(numbers, pa.large_string()).take(pc.index_in(column, values))


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
