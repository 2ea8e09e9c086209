"""Guarantee 7: each cell is the same in the CSV file, in the Parquet file and in the frame that users load."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from counternarcotics._shared.arrow import read_csv, read_parquet
from counternarcotics._shared.frames import to_arrow, to_frame
from pipeline.check.made import Count
from pipeline.faults import Fault, Position

SHOWN = 5
"""How many cells of one form are reported at most."""
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
            position = Position(f"data/{name}.csv")
            faults.append(Fault(position, "forms-differ", name, str(error), "files that can be read", _FIX))
            continue
        checked += table.num_rows * table.num_columns
        differences = [fault for form in forms for fault in islice(_differences(name, table, *form), SHOWN)]
        wrong += len(differences)
        faults += differences
    return Count(checked, total, wrong), faults


def _forms(folder: Path, name: str, schema: Mapping[str, Any]) -> list[tuple[str, pa.Table]]:
    """Return a table as each form gives it, by the form's name.

    Raises:
        OSError: a file is missing.
        ValueError: a file does not have the columns and types of the schema.
    """
    from_csv = read_csv(folder / f"{name}.csv", schema)
    from_parquet = read_parquet(folder / f"{name}.parquet", schema)
    # The loader makes its frame from the Arrow table alone, so two files that give equal tables give equal frames.
    return [("CSV", from_csv), ("Parquet", from_parquet), ("the frame", to_arrow(to_frame(from_csv, schema), schema))]


def _differences(name: str, table: pa.Table, form: str, other: pa.Table) -> Iterator[Fault]:
    """Yield the cells that one form of a table has otherwise."""
    if other.equals(table):
        return
    if other.num_rows != table.num_rows:
        seen, expected = f"{other.num_rows} rows in {form}", f"{table.num_rows} rows"
        yield Fault(Position(f"data/{name}.csv"), "forms-differ", name, seen, expected, _FIX)
        return
    for column in table.column_names:
        cells = zip(table.column(column).to_pylist(), other.column(column).to_pylist(), strict=True)
        for number, (built, read) in enumerate(cells):
            if built != read:
                subject, position = f"{name}.{column}", Position(f"data/{name}.csv", number + 2)
                yield Fault(position, "forms-differ", subject, f"{read!r} in {form}", f"{built!r}", _FIX)
