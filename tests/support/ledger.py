"""The ledger of passages, proved again from the built tables and the articles alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.model import Article

Row = Mapping[str, Any]
Cell = tuple[str, str, str]


def ledger_problems(tables: Mapping[str, pa.Table], articles: Mapping[str, Article]) -> list[str]:
    """Return in words where the passages do not tile their article, or do not say what the words in them say.

    A part of a sentence stands within it, and is left out.
    """
    passages, evidence = _by_source(tables["passages"]), _by_source(tables["evidence"])
    problems = []
    for source_id in tables["sources"].column("source_id").to_pylist():
        every = sorted(passages.get(source_id, []), key=lambda row: row["passage_start"])
        rows = [row for row in every if row["within"] is None]
        if not rows:
            problems.append(f"{source_id} has no passages")
            continue
        problems += _tiling(rows, articles[source_id])
        problems += _statuses(rows, evidence.get(source_id, []))
        problems += _parts([row for row in every if row["within"] is not None], rows, evidence.get(source_id, []))
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
        if row["passage_start"] != due or row["passage_end"] <= due:
            seen = f"from {row['passage_start']} to {row['passage_end']}"
            yield f"{row['passage_id']}.passage_start: {seen}, due at {due}"
        inside = (zone for zone in article.zones if zone.start <= row["passage_start"] < row["passage_end"] <= zone.end)
        if not any(zone.kind == row["zone"] for zone in inside):
            yield f"{row['passage_id']}.zone: no part of a zone {row['zone']}"
        if row["seed_file"] != article.seed_file:
            yield f"{row['passage_id']}.seed_file: {row['seed_file']}"
        due = row["passage_end"]
    if due != len(article.text):
        yield f"{rows[-1]['passage_id']}.passage_end: {due} of {len(article.text)}"


def _statuses(rows: Sequence[Row], evidence: Sequence[Row]) -> Iterator[str]:
    """Yield passages whose number of values, status or reason is not what the words in them say."""
    starts = [row["passage_start"] for row in rows]
    cells: list[set[Cell]] = [set() for _ in rows]
    for tie in evidence:
        first = max(0, bisect_right(starts, tie["words_start"]) - 1)
        for number in range(first, bisect_left(starts, tie["words_end"])):
            if rows[number]["passage_end"] > tie["words_start"]:
                cells[number].add((tie["table_name"], tie["row_id"], tie["field"]))
    for row, values in zip(rows, cells, strict=True):
        if row["n_values"] != len(values):
            yield f"{row['passage_id']}.n_values: {row['n_values']}, by the words in it {len(values)}"
        if row["status"] != ("coded" if values else "left_out"):
            yield f"{row['passage_id']}.status: {row['status']} with {len(values)} values"
        if (row["reason"] is None) != bool(values):
            yield f"{row['passage_id']}.reason: {row['reason']} with {len(values)} values"


def _parts(parts: Sequence[Row], rows: Sequence[Row], evidence: Sequence[Row]) -> Iterator[str]:
    """Yield parts of sentences that do not stand in their sentence, or are not what a part that is left out is."""
    sentences = {row["passage_id"]: row for row in rows}
    for part in parts:
        sentence = sentences.get(part["within"])
        if not part["passage_id"].startswith(f"{part['within']}-"):
            yield f"{part['passage_id']}.within: {part['within']}"
        if (
            not sentence
            or not sentence["passage_start"] <= part["passage_start"] < part["passage_end"] <= sentence["passage_end"]
        ):
            seen = f"from {part['passage_start']} to {part['passage_end']}"
            yield f"{part['passage_id']}.passage_start: {seen}, outside {part['within']}"
        elif part["zone"] != sentence["zone"]:
            yield f"{part['passage_id']}.zone: {part['zone']} in {sentence['zone']}"
        elif part["seed_file"] != sentence["seed_file"]:
            yield f"{part['passage_id']}.seed_file: {part['seed_file']}"
        if part["status"] != "left_out":
            yield f"{part['passage_id']}.status: {part['status']}"
        if part["reason"] is None:
            yield f"{part['passage_id']}.reason: none"
        ties = [
            tie
            for tie in evidence
            if tie["words_start"] < part["passage_end"] and part["passage_start"] < tie["words_end"]
        ]
        values = len({(tie["table_name"], tie["row_id"], tie["field"]) for tie in ties})
        if part["n_values"] != values:
            yield f"{part['passage_id']}.n_values: {part['n_values']}, by the words in it {values}"
