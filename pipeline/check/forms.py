"""Guarantee 8: each cell is the same in the CSV file, in the Parquet file and in the frame that users load."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from counternarcotics._shared.arrow import csv_parts, parquet_parts
from counternarcotics._shared.frames import text_type, to_arrow, to_frame
from pipeline.check.joins import differ
from pipeline.check.made import Count
from pipeline.faults import Fault, Position

CSV, PARQUET, FRAME = FORMS = ("CSV", "Parquet", "the frame")
Differing = dict[str, dict[str, dict[int, pa.Scalar]]]
"""The cells that differ, by column, form and row from 0."""
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
            lengths, differing = _compared(folder, table, name, described[name])
        except (OSError, ValueError) as error:
            faults.append(_fault(name, 0, name, str(error), "files that can be read"))
            continue
        if lengths:
            seen = ", ".join(f"{lengths[form]} rows in {form}" for form in FORMS if form in lengths)
            faults.append(_fault(name, 0, name, seen, f"{table.num_rows} rows"))
            continue
        checked += table.num_rows * table.num_columns
        wrong += sum(len(set().union(*rows.values())) for rows in differing.values())
        faults += _faults_of_cells(name, table, differing)
    return Count(checked, total, wrong), faults


def _faults_of_cells(name: str, table: pa.Table, differing: Differing) -> Iterator[Fault]:
    """Yield a fault for each cell that differs, up to `SHOWN`, with what the first form has that has it otherwise."""
    cells: dict[tuple[int, str], str] = {}
    for form in FORMS:
        for column, rows in differing.items():
            for row, value in islice(rows.get(form, {}).items(), SHOWN):
                cells.setdefault((row, column), f"{value.as_py()!r} in {form}")
    for (row, column), seen in islice(cells.items(), SHOWN):
        yield _fault(name, row + 2, f"{name}.{column}", seen, repr(table.column(column)[row].as_py()))


def _fault(name: str, line: int, subject: str, seen: str, expected: str) -> Fault:
    return Fault(Position(f"data/{name}.csv", line), "forms-differ", subject, seen, expected, _FIX)


def _compared(folder: Path, table: pa.Table, name: str, schema: Mapping[str, Any]) -> tuple[dict[str, int], Differing]:
    """Return the number of rows of each form that has more or fewer than a table, and the cells that differ.

    Raises:
        OSError: a file is missing.
        ValueError: a file does not have the columns and types of the schema.
    """
    rows = dict.fromkeys(FORMS, 0)
    differing: Differing = {column: {} for column in table.column_names}
    for form, part in _parts(folder, name, schema):
        built = table.slice(rows[form], part.num_rows)
        if built.num_rows == part.num_rows and not part.equals(built):
            for column in table.column_names:
                cells = _differing_cells(built.column(column), part.column(column), rows[form])
                differing[column].setdefault(form, {}).update(cells)
        rows[form] += part.num_rows
    return {form: number for form, number in rows.items() if number != table.num_rows}, differing


def _differing_cells(built: pa.ChunkedArray, read: pa.ChunkedArray, first: int) -> dict[int, pa.Scalar]:
    """Return the cells of a part of a form that are not those of the table, by row; the part begins at row `first`."""
    if read.equals(built):
        return {}
    return {first + row: read[row] for row in pc.indices_nonzero(differ(built, read)).to_pylist()}


def _parts(folder: Path, name: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, pa.Table]]:
    """Yield a table as each form gives it, with the form's name, a part at a time: a whole table may be large."""
    for part in csv_parts(folder / f"{name}.csv", schema):
        yield CSV, part
        # The loader makes its frame from the Arrow table alone, so two files that give equal tables give equal frames.
        frame = to_frame(part)
        _check_types(frame, schema)
        yield FRAME, to_arrow(frame, schema)
    for part in parquet_parts(folder / f"{name}.parquet", schema):
        yield PARQUET, part


def _check_types(frame: pd.DataFrame, schema: Mapping[str, Any]) -> None:
    """Raise `ValueError` where a column of the loaded frame has not the type that users are promised."""
    promised = {"string": text_type(), "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "<M8[s]"}
    for field in schema["fields"]:
        kind, expected = frame[field["name"]].dtype, promised[field["type"]]
        if kind != expected:
            raise ValueError(f"the frame: column {field['name']} is of type {kind}, expected {expected}")
