"""One checksum for what a table says, whatever file or frame holds it; ``docs/fingerprint.md`` specifies it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATORS = "\t\n\r"


def table_fingerprint(table: pa.Table, table_schema: Mapping[str, Any]) -> str:
    """Return ``sha256:`` and the digest of a table's canonical lines.

    Args:
        table: The table, with the types that its Table Schema gives.
        table_schema: The Table Schema, of which names and types of the columns count.

    Raises:
        ValueError: A cell holds a tab or a line end, so that the lines would not tell the cells apart.
    """
    fields = table_schema["fields"]
    head = _line([f"{field['name']}:{field['type']}" for field in fields])
    columns = [table.column(field["name"]).to_pylist() for field in fields]
    rows = [_line([cell_text(value) for value in row]) for row in zip(*columns, strict=True)]
    return _digest([head, *sorted(rows)])


def dataset_fingerprint(fingerprints: Mapping[str, str]) -> str:
    """Return the fingerprint of a dataset from those of its tables, by name."""
    return _digest(sorted(_line(pair) for pair in fingerprints.items()))


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


def _line(cells: Iterable[str]) -> bytes:
    """Return cells as one line."""
    cells = list(cells)
    for cell in cells:
        if any(character in cell for character in _SEPARATORS):
            raise ValueError(f"the cell {cell[:40]!r} holds a tab or a line end")
    return ("\t".join(cells) + "\n").encode("utf-8")


def _digest(lines: Iterable[bytes]) -> str:
    """Return the SHA-256 over lines, named as such."""
    return f"sha256:{hashlib.sha256(b''.join(lines)).hexdigest()}"
