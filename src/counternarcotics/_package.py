"""A data package on disk: its descriptor, its tables and their files, installed with this package or downloaded."""

from __future__ import annotations

import hashlib
import json
import posixpath
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics._descriptor import FORMATS, NAME, Described
from counternarcotics._errors import UsageError, is_one_of, unknown, unknown_row
from counternarcotics._paths import data_root
from counternarcotics._shared.versions import SUMS

if TYPE_CHECKING:
    import pyarrow as pa

_CITATIONS = "data/citations.json"


@dataclass(frozen=True)
class DataPackage(Described):
    """A folder with ``datapackage.json`` and the files that it lists."""

    root: Path
    descriptor: dict[str, Any]

    @property
    def citations(self) -> dict[str, Any]:
        """The references to the dataset and to each article; raises `UsageError` if their file was damaged."""
        return _json(self.root, _CITATIONS)

    def path(self, table: str, format: str = "parquet") -> Path:
        """Return the file of a table.

        Raises:
            UsageError: There is no such table or no such format.
        """
        if not is_one_of(format, FORMATS):
            raise unknown("format", format, FORMATS)
        resource = self.resource(table)
        return self.root / str(resource["path"] if format == "csv" else resource[format]["path"])

    def read(self, table: str, format: str = "parquet") -> pa.Table:
        """Return a table as Arrow, typed as its schema says.

        Raises:
            UsageError: There is no such table or no such format, or the file is missing or damaged.
        """
        from counternarcotics._shared.arrow import read_csv, read_parquet

        reader, path = read_csv if format == "csv" else read_parquet, self.path(table, format)
        try:
            return reader(path, self.schema(table))
        except FileNotFoundError:
            raise UsageError(f"{path}: it is missing; install the package again") from None
        except (OSError, ValueError) as error:
            reason = str(error).removeprefix(f"{path}: ")
            raise UsageError(f"{path}: it cannot be read ({reason}); install the package again") from None

    def key(self, table: str) -> str:
        """Return the column that holds the ids of a table; raises `UsageError` as `resource` does."""
        key: str = self.schema(table)["primaryKey"][0]
        return key

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns; raises `UsageError` as `resource` does."""
        return [field["name"] for field in self.schema(table)["fields"]]

    def home(self, table: str) -> str:
        """Return the table that a table shows again row by row, as the timeline shows `events`; else the table itself.

        Raises `UsageError` as `resource` does.
        """
        key = [self.key(table)]
        keys = self.schema(table).get("foreignKeys", [])
        return next((str(entry["reference"]["resource"]) for entry in keys if entry["fields"] == key), table)

    def row(self, table: str, row_id: str) -> dict[str, Any]:
        """Return a row by its id, typed as the schema says.

        Raises:
            UsageError: There is no such table or row.
        """
        rows, key = self.read(table), self.key(table)
        ids = rows.column(key).to_pylist()
        if not is_one_of(row_id, ids):
            raise unknown_row(table, key, row_id, ids)
        row: dict[str, Any] = rows.slice(ids.index(row_id), 1).to_pylist()[0]
        return row


def installed() -> DataPackage:
    """Return the data that came with this package; raises as `at` and `data_root` do."""
    return at(data_root())


def at(root: Path) -> DataPackage:
    """Return the data package in a folder that the build made.

    Raises:
        UsageError: The descriptor is missing, or was damaged since then.
    """
    return DataPackage(root, _json(root, NAME))


def _json(root: Path, name: str) -> dict[str, Any]:
    """Return what a JSON file of a data package holds; raises `UsageError` if it is not as the build left it."""
    try:
        state = (root / name).stat()
        return _checked(root, name, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise UsageError(f"{root / name}: it cannot be checked ({error}); install the package again") from None


@lru_cache(maxsize=2)
def _checked(root: Path, name: str, modified: int, size: int) -> dict[str, Any]:
    """Return what a JSON file holds, read and checked once for each state of the file, so that loading is fast."""
    content, sums = (root / name).read_bytes(), (root / SUMS).read_bytes()
    path = posixpath.relpath(name, posixpath.dirname(SUMS))
    if f"{hashlib.sha256(content).hexdigest()}  {path}".encode() not in sums.splitlines():
        raise UsageError(f"{root / name}: not as the build left it; install the package again")
    document: dict[str, Any] = json.loads(content)
    return document
