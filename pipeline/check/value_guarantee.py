"""Guarantee 4: every value that an article must say has words, and the words say it.

Counted in cells: a cell is kept when at least one quote supports it and every quote that supports it
reads as its value.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, place
from pipeline.faults import Fault
from pipeline.model import Article
from pipeline.read.schema import Schemas
from pipeline.reread.grounding import Forms, Known, known, reading_fault

Row = Mapping[str, Any]
Cell = tuple[str, str, str]


def value_faults(
    tables: Mapping[str, pa.Table], schemas: Schemas, articles: Mapping[str, Article], forms: Forms
) -> tuple[int, int, list[Fault]]:
    """Return how many cells were checked, how many there are, and what is wrong with them.

    Born from: a quote that is exact and says nothing of the value beside it, and a value mistyped
    beside words that say it right.
    """
    facts = known(tables, schemas, forms)
    evidence = _by_cell(tables[EVIDENCE].to_pylist(), articles)
    checked, faults = 0, list[Fault]()
    for cell, value in _cells(tables, schemas):
        checked += 1
        faults += _cell_faults(cell, value, evidence.get(cell, ()), facts)
    return checked, _cells_due(tables, schemas), faults


def value_lines(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[str]:
    """Return, for the build's report, the values by origin and the ties of values and words by reading."""
    origins = Counter(schemas.table(table).column(field).origin for (table, _, field), _ in _cells(tables, schemas))
    readings = Counter(tables[EVIDENCE].column("reading").to_pylist())
    inferences = Counter(one for one in tables[EVIDENCE].column("inference").to_pylist() if one)
    lines = [("values", origins), ("read again", readings), ("of which inferred", inferences)]
    return [f"{what}: {_counted(counts)}" for what, counts in lines]


def _counted(counts: Counter[str]) -> str:
    """Return counts as text, largest first, each with its share."""
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return f"{total}, " + ", ".join(f"{name} {count} ({count / total:.1%})" for name, count in ordered)


def _cells(tables: Mapping[str, pa.Table], schemas: Schemas) -> Iterator[tuple[Cell, Any]]:
    """Yield every cell that must have words, with its value."""
    for schema in schemas.tables:
        names = [column.name for column in schema.columns if column.needs_words]
        for row in tables[schema.name].to_pylist():
            yield from (
                ((schema.name, row[schema.id_name], name), row[name]) for name in names if row[name] is not None
            )


def _cells_due(tables: Mapping[str, pa.Table], schemas: Schemas) -> int:
    """Return how many cells must have words, counted by column and not by row."""
    return sum(
        tables[schema.name].num_rows - tables[schema.name].column(column.name).null_count
        for schema in schemas.tables
        for column in schema.columns
        if column.needs_words
    )


def _by_cell(evidence: Sequence[Row], articles: Mapping[str, Article]) -> dict[Cell, list[Row]]:
    """Return the evidence of each cell whose words stand at their offsets, inside their quote."""
    found: dict[Cell, list[Row]] = {}
    for row in evidence:
        article = articles.get(row["source_id"])
        inside = row["quote_start"] <= row["words_start"] < row["words_end"] <= row["quote_end"]
        if article and inside and article.text[row["words_start"] : row["words_end"]] == row["words"]:
            found.setdefault((row["table"], row["row_id"], row["field"]), []).append(row)
    return found


def _cell_faults(cell: Cell, value: Any, evidence: Sequence[Row], facts: Known) -> Iterator[Fault]:
    """Yield what is wrong with one cell: no words, or words that do not read as its value."""
    table, row_id, field = cell
    where, subject = place(table, row_id), f"{row_id}.{field}"
    if not any(row["stance"] == "supports" for row in evidence):
        yield Fault(
            where, "unnamed", subject, f"{value} without words in a quote", "words", "name the words that say it"
        )
    for row in evidence:
        if found := reading_fault(row, facts):
            yield Fault(where, "unnamed", subject, *found)
