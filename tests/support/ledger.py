"""The ledger of passages, proved again from the built tables and the articles alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.model import Article

Row = Mapping[str, Any]
Cell = tuple[str, str, str]


def ledger_problems(tables: Mapping[str, pa.Table], articles: Mapping[str, Article]) -> list[str]:
    """Return in words where the passages do not tile their article, or do not say what the words in them say."""
    passages, evidence = _by_source(tables["passages"]), _by_source(tables["evidence"])
    problems = []
    for source_id in tables["sources"].column("source_id").to_pylist():
        rows = sorted(passages.get(source_id, []), key=lambda row: row["start"])
        if not rows:
            problems.append(f"{source_id} has no passages")
            continue
        problems += _tiling(rows, articles[source_id])
        problems += _statuses(rows, evidence.get(source_id, []))
    return problems


def _by_source(table: pa.Table) -> dict[str, list[Row]]:
    """Return the rows of a table by article."""
    rows: dict[str, list[Row]] = {}
    for row in table.to_pylist():
        rows.setdefault(row["source_id"], []).append(row)
    return rows


def _tiling(rows: Sequence[Row], article: Article) -> Iterator[str]:
    """Yield where the passages of one article leave a gap, overlap, or are not inside a zone of their kind."""
    due = 0
    for row in rows:
        if row["start"] != due or row["end"] <= due:
            yield f"{row['passage_id']}.start: from {row['start']} to {row['end']}, due at {due}"
        inside = (zone for zone in article.zones if zone.start <= row["start"] < row["end"] <= zone.end)
        if not any(zone.kind == row["zone"] for zone in inside):
            yield f"{row['passage_id']}.zone: no part of a zone {row['zone']}"
        if row["seed_file"] != article.seed_file:
            yield f"{row['passage_id']}.seed_file: {row['seed_file']}"
        due = row["end"]
    if due != len(article.text):
        yield f"{rows[-1]['passage_id']}.end: {due} of {len(article.text)}"


def _statuses(rows: Sequence[Row], evidence: Sequence[Row]) -> Iterator[str]:
    """Yield passages whose number of values, status or reason is not what the words in them say."""
    starts = [row["start"] for row in rows]
    cells: list[set[Cell]] = [set() for _ in rows]
    for tie in evidence:
        first = max(0, bisect_right(starts, tie["words_start"]) - 1)
        for number in range(first, bisect_left(starts, tie["words_end"])):
            if rows[number]["end"] > tie["words_start"]:
                cells[number].add((tie["table"], tie["row_id"], tie["field"]))
    for row, values in zip(rows, cells, strict=True):
        if row["values"] != len(values):
            yield f"{row['passage_id']}.values: {row['values']}, by the words in it {len(values)}"
        if row["status"] != ("coded" if values else "left_out"):
            yield f"{row['passage_id']}.status: {row['status']} with {len(values)} values"
        if (row["reason"] is None) != bool(values):
            yield f"{row['passage_id']}.reason: {row['reason']} with {len(values)} values"
