"""Which cells of the built tables a check reads: where none of them changed, it finds what it found before.

A check of the tables goes another way only where a cell that it has read differs. So each is watched once, on the sound
project, and passed over for every mutant that leaves alone all that it read.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.assemble.built import Built
from tests.mutation.row_tables import Cells, Row, RowTable
from tests.mutation.world import World

Read = tuple[str, str]
"""A table, and a column of which cells are read; or what `filled` names, or `ROWS`."""
ROWS = "which rows there are"


def filled(column: str) -> str:
    """Return the name of what is read where it only matters which cells of a column are empty."""
    return f"{column} is filled"


@dataclass(frozen=True)
class BuiltRows(Built):
    """The built rows, those of each table by id too, and as the tables that stages look at."""

    ids: Mapping[str, Mapping[str, Row]]
    tables: Mapping[str, RowTable]

    @functools.cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Row]]:
        """Return the rows of each table by id."""
        return self.ids


def reads_of(world: World, check: Callable[[BuiltRows], object]) -> Set[Read]:
    """Return what a check reads.

    Raises:
        ValueError: it finds something in the sound project, and so may not have read all that it would.
    """
    reads: set[Read] = set()
    ids = {
        name: {row_id: _WatchedRow(name, row, reads) for row_id, row in rows.items()}
        for name, rows in world.rows.items()
    }
    rows = {name: list(some.values()) for name, some in ids.items()}
    tables = {name: _WatchedTable(name, some, world.tables[name].schema, reads) for name, some in rows.items()}
    watched = (_WatchedTables(some, reads) for some in (rows, ids, tables))
    finding = check(BuiltRows(world.schemas, *watched))
    if finding:
        raise ValueError(f"in the sound project: {finding}")
    return reads


def changed_reads(table: str, pairs: Iterable[tuple[Row | None, Row | None]]) -> Iterator[Read]:
    """Yield what reads otherwise in a table of which these rows differ, each as it was and as it is."""
    for old, new in pairs:
        if old is None or new is None:
            yield table, ROWS
            continue
        for column, value in old.items():
            if value != new[column]:
                yield table, column
                if (value is None) != (new[column] is None):
                    yield table, filled(column)


class _WatchedRow(Mapping[str, Any]):
    """A row that notes which of its cells are read."""

    def __init__(self, table: str, row: Row, reads: set[Read]) -> None:
        self._table, self._row, self._reads = table, row, reads

    def __getitem__(self, name: str) -> Any:
        self._reads.add((self._table, name))
        return self._row[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)


class _WatchedTables(Mapping[str, Any]):
    """Tables that note which of them are asked for."""

    def __init__(self, tables: Mapping[str, Any], reads: set[Read]) -> None:
        self._tables, self._reads = tables, reads

    def __getitem__(self, name: str) -> Any:
        self._reads.add((name, ROWS))
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


class _WatchedTable(RowTable):
    """A table of watched rows that notes where only the empty cells of a column are counted."""

    def __init__(self, name: str, rows: Sequence[Row], schema: pa.Schema, reads: set[Read]) -> None:
        super().__init__(rows, schema)
        self._name, self._reads = name, reads

    def column(self, name: str) -> Cells:
        """Return the cells of a column, of which no value is noted before it is read."""
        return _WatchedCells(self.rows, name, self._name, self._reads)


class _WatchedCells(Cells):
    def __init__(self, rows: Sequence[Row], name: str, table: str, reads: set[Read]) -> None:
        super().__init__(rows, name)
        self._table, self._reads = table, reads

    @functools.cached_property
    def null_count(self) -> int:
        """Return how many cells are empty, and note that this was asked for."""
        # The rows note their values as read; that they do so for a count too would tie the check to every value.
        before = set(self._reads)
        count = sum(row[self.name] is None for row in self.rows)
        self._reads.intersection_update(before)
        self._reads.add((self._table, filled(self.name)))
        return count
