"""The built tables as columns, and the joins that the rules across rows and tables are made of.

A rule says of whole columns which rows are wrong; only those become Python values. Every join keeps the order of the
rows that are asked about, so that the same tables give the same findings in the same order.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import EVENTS, INITIATOR, SPEECH, Built, Finding
from pipeline.assemble.tables import EVIDENCE
from pipeline.read.schema import SEVERAL, ForeignKey, Schemas

Offsets = np.ndarray[tuple[int], np.dtype[np.int64]]
_SEPARATOR = "\0"
"""What stands between the parts of a joined key; no id and no code holds it."""


@dataclass(frozen=True)
class Tables:
    """The built tables by name, each with the columns of its schema."""

    schemas: Schemas
    tables: Mapping[str, pa.Table]

    def rows(self, table: str, *columns: str) -> pa.Table:
        """Return columns of all rows of a table, after its ids, which stand in the column `id` too."""
        id_name = self.schemas.table(table).id_name
        cells = {column: self.tables[table].column(column) for column in (id_name, *columns)}
        return pa.table({"id": cells[id_name], **cells})

    def by_id(self, table: str, *columns: str) -> pa.Table:
        """Return what `rows` does, with one row for each id: of two equal ids the last."""
        rows = self.rows(table, *columns)
        ids = pc.unique(rows["id"])
        if len(ids) == len(rows):
            return rows
        backwards = rows["id"].take(np.arange(len(rows))[::-1])
        return rows.take(pc.subtract(len(rows) - 1, pc.index_in(ids, value_set=backwards)))

    def joined(self, rows: pa.Table, column: str, table: str, *columns: str) -> pa.Table:
        """Return rows with the cells of the row of a table that each of them names in a column.

        They stand in columns such as ``event_id.date``, and its id in ``event_id.id``; all are empty where there is no
        such row.
        """
        others = self.by_id(table, *columns)
        index = pc.index_in(rows[column], value_set=others["id"], skip_nulls=True)
        for name in ("id", *columns):
            rows = rows.append_column(f"{column}.{name}", others[name].take(index))
        return rows

    def evidence(self, table: str, *columns: str) -> pa.Table:
        """Return columns of the evidence of a table's rows, after `row_id` and `field`."""
        cells = {column: self.tables[EVIDENCE].column(column) for column in ("row_id", "field", *columns)}
        number = [*self.schemas.by_name].index(table)
        return pa.table(cells).filter(pc.equal(self._numbers, number))

    @functools.cached_property
    def _numbers(self) -> pa.ChunkedArray:
        """Return the place among the schemas of the table of each row of evidence: numbers compare fast."""
        return pc.index_in(self.tables[EVIDENCE].column("table_name"), value_set=pa.array(self.schemas.by_name))

    def quotes(self, table: str) -> pa.Table:
        """Return where the quotes of a table's rows stand: `row_id`, `source_id`, `start` and `end`."""
        quotes = self.evidence(table, "source_id", "quote_start", "quote_end").drop_columns(["field"])
        return quotes.rename_columns(["row_id", "source_id", "start", "end"])

    @functools.cached_property
    def owners(self) -> Mapping[str, ForeignKey]:
        """Return, for each table whose rows belong to an event or to a row that does, the key to what they belong to.

        A row with several keys to events, such as a relation, belongs to none of them.
        """
        return Built(self.schemas, {}).owners

    def owned(self) -> Iterator[tuple[str, ForeignKey, pa.Table]]:
        """Yield the rows of each table that belong to an `other` row, an event or a case: `id` and `other`."""
        for table, key in self.owners.items():
            rows = self.by_id(table, key.column)
            owned = pa.table({"id": rows["id"], "other": rows[key.column]})
            yield table, key, owned.filter(pc.is_valid(owned["other"]))

    @functools.cached_property
    def voices(self) -> pa.ChunkedArray:
        """Return each event with each actor whose claim it is, or who does the act of speech that it is, as `pairs`."""
        events = self.rows(EVENTS, "attributed_to")
        claims = exploded(events["id"], events["attributed_to"])
        parts = self.rows("event_actors", "event_id", "actor_id", "role")
        initiators = self.joined(parts.filter(pc.equal(parts["role"], INITIATOR)), "event_id", EVENTS, "act")
        spoken = initiators.filter(pc.equal(initiators["event_id.act"], SPEECH))
        voices = [pairs(claims["id"], claims["value"]), pairs(spoken["event_id"], spoken["actor_id"])]
        return pa.chunked_array([chunk for column in voices for chunk in column.chunks], pa.string())


