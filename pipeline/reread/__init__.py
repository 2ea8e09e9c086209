"""Fourth stage: each value is derived again from its words, and compared; then each row is read as one.

It works on the built tables, so that what is proved is what users get. Its doors: `reread` for the values,
`rows.check_rows` for what belongs together in a row, `coverage.check_coverage` for what no value accounts for.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, place
from pipeline.batches import IN_PROCESS, Engine
from pipeline.faults import Fault
from pipeline.read.schema import Column, Schemas
from pipeline.reread.advice import Written, fix_of
from pipeline.reread.corpus import Batch, Corpus
from pipeline.reread.grounding import Facts, facts_of, idle_step, reading_fault

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rereading:
    """How many cells must be read again, how many were, and in how many the reading differs from the value.

    `judged` counts the cells whose value is a judgement, which no reader can derive: they have words and are not read.
    """

    due: int
    checked: int
    wrong: int
    judged: int


class Read(NamedTuple):
    """What is found in a batch of articles: the cells of which ties were read again, by number, and what is wrong.

    Each fault is told with the number of its cell, and that of its tie.
    """

    cells: Set[int]
    faults: Sequence[tuple[int, int, Fault]]


def reread(corpus: Corpus, engine: Engine = IN_PROCESS) -> tuple[Rereading, list[Fault]]:
    """Return how many quoted and coded cells were read again, and a fault for each reading that differs.

    A cell is right when every quote that supports it reads as its value. A cell without words is not checked; it was
    reported when its record was read.

    Args:
        corpus: the built tables with their articles.
        engine: what the batches are read on.
    """
    checked, faults = set[int](), list[tuple[int, int, Fault]]()
    for batch in engine.over(partial(read_again, schemas=corpus.schemas), corpus.batches(engine.size)):
        checked |= batch.cells
        faults += batch.faults
    wrong = {cell for cell, _, _ in faults}
    due, judged = (_filled(corpus, origins) for origins in (("quoted", "coded"), ("judged",)))
    return Rereading(due, len(checked), len(wrong), judged), [fault for *_, fault in sorted(faults)]


def read_again(batch: Batch, schemas: Schemas) -> Read:
    """Return what is found where the values of a batch of articles are read again."""
    facts = facts_of(batch.tables, schemas, batch.forms)
    ties = [row for row in batch.tables[EVIDENCE].to_pylist() if row["source_id"] in batch.articles]
    cells, faults = set[int](), list[tuple[int, int, Fault]]()
    for row, number, cell in zip(ties, batch.numbers, batch.cells, strict=True):
        if schemas.table(row["table_name"]).column(row["field"]).origin != "judged":
            cells.add(cell)
            faults += [(cell, number, fault) for fault in value_faults(row, facts, batch.written)]
    return Read(cells, faults)


def value_faults(row: Row, facts: Facts, written: Written) -> Iterator[Fault]:
    """Yield what is wrong where a row of evidence does not read as its value, or does so without all its steps."""
    position, subject = place(row["table_name"], row["row_id"]), f"{row['row_id']}.{row['field']}"
    if difference := reading_fault(row, facts):
        yield Fault(position, "reading-differs", subject, *difference, fix_of(row, facts, written))
    elif idle := idle_step(row, facts):
        yield Fault(position, "step-idle", subject, *idle)


def _filled(corpus: Corpus, origins: Sequence[str]) -> int:
    """Return how many cells of columns of certain origins hold values that words must say."""
    columns = [(schema.name, column) for schema in corpus.schemas.tables for column in schema.columns]
    return sum(
        _said(corpus.tables[table].column(column.name), column) for table, column in columns if column.origin in origins
    )


def _said(cells: pa.ChunkedArray, column: Column) -> int:
    """Return how many cells of a column hold values that words must say."""
    if not column.is_filled:
        return len(cells) - int(cells.null_count)
    # A cell may name the article itself alone, which no words do.
    return sum(each["counts"] for each in cells.value_counts().to_pylist() if column.values_said(each["values"]))
