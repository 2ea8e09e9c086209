"""Whether the schemas themselves make sense: a wrong law makes every later message wrong."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from counternarcotics._shared.origins import ORIGINS
from pipeline.faults import Fault, Position, fault_at, nearest
from pipeline.model import EVERY_TABLE
from pipeline.read.default_checks import default_faults
from pipeline.read.example_checks import example_faults
from pipeline.read.schema import CLAIMANTS, Column, ForeignKey, Schemas, TableSchema, Vocabulary
from pipeline.read.values import PARSERS

READERS = {
    "number": ("integer", "number"),
    "date": ("string", "date"),
    "name": ("string",),
    "text": ("string",),
    CLAIMANTS: ("string",),
}
KINDS = ("slug",)
QUOTED = ("seed_file", "quote")
CHECKS: Mapping[str, int] = {
    "together": 2,
    "ordered": 2,
    "different": 3,
    "empty": 1,
    "begins_with": 2,
    "cas_number": 1,
    "trimmed": 1,
    "fits": 2,
}
"""The checks of single rows that ``schemas/pandera_schemas.py`` makes, with the least number of columns of each."""
OF_TEXT = ("begins_with", "cas_number", "trimmed")
OWN_KEYS = (
    "countries",
    "dimension",
    "for_state",
    "high_factor",
    "kilograms",
    "low_factor",
    "person",
    "quoted_by",
    "reader",
    "relation",
    "shared_cues",
    "speaks",
    "symmetric",
    "unsized",
    "zones",
)
"""The keys that a code may have for a vocabulary's own purpose."""
DIMENSIONS = ("area", "count", "mass", "ratio", "time", "volume")
"""What a unit may measure."""
TEXT_KEYS = ("countries", "shared_cues", "unsized")
"""Own keys that hold any text."""


def check_schemas(schemas: Schemas, vocabularies: str) -> list[Fault]:
    """Return the faults of the schema files, in the order of tables and columns.

    `vocabularies` is the name of the vocabularies' folder, for messages.
    """
    faults: list[Fault] = []
    for table in schemas.tables:
        for column in table.columns:
            faults += _column_faults(table, column, schemas)
        faults += _key_faults(table, schemas)
        faults += _check_faults(table)
        faults += _child_faults(table, schemas)
        faults += _quote_faults(table)
        faults += default_faults(table, schemas)
    faults += _order_faults(schemas)
    for vocabulary in schemas.vocabularies.values():
        file = f"{vocabularies}/{vocabulary.name}.yaml"
        faults += _vocabulary_faults(vocabulary, file)
        faults += _cue_faults(vocabulary, file)
        faults += _own_key_faults(vocabulary, schemas, file)
        faults += example_faults(vocabulary, file)
    return faults


def _fault(table: TableSchema, subject: str) -> Callable[[str, str, str, str], Fault]:
    """Return a function that makes a fault of one column or property of a table."""
    line = table.by_name[subject].line if subject in table.by_name else table.position.line
    return fault_at(Position(table.position.file, line), table.name, subject)


