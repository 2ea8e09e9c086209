"""Make the tables, run every measurement and print what each took: ``python -m benchmarks.engines [ROWS]``."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.engines.job import Cost, run

MILLION = 1_000_000
LEAST = 200_000

# What holds all its rows in Python objects, or takes microseconds for each, is measured on a million rows at most.
JOBS = [
    ("make the tables", "tables.make:{rows}"),
    ("duplicate ids, DuckDB", "keys.duckdb_duplicates"),
    ("duplicate ids, polars", "keys.polars_duplicates"),
    ("duplicate ids, pyarrow", "keys.arrow_duplicates"),
    ("references, DuckDB", "keys.duckdb_references"),
    ("references, polars", "keys.polars_references"),
    ("references, pyarrow", "keys.arrow_references"),
    ("spans, DuckDB", "keys.duckdb_spans"),
    ("spans, polars", "keys.polars_spans"),
    ("spans, Python", "keys.python_spans"),
    ("releases compared, DuckDB", "keys.duckdb_diff"),
    ("releases compared, the changed part", "keys.part_diff"),
    ("rows in memory, Arrow", "files.arrow_size"),
    ("part written, four forms", "files.parquet_sizes"),
    ("footers of all files", "files.footers"),
    ("an article, in all files", "files.article_anywhere"),
    ("an article, in its part", "files.article_in_part"),
    ("a part rewritten", "files.rewritten_part"),
    ("SHA-256 of all files", "files.checksums"),
    ("fingerprint of today", "files.whole_fingerprint:{most}"),
    ("fingerprint by article", "files.article_fingerprints:{most}"),
    ("CSV", "files.csv_file:{most}"),
    ("SQLite", "files.sqlite_file:{most}"),
    ("Pandera, part by part", "gates.pandera_gate:{most}"),
    ("Pandera, ids of each part", "gates.pandera_parts"),
    ("Pandera, ids of all parts", "gates.pandera_whole"),
    ("frictionless, fewer rows", "gates.frictionless_gate:{few}"),
    ("frictionless", "gates.frictionless_gate:{some}"),
    ("YAML, PyYAML", "reading.yaml_records"),
    ("JSON Lines, json", "reading.json_records"),
    ("JSON Lines, orjson", "reading.orjson_records"),
    ("JSON Lines, msgspec", "reading.msgspec_records"),
    ("Parquet, pyarrow", "reading.parquet_rows"),
]


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=MILLION, help="evidence rows, a million by default")
    rows = parser.parse_args().rows
    if rows < LEAST:
        parser.error(f"at least {LEAST:,} rows, so that there are two parts")
    with TemporaryDirectory(prefix="engines-") as temporary:
        for line in lines(Path(temporary), rows):
            print(line, flush=True)


def lines(folder: Path, rows: int) -> Iterator[str]:
    """Yield the lines of the table, each when it is measured.

    Args:
        folder: An empty folder for the tables.
        rows: How many evidence rows they get.
    """
    sizes = {"rows": rows, "most": min(rows, MILLION), "some": min(rows, 500_000), "few": min(rows, 20_000)}
    yield "| measured | rows | processor, s | clock, s | µs a row | peak, MB | |"
    yield "|---|--:|--:|--:|--:|--:|---|"
    run("reading.prepare", folder)
    for title, name in JOBS:
        yield line(title, run(name.format(**sizes), folder))


def line(title: str, cost: Cost | None) -> str:
    """Return the line of one measurement.

    >>> line("a", Cost(2_000, "3 found", 0.5, 1.25, 64_000_000))
    '| a | 2,000 | 0.50 | 1.25 | 250.0 | 64 | 3 found |'
    >>> line("a", None)
    '| a | | | | | | not run: a library is not installed |'
    """
    if cost is None:
        return f"| {title} | | | | | | not run: a library is not installed |"
    each = cost.processor / cost.rows * 1e6
    times = f"{cost.processor:.2f} | {cost.wall:.2f} | {each:.1f}"
    return f"| {title} | {cost.rows:,} | {times} | {cost.peak / 1e6:.0f} | {cost.says} |"


if __name__ == "__main__":
    main()
