"""The files that users get: each table as CSV and as Parquet, checksums, codebook, and what describes and cites them.

The tables are written row by row: no file of theirs is ever in memory as a whole.
"""

import csv
import hashlib
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
from pipeline.write.staged import Staged, staged, write

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
    folder: Path,
    tables: Mapping[str, pa.Table],
    schemas: Schemas,
    project: Mapping[str, Any],
    beside: Mapping[str, bytes],
) -> dict[str, Staged]:
    """Write every derived file into a folder, and return them by their path from it, which is that from the project.

    The same tables give the same bytes.

    Args:
        folder: an empty folder.
        tables: all built tables.
        schemas: all tables and vocabularies.
        project: name, version, date and description, as `read_project` gives them.
        beside: the files that go with the data, as `companions` gives them.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    files: dict[str, Staged] = {}
    (folder / DATA).mkdir()
    for schema in schemas.tables:
        csv_path, parquet_path = f"{DATA}/{schema.name}.csv", f"{DATA}/{schema.name}.parquet"
        write_csv(folder / csv_path, tables[schema.name], schema)
        write_parquet(folder / parquet_path, tables[schema.name])
        files |= {path: staged(folder / path) for path in (csv_path, parquet_path)}
    texts = {DESCRIPTOR: descriptor(files, tables, schemas, project)}
    described = json.loads(texts[DESCRIPTOR])
    texts[CITATIONS] = citations(tables, schemas, project, described["fingerprint"])
    texts[CITATION] = citation_file(project)
    cited = json.loads(texts[CITATIONS])
    texts[CROISSANT] = croissant(described, tables, cited["dataset"]["apa"])
    texts[DATACITE] = datacite(described, cited)
    files |= write(folder, texts)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in beside.items()}
    sums = checksums(digests | {path: file.sha256 for path, file in files.items()})
    return files | write(folder, {CHECKSUMS: sums, CODEBOOK: codebook(tables, schemas, project["version"])})


def checksums(digests: Mapping[str, str]) -> bytes:
    r"""Return the lines that ``sha256sum -c`` reads in the folder of the data, by path from there.

    >>> checksums({"RIGHTS.md": "e3b0c442"})
    b'e3b0c442  ../RIGHTS.md\n'

    Args:
        digests: the SHA-256 of each file by its path from the project.
    """
    named = {path.removeprefix(f"{DATA}/") if path.startswith(f"{DATA}/") else f"../{path}": path for path in digests}
    return "".join(f"{digests[named[name]]}  {name}\n" for name in sorted(named)).encode()


def listed(sums: bytes) -> dict[str, str]:
    """Return the SHA-256 of each file that checksums list, by path from the project; other lines are left out.

    >>> listed(checksums({"RIGHTS.md": "0" * 64})) == {"RIGHTS.md": "0" * 64}
    True
    """
    lines = re.findall(r"^([0-9a-f]{64})  (?:(\.\./)?)(\w[\w.-]*)$", sums.decode("utf-8", "replace"), re.M | re.A)
    return {name if above else f"{DATA}/{name}": digest for digest, above, name in lines}


def write_csv(path: Path, table: pa.Table, schema: TableSchema) -> None:
    """Write a table as CSV: UTF-8 without a byte order mark, LF, quoted only where needed, null empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in schema.columns])
        writer.writerows(text_rows(table, schema))


def write_parquet(path: Path, table: pa.Table) -> None:
    """Write a table as Parquet, from Arrow: pandas would put its own version into the file.

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
    with path.open("wb") as file:
        pq.write_table(table.replace_schema_metadata({"pandas": note}), file)
