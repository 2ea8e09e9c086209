"""Reading: the same records from YAML and from JSON Lines, and finished rows from Parquet."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

from benchmarks.engines.job import Outcome
from benchmarks.engines.tables import REAL, ROOT, parts

TIMES = {"yaml": 4, "jsonl": 200}
"""How often the records are read, so that it takes long enough to be measured."""


def prepare(folder: Path) -> Outcome:
    """Put the records of this dataset into a folder once more, one file a file, and as one file of JSON Lines."""
    lines, files = list[str](), sorted((ROOT / "records").glob("*.yaml"))
    (folder / "records").mkdir()
    for file in files:
        text = file.read_bytes()
        (folder / "records" / file.name).write_bytes(text)
        read: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)
        source = {"source": read.pop("source")} if "source" in read else {}
        records = [{"table": table, **source, "record": record} for table, held in read.items() for record in held]
        lines += [f"{json.dumps(record, ensure_ascii=False)}\n" for record in records]
    (folder / "records" / "records.jsonl").write_text("".join(lines), encoding="utf-8")
    return Outcome(evidence_rows(), f"{len(files)} files, {len(lines)} lines")


def yaml_records(folder: Path) -> Outcome:
    """Read the YAML files with the fast loader of PyYAML."""
    return repeated(folder, "yaml", lambda text: yaml.load(text, Loader=yaml.CSafeLoader))


def json_records(folder: Path) -> Outcome:
    """Read the lines with the standard library."""
    return repeated(folder, "jsonl", lambda text: [json.loads(line) for line in text.splitlines()])


def orjson_records(folder: Path) -> Outcome:
    """Read the lines with orjson."""
    orjson = importlib.import_module("orjson")
    return repeated(folder, "jsonl", lambda text: [orjson.loads(line) for line in text.splitlines()])


def msgspec_records(folder: Path) -> Outcome:
    """Read the lines with msgspec."""
    decoder = importlib.import_module("msgspec.json").Decoder()
    return repeated(folder, "jsonl", lambda text: [decoder.decode(line) for line in text.splitlines()])


def repeated(folder: Path, suffix: str, read: Callable[[bytes], object]) -> Outcome:
    """Read all files with a suffix some times and return how many evidence rows their records give."""
    texts = [file.read_bytes() for file in sorted((folder / "records").glob(f"*.{suffix}"))]
    for _ in range(TIMES[suffix]):
        for text in texts:
            read(text)
    size = sum(map(len, texts)) / evidence_rows()
    return Outcome(TIMES[suffix] * evidence_rows(), f"{size:.0f} B for an evidence row")


def parquet_rows(folder: Path) -> Outcome:
    """Read all columns of all parts, one part after the other."""
    return Outcome(sum(pq.ParquetFile(file).read().num_rows for file in parts(folder)), "finished rows, not records")


def evidence_rows() -> int:
    """Return how many evidence rows this dataset's records give."""
    return int(pq.read_metadata(REAL).num_rows)
