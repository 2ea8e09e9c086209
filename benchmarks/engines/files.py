"""Files: what a row costs on the disk, what it takes to find one article's rows, to change them and to sum them up."""

import csv
import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet as pq

from benchmarks.engines.job import Outcome
from benchmarks.engines.tables import ROOT, leading, length, parts
from counternarcotics._shared.fingerprint import table_fingerprint

FORMS = {"snappy": {"compression": "snappy"}, "zstd": {"compression": "zstd"}}
GROUPS = (10_000, 100_000)


def parquet_sizes(folder: Path) -> Outcome:
    """Write one part in several forms, and say the bytes of a row in each."""
    table = pq.ParquetFile(parts(folder)[0]).read()
    says = []
    for name, options in FORMS.items():
        for group in GROUPS:
            sink = pa.BufferOutputStream()
            pq.write_table(table, sink, row_group_size=group, **options)
            says.append(f"{name}, groups of {group:,}: {sink.tell() / table.num_rows:.0f} B a row")
    return Outcome(len(says) * table.num_rows, "; ".join(says))


def arrow_size(folder: Path) -> Outcome:
    """Read one part, and say the bytes of a row in memory."""
    table = pq.ParquetFile(parts(folder)[0]).read()
    return Outcome(table.num_rows, f"{table.nbytes / table.num_rows:.0f} B a row in memory")


def footers(folder: Path) -> Outcome:
    """Read the ends of all files, as an engine does before it knows which of them to read."""
    files = [pq.read_metadata(file) for file in parts(folder)]
    size = sum(file.serialized_size for file in files) / len(files)
    return Outcome(sum(file.num_rows for file in files), f"{len(files)} files, {size / 1000:.0f} kB of footer each")


def article_anywhere(folder: Path) -> Outcome:
    """Read one article's rows, looking for them in all files by the statistics of the row groups."""
    source = last_source(folder)
    rows = pyarrow.dataset.dataset([str(file) for file in parts(folder)]).to_table(
        filter=pc.field("source_id") == source
    )
    return Outcome(rows.num_rows, "statistics of all row groups read first")


def article_in_part(folder: Path) -> Outcome:
    """Read one article's rows from the one part that is known to hold them, and from one row group of it."""
    source = last_source(folder)
    rows = pyarrow.dataset.dataset(str(parts(folder)[-1])).to_table(filter=pc.field("source_id") == source)
    return Outcome(rows.num_rows, "the part is known")


def rewritten_part(folder: Path) -> Outcome:
    """Put one article's rows into their part again, write it and sum it up."""
    file, source = parts(folder)[-1], last_source(folder)
    table = pq.ParquetFile(file).read()
    ours = pc.equal(table["source_id"], source)
    table = pa.concat_tables([table.filter(pc.invert(ours)), table.filter(ours)])
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        target = Path(temporary) / file.name
        pq.write_table(table, target, row_group_size=GROUPS[0])
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
    return Outcome(table.num_rows, f"read, written, SHA-256 {digest[:8]}…")


def checksums(folder: Path) -> Outcome:
    """Sum up all files of evidence with SHA-256."""
    size = rows = 0
    for file in parts(folder):
        with file.open("rb") as stream:
            hashlib.file_digest(stream, "sha256")
        size += file.stat().st_size
        rows += pq.read_metadata(file).num_rows
    return Outcome(rows, f"{size / 1e6:,.0f} MB in {len(parts(folder))} files")


def whole_fingerprint(folder: Path, rows: int) -> Outcome:
    """Compute the fingerprint of today, for which the lines of all rows are sorted in memory."""
    table = pa.concat_tables(leading(folder, rows))
    table_fingerprint(table, evidence_schema())
    return Outcome(table.num_rows, "all lines in memory")


def article_fingerprints(folder: Path, rows: int) -> Outcome:
    """Compute a fingerprint of each article's rows, and one of these: only one part is in memory."""
    schema, lines, count = evidence_schema(), [], 0
    for table in leading(folder, rows):
        count += table.num_rows
        runs = pc.run_end_encode(table["source_id"].combine_chunks())
        start = 0
        for source, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            lines.append(f"{source}\t{table_fingerprint(table.slice(start, end - start), schema)}\n")
            start = end
    hashlib.sha256("".join(sorted(lines)).encode())
    return Outcome(count, f"{len(lines):,} articles, one part in memory")


def csv_file(folder: Path, rows: int) -> Outcome:
    """Write CSV with the module of the standard library, as the build does."""

    def write(target: Path) -> None:
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(pq.read_schema(parts(folder)[0]).names)
            writer.writerows(cells(folder, rows))

    return sized(folder, rows, write)


def sqlite_file(folder: Path, rows: int) -> Outcome:
    """Write a SQLite file with the id as its key and an index of the articles."""

    def write(target: Path) -> None:
        names = pq.read_schema(parts(folder)[0]).names
        connection = sqlite3.connect(target)
        connection.execute(f"CREATE TABLE evidence ({', '.join(names)}, PRIMARY KEY (evidence_id))")
        connection.executemany(
            f"INSERT OR IGNORE INTO evidence VALUES ({', '.join('?' * len(names))})", cells(folder, rows)
        )
        connection.execute("CREATE INDEX articles ON evidence (source_id)")
        connection.commit()
        connection.close()

    return sized(folder, rows, write)


def sized(folder: Path, rows: int, write: Callable[[Path], None]) -> Outcome:
    """Return what writing some rows to a file gives: the bytes of a row."""
    count = min(rows, length(folder))
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        target = Path(temporary) / "evidence"
        write(target)
        return Outcome(count, f"{target.stat().st_size / count:.0f} B a row")


def cells(folder: Path, rows: int) -> Iterator[tuple[Any, ...]]:
    """Yield the first rows of evidence, for Python."""
    for table in leading(folder, rows):
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)


def last_source(folder: Path) -> str:
    """Return the id of the last article."""
    last = parts(folder)[-1]
    reader = pq.ParquetFile(last)
    rows = reader.read_row_group(reader.num_row_groups - 1, ["source_id"])
    return str(rows["source_id"][rows.num_rows - 1].as_py())


def evidence_schema() -> dict[str, Any]:
    """Return the Table Schema of evidence."""
    schema: dict[str, Any] = json.loads((ROOT / "schemas/tables/evidence.json").read_text(encoding="utf-8"))
    return schema
