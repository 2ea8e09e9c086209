"""Which rows two versions of a table have, matched by primary key, and in which cells they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.version_rule import Change

if TYPE_CHECKING:
    import pyarrow as pa

Schema = Mapping[str, Any]
Rows = dict[tuple[str, ...], tuple[Any, ...]]


class NotComparable(Exception):
    """Why a table, or its rows, cannot be compared."""


def row_changes(table: str, old: tuple[pa.Table, Schema], new: tuple[pa.Table, Schema]) -> Iterator[Change]:
    """Yield the rows that only one version of a table has, and the cells that differ in those that both have.

    Cells are compared by their canonical text, so that a column of which only the type changed has no changed cells. A
    column that only one version has is a change of the schema, not of the rows.

    Raises:
        NotComparable: The two versions have different primary keys, or the rows of a version break the key.
    """
    key = old[1]["primaryKey"]
    if key != new[1]["primaryKey"]:
        raise NotComparable("its primary key is not the same in both versions")
    shared = [name for name in old[0].column_names if name in new[0].column_names]
    before, after = _by_key("old", old[0], key, shared), _by_key("new", new[0], key, shared)
    row = "derived row" if old[1].get("built") and new[1].get("built") else "row"
    for row_id in sorted(before.keys() - after.keys()):
        yield Change(f"{row} removed", table, ", ".join(row_id))
    for row_id in sorted(after.keys() - before.keys()):
        yield Change(f"{row} added", table, ", ".join(row_id))
    for row_id in sorted(before.keys() & after.keys()):
        if before[row_id] != after[row_id]:
            for name, was, now in zip(shared, before[row_id], after[row_id], strict=True):
                if cell_text(was) != cell_text(now):
                    yield Change("value changed", table, ", ".join(row_id), name, old=_plain(was), new=_plain(now))


def _by_key(name: str, table: pa.Table, key: list[str], columns: list[str]) -> Rows:
    """Return the cells of each row in `columns`, by the canonical text of its key."""
    keys = zip(*([cell_text(value) for value in table.column(name).to_pylist()] for name in key), strict=True)
    cells = zip(*(table.column(name).to_pylist() for name in columns), strict=True)
    rows = dict(zip(keys, cells, strict=True))
    if len(rows) < table.num_rows:
        raise NotComparable(f"in the {name} version two of its rows have the same {', '.join(key)}")
    return rows


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value
