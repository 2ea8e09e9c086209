"""Is a copy of the data the published one? Every file, every table, every rule, and with the articles every quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from counternarcotics import _descriptor
from counternarcotics._errors import UsageError
from counternarcotics._package import DataPackage
from counternarcotics._paths import data_root
from counternarcotics._shared.fingerprint import dataset_fingerprint
from counternarcotics._verify import tables
from counternarcotics._verify.articles import check_articles
from counternarcotics._verify.copy import Copy, opened
from counternarcotics._verify.files import Files, beside, check_files, read_files, unfinished
from counternarcotics._verify.lone import verify_file, verify_tables
from counternarcotics._verify.published import Catalogue, check_published, read_catalogue
from counternarcotics._verify.report import Check, Report

__all__ = ["Check", "Report", "verify"]

_SHOWN = 5
"""How many faults of a descriptor, and how many files that were not checked, are named."""


def verify(path: Path | None = None, seeds: Path | None = None) -> Report:
    """Check that a copy of the data is complete, unchanged, consistent and the published one.

    Args:
        path: A folder with ``datapackage.json``, its ``data`` folder, a zip of one, a folder of tables alone, or one
            file of the package, which may have any name and may have been saved again by another program; None for
            the installed package.
        seeds: The folder of the articles, to check every quote as well.

    Returns:
        The report, with a fault for everything that is wrong with the files.

    Raises:
        UsageError: There is nothing at `path` that could be a copy, `seeds` is no folder, or it was given with
            files alone.
    """
    own = _own_root()
    if path is None and own is None:
        raise UsageError("the installed package has no data: install it again; in a checkout, run build.py first")
    with opened(path or own or Path()) as copy:
        if copy is not None:
            installed = own is not None and copy.root.resolve() == own.resolve()
            subject = copy.subject if path else f"the installed package in {copy.root}"
            named = replace(copy, subject=subject, installed=installed)
            return report_on(named, seeds, read_catalogue(own, copy.root))
    if seeds is not None:
        raise UsageError(f"{path}: files alone have no quotes to check; name the folder or zip of a version")
    lone, catalogue = path or Path(), read_catalogue(own)
    return verify_tables(lone, catalogue) if lone.is_dir() else verify_file(lone, catalogue)


def _own_root() -> Path | None:
    """Return the folder of the installed data, or None where there is no data."""
    try:
        return data_root()
    except FileNotFoundError:
        return None


def report_on(copy: Copy, seeds: Path | None, catalogue: Catalogue) -> Report:
    """Return the report of a whole copy.

    Args:
        copy: The copy.
        seeds: The folder of the articles, or None where quotes are not to be checked.
        catalogue: The versions to compare it with.

    Raises:
        UsageError: `seeds` is no folder.
    """
    if copy.faults and not copy.members:
        return Report(copy.subject, None, None, None, copy.checks)
    descriptor, faults = _descriptor.read(copy.root)
    about: Mapping[str, Any] = descriptor or {}
    package = DataPackage(copy.root, descriptor) if descriptor and not faults else None
    files = read_files(copy.root, package.descriptor if package else None, catalogue.versions)
    meant = catalogue.meant(about.get("version"), files.digests)
    files = replace(files, published=meant.files if meant else {})
    forms = tables.read_forms(package) if package else {}
    prints = tables.fingerprints(forms)
    of_files = check_files(files)
    if of_files.faults:
        of_files.faults[:0] = unfinished(copy.root)
    checks = [*copy.checks, of_files, *_content_checks(package, forms, _shortened(faults, files))]
    if meant:
        checks.append(check_published(meant, catalogue, prints, files))
    if catalogue.problems or (meant is None and "version" not in about):
        checks.append(Check("published version", 0, 1, catalogue.problems))
    if seeds:
        checks += check_articles(seeds, tables.rows(package, forms) if package else {})
    whole = dataset_fingerprint(prints) if 0 < len(forms) == len(prints) else None
    version, created = (str(about[name]) if name in about else None for name in ("version", "created"))
    notes = [] if meant or version is None else [_unknown(version, catalogue)]
    unnamed = [] if copy.installed else _unnamed(copy.root, files, package)
    notes += [f"Not checked: {_first_names(unnamed)}, which no list of the copy names."] if unnamed else []
    return Report(copy.subject, version, created[:10] if created else None, whole, checks, notes, not unnamed)


def _content_checks(package: DataPackage | None, forms: tables.Forms, faults: list[str]) -> list[Check]:
    """Return the checks of the tables, which without a descriptor that can be used did not run."""
    if package is None:
        return [Check("tables, by fingerprint", 0, 1, faults), Check("rules of the schemas", 0, 1)]
    return [tables.check_fingerprints(package, forms), tables.check_rules(package, forms)]


def _shortened(faults: list[str], files: Files) -> list[str]:
    """Return the first faults of a descriptor, with the consequence once; none that the check of the files reports."""
    if _descriptor.NAME not in files.contents:
        return []
    ending = "; no table can be checked"
    shown = faults[:_SHOWN]
    if len(faults) > _SHOWN:
        shown.append(f"{_descriptor.NAME}: {len(faults) - _SHOWN} more faults{ending}")
    return [fault.removesuffix(ending) for fault in shown[:-1]] + shown[-1:]


def _unnamed(root: Path, files: Files, package: DataPackage | None) -> list[str]:
    """Return the files that no list names, except the README of an export if it is what the export writes."""
    from counternarcotics._export.zip import README, readme_of

    names = beside(root, files)
    try:
        again = readme_of(package) if package and README in names else None
        return [name for name in names if name != README or (root / README).read_bytes() != again]
    except (OSError, ValueError, LookupError):  # a copy that lacks what its README needs: another check reports that
        return names


def _first_names(names: list[str]) -> str:
    """Return the first names for a message, and how many more there are."""
    rest = [f"{len(names) - _SHOWN} more files"] if len(names) > _SHOWN else []
    return ", ".join(names[:_SHOWN] + rest)


def _unknown(version: str, catalogue: Catalogue) -> str:
    """Return the note on a copy of a version that this package does not know."""
    return (
        f"Version {version} is not a published version that this package knows ({catalogue.numbers}): the copy agrees "
        "with itself, which does not prove that it was published. Compare its fingerprint with that in a citation."
    )
