"""Guarantee 8: each cell is the same in the CSV file, in the Parquet file and in the frame that users load."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from counternarcotics._shared.arrow import read_csv, read_parquet
from counternarcotics._shared.frames import text_type, to_arrow, to_frame
from pipeline.check.made import Count
from pipeline.faults import Fault, Position

SHOWN = 5
"""How many cells of one table are reported at most."""
_FIX = "correct the build: all forms come from the same rows"


def forms_are_equal(
    folder: Path, tables: Mapping[str, pa.Table], described: Mapping[str, Mapping[str, Any]]
) -> tuple[Count, list[Fault]]:
    """Return how many cells are equal in all forms, and the cells that differ.

    Born from: the text NA read as missing, and a column of whole numbers with gaps read as decimals.

    Args:
        folder: the folder of the written tables.
        tables: what the files were made from, by name.
        described: the Table Schema of each table, with its codes.
    """
    total = sum(table.num_rows * table.num_columns for table in tables.values())
    checked, wrong, faults = 0, 0, list[Fault]()
    for name, table in tables.items():
        try:
            forms = _forms(folder, name, described[name])
        except (OSError, ValueError) as error:
            faults.append(_fault(name, 0, name, str(error), "files that can be read"))
            continue
        lengths = {form: other.num_rows for form, other in forms.items() if other.num_rows != table.num_rows}
        if lengths:
            seen = ", ".join(f"{rows} rows in {form}" for form, rows in lengths.items())
            faults.append(_fault(name, 0, name, seen, f"{table.num_rows} rows"))
            continue
        checked += table.num_rows * table.num_columns
        differences = _differences(table, forms)
        wrong += len(differences)
        for (row, column), seen in islice(differences.items(), SHOWN):
            built = table.column(column)[row].as_py()
            faults.append(_fault(name, row + 2, f"{name}.{column}", seen, repr(built)))
    return Count(checked, total, wrong), faults


def _fault(name: str, line: int, subject: str, seen: str, expected: str) -> Fault:
    return Fault(Position(f"data/{name}.csv", line), "forms-differ", subject, seen, expected, _FIX)


def _forms(folder: Path, name: str, schema: Mapping[str, Any]) -> dict[str, pa.Table]:
    """Return a table as each form gives it, by the form's name.

    Raises:
        OSError: a file is missing.
        ValueError: a file does not have the columns and types of the schema.
    """
    from_csv = read_csv(folder / f"{name}.csv", schema)
    from_parquet = read_parquet(folder / f"{name}.parquet", schema)
    # The loader makes its frame from the Arrow table alone, so two files that give equal tables give equal frames.
    frame = to_frame(from_csv)
    _check_types(frame, schema)
    return {"CSV": from_csv, "Parquet": from_parquet, "the frame": to_arrow(frame, schema)}


def _check_types(frame: pd.DataFrame, schema: Mapping[str, Any]) -> None:
    """Raise `ValueError` where a column of the loaded frame has not the type that users are promised."""
    promised = {"string": text_type(), "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "<M8[s]"}
    for field in schema["fields"]:
        kind, expected = frame[field["name"]].dtype, promised[field["type"]]
        if kind != expected:
            raise ValueError(f"the frame: column {field['name']} is of type {kind}, expected {expected}")


def _differences(table: pa.Table, forms: Mapping[str, pa.Table]) -> dict[tuple[int, str], str]:
    """Return the cells, by row from 0 and column, that a form has otherwise, with what it has there."""
    differences: dict[tuple[int, str], str] = {}
    for form, other in forms.items():
        if other.equals(table):
            continue
        for column in table.column_names:
            cells = zip(table.column(column).to_pylist(), other.column(column).to_pylist(), strict=True)
            for row, (built, read) in enumerate(cells):
                if built != read:
                    differences.setdefault((row, column), f"{read!r} in {form}")
    return differences
