"""A table or a row as text for a terminal of some width, or whole for a file or another program."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from counternarcotics._cli.output import pairs_text
from counternarcotics._shared.fingerprint import cell_text

if TYPE_CHECKING:
    import pyarrow as pa

    from counternarcotics._package import DataPackage

_WIDEST = 32
_GAP = 2
_FEW = 3


def table_text(name: str, table: pa.Table, width: int | None) -> str:
    """Return a table cut to a width, with a note of what is missing; without one, whole and tab-separated.

    In a width, columns of long text come last, so that codes, dates and numbers are seen.
    """
    cells = {name: [name, *map(cell_text, table.column(name).to_pylist())] for name in table.column_names}
    if width is None:
        return "\n".join("\t".join(row) for row in zip(*cells.values(), strict=True))
    full = {name: max(map(len, column)) for name, column in cells.items()}
    key, *others = table.column_names
    ordered = [key, *sorted(others, key=lambda name: full[name] > _WIDEST)]
    widths = _fitting([full[name] for name in ordered], width)
    shown = [_column(cells[name], table.column(name), wide) for name, wide in zip(ordered, widths, strict=False)]
    lines = [(" " * _GAP).join(row).rstrip() for row in zip(*shown, strict=True)]
    return "\n".join([*lines, "", _note(name, table, len(widths), width)])


def _fitting(full: Sequence[int], width: int) -> list[int]:
    """Return how wide the first columns are that fit beside each other: ids whole, the last as wide as there is room.

    >>> _fitting([20, 100, 5], 80)
    [20, 32, 5]
    >>> _fitting([20, 100, 50], 80)
    [20, 58]
    """
    widths = [min(width, full[0])]
    for wide in full[1:]:
        widths.append(min(wide, _WIDEST))
        if sum(widths) + _GAP * (len(widths) - 1) > width:
            del widths[-1]
            break
    spare = width - sum(widths) - _GAP * (len(widths) - 1)
    widths[-1] = min(full[len(widths) - 1], widths[-1] + spare)
    return widths


def row_text(row: dict[str, Any], width: int | None) -> str:
    """Return a row as ``field: value`` lines, wrapped to a width; without one, each value on its line."""
    fields = [(f"{name}:", cell_text(value)) for name, value in row.items()]
    if width is None:
        return "\n".join(f"{name} {value}".rstrip() for name, value in fields)
    return pairs_text(fields, width)


def links_text(package: DataPackage, table: str, row_id: str, width: int) -> str:
    """Return, below a row, which others name it, and the command that shows its evidence."""
    links = list(_links(package, table, row_id))
    listed = [f"Rows that name this row:\n{pairs_text(links, width)}"] if links else []
    # The rows that the build made of the others hold no values that somebody says, except those that show a row again.
    said = not package.schema(table).get("built") or package.home(table) != table
    evidence = [f"Who says so: counternarcotics why {table} {row_id}"] if said else []
    return "".join(f"\n\n{part}" for part in [*listed, *evidence])


def _links(package: DataPackage, table: str, row_id: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold the id of a row, with the rows that do: by id if they are few."""
    import pyarrow.compute as pc

    for other in package.tables:
        schema = package.schema(other)
        # An empty name is the table itself (Data Package, foreignKeys).
        keys = [key for key in schema.get("foreignKeys", []) if (key["reference"]["resource"] or other) == table]
        for (column,) in [key["fields"] for key in keys]:
            rows = package.read(other)
            ids = rows.filter(pc.equal(rows.column(column), row_id)).column(schema["primaryKey"][0]).to_pylist()
            if ids:
                yield f"  {other}.{column}", ", ".join(ids) if len(ids) <= _FEW else f"{len(ids)} rows"


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
