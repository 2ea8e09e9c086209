"""What changed between two versions of the dataset, and which version number that calls for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from counternarcotics._diff.report import Difference, Side
from counternarcotics._errors import UsageError
from counternarcotics._shared.comparison import Contents, compared
from counternarcotics._shared.fingerprint import dataset_fingerprint, table_fingerprint

if TYPE_CHECKING:
    import pyarrow as pa

    from counternarcotics._copies import Copy
    from counternarcotics._package import DataPackage

__all__ = ["Difference", "diff"]


def diff(old: DataPackage | Copy | Contents, new: DataPackage | Copy | Contents) -> Difference:
    """Compare two versions of the dataset.

    Rows are matched by primary key. A table that cannot be read or matched, whose CSV and Parquet files differ, or that
    has too many changes is named with the reason, and never counts as the same.

    Args:
        old: The earlier version; `Contents` where it is a release as it is kept.
        new: The later version.

    Raises:
        UsageError: A version is too large, or its descriptor cannot be compared.
        OSError: This machine cannot read a file.
    """
    before, after = _contents("old", old), _contents("new", new)
    changes, not_compared = compared(before, after)
    return Difference(_side(before), _side(after), changes, not_compared)


def _side(contents: Contents) -> Side:
    """Return what a report says of a version."""
    return Side(contents.version, None if contents.faults else dataset_fingerprint(contents.fingerprints))


def _contents(name: str, version: DataPackage | Copy | Contents) -> Contents:
    """Return what a version holds, with the reason for each table that cannot be read.

    Args:
        name: What messages call the version.
        version: The version.

    Raises:
        UsageError: It is too large, or its descriptor cannot be compared.
        OSError: This machine cannot read a file.
    """
    if isinstance(version, Contents):
        return version
    try:
        json.dumps(version.descriptor, allow_nan=False)
    except ValueError as error:
        raise UsageError(f"the {name} version: its descriptor is no JSON ({error}); fetch it again") from None
    tables, fingerprints, faults = dict[str, "pa.Table"](), dict[str, str](), dict[str, str]()
    for table in version.tables:
        try:
            tables[table], fingerprints[table] = _table(version, table)
        except UsageError:  # the version as a whole is too large
            raise
        except ValueError as error:
            reason = " ".join(str(error).split())
            faults[table] = f"in the {name} version it cannot be read ({reason})"
    return Contents(version.descriptor, fingerprints, tables.__getitem__, faults)


def _table(version: DataPackage | Copy, table: str) -> tuple[pa.Table, str]:
    """Return a table and its fingerprint; raises `ValueError` if its two files do not say the same."""
    rows, csv_rows, schema = version.read(table), version.read(table, "csv"), version.schema(table)
    fingerprint = table_fingerprint(rows, schema)
    if not rows.equals(csv_rows) and table_fingerprint(csv_rows, schema) != fingerprint:
        raise ValueError("its CSV and its Parquet file differ; run 'verify' to see which of them to trust")
    return rows, fingerprint
