"""The guarantees about the files that users get, checked on the staged files themselves."""

import csv
import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from counternarcotics._shared.arrow import read_csv, read_parquet
from counternarcotics._shared.frames import to_frame
from pipeline.assemble.tables import cell_texts
from pipeline.check import versions as version_guarantee
from pipeline.check.frictionless_gate import frictionless_faults
from pipeline.check.guarantees import TITLES
from pipeline.check.tables import check_table
from pipeline.faults import Fault, Position
from pipeline.model import Guarantee
from pipeline.read import values
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.release import swap
from pipeline.write.files import write
from pipeline.write.paths import CODEBOOK, DATA, DESCRIPTOR

TODO = "mend the build: both come from the same rows"


def of_files(
    staging: Path, tables: Mapping[str, pa.Table], schemas: Schemas, again: Mapping[str, bytes]
) -> list[Guarantee]:
    """Return guarantees 6, 7, 8 and 10, checked on the staged files.

    Args:
        staging: the folder in which all derived files are staged.
        tables: what the files were made from.
        schemas: all tables and vocabularies.
        again: the same files as a second build makes them.
    """
    files = {path: (staging / path).read_bytes() for path in again if (staging / path).is_file()}
    return [
        tables_satisfy_schemas(staging, tables, schemas),
        forms_are_equal(staging, tables, schemas),
        bytes_are_equal(files, again),
        stops_leave_old_or_new(files),
    ]


def of_no_files(tables: Mapping[str, pa.Table]) -> list[Guarantee]:
    """Return the same guarantees as not checked, where nothing could be staged: what is skipped is not kept."""
    cells = sum(table.num_rows * table.num_columns for table in tables.values())
    # Each table twice, and beside them the checksums, the citations in two files, the codebook and the descriptor.
    due = {6: 2 * len(tables), 7: cells, 8: 2 * len(tables) + 5, 9: version_guarantee.PLACES, 10: 2 * _moves()}
    return [Guarantee(number, TITLES[number], 0, total, ()) for number, total in due.items()]


def tables_satisfy_schemas(staging: Path, tables: Mapping[str, pa.Table], schemas: Schemas) -> Guarantee:
    """Guarantee 6: each staged CSV file satisfies its Table Schema for frictionless and for Pandera.

    What one of the two finds and the other does not is a fault like any other, and names the one that found it.

    Born from: a rule that only one of them enforces, so that the published files pass elsewhere and fail here.
    """
    content = json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8"))
    by_table, faults = frictionless_faults(staging, content)
    checked = len(by_table)
    for table in by_table.values():
        faults += table
    for resource in content["resources"]:
        built = tables[resource["name"]]
        faults += _pandera_verdict(staging / resource["path"], resource["schema"], built, schemas)
        checked += 1
    return Guarantee(6, TITLES[6], checked, 2 * len(schemas.tables), tuple(sorted(faults)))


def _pandera_verdict(path: Path, described: Mapping[str, Any], built: pa.Table, schemas: Schemas) -> list[Fault]:
    """Return what our own checks find in one CSV file.

    Files are staged only once the built tables have passed these checks; a file that reads as the very
    same table passes them too, and is not put through them twice.
    """
    schema = schemas.table(described["name"])
    try:
        table = read_csv(path, described)
        return [] if table.equals(built) else check_table(table, schema, schemas)
    except ValueError as error:
        return [
            Fault(
                Position(f"data/{path.name}"), "unnamed", schema.name, str(error), "cells of the schema's types", TODO
            )
        ]


def forms_are_equal(staging: Path, tables: Mapping[str, pa.Table], schemas: Schemas) -> Guarantee:
    """Guarantee 7: each cell is the same in the CSV file, the Parquet file and the frames that users get.

    Born from: the text NA read as missing, and a column of whole numbers with gaps read as decimals.
    """
    content = json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8"))
    described = {part["name"]: part["schema"] for part in content["resources"]}
    checked, total, faults = 0, 0, list[Fault]()
    for schema in schemas.tables:
        table = tables[schema.name]
        total += table.num_rows * table.num_columns
        count, found = _compare(staging / DATA, table, schema, described[schema.name])
        checked += count
        faults += found
    return Guarantee(7, TITLES[7], checked, total, tuple(faults))


def _compare(
    folder: Path, table: pa.Table, schema: TableSchema, described: Mapping[str, Any]
) -> tuple[int, list[Fault]]:
    """Return how many cells of one table were compared in all forms, and where they differ."""
    csv_path, parquet_path = folder / f"{schema.name}.csv", folder / f"{schema.name}.parquet"
    try:
        from_csv, from_parquet = read_csv(csv_path, described), read_parquet(parquet_path, described)
        frames = to_frame(from_csv, described), to_frame(from_parquet, described)
    except (OSError, ValueError) as error:
        return 0, [
            Fault(
                Position(f"data/{schema.name}.csv"), "unnamed", schema.name, str(error), "files that can be read", TODO
            )
        ]
    if list(frames[0].dtypes) != list(frames[1].dtypes):
        seen = f"{dict(frames[0].dtypes)} from CSV, {dict(frames[1].dtypes)} from Parquet"
        return 0, [Fault(Position(f"data/{schema.name}.csv"), "unnamed", schema.name, seen, "equal types", TODO)]
    with csv_path.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    built = cell_texts(table, schema)
    forms = {
        "CSV": written,
        "Arrow from CSV": built if from_csv.equals(table) else cell_texts(from_csv, schema),
        "Parquet": built if from_parquet.equals(table) else cell_texts(from_parquet, schema),
        "frame from CSV": list(_frame_texts(frames[0], schema)),
        "frame from Parquet": list(_frame_texts(frames[1], schema)),
    }
    return _compare_cells(built, forms, schema)


