"""Guarantee 5, checked on the built ledger, the built evidence and the articles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, place
from pipeline.faults import Fault
from pipeline.locate.ledger import cells_in
from pipeline.locate.sentences import Passage
from pipeline.model import Article
from pipeline.read.marks import PASSAGES, SOURCES

Row = Mapping[str, Any]

REBUILD = "build the tables anew"


def passage_faults(tables: Mapping[str, pa.Table], articles: Mapping[str, Article]) -> tuple[int, int, list[Fault]]:
    """Guarantee 5: every sentence of every article is coded or left out with a reason.

    Looked at is every passage, sentence or not: together they cover each file without gap or overlap.
    An article without passages, or whose text is missing, is not looked at.

    Born from: a sentence that each curator thought another one had coded.

    Returns:
        How many passages were looked at, of how many, and what was found.
    """
    checked, total, faults = 0, 0, list[Fault]()
    evidence, rows = _by_source(tables[EVIDENCE]), _by_source(tables[PASSAGES])
    for source_id in tables[SOURCES].column("source_id").to_pylist():
        own = sorted(rows.get(source_id, ()), key=lambda row: row["start"])
        total += max(1, len(own))
        if own and source_id in articles:
            checked += len(own)
            faults += _tiling_faults(own, articles[source_id])
            faults += _status_faults(own, evidence.get(source_id, ()))
    return checked, total, faults


def _by_source(table: pa.Table) -> dict[str, list[Row]]:
    """Return the rows of a table by article."""
    rows: dict[str, list[Row]] = {}
    for row in table.to_pylist():
        rows.setdefault(row["source_id"], []).append(row)
    return rows


def _tiling_faults(rows: Sequence[Row], article: Article) -> Iterator[Fault]:
    """Yield where the passages of one article leave a gap, overlap, or are not inside a zone of their kind."""
    due = 0
    for row in rows:
        if row["start"] != due or row["end"] <= due:
            yield _fault(row, "start", f"from {row['start']} to {row['end']}", f"a passage that begins at {due}")
        if not any(z.kind == row["zone"] and z.start <= row["start"] < row["end"] <= z.end for z in article.zones):
            yield _fault(row, "zone", f"{row['zone']} from {row['start']} to {row['end']}", "a part of such a zone")
        if row["seed_file"] != article.seed_file:
            yield _fault(row, "seed_file", row["seed_file"], article.seed_file)
        due = row["end"]
    if due != len(article.text):
        yield _fault(rows[-1], "end", f"the last passage ends at {due}", f"the end of the file, {len(article.text)}")


def _status_faults(rows: Sequence[Row], evidence: Sequence[Row]) -> Iterator[Fault]:
    """Yield passages neither coded nor left out for a reason, both, or not as the words in them say."""
    words = [(one["words_start"], one["words_end"], (one["table"], one["row_id"], one["field"])) for one in evidence]
    passages = [Passage(row["zone"], row["start"], row["end"]) for row in rows]
    for row, cells in zip(rows, cells_in(passages, words), strict=True):
        if row["values"] != len(cells):
            yield _fault(row, "values", f"{row['values']} values", f"{len(cells)}, by the words in it")
        if row["status"] != ("coded" if cells else "left_out"):
            yield _fault(row, "status", f"{row['status']} with {len(cells)} values", "coded where there are values")
        if cells and row["reason"] is not None:
            yield _fault(row, "reason", f"{row['reason']} with {len(cells)} values", "a reason only without values")
        if not cells and row["reason"] is None:
            yield _fault(row, "reason", "no value and no reason", "one of the two")


def _fault(row: Row, column: str, seen: str, expected: str) -> Fault:
    return Fault(
        place(PASSAGES, row["passage_id"]), "unnamed", f"{row['passage_id']}.{column}", seen, expected, REBUILD
    )
