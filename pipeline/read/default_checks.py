"""Whether what the tables say of values and words that may be left out makes sense."""

from collections.abc import Iterator

from pipeline.faults import Fault, MakeFault, Position, fault_at, nearest
from pipeline.read.default_words import PARENT
from pipeline.read.schema import Column, Schemas, TableSchema


def default_faults(table: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield the defaults of a table that name what is not there, or what cannot give them."""
    if table.child and table.child.names not in table.by_name:
        fault = fault_at(table.position, table.name, "child")
        yield _unknown(fault, table.child.names, table)
    for column in table.columns:
        fault = fault_at(Position(table.position.file, column.line), table.name, column.name)
        yield from _words_faults(column, table, fault)
        yield from _inheritance_faults(column, table, schemas, fault)


def _words_faults(column: Column, table: TableSchema, fault: MakeFault) -> Iterator[Fault]:
    """Yield a column that takes the words of a column which has none, or of a parent that no row has."""
    if column.words_of == PARENT and table.child is None:
        fix = "name a column of the table"
        yield fault("column-unknown", f"words of a {PARENT}", "a table whose rows stand under others", fix)
    elif column.words_of not in (None, PARENT) and column.words_of not in table.by_name:
        yield _unknown(fault, column.words_of or "", table)


def _inheritance_faults(column: Column, table: TableSchema, schemas: Schemas, fault: MakeFault) -> Iterator[Fault]:
    """Yield a column that inherits from a table which cannot give it a value, or under a condition on no column."""
    rule = column.inherits
    if rule is None:
        return
    owner = table.owner.table if table.owner else ""
    givers = [owner, *(child.name for child in schemas.children(owner))]
    giver = schemas.by_name.get(rule.table)
    if giver is None or rule.table not in givers or any(other.inherits for other in giver.columns):
        expected = "the table of the row that it belongs to, or one under it, which inherits nothing"
        yield fault(
            "table-unknown", f'inherits from "{rule.table}"', expected, nearest(rule.table, filter(None, givers))
        )
        return
    for name in (rule.column, *rule.where):
        if name not in giver.by_name:
            yield _unknown(fault, name, giver)
    for name in (*rule.unless, *rule.same):
        if name not in table.by_name:
            yield _unknown(fault, name, table)


def _unknown(fault: MakeFault, name: str, table: TableSchema) -> Fault:
    return fault(
        "column-unknown", f'unknown column "{name}"', f"a column of {table.name}", nearest(name, table.by_name)
    )