def _compare_cells(
    built: list[dict[str, str]], forms: Mapping[str, list[dict[str, str]]], schema: TableSchema
) -> tuple[int, list[Fault]]:
    """Return how many cells stand in all forms, and those that are not in each what was built."""
    lengths = {name: len(rows) for name, rows in forms.items() if len(rows) != len(built)}
    if lengths:
        return 0, [
            Fault(
                Position(f"data/{schema.name}.csv"),
                "unnamed",
                schema.name,
                f"rows {lengths}",
                f"{len(built)} rows",
                TODO,
            )
        ]
    checked, faults = 0, list[Fault]()
    for number, row in enumerate(built):
        for name, text in row.items():
            checked += 1
            found = {form: rows[number].get(name) for form, rows in forms.items() if rows[number].get(name) != text}
            if found:
                subject = f"{row[schema.id_name]}.{name}"
                faults.append(
                    Fault(
                        Position(f"data/{schema.name}.csv", number + 2),
                        "unnamed",
                        subject,
                        str(found),
                        repr(text),
                        TODO,
                    )
                )
    return checked, faults


def _frame_texts(frame: pd.DataFrame, schema: TableSchema) -> Iterator[dict[str, str]]:
    """Yield the rows of a frame as the texts that a CSV file holds."""
    columns = [[_frame_text(value, column) for value in frame[column.name]] for column in schema.columns]
    names = [column.name for column in schema.columns]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))


def _frame_text(value: Any, column: Column) -> str:
    """Return one cell of a frame as text; pandas' own types are turned into Python's first."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        # A time of day would not be a day: it must not vanish in the comparison.
        return value.date().isoformat() if value == value.normalize() else str(value)
    plain = value.item() if hasattr(value, "item") else value
    return values.text(plain, column)


def bytes_are_equal(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> Guarantee:
    """Guarantee 8: two builds, the second from the records in another order, make the same files.

    Born from: rows in the order in which the file system lists files.
    """
    names = first.keys() | second.keys()
    both = first.keys() & second.keys()
    wrong = sorted(name for name in names if first.get(name) != second.get(name))
    faults = [
        Fault(Position(name), "unnamed", name, "two builds of the same inputs differ", "the same bytes", TODO)
        for name in wrong
    ]
    return Guarantee(8, TITLES[8], len(both), len(names), tuple(faults))


class _Stopped(BaseException):
    """Ends a rehearsal as a kill would: nothing catches it and nothing is undone."""


def stops_leave_old_or_new(files: Mapping[str, bytes]) -> Guarantee:
    """Guarantee 10: wherever the swap is stopped or fails, the files are all old or all new.

    The swap of these very files is rehearsed apart from the project, once for each point at which it
    can be killed or a move can fail.

    Born from: a build killed between two moves, after which half of the tables were of the new version.
    """
    # The swap moves files without looking into them, so the hash of each stands for it.
    new = {path: hashlib.sha256(content).digest() for path, content in files.items()}
    old = {path: content + b"old" for path, content in new.items()}
    faults: list[Fault] = []
    checked, points = 0, [(stop, error) for stop in range(_moves()) for error in (_Stopped(), OSError(errno.EIO, ""))]
    for stop, error in points:
        with tempfile.TemporaryDirectory() as folder:
            found = _rehearse(Path(folder), old, new, stop, error)
        checked += 1
        if found not in (old, new):
            seen = f"old and new files together after {stop} moves and {error!r}"
            faults.append(Fault(Position("data"), "unnamed", "swap", seen, "all old or all new", "mend the swap"))
    return Guarantee(10, TITLES[10], checked, len(points), tuple(faults))


def _moves() -> int:
    """Return of how many moves a swap consists, counted on one."""
    counted: list[Path] = []

    def move(source: Path, target: Path) -> None:
        counted.append(source)
        os.replace(source, target)

    with tempfile.TemporaryDirectory() as folder:
        for place in (Path(folder), Path(folder) / swap.STAGING):
            write(place, {f"{DATA}/file": b"", CODEBOOK: b"", DESCRIPTOR: b""})
        swap.move_in(Path(folder), move)
    return len(counted)


def _rehearse(
    root: Path, old: Mapping[str, bytes], new: Mapping[str, bytes], stop: int, error: BaseException
) -> dict[str, bytes]:
    """Return the files after a swap whose move number `stop` raised `error`, and after the next build's beginning."""
    steps = iter(range(stop))

    def move(source: Path, target: Path) -> None:
        if next(steps, None) is None:
            raise error
        os.replace(source, target)

    write(root, old)
    write(root / swap.STAGING, new)
    with suppress(_Stopped):
        swap.move_in(root, move)
    swap.finish(root)
    swap.drop_staging(root)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
