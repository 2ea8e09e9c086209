"""A data package on disk: its descriptor, its tables and their files, installed with this package or downloaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import UsageError, unknown, unknown_row
from counternarcotics._paths import data_root

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "parquet")
"""The formats in which every table stands on disk."""


@dataclass(frozen=True)
class DataPackage:
    """A folder with ``datapackage.json`` and the files that it lists."""

    root: Path
    descriptor: dict[str, Any]

    @property
    def version(self) -> str:
        """The version of the dataset."""
        version: str = self.descriptor["version"]
        return version

    @property
    def tables(self) -> list[str]:
        """The names of the tables, in the descriptor's order."""
        return [resource["name"] for resource in self.descriptor["resources"] if resource["format"] == "csv"]

    def resource(self, table: str, kind: str = "csv") -> dict[str, Any]:
        """Return the descriptor's entry for one file of a table.

        Raises:
            UsageError: There is no such table or no such format.
        """
        if kind not in FORMATS:
            raise unknown("format", kind, FORMATS)
        name = table if kind == "csv" else f"{table}-{kind}"
        found = [one for one in self.descriptor["resources"] if one["name"] == name and one["format"] == kind]
        if not found:
            raise unknown("table", table, self.tables)
        entry: dict[str, Any] = found[0]
        return entry

    def schema(self, table: str) -> dict[str, Any]:
        """Return the Table Schema of a table; raises `UsageError` as `resource` does."""
        schema: dict[str, Any] = self.resource(table)["schema"]
        return schema

    def path(self, table: str, kind: str = "parquet") -> Path:
        """Return the file of a table; raises `UsageError` as `resource` does."""
        return self.root / str(self.resource(table, kind)["path"])

    def read(self, table: str, kind: str = "parquet") -> pa.Table:
        """Return a table as Arrow, typed as its schema says.

        Raises:
            UsageError: There is no such table or no such format.
            ValueError: The file is not as the schema says.
            OSError: The file cannot be read.
        """
        from counternarcotics import _arrow

        reader = _arrow.read_csv if kind == "csv" else _arrow.read_parquet
        return reader(self.path(table, kind), self.schema(table))

    def key(self, table: str) -> str:
        """Return the column that holds the ids of a table; raises `UsageError` as `resource` does."""
        key: str = self.schema(table)["primaryKey"][0]
        return key

    def row(self, table: str, row_id: str) -> dict[str, Any]:
        """Return a row by its id, typed as the schema says.

        Raises:
            UsageError: There is no such table or row.
        """
        rows, key = self.read(table), self.key(table)
        ids = rows.column(key).to_pylist()
        if row_id not in ids:
            raise unknown_row(table, key, row_id, ids)
        row: dict[str, Any] = rows.slice(ids.index(row_id), 1).to_pylist()[0]
        return row


def installed() -> DataPackage:
    """Return the data that came with this package.

    Raises:
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    return at(data_root())


def at(root: Path) -> DataPackage:
    """Return the data package in a folder.

    Raises:
        UsageError: The folder holds no descriptor that can be read.
    """
    file = root / "datapackage.json"
    try:
        descriptor = json.loads(file.read_text(encoding="utf-8"))
        complete = all(one["name"] and one["format"] and one["path"] for one in descriptor["resources"])
        usable = complete and bool(descriptor["resources"]) and isinstance(descriptor["version"], str)
    except FileNotFoundError:
        raise UsageError(f"{root}: there is no datapackage.json in it; name the folder or zip of a version") from None
    except (ValueError, KeyError, TypeError):
        usable = False
    if not usable:
        seen = "not the descriptor of a data package: JSON with version and resources"
        raise UsageError(f"{file}: {seen}; fetch the version anew")
    return DataPackage(root, descriptor)


@contextmanager
def opened(path: Path) -> Iterator[DataPackage]:
    """Give the data package in a folder, in its ``data`` folder, or in a zip, which is unpacked for as long.

    Raises:
        UsageError: There is none.
        OSError: `path` cannot be read.
    """
    if path.is_dir():
        yield at(path.parent if path.name == "data" and not (path / "datapackage.json").exists() else path)
        return
    import zlib
    from tempfile import TemporaryDirectory
    from zipfile import BadZipFile, ZipFile

    with TemporaryDirectory() as folder:
        try:
            with ZipFile(path) as archive:
                archive.extractall(folder)
        except (BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
            seen = f"{path}: neither a folder nor a sound zip ({error})"
            raise UsageError(f"{seen}; name the folder or zip of a version, or fetch it anew") from None
        # Who zips a folder again gets it as the one thing at the top.
        inside = list(Path(folder).iterdir())
        root = inside[0] if len(inside) == 1 and inside[0].is_dir() else Path(folder)
        if not (root / "datapackage.json").is_file():
            raise UsageError(f"{path}: there is no datapackage.json in it; name the zip of a version")
        yield at(root)
