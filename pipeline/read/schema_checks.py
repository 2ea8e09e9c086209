"""Whether the schemas themselves make sense: a wrong law makes every later message wrong."""

import re
from collections.abc import Iterator

from pipeline.faults import Fault, Position, nearest
from pipeline.read.schema import Column, ForeignKey, Schemas, TableSchema, Vocabulary

TYPES = ("string", "integer", "number", "boolean", "date")
ORIGINS = ("quoted", "coded", "judged", "assigned", "derived", "reference")
READERS = {"number": ("integer", "number"), "date": ("string", "date"), "name": ("string",), "text": ("string",)}
KINDS = ("slug",)
QUOTED = ("seed_file", "quote")
CONSTRAINTS = ("required", "unique", "minimum", "maximum", "pattern", "minLength", "maxLength")


def check_schemas(schemas: Schemas, vocabularies: str) -> list[Fault]:
    """Return the faults of the schema files, in the order of tables and columns.

    `vocabularies` is the name of the vocabularies' folder, for messages.
    """
    faults: list[Fault] = []
    for table in schemas.tables:
        for column in table.columns:
            faults += _column_faults(table, column, schemas)
        faults += _key_faults(table, schemas)
        faults += _child_faults(table, schemas)
        faults += _quote_faults(table)
    faults += _order_faults(schemas)
    for vocabulary in schemas.vocabularies.values():
        faults += _vocabulary_faults(vocabulary, f"{vocabularies}/{vocabulary.name}.yaml")
    return faults


def _fault(table: TableSchema, subject: str, seen: str, expected: str, todo: str) -> Fault:
    line = table.by_name[subject].line if subject in table.by_name else table.position.line
    return Fault(Position(table.position.file, line), "unnamed", f"{table.name}.{subject}", seen, expected, todo)


