"""The tables that an export adds to those of the dataset, and CSV."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from counternarcotics._package import DataPackage

_CODEBOOK = ("table", "column", "code", "title", "definition", "type", "origin", "required", "example")


def copy_tables(package: DataPackage, format: str, folder: Path) -> None:
    """Copy the published file of each table into a folder; raises `OSError` if one cannot be read or written."""
    for table in package.tables:
        shutil.copyfile(package.path(table, format), folder / f"{table}.{format}")


def all_tables(package: DataPackage, support: pa.Table) -> dict[str, pa.Table]:
    """Return the tables of the dataset in the order of reading, then `codebook` and `support`."""
    tables = {table: package.read(table) for table in package.tables}
    return {**tables, "codebook": codebook(package), "support": support}


def codebook(package: DataPackage) -> pa.Table:
    """Return what every table, its columns and their codes mean: one row each."""
    rows = list[dict[str, Any]]()
    for table in package.tables:
        schema = package.schema(table)
        rows.append({"table": table, "title": schema["title"], "definition": schema["description"]})
        for field in schema["fields"]:
            place = {"table": table, "column": field["name"]}
            required = "yes" if field.get("constraints", {}).get("required") else "no"
            meaning = {name: field.get(name) for name in ("title", "type", "origin", "example")}
            rows.append({**place, **meaning, "definition": field["description"], "required": required})
            for code in field.get("categories", []):
                rows.append({**place, "code": code["value"], "title": code["label"], "definition": code["description"]})
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in _CODEBOOK]))


def csv_bytes(table: pa.Table, cell: Callable[[Any], Any] = lambda value: value) -> bytes:
    """Return a table as CSV: UTF-8, LF, no text for a missing value; `cell` changes a value as it is written."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([cell(value) for value in row.values()] for row in table.to_pylist())
    return text.getvalue().encode("utf-8")
