"""Keys, references, spans and the comparison of two releases, each over all rows at once."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.engines.job import Outcome, counted
from benchmarks.engines.tables import length, parts

MEMORY = "200MB"
"""What DuckDB may use before it writes to the disk; enough for 10⁷ rows, and more rows need more."""
REFERENCES = [
    (["source_id"], "sources", ["source_id"]),
    (["attributed_to"], "actors", ["actor_id"]),
    (["table_name", "row_id"], "rows", ["table_name", "row_id"]),
]
"""Columns of evidence, the table that they refer to and its key. The last is the value's own row, in any table."""


def duckdb_duplicates(folder: Path) -> Outcome:
    """Count the ids that stand in more than one row, with DuckDB."""
    query = "SELECT count(*) FROM (SELECT evidence_id FROM evidence GROUP BY evidence_id HAVING count(*) > 1)"
    return Outcome(length(folder), counted(folder, "duplicates", queried(folder, query)))


def polars_duplicates(folder: Path) -> Outcome:
    """Count the ids that stand in more than one row, with polars."""
    repeated = lazy(folder).group_by("evidence_id").len().filter(pl.col("len") > 1)
    return Outcome(length(folder), counted(folder, "duplicates", size(repeated)))


def arrow_duplicates(folder: Path) -> Outcome:
    """Count the ids that stand in more than one row, with pyarrow, in memory."""
    ids = arrow(folder, "evidence", ["evidence_id"]).group_by("evidence_id").aggregate([([], "count_all")])
    return Outcome(length(folder), counted(folder, "duplicates", pc.sum(pc.greater(ids["count_all"], 1)).as_py()))


def duckdb_references(folder: Path) -> Outcome:
    """Count the rows that refer to nothing, with DuckDB."""
    queries = []
    for columns, table, key in REFERENCES:
        equal = " AND ".join(f"e.{ours} = t.{theirs}" for ours, theirs in zip(columns, key, strict=True))
        given = " AND ".join(f"e.{name} IS NOT NULL" for name in columns)
        queries.append(f"SELECT count(*) FROM evidence e ANTI JOIN {table} t ON {equal} WHERE {given}")
    lost = sum(queried(folder, query) for query in queries)
    return Outcome(length(folder), counted(folder, "references", lost))


def polars_references(folder: Path) -> Outcome:
    """Count the rows that refer to nothing, with polars."""
    lost = 0
    for columns, table, key in REFERENCES:
        given = lazy(folder).select(columns).drop_nulls()
        lost += size(given.join(lazy(folder, table).select(key), left_on=columns, right_on=key, how="anti"))
    return Outcome(length(folder), counted(folder, "references", lost))


def arrow_references(folder: Path) -> Outcome:
    """Count the rows that refer to nothing, with joins of pyarrow, in memory."""
    lost = 0
    for columns, table, key in REFERENCES:
        given = arrow(folder, "evidence", columns).drop_null()
        lost += given.join(arrow(folder, table, key), columns, key, "left anti").num_rows
    return Outcome(length(folder), counted(folder, "references", lost))


def duckdb_spans(folder: Path) -> Outcome:
    """Count the rows whose quote or words are not their article's text between the offsets, with DuckDB."""
    query = """
        SELECT count(*) FROM evidence e JOIN texts t USING (source_id)
        WHERE substring(text, quote_start + 1, quote_end - quote_start) <> quote
        OR substring(text, words_start + 1, words_end - words_start) <> words
    """
    return Outcome(length(folder), counted(folder, "spans", queried(folder, query)))


def polars_spans(folder: Path) -> Outcome:
    """Count the rows whose quote or words are not their article's text between the offsets, with polars."""
    columns = ["source_id", "quote", "quote_start", "quote_end", "words", "words_start", "words_end"]
    joined = lazy(folder).select(columns).join(lazy(folder, "texts"), on="source_id")
    wrong = joined.filter(
        pl.any_horizontal(
            pl.col("text").str.slice(pl.col(f"{name}_start"), pl.col(f"{name}_end") - pl.col(f"{name}_start"))
            != pl.col(name)
            for name in ("quote", "words")
        )
    )
    return Outcome(length(folder), counted(folder, "spans", size(wrong)))


def python_spans(folder: Path) -> Outcome:
    """Count the rows whose quote or words are not their article's text between the offsets, part by part in Python."""
    wrong = 0
    columns = ["source_id", "quote", "quote_start", "quote_end", "words", "words_start", "words_end"]
    for file, texts_file in zip(parts(folder), parts(folder, "texts"), strict=True):
        texts = dict(zip(*(column.to_pylist() for column in pq.ParquetFile(texts_file).read().columns), strict=True))
        rows = pq.ParquetFile(file).read(columns).select(columns)
        for source, quote, start, end, words, words_start, words_end in zip(
            *(column.to_pylist() for column in rows.columns), strict=True
        ):
            text = texts[source]
            wrong += text[start:end] != quote or text[words_start:words_end] != words
    return Outcome(length(folder), counted(folder, "spans", wrong))


def duckdb_diff(folder: Path) -> Outcome:
    """Count the rows that two releases do not share, comparing all rows with DuckDB."""
    files = parts(folder)
    changes = compared(folder, files, [*files[:-1], *parts(folder, "later")])
    return Outcome(length(folder), counted(folder, "changes", changes))


def part_diff(folder: Path) -> Outcome:
    """Count the rows that two releases do not share, in the one part whose checksum differs."""
    last = parts(folder)[-1:]
    changes = compared(folder, last, parts(folder, "later"))
    return Outcome(pq.read_metadata(*last).num_rows, counted(folder, "changes", changes))


def compared(folder: Path, before: list[Path], after: list[Path]) -> int:
    """Return how many rows are added, removed or changed."""
    differing = f"""
        SELECT count(*) FROM (SELECT evidence_id, hash(a) AS was FROM read_parquet({listed(before)}) a)
        FULL JOIN (SELECT evidence_id, hash(b) AS is_now FROM read_parquet({listed(after)}) b) USING (evidence_id)
        WHERE was IS DISTINCT FROM is_now
    """
    repeated = f"""
        SELECT count(*) FROM
        (SELECT 1 FROM read_parquet({listed(before)}) GROUP BY evidence_id HAVING count(*) > 1)
    """
    # Of two rows with one id, each is joined with itself and with the other.
    return queried(folder, differing) - 2 * queried(folder, repeated)


def queried(folder: Path, query: str) -> int:
    """Return the number that a query of DuckDB gives, on one core and with bounded memory."""
    with tempfile.TemporaryDirectory(dir=folder) as spill, duckdb.connect() as connection:
        connection.execute(f"SET threads = 1; SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
        connection.execute(f"SET temp_directory = '{spill}'")
        for name in ("evidence", "texts", "rows", "sources", "actors"):
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet({listed(parts(folder, name))})")
        row = connection.execute(query).fetchone()
        assert row
        return int(row[0])


def listed(files: Iterable[Path]) -> str:
    """Return files as a list of SQL."""
    return str([str(file) for file in files])


def lazy(folder: Path, name: str = "evidence") -> pl.LazyFrame:
    """Return a table for polars, not yet read."""
    return pl.scan_parquet(parts(folder, name))


def size(frame: pl.LazyFrame) -> int:
    """Return how many rows a query of polars gives, streaming."""
    return int(frame.select(pl.len()).collect(engine="streaming").item())


def arrow(folder: Path, name: str, columns: list[str]) -> pa.Table:
    """Return some columns of a table in memory."""
    return pa.concat_tables(pq.ParquetFile(file).read(columns) for file in parts(folder, name))
