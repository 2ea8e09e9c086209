"""Tables without a descriptor, alone, in a folder or in an export: which version has them, or that none does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from counternarcotics._copies.sources import Source
from counternarcotics._descriptor import FORMATS
from counternarcotics._errors import UsageError
from counternarcotics._shared.fingerprint import table_fingerprint
from counternarcotics._shared.versions import EXPORT_SUMS, origin
from counternarcotics._verify.files import Files
from counternarcotics._verify.published import Catalogue, check_published
from counternarcotics._verify.report import Check, Report, is_hidden, listed_alone, not_checked
from counternarcotics._verify.saved import DeclinedError, first_difference, readings

_SUFFIXES = tuple(f".{form}" for form in FORMATS)
_CITATION = "CITATION.cff"
"""The file of every export by which it is known of which version it is."""
_OF_VERSION = (_CITATION, "LICENSE-DATA", "RIGHTS.md")
"""The files that every export has as they are in its version."""
_EXPLAINING = ("README.md", "codebook.csv")
"""The files of an export that hold no tables, and that are in no version."""
_FILE_CHECK = "file, against the known versions"


@dataclass(frozen=True)
class _Look:
    """What a file is.

    Attributes:
        name: The table that it holds, or its path in the package.
        numbers: The versions that have it, oldest first.
        how: In what it is the same, or why no version has it.
    """

    name: str
    numbers: list[str]
    how: str


def verify_file(called: str, content: bytes, catalogue: Catalogue) -> Report:
    """Return the report of a file alone, by any name.

    Args:
        called: The file in messages.
        content: What it holds.
        catalogue: The versions to compare it with.

    Raises:
        UsageError: It cannot be compared with the files of a version.
    """
    try:
        look = _look(content, catalogue)
    except DeclinedError as error:
        raise UsageError(f"{called}: {error}") from None
    if not look.numbers:
        faults = [f"{called}: {look.how}"]
        otherwise = "Not recognised: no version that this package knows has this content."
        return Report(f"{called}: a file", None, None, None, [Check(_FILE_CHECK, 1, 1, faults, otherwise)])
    version = catalogue.named(look.numbers[-1])
    fingerprint = version.tables.get(look.name) if version else None
    subject = f"{called}: {look.name} of version {' and '.join(look.numbers)}, {look.how}"
    return Report(subject, look.numbers[-1], version.date if version else None, fingerprint, [Check(_FILE_CHECK, 1, 1)])


def verify_tables(source: Source, catalogue: Catalogue) -> Report:
    """Return the report of an export: every file by its checksums, and its tables against the known versions.

    A folder of tables alone has no checksums; files of other kinds in it are not read.

    Raises:
        UsageError: It has no tables, or it is too large.
        OSError: This machine cannot read it.
    """
    files, is_export, notes = Files(source), source.has(EXPORT_SUMS), list[str]()
    if is_export:
        files.add_list(EXPORT_SUMS)
        paths = files.paths
        tables = sorted(path for path in paths if path.endswith(_SUFFIXES) and Path(path).stem in catalogue.schemas)
        uncompared = sorted(paths - {EXPORT_SUMS, *tables, *_OF_VERSION})
        files.read(paths, {}, {*tables, *uncompared})
        unlisted = [path for path in source.names() if path not in paths]
        hidden = [path for path in unlisted if is_hidden(path)]
        files.unlisted(set(unlisted) - set(hidden), EXPORT_SUMS)
        if not tables and not set(uncompared) - {*_EXPLAINING}:
            files.faults.setdefault(EXPORT_SUMS, "it lists no tables")
        notes = not_checked(hidden)
        notes += listed_alone(uncompared) if tables else []
    else:
        names = source.names(deep=False)
        tables = [name for name in names if name.lower().endswith(_SUFFIXES) and not is_hidden(name)]
        if not tables:
            raise UsageError(f"{source.subject}: no copy of the data: it has neither lists of its files nor tables")
        files.read(tables, {}, {*tables})
    checks = [files.check()] if is_export else []
    if tables:
        check, number = _check_tables(files, tables, catalogue)
        if not is_export:
            check.faults[:0] = files.check().faults
        checks.append(check)
    else:
        numbers = origin(catalogue.versions, files.digests.get(_CITATION, "")).get(_CITATION)
        number = numbers[-1] if numbers else None
        if number is None:
            checks.append(catalogue.unproven())
    version = catalogue.named(number)
    if is_export and version:
        checks.append(check_published(version, files, _OF_VERSION))
    return Report(
        f"the {'export' if is_export else 'tables'} in {source.subject}",
        number,
        version.date if version else None,
        None,
        checks,
        notes,
        compared=bool(tables),
        whole=not notes,
    )


def _check_tables(files: Files, tables: list[str], catalogue: Catalogue) -> tuple[Check, str | None]:
    """Return the check of tables that should be those of one version, all of them, and that version."""
    looks, faults = list[_Look](), list[str]()
    checked = 0
    for name in [name for name in tables if name in files.digests and name not in files.faults]:
        try:
            look = _look(files.contents[name], catalogue)
        except DeclinedError as error:
            faults.append(f"{name}: {error}")
            continue
        checked += 1
        if look.numbers:
            looks.append(look)
        else:
            faults.append(f"{name}: {look.how}")
    shared = [number for number in looks[0].numbers if all(number in look.numbers for look in looks)] if looks else []
    version = catalogue.named(shared[-1]) if shared else None
    if looks and version is None:
        numbers = dict.fromkeys(look.numbers[-1] for look in looks)
        faults.append(f"its tables are of more than one version ({', '.join(numbers)})")
    if version and (missing := version.tables.keys() - {look.name for look in looks}):
        faults.append(f"it lacks tables of version {version.version}: {', '.join(sorted(missing))}")
    check = Check("tables, against the known versions", checked, len(tables), faults)
    return check, version.version if version else None


def _look(content: bytes, catalogue: Catalogue) -> _Look:
    """Return which file of which version this is, as it was published or saved again by another program.

    Raises:
        DeclinedError: It is no file of a version, nor a table that can be compared.
    """
    for path, numbers in origin(catalogue.versions, hashlib.sha256(content).hexdigest()).items():
        return _Look(Path(path).stem if Path(path).suffix in _SUFFIXES else path, numbers, "byte for byte")
    table, tables = readings(content, catalogue.schemas)
    for rows in tables:
        try:
            fingerprint = table_fingerprint(rows, catalogue.schemas[table])
        except ValueError as error:  # a tab in a cell
            return _Look(table, [], f"it has the columns of {table}, but {error}")
        numbers = [version.version for version in catalogue.versions if version.tables.get(table) == fingerprint]
        if numbers:
            return _Look(table, list(dict.fromkeys(numbers)), "the same content in other bytes")
    assert catalogue.package  # which has the schemas
    published = catalogue.package.read(table)
    changes = first_difference(table, catalogue.schemas[table], published, tables[0])
    return _Look(table, [], f"it has the columns of {table}, but not its rows; {changes}")
