"""The rules of the Table Schemas, checked on rows without any validator: what an installation without extras can prove.

A rule is one constraint of one column, one key, or the order of the rows; types are proven by reading a file. An empty
cell breaks `required` and a primary key, and no other rule; in a unique key of several columns, empty cells count as
equal, and in the order of the rows they are last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Row = Mapping[str, Any]
Schema = Mapping[str, Any]
Broken = tuple[Row, str, str]
"""A row that breaks a rule, what it holds, and what was expected."""

SHOWN = 5
"""How many rows that break a rule are named; the others are counted."""


def count(schema: Schema) -> int:
    """Return how many rules a table has."""
    constraints = sum(len(_constraints(field)) for field in schema["fields"])
    keys = 1 + len(schema.get("uniqueKeys", ())) + len(schema.get("foreignKeys", ()))
    return constraints + keys + ("sortedBy" in schema)


def check(
    tables: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema], names: Iterable[str]
) -> tuple[int, list[str]]:
    """Return how many rules were checked, and the rows that break one.

    Args:
        tables: The rows of each table that could be read, with values of the types that its schema gives.
        schemas: The Table Schema of every table.
        names: The tables whose rules are to be checked; the other tables are there because keys lead to them.
    """
    checked, faults = 0, list[str]()
    for name in names:
        for columns, broken in _rules(tables[name], schemas[name], tables):
            checked += 1
            faults += messages(name, schemas[name], columns, list(broken))
    return checked, list(dict.fromkeys(faults))


def messages(name: str, schema: Schema, columns: Sequence[str], broken: Sequence[Broken]) -> list[str]:
    """Return a message for each row that breaks one rule; of many, the first few and how many more.

    >>> messages("cases", {"primaryKey": ["id"]}, ["persons"], [({"id": "a", "persons": -1}, "-1", "0 or more")])
    ['cases/a.persons: saw -1, expected 0 or more']
    """
    place, key = ", ".join(columns), schema["primaryKey"]
    texts = [
        f"{name}/{', '.join(str(row.get(part)) for part in key)}.{place}: saw {seen}, expected {expected}"
        for row, seen, expected in broken
    ]
    rest = [f"{name}.{place}: {len(texts) - SHOWN} more rows like these"] if len(texts) > SHOWN else []
    return texts[:SHOWN] + rest


def _rules(
    rows: Sequence[Row], schema: Schema, tables: Mapping[str, Sequence[Row]]
) -> Iterator[tuple[list[str], Iterator[Broken]]]:
    """Yield each rule of a table that can be checked: its columns, and the rows that break it."""
    for field in schema["fields"]:
        for rule, limit in _constraints(field).items():
            yield [field["name"]], _constrained(rows, field["name"], rule, limit)
    yield schema["primaryKey"], _primary(rows, schema["primaryKey"])
    if "sortedBy" in schema:
        yield [schema["sortedBy"]], _unsorted(rows, schema["sortedBy"])
    for unique in schema.get("uniqueKeys", ()):
        yield unique, _repeated(rows, unique)
    for key in schema.get("foreignKeys", ()):
        resource, columns = key["reference"]["resource"], key["reference"]["fields"]
        if not resource or resource in tables:
            there = {_cells(row, columns) for row in (tables[resource] if resource else rows)}
            expected = f"{', '.join(columns)} of a row of {resource or 'the same table'}"
            yield key["fields"], _unknown(rows, key["fields"], there, expected)


def _constraints(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return the constraints of a column that ask for something; ``required: false`` does not."""
    return {rule: limit for rule, limit in field.get("constraints", {}).items() if limit is not False}


def _constrained(rows: Sequence[Row], column: str, rule: str, limit: Any) -> Iterator[Broken]:
    """Yield the rows that break one constraint of a column."""
    if rule == "required":
        yield from ((row, "an empty cell", "a value") for row in rows if row[column] is None)
        return
    filled = [row for row in rows if row[column] is not None]
    if rule == "unique":
        yield from _repeated(filled, [column])
        return
    expected, holds = _LIMITS[rule]
    for row in filled:
        if not holds(row[column], limit):
            yield row, _shown(row[column]), expected.format(", ".join(limit) if rule == "enum" else limit)


_LIMITS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "enum": ("one of {}", lambda value, codes: value in codes),
    "pattern": ("the form {}", lambda value, pattern: re.fullmatch(pattern, value) is not None),
    "minimum": ("{} or more", lambda value, limit: value >= limit),
    "maximum": ("{} or less", lambda value, limit: value <= limit),
    "minLength": ("{} characters or more", lambda value, limit: len(value) >= limit),
    "maxLength": ("{} characters or less", lambda value, limit: len(value) <= limit),
}


def _primary(rows: Sequence[Row], key: Sequence[str]) -> Iterator[Broken]:
    """Yield the rows without a primary key of their own."""
    for row in rows:
        if None in _cells(row, key):
            yield row, "an empty cell", "a value in the primary key"
    yield from _repeated(rows, key)


def _unsorted(rows: Sequence[Row], column: str) -> Iterator[Broken]:
    """Yield the rows that stand after one with a greater value, or with none where they have one."""
    for before, row in pairwise(rows):
        value, last = row[column], before[column]
        if value is not None and (last is None or value < last):
            yield row, f"{_shown(value)} after {'an empty cell' if last is None else _shown(last)}", "rows in its order"


def _repeated(rows: Sequence[Row], key: Sequence[str]) -> Iterator[Broken]:
    """Yield the rows whose cells in `key` another row has too."""
    times = Counter(_cells(row, key) for row in rows)
    for row in rows:
        cells = _cells(row, key)
        if times[cells] > 1:
            yield row, f"{_shown(*cells)} in {times[cells]} rows", "values of its own in each row"


def _unknown(rows: Sequence[Row], key: Sequence[str], there: set[tuple[Any, ...]], expected: str) -> Iterator[Broken]:
    """Yield the rows that refer to a row that does not exist; a reference with an empty cell is allowed."""
    for row in rows:
        cells = _cells(row, key)
        if None not in cells and cells not in there:
            yield row, _shown(*cells), expected


def _cells(row: Row, columns: Sequence[str]) -> tuple[Any, ...]:
    """Return the cells of a row in these columns."""
    return tuple(row[column] for column in columns)


def _shown(*values: Any) -> str:
    """Return cells as a message shows them, long texts cut."""
    return ", ".join(f'"{value[:60]}"' if isinstance(value, str) else str(value) for value in values)
