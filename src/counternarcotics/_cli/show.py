"""A table or a row as text for a terminal of some width, or whole for a file or another program."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counternarcotics._shared.fingerprint import cell_text

if TYPE_CHECKING:
    import pyarrow as pa

    from counternarcotics._package import DataPackage

_WIDEST = 32
"""A column is no wider than this, unless it is the last and there is room."""
_NARROWEST = 16
"""Text that is longer than `_WIDEST` is worth to be begun if there is room for this much of it."""
_GAP = 2


def reading_order(package: DataPackage, table: str, rows: pa.Table) -> list[str]:
    """Return the columns of a table in the order in which people read them.

    The id comes first, then the row's date, its title or name, and what decides what it is, with units and the like;
    then the others in the order of the schema, those of long text last, so that codes, dates and numbers are seen.
    """
    fields = {field["name"]: field for field in package.schema(table)["fields"]}
    home = {field["name"]: field for field in package.schema(package.home(table))["fields"]}
    dates = [name for name in fields if fields.get(f"{name}_start", {}).get("type") == "date"]
    names = [name for name in ("title", "name") if name in fields]
    deciding = [name for name in fields if home.get(name, {}).get("decides")]
    of_deciding = [name for name, field in fields.items() if field.get("of") in deciding]
    others = sorted(fields, key=lambda name: max(map(len, _cells(rows, name))) > _WIDEST)
    return list(dict.fromkeys([package.key(table), *dates[:1], *names, *deciding, *of_deciding, *others]))


def table_text(name: str, table: pa.Table, width: int | None, ordered: Sequence[str]) -> str:
    """Return a table cut to a width, with a note of what is missing; without one, whole and tab-separated.

    In a width, its columns stand in the order that is given; what does not fit is left out.
    """
    cells = {name: _cells(table, name) for name in table.column_names}
    if width is None:
        return "\n".join("\t".join(row) for row in zip(*cells.values(), strict=True))
    widths = _fitting([max(map(len, cells[name])) for name in ordered], width)
    shown = [_column(cells[name], table.column(name), wide) for name, wide in zip(ordered, widths, strict=False)]
    lines = [(" " * _GAP).join(row).rstrip() for row in zip(*shown, strict=True)]
    return "\n".join([*lines, "", _note(name, table, len(widths), width)])


def _fitting(full: Sequence[int], width: int) -> list[int]:
    """Return how wide the first columns are that fit beside each other: ids whole, the last as wide as there is room.

    >>> _fitting([20, 100, 5], 80)
    [20, 32, 5]
    >>> _fitting([20, 100, 50], 80)
    [20, 32, 24]
    >>> _fitting([20, 30, 30], 80)
    [20, 30]
    """
    widths = [min(width, full[0])]
    for wide in full[1:]:
        spare = width - sum(widths) - _GAP * len(widths)
        if spare < min(wide, _WIDEST if wide <= _WIDEST else _NARROWEST):
            break
        widths.append(min(wide, _WIDEST, spare))
    spare = width - sum(widths) - _GAP * (len(widths) - 1)
    widths[-1] = min(full[len(widths) - 1], widths[-1] + spare)
    return widths


def row_text(row: Mapping[str, Any]) -> str:
    """Return a row as ``field: value`` lines."""
    return "\n".join(f"{name}: {cell_text(value)}".rstrip() for name, value in row.items())


def _cells(rows: pa.Table, name: str) -> list[str]:
    """Return a column's name and its cells as text."""
    return [name, *map(cell_text, rows.column(name).to_pylist())]


def _column(cells: Sequence[str], values: pa.ChunkedArray, width: int) -> list[str]:
    """Return the cells of a column, cut and filled to a width; numbers to the right."""
    import pyarrow as pa

    side = ">" if pa.types.is_integer(values.type) or pa.types.is_floating(values.type) else "<"
    cut = (cell if len(cell) <= width else f"{cell[: width - 1]}…" for cell in cells)
    return [f"{cell:{side}{width}}" for cell in cut]


def _note(name: str, table: pa.Table, shown: int, width: int) -> str:
    """Return how much of a table is shown, and how to see all of it."""
    return textwrap.fill(
        f"Rows: {table.num_rows}. Columns: {shown} of {table.num_columns}; what ends in … is cut. One row whole: "
        f"counternarcotics show {name} ROW. The table whole: --json, or send the output to a file.",
        width,
        break_long_words=False,
    )
