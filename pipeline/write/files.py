"""The files that users get: each table as CSV and as Parquet, checksums, codebook, descriptor and citations.

All are made in memory first, as bytes by path, so that two builds can be compared without a disk.
"""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from frictionless import Package
from frictionless.exception import FrictionlessException

from pipeline.assemble.tables import cell_texts
from pipeline.faults import CannotBuild, Fault, Position
from pipeline.read.schema import Schemas, TableSchema
from pipeline.release.swap import CITATION, CODEBOOK, DATA, DESCRIPTOR, drop_staging, new_staging
from pipeline.write.citations import citation_file, citations
from pipeline.write.codebook import codebook
from pipeline.write.descriptor import descriptor

CHECKSUMS = f"{DATA}/SHA256SUMS"
CITATIONS = f"{DATA}/citations.json"
README = f"{DATA}/README.md"
COMPANIONS = (README, "CHANGELOG.md", "LICENSE-DATA", "RIGHTS.md", "releases.json")
"""What people wrote about the data and every copy of them carries."""


def companions(root: Path) -> dict[str, bytes]:
    """Return the files that people wrote and that go with the data, by path.

    Raises:
        CannotBuild: one is missing.
    """
    missing = [path for path in COMPANIONS if not (root / path).is_file()]
    if missing:
        raise CannotBuild(f"{root / missing[0]} is missing: every copy of the data carries it")
    return {path: (root / path).read_bytes() for path in COMPANIONS}


def package_files(
    tables: Mapping[str, pa.Table],
    schemas: Schemas,
    project: Mapping[str, Any],
    beside: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return every derived file by its path relative to the project: the same tables give the same bytes.

    Args:
        tables: all built tables.
        schemas: all tables and vocabularies.
        project: name, version, date and description, as `read_project` gives them.
        beside: the files that go with the data, as `companions` gives them.
    """
    files: dict[str, bytes] = {}
    for schema in schemas.tables:
        files[f"{DATA}/{schema.name}.csv"] = csv_bytes(tables[schema.name], schema)
        files[f"{DATA}/{schema.name}.parquet"] = parquet_bytes(tables[schema.name])
    files[DESCRIPTOR] = descriptor(files, tables, schemas, project)
    files[CITATIONS] = citations(tables, project, json.loads(files[DESCRIPTOR])["fingerprint"])
    files[CITATION] = citation_file(project)
    files[CHECKSUMS] = checksums({**beside, **files})
    return {**files, CODEBOOK: codebook(tables, schemas, project["version"])}


def checksums(files: Mapping[str, bytes]) -> bytes:
    r"""Return the lines that ``sha256sum -c`` reads in the folder of the data, by path from there.

    >>> checksums({"RIGHTS.md": b""}).decode()[60:]
    'b855  ../RIGHTS.md\n'
    """
    named = {path.removeprefix(f"{DATA}/") if path.startswith(f"{DATA}/") else f"../{path}": path for path in files}
    lines = [f"{hashlib.sha256(files[named[name]]).hexdigest()}  {name}\n" for name in sorted(named)]
    return "".join(lines).encode()


def csv_bytes(table: pa.Table, schema: TableSchema) -> bytes:
    """Return a table as CSV: UTF-8 without a byte order mark, LF, quoted only where needed, null empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in schema.columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(cell_texts(table, schema))
    return text.getvalue().encode("utf-8")


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as Parquet, written from Arrow: pandas would put its own version into the file.

    A note for pandas keeps an empty cell empty where the file is read without our loader: by default
    whole numbers with gaps become floats and gaps become NaN, which frictionless then refuses.
    """
    kept = {"int64": "Int64", "bool": "boolean", "double": "Float64"}
    columns = [
        {"name": name, "field_name": name, "pandas_type": str(kind), "numpy_type": kept[str(kind)], "metadata": None}
        for name, kind in zip(table.schema.names, table.schema.types, strict=True)
        if str(kind) in kept
    ]
    note = json.dumps({"index_columns": [], "column_indexes": [], "columns": columns})
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"pandas": note}), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


@contextmanager
def staged(root: Path, files: Mapping[str, bytes], apart: bool) -> Iterator[Path]:
    """Write the files to the staging folder of `root`, with what people wrote about them; it is gone afterwards.

    Args:
        root: the project's folder.
        files: the content of each file by path.
        apart: write to a temporary folder instead, so that nothing in `root` is touched.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with TemporaryDirectory() if apart else nullcontext() as folder:
        try:
            staging = Path(folder) if folder else new_staging(root)
            write(staging, files)
            if (root / README).exists():
                shutil.copyfile(root / README, staging / README)
            yield staging
        finally:
            if not apart:
                drop_staging(root)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by relative path below `folder`.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def differences(root: Path, files: Mapping[str, bytes]) -> list[Fault]:
    """Return a fault for each committed file that is not what the build makes, is missing, or that it does not make."""
    todo = "run build.py"
    found: list[Fault] = []
    for path, content in files.items():
        present_content = (root / path).read_bytes() if (root / path).is_file() else None
        if present_content is None:
            found.append(Fault(Position(path), "unnamed", path, "the file is missing", "what the build makes", todo))
        elif present_content != content:
            found.append(
                Fault(
                    Position(path), "unnamed", path, first_difference(present_content, content), "no difference", todo
                )
            )
    present = {path.relative_to(root).as_posix() for path in (root / DATA).rglob("*") if path.is_file()}
    for path in sorted(present - files.keys() - {README}):
        found.append(
            Fault(
                Position(path),
                "unnamed",
                path,
                "a file that the build does not make",
                "derived files only",
                "remove it",
            )
        )
    return found


def first_difference(present: bytes, built: bytes) -> str:
    """Return in words the first line in which a committed file is not what the build makes."""
    if b"\0" in built:
        return f"the file differs ({len(present)} bytes, built {len(built)})"
    here, there = present.split(b"\n"), built.split(b"\n")
    number = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
    shown = [(lines[number] if number < len(lines) else b"").decode("utf-8", "replace")[:80] for lines in (here, there)]
    return f'line {number + 1} is "{shown[0]}", built "{shown[1]}"'


def frictionless_faults(folder: Path, content: Mapping[str, Any]) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Return what frictionless says of each CSV resource it looked at, by table, and of the package itself.

    Parquet resources are left out: frictionless reads their nulls as NaN. They are compared with
    the CSV files instead.

    Args:
        folder: where the descriptor's paths begin.
        content: the descriptor.
    """
    only_csv = {**content, "resources": [part for part in content["resources"] if part["format"] == "csv"]}
    try:
        report = Package.from_descriptor(only_csv, basepath=str(folder)).validate()
    except FrictionlessException as error:
        reasons = error.reasons or [error.error]
        todo = "mend the schema"
        return {}, [
            Fault(Position(DESCRIPTOR), "unnamed", DESCRIPTOR, reason.note, "a valid descriptor", todo)
            for reason in reasons
        ]
    by_table = {task.name: list(_task_faults(task)) for task in report.tasks}
    return by_table, [
        Fault(Position(DESCRIPTOR), "unnamed", DESCRIPTOR, error.message, "valid", "see above")
        for error in report.errors
    ]


def _task_faults(task: Any) -> Iterator[Fault]:
    """Yield frictionless's errors of one file; its rows count from the header as 1."""
    for error in task.errors:
        row = getattr(error, "row_number", None) or 1
        subject = f"{task.name}.{getattr(error, 'field_name', None) or error.type}"
        yield Fault(
            Position(task.place, row), "unnamed", subject, error.message, "what the schema says", "mend the value"
        )
