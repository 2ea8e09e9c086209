"""The files that users get: each table as CSV and as Parquet, checksums, codebook, and what describes and cites them.

All are made in memory first, as bytes by path, so that two builds can be compared without a disk.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.assemble.tables import text_rows
from pipeline.read.schema import Schemas, TableSchema
from pipeline.write.citations import citation_file, citations
from pipeline.write.codebook import codebook
from pipeline.write.croissant import croissant
from pipeline.write.datacite import datacite
from pipeline.write.descriptor import descriptor
from pipeline.write.paths import CHECKSUMS, CITATION, CITATIONS, CODEBOOK, CROISSANT, DATA, DATACITE, DESCRIPTOR

PANDAS_TYPES = {
    "string": ("unicode", "object"),
    "date32[day]": ("date", "datetime64[s]"),
    "int64": ("int64", "Int64"),
    "double": ("float64", "Float64"),
    "bool": ("bool", "boolean"),
}
"""What pandas calls the type of a column in its note: by value, and in a frame.

pandas itself notes days as objects, which its engine pyarrow makes of them in any case; fastparquet would make numbers.
"""


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
    described = json.loads(files[DESCRIPTOR])
    files[CITATIONS] = citations(tables, schemas, project, described["fingerprint"])
    files[CITATION] = citation_file(project)
    cited = json.loads(files[CITATIONS])
    files[CROISSANT] = croissant(described, tables, cited["dataset"]["apa"])
    files[DATACITE] = datacite(described, cited)
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


def listed(sums: bytes) -> dict[str, str]:
    """Return the SHA-256 of each file that checksums list, by path from the project; other lines are left out.

    >>> listed(checksums({"RIGHTS.md": b""}))["RIGHTS.md"][60:]
    'b855'
    """
    lines = re.findall(r"^([0-9a-f]{64})  (?:(\.\./)?)(\w[\w.-]*)$", sums.decode("utf-8", "replace"), re.M | re.A)
    return {name if above else f"{DATA}/{name}": digest for digest, above, name in lines}


def csv_bytes(table: pa.Table, schema: TableSchema) -> bytes:
    """Return a table as CSV: UTF-8 without a byte order mark, LF, quoted only where needed, null empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in schema.columns])
    writer.writerows(text_rows(table, schema))
    return text.getvalue().encode("utf-8")


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as Parquet, written from Arrow: pandas would put its own version into the file.

    A note for pandas keeps an empty cell empty where the file is read without our loader: by default
    whole numbers with gaps become floats and gaps become NaN, which frictionless then refuses.
    It lists every column, because fastparquet looks for each of them in it.
    """
    columns = []
    for field in table.schema:
        pandas_type, numpy_type = PANDAS_TYPES[str(field.type)]
        types = {"pandas_type": pandas_type, "numpy_type": numpy_type}
        columns.append({"name": field.name, "field_name": field.name, **types, "metadata": None})
    note = json.dumps({"index_columns": [], "column_indexes": [], "columns": columns})
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"pandas": note}), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by relative path below `folder`.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
