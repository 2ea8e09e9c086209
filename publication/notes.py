"""The release notes: what the dataset is, which file to take, and what the changelog says of the version."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CHANGELOG = "CHANGELOG.md"
FILES = """\
Which file to take: `.xlsx` for a spreadsheet, `.zip` for all tables as CSV and Parquet, `.whl` for Python, `.sqlite`
for a database, `-timeline.csv` for the events in one table, `-codebook.pdf` for what the codes mean, `-site.zip` to
see every value with its words in a browser. `SHA256SUMS` has the checksums of all."""
_LINK_IN_THE_PROJECT = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")


def section(root: Path, version: str) -> str:
    """Return what stands below the heading of a version in the changelog of a project; empty if nothing does.

    Raises:
        OSError: the changelog cannot be read.
    """
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    match = re.search(rf"^## {re.escape(version)}, [^\n]*\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return match[1].strip() if match else ""


def release_notes(root: Path, project: Mapping[str, Any]) -> str:
    """Return the release notes of a version as Markdown; links into the project become plain text.

    Args:
        root: the project's folder.
        project: version, date and description, as `read_project` gives them.

    Raises:
        OSError: the changelog cannot be read.
    """
    changes = _LINK_IN_THE_PROJECT.sub(r"\1", section(root, project["version"]))
    heading = f"# counternarcotics {project['version']}, {project['date']}"
    return "\n\n".join([heading, f"{project['description']}.", FILES, changes]) + "\n"
