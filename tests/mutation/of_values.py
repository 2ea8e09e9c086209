"""Mutants of what rows say: their values, and the rows that they refer to."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from counternarcotics._shared.fingerprint import cell_text
from pipeline.model import Record
from pipeline.read.record_checks import PARENT_AND_CHILD
from pipeline.read.schema import Column, TableSchema
from pipeline.read.values import parse
from tests.mutation import texts
from tests.mutation.world import Malformed, Mutant, Recorded, World

QUALIFIERS = "qualifiers"
CHANGED_TEXTS = {"number": texts.numbers, "date": texts.dates, "text": texts.texts}


def of_values(world: World) -> Iterator[Mutant]:
    """Yield every mutant of a value that words say, or that refers to a row."""
    for record in world.records.all:
        table = world.schemas.table(record.table)
        for column in table.columns:
            if column.name in record.values:
                for kind, what, text in _changed(world, record, table, column):
                    where = (record.table, column.name, record.row_id)
                    yield Mutant(kind, *where, what, partial(_revalued, record, column, text))
        yield from _moved(world, record, table)


def _changed(world: World, record: Record, table: TableSchema, column: Column) -> Iterator[tuple[str, str, str]]:
    """Yield each change of one value: its kind, what it does in words, and the changed value as it is written."""
    text, key = cell_text(record.values[column.name]), table.foreign_key(column.name)
    if column.reader in CHANGED_TEXTS:
        for name, changed in CHANGED_TEXTS[column.reader](text):
            yield f"{column.reader}: {name}", f"{text} → {changed}", changed
    elif column.vocabulary and column.needs_words:
        kind = "qualifier" if column.vocabulary == QUALIFIERS else f"{column.origin} code"
        for code in world.schemas.codes(column):
            if code != text:
                yield kind, f"{text} → {code}", code
    elif key and not (table.child and table.child.key == column.name):
        kind = "name" if column.reader == "name" else "reference"
        others = [row_id for row_id in world.records.ids(key.table) if row_id != text]
        for row_id in others if kind == "name" else texts.spread(others, record.row_id):
            yield kind, f"{text} → {row_id}", row_id


def _revalued(record: Record, column: Column, text: str) -> Recorded | Malformed:
    try:
        value = parse(column, text)
    except ValueError as error:
        return Malformed(str(error))
    return Recorded((record,), (replace(record, values={**record.values, column.name: value}),))


def _moved(world: World, record: Record, table: TableSchema) -> Iterator[Mutant]:
    """Yield a child row written under other rows of its parent's table."""
    if table.child is None:
        return
    key = table.child.key
    parent = record.text(key)
    where = (record.table, key, record.row_id)
    others = [row_id for row_id in world.records.ids(table.child.of) if row_id != parent]
    for other in texts.spread(others, record.row_id):
        yield Mutant("moved to another parent", *where, f"{parent} → {other}", partial(_under, record, table, other))


def _under(record: Record, table: TableSchema, parent: str) -> Recorded:
    return Recorded((record,), (under(record, table, parent),))


def under(record: Record, table: TableSchema, parent: str) -> Record:
    """Return a child row as it would be written under another parent."""
    key = table.child.key if table.child else ""
    row_id = f"{parent}{PARENT_AND_CHILD}{record.row_id.removeprefix(record.text(key) + PARENT_AND_CHILD)}"
    return replace(record, row_id=row_id, values={**record.values, table.id_name: row_id, key: parent})