Rule = Callable[[Tables], Iterator[Finding]]
"""A rule across rows or tables: the name of its function is the kind of its faults, its docstring names the mistake
that it was made for."""


def pairs(*columns: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the cells of several columns of texts as one key; empty where one of them is."""
    return pc.binary_join_element_wise(*columns, _SEPARATOR)


def unpaired(pair: pa.StringScalar) -> list[str]:
    """Return the cells of which `pairs` made a key."""
    parts: list[str] = pair.as_py().split(_SEPARATOR)
    return parts


def among(keys: pa.ChunkedArray, others: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return which keys are among others; an empty one is not."""
    return pc.is_in(keys, value_set=others, skip_nulls=True)


def more_than(number: int, values: pa.ChunkedArray) -> pa.Array:
    """Return the values that stand more often than a number of times in a column."""
    counts = pc.value_counts(values)
    return counts.field("values").filter(pc.greater(counts.field("counts"), number))


def matches(keys: pa.ChunkedArray, others: pa.ChunkedArray) -> tuple[Offsets, Offsets]:
    """Return where a key and an equal one of the others stand, once for each such pair, in the order of the keys.

    >>> [places.tolist() for places in matches(pa.chunked_array([["a", "b"]]), pa.chunked_array([["b", "c", "b"]]))]
    [[1, 1], [0, 2]]
    """
    values = pc.unique(others)
    order = pc.array_sort_indices(pc.index_in(others, value_set=values)).to_numpy()
    counts = np.append(pc.value_counts(others).field("counts").to_numpy(), 0)
    firsts = np.cumsum(counts) - counts
    number = pc.fill_null(pc.index_in(keys, value_set=values, skip_nulls=True), -1).to_numpy()
    times = counts[number]
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(np.arange(len(times)), times), order[np.repeat(firsts[number], times) + nth]


def differ(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return where two columns differ; an empty cell differs from any value."""
    return pc.or_kleene(pc.not_equal(one, other), pc.xor(pc.is_null(one), pc.is_null(other)))


def exploded(ids: pa.ChunkedArray, cells: pa.ChunkedArray) -> pa.Table:
    """Return each id with each value in its cell, which may hold several: `id` and `value`.

    >>> exploded(pa.chunked_array([["a", "b"]]), pa.chunked_array([["cctv; xinhua", None]])).to_pylist()
    [{'id': 'a', 'value': 'cctv'}, {'id': 'a', 'value': 'xinhua'}]
    """
    values = pc.split_pattern(cells, SEVERAL)
    return pa.table({"id": ids.take(pc.list_parent_indices(values)), "value": pc.list_flatten(values)})


def overlaps(spans: pa.Table, others: pa.Table, *, within: int = 0) -> pa.Array:
    """Return which spans share text with one of the others, or stand less than `within` code points from it.

    >>> spans = pa.table({"key": ["a", "a", "b"], "start": [0, 5, 0], "end": [5, 9, 5]})
    >>> others = pa.table({"key": ["a", "c"], "start": [4, 0], "end": [5, 9]})
    >>> overlaps(spans, others).to_pylist(), overlaps(spans, others, within=1).to_pylist()
    ([True, False, False], [True, True, False])

    Args:
        spans: a key, such as an article, and two offsets in it: `key`, `start` and `end`.
        others: the same; only spans with the same key can overlap.
        within: how far apart two spans may stand.
    """
    if not len(spans) or not len(others):
        return pa.array(np.zeros(len(spans), bool))
    keys = pc.unique(others["key"])
    # The texts are laid one after the other on one line, far enough apart that spans of two never meet.
    length = max(pc.max(table["end"]).as_py() for table in (spans, others)) + 2 * within + 1
    starts, ends = _on_one_line(spans, keys, length)
    other_starts, other_ends = _on_one_line(others, keys, length)
    order = np.argsort(other_starts, kind="stable")
    # Of all the others that start before a span ends, the one that ends last overlaps it if any does.
    last_ends = np.maximum.accumulate(other_ends[order])
    before = np.searchsorted(other_starts[order], ends + within) - 1
    return pa.array((before >= 0) & (last_ends[before] > starts - within))


def _on_one_line(spans: pa.Table, keys: pa.Array, length: int) -> tuple[Offsets, Offsets]:
    """Return where spans start and end if each text begins `length` after the one before; unknown texts come first."""
    begin = pc.fill_null(pc.index_in(spans["key"], value_set=keys), -1).to_numpy().astype(np.int64) * length
    return begin + spans["start"].to_numpy(), begin + spans["end"].to_numpy()
