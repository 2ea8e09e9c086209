"""How far two coders agree with each other before anything is settled: which rows both have, and ten columns.

The ten columns are those by which people choose and count rows. A part of an event (an actor, a relation, a topic, a
substance) that only one of the two coded counts as disagreement here, if both have the event: `agreement` compares
matched rows alone, and which parts there are is what the coders had to decide.

The interval is that of the bootstrap: the cells are drawn again, with replacement, and the middle 95 % of the alphas
are kept. Draws in which all cells say one thing have no alpha and are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from codings.agreement import alpha
from codings.matching import Alignment, Row, Rows, as_text
from pipeline.read.schema import Schemas, TableSchema

KEY_COLUMNS = (
    ("events", "event_type"),
    ("events", "modality"),
    ("events", "scope"),
    ("events", "date"),
    ("events", "place_id"),
    ("events", "attributed_to"),
    ("event_actors", "role"),
    ("event_relations", "relation"),
    ("event_topics", "topic"),
    ("event_substances", "substance_id"),
)
RESAMPLES = 1000
SEED = 2026


@dataclass(frozen=True)
class RowsInBoth:
    """How many rows of a table both coders have, and how many only the first or the second."""

    table: str
    both: int
    only_first: int
    only_second: int

    @property
    def f1(self) -> float:
        """Return twice the rows that both have, divided by all that either has."""
        return 2 * self.both / (2 * self.both + self.only_first + self.only_second)


@dataclass(frozen=True)
class KeyColumn:
    """How far two coders agree in one column.

    Attributes:
        table: The table.
        column: The column.
        cells: How many cells were compared.
        equal: In how many of them both say the same.
        alpha: Krippendorff's alpha for nominal data; None where it is undefined.
        interval: The lower and the upper end of its bootstrap interval of 95 %; None where alpha is.
    """

    table: str
    column: str
    cells: int
    equal: int
    alpha: float | None
    interval: tuple[float, float] | None


def rows_in_both(rows: Mapping[str, Rows], coders: tuple[str, str]) -> Iterator[RowsInBoth]:
    """Yield how many rows of each table both coders have; nothing of a table of which neither has a row."""
    first, second = coders
    for table, of_table in rows.items():
        readers = [set(of_row) for of_row in of_table.values()]
        both = sum({first, second} <= of_row for of_row in readers)
        only_first = sum(first in of_row and second not in of_row for of_row in readers)
        only_second = sum(second in of_row and first not in of_row for of_row in readers)
        if both or only_first or only_second:
            yield RowsInBoth(table, both, only_first, only_second)


def key_columns(
    rows: Mapping[str, Rows], alignment: Alignment, schemas: Schemas, coders: tuple[str, str]
) -> Iterator[KeyColumn]:
    """Yield how far two coders agree in each key column of a table in `schemas` of which a cell is filled."""
    both = frozenset(coders)
    for table, name in KEY_COLUMNS:
        if table not in schemas.by_name:
            continue
        schema = schemas.table(table)
        column = schema.column(name)
        if not column.needs_words:
            continue
        units = [
            [as_text(alignment.says(readers[coder], schema, column)) if coder in readers else "" for coder in coders]
            for readers in _compared(rows, alignment, schema, both)
        ]
        # In order, so that the draws do not depend on what the rows are called.
        filled = sorted(unit for unit in units if any(unit))
        if filled:
            equal = sum(first == second for first, second in filled)
            yield KeyColumn(table, name, len(filled), equal, alpha(filled), interval(filled))


def _compared(
    rows: Mapping[str, Rows], alignment: Alignment, schema: TableSchema, both: frozenset[str]
) -> list[Mapping[str, Row]]:
    """Return the rows of a table that both have, each under its readers; of a child table those of a shared parent."""
    of_table = rows[schema.name].values()
    if not schema.child:
        return [readers for readers in of_table if readers.keys() >= both]
    parent = schema.column(schema.child.key)
    shared = {label for label, readers in rows[schema.child.of].items() if readers.keys() >= both}
    return [
        readers
        for readers in of_table
        if any(alignment.says(readers[coder], schema, parent) <= shared for coder in readers.keys() & both)
    ]


def interval(units: Sequence[Sequence[str]]) -> tuple[float, float] | None:
    """Return the bootstrap interval of alpha, to nine places; None where alpha is undefined.

    >>> interval([["a", "a"], ["b", "b"]] * 20)
    (1.0, 1.0)
    """
    if alpha(units) is None:
        return None
    generator = np.random.default_rng(SEED)
    draws = generator.integers(len(units), size=(RESAMPLES, len(units)))
    alphas = [value for draw in draws if (value := alpha([units[place] for place in draw])) is not None]
    low, high = np.percentile(alphas, [2.5, 97.5])
    return round(float(low), 9), round(float(high), 9)
