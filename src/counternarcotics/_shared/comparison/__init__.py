"""What changed between two versions of the dataset: in the package as a whole, in each schema, in each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counternarcotics._shared.comparison.described import differing, schema_changes
from counternarcotics._shared.comparison.rows import MOST_CHANGES, NotComparable, row_changes
from counternarcotics._shared.version_rule import Change, one_sided

if TYPE_CHECKING:
    import pyarrow as pa

# What follows from the tables and their files; the tables themselves are compared.
_OF_VERSION = ("version", "created", "fingerprint", "resources")
_OF_FILE = ("path", "bytes", "hash", "parquet", "rows", "fingerprint", "schema")


@dataclass(frozen=True)
class Contents:
    """What a version holds, wherever it is kept.

    Attributes:
        descriptor: Its descriptor, in which every part has the form that it should have.
        fingerprints: The fingerprint of each table that can be read.
        read: Returns the rows of such a table.
        faults: Why each other table cannot be read.
    """

    descriptor: Mapping[str, Any]
    fingerprints: Mapping[str, str]
    read: Callable[[str], pa.Table]
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The number of the version."""
        return str(self.descriptor["version"])

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """What the descriptor says of each table."""
        return {resource["name"]: resource for resource in self.descriptor["resources"]}


def compared(old: Contents, new: Contents) -> tuple[tuple[Change, ...], dict[str, str]]:
    """Return what changed between two versions, and why rows of a table could not be compared, by table.

    Rows are matched by primary key. A table that cannot be read or matched, or that has too many changes, never counts
    as the same.
    """
    before, after = old.resources, new.resources
    not_compared = {**new.faults, **old.faults}
    changes = list(_package_changes(old, new))
    for table in [table for table in before if table in after]:
        changes += _file_changes(table, before[table], after[table])
        schemas = _described(before[table]), _described(after[table])
        changes += schema_changes(table, *schemas)
        if table not in not_compared and old.fingerprints[table] != new.fingerprints[table]:
            sides = (old.read(table), schemas[0]), (new.read(table), schemas[1])
            try:
                changes += [*row_changes(table, *sides, MOST_CHANGES - len(changes))]
            except NotComparable as reason:
                not_compared[table] = str(reason)
    return tuple(changes), not_compared


def _described(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table's schema, and what else its resource says of it; what it need not say is written out."""
    about = {item: value for item, value in resource.items() if item not in _OF_FILE}
    schema = resource["schema"]
    fields = [{"constraints": {}, **column} for column in schema["fields"]]
    return {"missingValues": [""], "uniqueKeys": [], "foreignKeys": [], **about, **schema, "fields": fields}


def _package_changes(old: Contents, new: Contents) -> Iterator[Change]:
    """Yield the tables that only one version has, and what differs in the descriptors beside the tables."""
    for rule, table in one_sided("table", old.resources, new.resources):
        yield Change(rule, table)
    before, after = (
        {item: value for item, value in contents.descriptor.items() if item not in _OF_VERSION}
        for contents in (old, new)
    )
    for path, was, now in differing(before, after):
        yield Change("text changed", item=", ".join(path), old=was, new=now)


def _file_changes(table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the files of a table that have another path."""
    for was, now in ((old, new), (old["parquet"], new["parquet"])):
        if was["path"] != now["path"]:
            yield Change("file removed", table, item=was["path"])
            yield Change("file added", table, item=now["path"])
