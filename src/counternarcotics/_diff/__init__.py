"""What changed between two versions of the dataset, and which version number that calls for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counternarcotics import _descriptor
from counternarcotics._diff.rows import NotComparable, row_changes
from counternarcotics._diff.schema import schema_changes, texts
from counternarcotics._shared.fingerprint import dataset_fingerprint, table_fingerprint
from counternarcotics._shared.version_rule import RULES, Change, called_for, verdict

if TYPE_CHECKING:
    import pyarrow as pa

    from counternarcotics._package import DataPackage

# What follows from the tables and their files; the tables themselves are compared.
_OF_VERSION = {"version", "created", "fingerprint", "resources"}
_OF_FILE = {"path", "bytes", "hash", "parquet", "rows", "fingerprint", "schema"}


@dataclass(frozen=True)
class Side:
    """One of two versions.

    Attributes:
        version: Its number.
        created: The day of the version, YYYY-MM-DD.
        fingerprint: The fingerprint of its tables as they were read, or None where one could not be.
    """

    version: str
    created: str
    fingerprint: str | None


@dataclass(frozen=True)
class TableDifference:
    """What changed in a table that both versions have.

    Attributes:
        rows: How many rows each version has, or None where the file could not be read.
        changes: The changes that were seen.
        not_compared: Why rows, or all of it, could not be compared; empty if they were.
    """

    rows: tuple[int | None, int | None]
    changes: tuple[Change, ...]
    not_compared: str = ""

    @property
    def same(self) -> bool:
        """Whether all of the table was compared and nothing differs."""
        return not self.changes and not self.not_compared


@dataclass(frozen=True)
class Difference:
    """What changed between two versions.

    Attributes:
        old: The earlier version.
        new: The later one.
        package: Changes of the package as a whole: tables, files and descriptions.
        tables: The tables that both have.
    """

    old: Side
    new: Side
    package: tuple[Change, ...]
    tables: Mapping[str, TableDifference]

    @property
    def changes(self) -> list[Change]:
        """Every change, those of the package first."""
        return [*self.package, *(change for table in self.tables.values() for change in table.changes)]

    @property
    def same(self) -> bool:
        """Whether everything was compared and nothing differs, version number and date aside."""
        return not self.package and all(table.same for table in self.tables.values())

    @property
    def bump(self) -> str:
        """The least version that the changes call for: none, patch, minor or major."""
        return called_for(self.changes)

    @property
    def verdict(self) -> str:
        """In words, whether the step between the version numbers is what the changes call for."""
        return verdict(self.bump, self.old.version, self.new.version)

    def fired(self) -> dict[str, list[Change]]:
        """Return the changes by the rule that they fall under, in the order of the rules."""
        by_rule = {rule: [change for change in self.changes if change.rule == rule] for rule in RULES}
        return {rule: changes for rule, changes in by_rule.items() if changes}

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON has it."""
        from counternarcotics._diff.text import as_dict

        return as_dict(self)

    def text(self) -> str:
        """Return a report: summary first, then the tables that differ; long lists are cut."""
        from counternarcotics._diff.text import as_text

        return as_text(self)


def diff(old: DataPackage, new: DataPackage) -> Difference:
    """Compare two versions of the dataset.

    Rows are matched by primary key. A table that cannot be read or matched, or whose CSV and Parquet files differ, is
    named with the reason, and never counts as the same.
    """
    before, after = _Read.all_of("old", old), _Read.all_of("new", new)
    shared = [table for table in old.tables if table in new.tables]
    tables = {table: _table_difference(table, before, after) for table in shared}
    return Difference(before.side, after.side, tuple(_package_changes(old, new)), tables)


@dataclass(frozen=True)
class _Read:
    """A version with its tables in memory."""

    name: str
    package: DataPackage
    tables: dict[str, pa.Table]
    fingerprints: dict[str, str]
    faults: dict[str, str]

    @classmethod
    def all_of(cls, name: str, package: DataPackage) -> _Read:
        """Return a version with those of its tables that can be read, and why the others cannot."""
        read = cls(name, package, {}, {}, {})
        for table in package.tables:
            try:
                rows = package.read(table)
                prints = {table_fingerprint(form, package.schema(table)) for form in (rows, package.read(table, "csv"))}
                if len(prints) > 1:
                    raise ValueError("its CSV and its Parquet file differ; run 'verify' to see which of them to trust")
                read.fingerprints[table] = prints.pop()
                read.tables[table] = rows
            except FileNotFoundError:
                missing = [file.name for file in package.files(table) if not file.exists()]
                read.faults[table] = f"the {name} version lacks the file {', '.join(missing)}"
            except (OSError, ValueError, TypeError, LookupError, NotImplementedError) as error:
                reason = " ".join(str(error).split())
                read.faults[table] = f"in the {name} version it cannot be read ({reason})"
        return read

    @property
    def side(self) -> Side:
        """What names the version."""
        fingerprint = None if self.faults else dataset_fingerprint(self.fingerprints)
        return Side(self.package.version, self.package.descriptor["created"][:10], fingerprint)


def _table_difference(table: str, old: _Read, new: _Read) -> TableDifference:
    """Return what changed in a table that both versions have."""
    before, after = (read.tables[table].num_rows if table in read.tables else None for read in (old, new))
    old_schema, new_schema = (_described(read.package, table) for read in (old, new))
    changes = list(schema_changes(table, old_schema, new_schema))
    try:
        faults = [read.faults[table] for read in (old, new) if table in read.faults]
        if faults:
            raise NotComparable("; ".join(faults))
        if old.fingerprints[table] != new.fingerprints[table]:
            changes += row_changes(table, (old.tables[table], old_schema), (new.tables[table], new_schema))
    except NotComparable as reason:
        return TableDifference((before, after), tuple(changes), str(reason))
    return TableDifference((before, after), tuple(changes))


def _described(package: DataPackage, table: str) -> dict[str, Any]:
    """Return a table's schema, and what else its resource says of it."""
    described = {**package.resource(table), **package.schema(table)}
    return {item: value for item, value in described.items() if item not in _OF_FILE}


def _package_changes(old: DataPackage, new: DataPackage) -> Iterator[Change]:
    """Yield the tables and files that only one version has, and what differs in the descriptors."""
    before, after = _files(old), _files(new)
    for table in [name for name in old.tables if name not in new.tables]:
        yield Change("table removed", table)
    for table in [name for name in new.tables if name not in old.tables]:
        yield Change("table added", table)
    shared = {*old.tables} & {*new.tables}
    for path in [path for path, table in before.items() if path not in after and table in shared]:
        yield Change("file removed", before[path], item=path)
    for path in [path for path, table in after.items() if path not in before and table in shared]:
        yield Change("file added", after[path], item=path)
    yield from texts(Change("text changed"), old.descriptor, new.descriptor, _OF_VERSION)


def _files(package: DataPackage) -> dict[str, str]:
    """Return the table that each file holds."""
    return {str(file["path"]): table for table, _, file in _descriptor.files(package.descriptor)}
