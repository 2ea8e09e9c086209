"""Where the codings and the records differ: what a coder found and the records lack or have otherwise.

What a coder left out is no difference to settle: it is counted as disagreement and says nothing about
whether the records are right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from codings.matching import RECORDS, Alignment, Row, as_text
from codings.reading import Cell
from codings.settlements import ADDED, CHANGED, Difference, Settlement
from pipeline.read.schema import Column, TableSchema

Rows = Mapping[str, Mapping[str, Row]]
"""The rows of one table by label and reader."""


def before(
    rows: Mapping[str, Mapping[str, Row]], table: str, settlements: Sequence[Settlement]
) -> dict[str, dict[str, Row]]:
    """Return the rows of a table as they stood before differences were settled."""
    added = {one.added for one in settlements if one.decided == ADDED and one.difference.table == table}
    changed: dict[str, dict[str, Cell]] = {}
    for one in settlements:
        if one.decided == CHANGED and one.difference.table == table:
            old = frozenset([one.difference.record]) - {""}
            changed.setdefault(one.difference.row, {})[one.difference.field] = Cell(old)
    found: dict[str, dict[str, Row]] = {}
    for label, readers in rows.items():
        kept = {reader: row for reader, row in readers.items() if reader != RECORDS or row.row_id not in added}
        if RECORDS in kept:
            row = kept[RECORDS]
            kept[RECORDS] = replace(row, cells={**row.cells, **changed.get(row.row_id, {})})
        if kept:
            found[label] = kept
    return found


def differences_in(
    schema: TableSchema, rows: Mapping[str, Mapping[str, Mapping[str, Row]]], alignment: Alignment
) -> Iterator[Difference]:
    """Yield what the coders found in one table and the records lack or have otherwise."""
    for readers in rows[schema.name].values():
        coded = {reader: row for reader, row in sorted(readers.items()) if reader != RECORDS}
        if RECORDS in readers:
            for column in schema.columns:
                if column.needs_words:
                    yield from _value_difference(schema, column, readers[RECORDS], coded, alignment)
        elif coded and not _goes_with_its_parent(schema, rows, next(iter(coded.values())), alignment):
            notes = tuple(_described(row, schema, alignment) for row in coded.values())
            found = tuple((reader, row.row_id) for reader, row in coded.items())
            yield Difference(schema.name, "", "", "", found, notes)


def _described(row: Row, schema: TableSchema, alignment: Alignment) -> str:
    """Return a coder's row for whoever settles it: values, the rows that its ids lead to, quotes."""
    told = []
    for name, cell in row.cells.items():
        led = as_text(alignment.says(row, schema, schema.column(name))) if schema.foreign_key(name) else cell.text
        told.append(f"{name}: {cell.text}" + (f" = {led}" if led != cell.text else ""))
    quotes = sorted({cell.shown for cell in row.cells.values()})
    return f"{row.reader}: {', '.join(told)} ({'; '.join(quotes)})"


def _goes_with_its_parent(
    schema: TableSchema, rows: Mapping[str, Mapping[str, Mapping[str, Row]]], row: Row, alignment: Alignment
) -> bool:
    """Return whether a row stands under a row that the records lack as well: settling that one settles both."""
    if schema.child is None:
        return False
    parents = alignment.says(row, schema, schema.column(schema.child.key))
    known = rows[schema.child.of]
    return any(parent in known and RECORDS not in known[parent] for parent in parents)


def _value_difference(
    schema: TableSchema, column: Column, record: Row, coded: Mapping[str, Row], alignment: Alignment
) -> Iterator[Difference]:
    """Yield one difference where any coder has a value that the record has otherwise or lacks."""
    other = {
        reader: row.cell(column.name)
        for reader, row in coded.items()
        if row.cell(column.name).values and not alignment.agree(schema, column, record, row)
    }
    if other:
        here = record.cell(column.name)
        cells = {**({RECORDS: here} if here.values else {}), **other}
        notes = tuple(f"{reader}: {cell.text} ({cell.shown})" for reader, cell in cells.items())
        found = tuple((reader, cell.text) for reader, cell in other.items())
        yield Difference(schema.name, record.row_id, column.name, here.text, found, notes)
