"""Where the codings and the records differ: what a coder has and the records lack or have differently.

What a coder left out is no difference to settle: it counts as disagreement and says nothing about whether the records
are right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from codings.matching import RECORDS, Alignment, Row, Rows, as_text
from codings.reading import Cell
from codings.settlements import ADDED, CHANGED, Difference, Settlement
from pipeline.read.schema import Column, TableSchema


def comparable(rows: Rows, schema: TableSchema) -> dict[str, dict[str, Row]]:
    """Return the rows of a table without what the records have from articles that the coders did not read.

    Such a value stays where a coder has one as well.
    """
    compared: dict[str, dict[str, Row]] = {}
    for label, readers in rows.items():
        compared[label] = dict(readers)
        if RECORDS in readers:
            coded = [row for reader, row in readers.items() if reader != RECORDS]
            cells = {
                name: cell
                for name, cell in readers[RECORDS].cells.items()
                if cell.quotes or not schema.column(name).needs_words or any(row.cell(name).values for row in coded)
            }
            compared[label][RECORDS] = replace(readers[RECORDS], cells=cells)
    return compared


def before(rows: Rows, table: str, settlements: Sequence[Settlement]) -> dict[str, dict[str, Row]]:
    """Return the rows of a table as they stood before differences were settled."""
    settled = [settlement for settlement in settlements if settlement.difference.table == table]
    added = {settlement.added for settlement in settled if settlement.decided == ADDED}
    old_cells: dict[str, dict[str, Cell]] = {}
    for settlement in settled:
        if settlement.decided == CHANGED:
            difference = settlement.difference
            old_value = frozenset([difference.record]) - {""}
            old_cells.setdefault(difference.row, {})[difference.field] = Cell(old_value)
    old_rows: dict[str, dict[str, Row]] = {}
    for label, readers in rows.items():
        old = {reader: row for reader, row in readers.items() if reader != RECORDS or row.row_id not in added}
        if RECORDS in old:
            record = old[RECORDS]
            old[RECORDS] = replace(record, cells={**record.cells, **old_cells.get(record.row_id, {})})
        if old:
            old_rows[label] = old
    return old_rows


def differences_in(schema: TableSchema, rows: Mapping[str, Rows], alignment: Alignment) -> Iterator[Difference]:
    """Yield what the coders have in one table and the records lack or have differently.

    Args:
        schema: the table.
        rows: the rows of all tables, by table.
        alignment: which rows are the same.
    """
    for readers in rows[schema.name].values():
        coded = {reader: row for reader, row in sorted(readers.items()) if reader != RECORDS}
        if RECORDS in readers:
            for column in schema.columns:
                if column.needs_words:
                    yield from _value_difference(schema, column, readers[RECORDS], coded, alignment)
        elif coded and not _goes_with_its_parent(schema, rows, next(iter(coded.values())), alignment):
            notes = tuple(_described(row, schema, alignment) for row in coded.values())
            ids = tuple((reader, row.row_id) for reader, row in coded.items())
            yield Difference(schema.name, "", "", "", ids, notes)


def _described(row: Row, schema: TableSchema, alignment: Alignment) -> str:
    """Return a coder's row for whoever settles it: values, the rows that its ids lead to, quotes."""
    fields = []
    for name, cell in row.cells.items():
        target = as_text(alignment.says(row, schema, schema.column(name))) if schema.named_table(name) else cell.text
        fields.append(f"{name}: {cell.text}" + (f" = {target}" if target != cell.text else ""))
    quotes = sorted({cell.shown for cell in row.cells.values()})
    return f"{row.reader}: {', '.join(fields)} ({'; '.join(quotes)})"


def _goes_with_its_parent(schema: TableSchema, rows: Mapping[str, Rows], row: Row, alignment: Alignment) -> bool:
    """Return whether a row stands under a row that the records lack as well: settling that one settles both."""
    if schema.child is None:
        return False
    parents = alignment.says(row, schema, schema.column(schema.child.key))
    parent_rows = rows[schema.child.of]
    return any(parent in parent_rows and RECORDS not in parent_rows[parent] for parent in parents)


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
        recorded = record.cell(column.name)
        cells = {**({RECORDS: recorded} if recorded.values else {}), **other}
        notes = tuple(f"{reader}: {cell.text} ({cell.shown})" for reader, cell in cells.items())
        values = tuple((reader, cell.text) for reader, cell in other.items())
        yield Difference(schema.name, record.row_id, column.name, recorded.text, values, notes)
