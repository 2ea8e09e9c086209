"""The guarantees about articles, quotes and words, each counted from what it looked at.

They read the built tables and the articles again and trust no earlier stage. Those about the
files are in ``pipeline/check/files.py``. A guarantee holds only where something was looked at,
nothing was skipped and nothing was found.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, place
from pipeline.check.passage_guarantee import passage_faults
from pipeline.check.value_guarantee import value_faults
from pipeline.faults import Fault, Position
from pipeline.locate.quotes import QUOTABLE
from pipeline.model import Article, Guarantee
from pipeline.read.folders import files_of, read_bytes
from pipeline.read.marks import SOURCES
from pipeline.read.schema import Schemas
from pipeline.read.seeds import SUFFIX
from pipeline.reread.grounding import Forms

Row = Mapping[str, Any]

TITLES = {
    1: "every seed file is the registered one",
    2: "every quote is found exactly, in its own article",
    3: "every row has a quote, but in the ledger of passages",
    4: "every value is read again from its words",
    5: "every sentence is coded or left out with a reason",
    6: "tables satisfy their schemas, for both validators",
    7: "CSV, Parquet and frame are equal",
    8: "the same inputs give the same bytes",
    9: "one version everywhere, and a new one for what is new",
    10: "a build that is stopped leaves all old or all new",
}


def holds(guarantee: Guarantee) -> bool:
    """Return whether the guarantee is kept: a check of nothing, or with anything skipped, is not."""
    return guarantee.total > 0 and guarantee.skipped == 0 and not guarantee.faults


def line(guarantee: Guarantee) -> str:
    """Return the guarantee as one line of the build's report."""
    counts = f"checked {guarantee.checked} of {guarantee.total}, skipped {guarantee.skipped}"
    found = f", {len(guarantee.faults)} wrong" if guarantee.faults else ""
    return (
        f"guarantee {guarantee.number}: {guarantee.title}: {counts}{found}{'' if holds(guarantee) else ' — NOT KEPT'}"
    )


def of_tables(
    seeds: Path,
    tables: Mapping[str, pa.Table],
    schemas: Schemas,
    articles: Mapping[str, Article],
    forms: Forms,
) -> list[Guarantee]:
    """Return guarantees 1 to 5, checked on the folder of articles and on built tables."""
    return [
        seeds_unchanged(seeds, tables[SOURCES]),
        quotes_found(tables[EVIDENCE], articles),
        rows_have_quotes(tables, schemas, articles),
        _counted(4, *value_faults(tables, schemas, articles, forms)),
        _counted(5, *passage_faults(tables, articles)),
    ]


def seeds_unchanged(folder: Path, sources: pa.Table) -> Guarantee:
    """Guarantee 1: the bytes of every file in ``seeds/`` have the SHA-256 registered for it.

    Born from: an article saved again by an editor that changed line ends, so that every offset was off.
    """
    registered = {f"{row['source_id']}.txt": row["sha256"] for row in sources.to_pylist()}
    contents = {path.name: read_bytes(path, path.name)[0] for path in files_of(folder, SUFFIX)[0]}
    # What cannot be read was reported by the stage that reads it.
    present = {name: data for name, data in contents.items() if data is not None}
    faults: list[Fault] = []
    for name in sorted(present.keys() | registered.keys()):
        digest = hashlib.sha256(present[name]).hexdigest() if name in present else "none: no file"
        if digest != registered.get(name):
            file, expected = f"{folder.name}/{name}", f"SHA-256 {registered.get(name, 'of a registered file')}"
            faults.append(
                Fault(Position(file, 1), "unnamed", name.removesuffix(".txt"), digest, expected, "restore the file")
            )
    return _counted(1, len(present.keys() & registered.keys()), len(present.keys() | registered.keys()), faults)


def quotes_found(evidence: pa.Table, articles: Mapping[str, Article]) -> Guarantee:
    """Guarantee 2: every quote stands at its offsets in its article, within one zone that may be quoted.

    Born from: quotes taken from another article printed below the one at hand.
    """
    rows = evidence.to_pylist()
    checked, faults = 0, list[Fault]()
    for row in rows:
        article = articles.get(row["source_id"])
        if article is None:
            continue
        checked += 1
        start, end = row["quote_start"], row["quote_end"]
        kinds = (*QUOTABLE, "imprint") if row["table"] == SOURCES else QUOTABLE
        if article.text[start:end] != row["quote"] or not row["quote"]:
            faults.append(_row_fault(row, "quote", f'"{article.text[start:end]}" at {start}', f'"{row["quote"]}"'))
        elif not any(zone.start <= start and end <= zone.end and zone.kind in kinds for zone in article.zones):
            faults.append(_row_fault(row, "quote", f"a quote at {start} to {end}", f"one zone of {', '.join(kinds)}"))
    return _counted(2, checked, len(rows), faults)


def rows_have_quotes(tables: Mapping[str, pa.Table], schemas: Schemas, articles: Mapping[str, Article]) -> Guarantee:
    """Guarantee 3: every row shows a quote, and that quote stands in the file it names.

    A table whose schema says in `unquoted` why its rows carry none is not looked at and not counted.

    Born from: rows entered from memory that no article carries.
    """
    texts = {article.seed_file: article.text for article in articles.values()}
    checked, faults = 0, list[Fault]()
    quoted = [schema for schema in schemas.tables if schema.unquoted is None]
    for schema in quoted:
        for row in tables[schema.name].to_pylist():
            checked += 1
            if not row["quote"] or row["quote"] not in texts.get(row["seed_file"], ""):
                subject, seen = f"{row[schema.id_name]}.quote", f"{row['quote']!r} in {row['seed_file']}"
                where = place(schema.name, row[schema.id_name])
                faults.append(
                    Fault(where, "unnamed", subject, seen, "a quote of that article", "give the row evidence")
                )
    return _counted(3, checked, sum(tables[schema.name].num_rows for schema in quoted), faults)


def _row_fault(row: Row, column: str, seen: str, expected: str) -> Fault:
    """Return a fault of the row that a row of evidence speaks of."""
    subject = f"{row['row_id']}.{row['field']}"
    return Fault(
        place(row["table"], row["row_id"]), "unnamed", subject, f"{column}: {seen}", expected, "mend the quote"
    )


def _counted(number: int, checked: int, total: int, faults: Sequence[Fault]) -> Guarantee:
    return Guarantee(number, TITLES[number], checked, total, tuple(faults))
