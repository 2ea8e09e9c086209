"""Whether a descriptor holds everything that this package reads in it, in the form in which it is read.

A damaged descriptor must not end a check halfway, nor let a check pass because its rule cannot be read any more. So all
of it is checked first, and where anything is wrong the checks that need it do not run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NAME = "datapackage.json"
FORMATS = ("csv", "parquet")
"""The formats of a table's files: its resource is the CSV file, and has the Parquet file as a property."""

TYPES = ("string", "integer", "number", "boolean", "date")
_SHA256 = r"sha256:[0-9a-f]{64}"
_NAME = r"[A-Za-z0-9_]+"
_PATTERNS = {
    "version": r"[0-9]+\.[0-9]+\.[0-9]+",
    "created": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z",
    "fingerprint": _SHA256,
}
_FILE = {"path": r"data/[A-Za-z0-9_.-]+", "hash": _SHA256}
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


def files(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield each file of each table: the table, the format, and what the descriptor says of the file.

    >>> resource = {"name": "events", "path": "data/events.csv", "parquet": {"path": "data/events.parquet"}}
    >>> [(table, form, file["path"]) for table, form, file in files({"resources": [resource]})]
    [('events', 'csv', 'data/events.csv'), ('events', 'parquet', 'data/events.parquet')]
    """
    for resource in descriptor["resources"]:
        yield resource["name"], "csv", resource
        yield resource["name"], "parquet", resource["parquet"]


def parse(root: Path) -> dict[str, Any]:
    """Return the descriptor in a folder, of which nothing is checked but that it is a JSON object.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not a JSON object.
    """
    try:
        descriptor = json.loads((root / NAME).read_bytes().decode("utf-8"))
    except RecursionError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(descriptor, dict):
        raise ValueError(f"it is a {type(descriptor).__name__}, expected an object")
    return descriptor


def read(root: Path) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the descriptor in a folder, or None, and what is wrong with it; use it only where nothing is wrong."""
    try:
        descriptor = parse(root)
    except FileNotFoundError:
        return None, [f"{NAME}: missing; without it no table can be checked"]
    except (OSError, ValueError) as error:
        return None, [f"{NAME}: it cannot be read ({error}); no table can be checked"]
    faults = [f"{NAME}: {fault}; no table can be checked" for fault in _faults(descriptor)]
    return descriptor, faults


def _faults(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a descriptor; its keys are checked only where all resources are right."""
    yield from _misfits("", descriptor, _PATTERNS)
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources or not all(isinstance(entry, dict) for entry in resources):
        yield "resources: expected a list of objects"
        return
    faults = [
        fault for number, resource in enumerate(resources) for fault in _resource(f"resources[{number}]", resource)
    ]
    yield from faults
    if not faults:
        yield from _repeats(resources)
        schemas = {resource["name"]: resource["schema"] for resource in resources}
        for name, schema in schemas.items():
            yield from (f"the schema of {name}: {fault}" for fault in _keys(schema, name, schemas))


def _misfits(place: str, values: Mapping[str, Any], patterns: Mapping[str, str]) -> Iterator[str]:
    """Yield the properties that are not texts of the right form."""
    for name, pattern in patterns.items():
        value = values.get(name)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield f"{place}{name}: {value!r}, expected the form {pattern}"


def _resource(place: str, resource: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one resource, except in its keys."""
    yield from _misfits(f"{place}.", resource, {"name": _NAME, "format": "csv", "fingerprint": _SHA256})
    yield from _file(place, resource)
    yield from _whole_number(place, resource, "rows")
    if isinstance(resource.get("parquet"), dict):
        yield from _file(f"{place}.parquet", resource["parquet"])
    else:
        yield f"{place}.parquet: {resource.get('parquet')!r}, expected an object"
    fields = resource["schema"].get("fields") if isinstance(resource.get("schema"), dict) else None
    if not isinstance(fields, list) or not fields or not all(isinstance(field, dict) for field in fields):
        yield f"{place}.schema: expected an object with a list of fields"
        return
    for number, field in enumerate(fields):
        yield from _field(f"{place}.schema.fields[{number}]", field)


def _file(place: str, file: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the description of one file."""
    yield from _misfits(f"{place}.", file, _FILE)
    yield from _whole_number(place, file, "bytes")


def _whole_number(place: str, values: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield a property that is not a whole number."""
    if type(values.get(name)) is not int:
        yield f"{place}.{name}: {values.get(name)!r}, expected a whole number"


def _field(place: str, field: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one column."""
    yield from _misfits(f"{place}.", field, {"name": _NAME, "type": "|".join(TYPES)})
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        yield f"{place}.constraints: expected an object"
        return
    for name, value in constraints.items():
        if name not in _CONSTRAINTS:
            yield f"{place}.constraints: the unknown rule {name!r}, expected one of {', '.join(_CONSTRAINTS)}"
        elif type(value) not in _CONSTRAINTS[name][0] or (name == "enum" and not _only_texts(value)):
            yield f"{place}.constraints.{name}: {value!r} is not a value that this rule can have"
        elif field.get("type") not in _CONSTRAINTS[name][1]:
            yield f"{place}.constraints.{name}: a column of type {field.get('type')} cannot have this rule"
    try:
        re.compile(str(constraints.get("pattern", "")))
    except (re.error, OverflowError, RecursionError) as error:
        yield f"{place}.constraints.pattern: {error}"
    categories = field.get("categories", [])
    if not isinstance(categories, list) or not all(_is_category(category) for category in categories):
        yield f"{place}.categories: expected a list of objects, each with a text as its value"


def _is_category(category: Any) -> bool:
    """Return whether this describes a code."""
    return isinstance(category, dict) and isinstance(category.get("value"), str)


def _only_texts(values: list[Any]) -> bool:
    """Return whether a list holds texts and nothing else."""
    return all(isinstance(value, str) for value in values)


def _repeats(resources: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the tables that stand in the descriptor twice, and the tables that have a column twice."""
    names = [resource["name"] for resource in resources]
    yield from (f"the resource {name} is there twice" for name in sorted({n for n in names if names.count(n) > 1}))
    for resource in resources:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        if len(set(columns)) < len(columns):
            yield f"the table {resource['name']} has a column twice"


def _keys(schema: Mapping[str, Any], name: str, schemas: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a table with columns that do not exist, in it or in the table that a key leads to."""
    columns = {table: {field["name"] for field in other["fields"]} for table, other in schemas.items()}
    if not _are_columns(schema.get("primaryKey"), columns[name]):
        yield f"primaryKey: {schema.get('primaryKey')!r}, expected names of columns"
    unique = schema.get("uniqueKeys", [])
    if not isinstance(unique, list) or not all(_are_columns(key, columns[name]) for key in unique):
        yield f"uniqueKeys: {unique!r}, expected lists of names of columns"
    foreign = schema.get("foreignKeys", [])
    for key in foreign if isinstance(foreign, list) else [foreign]:
        try:
            reference = key["reference"]
            target = columns[reference["resource"] or name]
            right = _are_columns(key["fields"], columns[name]) and _are_columns(reference["fields"], target)
            right = right and len(key["fields"]) == len(reference["fields"])
        except (KeyError, TypeError):
            right = False
        if not right:
            yield f"foreignKeys: {key!r}, expected columns of this table and of the one it names"


def _are_columns(key: Any, columns: set[str]) -> bool:
    """Return whether a key is a list of columns."""
    return isinstance(key, list) and bool(key) and all(isinstance(name, str) and name in columns for name in key)