def _column_faults(table: TableSchema, column: Column, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with one column: names from closed lists, then what must go together."""
    named = {"type": (column.type, TYPES), "origin": (column.origin, ORIGINS)}
    optional = {
        "reader": (column.reader, tuple(READERS)),
        "kind": (column.kind, KINDS),
        "vocabulary": (column.vocabulary, tuple(schemas.vocabularies)),
    }
    named |= {what: (name, known) for what, (name, known) in optional.items() if name is not None}
    named |= {f"constraint {name}": (name, CONSTRAINTS) for name in column.constraints}
    for what, (name, known) in named.items():
        if name not in known:
            seen = f'unknown {what.split(" ", maxsplit=1)[0]} "{name}"'
            yield _fault(table, column.name, seen, "a known one", nearest(name, known))
    for seen, expected in _contradictions(table, column):
        yield _fault(table, column.name, seen, expected, "change the origin, or what depends on it")
    try:
        re.compile(column.constraints.get("pattern", ""))
    except re.error as error:
        yield _fault(table, column.name, f"a pattern that does not compile: {error}", "a regular expression", "mend it")


def _contradictions(table: TableSchema, column: Column) -> Iterator[tuple[str, str]]:
    """Yield pairs of what was seen and expected where the column's properties do not go together."""
    if column.origin == "quoted" and column.reader is None:
        yield "a quoted column without a reader", "a reader, which re-reads the value from its words"
    if column.origin != "quoted" and column.reader is not None:
        yield f"a {column.origin} column with a reader", "a reader only on quoted columns"
    if column.origin == "coded" and column.vocabulary is None:
        yield "a coded column without a vocabulary", "the vocabulary of its codes"
    if column.origin == "quoted" and column.vocabulary is not None:
        yield "a quoted column with a vocabulary", "the origin coded"
    if column.reader in READERS and column.type not in READERS[column.reader]:
        yield f"type {column.type} with the reader {column.reader}", f"type {' or '.join(READERS[column.reader])}"
    if column.reader == "name" and table.foreign_key(column.name) is None:
        yield "the reader name without a foreign key", "a foreign key to the table of what is named"


def _key_faults(table: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with the primary, foreign and unique keys and with repeated columns."""
    names = [column.name for column in table.columns]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _fault(table, name, "a column written twice", "each column once", "keep one of the two")
    used = {"primaryKey": [table.id_name], "uniqueKeys": [name for key in table.unique_keys for name in key]}
    for what, columns in used.items():
        for name in columns:
            if name not in names:
                yield _fault(table, name, f"{what} names no column", "a column of the table", nearest(name, names))
    for key in table.foreign_keys:
        yield from _foreign_key_faults(table, key, schemas)


def _foreign_key_faults(table: TableSchema, key: ForeignKey, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with one foreign key."""
    if key.column not in table.by_name:
        known = nearest(key.column, table.by_name)
        yield _fault(table, key.column, "a foreign key of no column", "a column of the table", known)
    other = schemas.by_name.get(key.table)
    if other is None:
        known = nearest(key.table, schemas.by_name)
        yield _fault(table, key.column, f'a foreign key to the unknown table "{key.table}"', "a table", known)
    elif other.id_name != key.target:
        seen = f'a foreign key to "{key.target}", which is not the id of {key.table}'
        yield _fault(table, key.column, seen, f'"{other.id_name}"', "refer to the id")


def _child_faults(table: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with where a child table says its rows are written."""
    if table.child is None:
        return
    parent = schemas.by_name.get(table.child.of)
    if parent is None:
        known = nearest(table.child.of, schemas.by_name)
        yield _fault(table, "child", f'a child of the unknown table "{table.child.of}"', "a table", known)
        return
    key = table.foreign_key(table.child.key)
    if key is None or key.table != parent.name:
        seen = f'the child key "{table.child.key}" is no foreign key to {parent.name}'
        yield _fault(table, "child", seen, "the column of the parent's id", "name it, with its foreign key")
    same = [other for other in schemas.children(parent.name) if other.child and other.child.under == table.child.under]
    if table.child.under in parent.by_name or same != [table]:
        seen = f'rows under "{table.child.under}", which {parent.name} uses already'
        yield _fault(table, "child", seen, "a key of its own", "choose another key")


def _quote_faults(table: TableSchema) -> Iterator[Fault]:
    """Yield what is missing for a row to show its quote, where the table does not say why it shows none."""
    present = [name for name in QUOTED if name in table.by_name]
    if table.unquoted is None and present != list(QUOTED):
        missing = next(name for name in QUOTED if name not in present)
        todo = 'add it, or say in "unquoted" why the rows carry no quote'
        yield _fault(table, missing, f"no column {missing}", "the columns seed_file and quote", todo)
    elif table.unquoted is not None and "quote" in present:
        yield _fault(table, "quote", 'a column quote in a table with "unquoted"', "one of the two", "drop the other")
    if table.unquoted is not None and not (isinstance(table.unquoted, str) and table.unquoted.strip()):
        yield _fault(table, "unquoted", f"{table.unquoted!r}", "why the rows carry no quote", "write the reason")


def _order_faults(schemas: Schemas) -> Iterator[Fault]:
    """Yield the tables that stand before one they refer to: they can only be part of a cycle."""
    seen: set[str] = set()
    for table in schemas.tables:
        seen.add(table.name)
        for key in table.foreign_keys:
            if key.table in schemas.by_name and key.table not in seen:
                cycle = f"a cycle of foreign keys through {key.table}"
                yield _fault(table, key.column, cycle, "tables that can be built one after the other", "drop one key")


def _vocabulary_faults(vocabulary: Vocabulary, file: str) -> Iterator[Fault]:
    """Yield repeated codes and an unmarked code that is none."""
    codes = [code.code for code in vocabulary.codes]
    for number, code in enumerate(vocabulary.codes):
        if code.code in codes[:number]:
            subject = f"{vocabulary.name}.{code.code}"
            place = Position(file, code.line)
            yield Fault(place, "unnamed", subject, "a code written twice", "each code once", "keep one of the two")
    if vocabulary.unmarked is not None and vocabulary.unmarked not in codes:
        seen = f'the unmarked code "{vocabulary.unmarked}" is none'
        yield Fault(
            Position(file, 1),
            "unnamed",
            vocabulary.name,
            seen,
            "a code of the vocabulary",
            nearest(vocabulary.unmarked, codes),
        )