def _column_faults(table: TableSchema, column: Column, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with one column: names from closed lists, then what must go together."""
    named = {
        "type": (column.type, tuple(PARSERS)),
        "origin": (column.origin, tuple(ORIGINS)),
        "reader": (column.reader, tuple(READERS)),
        "kind": (column.raw.get("kind"), KINDS),
        "vocabulary": (column.vocabulary, tuple(schemas.vocabularies)),
    }
    for what, (name, names) in named.items():
        if name is not None and name not in names:
            seen = f'unknown {what} "{name}"'
            yield _fault(table, column.name)("value-unknown", seen, f"a known {what}", nearest(name, names))
    vocabulary = schemas.vocabularies.get(column.vocabulary or "")
    for seen, expected in _contradictions(table, column, register=vocabulary is not None and vocabulary.register):
        fix = "change the origin, or what depends on it"
        yield _fault(table, column.name)("column-contradicts-itself", seen, expected, fix)
    try:
        re.compile(column.constraints.get("pattern", ""))
    except re.error as error:
        seen, fix = f"a pattern that does not compile: {error}", "correct the pattern"
        yield _fault(table, column.name)("pattern-unreadable", seen, "a regular expression", fix)


def _contradictions(table: TableSchema, column: Column, *, register: bool) -> Iterator[tuple[str, str]]:
    """Yield pairs of what was seen and expected where the column's properties do not go together."""
    if column.origin == "quoted" and column.reader is None:
        yield "a quoted column without a reader", "a reader, which reads the value again from its words"
    if column.origin != "quoted" and column.reader is not None:
        yield f"a reader on a column of origin {column.origin}", "a reader only on quoted columns"
    if column.origin == "coded" and column.vocabulary is None:
        yield "a coded column without a vocabulary", "the vocabulary of its codes"
    if column.origin == "quoted" and column.vocabulary is not None:
        yield "a quoted column with a vocabulary", "the origin coded"
    if column.vocabulary is not None and column.type != "string":
        yield f"type {column.type} with a vocabulary", "type string"
    if register and "pattern" not in column.constraints:
        yield (
            f"the register {column.vocabulary} without a pattern",
            "a pattern, published in place of all codes",
        )
    if column.reader in READERS and column.type not in READERS[column.reader]:
        yield f"type {column.type} with the reader {column.reader}", f"type {' or '.join(READERS[column.reader])}"
    if column.reader == "name" and table.foreign_key(column.name) is None:
        yield "the reader name without a foreign key", "a foreign key to the table of what is named"
    numbers = [other.name for other in table.columns if other.reader == "number"]
    if column.of is not None and (column.origin != "coded" or column.of not in numbers):
        yield f"of {column.of}", "of a column with the reader number, on a coded column"
    if column.counts is not None and column.reader != "number":
        yield f"counts {column.counts}", "counts only on a column with the reader number"
    of_text = [name for name in ("pattern", "minLength", "maxLength") if name in column.constraints]
    if of_text and column.type != "string":
        yield f"type {column.type} with {of_text[0]}", "type string"
    of_numbers = [name for name in ("minimum", "maximum") if name in column.constraints]
    if of_numbers and column.type not in ("integer", "number"):
        yield f"type {column.type} with {of_numbers[0]}", "type integer or number"


def _key_faults(table: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with the primary, foreign and unique keys and with repeated columns."""
    names = [column.name for column in table.columns]
    for name in sorted({name for name in names if names.count(name) > 1}):
        seen, fix = "a column written twice", "keep one of the two"
        yield _fault(table, name)("column-repeated", seen, "each column once", fix)
    used = {"primaryKey": [table.id_name], "uniqueKeys": [name for key in table.unique_keys for name in key]}
    used["sortedBy"] = [table.sorted_by] if table.sorted_by else []
    for what, columns in used.items():
        for name in columns:
            if name not in names:
                yield _unknown_column(table, name, f"{what} names an unknown column")
    for key in table.foreign_keys:
        yield from _foreign_key_faults(table, key, schemas)


def _unknown_column(table: TableSchema, name: str, seen: str) -> Fault:
    return _fault(table, name)("column-unknown", seen, "a column of the table", nearest(name, table.by_name))


def _foreign_key_faults(table: TableSchema, key: ForeignKey, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with one foreign key."""
    if key.column not in table.by_name:
        yield _unknown_column(table, key.column, "a foreign key of an unknown column")
    other = schemas.by_name.get(key.table)
    if other is None:
        seen, fix = f'a foreign key to the unknown table "{key.table}"', nearest(key.table, schemas.by_name)
        yield _fault(table, key.column)("table-unknown", seen, "a table", fix)
    elif other.id_name != key.target:
        seen = f'a foreign key to "{key.target}", which is not the id of {key.table}'
        yield _fault(table, key.column)("key-not-an-id", seen, f'"{other.id_name}"', "refer to the id")


def _check_faults(table: TableSchema) -> Iterator[Fault]:
    """Yield what is wrong with the checks of single rows."""
    for rule in table.checks:
        names = [name for name in rule if name != "where"]
        if len(names) != 1 or names[0] not in CHECKS:
            seen = f"unknown check {', '.join(rule)}" if rule else "a check without a key"
            fix = nearest(names[0] if names else "", CHECKS)
            yield _fault(table, "checks")("check-unknown", seen, "one known check, and where if need be", fix)
            continue
        name, columns, where = names[0], rule[names[0]], rule.get("where", {})
        if not _has_check_form(columns, where) or len(columns) < CHECKS[name]:
            seen, expected = f"{name} of the wrong form", f"a list of {CHECKS[name]} columns or more"
            yield _fault(table, "checks")("form-wrong", seen, expected, "write it in that form")
            continue
        for column in (*columns, *where):
            if column not in table.by_name:
                yield _unknown_column(table, column, f"the check {name} names an unknown column")
        if all(column in table.by_name for column in columns):
            yield from _unfit_columns(table, name, [table.column(column) for column in columns])


def _has_check_form(columns: object, where: object) -> bool:
    """Return whether a check has a list of columns, and a condition that gives a text for each of some columns."""
    if not isinstance(columns, list) or not isinstance(where, dict):
        return False
    return all(isinstance(text, str) for text in (*columns, *where, *where.values()))


def _unfit_columns(table: TableSchema, name: str, columns: list[Column]) -> Iterator[Fault]:
    """Yield the columns that a check of single rows cannot be applied to."""
    for column in columns:
        expected = ""
        if name == "fits" and column.vocabulary is None:
            expected = "a column with a vocabulary"
        elif name in OF_TEXT and (column.type != "string" or column.vocabulary is not None):
            expected = "a column of text without a vocabulary"
        elif name == "ordered" and (column.type, column.vocabulary) != (columns[0].type, None):
            expected = f"columns of one type, such as {columns[0].type}, without a vocabulary"
        if expected:
            seen, fix = f"{name} of a column of type {column.type}", "name another column, or another check"
            yield _fault(table, column.name)("check-unfit", seen, expected, fix)


def _child_faults(table: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield what is wrong with where a child table says its rows are written."""
    if table.child is None:
        return
    parent = schemas.by_name.get(table.child.of)
    if parent is None:
        seen, fix = f'a child of the unknown table "{table.child.of}"', nearest(table.child.of, schemas.by_name)
        yield _fault(table, "child")("table-unknown", seen, "a table", fix)
        return
    key = table.foreign_key(table.child.key)
    if key is None or key.table != parent.name:
        seen = f'the child key "{table.child.key}" is not a foreign key to {parent.name}'
        fix = "name it, with its foreign key"
        yield _fault(table, "child")("child-key-wrong", seen, "the column of the parent's id", fix)
    same = [other for other in schemas.children(parent.name) if other.child and other.child.under == table.child.under]
    if table.child.under in parent.by_name or same != [table]:
        seen = f'rows under "{table.child.under}", which {parent.name} uses already'
        yield _fault(table, "child")("child-key-taken", seen, "a key of its own", "choose another key")


def _quote_faults(table: TableSchema) -> Iterator[Fault]:
    """Yield what is missing for a row to show its quote, where the table does not say why it shows none."""
    present = [name for name in QUOTED if name in table.by_name]
    if table.unquoted is None and present != list(QUOTED):
        missing = next(name for name in QUOTED if name not in present)
        fix = 'add it, or say in "unquoted" why the rows carry no quote'
        yield _fault(table, missing)(
            "quote-column-missing", f"no column {missing}", "the columns seed_file and quote", fix
        )
    elif table.unquoted is not None and "quote" in present:
        seen, fix = 'a column quote in a table with "unquoted"', "delete one of the two"
        yield _fault(table, "quote")("quote-column-not-allowed", seen, "one of the two", fix)
    if table.unquoted is not None and not table.unquoted.strip():
        seen, expected = '"unquoted" without text', "why the rows carry no quote"
        yield _fault(table, "unquoted")("key-missing", seen, expected, "write the reason")


def _order_faults(schemas: Schemas) -> Iterator[Fault]:
    """Yield the tables that stand before one they refer to: they can only be part of a cycle."""
    earlier: set[str] = set()
    for table in schemas.tables:
        earlier.add(table.name)
        for key in table.foreign_keys:
            if key.table in schemas.by_name and key.table not in earlier:
                seen, expected = f"a cycle of foreign keys through {key.table}", "tables that follow one another"
                yield _fault(table, key.column)("tables-in-a-cycle", seen, expected, "delete one key")


def _vocabulary_faults(vocabulary: Vocabulary, file: str) -> Iterator[Fault]:
    """Yield repeated codes and an unmarked code that the vocabulary does not have."""
    codes = [code.code for code in vocabulary.codes]
    for number, code in enumerate(vocabulary.codes):
        if code.code in codes[:number]:
            subject, position = f"{vocabulary.name}.{code.code}", Position(file, code.line)
            seen = "a code written twice"
            yield Fault(position, "code-repeated", subject, seen, "each code once", "keep one of the two")
    if vocabulary.unmarked is not None and vocabulary.unmarked not in codes:
        seen, fix = f'the unknown unmarked code "{vocabulary.unmarked}"', nearest(vocabulary.unmarked, codes)
        yield Fault(Position(file, 1), "code-unknown", vocabulary.name, seen, "a code of the vocabulary", fix)


def _cue_faults(vocabulary: Vocabulary, file: str) -> Iterator[Fault]:
    """Yield the cues that stand twice: words with such a cue would say two codes, or say one of them by chance."""
    codes: dict[str, str] = {}
    for code in vocabulary.codes:
        for cue in code.cues:
            form = _form_of_cue(cue)
            other = codes.setdefault(form, code.code)
            if other != code.code or [_form_of_cue(text) for text in code.cues].count(form) > 1:
                subject, position = f"{vocabulary.name}.{code.code}", Position(file, code.line)
                seen, fix = f'the cue "{cue}", which {other} has too', "keep it under one code, once"
                yield Fault(position, "cue-repeated", subject, seen, "each cue once", fix)


def _form_of_cue(cue: str) -> str:
    """Return a cue as it is matched: in small letters, except one letter, which is another unit in capitals."""
    return cue if len(cue) == 1 else cue.lower()


def _own_key_faults(vocabulary: Vocabulary, schemas: Schemas, file: str) -> Iterator[Fault]:
    """Yield the own keys of codes that nothing reads, or that have a value which nothing can use."""
    zones = schemas.vocabularies.get("zones")
    allowed: Mapping[str, Any] = {
        "dimension": DIMENSIONS,
        "for_state": ("true", "false"),
        "person": ("true", "false"),
        "quoted_by": (EVERY_TABLE, *schemas.by_name),
        "reader": tuple(READERS),
        "relation": ("cooperation", "conflict"),
        "speaks": ("true", "false"),
        "symmetric": ("true", "false"),
        "zones": tuple(zones.by_code) if zones else (),
    }
    for code in vocabulary.codes:
        subject, position = f"{vocabulary.name}.{code.code}", Position(file, code.line)
        if code.extra.get("dimension") == "mass" and not {"kilograms", "unsized"} & code.extra.keys():
            seen, expected = "a unit of mass without its size", "kilograms, without which quantity_kg stays empty"
            fix = 'add "kilograms", or say in "unsized" why it has no size'
            yield Fault(position, "key-missing", subject, seen, expected, fix)
        for key, value in code.extra.items():
            if key not in OWN_KEYS:
                seen, fix = f'unknown key "{key}"', nearest(key, OWN_KEYS)
                yield Fault(position, "key-unknown", subject, seen, "a key of a code", fix)
            elif key in TEXT_KEYS:
                continue
            elif key not in allowed:
                if not _is_factor(value):
                    seen, expected = f'{key} "{value}"', "a number above 0"
                    yield Fault(position, "value-malformed", subject, seen, expected, "correct the number")
            else:
                for name in value.split(", ") if key == "zones" else [value]:
                    if name not in allowed[key]:
                        seen, expected = f'{key} "{name}"', f"a known value of {key}"
                        yield Fault(position, "value-unknown", subject, seen, expected, nearest(name, allowed[key]))


def _is_factor(text: str) -> bool:
    """Return whether a text is a number above 0.

    >>> [_is_factor(text) for text in ("1000", "0.5", "0", "NaN", "ten")]
    [True, True, False, False, False]
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and number > 0
