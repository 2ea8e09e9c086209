"""A lone file, by whatever name: which file of which version it is, or that it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import UsageError
from counternarcotics._package import FORMATS, DataPackage
from counternarcotics._shared.fingerprint import table_fingerprint
from counternarcotics._shared.versions import origin
from counternarcotics._verify.copy import lone_tables
from counternarcotics._verify.published import Known
from counternarcotics._verify.report import Check, Report
from counternarcotics._verify.saved import readings
from counternarcotics._verify.tables import difference

if TYPE_CHECKING:
    import pyarrow as pa


def verify_file(path: Path, known: Known) -> Report:
    """Return the report of a lone file.

    Raises:
        UsageError: It cannot be read.
    """
    return _look(path, known)[0]


def _look(path: Path, known: Known) -> tuple[Report, list[str]]:
    """Return the report of a lone file, and the versions that have it, oldest first.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror})") from None
    for name, numbers in origin(known.versions, hashlib.sha256(content).hexdigest()).items():
        return _found(path, known, name, numbers, "byte for byte"), numbers
    told = [] if content else ["it is empty"]
    for table, rows in readings(content, _schemas(known.package)):
        fingerprint = rows if isinstance(rows, str) else _of_table(rows, _schemas(known.package)[table])
        if isinstance(rows, str) or not fingerprint.startswith("sha256:"):
            told.append(f"it has the columns of {table}, but {fingerprint}" if table else fingerprint)
            continue
        numbers = list(dict.fromkeys(one.version for one in known.versions if one.tables.get(table) == fingerprint))
        if numbers:
            return _found(path, known, table, numbers, "the same content in other bytes"), numbers
        told.append(f"it has the columns of {table}, but not its rows{_changes(table, rows, known.package)}")
    return _none(path, known, told), []


def verify_tables(folder: Path, known: Known) -> Report:
    """Return the report of a folder of tables alone; files of other kinds in it are not looked at.

    Raises:
        UsageError: One of them cannot be read.
    """
    looked = [_look(file, known) for file in lone_tables(folder)]
    reports, versions = [report for report, _ in looked], [numbers for _, numbers in looked if numbers]
    faults = [fault for report in reports for fault in report.faults]
    shared = [number for number in versions[0] if all(number in one for one in versions)] if versions else []
    if versions and not shared:
        newest = {numbers[-1] for numbers in versions}
        several = dict.fromkeys(one.version for one in known.versions if one.version in newest)
        faults.append(f"{folder}: its tables are of more than one version ({', '.join(several)})")
    version = shared[-1] if shared else None
    named = known.named(version)
    found = f"{folder}: {sum(report.sound for report in reports)} of {len(reports)} tables are of a known version"
    check = Check("tables, against the known versions", len(reports), len(reports), faults)
    return Report(found, version, named.date if named else None, None, [check])


def _found(path: Path, known: Known, name: str, numbers: list[str], how: str) -> Report:
    """Return the report of a file that is one of the package's: a table, or the path of another file."""
    version = known.named(numbers[-1])
    table = Path(name).stem if Path(name).suffix[1:] in ("", *FORMATS) else ""
    fingerprint = version.tables.get(table) if version else None
    found = f"{path}: {table if fingerprint else name} of version {' and '.join(numbers)}, {how}"
    date = version.date if version else None
    return Report(found, numbers[-1], date, fingerprint, [Check("file, against the known versions", 1, 1)])


def _none(path: Path, known: Known, told: list[str]) -> Report:
    """Return the report of a file that no known version has."""
    fault = f"{path}: it is of none of the versions that this package knows ({known.numbers})"
    faults = [*known.problems, "; ".join([fault, *told[:1]])]
    return Report(f"{path}: a file", None, None, None, [Check("file, against the known versions", 1, 1, faults)])


def _schemas(package: DataPackage | None) -> dict[str, dict[str, Any]]:
    """Return the schema of each table."""
    return {table: package.schema(table) for table in package.tables} if package else {}


def _of_table(rows: pa.Table, schema: Mapping[str, Any]) -> str:
    """Return the fingerprint of a table, or why it has none."""
    try:
        return table_fingerprint(rows, schema)
    except (ValueError, OverflowError) as error:  # a tab in a cell; of a damaged file, a text or day that is none
        return str(error)


def _changes(table: str, rows: pa.Table, package: DataPackage | None) -> str:
    """Return what a table says otherwise than the installed one, as the end of a message."""
    if package is None:
        return ""
    try:
        told = difference(table, package.schema(table), package.read(table), rows)
    except (OSError, ValueError):
        return ""
    return f"; other than in version {package.version}: {told}" if told else ""
