"""A copy of the data that nobody trusts: opened where it is, and read within bounds.

`opened` gives it as `diff` reads it, its descriptor checked. `verify` also reads what is no whole copy (`places`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics import _descriptor
from counternarcotics._copies.limits import MOST_LISTED, limits, too_large
from counternarcotics._copies.places import located
from counternarcotics._copies.sources import DamageError, Source
from counternarcotics._copies.tables import table_of
from counternarcotics._errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Copy", "DamageError", "opened"]


@dataclass(frozen=True)
class Copy(_descriptor.Described):
    """A copy with a descriptor that can be used.

    Attributes:
        source: Where its files are.
        descriptor: Its descriptor.
    """

    source: Source
    descriptor: dict[str, Any]

    def read(self, table: str, format: str = "parquet") -> pa.Table:
        """Return a table as Arrow, typed as its schema says.

        Raises:
            UsageError: There is no such table, or the copy is too large.
            DamageError: The file is missing, or not as the descriptor says.
            OSError: This machine cannot read it.
        """
        resource = self.resource(table)
        file = resource if format == "csv" else resource[format]
        try:
            content = self.source.read(file["path"], file["bytes"], file["bytes"])
            return table_of(content, format, resource)
        except DamageError as error:
            raise DamageError(f"{file['path']}: {error}") from None


def copy_of(source: Source) -> Copy:
    """Return the copy in a folder or zip.

    Raises:
        DamageError: It has no descriptor, or one that cannot be used.
        UsageError: It is too large to check here.
        OSError: This machine cannot read it.
    """
    content = source.read(_descriptor.NAME, MOST_LISTED)
    try:
        descriptor = _descriptor.parsed(content)
    except ValueError as error:
        raise DamageError(f"it cannot be read ({error})") from None
    if fault := _descriptor.fault(descriptor):
        raise DamageError(fault)
    size = sum(file["bytes"] for _, _, file in _descriptor.files(descriptor))
    rows = max(resource["rows"] for resource in descriptor["resources"])
    if size > source.limits.copy:
        raise too_large(source.subject, size, source.limits.copy)
    if rows > source.limits.rows:
        raise UsageError(f"{source.subject}: too large to check here ({rows:,} rows in a table) without --large")
    return Copy(source, descriptor)


@contextmanager
def opened(path: Path, large: bool = False) -> Iterator[Copy]:
    """Give the copy in a folder, in its ``data`` folder or in a zip, for as long.

    Args:
        path: The folder or zip.
        large: Whether to read it however large it is.

    Raises:
        UsageError: There is no copy at `path`, or it has no descriptor that can be used.
        OSError: This machine cannot read it.
    """
    called = str(path)
    try:
        with located(path, limits(large)) as place:
            if not isinstance(place, Source) or not place.has(_descriptor.NAME):
                raise UsageError(f"{called}: there is no {_descriptor.NAME} in it; name the folder or zip of a version")
            try:
                copy = copy_of(place)
            except DamageError as error:
                raise DamageError(f"{_descriptor.NAME}: {error}; fetch the version again") from None
            yield copy
    except DamageError as error:
        raise UsageError(f"{called}: {error}") from None
    except MemoryError:
        raise UsageError(f"{called}: this machine has not enough memory to read it") from None
