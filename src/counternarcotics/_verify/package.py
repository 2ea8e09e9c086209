"""A data package: every file against the checksums and the descriptor, every table by its fingerprint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from counternarcotics import _descriptor
from counternarcotics._copies import Copy, DamageError, copy_of
from counternarcotics._copies.sources import Folder, Source
from counternarcotics._copies.tables import table_of
from counternarcotics._shared.fingerprint import dataset_fingerprint, table_fingerprint
from counternarcotics._shared.versions import EXPORT_SUMS, SUMS, UNLISTED
from counternarcotics._verify.articles import check_articles
from counternarcotics._verify.files import Files
from counternarcotics._verify.published import Catalogue, check_kept, check_published
from counternarcotics._verify.report import Check, Report, is_hidden, listed_alone, not_checked

if TYPE_CHECKING:
    import pyarrow as pa

_DATA = "data"
_JOURNAL = ".staging/journal"
_TABLES = "tables, by fingerprint"


def verify_package(source: Source, catalogue: Catalogue, seeds: Path | None = None, installed: bool = False) -> Report:
    """Return the report of a data package.

    Args:
        source: Where its files are.
        catalogue: The versions to compare it with.
        seeds: The folder of the articles, or None where quotes are not to be checked.
        installed: Whether it is the installed package, beside whose data stands its code.

    Raises:
        UsageError: It is too large, or `seeds` is no folder.
        OSError: This machine cannot read it.
    """
    files = Files(source)
    copy = _copy(files)
    checks, notes = [_check_files(files, copy)], list[str]()
    rows, fingerprint = dict[str, "pa.Table"](), None
    if copy:
        check, rows, fingerprint = _check_tables(files, copy)
        checks.append(check)
    else:
        checks.append(Check(_TABLES, 0, 1))
    published = catalogue.named(copy.version) if copy else None
    if published:
        checks.append(check_published(published, files, published.files.keys() - {*UNLISTED}))
    elif copy:
        notes.append(catalogue.unknown(copy.version))
    if catalogue.problems:
        checks.append(Check("releases, as the package lists them", 0, 1, catalogue.problems))
    elif copy and not published and not installed:  # with the installed, others are compared
        checks.append(catalogue.unproven())
    if installed and isinstance(source, Folder) and catalogue.versions:
        checks.append(check_kept(source.root, catalogue.versions))
    if seeds:
        checks += check_articles(seeds, rows, source.limits)
    unnamed = [] if installed else _unnamed(source, files.paths)
    added = sorted(files.lists.get(EXPORT_SUMS, {}).keys() - files.lists[SUMS].keys() - {SUMS})
    notes += not_checked(unnamed) + listed_alone(added)
    return Report(
        f"{'the installed package' if installed else 'the data package'} in {source.subject}",
        copy.version if copy else None,
        copy.descriptor["created"][:10] if copy else None,
        fingerprint,
        checks,
        notes,
        whole=not unnamed and not added,
    )


def unfinished(root: Path) -> list[str]:
    """Return in words that a build was stopped while it put its files in place, where its journal says so.

    Only a checkout has a journal, and only for as long (``pipeline/release/swap.py``).
    """
    if not (root / _JOURNAL).is_file():
        return []
    return ["data: a build was stopped while it put its files in place; run build.py to complete it"]


def _unnamed(source: Source, paths: set[str]) -> list[str]:
    """Return the files that no list names and that no check reports; of a checkout only those in its own folder."""
    beside = {*source.names(_DATA), *source.names(deep=not source.has("pyproject.toml"))} - paths
    return sorted(path for path in beside if is_hidden(path) or not path.startswith(f"{_DATA}/"))


def _copy(files: Files) -> Copy | None:
    """Return the copy, where its descriptor can be used, and note all lists of its files."""
    files.lists[_descriptor.NAME] = {}
    files.add_list(SUMS)
    if files.source.has(EXPORT_SUMS):  # a zip of the package's own has both
        files.add_list(EXPORT_SUMS)
    try:
        copy = copy_of(files.source)
    except DamageError as error:
        files.faults[_descriptor.NAME] = str(error)
        return None
    described = _descriptor.files(copy.descriptor)
    files.lists[_descriptor.NAME] = {file["path"]: file["hash"].removeprefix("sha256:") for _, _, file in described}
    return copy


def _check_files(files: Files, copy: Copy | None) -> Check:
    """Return the check of every file: that it is there, listed, and what the lists say."""
    paths, described = files.paths, _descriptor.files(copy.descriptor) if copy else ()
    files.read(paths, {file["path"]: file["bytes"] for _, _, file in described})
    below = [path for path in files.source.names(_DATA) if path not in paths and not is_hidden(path)]
    named = {path for name in files.lists.keys() - {_descriptor.NAME} for path in (name, *files.lists[name])}
    files.unlisted([*below, *(files.digests.keys() - named)], SUMS)
    check = files.check(len(below))
    if check.faults and isinstance(files.source, Folder):
        check.faults[:0] = unfinished(files.source.root)
    return check


def _check_tables(files: Files, copy: Copy) -> tuple[Check, dict[str, pa.Table], str | None]:
    """Return the check of every table by its fingerprint, each table, and the fingerprint of them all if all agree."""
    described, checked, faults = list(_descriptor.files(copy.descriptor)), 0, list[str]()
    rows, fingerprints = dict[str, "pa.Table"](), dict[str, str]()
    for table, form, file in described:
        path, resource = file["path"], copy.resource(table)
        if path not in files.digests or path in files.faults:
            continue
        try:
            rows[table] = table_of(files.contents[path], form, resource)
            fingerprint = table_fingerprint(rows[table], resource["schema"])
        except ValueError as error:
            faults.append(f"{path}: it cannot be read as the table {table}: {error}")
            continue
        checked += 1
        if fingerprints.setdefault(table, fingerprint) != fingerprint:  # its two files differ
            fingerprints[table] = ""
        if fingerprint != resource["fingerprint"]:
            expected = f"{_descriptor.NAME} says {resource['fingerprint']}"
            faults.append(f"{path}: its fingerprint is {fingerprint}, {expected}")
    whole, expected = None, copy.descriptor["fingerprint"]
    if len(fingerprints) == len(copy.tables) and all(fingerprints.values()):
        checked, whole = checked + 1, dataset_fingerprint(fingerprints)
        if whole != expected:
            faults.append(f"{_descriptor.NAME}: its fingerprint is {expected}, that of the tables {whole}")
    return Check(_TABLES, checked, len(described) + 1, faults), rows, whole
