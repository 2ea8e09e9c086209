"""Is a copy of the data the published one? Every file, every table, every rule, and with the articles every quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from counternarcotics import _fingerprint
from counternarcotics._errors import UsageError
from counternarcotics._package import DataPackage
from counternarcotics._paths import data_root
from counternarcotics._verify import descriptors, tables
from counternarcotics._verify.articles import check_articles
from counternarcotics._verify.copy import Copy, opened
from counternarcotics._verify.files import check_files, read_files
from counternarcotics._verify.lone import verify_file
from counternarcotics._verify.published import Known, check_published, known_versions
from counternarcotics._verify.report import Check, Report

__all__ = ["Check", "Report", "verify"]


def verify(path: Path | None = None, seeds: Path | None = None) -> Report:
    """Check that a copy of the data is complete, unchanged, consistent and the published one.

    Args:
        path: A folder with ``datapackage.json``, its ``data`` folder, a zip of one, or one file of the package, which
            may have any name and may have been saved again by another program; None for the installed package.
        seeds: The folder of the articles, to check every quote as well.

    Returns:
        What was found. Whatever is wrong with the files is a fault in it.

    Raises:
        UsageError: There is nothing at `path` that could be a copy, `seeds` is no folder, or it was given with a
            lone file.
    """
    own = _own_root()
    if path is None and own is None:
        raise UsageError("the installed package has no data: install it anew; in a checkout, run build.py first")
    with opened(path or own or Path()) as copy:
        if copy is not None:
            named = copy if path else replace(copy, found=f"the installed package in {copy.root}")
            return report_on(named, seeds, known_versions(own, copy.root))
    if seeds is not None:
        raise UsageError(f"{path}: a lone file has no quotes to check; name the folder or zip of a version")
    return verify_file(path or Path(), known_versions(own))


def _own_root() -> Path | None:
    """Return the folder of the installed data, or None where there is none."""
    try:
        return data_root()
    except FileNotFoundError:
        return None


def report_on(copy: Copy, seeds: Path | None, known: Known) -> Report:
    """Return the report of a whole copy.

    Args:
        copy: The copy.
        seeds: The folder of the articles, or None where quotes are not to be checked.
        known: The versions to hold it against.

    Raises:
        UsageError: `seeds` is no folder.
    """
    if copy.faults and not copy.members:
        return Report(copy.found, None, None, None, copy.checks)
    descriptor, faults = descriptors.read(copy.root)
    about: Mapping[str, Any] = descriptor or {}
    package = DataPackage(copy.root, descriptor) if descriptor and not faults else None
    files = read_files(copy.root, package.descriptor if package else None, known.versions)
    meant = known.meant(about.get("version"), files.digests)
    files = replace(files, published=meant.files if meant else {})
    forms = tables.read_forms(package) if package else {}
    prints = tables.fingerprints(forms)
    checks = [*copy.checks, check_files(files), *_content_checks(package, forms, faults)]
    if meant:
        checks.append(check_published(meant, known, prints, files))
    if known.problems or (meant is None and "version" not in about):
        checks.append(Check("published version", 0, 1, known.problems))
    if seeds:
        checks += check_articles(seeds, tables.rows(package, forms) if package else {})
    whole = _fingerprint.of_tables(prints) if 0 < len(forms) == len(prints) else None
    version, created = (str(about[name]) if name in about else None for name in ("version", "created"))
    notes = [] if meant or version is None else [_unknown(version, known)]
    return Report(copy.found, version, created[:10] if created else None, whole, checks, notes)


def _content_checks(package: DataPackage | None, forms: tables.Forms, faults: list[str]) -> list[Check]:
    """Return the checks of the tables, which without a descriptor that can be used did not run."""
    if package is None:
        return [Check("tables, by fingerprint", 0, 1, faults), Check("rules of the schemas", 0, 1)]
    return [tables.check_fingerprints(package, forms), tables.check_rules(package, forms)]


def _unknown(version: str, known: Known) -> str:
    """Return what a reader must know of a copy that nothing but itself vouches for."""
    return (
        f"Version {version} is not among the published ones that this package knows ({known.numbers}): the copy agrees "
        "with itself, which does not prove that it was published. Compare its fingerprint with one in a citation."
    )
