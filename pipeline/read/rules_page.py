"""The versions of the coding rules, as their own page lists them."""

import re
from pathlib import Path

from pipeline.faults import CannotBuild, Fault, fault_at
from pipeline.model import SOURCES, Records

PAGE = "docs/coding-rules.md"
COLUMN = "rules_version"
_VERSION = re.compile(r"^- \*\*Version ([0-9]{1,9})\*\*", re.M)


def rules_versions(root: Path) -> list[int]:
    """Return the versions that the page of the coding rules lists, in order.

    Raises:
        CannotBuild: the page cannot be read, or lists none.
    """
    try:
        versions = _VERSION.findall((root / PAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotBuild(f"{PAGE} cannot be read: {error!r}") from error
    if not versions:
        raise CannotBuild(f"{PAGE} lists no version, expected a line: - **Version 1**: …")
    return sorted(map(int, versions))


def check_rules_versions(root: Path, records: Records) -> list[Fault]:
    """Return a fault for each article that was coded by a version of the rules which their page does not list.

    Raises:
        CannotBuild: the page cannot be read, or lists no version.
    """
    versions = rules_versions(root)
    faults = []
    for record in records.of(SOURCES):
        version = record.values.get(COLUMN)
        if version is not None and version not in versions:
            fault = fault_at(record.place(COLUMN), record.row_id, COLUMN)
            expected = f"a version that {PAGE} lists: {', '.join(map(str, versions))}"
            fix = "name the version by which the article was coded, or describe the new one on that page"
            faults.append(fault("rules-version-unknown", f"version {version}", expected, fix))
    return faults
