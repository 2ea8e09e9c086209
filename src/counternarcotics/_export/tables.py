"""Exports of one file a table: CSV and Parquet as they are published, and JSON Lines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counternarcotics._export.about import CHECK_FILES, COMPANIONS, companion, readme
from counternarcotics._package import FORMATS

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage

_KINDS = (*FORMATS, "jsonl")


def write_tables(package: DataPackage, kind: str, folder: Path) -> list[str]:
    """Write each table as a file of its own, then what goes with them, and return the names.

    The README is the same for all three formats, so that one folder can take them together.

    Raises:
        UsageError: The package lacks a file.
        ValueError: A table is not as its schema says.
        OSError: A file cannot be read or written.
    """
    names = []
    for table in package.tables:
        names.append(f"{table}.{kind}")
        content = _json_lines(package, table) if kind == "jsonl" else _published(package, table, kind)
        (folder / names[-1]).write_bytes(content)
    (folder / "README.md").write_bytes(readme(package, _KINDS, "", CHECK_FILES))
    for name in COMPANIONS:
        (folder / name).write_bytes(companion(package, name))
    return [*names, "README.md", *COMPANIONS]


def _published(package: DataPackage, table: str, kind: str) -> bytes:
    """Return a table's published file."""
    return companion(package, package.relative_path(table, kind))


def _json_lines(package: DataPackage, table: str) -> bytes:
    """Return a table as one JSON object a line: numbers and booleans as such, days as text, empty cells as null."""
    rows = package.read(table).to_pylist()
    lines = [json.dumps(row, ensure_ascii=False, allow_nan=False, default=date.isoformat) + "\n" for row in rows]
    return "".join(lines).encode("utf-8")
