"""Whether a descriptor says everything that is read in it, in the form in which it is read.

A damaged descriptor must not end a check halfway, nor make one pass because its rule has become unreadable. So the
whole of it is looked at first, and where anything is wrong the checks that need it do not run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NAME = "datapackage.json"
FORMATS = ("csv", "parquet")
"""The formats in which every table stands on disk."""

TYPES = ("string", "integer", "number", "boolean", "date")
_SHA256 = r"sha256:[0-9a-f]{64}"
_NAME = r"[A-Za-z0-9_]+"
_PATTERNS = {
    "version": r"[0-9]+\.[0-9]+\.[0-9]+",
    "created": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z",
    "fingerprint": _SHA256,
}
_OF_RESOURCE = {"path": r"data/[A-Za-z0-9_.-]+", "hash": _SHA256, "fingerprint": _SHA256}
_NUMBERS = ("integer", "number")
_CONSTRAINTS: dict[str, tuple[tuple[type, ...], tuple[str, ...]]] = {
    "required": ((bool,), TYPES),
    "unique": ((bool,), TYPES),
    "enum": ((list,), ("string",)),
    "pattern": ((str,), ("string",)),
    "minimum": ((int, float), _NUMBERS),
    "maximum": ((int, float), _NUMBERS),
    "minLength": ((int,), ("string",)),
    "maxLength": ((int,), ("string",)),
}
"""The types of each constraint's value, and the types of column that can have it."""


def read(root: Path) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the descriptor in a folder, or None, and what is wrong with it; it can be used where nothing is."""
    try:
        descriptor = json.loads((root / NAME).read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return None, [f"{NAME}: missing; without it no table can be checked"]
    except (OSError, ValueError, RecursionError) as error:
        return None, [f"{NAME}: it cannot be read ({error}); no table can be checked"]
    if not isinstance(descriptor, dict):
        return None, [f"{NAME}: it is a {type(descriptor).__name__}, expected an object; no table can be checked"]
    faults = [f"{NAME}: {fault}; no table can be checked" for fault in _faults(descriptor)]
    return descriptor, faults


def _faults(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a descriptor, up to the level at which something is."""
    yield from _texts("", descriptor, _PATTERNS)
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources or not all(isinstance(one, dict) for one in resources):
        yield "resources: expected a list of objects"
        return
    found = [fault for number, one in enumerate(resources) for fault in _resource(f"resources[{number}]", one)]
    yield from found
    if not found:
        yield from _pairs(resources)
        schemas = {one["name"]: one["schema"] for one in resources if one["format"] == "csv"}
        for name, schema in schemas.items():
            yield from (f"the schema of {name}: {fault}" for fault in _keys(schema, name, schemas))


def _texts(place: str, values: Mapping[str, Any], patterns: Mapping[str, str]) -> Iterator[str]:
    """Yield the properties that are no text of the right form."""
    for name, pattern in patterns.items():
        value = values.get(name)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield f"{place}{name}: {value!r}, expected the form {pattern}"


def _resource(place: str, resource: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one resource, its keys left out."""
    kind = resource.get("format")
    if kind not in FORMATS:
        yield f"{place}.format: {kind!r}, expected one of {', '.join(FORMATS)}"
        return
    suffix = "" if kind == "csv" else f"-{kind}"
    yield from _texts(f"{place}.", resource, {**_OF_RESOURCE, "name": _NAME + suffix})
    for name in ("rows", "bytes") if kind == "csv" else ("rows",):
        if type(resource.get(name)) is not int:
            yield f"{place}.{name}: {resource.get(name)!r}, expected a whole number"
    fields = resource["schema"].get("fields") if isinstance(resource.get("schema"), dict) else None
    if not isinstance(fields, list) or not fields or not all(isinstance(field, dict) for field in fields):
        yield f"{place}.schema: expected an object with a list of fields"
        return
    for number, field in enumerate(fields):
        yield from _field(f"{place}.schema.fields[{number}]", field)


def _field(place: str, field: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one column."""
    yield from _texts(f"{place}.", field, {"name": _NAME, "type": "|".join(TYPES)})
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        yield f"{place}.constraints: expected an object"
        return
    for name, value in constraints.items():
        if name not in _CONSTRAINTS:
            yield f"{place}.constraints: the unknown rule {name!r}, expected one of {', '.join(_CONSTRAINTS)}"
        elif type(value) not in _CONSTRAINTS[name][0] or (name == "enum" and not _texts_only(value)):
            yield f"{place}.constraints.{name}: {value!r} is no value for it"
        elif field.get("type") not in _CONSTRAINTS[name][1]:
            yield f"{place}.constraints.{name}: no rule for a column of type {field.get('type')}"
    try:
        re.compile(str(constraints.get("pattern", "")))
    except (re.error, OverflowError, RecursionError) as error:
        yield f"{place}.constraints.pattern: {error}"
    categories = field.get("categories", [])
    if not isinstance(categories, list) or not all(_is_category(one) for one in categories):
        yield f"{place}.categories: expected a list of objects, each with a text as its value"


def _is_category(one: Any) -> bool:
    """Return whether this describes a code."""
    return isinstance(one, dict) and isinstance(one.get("value"), str)


def _texts_only(values: list[Any]) -> bool:
    """Return whether a list holds texts and nothing else."""
    return all(isinstance(value, str) for value in values)


def _pairs(resources: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where tables do not have one file of each format under one schema, and columns that are there twice."""
    tables = [one for one in resources if one["format"] == "csv"]
    others = {one["name"]: one for one in resources if one["format"] != "csv"}
    names = [one["name"] for one in resources]
    yield from (f"the resource {name} is there twice" for name in sorted({n for n in names if names.count(n) > 1}))
    for table in tables:
        columns = [field["name"] for field in table["schema"]["fields"]]
        if len(set(columns)) < len(columns):
            yield f"the table {table['name']} has a column twice"
        other = others.pop(f"{table['name']}-parquet", None)
        if other is None:
            yield f"the table {table['name']} has no Parquet file"
        elif other["schema"] != table["schema"]:
            yield f"the two files of {table['name']} have different schemas"
    yield from (f"the file {name} has no CSV file beside it" for name in others)


def _keys(schema: Mapping[str, Any], name: str, schemas: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a table that name no column of it, or of no other table."""
    columns = {table: {field["name"] for field in one["fields"]} for table, one in schemas.items()}
    if not _named(schema.get("primaryKey"), columns[name]):
        yield f"primaryKey: {schema.get('primaryKey')!r}, expected names of columns"
    unique = schema.get("uniqueKeys", [])
    if not isinstance(unique, list) or not all(_named(key, columns[name]) for key in unique):
        yield f"uniqueKeys: {unique!r}, expected lists of names of columns"
    foreign = schema.get("foreignKeys", [])
    for key in foreign if isinstance(foreign, list) else [foreign]:
        try:
            reference = key["reference"]
            target = columns[reference["resource"] or name]
            right = _named(key["fields"], columns[name]) and _named(reference["fields"], target)
            right = right and len(key["fields"]) == len(reference["fields"])
        except (KeyError, TypeError):
            right = False
        if not right:
            yield f"foreignKeys: {key!r}, expected columns of this table and of the one it names"


def _named(key: Any, columns: set[str]) -> bool:
    """Return whether a key is a list of columns."""
    return isinstance(key, list) and bool(key) and all(isinstance(one, str) and one in columns for one in key)
