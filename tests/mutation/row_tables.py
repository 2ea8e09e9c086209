"""Rows in the place of an Arrow table, which would have to be made anew for every mutant and read into rows again.

A stage may ask for the rows, or for the cells of a column. What else it asks for it gets from the Arrow table that is
then made of the rows.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]


class RowTable:
    """The rows of one table; `columns` holds cells that are at hand already, by column."""

    def __init__(self, rows: Sequence[Row], schema: pa.Schema, columns: Mapping[str, "Cells"] | None = None) -> None:
        self.rows, self.schema = rows, schema
        self._columns = dict(columns or {})

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._arrow, name)

    @functools.cached_property
    def _arrow(self) -> pa.Table:
        return pa.Table.from_pylist([dict(row) for row in self.rows], self.schema)

    @property
    def num_rows(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def to_pylist(self) -> Sequence[Row]:
        """Return the rows."""
        return self.rows

    def column(self, name: str) -> "Cells":
        """Return the cells of a column."""
        if name not in self._columns:
            self._columns[name] = Cells(self.rows, name)
        return self._columns[name]


class Cells:
    """The cells of one column: their values, or how many of them are empty."""

    def __init__(self, rows: Sequence[Row], name: str) -> None:
        self.rows, self.name = rows, name
        self._arrow: pa.ChunkedArray | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @functools.cached_property
    def null_count(self) -> int:
        """Return how many cells are empty."""
        return sum(row[self.name] is None for row in self.rows)

    def to_pylist(self) -> Sequence[Any]:
        """Return the cells."""
        return [row[self.name] for row in self.rows]

    def to_arrow(self, kind: pa.DataType) -> pa.ChunkedArray:
        """Return the cells as a column of Arrow, which is made once."""
        if self._arrow is None:
            self._arrow = pa.chunked_array([self.to_pylist()], kind)
        return self._arrow


class ArrowColumns(Mapping[str, "ArrowColumns.Table"]):
    """Tables of rows, of which the rules across tables get a column of Arrow where they ask for it."""

    class Table:
        """One of them."""

        def __init__(self, table: RowTable) -> None:
            self._table = table

        def column(self, name: str) -> pa.ChunkedArray:
            """Return a column."""
            return self._table.column(name).to_arrow(self._table.schema.field(name).type)

    def __init__(self, tables: Mapping[str, RowTable]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> "ArrowColumns.Table":
        return self.Table(self._tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
