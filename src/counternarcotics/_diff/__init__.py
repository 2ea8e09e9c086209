"""What changed between two versions of the dataset, and which version number that calls for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counternarcotics._diff.described import differing, schema_changes
from counternarcotics._diff.report import Difference, Side
from counternarcotics._diff.rows import MOST_CHANGES, NotComparable, row_changes
from counternarcotics._errors import UsageError
from counternarcotics._shared.fingerprint import dataset_fingerprint, table_fingerprint
from counternarcotics._shared.version_rule import Change, one_sided

if TYPE_CHECKING:
    import pyarrow as pa

    from counternarcotics._copies import Copy
    from counternarcotics._package import DataPackage

__all__ = ["Difference", "diff"]

# What follows from the tables and their files; the tables themselves are compared.
_OF_VERSION = ("version", "created", "fingerprint", "resources")
_OF_FILE = ("path", "bytes", "hash", "parquet", "rows", "fingerprint", "schema")


def diff(old: DataPackage | Copy, new: DataPackage | Copy) -> Difference:
    """Compare two versions of the dataset.

    Rows are matched by primary key. A table that cannot be read or matched, whose CSV and Parquet files differ, or that
    has too many changes is named with the reason, and never counts as the same.

    Raises:
        UsageError: A version is too large, or its descriptor cannot be compared.
        OSError: This machine cannot read a file.
    """
    before, after = _Read("old", old), _Read("new", new)
    not_compared = {**after.faults, **before.faults}
    changes = list(_package_changes(old, new))
    for table in [table for table in old.tables if table in new.tables]:
        changes += _file_changes(table, old.resource(table), new.resource(table))
        schemas = _described(old, table), _described(new, table)
        changes += schema_changes(table, *schemas)
        try:
            if table not in not_compared and before.fingerprints[table] != after.fingerprints[table]:
                sides = (before.tables[table], schemas[0]), (after.tables[table], schemas[1])
                changes += [*row_changes(table, *sides, MOST_CHANGES - len(changes))]
        except NotComparable as reason:
            not_compared[table] = str(reason)
    return Difference(before.side, after.side, tuple(changes), not_compared)


class _Read:
    """A version: its tables with their fingerprints, and why the others of its tables cannot be read."""

    def __init__(self, name: str, package: DataPackage | Copy) -> None:
        """Read the tables; `name` is what messages call the version."""
        self.tables: dict[str, pa.Table] = {}
        self.fingerprints: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        try:
            json.dumps(package.descriptor, allow_nan=False)
        except ValueError as error:
            raise UsageError(f"the {name} version: its descriptor is no JSON ({error}); fetch it again") from None
        for table in package.tables:
            try:
                self._read(package, table)
            except UsageError:  # the version as a whole is too large
                raise
            except ValueError as error:
                reason = " ".join(str(error).split())
                self.faults[table] = f"in the {name} version it cannot be read ({reason})"
        self.side = Side(package.version, None if self.faults else dataset_fingerprint(self.fingerprints))

    def _read(self, package: DataPackage | Copy, table: str) -> None:
        """Read a table; raises `ValueError` if its two files do not say the same."""
        rows, csv_rows, schema = package.read(table), package.read(table, "csv"), package.schema(table)
        fingerprint = table_fingerprint(rows, schema)
        if not rows.equals(csv_rows) and table_fingerprint(csv_rows, schema) != fingerprint:
            raise ValueError("its CSV and its Parquet file differ; run 'verify' to see which of them to trust")
        self.tables[table], self.fingerprints[table] = rows, fingerprint


def _described(package: DataPackage | Copy, table: str) -> dict[str, Any]:
    """Return a table's schema, and what else its resource says of it; what it need not say is written out."""
    resource = {item: value for item, value in package.resource(table).items() if item not in _OF_FILE}
    schema = package.schema(table)
    fields = [{"constraints": {}, **field} for field in schema["fields"]]
    return {"missingValues": [""], "uniqueKeys": [], "foreignKeys": [], **resource, **schema, "fields": fields}


def _package_changes(old: DataPackage | Copy, new: DataPackage | Copy) -> Iterator[Change]:
    """Yield the tables that only one version has, and what differs in the descriptors beside the tables."""
    for rule, table in one_sided("table", old.tables, new.tables):
        yield Change(rule, table)
    before, after = (
        {item: value for item, value in package.descriptor.items() if item not in _OF_VERSION} for package in (old, new)
    )
    for path, was, now in differing(before, after):
        yield Change("text changed", item=", ".join(path), old=was, new=now)


def _file_changes(table: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """Yield the files of a table that have another path."""
    for was, now in ((old, new), (old["parquet"], new["parquet"])):
        if was["path"] != now["path"]:
            yield Change("file removed", table, item=was["path"])
            yield Change("file added", table, item=now["path"])
