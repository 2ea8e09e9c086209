"""The gates: frictionless and Pandera with this dataset's own schema of evidence."""

import csv
import tempfile
from collections import Counter
from pathlib import Path

import frictionless
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from benchmarks.engines.files import cells, evidence_schema
from benchmarks.engines.job import Outcome, Refused, counted
from benchmarks.engines.tables import UNKNOWN, leading, length, parts
from schemas.pandera_schemas import schema


def frictionless_gate(folder: Path, rows: int) -> Outcome:
    """Check the first rows of evidence with frictionless, and its references to articles and actors."""
    described = evidence_schema()
    described["foreignKeys"] = described["foreignKeys"][:2]
    texts = [{"name": name, "type": "string"} for name in ("source_id", "actor_id")]
    tables = {
        "evidence": (cells(folder, rows), described),
        "sources": (parent(folder, "sources"), {"fields": texts[:1], "primaryKey": ["source_id"]}),
        "actors": (parent(folder, "actors"), {"fields": texts[1:], "primaryKey": ["actor_id"]}),
    }
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        for name, (values, table_schema) in tables.items():
            with (Path(temporary) / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow([field["name"] for field in table_schema["fields"]])
                writer.writerows(values)
        resources = [
            {"name": name, "path": f"{name}.csv", "type": "table", "schema": table_schema}
            for name, (_, table_schema) in tables.items()
        ]
        package = frictionless.Package({"name": "scale", "resources": resources}, basepath=temporary)
        report = package.validate()
    (evidence, *_) = report.tasks
    kinds = Counter(kind for (kind,) in evidence.flatten(["type"]))
    table = pa.concat_tables(leading(folder, rows)).select(["evidence_id", "attributed_to"])
    lost = pc.sum(pc.starts_with(table["attributed_to"], UNKNOWN)).as_py()
    repeated = table.num_rows - pc.count_distinct(table["evidence_id"]).as_py()
    if (kinds["foreign-key"], kinds["primary-key"]) != (lost, repeated):
        raise Refused(f"frictionless reports {dict(kinds)}, where {lost} references and {repeated} ids are wrong")
    return Outcome(evidence.stats["rows"], f"{lost} references and {repeated} ids reported")


def parent(folder: Path, name: str) -> list[list[str]]:
    """Return the keys of a small table."""
    return [[key] for file in parts(folder, name) for key in pq.ParquetFile(file).read()[0].to_pylist()]


def pandera_gate(folder: Path, rows: int) -> Outcome:
    """Check the first rows of evidence with all checks of Pandera, part by part."""
    types = {pa.string(): pd.StringDtype(na_value=float("nan")), pa.int64(): pd.Int64Dtype()}
    evidence, count = schema("evidence"), 0
    for table in leading(folder, rows):
        evidence.validate(table.to_pandas(types_mapper=types.get), lazy=True)
        count += table.num_rows
    return Outcome(count, "passes: no planted fault is seen in one row or one part")


def pandera_parts(folder: Path) -> Outcome:
    """Check the ids of each part by itself with Pandera, as an engine does that hands it one part after the other."""
    repeated = sum(repeated_ids(ids(file)) for file in parts(folder))
    if repeated:
        raise Refused(f"{repeated} rows with repeated ids in one part, where they are planted in two")
    return Outcome(length(folder), "passes, though ids stand in two parts")


def pandera_whole(folder: Path) -> Outcome:
    """Check the ids of all parts at once with Pandera."""
    repeated = repeated_ids(pd.concat([ids(file) for file in parts(folder)]))
    # Pandera reports every row with the id of another.
    return Outcome(length(folder), counted(folder, "duplicates", repeated // 2))


def ids(file: Path) -> pd.DataFrame:
    """Return the ids of one part."""
    frame: pd.DataFrame = pq.ParquetFile(file).read(["evidence_id"]).to_pandas()
    return frame


def repeated_ids(frame: pd.DataFrame) -> int:
    """Return how many rows have an id that another has too."""
    unique = pandera.DataFrameSchema({"evidence_id": pandera.Column(unique=True)})
    try:
        unique.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return len(errors.failure_cases)
    return 0
