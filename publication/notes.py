"""The release notes: what the changelog says of a version."""

import re
from pathlib import Path

CHANGELOG = "CHANGELOG.md"
_LINK_IN_THE_PROJECT = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")


def section(root: Path, version: str) -> str:
    """Return what stands below the heading of a version in the changelog of a project; empty if nothing does.

    Raises:
        OSError: the changelog cannot be read.
    """
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    match = re.search(rf"^## {re.escape(version)}, [^\n]*\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return match[1].strip() if match else ""


def release_notes(root: Path, version: str, date: str) -> str:
    """Return the release notes of a version as Markdown; links into the project become plain text.

    Raises:
        OSError: the changelog cannot be read.
    """
    changes = _LINK_IN_THE_PROJECT.sub(r"\1", section(root, version))
    return f"# counternarcotics {version}, {date}\n\n{changes}\n"
