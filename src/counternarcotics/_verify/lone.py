"""A lone file, by whatever name: which file of which version it is, or that no version has it."""

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
from counternarcotics._verify.published import Catalogue
from counternarcotics._verify.report import Check, Report
from counternarcotics._verify.saved import readings
from counternarcotics._verify.tables import difference

if TYPE_CHECKING:
    import pyarrow as pa


def verify_file(path: Path, catalogue: Catalogue) -> Report:
    """Return the report of a lone file.

    Raises:
        UsageError: It cannot be read.
    """
    return _look(path, catalogue)[0]


def _look(path: Path, catalogue: Catalogue) -> tuple[Report, list[str]]:
    """Return the report of a lone file, and the versions that have it, oldest first.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror})") from None
    for name, numbers in origin(catalogue.versions, hashlib.sha256(content).hexdigest()).items():
        return _known_file(path, catalogue, name, numbers, "byte for byte"), numbers
    reasons = [] if content else ["it is empty"]
    for table, rows in readings(content, _schemas(catalogue.package)):
        fingerprint = rows if isinstance(rows, str) else _of_table(rows, _schemas(catalogue.package)[table])
        if isinstance(rows, str) or not fingerprint.startswith("sha256:"):
            reasons.append(f"it has the columns of {table}, but {fingerprint}" if table else fingerprint)
            continue
        same = [version.version for version in catalogue.versions if version.tables.get(table) == fingerprint]
        numbers = list(dict.fromkeys(same))
        if numbers:
            return _known_file(path, catalogue, table, numbers, "the same content in other bytes"), numbers
        reasons.append(f"it has the columns of {table}, but not its rows{_changes(table, rows, catalogue.package)}")
    return _unknown_file(path, catalogue, reasons), []


def verify_tables(folder: Path, catalogue: Catalogue) -> Report:
    """Return the report of a folder of tables alone; files of other kinds in it are not read.

    Raises:
        UsageError: One of them cannot be read.
    """
    looked = [_look(file, catalogue) for file in lone_tables(folder)]
    reports, versions = [report for report, _ in looked], [numbers for _, numbers in looked if numbers]
    faults = [fault for report in reports for fault in report.faults]
    shared = [number for number in versions[0] if all(number in numbers for numbers in versions)] if versions else []
    if versions and not shared:
        newest = {numbers[-1] for numbers in versions}
        several = dict.fromkeys(version.version for version in catalogue.versions if version.version in newest)
        faults.append(f"{folder}: its tables are of more than one version ({', '.join(several)})")
    version = shared[-1] if shared else None
    named = catalogue.named(version)
    subject = f"{folder}: {sum(report.sound for report in reports)} of {len(reports)} tables are of a known version"
    check = Check("tables, against the known versions", len(reports), len(reports), faults)
    return Report(subject, version, named.date if named else None, None, [check])


def _known_file(path: Path, catalogue: Catalogue, name: str, numbers: list[str], how: str) -> Report:
    """Return the report of a file of the package.

    Args:
        path: The file.
        catalogue: The versions to compare it with.
        name: The table that it holds, or its path in the package.
        numbers: The versions that have it, oldest first.
        how: In what it is the same.
    """
    version = catalogue.named(numbers[-1])
    table = Path(name).stem if Path(name).suffix[1:] in ("", *FORMATS) else ""
    fingerprint = version.tables.get(table) if version else None
    subject = f"{path}: {table if fingerprint else name} of version {' and '.join(numbers)}, {how}"
    date = version.date if version else None
    return Report(subject, numbers[-1], date, fingerprint, [Check("file, against the known versions", 1, 1)])


def _unknown_file(path: Path, catalogue: Catalogue, reasons: list[str]) -> Report:
    """Return the report of a file that no known version has."""
    fault = f"{path}: no version that this package knows has it ({catalogue.numbers})"
    faults = [*catalogue.problems, "; ".join([fault, *reasons[:1]])]
    return Report(f"{path}: a file", None, None, None, [Check("file, against the known versions", 1, 1, faults)])


def _schemas(package: DataPackage | None) -> dict[str, dict[str, Any]]:
    """Return the schema of each table."""
    return {table: package.schema(table) for table in package.tables} if package else {}


def _of_table(rows: pa.Table, schema: Mapping[str, Any]) -> str:
    """Return the fingerprint of a table, or why it has no fingerprint."""
    try:
        return table_fingerprint(rows, schema)
    except (
        ValueError,
        OverflowError,
    ) as error:  # a tab in a cell, or a damaged cell
        return str(error)


def _changes(table: str, rows: pa.Table, package: DataPackage | None) -> str:
    """Return how a table differs from the installed one, as the end of a message."""
    if package is None:
        return ""
    try:
        differences = difference(table, package.schema(table), package.read(table), rows)
    except (OSError, ValueError):
        return ""
    return f"; it differs from version {package.version}: {differences}" if differences else ""
