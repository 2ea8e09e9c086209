"""Which rows and ties belong together, as numbers: so a batch is picked out without a look at all the rest.

Rows are numbered over all tables, in their order, ties as they stand in ``evidence``, and articles in the order in
which the ledger has them. -1 stands where there is none.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import EVENTS, Built
from pipeline.assemble.tables import EVIDENCE
from pipeline.model import EVERY_TABLE, PASSAGES, SOURCES
from pipeline.read.schema import Schemas
from pipeline.reread.inferences import OF_ACTOR
from pipeline.reread.surroundings import BODY, RELATIONS

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
PUBLISHED = "published"
_LONGEST_ARTICLE = 2**32
"""More code points than any article has."""


class Groups:
    """Things by the number of what they belong to."""

    def __init__(self, owners: Numbers, size: int) -> None:
        """Take the owner of each thing, from 0 to `size`; a thing with a negative one belongs to none."""
        self._things = np.argsort(owners, kind="stable")
        self._starts = np.searchsorted(owners[self._things], np.arange(size + 1))

    def of(self, owners: Numbers) -> Numbers:
        """Return the things that belong to some owners."""
        starts, ends = self._starts[owners], self._starts[owners + 1]
        stretches = [self._things[start:end] for start, end in zip(starts, ends, strict=True) if start < end]
        return np.concatenate(stretches) if stretches else _NONE


class Links:
    """The links between the rows, the ties and the articles of all tables."""

    def __init__(self, tables: Mapping[str, pa.Table], schemas: Schemas) -> None:
        self.tables, self.schemas = tables, schemas
        self.names = [schema.name for schema in schemas.tables if schema.name not in (EVIDENCE, PASSAGES)]
        ends = [*accumulate((tables[name].num_rows for name in self.names), initial=0)]
        self.firsts = dict(zip(self.names, ends, strict=False))
        self.number_of_rows = ends[-1]
        self.owners = {name: key for name, key in Built(schemas, {}).owners.items() if name in self.firsts}
        self.evidence = tables[EVIDENCE]
        places = [tables[name].column("source_id").combine_chunks() for name in (PASSAGES, EVIDENCE)]
        self.articles = pa.concat_arrays(places).unique()
        self.passages_of = Groups(_places(places[0], self.articles), len(self.articles))
        self.article_of_tie = _places(places[1], self.articles)
        self.ties_in = Groups(self.article_of_tie, len(self.articles))
        self.source_rows = self.rows(SOURCES, self.articles)

    def articles_called(self, source_ids: Sequence[str]) -> Numbers:
        """Return the numbers of articles, by their ids."""
        return _places(pa.array(source_ids, pa.string()), self.articles)

    def rows_called(self, keys: Sequence[tuple[str, str]]) -> Numbers:
        """Return the numbers of rows, each named by its table and id."""
        tables, ids = (pa.array([key[place] for key in keys], pa.string()) for place in (0, 1))
        return self._resolved(tables, ids)

    def rows(self, table: str, ids: pa.Array | pa.ChunkedArray) -> Numbers:
        """Return the numbers of the rows of a table with some ids."""
        if table not in self.firsts:
            return np.full(len(ids), -1)
        places = _places(ids, self.tables[table].column(self.schemas.table(table).id_name))
        return np.where(places < 0, -1, places + self.firsts[table])

    def of_tables(self, rows: Numbers, names: Iterable[str]) -> Numbers:
        """Return those of some rows that are of certain tables."""
        kept = [_between(rows, self.firsts[name], self.tables[name].num_rows) for name in names if name in self.firsts]
        return np.concatenate(kept) if kept else _NONE

    def picked(self, rows: Numbers) -> dict[str, pa.Table]:
        """Return some rows, given in order, as tables."""
        return {
            name: self.tables[name].take(pa.array(self.of_tables(rows, [name]) - first))
            for name, first in self.firsts.items()
        }

    @functools.cached_property
    def row_of_tie(self) -> Numbers:
        """Return the row of each tie."""
        return self._resolved(self.evidence.column("table_name"), self.evidence.column("row_id"))

    @functools.cached_property
    def ties_of(self) -> Groups:
        """Return the ties of each row."""
        return Groups(self.row_of_tie, self.number_of_rows)

    @functools.cached_property
    def ties_by_another(self) -> Groups:
        """Return the ties of each actor whose country follows from that of another one."""
        by_another = _flags(pc.equal(self.evidence.column("inference"), OF_ACTOR))
        return Groups(np.where(by_another, self.row_of_tie, -1), self.number_of_rows)

    @functools.cached_property
    def anchor_of_tie(self) -> Numbers:
        """Return the row from which the date of each tie is counted."""
        anchors = self.evidence.column("anchor").combine_chunks().dictionary_encode()
        parts = [anchor.partition("/") for anchor in anchors.dictionary.to_pylist()]
        rows = self.rows_called([(table, row_id) for table, _, row_id in parts])
        counted = np.append(rows, -1)[_array(anchors.indices.fill_null(-1))]
        published = _flags(pc.equal(self.evidence.column("anchor"), PUBLISHED))
        return np.where(published, self.source_rows[self.article_of_tie], counted)

    @functools.cached_property
    def owner_of(self) -> Numbers:
        """Return the row to which each row belongs."""
        owner_of = np.full(self.number_of_rows, -1)
        for table, key in self.owners.items():
            first, column = self.firsts[table], self.tables[table].column(key.column)
            owner_of[first : first + len(column)] = self.rows(key.table, column)
        return owner_of

    @functools.cached_property
    def owned_by(self) -> Groups:
        """Return the rows that belong to each row."""
        return Groups(self.owner_of, self.number_of_rows)

    @functools.cached_property
    def relations_of(self) -> Groups:
        """Return, for each event, its places in `relations`."""
        return Groups(self._ends_of_relations, self.number_of_rows)

    @functools.cached_property
    def _ends_of_relations(self) -> Numbers:
        keys = self.schemas.table(RELATIONS).foreign_keys if RELATIONS in self.firsts else ()
        ends = [self.rows(key.table, self.tables[RELATIONS].column(key.column)) for key in keys if key.table == EVENTS]
        return np.concatenate([_NONE, *ends])

    def relations(self, events: Numbers) -> Numbers:
        """Return the relations in which some events stand."""
        places = self.relations_of.of(events)
        return places % max(self.tables[RELATIONS].num_rows, 1) + self.firsts[RELATIONS] if len(places) else _NONE

    @functools.cached_property
    def row_number_of_tie(self) -> Numbers:
        """Return a number for the row of each tie, also of one that is in no table."""
        return _numbered(self.evidence, ("table_name", "row_id"))

    @functools.cached_property
    def cell_of_tie(self) -> Numbers:
        """Return a number for the cell of each tie: cells are counted in the order of their first ties."""
        return _numbered(self.evidence, ("table_name", "row_id", "field"))

    @functools.cached_property
    def is_outside(self) -> Flags:
        """Return of each tie whether its value is said by no words of a body, or of what is no sentence."""
        passages = self.tables[PASSAGES]
        zones = self.schemas.vocabularies["zones"].codes
        quotable = pa.array([zone.code for zone in zones if zone.extra.get("quoted_by") == EVERY_TABLE])
        is_sentence = pc.and_(pc.is_null(passages.column("within")), pc.is_in(passages.column("zone"), quotable))
        sentences = passages.filter(is_sentence)
        starts = _in_article(_places(sentences.column("source_id"), self.articles), sentences.column("passage_start"))
        order = np.argsort(starts, kind="stable")
        starts = starts[order]
        ends = starts + (_array(sentences.column("passage_end")) - _array(sentences.column("passage_start")))[order]
        is_body = _flags(pc.equal(sentences.column("zone"), BODY))[order]
        words = _in_article(self.article_of_tie, self.evidence.column("words_start"))
        at = np.searchsorted(starts, words, side="right") - 1
        stands_in_one = (at >= 0) & (words < np.append(ends, 0)[at])
        counts = ~stands_in_one | np.append(is_body, False)[at]
        cells = np.bincount(self.cell_of_tie[counts], minlength=int(self.cell_of_tie.max(initial=-1)) + 1)
        return np.asarray(cells[self.cell_of_tie] == 0)

    def _resolved(self, tables: pa.Array | pa.ChunkedArray, ids: pa.Array | pa.ChunkedArray) -> Numbers:
        """Return the numbers of rows, each named by its table and id."""
        rows = np.full(len(ids), -1)
        for name in self.names:
            is_of_table = pc.equal(tables, name)
            rows[_flags(is_of_table)] = self.rows(name, ids.filter(is_of_table))
        return rows


def distinct(*numbers: Numbers) -> Numbers:
    """Return numbers in order, each once, without those that stand for none."""
    every = np.unique(np.concatenate(numbers))
    return every[np.searchsorted(every, 0) :]


_NONE: Numbers = np.empty(0, np.int64)


def _places(values: pa.Array | pa.ChunkedArray, within: pa.Array | pa.ChunkedArray) -> Numbers:
    """Return where values stand in a list; -1 for one that does not."""
    return _array(pc.index_in(values, value_set=within).fill_null(-1))


def _array(values: pa.Array | pa.ChunkedArray) -> Numbers:
    """Return whole numbers as an array."""
    return np.asarray(values.to_numpy(), np.int64)


def _flags(values: pa.Array | pa.ChunkedArray) -> Flags:
    """Return truth values as an array; an empty cell is false."""
    return np.asarray(values.fill_null(False).to_numpy(zero_copy_only=False), np.bool_)


def _in_article(articles: Numbers, offsets: pa.ChunkedArray) -> Numbers:
    """Return offsets in different articles as numbers in one order."""
    return articles * _LONGEST_ARTICLE + _array(offsets)


def _between(rows: Numbers, first: int, size: int) -> Numbers:
    return rows[(rows >= first) & (rows < first + size)]


def _numbered(table: pa.Table, columns: Sequence[str]) -> Numbers:
    """Return a number for what some columns of a row hold together, counted in the order of the first rows with it."""
    # No text of these columns holds a line break.
    together = pc.binary_join_element_wise(*(table.column(name) for name in columns), "\n").combine_chunks()
    return _array(together.dictionary_encode().indices)
