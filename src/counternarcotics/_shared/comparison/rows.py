"""Which rows two versions of a table have, matched by primary key, and in which cells they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.version_rule import Change, one_sided

if TYPE_CHECKING:
    import pyarrow as pa


MOST_CHANGES = 100_000
"""How many changes a comparison holds: a small file can have many rows, and each of them many cells."""


class NotComparable(Exception):
    """Why the rows of a table cannot be compared."""


def row_changes(
    table: str,
    old: tuple[pa.Table, Mapping[str, Any]],
    new: tuple[pa.Table, Mapping[str, Any]],
    most: int = MOST_CHANGES,
) -> Iterator[Change]:
    """Yield the rows that only one version of a table has, and the cells that differ in those that both have.

    Cells are compared by their canonical text, so that a column of which only the type changed has no changed cells. A
    column that only one version has is a change of the schema, not of the rows.

    Args:
        table: The name of the table.
        old: Its earlier rows, and their schema.
        new: Its later rows, and their schema.
        most: How many changes there may be.

    Raises:
        NotComparable: The two versions have different primary keys, the rows of a version break the key, or there are
            more changes.
    """
    (old_rows, old_schema), (new_rows, new_schema) = old, new
    key = old_schema["primaryKey"]
    if key != new_schema["primaryKey"]:
        raise NotComparable("its primary key is not the same in both versions")
    before, after = _places("old", old_rows, key), _places("new", new_rows, key)
    kind = "derived row" if old_schema.get("built") and new_schema.get("built") else "row"
    count, values = 0, list[Change]()
    for rule, row in islice(one_sided(kind, sorted(before), sorted(after)), most + 1):
        yield Change(rule, table, row)
        count += 1
    for name in [name for name in old_rows.column_names if name in new_rows.column_names]:
        old_cells, new_cells = old_rows.column(name).to_pylist(), new_rows.column(name).to_pylist()
        for row in before.keys() & after.keys():
            was, now = old_cells[before[row]], new_cells[after[row]]
            if was != now and cell_text(was) != cell_text(now):
                values.append(Change("value changed", table, row, name, old=_plain(was), new=_plain(now)))
        if count + len(values) > most:
            raise NotComparable(f"the versions differ in more than {MOST_CHANGES:,} rows and cells")
    yield from sorted(values, key=lambda change: change.row)


def _places(name: str, table: pa.Table, key: list[str]) -> dict[str, int]:
    """Return where each row of a table stands, by the canonical text of its key."""
    keys = zip(*(map(cell_text, table.column(part).to_pylist()) for part in key), strict=True)
    places = {", ".join(row): place for place, row in enumerate(keys)}
    if len(places) < table.num_rows:
        raise NotComparable(f"in the {name} version two of its rows have the same {', '.join(key)}")
    return places


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it, which knows neither days nor numbers that are none."""
    none = isinstance(value, float) and not math.isfinite(value)
    return cell_text(value) if none or isinstance(value, date) else value
