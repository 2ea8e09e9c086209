"""What two versions of a Table Schema promise differently: columns, types, keys, constraints, codes and texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from counternarcotics._shared.version_rule import Change

Schema = Mapping[str, Any]

_KEYS = ("foreignKeys", "uniqueKeys")
_OF_TABLE = {*_KEYS, "fields", "primaryKey", "missingValues", "$schema"}
_OF_COLUMN = {"name", "type", "format", "constraints", "categories"}
# For these constraints the greater number (1) or the lesser one (-1) is the stricter promise.
_STRICTER = {"minimum": 1, "minLength": 1, "maximum": -1, "maxLength": -1}


def schema_changes(table: str, old: Schema, new: Schema) -> Iterator[Change]:
    """Yield what changed between two Table Schemas of a table, its resource's other properties included."""
    for item in _KEYS:
        yield from _promises_in_list(table, item, old, new)
    for rule, item, unsaid in (("key changed", "primaryKey", None), ("missing values changed", "missingValues", [""])):
        before, after = old.get(item, unsaid), new.get(item, unsaid)
        if before != after:
            yield Change(rule, table, item=item, old=before, new=after)
    yield from texts(Change("text changed", table), old, new, _OF_TABLE)
    yield from _column_changes(table, columns(old), columns(new))


def columns(schema: Schema) -> dict[str, Schema]:
    """Return the columns of a Table Schema by name."""
    return {field["name"]: field for field in schema["fields"]}


def texts(at: Change, old: Schema, new: Schema, compared: set[str]) -> Iterator[Change]:
    """Yield a change like `at` for each property in which two descriptions differ, except those already compared."""
    for item in sorted({*old, *new} - compared):
        if old.get(item) != new.get(item):
            path = ", ".join(part for part in (at.item, item) if part)
            yield Change(at.rule, at.table, "", at.column, path, old.get(item), new.get(item))


def _column_changes(table: str, old: Mapping[str, Schema], new: Mapping[str, Schema]) -> Iterator[Change]:
    """Yield what changed in the columns of a table."""
    for name in [name for name in old if name not in new]:
        yield Change("column removed", table, column=name, old=old[name]["type"])
    for name in [name for name in new if name not in old]:
        yield Change("column added", table, column=name, new=new[name]["type"])
    kept, placed = [name for name in old if name in new], [name for name in new if name in old]
    if kept != placed:
        yield Change("order changed", table, item="columns", old=kept, new=placed)
    for name in kept:
        yield from _one_column(Change("", table, column=name), old[name], new[name])


def _one_column(at: Change, old: Schema, new: Schema) -> Iterator[Change]:
    """Yield what changed in the description of one column."""
    for item in ("type", "format"):
        if old.get(item) != new.get(item):
            yield Change("type changed", at.table, "", at.column, item, old.get(item), new.get(item))
    before, after = _constraints(old), _constraints(new)
    for item in sorted({*before, *after}):
        if before.get(item) != after.get(item):
            rule = _promise(item, before.get(item), after.get(item))
            yield Change(rule, at.table, "", at.column, item, before.get(item), after.get(item))
    yield from _code_changes(at, old, new)
    yield from _label_changes(at, old, new)
    yield from texts(Change("text changed", at.table, column=at.column), old, new, _OF_COLUMN)


def _constraints(field: Schema) -> Schema:
    """Return the constraints of a column except its closed list; a constraint that is false asks for nothing."""
    return {
        item: value for item, value in field.get("constraints", {}).items() if item != "enum" and value is not False
    }


def _promise(item: str, old: Any, new: Any) -> str:
    """Return whether a changed constraint promises more than before; where that is not certain, it is weaker."""
    if old is None:
        return "promise added"
    direction = _STRICTER.get(item, 0)
    stricter = direction and new is not None and (new - old) * direction > 0
    return "promise added" if stricter else "promise weakened"


def _promises_in_list(table: str, item: str, old: Schema, new: Schema) -> Iterator[Change]:
    """Yield the keys that only one of two schemas has."""
    before, after = ([json.dumps(key, sort_keys=True) for key in schema.get(item, [])] for schema in (old, new))
    for text in before:
        if text not in after:
            yield Change("promise weakened", table, item=item, old=json.loads(text))
    for text in after:
        if text not in before:
            yield Change("promise added", table, item=item, new=json.loads(text))


def _codes(field: Schema) -> list[str] | None:
    """Return the closed list of a column, which its constraints hold; None where any value may stand."""
    listed: list[str] | None = field.get("constraints", {}).get("enum")
    return listed


def _labels(field: Schema) -> dict[str, Schema]:
    """Return the description of each code of a column; a description alone does not close the list."""
    return {category["value"]: category for category in field.get("categories", [])}


def _code_changes(at: Change, old: Schema, new: Schema) -> Iterator[Change]:
    """Yield what changed in the closed list of a column, and in the order in which its codes are given."""
    before, after = _codes(old), _codes(new)
    if before is None or after is None:
        if before != after:
            yield Change(_promise("enum", before, after), at.table, "", at.column, "enum", before, after)
    else:
        for code in [code for code in before if code not in after]:
            yield Change("code removed", at.table, column=at.column, item=code)
        for code in [code for code in after if code not in before]:
            yield Change("code added", at.table, column=at.column, item=code)
    for old_codes, new_codes in ((before or [], after or []), (list(_labels(old)), list(_labels(new)))):
        kept = [code for code in old_codes if code in new_codes]
        placed = [code for code in new_codes if code in old_codes]
        if kept != placed:
            yield Change("order changed", at.table, column=at.column, item="codes", old=kept, new=placed)
            return


def _label_changes(at: Change, old: Schema, new: Schema) -> Iterator[Change]:
    """Yield what differs in the descriptions of a column's codes, except of codes that only one closed list has."""
    before, after = _codes(old), _codes(new)
    in_one_list = set() if before is None or after is None else {*before} ^ {*after}
    was, now = _labels(old), _labels(new)
    for code in [code for code in {**was, **now} if code not in in_one_list]:
        place = Change("text changed", at.table, column=at.column, item=code)
        yield from texts(place, was.get(code, {}), now.get(code, {}), set())
