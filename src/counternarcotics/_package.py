"""A data package on disk: its descriptor, its tables and their files, installed with this package or downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics import _descriptor
from counternarcotics._descriptor import NAME
from counternarcotics._errors import UsageError, is_one_of, unknown, unknown_row
from counternarcotics._paths import data_root
from counternarcotics._shared.versions import SUMS

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = _descriptor.FORMATS


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

    def relative_path(self, table: str, format: str) -> str:
        """Return the path of one file of a table, relative to `root`.

        Raises:
            UsageError: There is no such table or no such format.
        """
        if not is_one_of(format, FORMATS):
            raise unknown("format", format, FORMATS)
        resource = self.resource(table)
        return str(resource["path"] if format == "csv" else resource[format]["path"])

    def path(self, table: str, format: str = "parquet") -> Path:
        """Return the file of a table; raises `UsageError` as `relative_path` does."""
        return self.root / self.relative_path(table, format)

    def files(self, table: str) -> list[Path]:
        """Return the files of a table, one a format; raises `UsageError` as `resource` does."""
        return [self.path(table, format) for format in FORMATS]

    def read(self, table: str, format: str = "parquet") -> pa.Table:
        """Return a table as Arrow, typed as its schema says.

        Raises:
            UsageError: There is no such table or no such format.
            ValueError: The file is not as the schema says.
            OSError: The file cannot be read.
        """
        from counternarcotics._shared.arrow import read_csv, read_parquet

        reader = read_csv if format == "csv" else read_parquet
        return reader(self.path(table, format), self.schema(table))

    def key(self, table: str) -> str:
        """Return the column that holds the ids of a table; raises `UsageError` as `resource` does."""
        key: str = self.schema(table)["primaryKey"][0]
        return key

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
    """Return the data that came with this package; the build checked the descriptor, and to do so again takes time.

    Raises:
        FileNotFoundError: The package has no data (a checkout that was never built).
        UsageError: The descriptor was damaged since then.
    """
    root = data_root()
    try:
        descriptor = _descriptor.parse(root)
    except (OSError, ValueError) as error:
        raise UsageError(f"{root / NAME}: it cannot be read ({error}); install the package again") from None
    missing = [name for name in ("version", "resources") if name not in descriptor]
    if missing:
        raise UsageError(f"{root / NAME}: it has no {missing[0]}; install the package again")
    return DataPackage(root, descriptor)


def at(root: Path, called: Path | None = None) -> DataPackage:
    """Return the data package in a folder, its descriptor checked.

    Args:
        root: The folder.
        called: What messages call it; the folder itself unless given.

    Raises:
        UsageError: The folder holds no descriptor, or a descriptor that is not as it should be.
    """
    called = called or root
    if not (root / NAME).exists():
        raise UsageError(f"{called}: there is no {NAME} in it; name the folder or zip of a version")
    descriptor, faults = _descriptor.read(root)
    if faults or descriptor is None:
        raise UsageError(f"{called}: {faults[0]}; fetch the version again")
    return DataPackage(root, descriptor)


def find_root(folder: Path) -> Path | None:
    """Return the folder that holds a copy of the data: this one or the first below it; None where there is no copy.

    A copy has a descriptor or checksums; a copy that lacks one of the two is still a copy.
    """
    holders = [inner for inner in (folder, *folder.rglob("*")) if _holds(inner)]
    return min(holders, key=lambda holder: (len(holder.parts), holder), default=None)


def _holds(folder: Path) -> bool:
    """Return whether a folder is the root of a copy."""
    return (folder / NAME).is_file() or (folder / SUMS).is_file()


@contextmanager
def opened(path: Path) -> Iterator[DataPackage]:
    """Give the data package in a folder, in its ``data`` folder, or in a zip, which is unpacked for as long.

    Raises:
        UsageError: There is no data package at `path`.
        OSError: `path` cannot be read.
    """
    if path.is_dir():
        # A path such as "." has another name than the folder, and so has a link to it.
        homes = [path, *(folder.parent for folder in (path, path.resolve()) if folder.name == "data")]
        yield at(next(filter(_holds, homes), path))
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        _unpack(path, Path(folder))
        yield at(find_root(Path(folder)) or Path(folder), path)


def _unpack(path: Path, folder: Path) -> None:
    """Unpack a zip.

    Raises:
        UsageError: The file is not a zip, or it is damaged or encrypted.
        OSError: It cannot be read.
    """
    from zipfile import ZipFile

    with path.open("rb") as file:
        try:
            with ZipFile(file) as archive:
                archive.extractall(folder)
        except Exception as error:  # a damaged zip fails in any of zipfile, zlib and the file system
            # Where the file system refuses a name, its own message gives the folder of the moment.
            reason = error.strerror if isinstance(error, OSError) else error
            message = f"{path}: neither a folder nor a zip that can be unpacked ({reason})"
            raise UsageError(f"{message}; name the folder or zip of a version, or fetch it again") from None
