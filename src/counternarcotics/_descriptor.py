"""The descriptor: what it lists, and whether one that nobody trusts holds what this package reads in it.

`SHAPES` says in one table what `verify` and `diff` read; nothing else of a descriptor is relied on, and none of its
patterns is ever matched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from counternarcotics._errors import is_one_of, unknown

NAME = "datapackage.json"
FORMATS = ("csv", "parquet")
"""The formats of a table's files: its resource is the CSV file, and has the Parquet file as a property."""

MOST_RESOURCES = 100
MOST_COLUMNS = 200
DEEPEST = 32
"""How many objects and lists may stand within each other."""

_SHA256 = r"sha256:[0-9a-f]{64}"
_NAME = r"[A-Za-z0-9_]{1,100}"
_PATH = r"data/[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}"
_FILE = {"path": _PATH, "hash": _SHA256, "bytes": int}
SHAPES: Mapping[str, Mapping[str, Any]] = {
    "package": {
        "version": r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}",
        "created": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z",
        "fingerprint": _SHA256,
    },
    "resource": {"name": _NAME, **_FILE, "rows": int, "fingerprint": _SHA256},
    "parquet": _FILE,
    "field": {"name": _NAME, "type": "string|integer|number|boolean|date"},
}
"""What each part of a descriptor must have: a text of some form, or a whole number that is not negative."""


class Described:
    """Data with a descriptor: the installed data, or a copy that nobody trusts.

    Attributes:
        descriptor: The descriptor, checked.
    """

    descriptor: dict[str, Any]

    @property
    def version(self) -> str:
        """The version of the dataset."""
        return str(self.descriptor["version"])

    @property
    def tables(self) -> list[str]:
        """The names of the tables, in the descriptor's order."""
        return [resource["name"] for resource in self.descriptor["resources"]]

    def resource(self, table: str) -> dict[str, Any]:
        """Return the descriptor's entry for a table.

        Raises:
            UsageError: There is no such table.
        """
        if not is_one_of(table, self.tables):
            raise unknown("table", table, self.tables)
        resource: dict[str, Any] = self.descriptor["resources"][self.tables.index(table)]
        return resource

    def schema(self, table: str) -> dict[str, Any]:
        """Return the Table Schema of a table; raises `UsageError` as `resource` does."""
        schema: dict[str, Any] = self.resource(table)["schema"]
        return schema


def files(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield each file of each table: the table, the format, and what the descriptor says of the file.

    >>> resource = {"name": "events", "path": "data/events.csv", "parquet": {"path": "data/events.parquet"}}
    >>> [(table, form, file["path"]) for table, form, file in files({"resources": [resource]})]
    [('events', 'csv', 'data/events.csv'), ('events', 'parquet', 'data/events.parquet')]
    """
    for resource in descriptor["resources"]:
        yield resource["name"], "csv", resource
        yield resource["name"], "parquet", resource["parquet"]


def parsed(content: bytes) -> dict[str, Any]:
    """Return a descriptor from its bytes, of which nothing is checked but that it is a JSON object.

    Raises:
        ValueError: It is not.
    """
    try:
        descriptor = json.loads(content.decode("utf-8"))
    except RecursionError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(descriptor, dict):
        raise ValueError(f"it is a {type(descriptor).__name__}, expected an object")
    return descriptor


def fault(descriptor: Mapping[str, Any]) -> str | None:
    """Return the first thing that is wrong with a descriptor; None where all that is read of it can be used."""
    return next(_faults(descriptor), None)


def _faults(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a descriptor; the caller stops at the first, on which what follows relies."""
    if _is_deeper(descriptor, DEEPEST):
        yield f"more than {DEEPEST} objects and lists within each other"
    yield from _misfits("", descriptor, "package")
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not 0 < len(resources) <= MOST_RESOURCES:
        yield f"resources: expected a list of 1 to {MOST_RESOURCES} tables"
        return
    for number, resource in enumerate(resources):
        yield from _resource_faults(f"resources[{number}]", resource)
    names = [name for resource in resources for name in (resource["name"], resource["path"])]
    names += [resource["parquet"]["path"] for resource in resources]
    yield from (f"{name} is there twice" for name in names if names.count(name) > 1)


def _resource_faults(place: str, resource: Any) -> Iterator[str]:
    """Yield what is wrong with one resource."""
    yield from _misfits(f"{place}.", resource, "resource")
    yield from _misfits(f"{place}.parquet.", resource.get("parquet"), "parquet")
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not 0 < len(fields) <= MOST_COLUMNS:
        yield f"{place}.schema.fields: expected a list of 1 to {MOST_COLUMNS} columns"
        return
    for number, field in enumerate(fields):
        yield from _misfits(f"{place}.schema.fields[{number}].", field, "field")
        if not isinstance(field.get("constraints", {}), dict):
            yield f"{place}.schema.fields[{number}].constraints: expected an object"
    columns = [field["name"] for field in fields]
    if len(set(columns)) < len(columns):
        yield f"{place}.schema.fields: a column is there twice"
    key = schema.get("primaryKey")
    if not isinstance(key, list) or not key or any(name not in columns for name in key):
        yield f"{place}.schema.primaryKey: expected a list of columns"


def _misfits(place: str, part: Any, shape: str) -> Iterator[str]:
    """Yield where a part of a descriptor is not as its shape says."""
    if not isinstance(part, dict):
        yield f"{place.removesuffix('.')} is a {type(part).__name__}, expected an object"
        return
    for name, expected in SHAPES[shape].items():
        value = part.get(name)
        if expected is int and (type(value) is not int or value < 0):
            yield f"{place}{name} is {repr(value)[:60]}, expected a whole number"
        elif expected is not int and not (isinstance(value, str) and re.fullmatch(expected, value)):
            yield f"{place}{name} is {repr(value)[:60]}, expected the form {expected}"


def _is_deeper(value: Any, levels: int) -> bool:
    """Return whether more objects and lists than this stand within each other."""
    level = [value]
    for _ in range(levels):
        inner = [node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list)]
        level = [child for children in inner for child in children]
    return any(isinstance(node, dict | list) for node in level)
